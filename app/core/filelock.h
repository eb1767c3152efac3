// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace tidemark::core {

/// An exclusive flock(2) on a file, held as long as the object lives. The kernel drops it when the process dies, so a
/// crash leaves no stale lock. The file itself stays (removing it would race with the next one who locks).
class FileLock
{
public:
    /// Conflict when another process or object holds it; the detail says who, where the holder wrote its name.
    static Result<FileLock> tryAcquire(const QString& path);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

private:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor = -1;
};

} // namespace tidemark::core
