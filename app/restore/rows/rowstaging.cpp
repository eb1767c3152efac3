// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/rowstaging.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore::rows {

namespace {

constexpr qsizetype sendBytes = 128 << 10;

postgres::StagedKind stagedKind(RowKind kind)
{
    switch (kind) {
    case RowKind::Missing:
        return postgres::StagedKind::Missing;
    case RowKind::Changed:
        return postgres::StagedKind::Changed;
    case RowKind::Extra:
        break;
    }
    return postgres::StagedKind::Extra;
}

core::Result<bool> deletesRows(const PlannedTable& table)
{
    bool deletes = false;
    const core::Status looked =
        table.rows->forEach([&](qint64 first, const DifferingRow& row) -> core::Status {
            for (qint64 number = first; row.kind == RowKind::Extra && number < first + row.times; ++number)
                deletes = deletes || table.chosen[static_cast<std::size_t>(number)];
            return {};
        });
    if (!looked)
        return looked.error();
    return deletes;
}

QByteArray stagedLine(qint64 number, RowKind kind, const char* state, QByteArrayView line)
{
    QByteArray text = QByteArray::number(number);
    text += '\t';
    text += postgres::stagedKindText(stagedKind(kind));
    text += '\t';
    text += state;
    text += '\t';
    text += line;
    text += '\n';
    return text;
}

core::Status send(postgres::RecoveryTransaction& transaction, const PlannedTable& table, Stage stage,
                  Unchosen unchosen, const core::RunContext& context)
{
    QByteArray waiting;
    qint64 rows = 0;
    core::Progress progress;
    progress.phase = QCoreApplication::translate("restore::rows", "Sending the rows");
    progress.item = table.liveTable.toText();
    const double all =
        2.0 * static_cast<double>(std::max<std::size_t>(1, table.chosen.size())); // of both stages
    const double before = stage == Stage::Seen ? 0.5 : 0.0;
    const auto take = [&](qint64 number, const QByteArray& line) -> core::Status {
        if (++rows % 1024 == 0) {
            progress.fraction = std::clamp(before + static_cast<double>(number) / all, before, before + 0.5);
            context.report(progress);
        }
        waiting += line;
        if (waiting.size() >= sendBytes) {
            TIDEMARK_TRY(transaction.copy(waiting));
            waiting.resize(0);
        }
        return {};
    };
    TIDEMARK_TRY(forEachStagedLine(table, stage, unchosen, context, take));
    return transaction.copy(waiting);
}

} // namespace

core::Status forEachStagedLine(const PlannedTable& table, Stage stage, Unchosen unchosen,
                               const core::RunContext& context,
                               const std::function<core::Status(qint64 number, const QByteArray& line)>& take)
{
    bool guards = false;
    if (stage == Stage::Wanted && unchosen != Unchosen::Leave && !table.target.key.isEmpty()) {
        auto deletes = deletesRows(table);
        if (!deletes)
            return std::move(deletes).error();
        guards = *deletes;
    }
    qint64 rows = 0;
    const RowKind other = stage == Stage::Wanted ? RowKind::Extra : RowKind::Missing;
    const core::Status taken =
        table.rows->forEach([&](qint64 first, const DifferingRow& row) -> core::Status {
            if (++rows % 1024 == 0)
                TIDEMARK_TRY(context.checkpoint());
            const bool missing = row.kind == RowKind::Missing;
            const char* const rest = !missing                                             ? nullptr
                                     : unchosen == Unchosen::Offer && !row.keyIsAmbiguous ? "o"
                                     : guards                                             ? "g"
                                                                                          : nullptr;
            for (qint64 number = first; row.kind != other && number < first + row.times; ++number) {
                const char* const state = table.chosen[static_cast<std::size_t>(number)] ? "w" : rest;
                if (state)
                    TIDEMARK_TRY(take(number, stagedLine(number, row.kind, state,
                                                         stage == Stage::Wanted ? row.backup : row.live)));
            }
            return {};
        });
    if (!taken || !guards || !table.guards)
        return taken;
    // Their numbers begin behind those of the rows.
    return table.guards->forEach([&](qint64 first, const DifferingRow& row) -> core::Status {
        if (++rows % 1024 == 0)
            TIDEMARK_TRY(context.checkpoint());
        const qint64 number = table.rows->count() + first;
        return take(number, stagedLine(number, row.kind, "g", row.backup));
    });
}

core::Status stageRows(postgres::RecoveryTransaction& transaction, const postgres::RecoverySql& sql,
                       const PlannedTable& table, Unchosen unchosen, const core::RunContext& context)
{
    TIDEMARK_TRY(transaction.run(sql.createStages()));
    TIDEMARK_TRY(transaction.beginCopy(sql.copyWanted(table.encoding)));
    TIDEMARK_TRY(send(transaction, table, Stage::Wanted, unchosen, context));
    TIDEMARK_TRY(transaction.endCopy());
    TIDEMARK_TRY(transaction.beginCopy(sql.copySeen(table.encoding)));
    TIDEMARK_TRY(send(transaction, table, Stage::Seen, unchosen, context));
    TIDEMARK_TRY(transaction.endCopy());
    TIDEMARK_TRY(transaction.run(sql.fillState()));
    return transaction.run(sql.pairEqualKeys(table.pairs));
}

QList<postgres::Sql> conflictChecks(const postgres::RecoverySql& sql, const PlannedTable& table)
{
    QList<postgres::Sql> checks{sql.refuseGone(), sql.refuseChanged(), sql.refuseThere()};
    for (const postgres::UniqueKey& key : table.facts.uniqueKeys) {
        const bool isKey =
            std::all_of(key.columns.begin(), key.columns.end(), [&](const postgres::KeyColumn& column) {
                return std::any_of(
                    table.target.key.begin(), table.target.key.end(),
                    [&](const postgres::KeyColumn& own) { return own.column == column.column; });
            });
        if (isStaged(key, table) && !(isKey && key.columns.size() == table.target.key.size()))
            checks.append(sql.refuseUnique(key));
    }
    return checks;
}

QList<postgres::Sql> orphanChecks(const QList<postgres::RecoverySql>& all, const QList<PlannedTable>& tables)
{
    QList<postgres::Sql> checks;
    for (qsizetype i = 0; i < tables.size(); ++i) {
        for (const postgres::ForeignKey& key : tables.at(i).facts.parents) {
            // Of a key that only some partitions may have, the server judges.
            if (key.ofPartition || !canCheck(key, tables.at(i)))
                continue;
            const qsizetype parent = parentIndex(tables, key);
            checks.append(all.at(i).refuseOrphans(key, parent < 0 ? nullptr : &all.at(parent)));
        }
    }
    return checks;
}

core::Status refuseConflicts(postgres::RecoveryTransaction& transaction, const postgres::RecoverySql& sql,
                             const PlannedTable& table)
{
    for (const postgres::Sql& statement : conflictChecks(sql, table)) {
        if (auto refused = transaction.count(statement); !refused)
            return std::move(refused).error();
    }
    return {};
}

qsizetype parentIndex(const QList<PlannedTable>& tables, const postgres::ForeignKey& key)
{
    for (qsizetype i = 0; i < tables.size(); ++i) {
        const postgres::RecoveryTarget& target = tables.at(i).target;
        const bool same = target.schema == key.schema && target.name == key.table;
        const bool known =
            std::all_of(key.columns.begin(), key.columns.end(), [&](const postgres::ForeignKey::Pair& pair) {
                return target.columns.contains(pair.other);
            });
        if (same && known)
            return i;
    }
    return -1;
}

bool isStaged(const postgres::UniqueKey& key, const PlannedTable& table)
{
    return std::all_of(key.columns.begin(), key.columns.end(), [&](const postgres::KeyColumn& column) {
        return table.target.columns.contains(column.column);
    });
}

bool canCheck(const postgres::ForeignKey& key, const PlannedTable& table)
{
    return key.isReadable &&
           std::all_of(key.columns.begin(), key.columns.end(), [&](const postgres::ForeignKey::Pair& pair) {
               return table.target.columns.contains(pair.own);
           });
}

core::Status refuseOrphans(postgres::RecoveryTransaction& transaction,
                           const QList<postgres::RecoverySql>& all, const QList<PlannedTable>& tables)
{
    const QList<postgres::Sql> checks = orphanChecks(all, tables);
    for (qint64 refused = 1; refused > 0;) {
        refused = 0;
        for (const postgres::Sql& check : checks) {
            auto count = transaction.count(check);
            if (!count)
                return std::move(count).error();
            refused += *count;
        }
    }
    return {};
}

core::Result<QList<RefusedRow>> readRefused(postgres::RecoveryTransaction& transaction,
                                            const postgres::RecoverySql& sql, qint64 limit)
{
    auto rows = transaction.ask(sql.refusedRows(limit));
    if (!rows)
        return std::move(rows).error();
    const qsizetype values =
        sql.target().key.isEmpty() ? sql.target().columns.size() : sql.target().key.size();
    QList<RefusedRow> refused;
    for (qsizetype row = 0; row < rows->count(); ++row) {
        const QString kind = rows->text(row, 1);
        RefusedRow one;
        one.kind = kind == QLatin1String("m")   ? RowKind::Missing
                   : kind == QLatin1String("c") ? RowKind::Changed
                                                : RowKind::Extra;
        one.reason = rows->text(row, 2);
        one.detail = rows->text(row, 3);
        for (qsizetype i = 0; i < values; ++i)
            one.key.append(rows->isNull(row, static_cast<int>(4 + i))
                               ? QStringLiteral("NULL")
                               : rows->text(row, static_cast<int>(4 + i)));
        refused.append(one);
    }
    return refused;
}

} // namespace tidemark::restore::rows
