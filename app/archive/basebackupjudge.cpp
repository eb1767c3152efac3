// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/basebackupjudge.h"

#include "core/quoting.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tidemark::archive {

namespace {

constexpr qint64 mostOfAKind = 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

QString shown(const QByteArray& path)
{
    return core::singleLine(QString::fromUtf8(path));
}

/// What no server starts without.
constexpr std::array<const char*, 3> essentials{"PG_VERSION", "global/pg_control", "backup_label"};

/// Files that a manifest has no word of, or that tools change on purpose; pg_verifybackup passes them over as well.
bool isLeftOut(const QByteArray& path)
{
    static const QSet<QByteArray> names{backupManifestName, "postgresql.auto.conf", "recovery.signal", "standby.signal"};
    return path.startsWith("pg_wal/") || names.contains(path);
}

QString useAnother()
{
    return tr("Use another backup, or a copy of this one.");
}

} // namespace

BaseBackupJudge::BaseBackupJudge(std::optional<BackupManifest> manifest)
    : m_manifest(std::move(manifest))
{
    if (!m_manifest)
        return;
    m_seen.resize(m_manifest->files.size());
    for (std::size_t i = 0; i < m_manifest->files.size(); ++i)
        m_index.insert(m_manifest->files[i].path, i);
}

ChecksumKind BaseBackupJudge::kindOf(const QByteArray& path) const
{
    const auto found = m_index.constFind(path);
    return found == m_index.constEnd() ? ChecksumKind::None : m_manifest->files[*found].kind;
}

qsizetype BaseBackupJudge::headBytes(const QByteArray& path)
{
    return path == "backup_label" ? 8192 : walHeadBytes;
}

void BaseBackupJudge::noteFinding(core::Finding finding)
{
    const std::lock_guard lock(m_mutex);
    m_findings.append(std::move(finding));
}

// With m_mutex held.
void BaseBackupJudge::add(const char* id, const QString& sentence, const QString& hint, core::Severity severity)
{
    const qint64 count = ++m_counts[QLatin1String(id)];
    if (count <= mostOfAKind)
        m_findings.append({severity, QLatin1String(id), sentence, hint, {}});
}

// With m_mutex held.
void BaseBackupJudge::compare(const BackupManifest::File& expected, const QByteArray& path, qint64 size, const QByteArray& checksum)
{
    if (size != expected.size) {
        add("check.fileChanged", tr("The file %1 has %2 bytes; the manifest says %3.").arg(shown(path), QString::number(size), QString::number(expected.size)),
            useAnother(), core::Severity::Blocker);
    } else if (expected.kind != ChecksumKind::None) {
        ++m_checked;
        if (checksum != expected.checksum) {
            add("check.fileChanged", tr("The file %1 is not the one that was backed up: its %2 differs.").arg(shown(path), checksumName(expected.kind)), useAnother(),
                core::Severity::Blocker);
        }
    }
}

void BaseBackupJudge::noteFile(const QByteArray& path, qint64 size, const QByteArray& checksum, const QByteArray& head)
{
    const std::lock_guard lock(m_mutex);
    ++m_files;
    m_bytes += size;
    if (std::any_of(essentials.begin(), essentials.end(), [&path](const char* name) { return path == name; }))
        m_essential.insert(path);
    if (path.startsWith("pg_wal/"))
        m_wal.noteSegment(path.mid(7), size, head);
    if (path == "backup_label")
        m_label = parseBackupLabel(head);
    const auto found = m_index.constFind(path);
    if (found == m_index.constEnd()) {
        if (m_manifest && !isLeftOut(path)) {
            add("check.fileExtra", tr("The file %1 is not part of the backup.").arg(shown(path)),
                tr("Somebody put it there, or a server was started on the backup itself."), core::Severity::Warning);
        }
        return;
    }
    if (m_seen[*found])
        add("check.fileTwice", tr("The file %1 is there twice.").arg(shown(path)), useAnother(), core::Severity::Blocker);
    m_seen[*found] = true;
    if (!isLeftOut(path))
        compare(m_manifest->files[*found], path, size, checksum);
}

// With m_mutex held.
void BaseBackupJudge::judgeMissing()
{
    for (const char* name : essentials) {
        if (!m_essential.contains(name))
            add("check.fileMissing", tr("The file %1 is missing from the backup.").arg(QLatin1String(name)), useAnother(), core::Severity::Blocker);
    }
    for (std::size_t i = 0; i < m_seen.size(); ++i) {
        const QByteArray& path = m_manifest->files[i].path;
        const bool said = std::any_of(essentials.begin(), essentials.end(), [&path](const char* name) { return path == name; });
        if (!m_seen[i] && !isLeftOut(path) && !said)
            add("check.fileMissing", tr("The file %1 is missing from the backup.").arg(shown(path)), useAnother(), core::Severity::Blocker);
    }
}

// With m_mutex held.
void BaseBackupJudge::judgeWal(const QList<WalRange>& knownWal, BaseBackupContent& content)
{
    QList<WalRange> needed = m_manifest ? m_manifest->walRanges : knownWal;
    if (needed.isEmpty() && m_label)
        needed.append({m_label->timeline, m_label->start, m_label->start});
    content.walRanges = needed;
    content.walSegments = m_wal.count();
    m_findings += m_wal.judge(needed, content.systemIdentifier);
    if (needed.isEmpty()) {
        add("check.walUnknown", tr("Which WAL the backup needs is not known: it has neither a manifest nor a label that can be read."), useAnother(),
            core::Severity::Blocker);
    }
}

void BaseBackupJudge::finish(const QList<WalRange>& knownWal, BaseBackupContent& content)
{
    const std::lock_guard lock(m_mutex);
    content.hasManifest = m_manifest.has_value();
    content.files = m_files;
    content.bytes = m_bytes;
    content.checkedFiles = m_checked;
    content.label = m_label;
    if (m_manifest) {
        content.systemIdentifier = m_manifest->systemIdentifier;
        for (const BackupManifest::File& file : m_manifest->files) {
            if (file.kind != ChecksumKind::None)
                content.checksumAlgorithm = checksumName(file.kind);
            content.isIncremental = content.isIncremental || file.path.contains("/INCREMENTAL.");
        }
        if (!m_manifest->isIntact) {
            add("check.manifestChanged", tr("The backup's own manifest was changed: its checksum does not fit."), useAnother(), core::Severity::Blocker);
        }
    }
    judgeMissing();
    judgeWal(knownWal, content);
    for (auto count = m_counts.cbegin(); count != m_counts.cend(); ++count) {
        if (*count > mostOfAKind) {
            m_findings.append({core::Severity::Info, QStringLiteral("check.more"),
                               tr("%1 more findings of the kind %2 are not shown.").arg(QString::number(*count - mostOfAKind), count.key()), {}, {}});
        }
    }
    if (!m_manifest) {
        m_findings.append({core::Severity::Warning, QStringLiteral("check.noManifest"),
                           tr("The backup has no manifest: that its bytes are those of the server cannot be shown."),
                           tr("Every byte was read. pg_basebackup of PostgreSQL 13 and newer writes a manifest."), {}});
    }
    if (content.isIncremental) {
        m_findings.append({core::Severity::Warning, QStringLiteral("check.incremental"), tr("This is an incremental backup: it cannot be restored by itself."),
                           tr("Keep the backups before it, and join them with pg_combinebackup."), {}});
    }
    content.findings = m_findings;
}

} // namespace tidemark::archive
