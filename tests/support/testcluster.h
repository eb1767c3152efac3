// SPDX-License-Identifier: GPL-3.0-or-later
// A PostgreSQL server as an object, for tests: real, private, gone with the object.
#pragma once

#include "cluster/localcluster.h"
#include "postgres/connection.h"
#include "process/process.h"

#include <memory>

namespace tidemark::test {

/// The programs of this machine, looked for once per test executable.
const process::ToolSet& tools();

/// One running server: no fsync, ready for standbys, reached through a Unix socket by the superuser `postgres`. Works as root
/// (the server then runs as another user) and as anybody else. Used by one thread at a time.
class TestCluster
{
public:
    /// Made and started, after orphans of test runs that crashed were removed. `settings` go on top.
    static core::Result<TestCluster> start(const cluster::ServerSettings& settings = {});
    /// One for the whole executable, made when it is first asked for and removed at its end. Ends the test program with the
    /// reason where no server can be had: a test that needs one cannot pass without.
    static TestCluster& shared();

    postgres::ConnectionSpec spec(const QString& database = QStringLiteral("postgres")) const { return m_cluster.spec(database); }
    core::Result<postgres::Connection> connect(const QString& database = QStringLiteral("postgres")) const;
    /// Any single statement. Names without a schema mean `public` here and in script().
    core::Result<postgres::Rows> sql(const QString& database, const QString& text) const;
    /// Any script of several statements; its rows are thrown away.
    core::Status script(const QString& database, const QString& text) const;
    /// The first cell of the answer; "NULL"; or, so that a comparison shows it, "error: …".
    QString value(const QString& database, const QString& text) const;
    core::Status createDatabase(const QString& name) const;
    core::Status dropDatabase(const QString& name) const;
    /// The sample blog of about 200 000 rows.
    core::Status createSample(const QString& name) const;

    /// Stock pg_dump of this server's version, run as ourselves, its output in `file` (or where `arguments` say).
    core::Status dump(const QString& database, const QStringList& arguments, const QString& file) const;
    /// Any client tool against `database`; its exit is yours to judge.
    core::Result<process::Finished> runTool(process::ToolKind tool, const QString& database, const QStringList& arguments) const;

    /// A started streaming standby with a slot of that name.
    core::Result<TestCluster> makeStandby(const QString& name, const cluster::ServerSettings& settings = {}) const;
    /// Until the standby of that name streams and has replayed what was written so far.
    core::Status waitForStandby(const QString& name) const;

    core::Status stop(cluster::StopMode mode = cluster::StopMode::Fast);
    core::Status startAgain();
    core::Status restart();
    /// To the postmaster. After SIGKILL it is gone on return; the children end by themselves; startAgain() recovers.
    bool kill(int signal);

    /// Restarts it with a TCP port on 127.0.0.1 where passwords are asked for (scram-sha-256), even of the superuser.
    core::Status listenOnTcp();
    postgres::ConnectionSpec tcpSpec(const QString& database, const QString& user) const;

    cluster::LocalCluster& local() { return m_cluster; }
    QString log() const { return m_cluster.logTail(4 << 20); }

private:
    core::Result<postgres::Connection> connectForPeople(const QString& database) const;
    explicit TestCluster(cluster::LocalCluster cluster) : m_cluster(std::move(cluster)) {}
    cluster::LocalCluster m_cluster;
};

} // namespace tidemark::test
