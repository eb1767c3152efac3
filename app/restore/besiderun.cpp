// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/besiderun.h"

#include "archive/definitiontarget.h"
#include "archive/entryname.h"
#include "core/quoting.h"
#include "postgres/queries/movetables.h"
#include "process/process.h"
#include "process/toolmessages.h"
#include "restore/namelist.h"
#include "restore/othernames.h"
#include "restore/rolework.h"
#include "restore/scratchfolder.h"
#include "restore/verdict.h"

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
        , m_roles(plan, server, context)
        , m_folder(scratchFolder() + QLatin1String("/tidemark-XXXXXX"))
        , m_scratch(QStringLiteral("tidemark scratch ") + plan.runId.right(8))
        , m_dump(m_folder.filePath(QStringLiteral("moved.dump")))
    {
    }

    core::Result<RestoreReport> execute()
    {
        const auto started = std::chrono::steady_clock::now();
        auto report = steps();
        const core::Status dropped = dropScratch();
        const QString left =
            tr("The scratch database %1 could not be dropped.").arg(core::singleLine(m_made));
        if (report) {
            if (!dropped)
                report->add(core::Severity::Warning, "scratch.left", left, dropped.error().detail);
            // So far it is that of the last step.
            report->duration = std::chrono::duration_cast<std::chrono::milliseconds>(
                std::chrono::steady_clock::now() - started);
            if (report->verdict == core::Verdict::Ok)
                report->verdict = verdictFrom(report->findings);
            return report;
        }
        core::Error error = std::move(report).error();
        if (!dropped)
            error.hint += QLatin1Char('\n') + left;
        if (m_outcome != postgres::TransactionOutcome::RolledBack)
            return error; // the roles belong to what is, or may be, there
        if (const QStringList roles = m_roles.undo(); !roles.isEmpty())
            error.hint += QLatin1Char('\n') + tr("These new roles are still on the server: %1.")
                                                  .arg(core::singleLine(roles.join(QLatin1String(", "))));
        return error;
    }

private:
    core::Status dropScratch() const
    {
        if (m_made.isEmpty())
            return {};
        // The run may be cancelled or the server gone; cleaning up has its own, short time.
        postgres::SessionOptions options;
        options.connectLimit = std::chrono::seconds(5);
        auto connection = m_server.connect({}, options, {});
        return connection ? postgres::dropDatabase(*connection, m_made) : core::Status(connection.error());
    }

    core::Result<RestoreReport> steps()
    {
        if (!m_folder.isValid())
            return core::Error{core::ErrorKind::Io, tr("No folder could be made in %1.").arg(scratchFolder()),
                               m_folder.errorString(),
                               tr("The rows lie there for a while. Name another place: TMPDIR=…")};
        TIDEMARK_TRY(m_roles.create());
        TIDEMARK_TRY(fillScratch());
        TIDEMARK_TRY(m_plan.source.checkUnchanged()); // it was planned with anew
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
        if (m_plan.newNames.isEmpty()) {
            draft.schemas = {m_plan.draft.intoSchema};
        } else {
            for (const postgres::RelationName& place : places())
                draft.tables.append(core::quoteQualified(place.first, place.second));
        }
        draft.existing = ExistingObjects::Keep;
        const core::RunContext context = within(m_context, 0.6, 1);
        const auto plan = planned(draft, context);
        if (!plan)
            return plan.error();
        TIDEMARK_TRY(checkNothingIsKept(*plan));
        auto report = run(*plan, m_server, context, {}, &m_outcome);
        if (report)
            addKeys(*report);
        if (report)
            report->findings = m_plan.notes + report->findings;
        return report;
    }

    core::Result<RestorePlan> planned(const RestoreDraft& draft, const core::RunContext& context) const
    {
        auto facts = gatherFacts(draft, m_server, m_plan.tools, context);
        if (!facts)
            return std::move(facts).error();
        return makePlan(draft, *facts);
    }

    /// The names were free when all this was planned. What has one of them now is somebody else's.
    core::Status checkNothingIsKept(const RestorePlan& plan) const
    {
        const QSet<int> restored = plan.scope.dumpIds();
        QSet<postgres::RelationName> made;
        const QList<archive::Relation> relations = plan.source.toc.relations();
        for (const archive::Relation& relation : relations) {
            if (restored.contains(relation.dumpId))
                made.insert({relation.schema, relation.name});
        }
        QStringList taken;
        const QList<postgres::RelationName> wanted = places();
        for (const postgres::RelationName& place : wanted) {
            if (!made.contains(place))
                taken.append(core::singleLine(place.first + QLatin1Char('.') + place.second));
        }
        if (taken.isEmpty())
            return {};
        const QString target = core::singleLine(m_plan.draft.targetDatabase);
        return core::Error{core::ErrorKind::Conflict,
                           tr("These names were taken in %1 meanwhile: %2.").arg(target, listed(taken)),
                           {},
                           tr("Choose another schema or other names. %1 was not touched.").arg(target)};
    }

    core::Status fillScratch()
    {
        RestoreDraft draft = m_plan.draft;
        draft.target = TargetKind::NewDatabase;
        draft.targetDatabase = m_scratch;
        draft.intoSchema.clear();
        draft.newNames.clear();
        if (draft.foreignKeys == archive::ForeignKeys::NotValid)
            draft.foreignKeys = archive::ForeignKeys::Skip; // made at the end
        draft.existing = ExistingObjects::Stop;
        draft.databaseOwner.clear();
        draft.templateDatabase.clear();
        draft.tablespace.clear();
        draft.connectionLimit.reset();
        const core::RunContext context = within(m_context, 0, 0.5);
        const auto plan = planned(draft, context);
        if (!plan)
            return plan.error();
        const auto report = run(*plan, m_server, context);
        if (!report)
            return report.error();
        m_made = report->database; // under its incomplete name where that failed
        if (report->verdict != core::Verdict::Failed)
            return {};
        QString reason;
        for (const core::Finding& finding : std::as_const(report->findings)) {
            if (finding.severity == core::Severity::Blocker && reason.isEmpty())
                reason = finding.hint.isEmpty() ? finding.sentence
                                                : finding.sentence + QLatin1Char('\n') + finding.hint;
        }
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
        return postgres::moveRelations(*connection, names, m_plan.draft.intoSchema, m_plan.newNames);
    }

    QList<postgres::RelationName> places() const
    {
        const OtherNames names{m_plan.newNames, {}};
        QList<postgres::RelationName> places;
        const QList<archive::Relation> moved = movedRelations(m_plan.source.toc, m_plan.scope.selection);
        for (const archive::Relation& relation : moved)
            places.append(names.placeOf(relation, m_plan.draft.intoSchema));
        return places;
    }

    /// To tables that stay where they are.
    void addKeys(RestoreReport& report)
    {
        QList<int> keys;
        for (const archive::SelectedEntry& entry : m_plan.scope.selection.entries) {
            if (entry.makeNotValid)
                keys.append(entry.dumpId);
        }
        if (keys.isEmpty() || report.verdict == core::Verdict::Failed ||
            !m_plan.draft.has(StageKind::PostData))
            return;
        QStringList broken;
        auto connection = m_server.connect(m_plan.draft.targetDatabase, {}, m_context.stop);
        const archive::TocGraph graph(m_plan.source.toc);
        for (const int key : keys) {
            const QString name = archive::entryName(graph, graph.indexOf(key));
            const auto made = connection ? addKey(*connection, graph, graph.indexOf(key))
                                         : core::Result<postgres::AddedKey>(connection.error());
            if (!made)
                report.add(core::Severity::Warning, "foreignKeys.left",
                           tr("The foreign key %1 was left out.").arg(name), made.error().detail);
            else if (made->rows == postgres::AddedKey::Rows::NotChecked)
                report.add(
                    core::Severity::Warning, "foreignKeys.unchecked",
                    tr("The foreign key %1 holds for new rows; whether the others keep it was not found "
                       "out.")
                        .arg(name),
                    (made->why.detail.isEmpty() ? made->why.message : made->why.detail) + QLatin1Char('\n') +
                        tr("Run: ALTER TABLE … VALIDATE CONSTRAINT …"));
            else if (made->rows == postgres::AddedKey::Rows::BreakIt)
                broken.append(name);
        }
        if (!broken.isEmpty())
            report.add(
                core::Severity::Warning, "foreignKeys.broken",
                tr("Rows point to rows that %1 no longer has; these foreign keys hold for new rows only: %2.")
                    .arg(core::singleLine(m_plan.draft.targetDatabase), listed(broken)),
                tr("Bring those rows back, then run: ALTER TABLE … VALIDATE CONSTRAINT …"));
    }

    core::Result<postgres::AddedKey> addKey(postgres::Connection& connection, const archive::TocGraph& graph,
                                            int key)
    {
        const archive::TocEntry& table = graph.entry(graph.whole(key));
        const postgres::RelationName place = OtherNames{m_plan.newNames, {}}.placeOf(
            {archive::RelationKind::Table, table.schema(), table.tag(), table.dumpId()},
            m_plan.draft.intoSchema);
        QByteArray statement =
            archive::withSubject(archive::EntryKind::ForeignKey, graph.entry(key).definition(),
                                 graph.encode(core::quoteQualified(place.first, place.second)))
                .trimmed();
        if (statement.endsWith(';'))
            statement.chop(1);
        if (!statement.contains(" NOT VALID"))
            statement += " NOT VALID";
        // The connection speaks UTF-8, whatever the dump is in.
        return postgres::addForeignKey(connection, graph.decode(statement).toUtf8(), place,
                                       graph.entry(key).tag().mid(table.tag().size() + 1));
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
    RoleWork m_roles; // made before all, so that the scratch database has them
    QTemporaryDir m_folder;
    const QString m_scratch;
    const QString m_dump;
    QString m_made; // the scratch database, once it is there
    postgres::TransactionOutcome m_outcome = postgres::TransactionOutcome::RolledBack; // in the target
};

} // namespace

QList<archive::Relation> movedRelations(const archive::Toc& source, const archive::Selection& selection)
{
    const archive::TocGraph graph(source);
    QSet<int> included;
    QSet<int> pointing; // foreign keys to tables that stay
    QList<int> open;
    for (const archive::SelectedEntry& entry : selection.entries) {
        const int index = graph.indexOf(entry.dumpId);
        included.insert(index);
        if (entry.makeNotValid)
            pointing.insert(index);
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
                !pointing.contains(part) && graph.otherSide(part) >= 0)
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

/// Foreign keys whose other table the target does not have.
core::Findings keyFindings(const RestoreFacts& facts, const QList<archive::Relation>& moved)
{
    QSet<ObjectKey> present;
    for (const archive::TocEntry& entry : facts.target.toc.entries)
        present.insert(keyOf(entry));
    const archive::TocGraph graph(facts.source.toc);
    QStringList parentless;
    for (const archive::SelectedEntry& entry : facts.selection.entries) {
        const int key = graph.indexOf(entry.dumpId);
        const int other = entry.makeNotValid ? graph.otherSide(key) : -1;
        if (other >= 0 && !present.contains(keyOf(graph.entry(other))) &&
            std::none_of(moved.cbegin(), moved.cend(), [&](const archive::Relation& each) {
                return each.dumpId == graph.entry(other).dumpId();
            }))
            parentless.append(archive::entryName(graph, key));
    }
    if (parentless.isEmpty())
        return {};
    return {{core::Severity::Warning,
             QStringLiteral("foreignKeys.noParent"),
             tr("Foreign keys to tables that %1 does not have are left out: %2.")
                 .arg(core::singleLine(facts.target.database), listed(parentless)),
             tr("Choose these tables too to have the keys."),
             {}}};
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
    const OtherNames names = otherNames(draft, facts.source.toc, facts.selection, facts.target);
    const QList<archive::Relation> moved = movedRelations(facts.source.toc, facts.selection);
    for (const archive::Relation& relation : moved) {
        const postgres::RelationName place = names.placeOf(relation, draft.intoSchema);
        if (place.second != relation.name || draft.intoSchema.isEmpty())
            continue; // judged with the other names
        if (taken.contains(relation.name) || seen.contains(relation.name) ||
            relation.schema == draft.intoSchema)
            clashing.append(core::singleLine(relation.name));
        seen.insert(relation.name);
    }
    findings += names.findings;
    findings += keyFindings(facts, moved);
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
                         tr("Nothing is chosen that could go beside its original."),
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
