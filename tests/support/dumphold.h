// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/testcluster.h"

#include <optional>

namespace tidemark::test {

/// Keeps every pg_dump of one database from its end, so that a test meets it half-way on any machine: pg_dump
/// writes large objects last, and reading them waits for a lock that this object holds.
class DumpHold
{
public:
    /// Adds a large object to the database, and takes the lock.
    static core::Result<DumpHold> take(const TestCluster& cluster, const QString& database);

    /// All rows of all tables are dumped, and pg_dump waits.
    bool reached() const;
    /// Lets pg_dump go on; the end of this object does so too.
    void release() { m_connection.reset(); }

private:
    DumpHold(const TestCluster& cluster, postgres::Connection connection);
    const TestCluster* m_cluster;
    std::optional<postgres::Connection> m_connection; // the lock ends with it
};

} // namespace tidemark::test
