// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/liveplace.h"

#include "archive/sqlnames.h"
#include "postgres/queries/databases.h"
#include "postgres/queries/relations.h"

#include <algorithm>

namespace tidemark::ui {

bool LivePlace::hasTable(const restore::TableName& name) const
{
    return std::any_of(tables.begin(), tables.end(), [&name](const restore::TableName& table) {
        return table.schema == name.schema && table.name == name.name;
    });
}

core::Result<LivePlace> findLivePlace(const QString& wanted, const QString& likely,
                                      const access::ServerAccess& server, const core::RunContext& context)
{
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto databases = postgres::listDatabases(*connection);
    if (!databases)
        return std::move(databases).error();
    LivePlace place;
    for (const postgres::Database& database : std::as_const(*databases)) {
        if (database.allowsConnections && !database.isTemplate)
            place.databases.append(database.name);
    }
    place.database = !wanted.isEmpty()                  ? wanted
                     : place.databases.contains(likely) ? likely
                                                        : connection->databaseName();
    if (place.database != connection->databaseName()) {
        connection = server.connect(place.database, {}, context.stop);
        if (!connection)
            return std::move(connection).error();
    }
    auto relations = postgres::listRelations(*connection);
    if (!relations)
        return std::move(relations).error();
    for (const postgres::Relation& relation : std::as_const(*relations)) {
        if (relation.kind == postgres::RelationKind::Table ||
            relation.kind == postgres::RelationKind::PartitionedTable)
            place.tables.append({relation.schema, relation.name});
    }
    return place;
}

QString typedName(const restore::TableName& name)
{
    const auto quoted = [](const QString& part) {
        return QString::fromUtf8(archive::quoteNameIfNeeded(part.toUtf8()));
    };
    return quoted(name.schema) + QLatin1Char('.') + quoted(name.name);
}

std::optional<restore::TableName> nameTyped(const QString& text, const QString& schema)
{
    const QByteArray bytes = text.toUtf8();
    archive::SqlReader reader(bytes);
    const auto name = reader.takeName();
    if (!name || !reader.atEnd() || name->parts.size() > 2)
        return std::nullopt;
    return restore::TableName{name->isQualified() ? QString::fromUtf8(name->schema()) : schema,
                              QString::fromUtf8(name->name())};
}

} // namespace tidemark::ui
