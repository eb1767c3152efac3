// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/keycensus.h"
#include "archive/rowmatch.h"
#include "archive/rowset.h"
#include "archive/rowspill.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace tidemark::archive {

/// What did not fit into memory: rows spread over partitions by their key, each of which fits, or is spread
/// again. Rows of one key are always in one partition.
class RowPartitions
{
public:
    RowPartitions(const RowForm& form, qint64 memoryBudget, QString folder)
        : m_form(form)
        , m_budget(memoryBudget)
        , m_folder(std::move(folder))
    {
    }

    bool isEmpty() const { return m_partitions.empty(); }
    /// What may wait for being written.
    qint64 bufferBytes() const;
    qint64 bytesWritten() const { return m_spill ? m_spill->bytesWritten() : 0; }
    /// The oldest rows of a set that is not empty. The file is made with the first. Errors: as RowSpill.
    core::Status takeFrom(RowSet& rows);
    /// After the last: matches partition by partition. `census` may be null.
    core::Status match(const KeyCensus* census, DiffSink& sink, DiffCounts& counts,
                       const core::RunContext& context);

private:
    using Partition = RowSpill::Partition;
    enum class SpreadBy
    {
        Key,
        Line, // all rows have the same key
    };
    core::Status matchOne(Partition partition, int level, SpreadBy by, const KeyKnowledge& keys,
                          DiffSink& sink, DiffCounts& counts, const core::RunContext& context);
    /// False where the rows do not fit into the budget; `rows` then has some of them.
    core::Result<bool> load(const Partition& partition, RowSet& rows, const core::RunContext& context) const;
    core::Result<std::vector<Partition>> spread(const Partition& partition, int level, SpreadBy by,
                                                const core::RunContext& context);

    const RowForm& m_form;
    qint64 m_budget;
    QString m_folder;
    std::optional<RowSpill> m_spill;
    std::vector<Partition> m_partitions; // of the first level
    std::string m_line;
    std::string m_key;
};

} // namespace tidemark::archive
