// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/rowindex.h"

#include <QCoreApplication>

#include <limits>

namespace tidemark::ui {

core::Result<std::shared_ptr<const RowIndex>> RowIndex::build(const restore::rows::Differences& rows,
                                                              const core::RunContext& context)
{
    if (rows.count() > std::numeric_limits<int>::max())
        return core::Error{
            core::ErrorKind::InvalidInput,
            QCoreApplication::translate("ui::RowIndex", "More rows differ than can be shown."),
            {},
            QCoreApplication::translate("ui::RowIndex",
                                        "Bring them back with “tidemarkctl recover”, or restore the table.")};
    auto index = std::make_shared<RowIndex>();
    const core::Status read =
        rows.forEach([&](qint64 number, const restore::rows::DifferingRow& row) -> core::Status {
            if (number % 4096 == 0)
                TIDEMARK_TRY(context.checkpoint());
            RowEntry entry;
            entry.number = static_cast<quint32>(number);
            entry.times = static_cast<quint32>(row.times) & 0x7fffffffU;
            entry.isAmbiguous = row.keyIsAmbiguous ? 1 : 0;
            index->m_entries.at(placeOf(row.kind)).push_back(entry);
            if (!row.keyIsAmbiguous)
                index->m_rows.at(placeOf(row.kind)) += row.times;
            return {};
        });
    if (!read)
        return read.error();
    return std::shared_ptr<const RowIndex>(std::move(index));
}

RowTicks::RowTicks(std::shared_ptr<const RowIndex> index, qint64 numbers)
    : m_index(std::move(index))
    , m_numbers(std::make_shared<std::vector<bool>>(static_cast<std::size_t>(numbers), false))
{
}

void RowTicks::set(RowKind kind, const RowEntry& entry, bool on)
{
    if (entry.isAmbiguous || isTicked(entry) == on)
        return;
    // Whoever was given them before keeps what was true then.
    if (m_numbers.use_count() > 1)
        m_numbers = std::make_shared<std::vector<bool>>(*m_numbers);
    for (std::size_t number = entry.number; number < std::size_t(entry.number) + entry.times; ++number)
        (*m_numbers)[number] = on;
    m_counts.at(placeOf(kind)) += on ? qint64(entry.times) : -qint64(entry.times);
}

void RowTicks::setAll(RowKind kind, bool on)
{
    for (const RowEntry& entry : m_index->entries(kind))
        set(kind, entry, on);
}

restore::rows::RowKinds RowTicks::kinds() const
{
    restore::rows::RowKinds kinds;
    for (const RowKind kind : rowKinds)
        kinds.setFlag(kind, count(kind) > 0);
    return kinds;
}

std::shared_ptr<const std::vector<bool>> RowTicks::numbers() const
{
    return m_numbers;
}

} // namespace tidemark::ui
