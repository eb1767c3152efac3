// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/backupoptions.h"

#include "backup/plankind.h"
#include "cli/basebackupoptions.h"
#include "cli/clusteroptions.h"
#include "core/atomicfile.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>

namespace tidemark::cli {

namespace {

constexpr qint64 largestPlan = 16 << 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::backup", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("backup"));
}

core::Status readForm(const Invocation& invocation, backup::FormChoice& form)
{
    if (invocation.isSet("format")) {
        auto format = backup::formatFromText(invocation.value("format"));
        if (!format)
            return std::move(format).error();
        form.format = *format;
    }
    if (invocation.isSet("compress")) {
        auto compression = core::CompressionSpec::fromText(invocation.value("compress"));
        if (!compression)
            return std::move(compression).error();
        form.compression = *compression;
    }
    if (invocation.isSet("jobs")) {
        auto jobs = wholeNumber(invocation, "jobs", 1);
        if (!jobs)
            return std::move(jobs).error();
        form.jobs = *jobs;
    }
    return {};
}

core::Status readContent(const Invocation& invocation, backup::ContentChoice& content)
{
    if (invocation.isSet("schema-only") && invocation.isSet("data-only"))
        return wrong(tr("--schema-only and --data-only are each without the other."));
    if (invocation.isSet("schema-only"))
        content.part = backup::Part::Definitions;
    else if (invocation.isSet("data-only"))
        content.part = backup::Part::Rows;
    content.tables += invocation.values("table");
    content.excludedTables += invocation.values("exclude-table");
    content.tablesWithoutRows += invocation.values("exclude-table-data");
    content.schemas += invocation.values("schema");
    content.excludedSchemas += invocation.values("exclude-schema");
    if (invocation.isSet("large-objects"))
        content.largeObjects = backup::LargeObjects::Include;
    else if (invocation.isSet("no-large-objects"))
        content.largeObjects = backup::LargeObjects::Leave;
    return {};
}

} // namespace

core::Result<int> wholeNumber(const Invocation& invocation, const char* option, int least)
{
    bool isNumber = false;
    const int number = invocation.value(option).toInt(&isNumber);
    if (!isNumber || number < least)
        return wrong(tr("--%1 wants a whole number from %2 on.").arg(QLatin1String(option)).arg(least));
    return number;
}

void addBackupOptions(QCommandLineParser& parser)
{
    addOption(parser, "to", tr("Folder that receives the backup set, as SERVER/DATABASE/TIME below it."), "DIR");
    addOption(parser, "database", tr("What to back up; may be repeated. The connection's own database where it is not given."), "NAME");
    addOption(parser, "all-databases", tr("All databases of the server that allow connections, each in a set of its own."));
    addOption(parser, "format", tr("custom, directory, tar or plain. Else custom, and directory from 1 GB on. Of a base backup tar (default) or plain."), "FORMAT");
    addOption(parser, "compress", tr("none, gzip, lz4 or zstd, and a level behind a colon: zstd:3."), "METHOD");
    addOption(parser, "jobs", tr("How many connections dump at the same time; directory format only."), "N");
    addOption(parser, "table", tr("Only tables that match; may be repeated. Nothing that they need comes with them."), "PATTERN");
    addOption(parser, "exclude-table", tr("Leave out tables that match; may be repeated."), "PATTERN");
    addOption(parser, "exclude-table-data", tr("Leave out the rows of tables that match; may be repeated."), "PATTERN");
    addOption(parser, "schema", tr("Only schemas that match; may be repeated."), "PATTERN");
    addOption(parser, "exclude-schema", tr("Leave out schemas that match; may be repeated."), "PATTERN");
    addOption(parser, "schema-only", tr("Definitions without rows."));
    addOption(parser, "data-only", tr("Rows without definitions."));
    addOption(parser, "large-objects", tr("With large objects, also where tables or schemas are named."));
    addOption(parser, "no-large-objects", tr("Leave out large objects."));
    addOption(parser, "no-globals", tr("Leave out roles and tablespaces."));
    addOption(parser, "no-role-passwords", tr("Roles without their password hashes."));
    addOption(parser, "lock-wait", tr("How long to wait for the lock of a table, in seconds; 30 where it is not given."), "SECONDS");
    addOption(parser, "file-name", tr("Name of the dump inside the set, with {database} (not with --cluster), {server}, {date} and {time}."), "PATTERN");
    addOption(parser, "option", tr("Any other option of pg_dump (with --cluster of pg_dumpall), without its dashes: --option no-owner --option rows-per-insert=100."), "NAME[=VALUE]");
    addOption(parser, "plan", tr("Take everything from this file, which --print-plan has written; other options come on top."), "FILE");
    addOption(parser, "print-plan", tr("Print the plan and do nothing."));
    addClusterOptions(parser);
    addBaseBackupOptions(parser);
    addServerOptions(parser);
}

core::Result<QJsonObject> readPlan(const Invocation& invocation)
{
    if (!invocation.isSet("plan"))
        return QJsonObject();
    const auto json = core::readFile(invocation.value("plan"), largestPlan);
    if (!json)
        return json.error();
    const QJsonObject plan = QJsonDocument::fromJson(*json).object();
    if (auto kind = backup::planKindOf(plan); !kind)
        return std::move(kind).error();
    return plan;
}

core::Result<backup::BackupDraft> backupDraftFrom(const Invocation& invocation, const QJsonObject& plan)
{
    backup::BackupDraft draft;
    if (!plan.isEmpty()) {
        auto planned = backup::BackupDraft::fromJson(plan);
        if (!planned)
            return std::move(planned).error();
        draft = *std::move(planned);
    }
    if (invocation.isSet("to"))
        draft.destination = QFileInfo(invocation.value("to")).absoluteFilePath();
    if (draft.destination.isEmpty())
        return wrong(tr("Where to? --to DIR is missing."));
    if (invocation.isSet("all-databases") && invocation.isSet("database"))
        return wrong(tr("--all-databases and --database are each without the other."));
    TIDEMARK_TRY(readForm(invocation, draft.form));
    TIDEMARK_TRY(readContent(invocation, draft.content));
    for (const QString& option : invocation.values("option"))
        draft.options.append(backup::toolOptionFromText(option));
    if (invocation.isSet("no-globals"))
        draft.globals = backup::Globals::Leave;
    if (invocation.isSet("no-role-passwords"))
        draft.rolePasswords = backup::RolePasswords::Leave;
    if (invocation.isSet("lock-wait")) {
        auto seconds = wholeNumber(invocation, "lock-wait", 1);
        if (!seconds)
            return std::move(seconds).error();
        draft.lockWait = std::chrono::seconds(*seconds);
    }
    if (invocation.isSet("file-name"))
        draft.fileName = invocation.value("file-name");
    return draft;
}

} // namespace tidemark::cli
