// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/loadedsequences.h"

#include "postgres/queries/columnsequences.h"

namespace tidemark::restore {

namespace {

QSet<postgres::RelationName> tablesOf(const RestorePlan& plan)
{
    QSet<postgres::RelationName> tables;
    for (const archive::Toc* toc : {&plan.target.toc, &plan.source.toc}) {
        const archive::TocGraph graph(*toc);
        for (const archive::Relation& table : plan.scope.loaded) {
            tables.insert({table.schema, table.name});
            int index = graph.relation(table.schema, table.name);
            for (int steps = 0; index >= 0 && steps < graph.size(); ++steps) {
                tables.insert({graph.entry(index).schema(), graph.entry(index).tag()});
                index = graph.partitionParent(index);
            }
        }
    }
    return tables;
}

/// Those that are made have the value that they had in the backup.
QSet<postgres::RelationName> madeSequences(const RestorePlan& plan)
{
    const QSet<int> made = plan.scope.dumpIds();
    QSet<postgres::RelationName> names;
    const QList<archive::Relation> relations = plan.source.toc.relations();
    for (const archive::Relation& relation : relations) {
        if (relation.kind == archive::RelationKind::Sequence && made.contains(relation.dumpId))
            names.insert({relation.schema, relation.name});
    }
    return names;
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
    const QSet<postgres::RelationName> made = madeSequences(plan);
    QStringList advanced;
    for (const postgres::TableSequence& each : *sequences) {
        if (!each.sequence.maySet || !tables.contains(each.table) ||
            made.contains({each.sequence.schema, each.sequence.name}))
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
