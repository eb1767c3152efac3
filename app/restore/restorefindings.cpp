// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quoting.h"
#include "restore/besiderun.h"
#include "restore/restorefacts.h"
#include "restore/restoreoptions.h"
#include "restore/restoreplan.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace tidemark::restore {

namespace {

using core::Severity;
constexpr qsizetype longestName = 63; // NAMEDATALEN - 1, in bytes

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::validate", text);
}

void checkExisting(const RestoreDraft& draft, const RestoreFacts& facts, core::Findings& findings)
{
    const QString name = core::singleLine(draft.targetDatabase);
    const auto found =
        std::find_if(facts.databases.begin(), facts.databases.end(),
                     [&draft](const postgres::Database& d) { return d.name == draft.targetDatabase; });
    if (found == facts.databases.end()) {
        findings.append({Severity::Blocker,
                         QStringLiteral("target.notThere"),
                         tr("The server has no database named %1.").arg(name),
                         tr("Choose one that is there, or restore into a new one."),
                         {}});
        return;
    }
    if (!found->allowsConnections) {
        findings.append({Severity::Blocker,
                         QStringLiteral("target.closed"),
                         tr("The database %1 allows no connections.").arg(name),
                         tr("Choose another one."),
                         {}});
        return;
    }
    const bool isLossy =
        draft.losesRows() && std::any_of(findings.begin(), findings.end(), [](const core::Finding& f) {
            return f.id == QLatin1String("target.lost");
        });
    if (isLossy && draft.confirmed != draft.targetDatabase) {
        findings.append({Severity::Blocker,
                         QStringLiteral("target.confirm"),
                         tr("Rows of the database %1 will be lost.").arg(name),
                         tr("Type its name to confirm that."),
                         {}});
    }
}

void checkFile(const RestoreDraft& draft, core::Findings& findings)
{
    if (draft.file.isEmpty())
        findings.append({Severity::Blocker,
                         QStringLiteral("file.missing"),
                         tr("The SQL file has no name."),
                         tr("Enter a name."),
                         {}});
    else if (QFileInfo::exists(draft.file))
        findings.append({Severity::Blocker,
                         QStringLiteral("file.exists"),
                         tr("%1 exists already.").arg(draft.file),
                         tr("Name a new file; nothing is overwritten."),
                         {}});
}

void checkBeside(const RestoreDraft& draft, core::Findings& findings)
{
    if (!draft.isBeside())
        return;
    if (draft.isWhole() || draft.target != TargetKind::ExistingDatabase) {
        findings.append({Severity::Blocker,
                         QStringLiteral("beside.choice"),
                         tr("Another schema and other names are for chosen tables and an existing database."),
                         tr("Choose tables, and the database."),
                         {}});
    }
    if (draft.existing != ExistingObjects::Stop) {
        findings.append({Severity::Blocker,
                         QStringLiteral("beside.options"),
                         tr("Beside the originals nothing is kept, replaced or loaded."),
                         tr("Choose one of the two."),
                         {}});
    }
}

void checkChoice(const RestoreDraft& draft, core::Findings& findings)
{
    checkBeside(draft, findings);
    if (draft.target != TargetKind::ExistingDatabase && draft.foreignKeys == archive::ForeignKeys::NotValid) {
        findings.append({Severity::Blocker,
                         QStringLiteral("foreignKeys.notValid"),
                         tr("Foreign keys that are not validated need a database that has the other tables."),
                         tr("Bring these tables along, or leave the keys out."),
                         {}});
    }
    if (draft.target != TargetKind::ExistingDatabase && draft.existing != ExistingObjects::Stop) {
        findings.append({Severity::Blocker,
                         QStringLiteral("existing.pointless"),
                         tr("What happens to existing objects is a question for an existing database only."),
                         tr("Choose an existing database, or leave it out."),
                         {}});
    }
}

void checkTargetName(const RestoreDraft& draft, const RestoreFacts& facts, core::Findings& findings)
{
    const QString& name = draft.targetDatabase;
    if (name.isEmpty()) {
        findings.append({Severity::Blocker,
                         QStringLiteral("target.missing"),
                         tr("The new database has no name."),
                         tr("Enter a name."),
                         {}});
        return;
    }
    if (name.toUtf8().size() > longestName || name.contains(QChar(0))) {
        findings.append({Severity::Blocker,
                         QStringLiteral("target.name"),
                         tr("The name is longer than the 63 bytes that PostgreSQL allows."),
                         tr("Enter a shorter name."),
                         {}});
    }
    if (facts.hasDatabase(name)) {
        findings.append({Severity::Blocker,
                         QStringLiteral("target.exists"),
                         tr("The server already has a database named %1.").arg(core::singleLine(name)),
                         tr("Enter another name. An existing database is never overwritten here."),
                         {}});
        return;
    }
    for (const postgres::Database& database : facts.databases) {
        if (database.name.compare(name, Qt::CaseInsensitive) == 0) {
            findings.append({Severity::Warning,
                             QStringLiteral("target.case"),
                             tr("There is a database %1, which differs only in upper and lower case.")
                                 .arg(core::singleLine(database.name)),
                             tr("A clearly different name prevents mix-ups."),
                             {}});
        }
    }
}

/// What runs that were killed left behind.
void checkLeftovers(const RestoreFacts& facts, core::Findings& findings)
{
    QStringList left;
    QStringList remedy;
    for (const postgres::Database& database : facts.databases) {
        if (!isIncompleteName(database.name))
            continue;
        const QString name = core::singleLine(database.name);
        left.append(database.size ? QStringLiteral("%1 (%2)").arg(name, database.size->toText()) : name);
        remedy.append(QStringLiteral("DROP DATABASE %1;").arg(core::quoteIdentifier(database.name)));
    }
    if (left.isEmpty())
        return;
    findings.append({Severity::Info,
                     QStringLiteral("target.leftover"),
                     tr("Restores that are at work, or did not end, have databases on the server: %1.")
                         .arg(left.join(QLatin1String(", "))),
                     tr("Where none is at work: %1").arg(core::singleLine(remedy.join(QLatin1Char(' ')))),
                     {}});
}

void checkTool(const RestoreDraft& draft, const RestoreFacts& facts, core::Findings& findings)
{
    const auto tool = goesThroughPgRestore(draft, facts.source) ? pickPgRestore(facts) : pickPsql(facts);
    if (tool)
        return;
    const bool old = tool.error().kind == core::ErrorKind::ToolTooOld;
    findings.append({Severity::Blocker,
                     old ? QStringLiteral("tool.tooOld") : QStringLiteral("tool.missing"),
                     tool.error().message,
                     tool.error().hint,
                     {}});
}

} // namespace

namespace {

void checkServer(const RestoreDraft& draft, const RestoreFacts& facts, core::Findings& findings)
{
    if (draft.target == TargetKind::NewDatabase) {
        checkTargetName(draft, facts, findings);
        checkLeftovers(facts, findings);
        findings += newDatabaseOf(draft, facts).findings;
    } else
        checkExisting(draft, facts, findings);
    checkTool(draft, facts, findings);
    if (facts.server.inRecovery) {
        findings.append({Severity::Blocker,
                         QStringLiteral("target.standby"),
                         tr("This server is a standby, which nothing can be restored into."),
                         tr("Choose its primary."),
                         {}});
    } else if ((draft.target == TargetKind::NewDatabase || draft.isBeside()) &&
               !facts.server.createsDatabases) {
        findings.append({Severity::Blocker,
                         QStringLiteral("privilege.createDatabase"),
                         tr("%1 may not create databases on this server.").arg(facts.server.user),
                         tr("Let an administrator run: ALTER ROLE %1 CREATEDB;")
                             .arg(core::quoteIdentifier(facts.server.user)),
                         {}});
    }
    const auto writer = core::ServerVersion::parse(facts.source.toc.serverVersion);
    if (writer && writer->major() > facts.server.version.major()) {
        findings.append({Severity::Warning,
                         QStringLiteral("version.newer"),
                         tr("The backup comes from PostgreSQL %1, and this server runs %2.")
                             .arg(writer->toText(), facts.server.version.toText()),
                         tr("Objects that use newer features may fail; each one will be named."),
                         {}});
    }
}

/// What is restored in parts: which of them go together.
void checkSections(const RestoreDraft& draft, core::Findings& findings)
{
    if (draft.sections.isEmpty() || draft.target == TargetKind::SqlFile)
        return;
    const auto block = [&findings](const char* id, const QString& sentence, const QString& hint) {
        findings.append({Severity::Blocker, QLatin1String(id), sentence, hint, {}});
    };
    if (draft.target == TargetKind::NewDatabase && !draft.has(StageKind::PreData))
        block("sections.needTables",
              tr("A new database has no tables for what is to be restored without their definitions."),
              tr("Choose an existing database, or restore definitions too."));
    if (draft.target != TargetKind::ExistingDatabase)
        return;
    if (draft.has(StageKind::Data) && !draft.has(StageKind::PreData) && !draft.loadsExisting())
        block("sections.rows", tr("Rows are loaded into tables that are there, and these may have some."),
              tr("Say whether the tables are emptied first, or keep their rows."));
    if (draft.loadsExisting() && (draft.has(StageKind::PreData) || !draft.has(StageKind::Data)))
        block("sections.existing", tr("What happens to the rows of existing tables is no question here."),
              tr("Choose to keep or to replace objects that are there, or restore rows alone."));
    if (draft.isBeside() && !draft.has(StageKind::PreData))
        block("sections.beside", tr("Beside their originals tables are made with their definitions."),
              tr("Restore definitions too."));
}

bool hasRowsAlone(const archive::Toc& toc)
{
    return toc.relations().isEmpty() && !toc.tableData().isEmpty();
}

} // namespace

core::Findings validate(const RestoreDraft& draft, const RestoreFacts& facts)
{
    core::Findings findings;
    if (facts.selection.entries.isEmpty()) {
        findings += leftOutOf(draft, facts).findings;
    } else {
        findings += facts.selection.findings;
        findings += draft.isBeside() ? besideFindings(draft, facts) + leftOutOf(draft, facts).findings
                                     : scopeOf(draft, facts).findings;
    }
    checkChoice(draft, findings);
    if (draft.target == TargetKind::SqlFile)
        checkFile(draft, findings);
    else
        checkServer(draft, facts, findings);
    if (facts.source.toc.newerThanKnown) {
        findings.append({Severity::Warning,
                         QStringLiteral("archive.newerThanKnown"),
                         tr("The archive's layout is newer than this version of Tidemark knows."),
                         tr("pg_restore restores it; what it contains may be shown incompletely."),
                         {}});
    }
    if (draft.target == TargetKind::NewDatabase && hasRowsAlone(facts.source.toc)) {
        findings.append(
            {Severity::Blocker,
             QStringLiteral("archive.rowsOnly"),
             tr("This backup has rows but no definitions: a new database has no tables for them."),
             tr("Restore its rows into a database that has the tables."),
             {}});
    }
    findings += roleFindings(draft, facts);
    checkSections(draft, findings);
    findings += preflightFindings(draft, facts);
    findings += optionFindings(draft, facts.toolOptions, goesThroughPgRestore(draft, facts.source));
    return findings;
}

} // namespace tidemark::restore
