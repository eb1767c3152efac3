// SPDX-License-Identifier: GPL-3.0-or-later
// A base backup that a server can be made of: a set of ours, or any folder of pg_basebackup, in either of its
// formats.
#pragma once

#include "archive/basebackupcontent.h"
#include "catalog/backupset.h"
#include "core/runcontext.h"

#include <QList>
#include <QString>

#include <optional>

namespace tidemark::restore::base {

/// A tablespace outside of the data directory. (In-place ones, since PostgreSQL 15, are a part of it.)
struct BaseTablespace
{
    QString oid;
    QString name;     // empty where the backup does not say it
    QString location; // its folder on the server, or where a plain backup's link leads; empty where that is
                      // not known
    QString source;   // plain: the folder of its files; tar: the tar file
    qint64 bytes = 0; // at least; unpacked where that is known

    /// For people: name or OID.
    QString label() const { return name.isEmpty() ? oid : name; }
};

struct BaseSource
{
    QString folder; // absolute; of the backup itself
    archive::BaseBackupFormat format = archive::BaseBackupFormat::Plain;
    std::optional<catalog::BackupSet> set; // absent for a folder from elsewhere
    int major = 0;                         // of the server whose files they are
    QList<BaseTablespace> tablespaces;     // by OID
    qint64 bytes = 0;                      // of the data directory without tablespaces; at least
    bool isSizeKnown = true;               // else the sizes are those of compressed files
    bool hasManifest = false;
    bool isIncremental = false; // needs the backups before it
    bool isForStandby = false;  // plain ones: made with --write-recovery-conf

    qint64 totalBytes() const;
    /// The WAL that it needs, where a set knows it.
    QList<archive::WalRange> walRanges() const;
};

/// The folder of the base backup that `path` is or belongs to (a set, its folder base/, a tar file of it);
/// empty where it is none. Looks at names only.
QString baseFolderOf(const QString& path);

/// Looks at it, and reads its backup_manifest where there is one. The major is that of the set, else of the
/// file PG_VERSION; a tar file is read until it comes. Errors: NotFound; InvalidInput for what is no base
/// backup, such as a server's own data directory; Corrupt where the manifest or a tar file cannot be read, or
/// a tablespace's folder is missing; Cancelled.
core::Result<BaseSource> openBase(const QString& path, const core::RunContext& context);

} // namespace tidemark::restore::base
