// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/base/basebackupplan.h"

#include "catalog/runid.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>

#include <algorithm>

namespace tidemark::backup::base {

namespace {

core::ErrorKind kindOfFinding(const QString& id, const BaseBackupFacts& facts)
{
    if (id == QLatin1String("tool.tooOld"))
        return core::ErrorKind::ToolTooOld;
    if (id == QLatin1String("tool.missing"))
        return core::ErrorKind::ToolMissing;
    if (id == QLatin1String("privilege.replicationRefused") && facts.refusal)
        return facts.refusal->kind;
    if (id.startsWith(QLatin1String("privilege.")) || id == QLatin1String("destination.notWritable"))
        return core::ErrorKind::PermissionDenied;
    if (id == QLatin1String("tablespace.occupied"))
        return core::ErrorKind::Conflict;
    return core::ErrorKind::InvalidInput;
}

void addCompression(process::Command& command, const BaseBackupPlan& plan)
{
    if (plan.compression.method == CompressionMethod::None) {
        return; // the default
    }
    if (plan.pgBaseBackup.version.hasBackupCompressionMethods())
        command.addOption(QStringLiteral("--compress"), QStringLiteral("client-") + compressionName(plan.compression));
    else if (plan.compression.level)
        command.addOption(QStringLiteral("--compress"), QString::number(*plan.compression.level));
    else
        command.add(QStringLiteral("--gzip"));
}

} // namespace

QString BaseBackupPlan::applicationName() const
{
    return catalog::applicationNameOf(runId);
}

QString BaseBackupPlan::tablespaceFolder(const postgres::Tablespace& tablespace) const
{
    for (const TablespaceMapping& mapping : draft.mappings) {
        if (mapping.from == tablespace.location)
            return mapping.to;
    }
    if (draft.tablespaces == TablespacePlace::AsOnServer)
        return tablespace.location;
    return QLatin1String(tablespacesFolder) + QLatin1Char('/') + tablespace.oid;
}

QJsonObject BaseBackupPlan::toJson() const
{
    QJsonArray mapped;
    for (const postgres::Tablespace& tablespace : tablespaces) {
        mapped.append(QJsonObject{{QStringLiteral("name"), tablespace.name},
                                  {QStringLiteral("location"), tablespace.location},
                                  {QStringLiteral("folder"), draft.format == Format::Plain ? tablespaceFolder(tablespace) : QString()}});
    }
    QJsonObject object = draft.toJson();
    object.insert(QStringLiteral("runId"), runId);
    // What was decided where the draft leaves it open.
    object.insert(QStringLiteral("compression"), compressionName(compression));
    object.insert(QStringLiteral("manifestChecksums"), hasManifest ? archive::checksumName(draft.checksums) : QString());
    object.insert(QStringLiteral("slot"), slot == SlotUse::Temporary);
    object.insert(QStringLiteral("tablespaces"), mapped);
    object.insert(QStringLiteral("pgBaseBackup"), pgBaseBackup.path);
    object.insert(QStringLiteral("pgBaseBackupVersion"), pgBaseBackup.version.toText());
    if (pgVerifyBackup)
        object.insert(QStringLiteral("pgVerifyBackup"), pgVerifyBackup->path);
    return object;
}

core::Result<BaseBackupPlan> makePlan(const BaseBackupDraft& draft, const BaseBackupFacts& facts)
{
    for (const core::Finding& finding : validate(draft, facts)) {
        if (finding.severity == core::Severity::Blocker)
            return core::Error{kindOfFinding(finding.id, facts), finding.sentence, {}, finding.hint};
    }
    BaseBackupPlan plan;
    plan.draft = draft;
    plan.draft.destination = QDir(draft.destination).absolutePath();
    if (plan.draft.label.isEmpty())
        plan.draft.label = QStringLiteral("tidemark");
    plan.runId = catalog::newRunId(QDateTime::currentDateTimeUtc());
    plan.server = facts.server.version;
    auto tool = facts.tools.pick(process::ToolKind::PgBaseBackup, plan.server.major());
    if (!tool)
        return std::move(tool).error();
    plan.pgBaseBackup = *tool;
    plan.hasManifest = plan.server.hasBackupManifest() && tool->version.hasBackupManifest();
    if (auto verify = facts.tools.pickExact(process::ToolKind::PgVerifyBackup, plan.server.major()); verify && plan.hasManifest && draft.format == Format::Plain)
        plan.pgVerifyBackup = *verify;
    plan.compression = compressionOf(draft, plan.pgBaseBackup.version);
    if (facts.source.slotsUsed >= facts.source.mostSlots)
        plan.slot = SlotUse::None;
    plan.tablespaces = facts.source.tablespaces;
    plan.estimatedSize = facts.source.size;
    return plan;
}

process::Command baseBackupCommand(const BaseBackupPlan& plan, const QString& setFolder)
{
    const BaseBackupDraft& draft = plan.draft;
    process::Command command(plan.pgBaseBackup.path);
    command.addOption(QStringLiteral("--pgdata"), setFolder + QLatin1Char('/') + QLatin1String(baseFolder));
    command.addOption(QStringLiteral("--format"), formatName(draft.format));
    addCompression(command, plan);
    command.addOption(QStringLiteral("--wal-method"), walMethodName(draft.walMethod));
    command.addOption(QStringLiteral("--checkpoint"), checkpointName(draft.checkpoint));
    command.addOption(QStringLiteral("--label"), draft.label);
    if (draft.rateLimit)
        command.addOption(QStringLiteral("--max-rate"), QString::number(*draft.rateLimit));
    if (plan.hasManifest)
        command.addOption(QStringLiteral("--manifest-checksums"), archive::checksumName(draft.checksums));
    if (plan.slot == SlotUse::None && draft.walMethod == WalMethod::Stream)
        command.add(QStringLiteral("--no-slot"));
    if (draft.format == Format::Plain) {
        for (const postgres::Tablespace& tablespace : plan.tablespaces) {
            QString folder = plan.tablespaceFolder(tablespace);
            if (QDir::isRelativePath(folder))
                folder = setFolder + QLatin1Char('/') + folder;
            if (folder != tablespace.location)
                command.addOption(QStringLiteral("--tablespace-mapping"), mappingText({tablespace.location, folder}));
        }
    }
    // Where the server has no view of the progress, the tool's own lines are read; they need the size, or do without --progress.
    if (!plan.server.hasProgressBaseBackup() && draft.sizeEstimate == SizeEstimate::Make)
        command.add(QStringLiteral("--progress"));
    else if (draft.sizeEstimate == SizeEstimate::Leave && plan.pgBaseBackup.version.hasBackupSizeChoice())
        command.add(QStringLiteral("--no-estimate-size"));
    // The set is flushed as a whole, at once; file by file takes long.
    command.add(QStringLiteral("--no-sync"));
    command.add(QStringLiteral("--verbose")).add(QStringLiteral("--no-password"));
    return command;
}

process::Command verifyCommand(const process::Tool& tool, const QString& folder)
{
    process::Command command(tool.path);
    command.add(QStringLiteral("--skip-checksums")).add(QStringLiteral("--quiet")).add(folder);
    return command;
}

QStringList shownCommands(const BaseBackupPlan& plan, const QString& conninfo)
{
    process::Command copy = baseBackupCommand(plan, plan.draft.destination);
    QStringList commands{copy.addOption(QStringLiteral("--dbname"), conninfo).toShell()};
    if (plan.pgVerifyBackup)
        commands.append(verifyCommand(*plan.pgVerifyBackup, plan.draft.destination + QLatin1Char('/') + QLatin1String(baseFolder)).toShell());
    return commands;
}

} // namespace tidemark::backup::base
