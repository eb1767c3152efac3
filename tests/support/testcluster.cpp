// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcluster.h"

#include "cluster/orphans.h"
#include "cluster/sample.h"
#include "core/wait.h"
#include "postgres/queries/databaseadmin.h"
#include "postgres/queries/replication.h"
#include "process/toolmessages.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace tidemark::test {

namespace {

constexpr postgres::Connection::Deadline longLimit{std::chrono::minutes(2)};

cluster::ClusterOptions options(const cluster::ServerSettings& settings)
{
    cluster::ClusterOptions options;
    options.kind = cluster::ClusterKind::Demo;
    options.settings = settings;
    return options;
}

template <typename T>
T orExit(core::Result<T> result)
{
    if (result)
        return std::move(*result);
    std::fprintf(stderr, "No PostgreSQL server for the tests:\n%s\n", qPrintable(result.error().toText()));
    std::exit(1);
}

} // namespace

const process::ToolSet& tools()
{
    static const process::ToolSet found = orExit(process::locateTools({}, core::silentContext()));
    return found;
}

core::Result<TestCluster> TestCluster::start(const cluster::ServerSettings& settings)
{
    const core::RunContext context = core::silentContext();
    if (auto removed = cluster::removeOrphans(context); !removed)
        return std::move(removed).error();
    auto made = cluster::LocalCluster::create(options(settings), tools(), context);
    if (!made)
        return std::move(made).error();
    TIDEMARK_TRY(made->start(context));
    return TestCluster(std::move(*made));
}

TestCluster& TestCluster::shared()
{
    static TestCluster cluster = orExit(start());
    return cluster;
}

core::Result<postgres::Connection> TestCluster::connect(const QString& database) const
{
    postgres::SessionOptions session;
    session.applicationName = QStringLiteral("tidemark test");
    return postgres::Connection::open(spec(database), core::Secret(), session, std::stop_token());
}

core::Result<postgres::Connection> TestCluster::connectForPeople(const QString& database) const
{
    auto connection = connect(database);
    if (connection)
        TIDEMARK_TRY(postgres::runScript(*connection, "SET search_path = public", longLimit));
    return connection;
}

core::Result<postgres::Rows> TestCluster::sql(const QString& database, const QString& text) const
{
    auto connection = connectForPeople(database);
    if (!connection)
        return std::move(connection).error();
    return connection->query(postgres::Sql::script(text.toUtf8()), {}, text, longLimit);
}

core::Status TestCluster::script(const QString& database, const QString& text) const
{
    auto connection = connectForPeople(database);
    if (!connection)
        return std::move(connection).error();
    return postgres::runScript(*connection, text.toUtf8(), longLimit);
}

QString TestCluster::value(const QString& database, const QString& text) const
{
    const auto rows = sql(database, text);
    if (!rows)
        return QStringLiteral("error: ") + rows.error().toText();
    if (rows->count() == 0)
        return QStringLiteral("no row");
    return rows->cell(0, 0).value_or(QStringLiteral("NULL"));
}

core::Status TestCluster::createDatabase(const QString& name) const
{
    auto connection = connect();
    if (!connection)
        return std::move(connection).error();
    postgres::NewDatabase database;
    database.name = name;
    return postgres::createDatabase(*connection, database);
}

core::Status TestCluster::dropDatabase(const QString& name) const
{
    auto connection = connect();
    if (!connection)
        return std::move(connection).error();
    return postgres::dropDatabase(*connection, name);
}

core::Status TestCluster::createSample(const QString& name) const
{
    return cluster::createSampleDatabase(spec(), name, core::silentContext());
}

core::Result<process::Finished> TestCluster::runTool(process::ToolKind tool, const QString& database, const QStringList& arguments) const
{
    const auto program = tools().pick(tool, m_cluster.major());
    if (!program)
        return program.error();
    process::Command command(program->path, arguments);
    command.addOption(QStringLiteral("--dbname"), spec(database).toConninfo());
    command.setEnvironment(QStringLiteral("LC_MESSAGES"), QStringLiteral("C")).unsetEnvironment(QStringLiteral("LC_ALL"));
    return process::run(command, {}, core::silentContext());
}

core::Status TestCluster::dump(const QString& database, const QStringList& arguments, const QString& file) const
{
    QStringList all = arguments;
    if (!file.isEmpty())
        all.append(QStringLiteral("--file=") + file);
    const auto finished = runTool(process::ToolKind::PgDump, database, all);
    if (!finished)
        return finished.error();
    if (!finished->succeeded())
        return process::toolFailureFromText(QStringLiteral("pg_dump"), QString::fromUtf8(finished->errorOutput));
    return {};
}

core::Result<TestCluster> TestCluster::makeStandby(const QString& name, const cluster::ServerSettings& settings) const
{
    const core::RunContext context = core::silentContext();
    auto made = cluster::LocalCluster::createStandby(m_cluster, name, options(settings), tools(), context);
    if (!made)
        return std::move(made).error();
    TIDEMARK_TRY(made->start(context));
    return TestCluster(std::move(*made));
}

core::Status TestCluster::waitForStandby(const QString& name) const
{
    auto connection = connect();
    if (!connection)
        return std::move(connection).error();
    std::optional<core::Lsn> target;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (std::chrono::steady_clock::now() < deadline) {
        auto rows = postgres::readReplication(*connection, std::chrono::seconds(10));
        if (!rows)
            return std::move(rows).error();
        if (!target)
            target = rows->current;
        for (const postgres::WalSenderRow& sender : std::as_const(rows->senders)) {
            if (sender.applicationName == name && sender.state == QLatin1String("streaming") && sender.replay >= target)
                return {};
        }
        core::sleepFor(std::chrono::milliseconds(20), std::stop_token());
    }
    return core::Error{core::ErrorKind::ConnectionFailed, QStringLiteral("standby %1 did not catch up").arg(name), {}, {}};
}

core::Status TestCluster::stop(cluster::StopMode mode)
{
    return m_cluster.stop(mode);
}

core::Status TestCluster::startAgain()
{
    // Children of a killed postmaster need a moment to notice; PostgreSQL refuses to start before.
    core::Status started;
    for (int attempt = 0; attempt < 20; ++attempt) {
        started = m_cluster.start(core::silentContext());
        if (started)
            break;
        core::sleepFor(std::chrono::milliseconds(100), std::stop_token());
    }
    return started;
}

core::Status TestCluster::restart()
{
    TIDEMARK_TRY(stop());
    return startAgain();
}

bool TestCluster::kill(int signal)
{
    const auto pid = m_cluster.postmasterPid();
    if (!pid || ::kill(static_cast<pid_t>(*pid), signal) != 0)
        return false;
    // Not to be met dying by who asks next whether it runs.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (signal == SIGKILL && m_cluster.isRunning() && std::chrono::steady_clock::now() < deadline)
        core::sleepFor(std::chrono::milliseconds(5), std::stop_token());
    return true;
}

core::Status TestCluster::listenOnTcp()
{
    TIDEMARK_TRY(m_cluster.addSettings({{QStringLiteral("listen_addresses"), QStringLiteral("127.0.0.1")}}));
    return restart();
}

postgres::ConnectionSpec TestCluster::tcpSpec(const QString& database, const QString& user) const
{
    postgres::ConnectionSpec tcp;
    tcp.host = QStringLiteral("127.0.0.1");
    tcp.port = QString::number(m_cluster.port());
    tcp.database = database;
    tcp.user = user;
    return tcp;
}

} // namespace tidemark::test
