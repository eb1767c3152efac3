// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/besiderun.h"

#include "archive/definitiontarget.h"
#include "core/quoting.h"
#include "postgres/queries/movetables.h"
#include "process/process.h"
#include "process/toolmessages.h"

#include <QCoreApplication>
#include <QSet>
#include <QTemporaryDir>

#include <algorithm>

namespace tidemark::restore {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::beside", text);
}

core::RunContext within(const core::RunContext& context, double from, double to)
{
    core::RunContext inner = context;
    inner.onProgress = [&context, from, to](const core::Progress& progress) {
        core::Progress scaled = progress;
        scaled.fraction = from + (to - from) * progress.fraction.value_or(0);
        context.report(scaled);
    };
    return inner;
}

class Beside
{
public:
    Beside(const RestorePlan& plan, const access::ServerAccess& server, const core::RunContext& context)
        : m_plan(plan)
        , m_server(server)
        , m_context(context)
        , m_scratch(QStringLiteral("tidemark scratch ") + plan.runId.right(8))
        , m_dump(m_folder.filePath(QStringLiteral("moved.dump")))
    {
    }

    core::Result<RestoreReport> execute()
    {
        auto report = steps();
        // The run may be cancelled or the server gone; cleaning up has its own, short time.
        postgres::SessionOptions options;
        options.connectLimit = std::chrono::seconds(5);
        core::Status dropped;
        if (auto connection = m_server.connect({}, options, {}); connection)
            dropped = postgres::dropDatabase(*connection, m_scratch);
        else
            dropped = connection.error();
        const QString left = tr("The scratch database %1 could not be dropped.").arg(m_scratch);
        if (!dropped && report)
            report->findings.append(
                {core::Severity::Warning, QStringLiteral("scratch.left"), left, dropped.error().detail, {}});
        else if (!dropped && m_isMade)
            return core::Error{report.error().kind, report.error().message, report.error().detail,
                               report.error().hint + QLatin1Char('\n') + left};
        return report;
    }

private:
    core::Result<RestoreReport> steps()
    {
        TIDEMARK_TRY(fillScratch());
        TIDEMARK_TRY(moveInScratch());
        TIDEMARK_TRY(dumpScratch());
        RestoreDraft draft;
        draft.source = m_dump;
        draft.targetDatabase = m_plan.draft.targetDatabase;
        draft.target = TargetKind::ExistingDatabase;
        draft.ownership = m_plan.draft.ownership;
        draft.ownerRole = m_plan.draft.ownerRole;
        draft.privileges = m_plan.draft.privileges;
        draft.tablespaces = m_plan.draft.tablespaces;
        draft.schemas = {m_plan.draft.intoSchema};
        draft.existing = ExistingObjects::Keep;
        auto report = runDraft(draft, within(m_context, 0.6, 1));
        if (report && !m_plan.notes.isEmpty()) {
            report->findings = m_plan.notes + report->findings;
            if (report->verdict == core::Verdict::Ok)
                report->verdict = core::Verdict::Warnings;
        }
        return report;
    }

    core::Result<RestoreReport> runDraft(const RestoreDraft& draft, const core::RunContext& context)
    {
        auto facts = gatherFacts(draft, m_server, m_plan.tools, context);
        if (!facts)
            return std::move(facts).error();
        auto plan = makePlan(draft, *facts);
        if (!plan)
            return std::move(plan).error();
        return run(*plan, m_server, context);
    }

    core::Status fillScratch()
    {
        RestoreDraft draft = m_plan.draft;
        draft.target = TargetKind::NewDatabase;
        draft.targetDatabase = m_scratch;
        draft.intoSchema.clear();
        draft.existing = ExistingObjects::Stop;
        draft.databaseOwner.clear();
        draft.templateDatabase.clear();
        draft.tablespace.clear();
        draft.connectionLimit.reset();
        auto report = runDraft(draft, within(m_context, 0, 0.5));
        if (!report)
            return std::move(report).error();
        m_isMade = true;
        if (report->verdict != core::Verdict::Failed)
            return {};
        // What failed has kept its incomplete name.
        const QString reason =
            report->findings.isEmpty() ? QString() : report->findings.constFirst().sentence;
        if (auto connection = m_server.connect({}, {}, m_context.stop); connection)
            (void)postgres::dropDatabase(*connection, report->database);
        return core::Error{core::ErrorKind::QueryFailed, tr("What was chosen could not be restored whole."),
                           reason,
                           tr("%1 was not touched.").arg(core::singleLine(m_plan.draft.targetDatabase))};
    }

    core::Status moveInScratch()
    {
        auto connection = m_server.connect(m_scratch, {}, m_context.stop);
        if (!connection)
            return std::move(connection).error();
        QList<postgres::RelationName> names;
        const QList<archive::Relation> moved = movedRelations(m_plan.source.toc, m_plan.scope.selection);
        for (const archive::Relation& relation : moved)
            names.append({relation.schema, relation.name});
        return postgres::moveRelations(*connection, names, m_plan.draft.intoSchema);
    }

    core::Status dumpScratch()
    {
        core::Progress progress;
        progress.phase = tr("Taking the moved tables");
        progress.fraction = 0.5;
        m_context.report(progress);
        const auto pgDump = m_plan.tools.pick(process::ToolKind::PgDump, m_plan.serverMajor);
        if (!pgDump)
            return pgDump.error();
        auto access = m_server.forTool(m_scratch, m_plan.applicationName());
        if (!access)
            return std::move(access).error();
        process::Command command(pgDump->path,
                                 {QStringLiteral("--format=custom"), QStringLiteral("--no-password"),
                                  QStringLiteral("--compress=1")});
        command.addOption(QStringLiteral("--file"), m_dump);
        command.addOption(QStringLiteral("--dbname"), access->conninfo);
        process::RunOptions options;
        access->apply(command, options);
        m_context.log(core::LogLevel::Info, command.toShell());
        auto finished = process::run(command, options, m_context);
        if (!finished)
            return std::move(finished).error();
        return finished->succeeded() ? core::Status() : process::toolFailure(command, *finished);
    }

    const RestorePlan& m_plan;
    const access::ServerAccess& m_server;
    const core::RunContext& m_context;
    QTemporaryDir m_folder;
    const QString m_scratch;
    const QString m_dump;
    bool m_isMade = false;
};

} // namespace

QList<archive::Relation> movedRelations(const archive::Toc& source, const archive::Selection& selection)
{
    const archive::TocGraph graph(source);
    QSet<int> included;
    QList<int> open;
    for (const archive::SelectedEntry& entry : selection.entries) {
        const int index = graph.indexOf(entry.dumpId);
        included.insert(index);
        if (entry.chosen && archive::isRelation(graph.kind(index)))
            open.append(index);
    }
    QSet<int> moved;
    while (!open.isEmpty()) {
        const int index = open.takeLast();
        if (!included.contains(index) || moved.contains(index))
            continue;
        moved.insert(index);
        for (const int partition : graph.partitions(index))
            open.append(partition);
        for (const int part : graph.parts(index)) {
            if (graph.kind(part) == archive::EntryKind::ForeignKey && included.contains(part) &&
                graph.otherSide(part) >= 0)
                open.append(graph.otherSide(part));
        }
    }
    QList<archive::Relation> relations = source.relations();
    relations.removeIf(
        [&](const archive::Relation& relation) { return !moved.contains(graph.indexOf(relation.dumpId)); });
    return relations;
}

namespace {

/// Those that are chosen without their tables.
QStringList sequencesOfColumns(const archive::Toc& source, const QList<archive::Relation>& moved)
{
    QSet<int> ids;
    for (const archive::Relation& relation : moved)
        ids.insert(relation.dumpId);
    QStringList tied;
    for (const archive::Relation& relation : moved) {
        const archive::TocEntry* entry =
            relation.kind == archive::RelationKind::Sequence ? source.byDumpId(relation.dumpId) : nullptr;
        if (!entry || !archive::targetOf(archive::EntryKind::Sequence, entry->definition()).isIdentity)
            continue;
        const auto needed = entry->dependencies();
        if (std::none_of(needed.begin(), needed.end(), [&ids](int each) { return ids.contains(each); }))
            tied.append(core::singleLine(relation.schema + QLatin1Char('.') + relation.name));
    }
    return tied;
}

} // namespace

core::Findings besideFindings(const RestoreDraft& draft, const RestoreFacts& facts)
{
    core::Findings findings;
    QSet<QString> taken;
    for (const archive::TocEntry& entry : facts.target.toc.entries) {
        const ObjectKey key = keyOf(entry);
        if (key.schema == draft.intoSchema && key.kind == QLatin1String("relation"))
            taken.insert(key.tag);
    }
    QStringList clashing;
    QSet<QString> seen;
    const QList<archive::Relation> moved = movedRelations(facts.source.toc, facts.selection);
    for (const archive::Relation& relation : moved) {
        if (taken.contains(relation.name) || seen.contains(relation.name) ||
            relation.schema == draft.intoSchema)
            clashing.append(core::singleLine(relation.name));
        seen.insert(relation.name);
    }
    const QString schema = core::singleLine(draft.intoSchema);
    if (const QStringList tied = sequencesOfColumns(facts.source.toc, moved); !tied.isEmpty()) {
        findings.append(
            {core::Severity::Blocker,
             QStringLiteral("beside.identity"),
             tr("These sequences are parts of identity columns: %1.").arg(tied.join(QLatin1String(", "))),
             tr("Choose their tables instead."),
             {}});
    }
    if (!clashing.isEmpty()) {
        findings.append({core::Severity::Blocker,
                         QStringLiteral("target.nameTaken"),
                         tr("The schema %1 cannot take these: the name is there already, or twice: %2.")
                             .arg(schema, clashing.join(QLatin1String(", "))),
                         tr("Choose another schema, or fewer tables."),
                         {}});
    }
    if (moved.isEmpty())
        findings.append({core::Severity::Blocker,
                         QStringLiteral("beside.nothing"),
                         tr("Nothing is chosen that could go into the schema %1.").arg(schema),
                         tr("Choose tables."),
                         {}});
    return findings;
}

core::Result<RestoreReport> runBeside(const RestorePlan& plan, const access::ServerAccess& server,
                                      const core::RunContext& context)
{
    return Beside(plan, server, context).execute();
}

} // namespace tidemark::restore
