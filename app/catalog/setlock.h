// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace tidemark::catalog {

/// Keeps a set's folder in place while somebody reads it: readers share, whoever removes it is alone. A
/// flock(2) on the folder itself, so nothing is written and a crash leaves nothing. Where the file system has
/// no such locks (some network mounts) it holds nothing and says nothing. Move only.
class SetLock
{
public:
    /// Errors: Conflict while it is being removed; NotFound, PermissionDenied, Io.
    static core::Result<SetLock> share(const QString& folder);
    /// Errors: Conflict while anybody reads or removes it; InvalidInput where `folder` is a link; NotFound,
    /// PermissionDenied, Io.
    static core::Result<SetLock> alone(const QString& folder);

    SetLock() = default; // holds nothing
    SetLock(SetLock&& other) noexcept;
    SetLock& operator=(SetLock&& other) noexcept;
    SetLock(const SetLock&) = delete;
    SetLock& operator=(const SetLock&) = delete;
    ~SetLock();

    /// Of the open folder, for the calls that end in "at"; -1 where it holds nothing.
    int descriptor() const { return m_descriptor; }

private:
    explicit SetLock(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    int m_descriptor = -1;
};

} // namespace tidemark::catalog
