// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/loadedsequences.h"

#include "postgres/queries/columnsequences.h"

namespace tidemark::restore {

namespace {

QSet<postgres::RelationName> tablesOf(const RestorePlan& plan)
{
    const archive::TocGraph graph(plan.target.toc);
    QSet<postgres::RelationName> tables;
    for (const archive::Relation& table : plan.scope.loaded) {
        tables.insert({table.schema, table.name});
        for (int index = graph.relation(table.schema, table.name); index >= 0;
             index = graph.partitionParent(index))
            tables.insert({graph.entry(index).schema(), graph.entry(index).tag()});
    }
    return tables;
}

} // namespace

core::Result<QStringList> advanceLoaded(const RestorePlan& plan, const access::ServerAccess& server,
                                        const core::RunContext& context)
{
    auto connection = server.connect(plan.database.name, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    const auto sequences = postgres::columnSequences(*connection);
    if (!sequences)
        return sequences.error();
    const QSet<postgres::RelationName> tables = tablesOf(plan);
    QStringList advanced;
    for (const postgres::TableSequence& each : *sequences) {
        if (!each.sequence.maySet || !tables.contains(each.table))
            continue;
        const auto isSet = postgres::advanceSequence(*connection, each);
        if (!isSet)
            return isSet.error();
        if (*isSet)
            advanced.append(each.sequence.schema + QLatin1Char('.') + each.sequence.name);
    }
    advanced.removeDuplicates();
    return advanced;
}

} // namespace tidemark::restore
