// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are either whole or absent, also after a power cut.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace tidemark::core {

enum class FileMode
{
    Private, // 0600
    Shared,  // 0644 less the umask
};

/// Writes beside `path`, flushes to disk, renames over it, flushes the folder. On error the old content is untouched.
Status writeFileAtomically(const QString& path, const QByteArray& content, FileMode mode);
Result<QByteArray> readFile(const QString& path, qint64 limitBytes);
/// fsync(2) of a file or a folder.
Status flushToDisk(const QString& path);
/// The same of a folder and all that is in it; links are not followed. Of many files it is syncfs(2): one by one they would
/// take minutes on a busy disk.
Status flushTreeToDisk(const QString& folder);
/// rename(2) and a flush of the target's folder. Fails with Conflict where the target exists.
Status renameDurably(const QString& from, const QString& to);
/// Appends one line in a single write(2), flushed. Readers never see half a line from us.
Status appendLine(const QString& path, const QByteArray& lineWithoutNewline);
/// Bytes free for this user on the file system of `path` (or of its nearest existing parent); -1 where it cannot be told.
qint64 freeBytes(const QString& path);

} // namespace tidemark::core
