// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace tidemark::backup {

/// Tells which files others create and close in one folder (inotify(7)). To
/// close a file that one has opened for writing oneself counts too.
class FolderWatch
{
public:
    struct Change
    {
        QByteArray name;
        bool isClosed = false; // after writing; else it was just made
    };
    struct Changes
    {
        std::vector<Change> list; // in their order
        bool someAreMissing = false; // look through the folder
    };

    FolderWatch() = default;
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;
    ~FolderWatch();

    /// NotFound, PermissionDenied, Io. Where the system has no watches left it succeeds, and is blind.
    core::Status open(const QString& folder);
    /// Becomes readable when there are changes; -1 when blind.
    int descriptor() const { return m_descriptor; }
    /// What has come since the last call; does not wait. Blind: always that some are missing.
    Changes take();

private:
    int m_descriptor = -1;
};

} // namespace tidemark::backup
