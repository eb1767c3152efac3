// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restorefacts.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::restore {

namespace {

using core::Severity;
constexpr qsizetype longestName = 63; // NAMEDATALEN - 1, in bytes

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::validate", text);
}

void checkTargetName(const RestoreDraft& draft, const RestoreFacts& facts, core::Findings& findings)
{
    const QString& name = draft.targetDatabase;
    if (name.isEmpty()) {
        findings.append({Severity::Blocker, QStringLiteral("target.missing"), tr("The new database has no name."), tr("Enter a name."), {}});
        return;
    }
    if (name.toUtf8().size() > longestName || name.contains(QChar(0))) {
        findings.append({Severity::Blocker, QStringLiteral("target.name"), tr("The name is longer than the 63 bytes that PostgreSQL allows."), tr("Enter a shorter name."), {}});
    }
    if (facts.hasDatabase(name)) {
        findings.append({Severity::Blocker, QStringLiteral("target.exists"), tr("The server already has a database named %1.").arg(core::singleLine(name)),
                         tr("Enter another name. An existing database is never overwritten here."), {}});
        return;
    }
    for (const postgres::Database& database : facts.databases) {
        if (database.name.compare(name, Qt::CaseInsensitive) == 0) {
            findings.append({Severity::Warning, QStringLiteral("target.case"),
                             tr("There is a database %1, which differs only in upper and lower case.").arg(core::singleLine(database.name)),
                             tr("A clearly different name prevents mix-ups."), {}});
        }
    }
}

void checkTool(const RestoreFacts& facts, core::Findings& findings)
{
    const auto tool = pickPgRestore(facts);
    if (tool)
        return;
    const bool old = tool.error().kind == core::ErrorKind::ToolTooOld;
    findings.append({Severity::Blocker, old ? QStringLiteral("tool.tooOld") : QStringLiteral("tool.missing"), tool.error().message, tool.error().hint, {}});
}

} // namespace

core::Findings validate(const RestoreDraft& draft, const RestoreFacts& facts)
{
    core::Findings findings;
    checkTargetName(draft, facts, findings);
    checkTool(facts, findings);
    if (facts.server.inRecovery) {
        findings.append({Severity::Blocker, QStringLiteral("target.standby"), tr("This server is a standby, which nothing can be restored into."), tr("Choose its primary."), {}});
    } else if (!facts.server.createsDatabases) {
        findings.append({Severity::Blocker, QStringLiteral("privilege.createDatabase"), tr("%1 may not create databases on this server.").arg(facts.server.user),
                         tr("Let an administrator run: ALTER ROLE %1 CREATEDB;").arg(core::quoteIdentifier(facts.server.user)), {}});
    }
    const auto writer = core::ServerVersion::parse(facts.source.toc.serverVersion);
    if (writer && writer->major() > facts.server.version.major()) {
        findings.append({Severity::Warning, QStringLiteral("version.newer"),
                         tr("The backup comes from PostgreSQL %1, and this server runs %2.").arg(writer->toText(), facts.server.version.toText()),
                         tr("Objects that use newer features may fail; each one will be named."), {}});
    }
    if (facts.source.toc.newerThanKnown) {
        findings.append({Severity::Warning, QStringLiteral("archive.newerThanKnown"), tr("The archive's layout is newer than this version of Tidemark knows."),
                         tr("pg_restore restores it; what it contains may be shown incompletely."), {}});
    }
    if (facts.source.toc.relations().isEmpty() && !facts.source.toc.tableData().isEmpty()) {
        findings.append({Severity::Blocker, QStringLiteral("archive.rowsOnly"), tr("This backup has rows but no definitions: a new database has no tables for them."),
                         tr("Restore a backup with the definitions first; pg_restore --data-only loads these rows into it."), {}});
    }
    if (!facts.missingRoles.isEmpty()) {
        const QString roles = facts.missingRoles.mid(0, 5).join(QStringLiteral(", "));
        if (draft.ownership == Ownership::Keep) {
            findings.append({Severity::Blocker, QStringLiteral("roles.missing"), tr("Owners in the backup do not exist on this server: %1.").arg(roles),
                             tr("Create these roles first, or let everything belong to %1.").arg(facts.server.user), {}});
        } else {
            findings.append({Severity::Info, QStringLiteral("roles.missing"), tr("Owners in the backup do not exist on this server: %1.").arg(roles),
                             tr("Everything will belong to %1.").arg(facts.server.user), {}});
        }
    }
    return findings;
}

} // namespace tidemark::restore
