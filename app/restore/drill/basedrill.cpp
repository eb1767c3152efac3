// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/drill/basedrill.h"

#include "access/serveraccess.h"
#include "cluster/diskwatch.h"
#include "cluster/loadsettings.h"
#include "cluster/localcluster.h"
#include "cluster/orphans.h"
#include "core/quoting.h"
#include "postgres/queries/relations.h"
#include "postgres/queries/sandbox.h"
#include "postgres/queries/server.h"
#include "restore/base/basecopy.h"
#include "restore/base/startfailure.h"
#include "restore/base/tablespacecheck.h"
#include "restore/base/wayin.h"
#include "restore/sanitycheck.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>

#include <thread>

namespace tidemark::restore::drill {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::hours recoveryLimit{24};
constexpr double sanityShare = 0.65; // of the progress bar

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::drill", text);
}

/// The steps on a server that runs on a copy of the backup.
class BaseDrill
{
public:
    BaseDrill(cluster::LocalCluster& cluster, const DrillDraft& draft, DrillReport& report,
              const core::RunContext& context)
        : m_cluster(cluster)
        , m_draft(draft)
        , m_report(report)
        , m_context(context)
    {
    }
    core::Status run();

private:
    void tell(const QString& phase, double fraction) const;
    void add(core::Severity severity, const char* id, const QString& sentence, const QString& hint = {})
    {
        m_report.findings.append({severity, QLatin1String(id), sentence, hint, {}});
    }
    core::Status start();
    core::Status visit(const QString& database);
    core::Status checkTables();
    QString crashInLog() const;
    core::Status checkPages();
    core::Result<postgres::Connection> connect(const QString& database) const
    {
        return postgres::Connection::open(m_cluster.spec(database), core::Secret(), {}, m_context.stop);
    }

    cluster::LocalCluster& m_cluster;
    const DrillDraft& m_draft;
    DrillReport& m_report;
    const core::RunContext& m_context;
    QString m_database; // that was entered first
    int m_major = 0;
};

void BaseDrill::tell(const QString& phase, double fraction) const
{
    core::Progress progress;
    progress.phase = phase;
    progress.fraction = fraction;
    m_context.report(progress);
}

/// What it says when it does not come up tells about the backup, but for a full disk.
core::Status BaseDrill::start()
{
    tell(tr("Starting a server on the copy, which recovers"), 0.6);
    const auto way = base::startAndEnter(m_cluster, base::NoLogin::MakeOne, recoveryLimit, m_context);
    TIDEMARK_TRY(m_context.checkpoint());
    if (way) {
        m_database = way->database;
        return {};
    }
    if (m_cluster.isRunning())
        return way.error();
    const core::Error failure = base::startFailure(m_cluster, way.error());
    if (failure.kind == core::ErrorKind::StorageFull)
        return core::Error{failure.kind, failure.message, failure.detail,
                           tr("Free some space there, or let TMPDIR name another folder.")};
    add(core::Severity::Blocker, "drill.start", failure.message, failure.detail);
    return {};
}

core::Status BaseDrill::visit(const QString& database)
{
    DrilledDatabase visited;
    visited.name = database;
    auto connection = connect(database);
    if (!connection) {
        if (connection.error().kind == core::ErrorKind::Cancelled)
            return std::move(connection).error();
        add(core::Severity::Blocker, "drill.connect",
            tr("The database %1 cannot be entered.").arg(core::singleLine(database)),
            connection.error().detail);
        return {};
    }
    const auto relations = postgres::listRelations(*connection);
    if (!relations)
        return relations.error();
    visited.objects = relations->size();
    auto check =
        askSanityQueries(m_draft.queries.value(database), {}, *connection, nullptr, sanityShare, m_context);
    if (!check)
        return std::move(check).error();
    visited.sanity = check->results;
    visited.findings += check->findings;
    m_report.databases.append(visited);
    return {};
}

core::Status BaseDrill::checkTables()
{
    tell(tr("Checking tables and indexes with pg_amcheck"), 0.7);
    const int jobs = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    const postgres::ConnectionSpec spec = m_cluster.spec({});
    const auto finished = m_cluster.runProgram(
        QStringLiteral("pg_amcheck"),
        {QStringLiteral("--all"), QStringLiteral("--install-missing"), QStringLiteral("--no-password"),
         QStringLiteral("--jobs=%1").arg(jobs), QStringLiteral("--host=") + spec.host,
         QStringLiteral("--port=") + spec.port, QStringLiteral("--username=") + spec.user},
        m_context);
    if (!finished) {
        if (finished.error().kind != core::ErrorKind::ToolMissing)
            return finished.error();
        add(core::Severity::Warning, "drill.noAmcheck",
            tr("Tables and indexes were not looked through: pg_amcheck is not installed here."),
            tr("It comes with PostgreSQL 14 and newer; on Debian in postgresql-%1.").arg(m_major));
        return {};
    }
    if (finished->succeeded()) {
        add(core::Severity::Info, "drill.amcheck",
            tr("pg_amcheck found every table and B-tree index in order."));
        return {};
    }
    constexpr int corruptionFound = 2; // manual, "pg_amcheck"
    const QString words =
        QString::fromUtf8(finished->output.left(4000) + finished->errorOutput.left(2000)).trimmed();
    if (finished->exitCode == corruptionFound)
        add(core::Severity::Blocker, "drill.corrupt", tr("pg_amcheck found damage in tables or indexes."),
            words);
    else if (const QString crash = crashInLog(); !crash.isEmpty())
        add(core::Severity::Blocker, "drill.crash",
            tr("The server crashed while tables and indexes were looked through."),
            crash + QLatin1Char('\n') + words);
    else
        add(core::Severity::Warning, "drill.noAmcheck",
            tr("Tables and indexes could not all be looked through by pg_amcheck."), words);
    return {};
}

/// What the server says of a session that a damaged page ended. One that the system killed, for want of
/// memory, says nothing about pages.
QString BaseDrill::crashInLog() const
{
    static const QRegularExpression crash(
        QStringLiteral("^.*(?:terminated by signal (?:4|6|7|8|10|11)\\b|PANIC:  ).*$"),
        QRegularExpression::MultilineOption);
    return crash.match(m_cluster.logTail(256 << 10)).captured(0);
}

core::Status BaseDrill::checkPages()
{
    tell(tr("Checking the checksums of all pages"), 0.9);
    if (m_cluster.isRunning())
        TIDEMARK_TRY(m_cluster.stop(cluster::StopMode::Fast));
    const auto finished = m_cluster.runProgram(
        QStringLiteral("pg_checksums"),
        {QStringLiteral("--check"), QStringLiteral("-D"), QStringLiteral("data")}, m_context);
    if (!finished) {
        if (finished.error().kind != core::ErrorKind::ToolMissing)
            return finished.error();
        add(core::Severity::Warning, "drill.noChecksumCheck",
            tr("The checksums of pages were not looked at: pg_checksums is not installed here."));
        return {};
    }
    const QString words = QString::fromUtf8(finished->errorOutput + finished->output).trimmed();
    if (finished->succeeded())
        add(core::Severity::Info, "drill.checksums", tr("The checksum of every page is right."));
    else if (words.contains(QLatin1String("not enabled")))
        add(core::Severity::Info, "drill.noChecksums", tr("The server keeps no checksums of its pages."),
            tr("New servers do so by themselves since PostgreSQL 18; others with pg_checksums --enable while "
               "they are stopped."));
    else if (words.contains(QLatin1String("checksum verification failed")) ||
             words.contains(QLatin1String("could not read block")))
        add(core::Severity::Blocker, "drill.checksum", tr("Pages have wrong checksums."), words);
    else
        add(core::Severity::Warning, "drill.noChecksumCheck",
            tr("The checksums of pages could not be looked at by pg_checksums."),
            finished->describe() + QLatin1Char('\n') + words);
    return {};
}

core::Status BaseDrill::run()
{
    TIDEMARK_TRY(start());
    if (!m_cluster.isRunning())
        return {};
    auto connection = connect(m_database);
    if (!connection)
        return std::move(connection).error();
    const auto about = postgres::readServerFacts(*connection);
    if (!about)
        return about.error();
    m_report.serverVersion = about->version.toText();
    m_major = about->version.major();
    const auto tablespaces = postgres::ownTablespaces(*connection);
    if (!tablespaces)
        return tablespaces.error();
    m_report.findings += base::missingTablespaces(*tablespaces, m_cluster.dataFolder());
    const auto names = postgres::ordinaryDatabases(*connection);
    if (!names)
        return names.error();
    for (const QString& name : *names)
        TIDEMARK_TRY(visit(name));
    TIDEMARK_TRY(checkTables());
    return checkPages();
}

} // namespace

core::Status drillBase(const base::BaseSource& source, const DrillDraft& draft, const process::ToolSet& tools,
                       DrillReport& report, const core::RunContext& context)
{
    if (auto removed = cluster::removeOrphans(context); !removed)
        context.log(core::LogLevel::Warning, removed.error().toText());
    const auto started = Clock::now();
    cluster::ClusterOptions options;
    options.kind = cluster::ClusterKind::Sandbox;
    options.major = source.major; // its files are readable to no other
    options.settings = cluster::loadSettings(cluster::MachineShare::ofThisMachine(QDir::tempPath()));
    bool isDamaged = false;
    auto cluster = cluster::LocalCluster::createFrom(
        [&](const QString& data, const QString& run) -> core::Status {
            base::TablespacePlaces places;
            for (const base::BaseTablespace& tablespace : source.tablespaces)
                places.insert(tablespace.oid, run + QStringLiteral("/tablespace-") + tablespace.oid);
            TIDEMARK_TRY(base::layOutBase(source, data, places, base::shareOf(context, 0, 0.4)));
            const auto findings = base::checkLaidOut(source, data, base::shareOf(context, 0.4, 0.6));
            if (!findings)
                return findings.error();
            report.findings += *findings;
            isDamaged = core::hasBlocker(*findings);
            return {};
        },
        options, tools, context);
    if (!cluster)
        return std::move(cluster).error();
    cluster::DiskWatch disk(cluster->folder());
    const core::Status status =
        isDamaged ? core::Status() : BaseDrill(*cluster, draft, report, context).run();
    report.peakBytes = disk.peak();
    report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started);
    report.restoreDuration = report.duration;
    return status;
}

} // namespace tidemark::restore::drill
