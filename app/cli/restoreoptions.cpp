// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/restoreoptions.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::restore", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("restore"));
}

/// One of the words, in the order of the values.
template <typename Value>
core::Status choose(const Invocation& invocation, const char* option,
                    const QList<std::pair<const char*, Value>>& words, Value& into)
{
    if (!invocation.isSet(option))
        return {};
    QStringList names;
    for (const auto& [word, value] : words) {
        if (invocation.value(option) == QLatin1String(word)) {
            into = value;
            return {};
        }
        names.append(QLatin1String(word));
    }
    return wrong(tr("--%1 is one of %2, not %3.")
                     .arg(QLatin1String(option), names.join(QLatin1String(", ")),
                          core::singleLine(invocation.value(option))));
}

core::Status readTarget(const Invocation& invocation, restore::RestoreDraft& draft)
{
    draft.targetDatabase = invocation.value("into");
    draft.file = invocation.value("to");
    draft.confirmed = invocation.value("confirm");
    draft.intoSchema = invocation.value("into-schema");
    const bool isSandbox = invocation.isSet("into-sandbox");
    const bool isElsewhere = invocation.isSet("to") || invocation.isSet("existing") ||
                             invocation.isSet("profile") || invocation.isSet("connection");
    if (isSandbox && isElsewhere)
        return wrong(tr("--into-sandbox starts a server of its own: no other server, file or existing "
                        "database can be named."));
    if (!isSandbox && invocation.isSet("into") == invocation.isSet("to"))
        return wrong(tr("Where to? Either --into NAME for a database, or --to FILE for an SQL file."));
    if (invocation.isSet("to"))
        draft.target = restore::TargetKind::SqlFile;
    else if (invocation.isSet("existing"))
        draft.target = restore::TargetKind::ExistingDatabase;
    TIDEMARK_TRY(choose<restore::ExistingObjects>(invocation, "on-conflict",
                                                  {{"stop", restore::ExistingObjects::Stop},
                                                   {"keep", restore::ExistingObjects::Keep},
                                                   {"replace", restore::ExistingObjects::Replace},
                                                   {"empty", restore::ExistingObjects::EmptyAndLoad},
                                                   {"append", restore::ExistingObjects::Append}},
                                                  draft.existing));
    if (invocation.isSet("clean")) {
        if (invocation.isSet("on-conflict"))
            return wrong(tr("--clean is --on-conflict=replace; only one of the two can be given."));
        draft.existing = restore::ExistingObjects::Replace;
    }
    if (draft.target != restore::TargetKind::ExistingDatabase && !draft.intoSchema.isEmpty())
        return wrong(tr("--into-schema is for an existing database: --existing is missing."));
    if (draft.target != restore::TargetKind::ExistingDatabase && invocation.isSet("backup-first"))
        return wrong(tr("--backup-first is for an existing database: --existing is missing."));
    if (draft.target != restore::TargetKind::ExistingDatabase &&
        draft.existing != restore::ExistingObjects::Stop)
        return wrong(tr("--on-conflict and --clean are for an existing database: --existing is missing."));
    return {};
}

/// Up to the first "=" that is not within double quotes; empty where there is none.
QString tableOf(const QString& value)
{
    bool isQuoted = false;
    for (qsizetype i = 0; i < value.size(); ++i) {
        if (value.at(i) == QLatin1Char('"'))
            isQuoted = !isQuoted;
        else if (value.at(i) == QLatin1Char('=') && !isQuoted)
            return value.first(i);
    }
    return {};
}

/// NAME for the one table that is chosen, or TABLE=NAME with the table as --table has it; several may name
/// tables that foreign keys bring along, too.
core::Status readNewNames(const Invocation& invocation, restore::RestoreDraft& draft)
{
    const QStringList values = invocation.values("as");
    const bool bringsOthers = values.size() > 1 && invocation.value("foreign-keys") == QLatin1String("bring");
    for (const QString& value : values) {
        QString table;
        for (const QString& each : std::as_const(draft.tables)) {
            if (value.startsWith(each + QLatin1Char('=')) && each.size() > table.size())
                table = each;
        }
        if (table.isEmpty() && bringsOthers)
            table = tableOf(value);
        const QString name = table.isEmpty() ? value : value.sliced(table.size() + 1);
        if (table.isEmpty() && (draft.tables.size() != 1 || bringsOthers))
            return wrong(tr("--as wants TABLE=NAME with a table that --table names, not %1.")
                             .arg(core::singleLine(value)));
        if (table.isEmpty())
            table = draft.tables.constFirst();
        if (draft.newNames.contains(table))
            return wrong(tr("%1 has two new names.").arg(core::singleLine(table)));
        draft.newNames.insert(table, name);
    }
    if (!draft.newNames.isEmpty() && draft.target != restore::TargetKind::ExistingDatabase)
        return wrong(tr("--as is for an existing database: --existing is missing."));
    return {};
}

core::Status readRoles(const Invocation& invocation, restore::RestoreDraft& draft)
{
    const QString owner = invocation.value("owner");
    if (owner == QLatin1String("keep")) {
        draft.ownership = restore::Ownership::Keep;
    } else if (!owner.isEmpty() && owner != QLatin1String("me")) {
        draft.ownership = restore::Ownership::Role;
        draft.ownerRole = owner;
    }
    if (invocation.isSet("create-roles"))
        draft.missingRoles = restore::RoleFate::Create;
    for (const QString& role : invocation.values("skip-role"))
        draft.roles.insert(role, {restore::RoleFate::LeaveOut, {}});
    for (const QString& pair : invocation.values("map-role")) {
        const qsizetype equals = pair.lastIndexOf(QLatin1Char('='));
        if (equals < 1 || equals + 1 == pair.size())
            return wrong(tr("--map-role wants OLD=NEW, not %1.").arg(core::singleLine(pair)));
        draft.roles.insert(pair.first(equals), {restore::RoleFate::Map, pair.sliced(equals + 1)});
    }
    if (invocation.isSet("no-privileges"))
        draft.privileges = archive::Privileges::None;
    return {};
}

core::Status readSections(const Invocation& invocation, restore::RestoreDraft& draft)
{
    using restore::StageKind;
    if (invocation.isSet("schema-only") + invocation.isSet("data-only") + invocation.isSet("section") > 1)
        return wrong(tr("--schema-only, --data-only and --section are each without the others."));
    if (invocation.isSet("schema-only"))
        draft.sections = {StageKind::PreData, StageKind::PostData};
    if (invocation.isSet("data-only"))
        draft.sections = {StageKind::Data};
    for (const QString& section : invocation.values("section")) {
        if (section == QLatin1String("pre-data"))
            draft.sections.append(StageKind::PreData);
        else if (section == QLatin1String("data"))
            draft.sections.append(StageKind::Data);
        else if (section == QLatin1String("post-data"))
            draft.sections.append(StageKind::PostData);
        else
            return wrong(
                tr("--section is one of pre-data, data, post-data, not %1.").arg(core::singleLine(section)));
    }
    return {};
}

core::Status readDatabase(const Invocation& invocation, restore::RestoreDraft& draft)
{
    draft.databaseOwner = invocation.value("database-owner");
    draft.encoding = invocation.value("encoding");
    draft.locale = invocation.value("locale");
    draft.templateDatabase = invocation.value("template");
    draft.tablespace = invocation.value("tablespace");
    if (invocation.isSet("connection-limit")) {
        bool isNumber = false;
        const int limit = invocation.value("connection-limit").toInt(&isNumber);
        if (!isNumber || limit < -1)
            return wrong(tr("--connection-limit is a number from 0 on, or -1 for none."));
        draft.connectionLimit = limit;
    }
    TIDEMARK_TRY(choose<restore::LocaleProvider>(invocation, "locale-provider",
                                                 {{"libc", restore::LocaleProvider::Libc},
                                                  {"icu", restore::LocaleProvider::Icu},
                                                  {"builtin", restore::LocaleProvider::Builtin}},
                                                 draft.localeProvider));
    for (const char* option : {"database-owner", "encoding", "locale", "locale-provider", "template",
                               "tablespace", "connection-limit"}) {
        if (draft.target != restore::TargetKind::NewDatabase && invocation.isSet(option))
            return wrong(tr("--%1 is for a new database.").arg(QLatin1String(option)));
    }
    return {};
}

} // namespace

core::Result<restore::RestoreDraft> restoreDraftFrom(const Invocation& invocation)
{
    if (invocation.arguments().size() != 1)
        return wrong(tr("Which backup? Exactly one folder or file is expected."));
    restore::RestoreDraft draft;
    draft.source = invocation.arguments().constFirst();
    draft.sourceDatabase = invocation.value("database");
    draft.tables = invocation.values("table");
    draft.schemas = invocation.values("schema");
    TIDEMARK_TRY(readTarget(invocation, draft));
    TIDEMARK_TRY(readNewNames(invocation, draft));
    TIDEMARK_TRY(readRoles(invocation, draft));
    TIDEMARK_TRY(readSections(invocation, draft));
    TIDEMARK_TRY(readDatabase(invocation, draft));
    for (const QString& option : invocation.values("pg-restore-option"))
        draft.options.append(process::toolOptionFromText(option));
    if (invocation.isSet("keep-tablespaces"))
        draft.tablespaces = archive::Tablespaces::Keep;
    if (invocation.isSet("intact-only"))
        draft.damaged = restore::DamagedTables::LeaveOut;
    TIDEMARK_TRY(choose<archive::ForeignKeys>(invocation, "foreign-keys",
                                              {{"skip", archive::ForeignKeys::Skip},
                                               {"not-valid", archive::ForeignKeys::NotValid},
                                               {"bring", archive::ForeignKeys::BringParents}},
                                              draft.foreignKeys));
    if (invocation.isSet("jobs")) {
        bool ok = false;
        draft.jobs = invocation.value("jobs").toInt(&ok);
        if (!ok || draft.jobs < 1 || draft.jobs > 64)
            return wrong(tr("--jobs is a number from 1 to 64."));
    }
    return draft;
}

namespace {

void addTargetOptions(QCommandLineParser& parser)
{
    addOption(parser, "into",
              tr("Name of the database: a new one, and one that exists is never touched, unless --existing "
                 "is given."),
              "NAME");
    addOption(parser, "into-sandbox",
              tr("Into a server of this machine that is started for it and runs on; see tidemarkctl sandbox. "
                 "--into may name the database."));
    addOption(parser, "no-sanity",
              tr("Do not ask the restored database the sanity queries that are kept for it."));
    addOption(
        parser, "trusted",
        tr("Restore a dump that Tidemark did not make as a superuser of the sandbox: it may run anything "
           "there."));
    addOption(parser, "existing",
              tr("The database exists. All is done in one transaction: everything, or nothing has changed."));
    addOption(parser, "on-conflict",
              tr("What happens to objects that an existing database has already: stop (default), keep them "
                 "and their rows, replace them; "
                 "or load only rows, after emptying the tables, or beside the rows that are there."),
              "stop|keep|replace|empty|append");
    addOption(parser, "clean", tr("The same as --on-conflict=replace."));
    addOption(parser, "confirm", tr("Name of the database again, where rows of it will be lost."), "NAME");
    addOption(parser, "backup-first",
              tr("Backs up the existing database into this folder before anything is changed; where that "
                 "fails nothing is restored."),
              "DIR");
    addOption(parser, "into-schema",
              tr("Chosen tables of an existing database beside their originals, in this schema, which is "
                 "made where it is absent."),
              "NAME");
    addOption(
        parser, "as",
        tr("A chosen table of an existing database beside its original, under this name; indexes, sequences "
           "and "
           "partitions are named after it. May be given several times, then as TABLE=NAME with the table as "
           "--table has it."),
        "[TABLE=]NAME");
    addOption(parser, "to",
              tr("A new SQL file for psql instead of a database; .gz, .zst and .lz4 are compressed. No "
                 "server is asked."),
              "FILE");
    addOption(parser, "table",
              tr("Only this table, view or sequence with all that it needs; may be given several times. "
                 "Capital letters need double quotes, as in SQL."),
              "SCHEMA.NAME");
    addOption(parser, "schema",
              tr("Only this schema with all that it needs; may be given several times. The exact name, "
                 "without quotes."),
              "NAME");
    addOption(parser, "foreign-keys",
              tr("Foreign keys to tables that are not chosen: skip (default; in an existing database that has "
                 "these tables they are made at the end), not-valid (there, rows not checked; beside "
                 "originals they are checked at the end), or bring these tables along."),
              "skip|not-valid|bring");
    addOption(parser, "database", tr("Which one, in a dump of a whole server."), "NAME");
    addOption(parser, "jobs",
              tr("Parallel workers for rows and indexes of a new database; up to 4 by default."), "N");
}

void addRoleOptions(QCommandLineParser& parser)
{
    addOption(parser, "owner",
              tr("me: everything belongs to the role that restores (default); keep: as in the backup; or the "
                 "role that "
                 "everything belongs to."),
              "me|keep|ROLE");
    addOption(
        parser, "create-roles",
        tr("Create the roles that the backup names and the server does not have: without passwords; with the "
           "attributes that a saved description of the roles gives them, as far as these do not reach "
           "beyond one database."));
    addOption(parser, "map-role",
              tr("Another role in the place of one of the backup; may be given several times."), "OLD=NEW");
    addOption(parser, "skip-role",
              tr("Leave a missing role out: its privileges are skipped, and what it owns belongs to the role "
                 "that restores; may be given several times."),
              "NAME");
    addOption(parser, "no-privileges", tr("Leave out GRANT, REVOKE and default privileges."));
}

void addDatabaseOptions(QCommandLineParser& parser)
{
    addOption(parser, "database-owner", tr("Owner of the new database."), "ROLE");
    addOption(parser, "encoding",
              tr("Encoding of the new database; that of the backup where it is not given."), "NAME");
    addOption(parser, "locale",
              tr("Locale of the new database; that of the backup, as far as the server has it, where it is "
                 "not given."),
              "NAME");
    addOption(parser, "locale-provider", tr("What sorts text in the new database."), "libc|icu|builtin");
    addOption(parser, "template",
              tr("Database that the new one is a copy of at first; template0 where it is not given."),
              "NAME");
    addOption(parser, "tablespace", tr("Tablespace of the new database."), "NAME");
    addOption(parser, "connection-limit", tr("How many may connect to the new database once it is restored."),
              "N");
}

void addContentOptions(QCommandLineParser& parser)
{
    addOption(parser, "schema-only", tr("Definitions without rows."));
    addOption(parser, "data-only",
              tr("Rows without definitions, into tables of an existing database; --on-conflict says whether "
                 "these are emptied first."));
    addOption(parser, "section", tr("Only this section; may be given several times."),
              "pre-data|data|post-data");
    addOption(parser, "keep-tablespaces",
              tr("Put tables and indexes into the tablespaces that they were in."));
    addOption(parser, "pg-restore-option",
              tr("Any other option of pg_restore, without its dashes; may be given several times: "
                 "--pg-restore-option no-comments."),
              "NAME[=VALUE]");
    addOption(parser, "intact-only",
              tr("Of a damaged backup everything that can be read. The result lists what is missing."));
}

} // namespace

void addRestoreOptions(QCommandLineParser& parser)
{
    addTargetOptions(parser);
    addRoleOptions(parser);
    addDatabaseOptions(parser);
    addContentOptions(parser);
}

} // namespace tidemark::cli
