// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/basebackupcontent.h"

#include <QHash>
#include <QSet>

#include <mutex>
#include <vector>

namespace tidemark::archive {

/// Holds what is read of a base backup against its manifest. The const calls and noteFile() may come from several threads.
class BaseBackupJudge
{
public:
    /// Without a manifest only what every backup has is looked for.
    explicit BaseBackupJudge(std::optional<BackupManifest> manifest);

    /// The checksum that the manifest has of this file; None where it has none.
    ChecksumKind kindOf(const QByteArray& path) const;
    /// As many of a file's first bytes are worth keeping for noteFile().
    static qsizetype headBytes(const QByteArray& path);
    /// `path` below the data directory.
    void noteFile(const QByteArray& path, qint64 size, const QByteArray& checksum, const QByteArray& head);
    /// Something else that is wrong, said once.
    void noteFinding(core::Finding finding);

    /// When all files were noted.
    void finish(const QList<WalRange>& knownWal, BaseBackupContent& content);

private:
    void compare(const BackupManifest::File& expected, const QByteArray& path, qint64 size, const QByteArray& checksum);
    void add(const char* id, const QString& sentence, const QString& hint, core::Severity severity);
    void judgeMissing();
    void judgeWal(const QList<WalRange>& knownWal, BaseBackupContent& content);

    std::optional<BackupManifest> m_manifest;
    QHash<QByteArray, std::size_t> m_index; // of m_manifest->files

    std::mutex m_mutex; // guards what follows
    std::vector<bool> m_seen;
    QSet<QByteArray> m_essential; // of these, what was met
    WalSegments m_wal;
    std::optional<BackupLabel> m_label;
    qint64 m_files = 0;
    qint64 m_bytes = 0;
    qint64 m_checked = 0;
    QHash<QString, qint64> m_counts; // of findings, by id
    core::Findings m_findings;
};

} // namespace tidemark::archive
