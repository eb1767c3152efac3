// SPDX-License-Identifier: GPL-3.0-or-later
// The proof that a dump file is whole: every byte is read, every block decompressed, every table's content
// summed up.
#pragma once

#include "archive/bytesource.h"
#include "archive/digestthread.h"
#include "archive/tabledigest.h"
#include "archive/toc.h"
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
    bool throughRoot = false;            // partition whose rows are loaded through the root of its tree
    qint64 dataBytes = 0;                // decompressed
    std::optional<TableContent> content; // nothing for rows dumped as INSERT statements
};

struct ReadBack
{
    Toc toc;
    QList<TableReadBack> tables; // in the order of the file
    qint64 largeObjects = 0;
    qint64 largeObjectBytes = 0;
    qint64 fileBytes = 0;
    QString sha256; // 64 lower-case hexadecimal digits, when asked for
};

/// Reads a custom archive in one pass on the calling thread and one more; about 20 MB of memory, and what
/// zstd's window needs. Reports bytes of the file as progress and leaves `fraction` to the caller. Errors:
/// Corrupt with the byte, also for data that the table of contents promises and the file lacks, or the other
/// way round; ToolTooOld; InvalidInput where the file is something else; NotFound, PermissionDenied, Io,
/// Cancelled.
core::Result<ReadBack> readBack(const QString& path, const ReadBackOptions& options,
                                const core::RunContext& context);
core::Result<ReadBack> readBack(ByteSource source, const ReadBackOptions& options,
                                const core::RunContext& context);

/// The contents only: of a custom archive, or of the folder (with its toc.dat) of a directory archive.
core::Result<Toc> readToc(const QString& path);

} // namespace tidemark::archive
