// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/rowwriting.h"

#include <algorithm>

namespace tidemark::restore::rows {

using postgres::RecoverySql;
using postgres::StagedKind;

RowWriting::RowWriting(postgres::RecoveryTransaction& transaction, const QList<RecoverySql>& tables,
                       qint64 rows, std::function<void(double)> say, const core::RunContext& context)
    : m_transaction(transaction)
    , m_tables(tables)
    , m_rows(rows)
    , m_say(std::move(say))
    , m_context(context)
{
}

// A row may need another one to be written or gone first; so what was refused is tried again as long as that
// helps, from the other end: values that were shifted need one direction or the other.
core::Status RowWriting::run()
{
    sayTried();
    for (qint64 doneBefore = 0;;) {
        m_refusedByServer = false;
        qint64 done = 0;
        for (const StagedKind kind : {StagedKind::Missing, StagedKind::Changed, StagedKind::Extra}) {
            for (qsizetype table = 0; table < m_tables.size(); ++table)
                TIDEMARK_TRY(writeKind({table, kind}));
        }
        for (const RecoverySql& sql : m_tables) {
            auto rows = m_transaction.count(sql.countDone());
            if (!rows)
                return std::move(rows).error();
            done += *rows;
        }
        if (!m_refusedByServer || done == doneBefore)
            break;
        doneBefore = done;
        m_backwards = !m_backwards;
        for (const RecoverySql& sql : m_tables) {
            if (auto waiting = m_transaction.count(sql.retryRefused()); !waiting)
                return std::move(waiting).error();
        }
    }
    return {};
}

core::Status RowWriting::writeKind(const WrittenStep& step)
{
    auto range = m_transaction.ask(m_tables.at(step.table).firstAndLastWaiting(step.kind));
    if (!range)
        return std::move(range).error();
    if (range->number(0, 2) == 0)
        return {};
    return writeRange(step, {range->number(0, 0), range->number(0, 1)});
}

// All at once; where the server refuses, halves, down to the rows that it means. At most 63 deep.
core::Status RowWriting::writeRange(const WrittenStep& step, const postgres::RowRange& range)
{
    TIDEMARK_TRY(m_context.checkpoint());
    const RecoverySql& sql = m_tables.at(step.table);
    const bool goesOn = !m_steps.isEmpty() && m_steps.constLast() == step;
    const int number = static_cast<int>(m_steps.size()) + (goesOn ? 0 : 1);
    auto refused =
        m_transaction.write(sql.write(step.kind, range, number), sql.markDone(step.kind, range, number));
    if (!refused)
        return std::move(refused).error();
    if (!refused->has_value() || range.first == range.last) {
        m_tried += range.last - range.first + 1;
        sayTried();
    }
    if (!refused->has_value()) {
        if (!goesOn)
            m_steps.append(step);
        return {};
    }
    if (range.first == range.last) {
        m_refusedByServer = true;
        auto noted =
            m_transaction.count(sql.refuse(range, step.kind, QStringLiteral("refused"), (*refused)->detail));
        return noted ? core::Status() : core::Status(noted.error());
    }
    const qint64 middle = range.first + (range.last - range.first) / 2;
    const postgres::RowRange lower{range.first, middle};
    const postgres::RowRange upper{middle + 1, range.last};
    TIDEMARK_TRY(writeRange(step, m_backwards ? upper : lower));
    return writeRange(step, m_backwards ? lower : upper);
}

// By the rows that were tried; others of the same numbers may not have been chosen.
void RowWriting::sayTried() const
{
    m_say(std::min(1.0, static_cast<double>(m_tried) / static_cast<double>(std::max<qint64>(1, m_rows))));
}

} // namespace tidemark::restore::rows
