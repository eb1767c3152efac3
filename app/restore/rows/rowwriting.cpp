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
// helps.
core::Status RowWriting::run()
{
    sayTried();
    for (qint64 doneBefore = 0;;) {
        m_refusedByServer = false;
        qint64 done = 0;
        for (const StagedKind kind : {StagedKind::Missing, StagedKind::Changed, StagedKind::Extra}) {
            for (const RecoverySql& sql : m_tables)
                TIDEMARK_TRY(writeKind(sql, kind));
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
        for (const RecoverySql& sql : m_tables) {
            if (auto waiting = m_transaction.count(sql.retryRefused()); !waiting)
                return std::move(waiting).error();
        }
    }
    return {};
}

core::Status RowWriting::writeKind(const RecoverySql& sql, StagedKind kind)
{
    auto range = m_transaction.ask(sql.firstAndLastWaiting(kind));
    if (!range)
        return std::move(range).error();
    if (range->number(0, 2) == 0)
        return {};
    return writeRange(sql, kind, {range->number(0, 0), range->number(0, 1)});
}

// All at once; where the server refuses, halves, down to the rows that it means. At most 63 deep.
core::Status RowWriting::writeRange(const RecoverySql& sql, StagedKind kind, const postgres::RowRange& range)
{
    TIDEMARK_TRY(m_context.checkpoint());
    auto refused = m_transaction.write(sql.write(kind, range), sql.markDone(kind, range));
    if (!refused)
        return std::move(refused).error();
    if (!refused->has_value() || range.first == range.last) {
        m_tried += range.last - range.first + 1;
        sayTried();
    }
    if (!refused->has_value())
        return {};
    if (range.first == range.last) {
        m_refusedByServer = true;
        auto noted =
            m_transaction.count(sql.refuse(range, kind, QStringLiteral("refused"), (*refused)->detail));
        return noted ? core::Status() : core::Status(noted.error());
    }
    const qint64 middle = range.first + (range.last - range.first) / 2;
    TIDEMARK_TRY(writeRange(sql, kind, {range.first, middle}));
    return writeRange(sql, kind, {middle + 1, range.last});
}

// By the rows that were tried; others of the same numbers may not have been chosen.
void RowWriting::sayTried() const
{
    m_say(std::min(1.0, static_cast<double>(m_tried) / static_cast<double>(std::max<qint64>(1, m_rows))));
}

} // namespace tidemark::restore::rows
