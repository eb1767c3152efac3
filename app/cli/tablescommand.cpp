// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/texttable.h"
#include "core/quoting.h"
#include "core/text.h"
#include "postgres/queries/databases.h"
#include "postgres/queries/relations.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

QString kindName(postgres::RelationKind kind)
{
    switch (kind) {
    case postgres::RelationKind::Table:
        return QStringLiteral("table");
    case postgres::RelationKind::PartitionedTable:
        return QStringLiteral("partitioned table");
    case postgres::RelationKind::View:
        return QStringLiteral("view");
    case postgres::RelationKind::MaterializedView:
        return QStringLiteral("materialized view");
    case postgres::RelationKind::Sequence:
        return QStringLiteral("sequence");
    case postgres::RelationKind::ForeignTable:
        break;
    }
    return QStringLiteral("foreign table");
}

QJsonArray printDatabases(const QList<postgres::Database>& databases, Printer& printer)
{
    TextTable table;
    table.addColumn(QCoreApplication::translate("cli::tables", "Database"));
    table.addColumn(QCoreApplication::translate("cli::tables", "Owner"));
    table.addColumn(QCoreApplication::translate("cli::tables", "Encoding"));
    table.addColumn(QCoreApplication::translate("cli::tables", "Size"), TextTable::Align::Right);
    QJsonArray array;
    for (const postgres::Database& database : databases) {
        table.addRow({database.name, database.owner, database.encoding, database.size ? database.size->toText() : QStringLiteral("?")});
        array.append(QJsonObject{{QStringLiteral("name"), database.name},
                                 {QStringLiteral("owner"), database.owner},
                                 {QStringLiteral("encoding"), database.encoding},
                                 {QStringLiteral("bytes"), database.size ? QJsonValue(database.size->bytes()) : QJsonValue()},
                                 {QStringLiteral("template"), database.isTemplate}});
    }
    for (const QString& line : table.lines())
        printer.line(line);
    return array;
}

QJsonArray printRelations(const QList<postgres::Relation>& relations, Printer& printer)
{
    TextTable table;
    table.addColumn(QCoreApplication::translate("cli::tables", "Schema"));
    table.addColumn(QCoreApplication::translate("cli::tables", "Name"));
    table.addColumn(QCoreApplication::translate("cli::tables", "Kind"));
    table.addColumn(QCoreApplication::translate("cli::tables", "Size"), TextTable::Align::Right);
    table.addColumn(QCoreApplication::translate("cli::tables", "Rows (estimate)"), TextTable::Align::Right);
    QJsonArray array;
    for (const postgres::Relation& relation : relations) {
        const bool stored = relation.kind == postgres::RelationKind::Table || relation.kind == postgres::RelationKind::MaterializedView;
        table.addRow({relation.schema, relation.name, kindName(relation.kind), stored ? relation.size.toText() : QString(),
                      stored && relation.rowEstimate >= 0 ? core::countText(relation.rowEstimate) : QString()});
        array.append(QJsonObject{{QStringLiteral("schema"), relation.schema},
                                 {QStringLiteral("name"), relation.name},
                                 {QStringLiteral("kind"), kindName(relation.kind)},
                                 {QStringLiteral("bytes"), relation.size.bytes()},
                                 {QStringLiteral("rowEstimate"), relation.rowEstimate >= 0 ? QJsonValue(relation.rowEstimate) : QJsonValue()},
                                 {QStringLiteral("partition"), relation.isPartition}});
    }
    if (table.isEmpty())
        printer.line(QCoreApplication::translate("cli::tables", "There are no tables."));
    else
        for (const QString& line : table.lines())
            printer.line(line);
    return array;
}

core::Result<Outcome> run(Invocation& invocation)
{
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    auto connection = server->access.connect(invocation.value("database"), {}, invocation.context.stop);
    if (!connection)
        return std::move(connection).error();
    auto databases = postgres::listDatabases(*connection);
    if (!databases)
        return std::move(databases).error();
    auto relations = postgres::listRelations(*connection);
    if (!relations)
        return std::move(relations).error();
    QJsonObject json{{QStringLiteral("database"), connection->databaseName()}};
    json.insert(QStringLiteral("databases"), printDatabases(*databases, invocation.printer));
    invocation.printer.line(QLatin1Char('\n') + QCoreApplication::translate("cli::tables", "In %1:").arg(core::singleLine(connection->databaseName())));
    json.insert(QStringLiteral("tables"), printRelations(*relations, invocation.printer));
    return Outcome{core::Verdict::Ok, json};
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "database", QCoreApplication::translate("cli::tables", "Whose tables to list; the connection's own where it is not given."), "NAME");
    addServerOptions(parser);
}

} // namespace

const Subcommand tablesCommand{"tables", "[--database NAME]", QT_TRANSLATE_NOOP("cli", "Databases, schemas and tables with sizes and row estimates."), 0, addOptions, run};

} // namespace tidemark::cli
