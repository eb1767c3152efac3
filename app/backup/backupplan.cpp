// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupplan.h"

#include "catalog/runid.h"
#include "catalog/setname.h"

#include <QDir>
#include <QJsonArray>

namespace tidemark::backup {

namespace {

constexpr char decidedKey[] = "decided";

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

PgDumpParameters parametersOf(const BackupPlan& plan, const QString& file)
{
    PgDumpParameters parameters;
    parameters.tool = plan.pgDump;
    parameters.file = file;
    parameters.form = plan.form;
    parameters.content = plan.contentArguments;
    parameters.options = plan.draft.options;
    parameters.lockWait = plan.draft.lockWait;
    return parameters;
}

} // namespace

QString BackupPlan::applicationName() const
{
    return catalog::applicationNameOf(runId);
}

QString BackupPlan::dumpFileName(const QDateTime& started) const
{
    return fileNameFrom(draft, started) + form.suffix();
}

catalog::Coverage BackupPlan::coverage() const
{
    return draft.content.isEverything() && !chooseContent(draft.options) ? catalog::Coverage::Whole : catalog::Coverage::Part;
}

QJsonObject BackupPlan::toJson() const
{
    QJsonObject object = draft.toJson();
    object.insert(QStringLiteral("runId"), runId);
    // What was decided where the draft leaves it open; draftOf() opens it again.
    QJsonArray decided;
    for (const char* field : {"format", "compression", "jobs"}) {
        if (!object.contains(QLatin1String(field)))
            decided.append(QLatin1String(field));
    }
    object.insert(QLatin1String(decidedKey), decided);
    object.insert(QStringLiteral("estimatedRead"), estimatedRead.bytes());
    object.insert(QStringLiteral("format"), archive::formatText(form.format));
    object.insert(QStringLiteral("compression"), form.compression.toText());
    object.insert(QStringLiteral("jobs"), form.jobs);
    object.insert(QStringLiteral("pgDump"), pgDump.path);
    object.insert(QStringLiteral("pgDumpVersion"), pgDump.version.toText());
    if (pgDumpAll)
        object.insert(QStringLiteral("pgDumpAll"), pgDumpAll->path);
    return object;
}

core::Result<BackupDraft> draftOf(const QJsonObject& plan)
{
    QJsonObject draft = plan;
    for (const QJsonValue field : plan.value(QLatin1String(decidedKey)).toArray())
        draft.remove(field.toString());
    return BackupDraft::fromJson(draft);
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
    plan.form = decideForm(draft.form, plan.pgDump, facts.tableBytes, facts.cores);
    auto content = draft.content.arguments();
    if (!content)
        return std::move(content).error();
    plan.contentArguments = *std::move(content);
    plan.estimatedRead = facts.tableBytes;
    if (draft.globals == Globals::Include) {
        auto pgDumpAll = facts.tools.pick(process::ToolKind::PgDumpAll, facts.server.version.major());
        if (!pgDumpAll)
            return std::move(pgDumpAll).error();
        plan.pgDumpAll = *pgDumpAll;
        plan.rolePasswords = facts.server.superuser ? draft.rolePasswords : RolePasswords::Leave;
    }
    return plan;
}

process::Command dumpCommand(const BackupPlan& plan, const QString& file, const QString& snapshot)
{
    PgDumpParameters parameters = parametersOf(plan, file);
    parameters.snapshot = snapshot;
    return pgDumpCommand(parameters);
}

QStringList shownCommands(const BackupPlan& plan, const QString& conninfo)
{
    QStringList commands;
    const QString file = plan.dumpFileName(QDateTime::currentDateTimeUtc());
    const bool piped = plan.form.compressor == Compressor::Tidemark && plan.form.format == archive::DumpFormat::Plain;
    process::Command dump = pgDumpCommand(parametersOf(plan, piped ? QString() : file));
    QString line = dump.addOption(QStringLiteral("--dbname"), conninfo).toShell();
    if (piped) // what it comes to
        line += QStringLiteral(" | %1 > %2").arg(core::compressionName(plan.form.compression.method), file);
    commands.append(line);
    if (plan.pgDumpAll) {
        process::Command globals = pgDumpAllGlobalsCommand(*plan.pgDumpAll, QStringLiteral("globals.sql"), plan.rolePasswords);
        commands.append(globals.addOption(QStringLiteral("--dbname"), conninfo).toShell());
    }
    return commands;
}

} // namespace tidemark::backup
