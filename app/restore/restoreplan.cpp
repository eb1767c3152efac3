// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restoreplan.h"

#include "archive/rolenames.h"
#include "catalog/runid.h"
#include "core/quoting.h"
#include "restore/damage.h"
#include "restore/othernames.h"
#include "restore/psqlrun.h"
#include "restore/restoreanswers.h"
#include "restore/restoreoptions.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <thread>

namespace tidemark::restore {

namespace {

core::ErrorKind kindOfFinding(const QString& id)
{
    static const QSet<QString> conflicts{
        QStringLiteral("target.exists"),    QStringLiteral("target.conflicts"),
        QStringLiteral("target.nameTaken"), QStringLiteral("target.dependents"),
        QStringLiteral("target.confirm"),   QStringLiteral("file.exists")};
    if (conflicts.contains(id))
        return core::ErrorKind::Conflict;
    if (id == QLatin1String("tool.tooOld"))
        return core::ErrorKind::ToolTooOld;
    if (id == QLatin1String("tool.missing"))
        return core::ErrorKind::ToolMissing;
    if (id.startsWith(QLatin1String("privilege.")))
        return core::ErrorKind::PermissionDenied;
    if (id == QLatin1String("roles.missing") || id == QLatin1String("target.notThere") ||
        id == QLatin1String("target.absent"))
        return core::ErrorKind::NotFound;
    return core::ErrorKind::InvalidInput;
}

} // namespace

QString RestorePlan::applicationName() const
{
    return catalog::applicationNameOf(runId);
}

PgRestoreParameters RestorePlan::pgRestoreParameters(const QString& listFile, int workers) const
{
    const bool isOwn = roles.isOwnWork(draft.ownership);
    return {
        pgRestore,         source.archivePath,     listFile, isOwn ? Ownership::Me : draft.ownership, workers,
        draft.tablespaces, passedOn(draft.options)};
}

QString incompleteName(const QString& database, const QString& runId)
{
    const QString suffix = QStringLiteral(".incomplete-") + runId.right(8);
    QString name = database;
    while ((name + suffix).toUtf8().size() > 63)
        name.chop(name.size() > 1 && name.back().isLowSurrogate() ? 2 : 1);
    return name + suffix;
}

bool isIncompleteName(const QString& database)
{
    static const QRegularExpression name(QStringLiteral("\\.(incomplete|drill)-[0-9a-f]{8}$"));
    return name.match(database).hasMatch();
}

bool RestorePlan::isEverything() const
{
    return !isPart() && draft.sections.isEmpty() && draft.damaged == DamagedTables::Stop;
}

namespace {

core::Status chooseTool(const RestoreFacts& facts, RestorePlan& plan)
{
    if (plan.draft.target == TargetKind::SqlFile)
        return {};
    auto tool = plan.isThroughPgRestore() ? pickPgRestore(facts) : pickPsql(facts);
    if (!tool)
        return std::move(tool).error();
    (plan.isThroughPgRestore() ? plan.pgRestore : plan.psql) = *tool;
    return {};
}

std::array<Stage, 3> stagesIn(const RestorePlan& plan)
{
    if (!plan.isPart()) {
        std::array<Stage, 3> stages = stagesOf(plan.source.toc);
        for (Stage& stage : stages)
            stage.dumpIds.removeIf([&plan](int id) { return plan.leftOut.contains(id); });
        return stages;
    }
    // A tar file is read forwards only.
    const bool anyOrder = plan.source.format != archive::DumpFormat::Tar;
    return stagesOf(plan.source.toc, plan.scope.dumpIds(),
                    anyOrder ? plan.scope.selection.loadOrder : QList<int>());
}

/// Takes from pg_restore what it would do for other roles than are wanted.
void splitOffRoles(RestorePlan& plan)
{
    if (!plan.roles.isOwnWork(plan.draft.ownership))
        return;
    const archive::TocGraph graph(plan.source.toc);
    const bool isMine = plan.draft.ownership == Ownership::Me;
    for (Stage& stage : plan.stages) {
        if (!isMine)
            plan.owned += stage.dumpIds;
        stage.dumpIds.removeIf([&](int id) {
            const int index = graph.indexOf(id);
            const archive::EntryKind kind = graph.kind(index);
            const bool isGrant =
                kind == archive::EntryKind::Privileges || kind == archive::EntryKind::DefaultPrivileges;
            // Grants of owners: as they are once the objects are theirs.
            const bool isLate =
                (isGrant && !isMine) ||
                archive::withOtherRoles(graph, index, plan.roles.replaced) != graph.entry(index).definition();
            if (isLate)
                plan.late.append(id);
            return isLate;
        });
    }
}

void describeNew(const RestoreFacts& facts, RestorePlan& plan)
{
    NewDatabasePlan made = newDatabaseOf(plan.draft, facts);
    plan.database = std::move(made.database);
    plan.database.name = incompleteName(plan.draft.targetDatabase, plan.runId);
    plan.databaseOwner = made.owner;
    plan.connectionLimit = made.connectionLimit;
}

QString targetName(TargetKind kind)
{
    switch (kind) {
    case TargetKind::ExistingDatabase:
        return QStringLiteral("existing");
    case TargetKind::SqlFile:
        return QStringLiteral("file");
    case TargetKind::NewDatabase:
        break;
    }
    return QStringLiteral("new");
}

QString ownershipName(Ownership ownership)
{
    switch (ownership) {
    case Ownership::Keep:
        return QStringLiteral("keep");
    case Ownership::Role:
        return QStringLiteral("role");
    case Ownership::Me:
        break;
    }
    return QStringLiteral("me");
}

QString existingName(ExistingObjects existing)
{
    switch (existing) {
    case ExistingObjects::Keep:
        return QStringLiteral("keep");
    case ExistingObjects::Replace:
        return QStringLiteral("replace");
    case ExistingObjects::EmptyAndLoad:
        return QStringLiteral("empty");
    case ExistingObjects::Append:
        return QStringLiteral("append");
    case ExistingObjects::Stop:
        break;
    }
    return QStringLiteral("stop");
}

} // namespace

QJsonObject RestorePlan::toJson() const
{
    qsizetype objects = scope.selection.entries.size();
    if (isThroughPgRestore())
        objects = stages[0].dumpIds.size() + stages[1].dumpIds.size() + stages[2].dumpIds.size();
    QJsonObject json{{QStringLiteral("kind"), QStringLiteral("restore")},
                     {QStringLiteral("runId"), runId},
                     {QStringLiteral("source"), source.archivePath},
                     {QStringLiteral("target"), targetName(draft.target)},
                     {QStringLiteral("database"), draft.targetDatabase},
                     {QStringLiteral("existing"), existingName(draft.existing)},
                     {QStringLiteral("ownership"), ownershipName(draft.ownership)},
                     {QStringLiteral("jobs"), jobs},
                     {QStringLiteral("objects"), static_cast<qint64>(objects)},
                     {QStringLiteral("draft"), restore::toJson(draft)}};
    if (draft.target == TargetKind::SqlFile)
        json.insert(QStringLiteral("file"), draft.file);
    if (!draft.intoSchema.isEmpty())
        json.insert(QStringLiteral("intoSchema"), draft.intoSchema);
    if (!newNames.isEmpty()) {
        QJsonArray names;
        for (const postgres::OtherName& name : newNames)
            names.append(QJsonObject{{QStringLiteral("schema"), name.from.first},
                                     {QStringLiteral("name"), name.from.second},
                                     {QStringLiteral("newName"), name.to}});
        json.insert(QStringLiteral("newNames"), names);
    }
    const process::Tool& tool = isThroughPgRestore() ? pgRestore : psql;
    const QString key = isThroughPgRestore() ? QStringLiteral("pgRestore") : QStringLiteral("psql");
    if (!tool.path.isEmpty()) {
        json.insert(key, tool.path);
        json.insert(key + QLatin1String("Version"), tool.version.toText());
    }
    return json;
}

core::Result<RestorePlan> makePlan(const RestoreDraft& draft, const RestoreFacts& facts)
{
    for (const core::Finding& finding : validate(draft, facts)) {
        if (finding.severity == core::Severity::Blocker)
            return core::Error{kindOfFinding(finding.id), finding.sentence, {}, finding.hint};
    }
    RestorePlan plan;
    plan.draft = draft;
    plan.runId = catalog::newRunId(QDateTime::currentDateTimeUtc());
    plan.source = facts.source;
    plan.target = facts.target;
    plan.tools = facts.tools;
    plan.serverMajor = facts.server.version.major();
    plan.isSuperuser = facts.server.superuser;
    TIDEMARK_TRY(chooseTool(facts, plan));
    const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    plan.jobs = draft.jobs > 0 ? draft.jobs : std::min(cores, 4);
    if (plan.source.format == archive::DumpFormat::Tar || !plan.isThroughPgRestore())
        plan.jobs = 1; // pg_restore has no parallel restore of it, and a transaction is one session
    if (draft.isBeside()) {
        plan.scope.selection = facts.selection;
        plan.newNames = otherNames(draft, facts.source.toc, facts.selection, facts.target).names;
        const QSet<int> selected = plan.scope.dumpIds();
        const QList<const archive::TocEntry*> rows = facts.source.toc.tableData();
        for (const archive::TocEntry* data : rows) {
            if (selected.contains(data->dumpId()))
                plan.scope.loaded.append(
                    {archive::RelationKind::Table, data->schema(), data->tag(), data->dumpId()});
        }
    } else if (plan.isPart() || !plan.isThroughPgRestore())
        plan.scope = scopeOf(draft, facts);
    plan.roles = rolePlanOf(draft, facts);
    plan.intact = facts.intact;
    plan.notes = draft.isBeside() ? leftOutOf(draft, facts).findings : plan.scope.findings;
    if (plan.isThroughPgRestore()) {
        if (!plan.isPart()) {
            LeftOut left = leftOutOf(draft, facts);
            plan.leftOut = std::move(left.dumpIds);
            plan.notes = std::move(left.findings);
        }
        plan.stages = stagesIn(plan);
        splitOffRoles(plan);
    }
    plan.notes.removeIf([](const core::Finding& finding) {
        return !finding.id.startsWith(QLatin1String("roles.")) &&
               !finding.id.startsWith(QLatin1String("damaged."));
    });
    if (facts.source.isCutOff)
        plan.notes.append({core::Severity::Warning,
                           QStringLiteral("damaged.end"),
                           QCoreApplication::translate(
                               "restore::plan", "The dump is cut off: what stood behind its end is missing."),
                           QCoreApplication::translate(
                               "restore::plan", "Keys, indexes, triggers and privileges mostly stand there."),
                           {}});
    if (facts.source.looseStatements > 0)
        plan.notes.append(looseStatements(facts.source));
    plan.database.name = draft.targetDatabase;
    if (draft.target == TargetKind::NewDatabase)
        describeNew(facts, plan);
    return plan;
}

namespace {

QString createStatement(const RestorePlan& plan)
{
    postgres::NewDatabase database = plan.database;
    database.name = plan.draft.targetDatabase;
    return postgres::createDatabaseText(database);
}

/// psql reads what tidemarkctl writes with the same choices and --to.
QString psqlShown(const RestorePlan& plan, const QString& conninfo)
{
    process::Command command = psqlCommand(plan.psql);
    command.addOption(QStringLiteral("--dbname"), conninfo);
    command.addOption(QStringLiteral("--output"), QStringLiteral("/dev/null"));
    command.addOption(QStringLiteral("--file"), QStringLiteral("restore.sql"));
    return command.toShell();
}

} // namespace

QStringList shownCommands(const RestorePlan& plan, const QString& conninfo)
{
    // Beside the originals several programs and statements work together.
    if (plan.draft.target == TargetKind::SqlFile || plan.draft.isBeside())
        return {};
    QStringList commands;
    for (const postgres::NewRole& role : plan.roles.created)
        commands.append(postgres::createRoleText(role));
    if (plan.draft.target == TargetKind::NewDatabase)
        commands.append(createStatement(plan));
    if (!plan.isThroughPgRestore()) {
        commands.append(psqlShown(plan, conninfo));
        return commands;
    }
    // The same result by hand: one pass is what most people will want to copy; the three lists are an inner
    // matter.
    const QString list = plan.isPart() ? QStringLiteral("restore.list") : QString(); // of what was chosen
    process::Command command = pgRestoreCommand(plan.pgRestoreParameters(list, plan.jobs));
    command.addOption(QStringLiteral("--dbname"), conninfo);
    commands.append(command.toShell());
    return commands;
}

} // namespace tidemark::restore
