// SPDX-License-Identifier: GPL-3.0-or-later
// What reading back is made of, whatever the format.
#pragma once

#include "archive/datasink.h"
#include "archive/dump.h"
#include "archive/readback.h"
#include "archive/textencoding.h"

#include <chrono>
#include <memory>
#include <vector>

namespace tidemark::archive {

/// For data that is counted but not looked at.
class ByteCounter final : public DataSink
{
public:
    std::span<char> room() override { return m_scratch; }
    void written(std::size_t count) override { m_count += qint64(count); }
    qint64 count() const { return m_count; }

private:
    std::vector<char> m_scratch = std::vector<char>(64 * 1024);
    qint64 m_count = 0;
};

/// Reports at most ten times a second, and the end.
class ReadBackProgress
{
public:
    /// `context` must outlive it.
    ReadBackProgress(const QString& path, qint64 total, const core::RunContext& context);
    void at(qint64 position);

private:
    const core::RunContext& m_context;
    core::Progress m_progress;
    core::RateMeter m_rate;
    core::RateMeter::Instant m_last;
};

/// Reads `data` to its end into `sink`.
core::Status readInto(DataReader& data, DataSink& sink);

/// The facts that an entry itself gives. Nothing where its COPY statement cannot be read.
std::optional<TableReadBack> describeTable(const TocEntry& entry, const TextEncoding& encoding);

/// Reads INSERT statements: fills rows and dataBytes. Corrupt where they are not such statements.
core::Status countInserts(std::unique_ptr<DataReader> data, const Toc& toc, TableReadBack& table);

/// Takes over the digest of a table. False where its rows did not end as they must.
bool takeDigest(const DigestThread::Table& found, TableReadBack& table);

// One per format. Those that are given `digests` have it see the bytes of the file already, and finish it.
core::Result<ReadBack> readBackCustom(ByteSource source, DigestThread& digests,
                                      const core::RunContext& context);
core::Result<ReadBack> readBackTar(ByteSource source, const Dump& dump, DigestThread& digests,
                                   const core::RunContext& context);
core::Result<ReadBack> readBackFolder(const QString& folder, const ReadBackOptions& options,
                                      const core::RunContext& context);
core::Result<ReadBack> readBackPlain(const Dump& dump, const core::RunContext& context);

} // namespace tidemark::archive
