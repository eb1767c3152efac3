// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace tidemark::restore {

/// By what a file, or a directory of files, is known again: names, sizes and times of change. Not by inode
/// numbers: file systems of other machines give new ones at will. A value; one that was not taken equals only
/// another such one.
class FileState
{
public:
    FileState() = default;
    /// As it is now; also of what is not there.
    static FileState of(const QString& path);

    bool operator==(const FileState& other) const = default;

private:
    QByteArray m_digest;
};

} // namespace tidemark::restore
