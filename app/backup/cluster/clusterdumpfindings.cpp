// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/cluster/clusterdumpfacts.h"
#include "backup/passwordplace.h"
#include "backup/readobstacles.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace tidemark::backup::cluster {

namespace {

using core::Finding;
using core::Severity;

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::cluster", text);
}

void add(core::Findings& findings, Severity severity, const char* id, const QString& sentence,
         const QString& hint = {})
{
    findings.append({severity, QLatin1String(id), sentence, hint, {}});
}

QString shown(const QString& name)
{
    return core::singleLine(core::quoteIdentifier(name));
}

void checkTool(const ClusterDumpFacts& facts, core::Findings& findings)
{
    const auto tool = facts.tools.pick(process::ToolKind::PgDumpAll, facts.server.version.major());
    if (tool)
        return;
    const core::Error& error = tool.error();
    const bool old = error.kind == core::ErrorKind::ToolTooOld;
    add(findings, Severity::Blocker, old ? "tool.tooOld" : "tool.missing",
        error.detail.isEmpty() ? error.message : error.message + QLatin1Char(' ') + error.detail, error.hint);
}

void checkChoice(const ClusterDumpDraft& draft, const ClusterDumpFacts& facts, core::Findings& findings)
{
    if (draft.content != Content::Everything) {
        if (draft.part != Part::Everything)
            add(findings, Severity::Blocker, "content.part",
                tr("Definitions or rows alone can be chosen of databases only."),
                tr("Leave it out, or back up everything."));
        if (!draft.excludedDatabases.isEmpty())
            add(findings, Severity::Blocker, "content.excluded",
                tr("Databases can be left out of a backup of everything only."),
                tr("Leave it out, or back up everything."));
    }
    for (const QString& pattern : facts.look.emptyPatterns) {
        add(findings, Severity::Blocker, "content.noMatch",
            tr("No database of this server matches %1.").arg(core::singleLine(pattern)),
            tr("Write it in double quotes where it has capitals, spaces or dots."));
    }
    if (draft.content == Content::Everything && draft.part == Part::Rows) {
        add(findings, Severity::Info, "content.noGlobals",
            tr("With rows alone pg_dumpall writes no roles and no tablespaces."),
            tr("Back up the globals as well if they are not known elsewhere."));
    }
    if (chooseContent(draft.options)) {
        add(findings, Severity::Info, "content.notCompared",
            tr("What this dump contains is chosen by options of pg_dumpall; it is not compared with what the "
               "server lists."));
    }
    findings.append(checkOptions(draft.options, facts.toolOptions, OptionsOf::PgDumpAll));
}

void checkDestination(const ClusterDumpDraft& draft, const ClusterDumpFacts& facts, core::Findings& findings)
{
    if (draft.destination.isEmpty()) {
        add(findings, Severity::Blocker, "destination.missing", tr("No folder is chosen for the backup."),
            tr("Choose a folder."));
        return;
    }
    if (!facts.destinationWritable) {
        add(findings, Severity::Blocker, "destination.notWritable",
            tr("The folder %1 cannot be written to.").arg(QDir::toNativeSeparators(draft.destination)),
            tr("Choose another folder, or change its permissions."));
    }
    const core::ByteSize tables = facts.look.tableBytes();
    const bool compressed = compressionOf(draft).method != core::CompressionMethod::None;
    // As text tables are about as large as on the server's disk; compressed mostly a third of it or less.
    if (draft.part != Part::Definitions && facts.freeBytes >= 0 &&
        facts.freeBytes < (compressed ? tables.bytes() / 3 : tables.bytes() * 3 / 4)) {
        add(findings, Severity::Warning, "destination.space",
            tr("Only %1 are free in this folder, and the tables of all databases hold %2.")
                .arg(core::ByteSize(facts.freeBytes).toText(), tables.toText()),
            tr("Free some space, or choose another folder. If the disk fills up, the backup is removed and "
               "nothing else is lost."));
    }
}

/// What the chosen part does not need is in nobody's way.
QList<postgres::ReadObstacle> obstaclesOf(const ClusterDumpDraft& draft, const DatabaseLook& database)
{
    QList<postgres::ReadObstacle> obstacles = database.obstacles;
    if (draft.part == Part::Definitions) {
        obstacles.removeIf([](const postgres::ReadObstacle& one) {
            return one.kind == postgres::ObstacleKind::RowSecurity ||
                   one.kind == postgres::ObstacleKind::LargeObjects;
        });
    }
    return obstacles;
}

/// What keeps one database out.
core::Findings databaseFindings(const ClusterDumpDraft& draft, const ClusterDumpFacts& facts,
                                const DatabaseLook& database)
{
    core::Findings findings;
    const QString user = shown(facts.server.user);
    const QString name = shown(database.name);
    if (database.name.contains(QLatin1Char('\n')) || database.name.contains(QLatin1Char('\r'))) {
        add(findings, Severity::Blocker, "database.lineBreak",
            tr("pg_dumpall cannot dump the database %1: its name has a line break.").arg(name),
            tr("Leave it out here and back it up by itself, or rename it."));
    } else if (database.refusal) {
        const core::Error& why = *database.refusal;
        add(findings, Severity::Blocker, "privilege.connect",
            tr("%1 cannot look into the database %2, so pg_dumpall could not dump it: %3")
                .arg(user, name, core::singleLine(why.detail.isEmpty() ? why.message : why.detail)),
            tr("Let an administrator run: GRANT CONNECT ON DATABASE %2 TO %1; – or leave the database out.")
                .arg(user, name));
    }
    findings.append(obstacleFindings(obstaclesOf(draft, database), facts.server, database.name));
    return findings;
}

void checkDatabases(const ClusterDumpDraft& draft, const ClusterDumpFacts& facts, core::Findings& findings)
{
    constexpr int shownDatabases = 3; // the others mostly lack the same
    int blocked = 0;
    for (const DatabaseLook& database : facts.look.databases) {
        const core::Findings ofOne = databaseFindings(draft, facts, database);
        blocked += int(!ofOne.isEmpty());
        if (blocked <= shownDatabases)
            findings.append(ofOne);
    }
    const int left = blocked - shownDatabases;
    if (left > 0) {
        findings.append(
            {Severity::Blocker,
             QStringLiteral("privilege.moreDatabases"),
             QCoreApplication::translate("backup::cluster",
                                         "%n more database(s) cannot be dumped whole either.", nullptr, left),
             {},
             {}});
    }
    if (draft.content == Content::Everything && facts.look.databases.isEmpty())
        add(findings, Severity::Blocker, "content.noDatabase", tr("No database is left to dump."),
            tr("Leave out fewer of them, or back up the globals alone."));
    for (const QString& name : facts.look.halfDropped) {
        add(findings, Severity::Warning, "database.halfDropped",
            tr("The database %1 is left from a DROP DATABASE that was interrupted, and is not in the backup.")
                .arg(shown(name)),
            tr("Let an administrator drop it."));
    }
    const auto withRelations =
        std::count_if(facts.look.databases.begin(), facts.look.databases.end(),
                      [](const DatabaseLook& one) { return !one.relations.isEmpty(); });
    if (withRelations > 1) {
        add(findings, Severity::Info, "content.moments",
            tr("Each database is dumped as it is when its turn comes: pg_dumpall has no common moment for "
               "all of them."),
            tr("Where databases belong together, make the backup while nothing is written, or make a base "
               "backup."));
    }
}

void checkPasswords(const ClusterDumpDraft& draft, const ClusterDumpFacts& facts, core::Findings& findings)
{
    const bool hasRoles = draft.content != Content::Tablespaces && draft.part != Part::Rows;
    if (!hasRoles || draft.rolePasswords == RolePasswords::Leave)
        return;
    if (passwordsOf(draft, facts) == RolePasswords::Keep) {
        findings.append(checkPasswordPlace(draft.destination, facts.place, PasswordRemedy::LeaveThemOut));
        return;
    }
    add(findings, Severity::Warning, "globals.noPasswords",
        tr("Roles are saved without their passwords, because %1 may not read them.")
            .arg(shown(facts.server.user)),
        facts.server.version.major() >= 14
            ? tr("Set them again after a restore. To have them in the backup let an administrator run: GRANT "
                 "pg_read_all_data TO %1;")
                  .arg(shown(facts.server.user))
            : tr("Set them again after a restore. To have them in the backup, make it as a superuser."));
}

} // namespace

core::Findings validate(const ClusterDumpDraft& draft, const ClusterDumpFacts& facts)
{
    core::Findings findings;
    checkTool(facts, findings);
    checkDestination(draft, facts, findings);
    checkChoice(draft, facts, findings);
    checkDatabases(draft, facts, findings);
    checkPasswords(draft, facts, findings);
    if (facts.server.inRecovery) {
        add(findings, Severity::Info, "server.standby", tr("This server is a standby."),
            tr("The backup shows the moment up to which it has replayed. Long backups may be cancelled by "
               "it; see hot_standby_feedback."));
    }
    return findings;
}

} // namespace tidemark::backup::cluster
