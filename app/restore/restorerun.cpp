// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restorerun.h"

#include "archive/readback.h"
#include "catalog/contenttables.h"
#include "catalog/setlock.h"
#include "core/atomicfile.h"
#include "core/quoting.h"
#include "postgres/queries/activity.h"
#include "postgres/queries/relations.h"
#include "process/process.h"
#include "process/toolmessages.h"
#include "restore/besiderun.h"
#include "restore/psqlrun.h"
#include "restore/restoreprogress.h"
#include "restore/restorescript.h"
#include "restore/restorestage.h"
#include "restore/soundness.h"

#include <QCoreApplication>
#include <QSet>
#include <QTemporaryDir>

namespace tidemark::restore {

namespace {

using Clock = std::chrono::steady_clock;
// Of the progress bar. Reading the archive first happens only for dumps that have no manifest.
constexpr double restoreShare = 0.8;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::run", text);
}

/// The steps of one run, in order, over what they share.
class Run
{
public:
    Run(const RestorePlan& plan, const access::ServerAccess& server, const core::RunContext& context)
        : m_plan(plan)
        , m_server(server)
        , m_context(context)
        , m_progress(plan.source.toc, plan.source.set ? &plan.source.set->manifest : nullptr)
    {
        m_report.isPart = plan.isPart();
    }

    core::Result<RestoreReport> execute();

private:
    core::Status learnContent();
    core::Status learnWholeContent();
    core::Status createTarget();
    core::Status runScript();
    core::Status restore();
    core::Result<RestoreReport> writeFile();
    QList<archive::Relation> expectedRelations() const;
    core::Status restoreStages();
    core::Status restoreStage(const Stage& stage);
    core::Result<QList<EntryProblem>> runOnce(const QList<int>& dumpIds, int jobs, const QString& phase);
    core::Status compare();
    core::Status checkRelations(postgres::Connection& connection);
    void judgeProblems();
    void judgeContent();
    core::Status judgeSoundness(postgres::Connection& connection);
    core::Status settle();
    core::Error abandon(const core::Error& error);
    core::Error explained(const core::Error& error) const;
    void noteBesideSet();
    void addFinding(core::Severity severity, const char* id, const QString& sentence, const QString& hint = {});

    const RestorePlan& m_plan;
    const access::ServerAccess& m_server;
    const core::RunContext& m_context;
    RestoreProgress m_progress;
    QTemporaryDir m_scratch;
    QList<catalog::ManifestTable> m_content; // what must come out
    QList<EntryProblem> m_problems;
    bool m_created = false;
    bool m_isCommitted = false;
    RestoreReport m_report;
    Clock::time_point m_started = Clock::now();
};

void Run::addFinding(core::Severity severity, const char* id, const QString& sentence, const QString& hint)
{
    m_report.findings.append({severity, QLatin1String(id), sentence, hint, {}});
}

core::Status Run::learnWholeContent()
{
    if (m_plan.source.set) {
        const catalog::Manifest& manifest = m_plan.source.set->manifest;
        m_content = manifest.tables;
        if (manifest.kind == catalog::SetKind::Cluster)
            m_content.removeIf([this](const catalog::ManifestTable& table) { return table.database != m_plan.source.database(); });
        return {};
    }
    // A dump from elsewhere: reading it once proves that it is whole before anything is created, and counts its rows.
    core::RunContext quiet = m_context;
    quiet.onProgress = [this](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.phase = tr("Reading the archive");
        progress.fraction = 0;
        m_context.report(progress);
    };
    auto content = archive::readBack(m_plan.source.archivePath, {}, quiet);
    if (!content)
        return std::move(content).error();
    if (m_plan.source.isOneOfSeveral)
        content->tables.removeIf([this](const archive::TableReadBack& table) { return table.database != m_plan.source.database(); });
    m_content = catalog::contentTables(*content);
    return {};
}

core::Status Run::learnContent()
{
    TIDEMARK_TRY(learnWholeContent());
    if (!m_plan.isPart())
        return {};
    if (m_plan.draft.existing == ExistingObjects::Append) {
        addFinding(core::Severity::Info, "content.notCompared", tr("The tables were not compared with the backup: they hold other rows too."));
        m_content.clear();
    }
    QSet<std::pair<QString, QString>> loaded;
    for (const archive::Relation& table : m_plan.scope.loaded)
        loaded.insert({table.schema, table.name});
    m_content.removeIf([&loaded](const catalog::ManifestTable& table) { return !loaded.contains({table.schema, table.name}); });
    addPartitionsBeside(m_content, m_plan.source.toc, m_plan.scope.dumpIds());
    return {};
}

core::Status Run::runScript()
{
    auto access = m_server.forTool(m_plan.database.name, m_plan.applicationName());
    if (!access)
        return std::move(access).error();
    core::RunContext context = m_context;
    const double total = static_cast<double>(std::max<qint64>(1, m_plan.source.fileBytes));
    context.onProgress = [this, total](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.phase = tr("Restoring in one transaction");
        progress.bytesTotal = m_plan.source.fileBytes;
        progress.fraction = restoreShare * std::min(1.0, static_cast<double>(inner.bytesDone) / total);
        m_context.report(progress);
    };
    const auto write = [this](archive::ByteSink& sink, const core::RunContext& inner) { return writeScript(m_plan, sink, inner); };
    TIDEMARK_TRY(runPsql(m_plan.psql, *access, write, context));
    m_report.objects = m_plan.scope.selection.entries.size();
    return {};
}

core::Status Run::restore()
{
    if (m_plan.draft.target == TargetKind::NewDatabase)
        TIDEMARK_TRY(createTarget());
    return m_plan.isThroughPgRestore() ? restoreStages() : runScript();
}

core::Result<RestoreReport> Run::writeFile()
{
    const auto bytes = writeScriptFile(m_plan, m_context);
    if (!bytes)
        return bytes.error();
    m_report.file = m_plan.draft.file;
    m_report.bytes = *bytes;
    m_report.objects = m_plan.scope.selection.entries.size();
    m_report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_started);
    return std::move(m_report);
}

core::Status Run::createTarget()
{
    core::Progress progress;
    progress.phase = tr("Creating the database");
    m_context.report(progress);
    auto connection = m_server.connect({}, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    // Between the plan and now somebody may have taken the name.
    auto taken = postgres::databaseExists(*connection, m_plan.draft.targetDatabase);
    if (!taken)
        return std::move(taken).error();
    if (*taken) {
        return core::Error{core::ErrorKind::Conflict, tr("The server already has a database named %1.").arg(m_plan.draft.targetDatabase), {},
                           tr("Choose another name for the new database.")};
    }
    core::Status created = postgres::createDatabase(*connection, m_plan.database);
    if (!created && created.error().kind == core::ErrorKind::QueryFailed && !m_plan.database.collation.isEmpty()) {
        // The locale of the old server is unknown here: the server's own is better than no database at all.
        postgres::NewDatabase plain = m_plan.database;
        plain.collation.clear();
        plain.characterType.clear();
        const QString reason = created.error().detail;
        created = postgres::createDatabase(*connection, plain);
        if (created) {
            addFinding(core::Severity::Warning, "target.locale",
                       tr("The locale %1 does not exist on this server; the database uses the server's own.").arg(m_plan.database.collation),
                       tr("Text may sort differently. %1").arg(reason));
        }
    }
    m_created = created.has_value();
    return created;
}

core::Result<QList<EntryProblem>> Run::runOnce(const QList<int>& dumpIds, int jobs, const QString& phase)
{
    const QString list = m_scratch.filePath(QStringLiteral("list"));
    TIDEMARK_TRY(core::writeFileAtomically(list, listFile(dumpIds), core::FileMode::Private));
    auto access = m_server.forTool(m_plan.database.name, m_plan.applicationName());
    if (!access)
        return std::move(access).error();
    process::Command command = pgRestoreCommand({m_plan.pgRestore, m_plan.source.archivePath, list, m_plan.draft.ownership, jobs});
    command.addOption(QStringLiteral("--dbname"), access->conninfo);
    process::RunOptions options;
    access->apply(command, options);
    ProblemReader reader;
    options.onErrorLine = [&](const QByteArray& line) {
        const core::LogLine sorted = process::classifyToolLine(line);
        m_context.log(sorted.level, sorted.text);
        reader.readLine(line);
        m_progress.readLine(line);
    };
    options.onTick = [&] {
        core::Progress progress = m_progress.progress(phase);
        progress.fraction = progress.fraction.value_or(0) * restoreShare;
        m_context.report(progress);
    };
    m_context.log(core::LogLevel::Info, command.toShell());
    auto finished = process::run(command, options, m_context);
    if (!finished)
        return std::move(finished).error();
    if (finished->signal) {
        return core::Error{core::ErrorKind::Corrupt, tr("pg_restore crashed on this archive."), finished->describe(),
                           tr("The archive may be damaged. Use another backup.")};
    }
    if (!finished->succeeded() && (!reader.metErrors() || !reader.generalErrors().isEmpty()))
        return process::toolFailure(command, *finished);
    return reader.problems();
}

core::Status Run::restoreStage(const Stage& stage)
{
    if (stage.dumpIds.isEmpty())
        return {};
    QString phase = tr("Creating tables and types");
    int jobs = 1; // definitions depend on each other in the archive's order
    if (stage.kind == StageKind::Data)
        phase = tr("Loading rows");
    else if (stage.kind == StageKind::PostData)
        phase = tr("Building indexes and constraints");
    if (stage.kind != StageKind::PreData)
        jobs = m_plan.jobs;

    QList<int> pending = stage.dumpIds;
    QList<EntryProblem> problems;
    for (;;) {
        auto outcome = runOnce(pending, jobs, phase);
        if (!outcome)
            return std::move(outcome).error();
        problems = *std::move(outcome);
        QSet<int> failed;
        for (const EntryProblem& problem : problems) {
            if (weigh(problem, m_plan.source.toc) != ProblemWeight::Harmless)
                failed.insert(problem.dumpId);
        }
        // What failed for want of something that came later may succeed now. Each COPY is all or nothing, so trying
        // again cannot double rows. Stop as soon as a round brings nothing.
        if (failed.isEmpty() || failed.size() >= pending.size())
            break;
        QList<int> again;
        for (const int id : std::as_const(pending)) {
            if (failed.contains(id))
                again.append(id);
        }
        const int count = static_cast<int>(again.size());
        m_context.log(core::LogLevel::Info, QCoreApplication::translate("restore::run", "Trying %n failed entry(s) again.", nullptr, count));
        pending = again;
    }
    m_problems += problems;
    m_progress.finish(stage.dumpIds);
    m_report.objects += stage.dumpIds.size();
    return {};
}

core::Status Run::restoreStages()
{
    for (const Stage& stage : m_plan.stages)
        TIDEMARK_TRY(restoreStage(stage));
    judgeProblems();
    return {};
}

void Run::judgeProblems()
{
    for (const EntryProblem& problem : std::as_const(m_problems)) {
        const archive::TocEntry* entry = m_plan.source.toc.byDumpId(problem.dumpId);
        const QString what = entry ? core::singleLine(entry->type() + QLatin1Char(' ') + entry->schema() + QLatin1Char('.') + entry->tag()) : QString::number(problem.dumpId);
        switch (weigh(problem, m_plan.source.toc)) {
        case ProblemWeight::Harmless:
            addFinding(core::Severity::Info, "restore.harmless", tr("%1 could not be applied, which changes nothing.").arg(what), problem.message);
            break;
        case ProblemWeight::Privilege:
            addFinding(core::Severity::Warning, "restore.privilege", tr("Privileges were not restored: %1.").arg(what), problem.message);
            break;
        case ProblemWeight::Loss:
            --m_report.objects;
            addFinding(core::Severity::Blocker, "restore.objectMissing", tr("Not restored: %1.").arg(what), problem.message);
            break;
        }
    }
}

QList<archive::Relation> Run::expectedRelations() const
{
    QList<archive::Relation> relations = m_plan.source.toc.relations();
    if (m_plan.isPart() || !m_plan.isThroughPgRestore()) {
        const QSet<int> restored = m_plan.scope.dumpIds();
        relations.removeIf([&restored](const archive::Relation& relation) { return !restored.contains(relation.dumpId); });
    }
    return relations;
}

core::Status Run::checkRelations(postgres::Connection& connection)
{
    auto present = postgres::listRelations(connection);
    if (!present)
        return std::move(present).error();
    QSet<std::pair<QString, QString>> names;
    for (const postgres::Relation& relation : *present)
        names.insert({relation.schema, relation.name});
    for (const archive::Relation& relation : expectedRelations()) {
        if (!names.contains({relation.schema, relation.name})) {
            addFinding(core::Severity::Blocker, "restore.relationMissing",
                       tr("%1 is in the backup and not in the restored database.").arg(core::singleLine(core::quoteQualified(relation.schema, relation.name))));
        }
    }
    return {};
}

core::Status Run::compare()
{
    auto connection = m_server.connect(m_plan.database.name, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    TIDEMARK_TRY(checkRelations(*connection));
    core::RunContext context = m_context;
    context.onProgress = [this](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.fraction = restoreShare + (0.97 - restoreShare) * inner.fraction.value_or(0);
        m_context.report(progress);
    };
    auto tables = compareContent(*connection, m_content, context);
    if (!tables)
        return std::move(tables).error();
    m_report.tables = *std::move(tables);
    judgeTogether(m_report.tables, m_content, m_plan.source.toc);
    judgeContent();
    TIDEMARK_TRY(judgeSoundness(*connection));
    core::Progress progress;
    progress.phase = tr("Gathering planner statistics");
    progress.fraction = 0.97;
    m_context.report(progress);
    return postgres::analyzeDatabase(*connection, std::chrono::hours(6));
}

void Run::judgeContent()
{
    const bool foreign = !m_plan.source.set;
    bool countsOnly = false;
    for (TableComparison& table : m_report.tables) {
        const QString name = core::singleLine(core::quoteQualified(table.schema, table.name));
        if (!table.problem.isEmpty()) {
            addFinding(core::Severity::Blocker, "content.unreadable", tr("The rows of %1 could not be read.").arg(name), table.problem);
        } else if (table.comparable && table.rows != table.expectedRows) {
            addFinding(core::Severity::Blocker, "content.rows", tr("%1 has %2 rows instead of %3.").arg(name).arg(table.rows).arg(table.expectedRows));
        } else if (table.comparable && !table.matches && !foreign) {
            addFinding(core::Severity::Blocker, "content.digest", tr("%1 has the right number of rows, but their content differs from the backup.").arg(name));
        } else if (!table.matches) {
            // Its writer's time zone and formats are not recorded, so equal values may be written differently.
            countsOnly = true;
            table.matches = table.comparable;
        }
    }
    if (countsOnly) {
        addFinding(core::Severity::Info, "content.countsOnly", tr("Some tables were compared by their number of rows only."),
                   tr("The dump does not record the settings it was written with, or holds rows as INSERT statements."));
    }
}

core::Status Run::judgeSoundness(postgres::Connection& connection)
{
    QSet<postgres::RelationName> tables;
    const QList<archive::Relation> relations = expectedRelations();
    for (const archive::Relation& relation : relations)
        tables.insert({relation.schema, relation.name});
    for (const archive::Relation& relation : m_plan.scope.loaded)
        tables.insert({relation.schema, relation.name});
    auto found = postgres::findUnsoundness(connection, tables);
    if (!found)
        return std::move(found).error();
    m_report.findings += soundnessFindings(*found, m_plan.draft.existing);
    return {};
}

core::Status Run::settle()
{
    const bool complete = !core::hasBlocker(m_report.findings);
    m_report.verdict = core::Verdict::Ok;
    for (const core::Finding& finding : std::as_const(m_report.findings)) {
        if (finding.severity == core::Severity::Warning)
            m_report.verdict = core::Verdict::Warnings;
    }
    m_report.database = m_plan.database.name;
    if (!complete)
        m_report.verdict = core::Verdict::Failed;
    if (m_plan.draft.target == TargetKind::ExistingDatabase)
        return {};
    if (!complete) {
        addFinding(core::Severity::Info, "target.incomplete", tr("What could be restored is in the database %1.").arg(m_report.database),
                   tr("Drop it when you no longer need it."));
        return {};
    }
    TIDEMARK_TRY(m_context.checkpoint());
    auto connection = m_server.connect({}, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    TIDEMARK_TRY(postgres::renameDatabase(*connection, m_plan.database.name, m_plan.draft.targetDatabase));
    m_report.database = m_plan.draft.targetDatabase;
    return {};
}

void Run::noteBesideSet()
{
    // It says something about the whole backup only where all of it was restored.
    if (!m_plan.source.set || m_plan.isPart() || m_plan.source.set->manifest.kind != catalog::SetKind::Database)
        return;
    const catalog::CheckRecord record{QDateTime::currentDateTimeUtc(), QStringLiteral("restore"), m_report.verdict,
                                      std::chrono::duration<double>(m_report.duration).count(),
                                      tr("restored as %1").arg(m_report.database)};
    if (const core::Status noted = catalog::appendCheck(m_plan.source.set->folder, record); !noted) {
        // A set on a read-only disk is still restored.
        addFinding(core::Severity::Info, "set.notNoted", tr("The result could not be noted beside the backup."), noted.error().detail);
    }
}

/// In which state an existing database is after a break.
core::Error Run::explained(const core::Error& error) const
{
    core::Error result = error;
    const QString name = core::singleLine(m_plan.database.name);
    QString state = tr("Everything was done in one transaction, which was not completed: %1 is as it was.").arg(name);
    if (m_isCommitted)
        state = tr("The restore itself was completed; only looking at the result was not.");
    else if (error.kind == core::ErrorKind::ConnectionFailed)
        state = tr("Everything was done in one transaction: %1 is as it was, unless the connection broke at its very end.").arg(name);
    result.hint = result.hint.isEmpty() ? state : result.hint + QLatin1Char('\n') + state;
    return result;
}

core::Error Run::abandon(const core::Error& error)
{
    if (m_plan.draft.target == TargetKind::ExistingDatabase)
        return explained(error);
    if (!m_created)
        return error;
    // The run may be cancelled or the server gone; cleaning up has its own, short time.
    postgres::SessionOptions options;
    options.connectLimit = std::chrono::seconds(5);
    auto connection = m_server.connect({}, options, {});
    core::Status dropped;
    if (connection) {
        (void)postgres::endSessions(*connection, m_plan.applicationName());
        dropped = postgres::dropDatabase(*connection, m_plan.database.name);
    }
    core::Error result = error;
    const bool gone = connection && dropped;
    const QString state = gone ? tr("The half-restored database was removed; nothing else on the server was changed.")
                               : tr("The half-restored database %1 is still on the server and can be dropped.").arg(m_plan.database.name);
    result.hint = result.hint.isEmpty() ? state : result.hint + QLatin1Char('\n') + state;
    return result;
}

core::Result<RestoreReport> Run::execute()
{
    if (m_plan.draft.target == TargetKind::SqlFile)
        return writeFile();
    core::Status status = learnContent();
    if (status)
        status = restore();
    m_isCommitted = status.has_value();
    if (status)
        status = compare();
    if (status)
        status = settle();
    if (!status)
        return abandon(status.error());
    m_report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_started);
    noteBesideSet();
    return std::move(m_report);
}

} // namespace

core::Result<RestoreReport> run(const RestorePlan& plan, const access::ServerAccess& server, const core::RunContext& context)
{
    catalog::SetLock lock; // nobody deletes the set meanwhile
    if (plan.source.set) {
        auto shared = catalog::SetLock::share(plan.source.set->folder);
        if (!shared)
            return std::move(shared).error();
        lock = *std::move(shared);
    }
    return plan.draft.intoSchema.isEmpty() ? Run(plan, server, context).execute() : runBeside(plan, server, context);
}

} // namespace tidemark::restore
