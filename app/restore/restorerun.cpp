// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restorerun.h"

#include "catalog/setlock.h"
#include "core/quoting.h"
#include "postgres/queries/activity.h"
#include "restore/besiderun.h"
#include "restore/databasesettings.h"
#include "restore/expectedcontent.h"
#include "restore/loadedsequences.h"
#include "restore/namelist.h"
#include "restore/newdatabase.h"
#include "restore/restoreprogress.h"
#include "restore/restorescript.h"
#include "restore/resultcheck.h"
#include "restore/rolework.h"
#include "restore/stagesrun.h"
#include "restore/ties.h"
#include "restore/transactionend.h"
#include "restore/verdict.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore {

namespace {

using Clock = std::chrono::steady_clock;
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
        , m_roles(plan, server, context)
    {
        m_report.isPart = !plan.isEverything();
        m_report.findings = plan.notes;
    }

    core::Result<RestoreReport> execute();
    postgres::TransactionOutcome outcome() const { return m_script.outcome; }

private:
    core::Status createTarget();
    core::Status runScript();
    core::Status countPresent();
    void advanceSequences();
    core::Status restore();
    core::Result<RestoreReport> writeFile();
    core::Status restoreStages();
    core::Status compare();
    core::Status settle();
    core::Error abandon(const core::Error& error);
    core::Error withoutTarget(const core::Error& error);
    core::Error explained(const core::Error& error) const;
    bool isTargetGone() const;
    void finishDatabase(postgres::Connection& connection);

    const RestorePlan& m_plan;
    const access::ServerAccess& m_server;
    const core::RunContext& m_context;
    RoleWork m_roles;
    QList<catalog::ManifestTable> m_content; // what must come out
    bool m_created = false;
    ScriptEnd m_script; // into an existing database
    RestoreReport m_report;
    Clock::time_point m_started = Clock::now();
};

core::Status Run::runScript()
{
    m_script = loadScript(m_plan, m_server, m_context);
    TIDEMARK_TRY(m_script.status);
    if (!m_script.interrupted.isEmpty())
        m_report.add(core::Severity::Info, "restore.committed",
                     tr("The restore was interrupted while it was committed; the server says that it is."),
                     m_script.interrupted);
    m_report.objects = m_plan.scope.selection.entries.size();
    return {};
}

/// Of tables that keep their rows.
core::Status Run::countPresent()
{
    if (m_plan.draft.existing != ExistingObjects::Append || m_content.isEmpty())
        return {};
    auto connection = m_server.connect(m_plan.database.name, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    core::RunContext quiet = m_context;
    quiet.onProgress = [this](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.phase = tr("Counting the rows that are there");
        progress.fraction = 0;
        m_context.report(progress);
    };
    return addPresentRows(*connection, m_content, m_plan.source.toc.encoding, quiet);
}

/// Rows that were loaded go past sequences that nobody took a value from. After the transaction: what is set
/// does not come back with it. The rows are there whatever becomes of this.
void Run::advanceSequences()
{
    if (m_plan.draft.target != TargetKind::ExistingDatabase || m_plan.scope.loaded.isEmpty())
        return;
    const auto advanced = advanceLoaded(m_plan, m_server, m_context);
    if (!advanced)
        m_report.add(core::Severity::Warning, "sequences.left",
                     tr("The sequences of columns could not be set past the rows that were loaded."),
                     advanced.error().detail);
    else if (!advanced->isEmpty())
        m_report.add(core::Severity::Info, "sequences.advanced",
                     tr("These sequences were set forward to the values that their columns now have: %1.")
                         .arg(listed(*advanced)));
}

core::Status Run::restore()
{
    TIDEMARK_TRY(countPresent());
    TIDEMARK_TRY(m_roles.create());
    if (m_plan.draft.target == TargetKind::NewDatabase)
        TIDEMARK_TRY(createTarget());
    if (m_plan.isThroughPgRestore())
        return restoreStages();
    TIDEMARK_TRY(runScript());
    advanceSequences();
    m_report.findings += makeTies(m_plan, m_server, m_context, m_report.objects);
    return {};
}

core::Result<RestoreReport> Run::writeFile()
{
    const auto bytes = writeScriptFile(m_plan, m_context);
    if (!bytes)
        return bytes.error();
    m_report.file = m_plan.draft.file;
    m_report.bytes = *bytes;
    m_report.objects = m_plan.scope.selection.entries.size();
    m_report.verdict = verdictFrom(m_report.findings);
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
        return core::Error{core::ErrorKind::Conflict,
                           tr("The server already has a database named %1.").arg(m_plan.draft.targetDatabase),
                           {},
                           tr("Choose another name for the new database.")};
    }
    const auto created = createFitting(*connection, m_plan.database, m_plan.draft);
    if (!created)
        return created.error();
    m_created = true;
    m_report.findings += *created;
    return {};
}

core::Status Run::restoreStages()
{
    StagesRun stages(m_plan, m_server, m_context);
    const auto& [definitions, rows, others] = m_plan.stages;
    TIDEMARK_TRY(stages.run(definitions));
    if (m_plan.jobs > 1) {
        for (const Stage& stage : together(m_plan.source.toc, {rows, others}))
            TIDEMARK_TRY(stages.run(stage));
    } else {
        TIDEMARK_TRY(stages.run(rows));
        TIDEMARK_TRY(stages.run(others));
    }
    m_report.objects = stages.objects();
    QSet<int> failed;
    for (const EntryProblem& problem : stages.problems())
        failed.insert(problem.dumpId);
    TIDEMARK_TRY(m_roles.giveAway(failed));
    m_report.objects += m_plan.late.size();
    ResultCheck check(m_plan, m_report);
    check.judgeProblems(stages.problems() + m_roles.problems());
    check.judgeOwners(m_roles.ownerProblems());
    return {};
}

core::Status Run::compare()
{
    auto connection = m_server.connect(m_plan.database.name, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    TIDEMARK_TRY(ResultCheck(m_plan, m_report).compare(*connection, m_content, m_context));
    core::Progress progress;
    progress.phase = tr("Gathering planner statistics");
    progress.fraction = 0.97;
    m_context.report(progress);
    const core::Status analyzed = postgres::analyzeDatabase(*connection, std::chrono::hours(6));
    TIDEMARK_TRY(m_context.checkpoint());
    // A disk that is full may have kept rows out, too.
    if (!analyzed && (analyzed.error().kind == core::ErrorKind::StorageFull || !connection->isUsable()))
        return analyzed;
    if (!analyzed)
        m_report.add(core::Severity::Warning, "restore.noStatistics",
                     tr("Planner statistics could not be gathered: queries may be slow until they are."),
                     analyzed.error().toText() + QLatin1Char('\n') + tr("To gather them: ANALYZE"));
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
        m_report.add(core::Severity::Info, "target.incomplete",
                     tr("What could be restored is in the database %1.").arg(m_report.database),
                     tr("Drop it when you no longer need it."));
        return {};
    }
    TIDEMARK_TRY(m_context.checkpoint());
    auto connection = m_server.connect({}, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    TIDEMARK_TRY(postgres::renameDatabase(*connection, m_plan.database.name, m_plan.draft.targetDatabase));
    m_report.database = m_plan.draft.targetDatabase;
    finishDatabase(*connection);
    return {};
}

/// What would have been in the way before.
void Run::finishDatabase(postgres::Connection& connection)
{
    core::Status limited;
    if (m_plan.connectionLimit && *m_plan.connectionLimit >= 0)
        limited = postgres::setConnectionLimit(connection, m_report.database, *m_plan.connectionLimit);
    core::Status given;
    if (!m_plan.databaseOwner.isEmpty())
        given = postgres::setDatabaseOwner(connection, m_report.database, m_plan.databaseOwner);
    core::Findings findings = applySettings(connection, m_plan, m_report.database);
    for (const core::Status& status : {limited, given}) {
        if (!status)
            findings.append({core::Severity::Warning,
                             QStringLiteral("database.settings"),
                             status.error().message,
                             status.error().detail,
                             {}});
    }
    if (!findings.isEmpty())
        m_report.verdict = core::Verdict::Warnings;
    m_report.findings += findings;
}

/// Somebody dropped the target meanwhile. False also where the server does not say.
bool Run::isTargetGone() const
{
    // The run may be cancelled or the server gone; asking has its own, short time.
    postgres::SessionOptions options;
    options.connectLimit = std::chrono::seconds(5);
    auto connection = m_server.connect({}, options, {});
    if (!connection)
        return false;
    const auto exists = postgres::databaseExists(*connection, m_plan.database.name);
    return exists && !*exists;
}

/// In which state an existing database is after a break.
core::Error Run::explained(const core::Error& error) const
{
    const auto state = [this] {
        const QString name = core::singleLine(m_plan.database.name);
        if (isTargetGone())
            return tr("The database %1 is no longer on the server: somebody dropped or renamed it while the "
                      "restore was at work.")
                .arg(name);
        switch (m_script.outcome) {
        case postgres::TransactionOutcome::Committed:
            return tr("The restore itself was completed; only looking at the result was not.");
        case postgres::TransactionOutcome::Unknown:
            return tr("Everything was done in one transaction, and the server could not say whether it was "
                      "completed.") +
                   QLatin1Char(' ') + askForOutcome(m_script.transaction);
        case postgres::TransactionOutcome::RolledBack:
            break;
        }
        return tr("Everything was done in one transaction, which was not completed: %1 is as it was.")
            .arg(name);
    };
    core::Error result = error;
    result.hint = result.hint.isEmpty() ? state() : result.hint + QLatin1Char('\n') + state();
    return result;
}

core::Error Run::abandon(const core::Error& error)
{
    core::Error result = error;
    if (m_plan.draft.target == TargetKind::ExistingDatabase) {
        result = explained(error);
        if (m_script.outcome != postgres::TransactionOutcome::RolledBack)
            return result; // the roles belong to what is, or may be, there
    } else if (m_created) {
        result = withoutTarget(error);
    }
    if (const QStringList left = m_roles.undo(); !left.isEmpty())
        result.hint += QLatin1Char('\n') + tr("These new roles are still on the server: %1.")
                                               .arg(core::singleLine(left.join(QLatin1String(", "))));
    return result;
}

/// Drops what was made.
core::Error Run::withoutTarget(const core::Error& error)
{
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
    const QString state =
        gone ? tr("The half-restored database was removed; nothing else on the server was changed.")
             : tr("The half-restored database %1 is still on the server and can be dropped.")
                   .arg(m_plan.database.name);
    result.hint = result.hint.isEmpty() ? state : result.hint + QLatin1Char('\n') + state;
    return result;
}

core::Result<RestoreReport> Run::execute()
{
    if (m_plan.draft.target == TargetKind::SqlFile)
        return writeFile();
    auto content = expectedContent(m_plan, m_context);
    if (!content)
        return abandon(content.error());
    m_content = *std::move(content);
    const Clock::time_point began = Clock::now();
    core::Status status = restore();
    m_report.restoring = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
    if (status)
        status = compare();
    if (status)
        status = settle();
    if (!status)
        return abandon(status.error());
    m_report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_started);
    return std::move(m_report);
}

/// Objects that a server or a role cannot take say nothing about the backup; what came back otherwise does.
bool isAboutBackup(const RestoreReport& report)
{
    return report.verdict != core::Verdict::Failed ||
           std::any_of(report.findings.begin(), report.findings.end(), [](const core::Finding& finding) {
               return finding.severity == core::Severity::Blocker &&
                      finding.id.startsWith(QLatin1String("content."));
           });
}

void noteBesideSet(const RestorePlan& plan, RestoreReport& report)
{
    // It says something about the whole backup only where all of it was restored.
    if (!plan.source.set || !plan.isEverything() || !report.file.isEmpty() ||
        plan.source.set->manifest.kind != catalog::SetKind::Database || !isAboutBackup(report))
        return;
    const catalog::CheckRecord record{QDateTime::currentDateTimeUtc(), QStringLiteral("restore"),
                                      report.verdict,
                                      std::chrono::duration<double>(report.duration).count(),
                                      tr("restored as %1").arg(report.database)};
    if (const core::Status noted = catalog::appendCheck(plan.source.set->folder, record); !noted) {
        // A set on a read-only disk is still restored.
        report.add(core::Severity::Info, "set.notNoted",
                   tr("The result could not be noted beside the backup."), noted.error().detail);
    }
}

} // namespace

core::Result<RestoreReport> run(const RestorePlan& plan, const access::ServerAccess& server,
                                const core::RunContext& context, const LastWord& lastWord,
                                postgres::TransactionOutcome* outcome)
{
    catalog::SetLock lock; // nobody deletes the set meanwhile
    if (plan.source.set) {
        auto shared = catalog::SetLock::share(plan.source.set->folder);
        if (!shared)
            return std::move(shared).error();
        lock = *std::move(shared);
    }
    TIDEMARK_TRY(plan.source.checkUnchanged());
    const auto restored = [&]() -> core::Result<RestoreReport> {
        if (plan.draft.isBeside())
            return runBeside(plan, server, context);
        Run steps(plan, server, context);
        auto report = steps.execute();
        if (outcome)
            *outcome = steps.outcome();
        return report;
    };
    auto report = restored();
    if (report && lastWord)
        lastWord(*report);
    if (report)
        noteBesideSet(plan, *report);
    return report;
}

} // namespace tidemark::restore
