// SPDX-License-Identifier: GPL-3.0-or-later
// Tar files, member by member. Layout: POSIX, pax: ustar Interchange Format; what GNU tar and PostgreSQL's
// src/port/tar.c add to it (sizes in base 256, long names).
#pragma once

#include "archive/bytesource.h"
#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace tidemark::archive {

struct TarMember
{
    QByteArray name;     // as written, without "./" in front; not to be trusted as a path
    char type = '0';     // '0' for every kind of regular file, else as POSIX has it
    qint64 header = 0;   // position of its last header block
    qint64 position = 0; // of its bytes
    qint64 size = 0;     // as the header says; the file may end before

    bool isFile() const { return type == '0'; }
    /// The part behind the last "/".
    QByteArray fileName() const { return name.mid(name.lastIndexOf('/') + 1); }
    /// The part before it, without the "/".
    QByteArray folder() const { return name.left(qMax<qsizetype>(name.lastIndexOf('/'), 0)); }
    /// No member of a dump is called so: an absolute path, or one with "..".
    bool leadsOutside() const;
};

/// Goes from header to header. Not thread-safe. Memory: a name of at most 64 kB.
class TarReader
{
public:
    /// From the present position of `source`, which must outlive it.
    explicit TarReader(ByteSource& source)
        : m_source(source)
    {
    }

    /// The next member, with the source at its bytes; nothing where the file ends, as it must or not.
    /// Corrupt for what is no header, and where the file ends within a member.
    core::Result<std::optional<TarMember>> next();
    /// The empty block that ends a tar file was there.
    bool endsAsItMust() const { return m_sawEnd; }

private:
    struct Extension // of the next member
    {
        std::optional<QByteArray> name;
        std::optional<qint64> size;
    };
    core::Result<std::optional<TarMember>> readHeader(Extension& extension);
    core::Status readExtension(const TarMember& member, Extension& extension);
    core::Error damaged(qint64 position, const QString& what) const;

    ByteSource& m_source;
    qint64 m_next = -1; // position of the next header; -1: where the source is
    bool m_sawEnd = false;
};

/// Whether a file that begins with these bytes is a tar file: at least 512 of them are needed.
bool isTarHeader(QByteArrayView head);

} // namespace tidemark::archive
