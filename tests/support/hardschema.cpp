// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/hardschema.h"

#include "core/atomicfile.h"
#include "postgres/queries/databaseadmin.h"

namespace tidemark::test {

namespace {

/// Below the data folder: it needs no other, and goes with the cluster.
core::Status makeTablespace(const TestCluster& cluster)
{
    const QString there =
        cluster.value(QStringLiteral("postgres"),
                      QStringLiteral("SELECT count(*) FROM pg_tablespace WHERE spcname = 'hard space'"));
    if (there != QLatin1String("0"))
        return {};
    auto connection = cluster.connect();
    if (!connection)
        return std::move(connection).error();
    TIDEMARK_TRY(
        postgres::runScript(*connection, "SET allow_in_place_tablespaces = on", std::chrono::seconds(30)));
    return postgres::runScript(*connection, "CREATE TABLESPACE \"hard space\" LOCATION ''",
                               std::chrono::seconds(30));
}

} // namespace

core::Status createHardSchema(const TestCluster& cluster, const QString& database)
{
    const core::Result<QByteArray> text = core::readFile(QStringLiteral(TIDEMARK_HARD_SCHEMA), 1 << 20);
    if (!text)
        return text.error();
    TIDEMARK_TRY(makeTablespace(cluster));
    TIDEMARK_TRY(cluster.createDatabase(database));
    return cluster.script(database, QString::fromUtf8(*text));
}

} // namespace tidemark::test
