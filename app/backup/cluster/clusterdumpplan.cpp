// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/cluster/clusterdumpplan.h"

#include "catalog/runid.h"

#include <QDir>
#include <QJsonArray>

namespace tidemark::backup::cluster {

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

QString ClusterDumpPlan::applicationName() const
{
    return catalog::applicationNameOf(runId);
}

QString ClusterDumpPlan::dumpFileName(const QDateTime& started) const
{
    return fileNameFrom(draft, started) + form.suffix();
}

catalog::Coverage ClusterDumpPlan::coverage() const
{
    const bool whole = draft.content == Content::Everything && draft.part == Part::Everything &&
                       draft.excludedDatabases.isEmpty() && !chooseContent(draft.options);
    return whole ? catalog::Coverage::Whole : catalog::Coverage::Part;
}

QJsonObject ClusterDumpPlan::toJson() const
{
    QJsonObject object = draft.toJson();
    object.insert(QStringLiteral("runId"), runId);
    // What was decided where the draft leaves it open.
    object.insert(QStringLiteral("compression"), form.compression.toText());
    object.insert(QStringLiteral("rolePasswords"), rolePasswords == RolePasswords::Keep);
    object.insert(QStringLiteral("databases"), QJsonArray::fromStringList(databases));
    object.insert(QStringLiteral("pgDumpAll"), pgDumpAll.path);
    object.insert(QStringLiteral("pgDumpAllVersion"), pgDumpAll.version.toText());
    return object;
}

core::Result<ClusterDumpPlan> makePlan(const ClusterDumpDraft& draft, const ClusterDumpFacts& facts)
{
    for (const core::Finding& finding : validate(draft, facts)) {
        if (finding.severity == core::Severity::Blocker)
            return core::Error{kindOfFinding(finding.id), finding.sentence, {}, finding.hint};
    }
    ClusterDumpPlan plan;
    plan.draft = draft;
    plan.draft.destination = QDir(draft.destination).absolutePath();
    plan.runId = catalog::newRunId(QDateTime::currentDateTimeUtc());
    auto tool = facts.tools.pick(process::ToolKind::PgDumpAll, facts.server.version.major());
    if (!tool)
        return std::move(tool).error();
    plan.pgDumpAll = *tool;
    plan.rolePasswords = passwordsOf(draft, facts);
    plan.form.format = archive::DumpFormat::PlainCluster;
    plan.form.compression = compressionOf(draft);
    if (plan.form.compression.method != core::CompressionMethod::None)
        plan.form.compressor = Compressor::Tidemark; // pg_dumpall has none of its own
    plan.firstDatabase = facts.server.database;
    for (const DatabaseLook& database : facts.look.databases)
        plan.databases.append(database.name);
    plan.estimatedRead = facts.look.tableBytes();
    return plan;
}

process::Command dumpAllCommand(const ClusterDumpPlan& plan, const QString& file)
{
    const ClusterDumpDraft& draft = plan.draft;
    process::Command command(plan.pgDumpAll.path);
    if (!file.isEmpty())
        command.addOption(QStringLiteral("--file"), file);
    if (draft.content != Content::Everything)
        command.add(QStringLiteral("--%1-only").arg(contentName(draft.content)));
    else if (draft.part != Part::Everything)
        command.add(draft.part == Part::Definitions ? QStringLiteral("--schema-only")
                                                    : QStringLiteral("--data-only"));
    for (const QString& pattern : draft.excludedDatabases)
        command.addOption(QStringLiteral("--exclude-database"), pattern);
    if (plan.rolePasswords == RolePasswords::Leave)
        command.add(QStringLiteral("--no-role-passwords"));
    for (const ToolOption& option : draft.options)
        command.add(argumentOf(option));
    command.addOption(QStringLiteral("--lock-wait-timeout"),
                      QString::number(std::chrono::milliseconds(draft.lockWait).count()));
    command.addOption(QStringLiteral("--database"),
                      plan.firstDatabase); // else it would try "postgres", which may be closed to this role
    command.add(QStringLiteral("--verbose")).add(QStringLiteral("--no-password"));
    return command;
}

QStringList shownCommands(const ClusterDumpPlan& plan, const QString& conninfo)
{
    const QString file = plan.dumpFileName(QDateTime::currentDateTimeUtc());
    const bool piped = plan.form.compressor == Compressor::Tidemark;
    process::Command dump = dumpAllCommand(plan, piped ? QString() : file);
    QString line = dump.addOption(QStringLiteral("--dbname"), conninfo).toShell();
    if (piped) // what it comes to
        line += QStringLiteral(" | %1 > %2").arg(core::compressionName(plan.form.compression.method), file);
    return {line};
}

} // namespace tidemark::backup::cluster
