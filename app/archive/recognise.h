// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tidemark::archive {

enum class FileKind
{
    CustomArchive,    // pg_dump --format=custom
    DirectoryArchive, // a folder with a toc.dat
    TarArchive,       // a tar file that begins with a toc.dat
    PlainSql,         // pg_dump --format=plain, pg_dumpall
    Gzip,
    Zstd,
    Lz4,
    OtherTar,
    OtherText,
    Sqlite,
    Zip,
    Encrypted,    // by age or OpenPGP
    ServerFolder, // a PostgreSQL data directory, or a copy of one
    OtherFolder,
    Empty,
    NotThere,
    NotReadable,
    Unknown,
};

struct Recognition
{
    FileKind kind = FileKind::Unknown;
    QString sentence; // for people: "This is a ZIP file, not a PostgreSQL dump."
};

/// What a file or folder is, judged by its first bytes and not by its name. Reads at most half a megabyte.
Recognition recognise(const QString& path);

} // namespace tidemark::archive
