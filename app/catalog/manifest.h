// SPDX-License-Identifier: GPL-3.0-or-later
// tidemark.json: what a backup set says about itself. Written last, never changed afterwards.
#pragma once

#include "core/bytesize.h"
#include "core/finding.h"
#include "core/lsn.h"
#include "core/result.h"
#include "core/verdict.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace tidemark::catalog {

inline constexpr char manifestFileName[] = "tidemark.json";
inline constexpr int manifestFormat = 1;

/// What a set holds.
enum class SetKind
{
    Database,   // a dump of one database, by pg_dump
    Cluster,    // all databases and globals in one SQL file, by pg_dumpall
    BaseBackup, // the server's files, by pg_basebackup
};

QString setKindName(SetKind kind); // stable, for JSON: "database", "cluster", "base"

/// Whether everything of its subject is in a set.
enum class Coverage
{
    Whole,
    Part, // tables or definitions or rows were left out on purpose
};

struct ManifestFile
{
    QString name; // below the set's folder, with "/"
    qint64 size = 0;
    QString sha256; // lower-case hexadecimal
};

struct ManifestTable
{
    QString schema;
    QString name;
    QStringList columns; // in the order that the digest was made with
    qint64 rows = 0;
    qint64 bytes = 0; // of COPY text
    QString digest;   // 32 hexadecimal digits; empty where rows were dumped as INSERT
    QString database{}; // of SetKind::Cluster; else empty: it is the manifest's
};

/// A tablespace of a base backup.
struct ManifestTablespace
{
    QString oid;
    QString name;
    QString location; // on the server
    QString folder;   // where a plain backup has it: below the set's folder with "/", or an absolute path; empty for tar

    friend bool operator==(const ManifestTablespace&, const ManifestTablespace&) = default;
};

/// What only a base backup has.
struct BaseBackupPart
{
    int timeline = 0;
    core::Lsn start; // of the WAL that is needed to make it consistent
    core::Lsn end;
    QString label;
    QString walMethod;         // "stream" or "fetch"
    QString checksumAlgorithm; // of its backup_manifest; empty without one
    bool fromStandby = false;
    bool verifiedByTool = false; // by pg_verifybackup as well
    QList<ManifestTablespace> tablespaces;

    friend bool operator==(const BaseBackupPart&, const BaseBackupPart&) = default;
};

struct Manifest
{
    int format = manifestFormat;
    SetKind kind = SetKind::Database;
    Coverage coverage = Coverage::Whole;
    QString runId;            // shared by all databases of one run
    QString server;           // the profile's name, or host and port
    QString systemIdentifier; // empty where the role could not read it
    QString database; // empty where the set is no database's
    QString dumpFile; // file or folder below the set's: the dump, or the base backup
    QString dumpFormat; // "custom", "directory", "tar", "plain"; of a base backup "plain" or "tar"
    QString compression;
    QString serverVersion;
    QString toolVersion;
    QString tidemarkVersion;
    QString command; // as run, without secrets
    QJsonObject options; // the plan it was made by, without secrets
    QDateTime started;
    QDateTime ended;
    double readBackSeconds = 0;
    qint64 databaseBytes = 0; // on the server's disk, tables only
    QString digestMethod;
    core::Verdict verdict = core::Verdict::Ok;
    core::Findings findings;
    QList<ManifestFile> files;
    QList<ManifestTable> tables;
    std::optional<BaseBackupPart> base; // of SetKind::BaseBackup

    QByteArray toJson() const;
    /// Errors: Corrupt for what is no manifest; ToolTooOld for a format newer than this program knows.
    static core::Result<Manifest> fromJson(const QByteArray& json);
    core::ByteSize totalSize() const;
};

/// Of SetKind::Cluster: roles and tablespaces alone (or one of these), and no database.
bool holdsGlobalsOnly(const Manifest& manifest);

} // namespace tidemark::catalog
