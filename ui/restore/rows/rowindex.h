// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows of a comparison are of which kind, and which of them are ticked. The rows themselves stay on the
// disk.
#pragma once

#include "restore/rows/differences.h"

#include <array>
#include <memory>
#include <vector>

namespace tidemark::ui {

using restore::rows::RowKind;

/// In the order of the tabs.
inline constexpr std::array<RowKind, 3> rowKinds{RowKind::Missing, RowKind::Changed, RowKind::Extra};

inline std::size_t placeOf(RowKind kind)
{
    return kind == RowKind::Missing ? 0 : kind == RowKind::Changed ? 1 : 2;
}

struct RowEntry
{
    quint32 number = 0;          // the first one
    quint32 times : 31 = 1;      // equal rows
    quint32 isAmbiguous : 1 = 0; // cannot be brought back
};

/// Immutable. 8 bytes for each row that differs.
class RowIndex
{
public:
    /// Reads them all once; for a worker thread. Errors: InvalidInput where there are more than can be shown;
    /// those of Differences; Cancelled.
    static core::Result<std::shared_ptr<const RowIndex>> build(const restore::rows::Differences& rows,
                                                               const core::RunContext& context);

    /// By their numbers.
    const std::vector<RowEntry>& entries(RowKind kind) const { return m_entries.at(placeOf(kind)); }
    /// Rows that can be ticked; equal rows count as many times as they are there.
    qint64 rows(RowKind kind) const { return m_rows.at(placeOf(kind)); }

private:
    std::array<std::vector<RowEntry>, 3> m_entries;
    std::array<qint64, 3> m_rows{};
};

/// What was ticked, whatever a filter hides at the moment.
class RowTicks
{
public:
    RowTicks(std::shared_ptr<const RowIndex> index, qint64 numbers);

    bool isTicked(const RowEntry& entry) const { return (*m_numbers)[entry.number]; }
    /// Nothing happens to ambiguous ones.
    void set(RowKind kind, const RowEntry& entry, bool on);
    void setAll(RowKind kind, bool on);
    qint64 count(RowKind kind) const { return m_counts.at(placeOf(kind)); }
    bool areAll(RowKind kind) const { return count(kind) == m_index->rows(kind); }
    /// Those of which some are ticked.
    restore::rows::RowKinds kinds() const;
    /// By numbers, as they are now.
    std::shared_ptr<const std::vector<bool>> numbers() const;
    const RowIndex& index() const { return *m_index; }

private:
    std::shared_ptr<const RowIndex> m_index;
    std::shared_ptr<std::vector<bool>> m_numbers;
    std::array<qint64, 3> m_counts{};
};

} // namespace tidemark::ui
