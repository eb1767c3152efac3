// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/memberstore.h"

#include <QHash>

namespace tidemark::archive {

/// The files of a folder, as they were when it was opened.
class FolderStore final : public MemberStore
{
public:
    /// NotFound, PermissionDenied, Io.
    static core::Result<std::unique_ptr<FolderStore>> open(const QString& folder);

    core::Result<std::optional<Member>> find(const QByteArray& name,
                                             const core::RunContext& context) const override;
    core::Result<std::unique_ptr<DataReader>> open(const Member& member,
                                                   const std::stop_token& stop) const override;
    QString nameOf(const QByteArray& member) const override;

    /// Sizes of all regular files, and of what a link leads to, except large objects.
    const QHash<QByteArray, qint64>& sizes() const { return m_sizes; }
    /// Of all files, large objects too.
    qint64 totalBytes() const { return m_totalBytes; }
    qint64 largeObjectFiles() const { return m_largeObjectFiles; }
    /// Names that are no regular file.
    const QList<QByteArray>& others() const { return m_others; }

private:
    QString m_folder;
    QHash<QByteArray, qint64> m_sizes;
    QList<QByteArray> m_others;
    qint64 m_totalBytes = 0;
    qint64 m_largeObjectFiles = 0;
};

} // namespace tidemark::archive
