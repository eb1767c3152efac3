// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/readbackparts.h"

#include "archive/copystatement.h"
#include "archive/rowcursor.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tidemark::archive {

namespace {

constexpr std::chrono::milliseconds reportInterval{100};

// Counts what passes.
class CountingReader final : public DataReader
{
public:
    CountingReader(std::unique_ptr<DataReader> data, qint64& bytes)
        : m_data(std::move(data))
        , m_bytes(bytes)
    {
    }
    core::Result<std::size_t> read(std::span<char> into) override
    {
        core::Result<std::size_t> count = m_data->read(into);
        if (count)
            m_bytes += qint64(*count);
        return count;
    }
    qint64 fileBytesRead() const override { return m_data->fileBytesRead(); }

private:
    std::unique_ptr<DataReader> m_data;
    qint64& m_bytes;
};

} // namespace

ReadBackProgress::ReadBackProgress(const QString& path, qint64 total, const core::RunContext& context)
    : m_context(context)
{
    m_progress.phase =
        QCoreApplication::translate("archive", "Reading back %1").arg(QFileInfo(path).fileName());
    m_progress.bytesTotal = total;
}

void ReadBackProgress::at(qint64 position)
{
    const auto now = std::chrono::steady_clock::now();
    const bool isLast = position >= m_progress.bytesTotal.value_or(0);
    if (!isLast && now - m_last < reportInterval)
        return;
    m_last = now;
    m_rate.record(now, position);
    m_progress.bytesDone = position;
    m_progress.bytesPerSecond = m_rate.bytesPerSecond();
    m_progress.left = m_rate.timeLeft(*m_progress.bytesTotal - position);
    m_context.report(m_progress);
}

core::Status readInto(DataReader& data, DataSink& sink)
{
    for (;;) {
        const core::Result<std::size_t> count = data.read(sink.room());
        if (!count)
            return count.error();
        if (*count == 0)
            return {};
        sink.written(*count);
    }
}

std::optional<TableReadBack> describeTable(const TocEntry& entry, const TextEncoding& encoding)
{
    TableReadBack table;
    table.dumpId = entry.dumpId();
    table.schema = entry.schema();
    table.name = entry.tag();
    table.throughRoot = entry.definition().startsWith("-- load via partition root");
    if (entry.copyStatement().isEmpty())
        return table;
    const std::optional<CopyStatement> statement = CopyStatement::parse(entry.copyStatement());
    if (!statement)
        return std::nullopt;
    table.columns = encoding.decode(statement->columnText);
    for (const QByteArray& name : statement->columnNames)
        table.columnNames.append(encoding.decode(name));
    return table;
}

core::Status countInserts(std::unique_ptr<DataReader> data, const Toc& toc, TableReadBack& table)
{
    auto counted = std::make_unique<CountingReader>(std::move(data), table.dataBytes);
    core::Result<std::unique_ptr<RowCursor>> rows = insertRows(std::move(counted), toc, nullptr);
    if (!rows)
        return std::move(rows).error();
    for (;;) {
        const core::Result<bool> next = (*rows)->next();
        if (!next)
            return next.error();
        if (!*next)
            return {};
        ++table.rows;
    }
}

bool takeDigest(const DigestThread::Table& found, TableReadBack& table)
{
    table.content = found.content;
    table.rows = found.content.rows;
    table.dataBytes = found.content.bytes;
    return found.hasEndMarker && !found.hasTrailingBytes;
}

} // namespace tidemark::archive
