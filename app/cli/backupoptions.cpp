// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/backupoptions.h"

#include "backup/plankind.h"
#include "catalog/backupset.h"
#include "cli/basebackupoptions.h"
#include "cli/clusteroptions.h"
#include "core/atomicfile.h"
#include "core/quoting.h"
#include "store/presetstore.h"
#include "store/profilestore.h"

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

core::Error lacksDestination(const QString& folder)
{
    return {core::ErrorKind::NotFound, tr("The folder %1, where that backup went, is not there.").arg(core::singleLine(folder)), {},
            tr("Mount the disk that it is on, or name another folder: --to DIR.")};
}

/// The answers of one database become those of every database that is named.
backup::BackupAnswers forAnyDatabase(backup::BackupAnswers answers)
{
    if (answers.databases.size() == 1)
        answers.draft.content = answers.contents.take(answers.databases.constFirst());
    return answers;
}

core::Result<catalog::BackupSet> likedSet(const Invocation& invocation)
{
    return catalog::readSet(QFileInfo(invocation.value("like")).absoluteFilePath());
}

/// Of a set that is no dump of a database; those have answers (see answersOfSet()).
core::Result<QJsonObject> planOfSet(const Invocation& invocation)
{
    const auto set = likedSet(invocation);
    if (!set)
        return set.error();
    QJsonObject plan = set->manifest.options;
    if (plan.isEmpty())
        return core::Error{core::ErrorKind::InvalidInput, tr("How this set was made is not known."), set->folder, tr("--like takes the folder of a set that Tidemark has made.")};
    const auto kind = backup::planKindOf(plan);
    if (!kind)
        return kind.error();
    if (*kind == backup::PlanKind::Database) {
        for (const char* other : {"physical", "cluster", "globals-only", "roles-only", "tablespaces-only"}) {
            if (invocation.isSet(other))
                return wrong(tr("--%1 is for another kind of backup than this set: %2").arg(QLatin1String(other), set->folder));
        }
        return QJsonObject();
    }
    const QString destination = plan.value(u"destination").toString();
    if (!invocation.isSet("to") && !QFileInfo(destination).isDir())
        return lacksDestination(destination);
    plan.remove(QStringLiteral("server")); // the server's that is backed up now
    return plan;
}

core::Result<backup::BackupAnswers> answersOfSet(const Invocation& invocation)
{
    const auto set = likedSet(invocation);
    if (!set)
        return set.error();
    auto answers = backup::BackupAnswers::fromPlan(set->manifest.options);
    if (!answers)
        return answers;
    if (!invocation.isSet("to") && !QFileInfo(answers->draft.destination).isDir())
        return lacksDestination(answers->draft.destination);
    answers->draft.serverLabel.clear(); // the server's that is backed up now
    return forAnyDatabase(*std::move(answers));
}

core::Result<backup::BackupAnswers> answersOfPreset(const Invocation& invocation)
{
    auto owner = presetOwner(invocation);
    if (!owner)
        return std::move(owner).error();
    const auto preset = store::PresetStore().find(QLatin1String(backup::databaseAnswersKind), invocation.value("preset"), *owner);
    if (!preset)
        return preset.error();
    return backup::BackupAnswers::fromJson(preset->answers);
}

core::Result<backup::BackupAnswers> answersOfPlan(const QJsonObject& plan)
{
    auto draft = backup::BackupDraft::fromJson(plan);
    if (!draft)
        return std::move(draft).error();
    backup::BackupAnswers answers;
    if (!draft->database.isEmpty())
        answers.databases = {draft->database};
    answers.draft = *std::move(draft);
    answers.draft.database.clear();
    return answers;
}

/// What the others come on top of.
core::Result<backup::BackupAnswers> startOf(const Invocation& invocation, const QJsonObject& planned)
{
    if (!planned.isEmpty())
        return answersOfPlan(planned);
    if (invocation.isSet("preset"))
        return answersOfPreset(invocation);
    return invocation.isSet("like") ? answersOfSet(invocation) : backup::BackupAnswers();
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
    content.takeExactNames();
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
    addOption(parser, "preset", tr("Take everything from the preset of this name, as saved in the window or by tidemarkctl presets; other options come on top."), "NAME");
    addOption(parser, "like", tr("Take everything from this backup set: its options again; other options come on top."), "SET");
    addOption(parser, "verify", tr("Restore what was backed up on trial at once, as tidemarkctl verify does; on the computer that this runs on."));
    addOption(parser, "print-plan", tr("Print the plan and do nothing."));
    addClusterOptions(parser);
    addBaseBackupOptions(parser);
    addServerOptions(parser);
}

core::Result<QJsonObject> readPlan(const Invocation& invocation)
{
    if (invocation.isSet("plan") + invocation.isSet("preset") + invocation.isSet("like") > 1)
        return wrong(tr("--plan, --preset and --like are each without the others."));
    if (invocation.isSet("like"))
        return planOfSet(invocation);
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

core::Result<QString> presetOwner(const Invocation& invocation)
{
    if (!invocation.isSet("profile"))
        return QString();
    store::ProfileStore profiles;
    TIDEMARK_TRY(profiles.load());
    auto profile = profiles.find(invocation.value("profile"));
    if (!profile)
        return std::move(profile).error();
    return profile->id;
}

core::Result<backup::BackupAnswers> backupAnswersFrom(const Invocation& invocation, const QJsonObject& plan)
{
    auto start = startOf(invocation, plan);
    if (!start)
        return start;
    backup::BackupAnswers answers = *std::move(start);
    backup::BackupDraft& draft = answers.draft;
    if (invocation.isSet("to"))
        draft.destination = QFileInfo(invocation.value("to")).absoluteFilePath();
    if (invocation.isSet("all-databases") && invocation.isSet("database"))
        return wrong(tr("--all-databases and --database are each without the other."));
    if (invocation.isSet("all-databases") || invocation.isSet("database")) {
        answers.choice = invocation.isSet("all-databases") ? backup::Databases::All : backup::Databases::Named;
        answers.databases = invocation.values("database");
    }
    TIDEMARK_TRY(readForm(invocation, draft.form));
    TIDEMARK_TRY(readContent(invocation, draft.content));
    for (backup::ContentChoice& content : answers.contents)
        TIDEMARK_TRY(readContent(invocation, content));
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
    return answers;
}

} // namespace tidemark::cli
