// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/recoveryfacts.h"

#include <algorithm>

namespace tidemark::restore::rows {

core::Result<RecoveryFacts> gatherFacts(const archive::Dump& dump, const RecoveryDraft& draft,
                                        postgres::Connection& connection, const core::RunContext& context)
{
    auto differences = Differences::create(draft.diff.spillFolder);
    if (!differences)
        return std::move(differences).error();
    const std::shared_ptr<Differences> rows = *std::move(differences);
    std::shared_ptr<Differences> guards;
    if (draft.kinds.testFlag(RowKind::Extra) && !draft.kinds.testFlag(RowKind::Missing)) {
        auto missing = Differences::create(draft.diff.spillFolder);
        if (!missing)
            return std::move(missing).error();
        guards = *std::move(missing);
    }
    RecoveryFacts facts;
    const auto makeSink = [&](const TableDiffFacts& compared) {
        facts.compared = compared;
        return std::make_unique<DifferencesSink>(*rows, draft.kinds, guards.get());
    };
    auto report = diffTable(dump, draft.part, draft.dumpId, connection, draft.diff, makeSink, context);
    if (!report)
        return std::move(report).error();
    TIDEMARK_TRY(rows->finish());
    if (guards)
        TIDEMARK_TRY(guards->finish());
    facts.diff = *std::move(report);
    facts.rows = rows;
    facts.guards = guards;
    facts.database = connection.databaseName();
    auto table =
        postgres::describeForRecovery(connection, facts.compared.live.schema, facts.compared.live.name);
    if (!table)
        return std::move(table).error();
    facts.table = *std::move(table);
    return facts;
}

postgres::RecoveryTarget targetOf(const RecoveryDraft& draft, const RecoveryFacts& facts, int number)
{
    postgres::RecoveryTarget target;
    target.schema = facts.compared.live.schema;
    target.name = facts.compared.live.name;
    target.isPartitioned = facts.table.isPartitioned;
    target.columns = facts.compared.mapping.columnNames();
    target.allColumns = facts.table.allColumns;
    target.identityAlways = facts.table.identityAlways;
    target.baseTypes = facts.table.baseTypes;
    target.uncheckedDomains = facts.table.uncheckedDomains;
    target.number = number;
    target.fileEncoding = facts.table.fileEncoding;
    const QStringList key = facts.compared.mapping.keyNames();
    for (const postgres::UniqueKey& unique : facts.table.uniqueKeys) {
        const bool within =
            std::all_of(unique.columns.begin(), unique.columns.end(),
                        [&](const postgres::KeyColumn& column) { return key.contains(column.column); });
        if (within && facts.compared.mapping.keyIsUnique && target.key.isEmpty())
            target.key = unique.columns;
    }
    const std::vector<qint64>& changes = facts.diff.rows.changesByColumn;
    for (qsizetype i = 0; i < target.columns.size(); ++i) {
        const QString& name = target.columns.at(i);
        const auto index = static_cast<std::size_t>(i);
        const bool differs = index < changes.size() && changes[index] > 0;
        const bool wanted = draft.columns.isEmpty() || draft.columns.contains(name);
        if (differs && wanted && !key.contains(name) && !target.identityAlways.contains(name))
            target.changed.append(name);
    }
    return target;
}

} // namespace tidemark::restore::rows
