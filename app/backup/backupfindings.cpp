// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupfacts.h"

#include "backup/passwordplace.h"
#include "backup/readobstacles.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>
#include <QSet>

namespace tidemark::backup {

namespace {

using core::Finding;
using core::Severity;

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::validate", text);
}

void checkTool(const BackupFacts& facts, process::ToolKind kind, core::Findings& findings)
{
    const auto tool = facts.tools.pick(kind, facts.server.version.major());
    if (tool)
        return;
    const core::Error& error = tool.error();
    const bool old = error.kind == core::ErrorKind::ToolTooOld;
    findings.append({Severity::Blocker, old ? QStringLiteral("tool.tooOld") : QStringLiteral("tool.missing"),
                     error.detail.isEmpty() ? error.message : error.message + QLatin1Char(' ') + error.detail, error.hint, {}});
}

void checkDestination(const BackupDraft& draft, const BackupFacts& facts, core::Findings& findings)
{
    if (draft.destination.isEmpty()) {
        findings.append({Severity::Blocker, QStringLiteral("destination.missing"), tr("No folder is chosen for the backup."), tr("Choose a folder."), {}});
        return;
    }
    if (!facts.destinationWritable) {
        findings.append({Severity::Blocker, QStringLiteral("destination.notWritable"),
                         tr("The folder %1 cannot be written to.").arg(QDir::toNativeSeparators(draft.destination)),
                         tr("Choose another folder, or change its permissions."), {}});
    }
    // A compressed dump is mostly a third of the tables or less; below that the run would probably end in a full disk.
    if (facts.freeBytes >= 0 && facts.freeBytes < facts.tableBytes.bytes() / 3) {
        findings.append({Severity::Warning, QStringLiteral("destination.space"),
                         tr("Only %1 are free in this folder, and the tables hold %2.").arg(core::ByteSize(facts.freeBytes).toText(), facts.tableBytes.toText()),
                         tr("Free some space, or choose another folder. If the disk fills up, the backup is removed and nothing else is lost."), {}});
    }
}

/// What is left out of the dump is in nobody's way.
QList<postgres::ReadObstacle> obstaclesOf(const BackupDraft& draft, const BackupFacts& facts)
{
    QSet<postgres::RelationName> defined;
    QSet<postgres::RelationName> filled;
    for (const ExpectedRelation& one : facts.relations) {
        const postgres::RelationName name{one.relation.schema, one.relation.name};
        if (one.definition || one.rows)
            defined.insert(name);
        if (one.rows)
            filled.insert(name);
    }
    QList<postgres::ReadObstacle> obstacles;
    for (const postgres::ReadObstacle& obstacle : facts.obstacles) {
        const postgres::RelationName name{obstacle.schema, obstacle.name};
        const bool rowSecurity = obstacle.kind == postgres::ObstacleKind::RowSecurity;
        if (obstacle.kind == postgres::ObstacleKind::LargeObjects) {
            if (draft.content.isEverything() || draft.content.largeObjects == LargeObjects::Include)
                obstacles.append(obstacle);
        } else if (rowSecurity ? filled.contains(name) && !hasOption(draft.options, "enable-row-security") : defined.contains(name)) {
            obstacles.append(obstacle);
        }
    }
    return obstacles;
}

void checkContent(const BackupDraft& draft, const BackupFacts& facts, core::Findings& findings)
{
    for (const QString& pattern : facts.emptyPatterns) {
        findings.append({Severity::Blocker, QStringLiteral("content.noMatch"), tr("Nothing in %1 matches %2.").arg(facts.server.database, core::singleLine(pattern)),
                         tr("Write it as SCHEMA.TABLE; in double quotes where it has capitals, spaces or dots."), {}});
    }
    if (auto arguments = draft.content.arguments(); !arguments)
        findings.append({Severity::Blocker, QStringLiteral("content.pattern"), arguments.error().message + QLatin1Char(' ') + arguments.error().detail, arguments.error().hint, {}});
    if (!draft.content.tables.isEmpty()) {
        findings.append({Severity::Info, QStringLiteral("content.tablesOnly"), tr("Only the named tables are dumped: their schemas, types, functions and the tables that they refer to are not."),
                         tr("To restore them into an empty database, leave out the other tables instead."), {}});
    }
    if (chooseContent(draft.options)) {
        findings.append({Severity::Info, QStringLiteral("content.notCompared"), tr("What this dump contains is chosen by options of pg_dump; it is not compared with what the server lists."),
                         {}, {}});
    }
    if (hasOption(draft.options, "enable-row-security")) {
        findings.append({Severity::Warning, QStringLiteral("content.rowSecurity"), tr("Rows that row-level security hides from %1 will be missing from this backup.").arg(facts.server.user),
                         tr("Leave out --enable-row-security to be sure of all rows."), {}});
    }
    findings.append(checkOptions(draft.options, facts.toolOptions));
}

void checkFormat(const BackupDraft& draft, const BackupFacts& facts, core::Findings& findings)
{
    if (const auto pgDump = facts.tools.pick(process::ToolKind::PgDump, facts.server.version.major()))
        findings.append(checkForm(draft.form, decideForm(draft.form, *pgDump, facts.tableBytes, facts.cores), *pgDump));
}

} // namespace

core::Findings validate(const BackupDraft& draft, const BackupFacts& facts)
{
    core::Findings findings;
    checkTool(facts, process::ToolKind::PgDump, findings);
    if (draft.globals == Globals::Include)
        checkTool(facts, process::ToolKind::PgDumpAll, findings);
    checkDestination(draft, facts, findings);
    checkContent(draft, facts, findings);
    checkFormat(draft, facts, findings);
    findings.append(obstacleFindings(obstaclesOf(draft, facts), facts.server));
    if (draft.globals == Globals::Include && draft.rolePasswords == RolePasswords::Keep && facts.server.superuser)
        findings.append(checkPasswordPlace(draft.destination, facts.place, PasswordRemedy::LeaveThemOut));
    if (draft.globals == Globals::Include && draft.rolePasswords == RolePasswords::Keep && !facts.server.superuser) {
        findings.append({Severity::Info, QStringLiteral("globals.noPasswords"),
                         tr("Roles are saved without their passwords, because %1 is no superuser.").arg(facts.server.user),
                         tr("After a restore on a new server, set the passwords of its roles again."), {}});
    }
    if (facts.server.inRecovery) {
        findings.append({Severity::Info, QStringLiteral("server.standby"), tr("This server is a standby."),
                         tr("The backup shows the moment up to which it has replayed. Long backups may be cancelled by it; see hot_standby_feedback."), {}});
    }
    return findings;
}

} // namespace tidemark::backup
