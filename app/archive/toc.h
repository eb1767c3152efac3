// SPDX-License-Identifier: GPL-3.0-or-later
// The table of contents of a pg_dump archive, as plain values. Every format of archive carries the same one.
// Layout: PostgreSQL's src/bin/pg_dump/pg_backup_archiver.c. Archive versions 1.12 to 1.16 are pg_dump 9.0 to 18.
#pragma once

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

enum class Section
{
    None, // comments and grants: stands where what it belongs to stands
    PreData,
    Data,
    PostData,
};

/// What the table of contents says about the place of an entry's data in a custom archive.
enum class OffsetState
{
    Unknown, // it has data, but the archive was written to a pipe
    Known,
    NoData,
};

/// One object, or the data of one. Names are decoded, statements stay bytes in the archive's encoding.
struct TocEntry
{
    int dumpId = 0;
    quint32 catalogTableOid = 0; // of the catalog that held it, 1259 for relations; 0 where there is none
    quint32 catalogOid = 0;
    QString tag;  // name, or what pg_dump makes of several: "orders customer_id_fkey"
    QString type; // "TABLE", "TABLE DATA", "FK CONSTRAINT" … : pg_dump's word
    Section section = Section::None;
    QByteArray definition;
    QByteArray dropStatement;
    QByteArray copyStatement; // empty for data dumped as INSERT
    QString schema;           // empty for what is in none
    QString tablespace;
    QString accessMethod; // since 1.14
    QChar relationKind;   // since 1.16: pg_class.relkind, null before
    QString owner;
    bool withOids = false;   // a table of PostgreSQL 11 or older WITH OIDS
    QList<int> dependencies; // dump ids as written: may repeat, may name what is not in the archive
    bool hasData = false;
    OffsetState offsetState = OffsetState::NoData;
    /// When Known. Custom format: position of the data block in the file. Plain SQL: of the rows in the text,
    /// as it is without gzip, zstd or lz4 around it.
    qint64 offset = 0;
    QString fileName;  // directory and tar: member that holds the data, empty when there is none
    qint64 dataBytes = -1; // of its data in the file, compressed where it is; -1: not known, or none

    bool isTableData() const;
    bool isLargeObjects() const; // the contents, not the objects
};

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
    QByteArray encoding;     // "UTF8"; empty without an ENCODING entry
    QList<TocEntry> entries; // in the order of the archive

    /// Null where there is none. Looks through all entries.
    const TocEntry* byDumpId(int dumpId) const;
    /// The TABLE DATA entries.
    QList<const TocEntry*> tableData() const;
    /// Relations whose definition the archive holds.
    QList<Relation> relations() const;
};

} // namespace tidemark::archive
