// SPDX-License-Identifier: GPL-3.0-or-later
// The table of contents of a pg_dump archive. Every format of archive carries the same one.
// Layout: PostgreSQL's src/bin/pg_dump/pg_backup_archiver.c. Archive versions 1.12 to 1.16 are pg_dump 9.0
// to 18.
#pragma once

#include "archive/tocentries.h"
#include "core/compression.h"

#include <QByteArray>
#include <QDate>
#include <QList>
#include <QString>
#include <QTime>

#include <optional>

namespace tidemark::archive {

/// Version of the layout, not of PostgreSQL.
struct LayoutVersion
{
    int major = 0;
    int minor = 0;
    int revision = 0;

    QString toText() const; // "1.14-0", as pg_restore --list has it
};

/// What the header says. The toc.dat of a directory says Tar.
enum class ArchiveFormat
{
    Custom,
    Tar,
    Directory,
};

/// Gzip is zlib streams in custom archives.
using Compression = core::CompressionMethod;

/// "none", "gzip", "lz4", "zstd": the words of pg_dump --compress.
QString compressionText(Compression method);

enum class RelationKind
{
    Table, // partitioned ones too
    View,
    MaterializedView,
    Sequence,
    ForeignTable,
};

/// A relation that exists after the archive was restored.
struct Relation
{
    RelationKind kind = RelationKind::Table;
    QString schema;
    QString name;
    int dumpId = 0;
};

struct Toc
{
    LayoutVersion version;
    bool newerThanKnown = false; // read by the newest layout that is known; may be incomplete
    ArchiveFormat format = ArchiveFormat::Custom;
    Compression compression = Compression::None;
    std::optional<int> compressionLevel; // up to 1.14; -1 is the default of zlib
    QDate createdDate; // wall clock of the machine that ran pg_dump; its time zone is not recorded
    QTime createdTime;
    QString database;
    QString serverVersion; // "15.20 (Debian 15.20-0+deb12u1)"
    QString dumpVersion;
    int integerSize = 0; // bytes
    int offsetSize = 0;
    QByteArray encoding; // "UTF8"; empty without an ENCODING entry
    TocEntries entries;  // in the order of the archive

    /// Null where there is none. Looks through all entries.
    const TocEntry* byDumpId(int dumpId) const;
    /// The TABLE DATA entries.
    QList<const TocEntry*> tableData() const;
    /// Relations whose definition the archive holds.
    QList<Relation> relations() const;
};

} // namespace tidemark::archive
