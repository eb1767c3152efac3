// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/preflight.h"

#include "archive/extract.h"
#include "core/bytesize.h"
#include "core/quoting.h"
#include "restore/archiveneeds.h"
#include "restore/damage.h"
#include "restore/namelist.h"
#include "restore/restorefacts.h"
#include "restore/scratchfolder.h"
#include "restore/targetrights.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStorageInfo>

namespace tidemark::restore {

namespace {

using core::Severity;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::preflight", text);
}

class Preflight
{
public:
    Preflight(const RestoreDraft& draft, const RestoreFacts& facts)
        : m_draft(draft)
        , m_facts(facts)
        , m_known(facts.preflight)
        , m_isStaged(goesThroughPgRestore(draft, facts.source))
    {
        if (!facts.selection.entries.isEmpty() && !draft.isBeside())
            m_scope = scopeOf(draft, facts);
        else
            m_scope.selection = facts.selection;
        m_ids = m_scope.dumpIds();
        const bool isNothing = m_ids.isEmpty() && !facts.selection.entries.isEmpty();
        if (!isNothing) // all of it is there, and stays
            m_needs = needsOf(facts.source.toc, m_ids);
    }

    core::Findings run()
    {
        checkOrigin();
        if (m_known.isKnown) {
            checkExtensions();
            checkCollations();
            checkFeatures();
            checkSuperuser();
            checkTablespaces();
            checkSpace();
            checkSubscriptions();
            checkRowSecurity();
            checkProduction();
            checkEncoding();
            if (m_draft.target == TargetKind::ExistingDatabase) {
                checkUse();
                m_findings += rightsFindings(m_draft, m_facts, m_scope);
            }
        }
        return std::move(m_findings);
    }

private:
    void add(Severity severity, const char* id, const QString& sentence, const QString& hint,
             const char* action = "")
    {
        m_findings.append({severity, QLatin1String(id), sentence, hint, QLatin1String(action)});
    }
    /// In stages what fails is named and the rest goes on; a transaction is over.
    Severity failing() const { return m_isStaged ? Severity::Warning : Severity::Blocker; }
    bool isEntryIn(const archive::TocEntry& entry) const
    {
        return m_ids.isEmpty() || m_ids.contains(entry.dumpId());
    }
    void checkOrigin();
    void checkExtensions();
    void checkCollations();
    void checkFeatures();
    void checkSuperuser();
    void checkTablespaces();
    void checkSpace();
    void checkSpaceBeside();
    void checkSubscriptions();
    void checkRowSecurity();
    void checkProduction();
    void checkEncoding();
    void checkUse();

    const RestoreDraft& m_draft;
    const RestoreFacts& m_facts;
    const PreflightFacts& m_known;
    const bool m_isStaged;
    RestoreScope m_scope; // beside originals only what is selected
    QSet<int> m_ids;      // what is restored; empty: everything
    ArchiveNeeds m_needs;
    core::Findings m_findings;
};

void Preflight::checkOrigin()
{
    if (m_facts.source.looseStatements > 0)
        m_findings.append(looseStatements(m_facts.source));
    if (m_facts.source.isOwn())
        return;
    add(m_facts.server.superuser ? Severity::Warning : Severity::Info, "source.untrusted",
        m_facts.server.superuser
            ? tr("Where this dump comes from is not known, and its functions will run with a superuser's "
                 "rights.")
            : tr("Where this dump comes from is not known: its functions run with your rights."),
        tr("Restore it only if you trust who made it, or as a role without special rights."));
}

void Preflight::checkExtensions()
{
    const int major = m_facts.server.version.major();
    QStringList refused;
    for (const NeededExtension& extension : std::as_const(m_needs.extensions)) {
        const auto found = m_known.server.extensions.constFind(extension.name);
        const QString package = packageOf(extension.name, major);
        const QString install =
            package.isEmpty()
                ? tr("Install it on the server's machine.")
                : tr("Install it on the server's machine; on Debian and Ubuntu: apt install %1").arg(package);
        if (found == m_known.server.extensions.cend())
            add(failing(), "extension.missing",
                tr("The server does not have the extension %1.").arg(core::singleLine(extension.name)),
                install);
        else if (!extension.version.isEmpty() && !found->versions.contains(extension.version))
            add(failing(), "extension.version",
                tr("The server has the extension %1, but not its version %2.")
                    .arg(core::singleLine(extension.name), core::singleLine(extension.version)),
                tr("It has %1.").arg(listed(found->versions)));
        else if (!m_facts.server.superuser && !found->isForAll)
            refused.append(extension.name);
    }
    if (!refused.isEmpty())
        add(failing(), "privilege.extension",
            tr("Only a superuser may create these extensions: %1.").arg(listed(refused)),
            tr("Let one create them, or restore as one."));
}

void Preflight::checkCollations()
{
    QStringList missing = m_needs.collations;
    missing.removeIf([this](const QString& name) { return m_known.server.collations.contains(name); });
    for (const QString& locale : std::as_const(m_needs.locales)) {
        if (m_known.missingLocales.contains(locale))
            missing.append(locale);
    }
    missing.removeDuplicates();
    if (!missing.isEmpty())
        add(failing(), "collation.missing",
            tr("The server does not have these collations, which the backup uses: %1.").arg(listed(missing)),
            tr("Add the locales on the server's machine (Debian: dpkg-reconfigure locales), restart "
               "PostgreSQL, and let a superuser run: "
               "SELECT pg_import_system_collations('pg_catalog');"));
}

void Preflight::checkFeatures()
{
    const int major = m_facts.server.version.major();
    for (const NeededFeature& feature : std::as_const(m_needs.features)) {
        if (feature.since > major)
            add(failing(), "version.feature",
                tr("PostgreSQL %1 does not know %2, which is used by %3.")
                    .arg(major)
                    .arg(feature.what, listed(feature.where)),
                tr("It needs PostgreSQL %1 or newer.").arg(feature.since));
        else if (feature.before > 0 && major >= feature.before)
            add(failing(), "version.feature",
                tr("PostgreSQL %1 has no %2 any more, which is used by %3.")
                    .arg(major)
                    .arg(feature.what, listed(feature.where)),
                tr("It was there before PostgreSQL %1.").arg(feature.before));
    }
}

void Preflight::checkSuperuser()
{
    if (!m_facts.server.superuser && !m_needs.superuserObjects.isEmpty())
        add(failing(), "privilege.superuser",
            tr("Only a superuser may create these: %1.").arg(listed(m_needs.superuserObjects)),
            tr("Restore as a superuser, or leave them out."));
}

void Preflight::checkTablespaces()
{
    if (m_draft.tablespaces == archive::Tablespaces::None)
        return;
    QStringList missing = m_needs.tablespaces;
    if (m_draft.target == TargetKind::NewDatabase)
        missing.removeIf(
            [this](const QString& name) { return m_facts.newDatabase.offer.tablespaces.contains(name); });
    else
        missing.clear();
    if (!missing.isEmpty())
        add(Severity::Blocker, "tablespaces.missing",
            tr("The server does not have these tablespaces: %1.").arg(listed(missing)),
            tr("Create them first, or let everything go into the database's own."));
}

void Preflight::checkSpace()
{
    if (m_draft.isBeside())
        return checkSpaceBeside();
    const qint64 wanted = onDisk(expectedText(m_facts));
    if (m_known.freeBytes < 0 || wanted <= m_known.freeBytes || !m_draft.has(StageKind::Data) ||
        !m_draft.isWhole())
        return;
    add(Severity::Warning, "disk.space",
        tr("The restored database will take about %1, and %2 are free where the server keeps its data.")
            .arg(core::ByteSize(wanted).toText(), core::ByteSize(m_known.freeBytes).toText()),
        tr("Make room, choose a tablespace on another disk, or restore a part."));
}

/// A scratch database has them first, then a file.
void Preflight::checkSpaceBeside()
{
    const qint64 text = expectedText(m_facts);
    if (text < 0 || !m_draft.has(StageKind::Data))
        return;
    const qint64 twice = 2 * onDisk(text);
    if (m_known.freeBytes >= 0 && twice > m_known.freeBytes)
        add(Severity::Warning, "disk.space",
            tr("The tables and their scratch copy will take about %1, and %2 are free where the server keeps "
               "its data.")
                .arg(core::ByteSize(twice).toText(), core::ByteSize(m_known.freeBytes).toText()),
            tr("Make room, or restore fewer tables at once."));
    const QString folder = scratchFolder();
    const qint64 here = freeBytesAt(folder);
    if (here >= 0 && text > here)
        add(Severity::Warning, "disk.scratch",
            tr("The rows lie in %1 for a while: up to about %2, and %3 are free there.")
                .arg(core::singleLine(folder), core::ByteSize(text).toText(), core::ByteSize(here).toText()),
            tr("Make room, or name another place: TMPDIR=…"));
}

void Preflight::checkSubscriptions()
{
    if (m_needs.subscriptions.isEmpty() || process::hasOption(m_draft.options, "no-subscriptions"))
        return;
    add(Severity::Warning, "subscriptions",
        tr("The backup has subscriptions: %1.").arg(listed(m_needs.subscriptions)),
        tr("They are made disabled. Enabled, they take changes from the same publisher as the original does; "
           "leave them out where that is not wanted."),
        "options.noSubscriptions");
}

void Preflight::checkRowSecurity()
{
    if (m_known.server.bypassesRowSecurity)
        return;
    if (!m_needs.forced.isEmpty() && m_draft.target == TargetKind::NewDatabase)
        add(Severity::Warning, "rowSecurity.forced",
            tr("Row-level security holds for the owners of these tables too: %1.")
                .arg(listed(m_needs.forced)),
            tr("Their rows are loaded, but may not be readable for the comparison. A role with BYPASSRLS "
               "can."));
    if (m_draft.target != TargetKind::ExistingDatabase || !m_draft.isForExistingTables() ||
        m_facts.selection.entries.isEmpty())
        return;
    QStringList hidden;
    for (const archive::Relation& table : std::as_const(m_scope.loaded)) {
        if (m_known.use.filteredTables.contains(std::pair(table.schema, table.name)))
            hidden.append(table.schema + QLatin1Char('.') + table.name);
    }
    if (!hidden.isEmpty())
        add(Severity::Blocker, "rowSecurity.active",
            tr("Row-level security keeps %1 from loading rows into these tables: %2.")
                .arg(core::singleLine(m_facts.server.user), listed(hidden)),
            tr("Restore as their owner, or as a role with BYPASSRLS."));
}

void Preflight::checkProduction()
{
    if (!m_draft.isProduction || m_draft.target == TargetKind::SqlFile)
        return;
    if (m_draft.target == TargetKind::NewDatabase)
        add(Severity::Info, "target.production", tr("This server is marked as production."),
            tr("A restore takes its disks, memory and processors."));
    else
        add(Severity::Warning, "target.production",
            tr("%1 is a database of a server that is marked as production.")
                .arg(core::singleLine(m_draft.targetDatabase)),
            tr("Restore into a new database first to look at the result."));
}

/// Nothing converts such text, and COPY takes it as it is: what is no text of the target's encoding is
/// stored, and then refused whenever it is read.
void Preflight::checkEncoding()
{
    if (m_facts.source.toc.encoding != "SQL_ASCII" || m_draft.target == TargetKind::SqlFile)
        return;
    QString encoding = m_draft.encoding;
    if (m_draft.target == TargetKind::ExistingDatabase) {
        for (const postgres::Database& each : m_facts.databases) {
            if (each.name == m_draft.targetDatabase)
                encoding = each.encoding;
        }
    }
    if (encoding.isEmpty() || encoding.compare(QLatin1String("SQL_ASCII"), Qt::CaseInsensitive) == 0)
        return;
    add(Severity::Warning, "encoding.unknown",
        tr("The backup does not say in which encoding its text is (SQL_ASCII), and the database is in %1. "
           "What is "
           "no text of %1 cannot be read there afterwards.")
            .arg(core::singleLine(encoding)),
        tr("Restore into a new database with the encoding of the backup, unless all text is plain ASCII."));
}

void Preflight::checkUse()
{
    const QString name = core::singleLine(m_draft.targetDatabase);
    if (m_known.use.preparedTransactions > 0)
        add(Severity::Warning, "target.prepared",
            tr("%1 has %2 prepared transactions, which may hold locks for ever.")
                .arg(name, QString::number(m_known.use.preparedTransactions)),
            tr("SELECT gid, owner FROM pg_prepared_xacts; shows them. Commit them or roll them back first."));
    if (m_known.use.sessions > 0 && m_draft.existing != ExistingObjects::Stop)
        add(m_draft.losesRows() ? Severity::Warning : Severity::Info, "target.sessions",
            tr("%1 has %2 other sessions.").arg(name, QString::number(m_known.use.sessions)),
            tr("They wait while tables are replaced or emptied, and the restore waits for what they have "
               "locked."));
    QSet<QString> closed(m_known.use.closedSchemas.begin(), m_known.use.closedSchemas.end());
    QStringList refused;
    bool makesSchema = false;
    if (m_draft.isForExistingTables() || m_draft.isBeside() || m_facts.selection.entries.isEmpty() ||
        m_ids.isEmpty())
        return;
    for (const archive::TocEntry& entry : m_facts.source.toc.entries) {
        if (!isEntryIn(entry))
            continue;
        makesSchema = makesSchema || entry.type() == QLatin1String("SCHEMA");
        if (closed.contains(entry.schema()) && !refused.contains(entry.schema()))
            refused.append(entry.schema());
    }
    if (!refused.isEmpty())
        add(Severity::Blocker, "privilege.schema",
            tr("%1 may not create anything in these schemas of %2: %3.")
                .arg(core::singleLine(m_facts.server.user), name, listed(refused)),
            tr("Let their owner run: GRANT CREATE ON SCHEMA %1 TO %2;")
                .arg(core::quoteIdentifier(refused.constFirst()),
                     core::quoteIdentifier(m_facts.server.user)));
    if (makesSchema && !m_known.use.mayCreateSchemas)
        add(Severity::Blocker, "privilege.database",
            tr("%1 may not create schemas in %2.").arg(core::singleLine(m_facts.server.user), name),
            tr("Let its owner run: GRANT CREATE ON DATABASE %1 TO %2;")
                .arg(core::quoteIdentifier(m_draft.targetDatabase),
                     core::quoteIdentifier(m_facts.server.user)));
}

} // namespace

core::Findings preflightFindings(const RestoreDraft& draft, const RestoreFacts& facts)
{
    return Preflight(draft, facts).run();
}

qint64 freeBytesAt(const QString& folder)
{
    const QFileInfo info(folder);
    if (folder.isEmpty() || !info.isDir())
        return -1; // another machine's
    const QStorageInfo storage(folder);
    return storage.isValid() && storage.isReady() ? storage.bytesAvailable() : -1;
}

qint64 expectedText(const RestoreFacts& facts)
{
    // How well it was compressed is known only after reading it.
    const int factor = facts.source.toc.compression == archive::Compression::None ? 1 : 4;
    const bool isAll = facts.selection.entries.isEmpty();
    if (isAll && !facts.source.set)
        return facts.source.fileBytes * factor;
    QSet<std::pair<QString, QString>> chosen;
    qint64 read = 0;
    for (const archive::TocEntry* data : archive::dataEntries(facts.source.toc, facts.selection)) {
        chosen.insert({data->schema(), data->tag()});
        read = read < 0 || data->dataBytes() < 0 ? -1 : read + data->dataBytes();
    }
    if (!facts.source.set)
        return read < 0 ? -1 : read * factor;
    qint64 text = 0;
    for (const catalog::ManifestTable& table : facts.source.set->manifest.tables) {
        if (isAll || chosen.contains({table.schema, table.name}))
            text += table.bytes;
    }
    return text;
}

qint64 onDisk(qint64 text)
{
    return text + text / 3;
}

} // namespace tidemark::restore
