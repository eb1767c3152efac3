// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArrayView>
#include <QString>

namespace tidemark::archive {

enum class FileKind
{
    CustomArchive,    // pg_dump --format=custom
    DirectoryArchive, // a folder with a toc.dat
    TarArchive,       // a tar file that begins with a toc.dat
    PlainSql,         // pg_dump --format=plain
    PlainClusterSql,  // pg_dumpall
    Gzip,
    Zstd,
    Lz4,
    OtherCompression, // bzip2, xz, 7z
    OtherTar,
    BaseBackupTar, // a tar file of pg_basebackup
    Utf16Text,     // what PowerShell's > makes of a plain dump
    MysqlDump,
    BinaryCopy, // COPY … WITH (FORMAT binary)
    OtherText,
    Sqlite,
    Zip,
    Encrypted,    // by age or OpenPGP
    BaseBackup,   // a folder of pg_basebackup, with its manifest
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
    FileKind inside = FileKind::Unknown; // of Gzip, Zstd and Lz4: what they hold
    QString sentence;                    // for people: "This is a ZIP file, not a PostgreSQL dump."
};

/// As many bytes of a file's beginning show what it is.
inline constexpr qint64 recognisedBytes = 4096;

/// What a file or folder is, judged by its first bytes and not by its name. Reads at most a megabyte.
Recognition recognise(const QString& path);
/// Of a file that begins with these bytes; an empty one is Empty.
FileKind kindOfHead(QByteArrayView head);
/// The error that says what `path` is instead of a dump: InvalidInput; Corrupt for an empty file; NotFound.
core::Error notADump(const QString& path, const Recognition& found);

} // namespace tidemark::archive
