// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupplan.h"

#include "catalog/runid.h"
#include "catalog/setname.h"

#include <QDir>

namespace tidemark::backup {

namespace {

core::ErrorKind kindOfFinding(const QString& id)
{
    if (id == QLatin1String("tool.tooOld"))
        return core::ErrorKind::ToolTooOld;
    if (id == QLatin1String("tool.missing"))
        return core::ErrorKind::ToolMissing;
    if (id.startsWith(QLatin1String("privilege.")) || id == QLatin1String("destination.notWritable"))
        return core::ErrorKind::PermissionDenied;
    return core::ErrorKind::InvalidInput;
}

} // namespace

QString BackupPlan::applicationName() const
{
    return catalog::applicationNameOf(runId);
}

QString BackupPlan::dumpFileName() const
{
    return catalog::pathComponent(draft.database) + QStringLiteral(".dump");
}

QJsonObject BackupPlan::toJson() const
{
    QJsonObject object{{QStringLiteral("kind"), QStringLiteral("backup")},
                       {QStringLiteral("runId"), runId},
                       {QStringLiteral("server"), draft.serverLabel},
                       {QStringLiteral("database"), draft.database},
                       {QStringLiteral("destination"), draft.destination},
                       {QStringLiteral("format"), QStringLiteral("custom")},
                       {QStringLiteral("compression"), compression},
                       {QStringLiteral("lockWaitSeconds"), static_cast<qint64>(draft.lockWait.count())},
                       {QStringLiteral("globals"), pgDumpAll.has_value()},
                       {QStringLiteral("pgDump"), pgDump.path},
                       {QStringLiteral("pgDumpVersion"), pgDump.version.toText()}};
    if (pgDumpAll)
        object.insert(QStringLiteral("pgDumpAll"), pgDumpAll->path);
    return object;
}

core::Result<BackupPlan> makePlan(const BackupDraft& draft, const BackupFacts& facts)
{
    for (const core::Finding& finding : validate(draft, facts)) {
        if (finding.severity == core::Severity::Blocker)
            return core::Error{kindOfFinding(finding.id), finding.sentence, {}, finding.hint};
    }
    BackupPlan plan;
    plan.draft = draft;
    plan.draft.destination = QDir(draft.destination).absolutePath();
    plan.runId = catalog::newRunId(QDateTime::currentDateTimeUtc());
    auto pgDump = facts.tools.pick(process::ToolKind::PgDump, facts.server.version.major());
    if (!pgDump)
        return std::move(pgDump).error();
    plan.pgDump = *pgDump;
    plan.compression = defaultCompression(plan.pgDump);
    plan.estimatedRead = facts.tableBytes;
    if (draft.globals == Globals::Include) {
        auto pgDumpAll = facts.tools.pick(process::ToolKind::PgDumpAll, facts.server.version.major());
        if (!pgDumpAll)
            return std::move(pgDumpAll).error();
        plan.pgDumpAll = *pgDumpAll;
        plan.rolePasswords = facts.server.superuser ? RolePasswords::Keep : RolePasswords::Leave;
    }
    return plan;
}

QStringList shownCommands(const BackupPlan& plan, const QString& conninfo)
{
    QStringList commands;
    process::Command dump = pgDumpCommand({plan.pgDump, plan.dumpFileName(), {}, plan.compression, plan.draft.lockWait});
    commands.append(dump.addOption(QStringLiteral("--dbname"), conninfo).toShell());
    if (plan.pgDumpAll) {
        process::Command globals = pgDumpAllGlobalsCommand(*plan.pgDumpAll, QStringLiteral("globals.sql"), plan.rolePasswords);
        commands.append(globals.addOption(QStringLiteral("--dbname"), conninfo).toShell());
    }
    return commands;
}

} // namespace tidemark::backup
