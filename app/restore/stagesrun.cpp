// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/stagesrun.h"

#include "core/atomicfile.h"
#include "postgres/queries/databaseadmin.h"
#include "postgres/queries/scripttext.h"
#include "process/process.h"
#include "process/toolmessages.h"
#include "restore/toolbreak.h"

#include <QCoreApplication>
#include <QSet>

namespace tidemark::restore {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::stagesRun", text);
}

} // namespace

StagesRun::StagesRun(const RestorePlan& plan, const access::ServerAccess& server,
                     const core::RunContext& context)
    : m_plan(plan)
    , m_server(server)
    , m_context(context)
    , m_progress(plan.source.toc, plan.source.set ? &plan.source.set->manifest : nullptr)
{
}

core::Result<QList<EntryProblem>> StagesRun::runOnce(const QList<int>& dumpIds, int jobs,
                                                     const QString& phase)
{
    TIDEMARK_TRY(m_plan.source.checkUnchanged());
    const QString list = m_scratch.filePath(QStringLiteral("list"));
    TIDEMARK_TRY(core::writeFileAtomically(list, listFile(dumpIds), core::FileMode::Private));
    auto access = m_server.forTool(m_plan.database.name, m_plan.applicationName());
    if (!access)
        return std::move(access).error();
    process::Command command = pgRestoreCommand(m_plan.pgRestoreParameters(list, jobs));
    command.addOption(QStringLiteral("--dbname"), access->conninfo);
    process::RunOptions options;
    access->apply(command, options);
    ProblemReader reader;
    options.onErrorLine = [&](const QByteArray& line) {
        const core::LogLine sorted = process::classifyToolLine(line);
        m_context.log(sorted.level, sorted.text);
        reader.readLine(line);
        m_progress.readLine(line);
        if (const auto dumpId = m_listener ? finishedEntry(line) : std::nullopt)
            m_listener(*dumpId);
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
    if (finished->signal)
        return endedBySignal(QStringLiteral("pg_restore"), *finished);
    if (!finished->succeeded() && (!reader.metErrors() || !reader.generalErrors().isEmpty()))
        return process::toolFailure(command, *finished);
    return reader.problems();
}

/// Each COPY is all or nothing. Of rows that came by INSERT some are there now: their table starts again from
/// nothing, where it can be emptied and is the one they went to.
bool StagesRun::mayTryAgain(int dumpId)
{
    const archive::TocEntry* entry = m_plan.source.toc.byDumpId(dumpId);
    if (!entry || !entry->isTableData() || !entry->copyStatement().isEmpty())
        return true;
    if (entry->definition().startsWith("-- load via partition root"))
        return false;
    auto connection = m_server.connect(m_plan.database.name, {}, m_context.stop);
    return connection &&
           postgres::runScript(*connection, postgres::truncateText({{entry->schema(), entry->tag()}}),
                               std::chrono::minutes(5));
}

core::Status StagesRun::run(const Stage& stage)
{
    if (stage.dumpIds.isEmpty())
        return {};
    QString phase = tr("Creating tables and types");
    int jobs = 1; // definitions depend on each other in the archive's order
    if (stage.kind == StageKind::Data)
        phase = tr("Loading rows");
    else if (stage.kind == StageKind::PostData)
        phase = tr("Building indexes and constraints");
    else if (stage.kind == StageKind::Several)
        phase = m_listener ? tr("Restoring and comparing") : tr("Loading rows and building indexes");
    if (stage.kind != StageKind::PreData)
        jobs = m_plan.jobs;

    QList<int> pending = stage.dumpIds;
    QList<EntryProblem> problems;
    QList<EntryProblem> settled; // of what is not tried again
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
        // What failed for want of something that came later may succeed now. Stop as soon as a round brings
        // nothing.
        if (failed.isEmpty() || failed.size() >= pending.size())
            break;
        QList<int> again;
        for (const int id : std::as_const(pending)) {
            if (failed.contains(id) && mayTryAgain(id))
                again.append(id);
        }
        if (again.isEmpty())
            break;
        for (const EntryProblem& problem : std::as_const(problems)) {
            if (failed.contains(problem.dumpId) && !again.contains(problem.dumpId))
                settled.append(problem);
        }
        const int count = static_cast<int>(again.size());
        m_context.log(core::LogLevel::Info,
                      QCoreApplication::translate("restore::stagesRun", "Trying %n failed entry(s) again.",
                                                  nullptr, count));
        pending = again;
    }
    m_problems += settled + problems;
    m_progress.finish(stage.dumpIds);
    m_objects += stage.dumpIds.size();
    return {};
}

} // namespace tidemark::restore
