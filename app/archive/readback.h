// SPDX-License-Identifier: GPL-3.0-or-later
// The proof that a dump file is whole: every byte is read, every block decompressed, every table's content
// summed up.
#pragma once

#include "archive/bytesource.h"
#include "archive/digestthread.h"
#include "archive/dump.h"
#include "archive/tabledigest.h"
#include "archive/toc.h"
#include "core/finding.h"
#include "core/result.h"
#include "core/runcontext.h"

#include <QList>
#include <QString>

#include <optional>

namespace tidemark::archive {

struct ReadBackOptions
{
    FileHash fileHash = FileHash::None;
    PageCache pageCache = PageCache::Keep;
};

/// The data of one table, or of one partition.
struct TableReadBack
{
    int dumpId = 0; // of its TABLE DATA entry
    QString schema;
    QString name;
    QString columns; // as the COPY statement lists them, quoted: "id, \"Full name\""; empty for none and for
                     // INSERTs
    QStringList columnNames;             // the same ones, without quotes
    bool throughRoot = false;            // partition whose rows are loaded through the root of its tree
    qint64 dataBytes = 0;                // decompressed
    qint64 rows = 0;                     // also of INSERT statements
    std::optional<TableContent> content; // nothing for rows dumped as INSERT statements
    QString database;                    // set where the dump holds several
};

/// One file of a dump.
struct FileReadBack
{
    QString name; // within the dump's folder
    qint64 size = 0;
    QByteArray sha256; // 32 bytes, when asked for
};

struct ReadBack
{
    DumpFormat format = DumpFormat::Custom;
    Wrapping wrapping = Wrapping::None;
    Toc toc;                     // of the first database
    QList<DumpPart> parts;       // of a dump of several databases: each of them, and what is for all
    QList<TableReadBack> tables; // in the order of the file
    qint64 largeObjects = 0;
    qint64 largeObjectBytes = 0;
    qint64 fileBytes = 0;      // of the file, or of all files of a directory dump
    QString sha256;            // 64 lower-case hexadecimal digits, when asked for; empty for a directory dump
    QList<FileReadBack> files; // of a directory dump
    core::Findings findings;   // what is there and belongs to nothing
};

/// Reads a dump of any format: custom and tar files in one pass on the calling thread and one more,
/// directories with a thread per core, plain SQL in two passes. Memory: about 20 MB a thread, what zstd's
/// windows need, and the longest row of INSERT statements. Reports bytes of the file as progress and leaves
/// `fraction` to the caller. Errors: Corrupt with the byte, also for data that the table of contents promises
/// and the dump lacks, or the other way round; ToolTooOld; InvalidInput where it is something else; NotFound,
/// PermissionDenied, Io, Cancelled.
core::Result<ReadBack> readBack(const QString& path, const ReadBackOptions& options,
                                const core::RunContext& context);
/// Of a custom archive.
core::Result<ReadBack> readBack(ByteSource source, const ReadBackOptions& options,
                                const core::RunContext& context);

/// The contents only: of a custom archive, or of the folder (with its toc.dat) of a directory archive.
core::Result<Toc> readToc(const QString& path);

} // namespace tidemark::archive
