// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/dumphold.h"

namespace tidemark::test {

DumpHold::DumpHold(const TestCluster& cluster, postgres::Connection connection)
    : m_cluster(&cluster)
    , m_connection(std::move(connection))
{
}

core::Result<DumpHold> DumpHold::take(const TestCluster& cluster, const QString& database)
{
    TIDEMARK_TRY(cluster.script(database, QStringLiteral("SELECT pg_catalog.lo_from_bytea(0, 'held')")));
    auto connection = cluster.connect(database);
    if (!connection)
        return std::move(connection).error();
    const postgres::Sql sql("BEGIN; LOCK TABLE pg_catalog.pg_largeobject IN ACCESS EXCLUSIVE MODE");
    TIDEMARK_TRY(connection->execute(sql, QStringLiteral("Cannot hold the dump."), std::chrono::seconds(10)));
    return DumpHold(cluster, *std::move(connection));
}

bool DumpHold::reached() const
{
    const QString waiting = QStringLiteral("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = "
                                           "'pg_catalog.pg_largeobject'::regclass");
    return m_cluster->value(QStringLiteral("postgres"), waiting) == QLatin1String("1");
}

} // namespace tidemark::test
