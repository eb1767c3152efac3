// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/rowreader.h"

#include "archive/rowcursor.h"

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr qsizetype mostWanted = 6; // what was scrolled past long ago is not waited for
constexpr qint64 rowOverhead = 96;

using Rows = std::shared_ptr<const std::vector<ReadRow>>;

QByteArray keptLine(QByteArrayView line, qsizetype columns, bool& isCut)
{
    archive::Values values;
    if (line.size() <= RowReader::longestLine || !archive::decodeCopyLine(line, columns, values))
        return line.first(std::min(line.size(), RowReader::longestLine)).toByteArray();
    isCut = true;
    QByteArray kept;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0)
            kept += '\t';
        if (values[i])
            values[i]->truncate(RowReader::longestValue);
        archive::appendCopyValue(values[i], kept);
    }
    return kept;
}

core::Result<Rows> readBlock(const restore::rows::RecoveryFacts& facts, std::size_t block,
                             const core::RunContext& context)
{
    const qsizetype columns = facts.compared.mapping.columns.size();
    auto rows = std::make_shared<std::vector<ReadRow>>();
    const core::Status read = facts.rows->forEachIn(
        block, [&](qint64 number, const restore::rows::DifferingRow& row) -> core::Status {
            TIDEMARK_TRY(context.checkpoint());
            ReadRow kept;
            kept.number = static_cast<quint32>(number);
            kept.backup = keptLine(row.backup, columns, kept.isCut);
            kept.live = keptLine(row.live, columns, kept.isCut);
            kept.columns = row.columns;
            rows->push_back(std::move(kept));
            return {};
        });
    if (!read)
        return read.error();
    return Rows(std::move(rows));
}

} // namespace

RowReader::RowReader(Services& services, QObject* parent)
    : QObject(parent)
    , m_inquiry(services)
{
}

void RowReader::open(std::shared_ptr<const restore::rows::RecoveryFacts> facts)
{
    m_inquiry.drop();
    m_facts = std::move(facts);
    m_blocks.clear();
    m_wanted.clear();
    m_bytes = 0;
}

const ReadRow* RowReader::find(quint32 number)
{
    if (!m_facts || number >= m_facts->rows->count())
        return nullptr;
    const std::size_t block = m_facts->rows->blockOf(number);
    const auto known = m_blocks.find(block);
    if (known == m_blocks.end()) {
        want(block);
        return nullptr;
    }
    known->second.used = ++m_clock;
    const std::vector<ReadRow>& rows = *known->second.rows;
    const auto row = std::lower_bound(rows.begin(), rows.end(), number,
                                      [](const ReadRow& one, quint32 wanted) { return one.number < wanted; });
    return row != rows.end() && row->number == number ? &*row : nullptr;
}

void RowReader::want(std::size_t block)
{
    if (m_inquiry.isRunning() && m_reading == block)
        return;
    m_wanted.removeAll(block);
    m_wanted.prepend(block);
    if (m_wanted.size() > mostWanted)
        m_wanted.removeLast();
    readNext();
}

void RowReader::readNext()
{
    if (m_inquiry.isRunning() || m_wanted.isEmpty())
        return;
    m_reading = m_wanted.takeFirst();
    m_inquiry.ask<Rows>(
        tr("Rows that differ"),
        [facts = m_facts, block = m_reading](const core::RunContext& context) {
            return readBlock(*facts, block, context);
        },
        [this, block = m_reading](const core::Result<Rows>& rows) {
            if (rows)
                keep(block, *rows);
            else
                Q_EMIT failed(rows.error());
            readNext();
        });
}

void RowReader::keep(std::size_t block, Rows rows)
{
    Block kept{std::move(rows), 0, ++m_clock};
    for (const ReadRow& row : *kept.rows)
        kept.bytes += row.backup.size() + row.live.size() + rowOverhead;
    m_bytes += kept.bytes;
    while (m_bytes > keptBytes && m_blocks.size() > 1) {
        const auto oldest =
            std::min_element(m_blocks.begin(), m_blocks.end(),
                             [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
        m_bytes -= oldest->second.bytes;
        m_blocks.erase(oldest);
    }
    const Rows read = kept.rows;
    m_blocks.emplace(block, std::move(kept));
    if (!read->empty())
        Q_EMIT blockRead(read->front().number, read->back().number);
}

} // namespace tidemark::ui
