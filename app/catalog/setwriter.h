// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/leftovers.h"
#include "catalog/manifest.h"
#include "core/filelock.h"
#include "core/result.h"

#include <QDateTime>
#include <QString>

#include <memory>

namespace tidemark::catalog {

/// Where a set goes.
struct SetPlace
{
    QString destination; // folder
    QString server;      // the profile's name, or host and port
    QString database;    // not used where the set is no database's
    SetKind kind = SetKind::Database;

    /// The folder that holds the sets of one subject: `<destination>/<server>/<subject>`.
    QString folder() const;
};

/// Makes one backup set so that it is either whole or not there. Until finish() everything lies in a folder that ends in
/// ".partial"; without finish() that folder is removed with the object. A lock keeps a second run for the same subject
/// out of the same place, and dies with the process.
class SetWriter
{
public:
    /// Creates `<started>.partial` in the place's folder, mode 0700. Also removes partial folders that crashed
    /// runs left beside it. Errors: Conflict while another run is at work there; PermissionDenied, StorageFull, Io.
    static core::Result<SetWriter> create(const SetPlace& place, const QDateTime& started, const QString& runId);
    SetWriter(SetWriter&&) noexcept;
    SetWriter& operator=(SetWriter&&) = delete;
    ~SetWriter();

    /// Where the files go while the set is being made.
    const QString& partialFolder() const { return m_partial; }
    /// The name of the folder once it is whole.
    const QString& finalFolder() const { return m_final; }
    /// Of a file in the partial folder.
    QString filePath(const QString& name) const;

    /// What create() found of runs that crashed.
    const QList<Leftover>& removed() const { return m_removed; }

    /// Writes the manifest, flushes every file and folder, renames. Afterwards the set is there.
    core::Status finish(const Manifest& manifest);

private:
    SetWriter(core::FileLock lock, QString partial, QString final);
    core::FileLock m_lock;
    QString m_partial;
    QString m_final;
    QList<Leftover> m_removed;
    bool m_open = true;
};

} // namespace tidemark::catalog
