// SPDX-License-Identifier: GPL-3.0-or-later
// What was found out about a file by reading all of it, kept for the next time in the user's cache folder.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace tidemark::archive {

/// One kept result of one kind for one file. The file is known by device, inode, size, time of change and a
/// hash of its first and last 64 kB, so one that was written anew is another file. What is kept is checked
/// against a checksum when it is loaded, but whoever uses it must still not trust it: a wrong index has to
/// end in scanning again. May be used from several threads and processes at once.
class KeptIndex
{
public:
    /// For the file as it is now. `kind` names what is kept and the version of its form: "custom blocks/1".
    /// Nothing is kept where `cacheFolder` is empty or `path` is no regular file.
    KeptIndex(const QString& cacheFolder, const QString& path, const QByteArray& kind);

    /// What was stored for this file; nothing where there is none, or it is damaged.
    std::optional<QByteArray> load() const;
    /// Keeps `content`, at most 128 MB, atomically. Nothing is stored where the file has changed since this
    /// object was made. Removes the indexes that were not used for longest where all of them take more than
    /// 256 MB. That it cannot be kept is no reason to fail. StorageFull, PermissionDenied, Io.
    core::Status store(const QByteArray& content) const;

private:
    QByteArray identify() const;

    QString m_folder;
    QString m_path;
    QByteArray m_kind;
    QByteArray m_identity; // empty: nothing is kept
};

} // namespace tidemark::archive
