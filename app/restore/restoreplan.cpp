// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restoreplan.h"

#include "catalog/runid.h"
#include "core/quoting.h"
#include "restore/archivedatabase.h"

#include <QDateTime>

#include <algorithm>
#include <thread>

namespace tidemark::restore {

namespace {

core::ErrorKind kindOfFinding(const QString& id)
{
    if (id == QLatin1String("target.exists"))
        return core::ErrorKind::Conflict;
    if (id == QLatin1String("tool.tooOld"))
        return core::ErrorKind::ToolTooOld;
    if (id == QLatin1String("tool.missing"))
        return core::ErrorKind::ToolMissing;
    if (id.startsWith(QLatin1String("privilege.")))
        return core::ErrorKind::PermissionDenied;
    if (id == QLatin1String("roles.missing"))
        return core::ErrorKind::NotFound;
    return core::ErrorKind::InvalidInput;
}

} // namespace

QString RestorePlan::applicationName() const
{
    return catalog::applicationNameOf(runId);
}

QJsonObject RestorePlan::toJson() const
{
    return {{QStringLiteral("kind"), QStringLiteral("restore")},
            {QStringLiteral("runId"), runId},
            {QStringLiteral("source"), source.archivePath},
            {QStringLiteral("database"), draft.targetDatabase},
            {QStringLiteral("ownership"), draft.ownership == Ownership::Me ? QStringLiteral("me") : QStringLiteral("keep")},
            {QStringLiteral("jobs"), jobs},
            {QStringLiteral("pgRestore"), pgRestore.path},
            {QStringLiteral("pgRestoreVersion"), pgRestore.version.toText()},
            {QStringLiteral("objects"), static_cast<qint64>(stages[0].dumpIds.size() + stages[1].dumpIds.size() + stages[2].dumpIds.size())}};
}

QString incompleteName(const QString& database, const QString& runId)
{
    const QString suffix = QStringLiteral(".incomplete-") + runId.right(8);
    QString name = database;
    while ((name + suffix).toUtf8().size() > 63)
        name.chop(name.size() > 1 && name.back().isLowSurrogate() ? 2 : 1);
    return name + suffix;
}

core::Result<RestorePlan> makePlan(const RestoreDraft& draft, const RestoreFacts& facts)
{
    for (const core::Finding& finding : validate(draft, facts)) {
        if (finding.severity == core::Severity::Blocker)
            return core::Error{kindOfFinding(finding.id), finding.sentence, {}, finding.hint};
    }
    auto tool = pickPgRestore(facts);
    if (!tool)
        return std::move(tool).error();
    RestorePlan plan;
    plan.draft = draft;
    plan.runId = catalog::newRunId(QDateTime::currentDateTimeUtc());
    plan.source = facts.source;
    plan.pgRestore = *tool;
    const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    plan.jobs = draft.jobs > 0 ? draft.jobs : std::min(cores, 4);
    if (plan.source.format == archive::DumpFormat::Tar)
        plan.jobs = 1; // pg_restore has no parallel restore of it
    plan.stages = stagesOf(facts.source.toc);

    const ArchiveDatabase described = describeDatabase(facts.source.toc);
    plan.database.name = incompleteName(draft.targetDatabase, plan.runId);
    plan.database.encoding = described.encoding;
    if (!described.otherProvider) {
        plan.database.collation = described.collation;
        plan.database.characterType = described.characterType;
    }
    return plan;
}

QStringList shownCommands(const RestorePlan& plan, const QString& conninfo)
{
    // The same result by hand: one pass is what most people will want to copy; the three lists are an inner matter.
    process::Command command = pgRestoreCommand({plan.pgRestore, plan.source.archivePath, {}, plan.draft.ownership, plan.jobs});
    command.addOption(QStringLiteral("--dbname"), conninfo);
    QString create = QStringLiteral("CREATE DATABASE %1 TEMPLATE template0").arg(core::quoteIdentifier(plan.draft.targetDatabase));
    if (!plan.database.encoding.isEmpty())
        create += QStringLiteral(" ENCODING ") + core::quoteLiteral(plan.database.encoding);
    if (!plan.database.collation.isEmpty())
        create += QStringLiteral(" LC_COLLATE ") + core::quoteLiteral(plan.database.collation);
    if (!plan.database.characterType.isEmpty())
        create += QStringLiteral(" LC_CTYPE ") + core::quoteLiteral(plan.database.characterType);
    return {create + QLatin1Char(';'), command.toShell()};
}

} // namespace tidemark::restore
