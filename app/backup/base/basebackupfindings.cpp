// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/hbadecision.h"
#include "backup/base/basebackupfacts.h"
#include "backup/passwordplace.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace tidemark::backup::base {

namespace {

using core::Finding;
using core::Severity;

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::base", text);
}

void add(core::Findings& findings, Severity severity, const char* id, const QString& sentence, const QString& hint = {}, const QString& action = {})
{
    findings.append({severity, QLatin1String(id), sentence, hint, action});
}

/// The tool that is going to be used; nothing, and a finding, where there is none.
std::optional<process::Tool> checkTool(const BaseBackupFacts& facts, core::Findings& findings)
{
    auto tool = facts.tools.pick(process::ToolKind::PgBaseBackup, facts.server.version.major());
    if (tool)
        return *tool;
    const core::Error& error = tool.error();
    const bool old = error.kind == core::ErrorKind::ToolTooOld;
    add(findings, Severity::Blocker, old ? "tool.tooOld" : "tool.missing", error.detail.isEmpty() ? error.message : error.message + QLatin1Char(' ') + error.detail,
        error.hint);
    return std::nullopt;
}

void checkRole(const BaseBackupFacts& facts, core::Findings& findings)
{
    if (facts.source.mayReplicate)
        return;
    add(findings, Severity::Blocker, "privilege.replication", tr("%1 may not make base backups: the role lacks REPLICATION.").arg(facts.server.user),
        tr("Let an administrator run: ALTER ROLE %1 REPLICATION;").arg(core::quoteIdentifier(facts.server.user)), QStringLiteral("makeRole"));
}

void checkServer(const BaseBackupDraft& draft, const BaseBackupFacts& facts, core::Findings& findings)
{
    const postgres::BaseBackupSource& source = facts.source;
    if (source.walLevel == QLatin1String("minimal")) {
        add(findings, Severity::Blocker, "server.walLevel", tr("The server writes too little WAL for a base backup: wal_level is minimal."),
            tr("Let an administrator set wal_level = replica and restart the server."));
    }
    const int needed = draft.walMethod == WalMethod::Stream ? 2 : 1;
    const int left = source.mostWalSenders - source.walSenders;
    if (left < needed) {
        add(findings, Severity::Blocker, "server.walSenders",
            tr("The server has %1 free WAL senders, and the backup needs %2: max_wal_senders is %3, and %4 are in use.")
                .arg(std::max(left, 0)).arg(needed).arg(source.mostWalSenders).arg(source.walSenders),
            tr("Let an administrator set max_wal_senders to at least %1 and restart the server, or wait until others have finished.").arg(source.walSenders + needed));
    }
    if (draft.walMethod == WalMethod::Stream && source.slotsUsed >= source.mostSlots) {
        add(findings, Severity::Warning, "server.slots",
            tr("No replication slot is free, so nothing keeps the server from removing WAL that the backup still needs."),
            tr("Should that happen the backup fails and can be tried again. Raise max_replication_slots to prevent it."));
    }
    if (source.synchronousStandbyNames.contains(QLatin1Char('*'))) {
        add(findings, Severity::Warning, "server.synchronousAny",
            tr("synchronous_standby_names of the server is %1: while the backup runs, commits may wait for it.").arg(source.synchronousStandbyNames),
            tr("Name the standbys there, so that a backup is never taken for one."));
    }
    if (facts.server.inRecovery) {
        add(findings, Severity::Info, "server.standby", tr("This server is a standby."),
            tr("The backup shows the moment up to which it has replayed. If it is promoted meanwhile the backup fails and has to be made again."));
    }
}

void checkAdmission(const BaseBackupFacts& facts, core::Findings& findings)
{
    // What is said already is also why the connection failed.
    if (!facts.refusal || core::hasBlocker(findings))
        return;
    const access::HbaRequest request{facts.server.user, facts.source.route.address, facts.source.route.encrypted, {}};
    const QString words = facts.refusal->detail.isEmpty() ? facts.refusal->message : facts.refusal->detail;
    const bool byRule = words.contains(QLatin1String("pg_hba.conf"));
    QString sentence = tr("The server lets %1 in, but not for replication, which a base backup needs.").arg(facts.server.user);
    QString hint;
    if (facts.hbaRules) {
        const auto rule = access::decidingRule(*facts.hbaRules, request);
        sentence += QLatin1Char(' ') + (rule ? tr("What decides is %1: %2").arg(access::hbaPlace(*rule), access::hbaText(*rule)) : tr("No line of pg_hba.conf is for this."));
        if (rule && byRule)
            hint = tr("Let an administrator add this line before that one to pg_hba.conf on the server, and run SELECT pg_reload_conf(); – %1").arg(access::hbaLine(request));
    }
    if (hint.isEmpty() && byRule)
        hint = tr("Let an administrator add this line to pg_hba.conf on the server, and run SELECT pg_reload_conf(); – %1").arg(access::hbaLine(request));
    if (!byRule)
        hint = facts.refusal->hint;
    add(findings, Severity::Blocker, "privilege.replicationRefused", sentence + QLatin1Char(' ') + tr("It says: %1").arg(core::singleLine(words)), hint);
}

void checkCompression(const BaseBackupDraft& draft, core::ServerVersion tool, core::Findings& findings)
{
    if (!draft.compression || draft.compression->method == CompressionMethod::None)
        return;
    const Compression& chosen = *draft.compression;
    if (draft.format == Format::Plain) {
        add(findings, Severity::Blocker, "compression.plain", tr("A plain base backup cannot be compressed: its files are used as they are."),
            tr("Choose the tar format, or no compression."));
        return;
    }
    if (!methodsOf(tool).contains(chosen.method)) {
        add(findings, Severity::Blocker, "compression.unknown", tr("pg_basebackup %1 cannot compress with %2.").arg(tool.toText(), methodName(chosen.method)),
            tr("Choose gzip, or install the PostgreSQL programs of version 15 or newer."));
    }
    const std::optional<LevelRange> range = levelsOf(chosen.method);
    if (range && chosen.level && (*chosen.level < range->least || *chosen.level > range->most)) {
        add(findings, Severity::Blocker, "compression.level",
            tr("%1 has levels from %2 to %3.").arg(methodName(chosen.method)).arg(range->least).arg(range->most), tr("Choose one of these."));
    }
}

void checkWords(const BaseBackupDraft& draft, core::Findings& findings)
{
    if (draft.rateLimit && (*draft.rateLimit < leastRate || *draft.rateLimit > mostRate)) {
        add(findings, Severity::Blocker, "rate.range", tr("The server limits the rate to between %1 kB/s and %2 kB/s.").arg(leastRate).arg(mostRate),
            tr("Choose a rate in between, or none."));
    }
    // The label becomes a line of a file that the server reads at its start: a second line could be taken for another field.
    const bool hasControls = std::any_of(draft.label.begin(), draft.label.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
    if (hasControls || draft.label.toUtf8().size() > longestLabel) {
        add(findings, Severity::Blocker, "label.form", tr("The label has to be one line of at most %1 bytes.").arg(longestLabel), tr("Choose a shorter, simpler one."));
    }
}

QString describe(const postgres::Tablespace& tablespace)
{
    return QStringLiteral("%1 (%2)").arg(core::singleLine(tablespace.name), core::singleLine(tablespace.location));
}

/// The server sends each tablespace as a link within a tar stream, whose field has 100 bytes with its end (src/port/tar.c), in
/// either format and whatever is mapped.
void checkLocations(const BaseBackupFacts& facts, core::Findings& findings)
{
    for (const postgres::Tablespace& tablespace : facts.source.tablespaces) {
        if (tablespace.location.toUtf8().size() > longestLocation) {
            add(findings, Severity::Blocker, "tablespace.pathTooLong",
                tr("The path of tablespace %1 is too long for a base backup: the server can send at most %2 bytes.").arg(describe(tablespace)).arg(longestLocation),
                tr("Let an administrator move it to a shorter path on the server."));
        }
    }
}

void checkMappings(const BaseBackupDraft& draft, const BaseBackupFacts& facts, core::Findings& findings)
{
    if (draft.format == Format::Tar) {
        if (!draft.mappings.isEmpty()) {
            add(findings, Severity::Blocker, "tablespace.tar", tr("Tablespaces are mapped in the plain format only: in the tar format each is a file of its own."),
                tr("Leave the mappings out, or choose the plain format."));
        }
        return;
    }
    const QList<postgres::Tablespace>& tablespaces = facts.source.tablespaces;
    QStringList inTheWay;
    for (const TablespaceMapping& mapping : draft.mappings) {
        const bool isKnown = std::any_of(tablespaces.begin(), tablespaces.end(), [&](const postgres::Tablespace& one) { return one.location == mapping.from; });
        if (!isKnown) {
            add(findings, Severity::Blocker, "tablespace.unknown", tr("The server has no tablespace in %1.").arg(core::singleLine(mapping.from)),
                tr("Write the location exactly as the server says it: SELECT spcname, pg_tablespace_location(oid) FROM pg_tablespace;"));
        }
        if (!QDir::isAbsolutePath(mapping.to))
            add(findings, Severity::Blocker, "tablespace.relative", tr("%1 is not an absolute path.").arg(core::singleLine(mapping.to)), tr("Begin it with /."));
        if (facts.occupied.contains(mapping.to))
            inTheWay.append(core::singleLine(mapping.to));
    }
    QStringList outside;
    for (const postgres::Tablespace& tablespace : tablespaces) {
        const bool isMapped = std::any_of(draft.mappings.begin(), draft.mappings.end(), [&](const TablespaceMapping& one) { return one.from == tablespace.location; });
        if (isMapped || draft.tablespaces == TablespacePlace::AsOnServer)
            outside.append(describe(tablespace));
        if (!isMapped && draft.tablespaces == TablespacePlace::AsOnServer && facts.occupied.contains(tablespace.location))
            inTheWay.append(describe(tablespace));
    }
    if (!inTheWay.isEmpty()) {
        add(findings, Severity::Blocker, "tablespace.occupied",
            tr("These folders for tablespaces hold something on this machine already: %1.").arg(inTheWay.join(QLatin1String(", "))),
            tr("On the server's own machine its tablespaces have to go elsewhere. Let them go into the backup set, or map each to a new folder."));
    } else if (!outside.isEmpty()) {
        add(findings, Severity::Warning, "tablespace.outside", tr("These tablespaces are not inside the backup set: %1.").arg(outside.join(QLatin1String(", "))),
            tr("The set is complete only together with those folders. Let them go into the set, unless there is a reason."));
    }
}

void checkDestination(const BaseBackupDraft& draft, const BaseBackupFacts& facts, core::Findings& findings)
{
    if (draft.destination.isEmpty()) {
        add(findings, Severity::Blocker, "destination.missing", tr("No folder is chosen for the backup."), tr("Choose a folder."));
        return;
    }
    if (!facts.destinationWritable) {
        add(findings, Severity::Blocker, "destination.notWritable", tr("The folder %1 cannot be written to.").arg(QDir::toNativeSeparators(draft.destination)),
            tr("Choose another folder, or change its permissions."));
    }
    if (!facts.source.size || facts.freeBytes < 0)
        return;
    // The WAL of the time that it takes comes on top: two segments at least.
    const qint64 whole = facts.source.size->bytes() + 2 * facts.source.walSegment.bytes();
    const bool compressed = draft.format == Format::Tar && (!draft.compression || draft.compression->method != CompressionMethod::None);
    // Compressed it is mostly a third or less; below that the run would probably end in a full disk.
    if (facts.freeBytes < (compressed ? whole / 3 : whole)) {
        add(findings, Severity::Warning, "destination.space",
            tr("Only %1 are free in this folder, and the server's files hold about %2.").arg(core::ByteSize(facts.freeBytes).toText(), core::ByteSize(whole).toText()),
            tr("Free some space, or choose another folder. If the disk fills up, the backup is removed and nothing else is lost."));
    }
}

void checkManifest(const BaseBackupDraft& draft, const BaseBackupFacts& facts, core::ServerVersion tool, core::Findings& findings)
{
    if (!tool.hasBackupManifest() || !facts.server.version.hasBackupManifest()) {
        add(findings, Severity::Warning, "manifest.none", tr("A server of version %1 makes no backup manifest.").arg(facts.server.version.toText()),
            tr("Tidemark reads every byte back, but that the bytes are those of the server cannot be shown. PostgreSQL 13 and newer can."));
    } else if (draft.checksums == archive::ChecksumKind::None) {
        add(findings, Severity::Warning, "manifest.noChecksums", tr("Without checksums in the backup manifest, damage on the way here is not found."),
            tr("Choose SHA256, or CRC32C where that is too slow."));
    }
}

} // namespace

core::Findings validate(const BaseBackupDraft& draft, const BaseBackupFacts& facts)
{
    core::Findings findings;
    const std::optional<process::Tool> tool = checkTool(facts, findings);
    checkRole(facts, findings);
    checkServer(draft, facts, findings);
    checkAdmission(facts, findings);
    if (tool) {
        checkCompression(draft, tool->version, findings);
        checkManifest(draft, facts, tool->version, findings);
    }
    checkWords(draft, findings);
    checkLocations(facts, findings);
    checkMappings(draft, facts, findings);
    checkDestination(draft, facts, findings);
    if (!draft.destination.isEmpty())
        findings.append(checkPasswordPlace(draft.destination, facts.place, PasswordRemedy::OtherFolder));
    return findings;
}

} // namespace tidemark::backup::base
