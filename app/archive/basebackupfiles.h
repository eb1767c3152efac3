// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/basebackupjudge.h"

namespace tidemark::archive {

/// One stream of bytes on its way past the judge: its checksum for the manifest, and its first bytes.
class JudgedFile
{
public:
    JudgedFile(BaseBackupJudge& judge, QByteArray path);
    void add(QByteArrayView bytes);
    /// Tells the judge, and returns the checksum, which is of kind().
    QByteArray finish();
    ChecksumKind kind() const { return m_kind; }
    qint64 size() const { return m_size; }

private:
    BaseBackupJudge& m_judge;
    QByteArray m_path;
    ChecksumKind m_kind;
    Checksum m_checksum;
    QByteArray m_head;
    qint64 m_size = 0;
};

/// Reads all files of a plain base backup, tablespaces through their links, and adds to `content`. Errors: as readBackBaseBackup.
core::Status readPlainFiles(const QString& folder, const BaseBackupOptions& options, BaseBackupJudge& judge, BaseBackupContent& content,
                            const core::RunContext& context);

} // namespace tidemark::archive
