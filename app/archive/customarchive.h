// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/blockreader.h"
#include "archive/bytesource.h"
#include "archive/toc.h"
#include "core/result.h"
#include "core/runcontext.h"

#include <QHash>

namespace tidemark::archive {

/// A pg_dump --format=custom file, open for reading single entries in any order. Not thread-safe; move only.
class CustomArchive
{
public:
    /// Errors as ByteSource::open and parseToc have them.
    static core::Result<CustomArchive> open(const QString& path);
    static core::Result<CustomArchive> open(ByteSource source);

    const Toc& toc() const { return m_toc; }
    /// Decompresses the data of one entry that is not large objects. Where the archive does not say where the
    /// block is, blocks are passed over until it comes, and remembered. NotFound for an entry without data,
    /// Corrupt, Cancelled, Io.
    core::Status readData(const TocEntry& entry, DataSink& sink, const core::RunContext& context);

private:
    CustomArchive(ByteSource source, Toc toc);
    core::Status seekBlock(const TocEntry& entry, const core::RunContext& context);

    ByteSource m_source;
    Toc m_toc;
    QHash<int, qint64> m_positions; // of blocks met on the way
    qint64 m_searched = 0;          // blocks before this position are in m_positions
};

} // namespace tidemark::archive
