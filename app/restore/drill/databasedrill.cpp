// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/drill/databasedrill.h"

#include "catalog/runid.h"
#include "core/atomicfile.h"
#include "core/quoting.h"
#include "postgres/queries/activity.h"
#include "postgres/queries/databaseadmin.h"
#include "postgres/queries/sandbox.h"
#include "process/toolmessages.h"
#include "restore/databasesettings.h"
#include "restore/expectedcontent.h"
#include "restore/parallelcomparison.h"
#include "restore/restoreprogress.h"
#include "restore/restorescript.h"
#include "restore/resultcheck.h"
#include "restore/sanitycheck.h"
#include "restore/stagesrun.h"
#include "restore/toolbreak.h"

#include <QCoreApplication>
#include <QSet>

namespace tidemark::restore::drill {

namespace {

using Clock = std::chrono::steady_clock;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::drill", text);
}

QString trialName(const QString& database)
{
    const QString id = catalog::newRunId(QDateTime::currentDateTimeUtc());
    QString name = incompleteName(database, id);
    return name.replace(QLatin1String(".incomplete-"), QLatin1String(".drill-"));
}

constexpr char noSpaceHint[] = "Check free disk space"; // with a file that could be extended only partly

core::Error diskFull(const QString& detail)
{
    return {core::ErrorKind::StorageFull, tr("The disk is full."), detail,
            tr("Free some space there, or let TMPDIR name another folder.")};
}

core::Error serverTrouble(const QString& detail)
{
    return {core::ErrorKind::ToolFailed, tr("The server could not do the trial restore."), detail,
            tr("This says nothing about the backup. Give the server more of what it lacks, or let fewer "
               "workers restore at once.")};
}

std::chrono::milliseconds since(Clock::time_point start)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

} // namespace

DatabaseDrill::DatabaseDrill(const DrillServer& place, const DrillDraft& draft,
                             const QList<core::SanityResult>& answers, const core::RunContext& context)
    : m_place(place)
    , m_draft(draft)
    , m_answers(answers)
    , m_context(context)
{
}

DatabaseDrill::~DatabaseDrill()
{
    m_comparison.reset(); // its sessions are in the database that goes
    (void)clear();
}

core::Status DatabaseDrill::prepare(const QString& database)
{
    RestoreDraft draft;
    draft.source = m_draft.source;
    draft.sourceDatabase = database;
    draft.jobs = m_draft.jobs;
    auto source = openSource(draft.source, database, m_context);
    if (!source)
        return std::move(source).error();
    m_facts.source = *std::move(source);
    m_result.name = m_facts.source.database();
    m_server = &m_place.server;
    draft.targetDatabase = trialName(m_result.name);
    if (m_place.sandbox) {
        draft.targetDatabase = sandboxDatabaseName(m_result.name);
        draft.ownership = Ownership::Keep;
        if (!isTrusted(m_facts.source, m_draft.trust)) {
            draft.ownership = Ownership::Me;
            TIDEMARK_TRY(m_place.sandbox->addLogin(QLatin1String(restrictedRole), m_context));
            auto restricted = m_place.sandbox->serverAs(QLatin1String(restrictedRole), m_context);
            if (!restricted)
                return std::move(restricted).error();
            m_restricted = std::make_unique<access::ServerAccess>(*std::move(restricted));
            m_server = m_restricted.get();
        }
    }
    auto facts = gatherFacts(draft, *m_server, m_place.tools, m_context);
    if (!facts)
        return std::move(facts).error();
    m_facts = *std::move(facts);
    TIDEMARK_TRY(checkExtensions());
    if (m_place.sandbox) {
        TIDEMARK_TRY(m_place.sandbox->addRoles(m_facts.missingRoles + m_facts.absentRoles, m_context));
        m_facts.missingRoles.clear();
        m_facts.absentRoles.clear();
        m_facts.server.createsDatabases = true; // it is created for that role
    }
    auto plan = makePlan(draft, m_facts);
    if (!plan && m_restricted && plan.error().kind == core::ErrorKind::PermissionDenied)
        return untrusted(plan.error());
    if (!plan)
        return std::move(plan).error();
    m_plan = *std::move(plan);
    m_plan.database.name = draft.targetDatabase;
    if (m_restricted)
        m_plan.database.owner = QLatin1String(restrictedRole);
    return {};
}

core::Status DatabaseDrill::checkExtensions()
{
    auto connection = m_place.server.connect({}, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    const auto installable = postgres::installableExtensions(*connection);
    if (!installable)
        return installable.error();
    QStringList absent;
    for (const archive::TocEntry& entry : m_facts.source.toc.entries) {
        if (entry.type() == QLatin1String("EXTENSION") && !installable->contains(entry.tag()))
            absent.append(core::singleLine(entry.tag()));
        else if (entry.type() == QLatin1String("EXTENSION") &&
                 installable->value(entry.tag()) == postgres::ExtensionRight::Superuser)
            m_privileged.append(entry.dumpId());
    }
    if (absent.isEmpty())
        return {};
    const QString major = QString::number(connection->serverVersion().major());
    return core::Error{core::ErrorKind::ToolMissing,
                       tr("PostgreSQL %1 lacks extensions here that the backup needs: %2.")
                           .arg(major, absent.join(QStringLiteral(", "))),
                       {},
                       m_place.sandbox ? tr("Install the packages that bring them, on Debian "
                                            "postgresql-%1-NAME; or verify on a server that has them.")
                                             .arg(major)
                                       : tr("Verify on a server that has them.")};
}

core::Status DatabaseDrill::createDatabase()
{
    auto connection = m_place.server.connect({}, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    const auto created = createFitting(*connection, m_plan.database, m_plan.draft);
    if (!created)
        return created.error();
    m_isCreated = true;
    for (core::Finding finding : *created) {
        // Rows are the same without; indexes may sort otherwise.
        finding.severity = core::Severity::Info;
        m_result.findings.append(finding);
    }
    return {};
}

/// What needs a superuser and is no code of the dump's: it names an extension that this server has.
core::Status DatabaseDrill::createExtensions()
{
    if (!m_restricted || m_privileged.isEmpty())
        return {};
    auto connection = m_place.server.connect(m_plan.database.name, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    QSet<int> made;
    for (const int dumpId : std::as_const(m_privileged)) {
        const archive::TocEntry* entry = m_facts.source.toc.byDumpId(dumpId);
        QString schema;
        for (const int dependency : entry->dependencies()) {
            const archive::TocEntry* needed = m_facts.source.toc.byDumpId(dependency);
            if (!needed || needed->type() != QLatin1String("SCHEMA"))
                continue;
            schema = needed->tag();
            if (schema != QLatin1String("public") && !made.contains(dependency))
                TIDEMARK_TRY(postgres::createSchema(*connection, schema, QLatin1String(restrictedRole)));
            if (schema != QLatin1String("public"))
                made.insert(dependency);
        }
        TIDEMARK_TRY(postgres::createExtension(*connection, entry->tag(), schema));
    }
    m_plan.stages[0].dumpIds.removeIf([&made](int dumpId) { return made.contains(dumpId); });
    return {};
}

/// Of the server or the machine, and not of the backup: then nothing is said about it.
core::Status DatabaseDrill::judgeFailures(const QList<EntryProblem>& problems) const
{
    core::Status broken;
    for (const EntryProblem& problem : problems) {
        const core::Error error = process::toolFailureFromText(
            QStringLiteral("pg_restore"), QStringLiteral("pg_restore: error: ") + problem.message);
        if (error.kind == core::ErrorKind::StorageFull ||
            problem.message.contains(QLatin1String(noSpaceHint)))
            return diskFull(problem.message);
        if (error.kind == core::ErrorKind::ConnectionFailed)
            broken = error;
        if (isServerTrouble(problem.message))
            return serverTrouble(problem.message);
    }
    if (!m_place.sandbox)
        return broken;
    const cluster::LocalCluster& server = m_place.sandbox->local();
    if (broken && !server.isRunning())
        broken =
            core::Error{core::ErrorKind::ConnectionFailed, tr("The sandbox's server ended."),
                        server.logTail(2048), tr("It may have run out of memory, or was killed. Try again.")};
    return broken ? broken : withDisk(broken.error());
}

/// What a tool ended with.
core::Error DatabaseDrill::explained(const core::Error& error)
{
    if (isServerTrouble(error.detail))
        return serverTrouble(error.detail);
    const core::Error known = withDisk(error);
    m_isRefusal = known.kind == core::ErrorKind::QueryFailed || known.kind == core::ErrorKind::ToolFailed ||
                  known.kind == core::ErrorKind::PermissionDenied;
    return known;
}

/// A server that is out of space may fall over before it can say so.
core::Error DatabaseDrill::withDisk(const core::Error& error) const
{
    const bool isBroken =
        error.kind == core::ErrorKind::ConnectionFailed || error.kind == core::ErrorKind::ToolFailed;
    if (!m_place.sandbox || !isBroken)
        return error;
    constexpr qint64 little = 8 << 20;
    const QString log = m_place.sandbox->local().logTail(64 << 10);
    const qint64 left = core::freeBytes(m_place.sandbox->folder());
    const bool isFull = (left >= 0 && left < little) ||
                        log.contains(QLatin1String("No space left on device")) ||
                        log.contains(QLatin1String(noSpaceHint));
    return isFull ? diskFull(error.detail) : error;
}

core::Status DatabaseDrill::throughPgRestore(ResultCheck& check)
{
    QHash<QPair<QString, QString>, qsizetype> places;
    for (qsizetype i = 0; i < m_content.size(); ++i)
        places.insert({m_content.at(i).schema, m_content.at(i).name}, i);
    QHash<int, qsizetype> tables; // by the entry that loads them
    const QList<const archive::TocEntry*> data = m_plan.source.toc.tableData();
    for (const archive::TocEntry* entry : data) {
        // Rows that go in through a root may end up in another partition, which is loaded at another time.
        const bool throughRoot = entry->definition().startsWith("-- load via partition root");
        if (const qsizetype place = places.value({entry->schema(), entry->tag()}, -1);
            place >= 0 && !throughRoot)
            tables.insert(entry->dumpId(), place);
    }
    StagesRun stages(m_plan, *m_server, m_context);
    stages.setEntryListener([&](int dumpId) { m_comparison->tableIsReady(tables.value(dumpId, -1)); });
    core::Status restored;
    for (const Stage& stage :
         together(m_plan.source.toc, {m_plan.stages[0], m_plan.stages[1], m_plan.stages[2]})) {
        if (restored)
            restored = stages.run(stage);
    }
    TIDEMARK_TRY(m_context.checkpoint());
    TIDEMARK_TRY(judgeFailures(stages.problems()));
    if (!restored)
        return explained(restored.error());
    m_report.objects = stages.objects();
    check.judgeProblems(stages.problems());
    return {};
}

core::Status DatabaseDrill::throughPsql()
{
    const core::Status written = loadScript(m_plan, *m_server, m_context).status;
    TIDEMARK_TRY(m_context.checkpoint());
    TIDEMARK_TRY(judgeFailures({}));
    if (!written)
        return explained(written.error());
    m_report.objects = m_plan.scope.selection.entries.size();
    return {};
}

core::Status DatabaseDrill::restore()
{
    ResultCheck check(m_plan, m_report);
    const auto started = Clock::now();
    const core::ServerVersion version = m_facts.server.version;
    const auto large = version.major() >= 14 ? ParallelComparison::LargeTables::InParts
                                             : ParallelComparison::LargeTables::Whole;
    // As the superuser: row security and missing grants are the backup's business, and hide nothing from the
    // comparison.
    m_comparison = std::make_unique<ParallelComparison>(
        m_place.server, m_plan.database.name, m_content, m_plan.source.toc.encoding,
        m_plan.jobs > 1 ? m_plan.jobs : 2, large, m_context.stop);
    TIDEMARK_TRY(m_plan.isThroughPgRestore() ? throughPgRestore(check) : throughPsql());
    m_restoreDuration = since(started);
    return compare(check);
}

core::Status DatabaseDrill::compare(ResultCheck& check)
{
    auto tables = m_comparison->finish(m_context, restoreShare, comparedShare);
    m_comparison.reset();
    TIDEMARK_TRY(judgeFailures({}));
    if (!tables)
        return std::move(tables).error();
    auto connection = m_place.server.connect(m_plan.database.name, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    TIDEMARK_TRY(check.judge(*connection, m_content, *tables, m_context));
    const auto bytes = postgres::databaseBytes(*connection);
    m_bytes = bytes ? *bytes : 0;
    return {};
}

core::Status DatabaseDrill::ask()
{
    QList<core::SanityQuery> queries = m_draft.queries.value(m_result.name);
    // Without a list of the person's own here, those that were asked when the backup was made are asked
    // again.
    if (queries.isEmpty()) {
        for (const core::SanityResult& answer : m_answers)
            queries.append(answer.query);
    }
    queries.removeIf([](const core::SanityQuery& query) { return !query.enabled; });
    if (queries.isEmpty())
        return {};
    // With the rights of the restore: a view of a dump from elsewhere runs what it likes.
    auto connection = m_server->connect(m_plan.database.name, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    if (const core::Status analyzed = postgres::analyzeDatabase(*connection, std::chrono::hours(1));
        !analyzed) {
        TIDEMARK_TRY(m_context.checkpoint());
        if (analyzed.error().kind == core::ErrorKind::StorageFull || !connection->isUsable())
            return analyzed;
        m_result.findings.append({core::Severity::Warning,
                                  QStringLiteral("restore.noStatistics"),
                                  tr("Planner statistics could not be gathered."),
                                  analyzed.error().toText(),
                                  {}});
    }
    // As in the database that was backed up: its settings choose schemas and formats.
    for (core::Finding& finding : applySettings(*connection, m_plan, m_plan.database.name)) {
        finding.severity = core::Severity::Info; // it is about this place
        m_result.findings.append(finding);
    }
    connection = m_server->connect(m_plan.database.name, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    auto check = askSanityQueries(queries, m_answers, *connection, nullptr, comparedShare, m_context);
    if (!check)
        return std::move(check).error();
    m_result.sanity = check->results;
    m_result.findings += check->findings;
    return {};
}

core::Result<DrilledDatabase> DatabaseDrill::run(const QString& database)
{
    TIDEMARK_TRY(prepare(database));
    auto content = expectedContent(m_plan, m_context);
    if (!content)
        return std::move(content).error();
    m_content = *std::move(content);
    TIDEMARK_TRY(createDatabase());
    TIDEMARK_TRY(createExtensions());
    TIDEMARK_TRY(restore());
    TIDEMARK_TRY(ask());
    m_result.objects = m_report.objects;
    m_result.tables = m_report.tables;
    m_result.findings += m_report.findings;
    if (m_restricted && core::hasBlocker(m_report.findings))
        m_result.findings.append(untrusted());
    return m_result;
}

core::Status DatabaseDrill::clear()
{
    if (!m_isCreated || m_place.sandbox)
        return {};
    m_isCreated = false;
    // The run may be cancelled; cleaning up has its own, short time.
    postgres::SessionOptions options;
    options.connectLimit = std::chrono::seconds(5);
    auto connection = m_place.server.connect({}, options, {});
    core::Status dropped = connection ? core::Status() : core::Status(connection.error());
    if (connection) {
        (void)postgres::endSessions(*connection, m_plan.applicationName());
        dropped = postgres::dropDatabase(*connection, m_plan.database.name);
    }
    if (!dropped)
        dropped.error().hint = tr("The trial's database %1 is still on the server and can be dropped.")
                                   .arg(m_plan.database.name);
    return dropped;
}

} // namespace tidemark::restore::drill
