// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/checksum.h"
#include "core/bytesize.h"
#include "core/result.h"
#include "core/serverversion.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace tidemark::backup::base {

enum class Format
{
    Plain, // files as in the server's data directory
    Tar,   // base.tar, one more for each tablespace, and pg_wal.tar
};

/// Of tar files, by pg_basebackup on this machine.
enum class CompressionMethod
{
    None,
    Gzip,
    Lz4,
    Zstd,
};

struct Compression
{
    CompressionMethod method = CompressionMethod::None;
    std::optional<int> level; // the tool's own default where it is not given

    friend bool operator==(const Compression&, const Compression&) = default;
};

/// How the WAL comes along that the backup needs. Without it the backup would be worth nothing by itself, so that is not offered.
enum class WalMethod
{
    Stream, // over a second connection, while the backup runs
    Fetch,  // at its end; fails where the server has removed it by then
};

enum class Checkpoint
{
    Fast,   // at once: begins sooner, and loads the server for a moment
    Spread, // as the server has it for its regular ones: may take minutes
};

enum class SizeEstimate
{
    Make,  // the server adds its files up first; without it there is no percentage
    Leave,
};

/// Where a plain backup puts the tablespaces that no mapping is given for.
enum class TablespacePlace
{
    InsideSet,  // <set>/tablespaces/<OID>
    AsOnServer, // at the very same path on this machine
};

struct TablespaceMapping
{
    QString from; // its location on the server
    QString to;   // absolute; new, or empty

    friend bool operator==(const TablespaceMapping&, const TablespaceMapping&) = default;
};

/// What a wizard page or the command line has filled in. Nothing is checked here; see validate().
struct BaseBackupDraft
{
    QString serverLabel; // names the folder below the destination: the profile's name, or host and port
    QString destination; // folder
    Format format = Format::Tar;
    std::optional<Compression> compression; // the quickest that the tool has where it is not given; none for plain
    WalMethod walMethod = WalMethod::Stream;
    Checkpoint checkpoint = Checkpoint::Fast;
    std::optional<qint64> rateLimit; // kB/s (of 1024 bytes), for the data directory, not for streamed WAL
    SizeEstimate sizeEstimate = SizeEstimate::Make;
    archive::ChecksumKind checksums = archive::ChecksumKind::Sha256; // of backup_manifest, PostgreSQL 13+
    QString label; // "tidemark" where it is empty
    TablespacePlace tablespaces = TablespacePlace::InsideSet;
    QList<TablespaceMapping> mappings;

    QJsonObject toJson() const;
    /// Error: InvalidInput for what toJson() does not write. Fields that are missing keep their defaults.
    static core::Result<BaseBackupDraft> fromJson(const QJsonObject& object);
    friend bool operator==(const BaseBackupDraft&, const BaseBackupDraft&) = default;
};

QString formatName(Format format);                  // "plain", "tar"
QString methodName(CompressionMethod method);       // "none", "gzip", "lz4", "zstd"
QString compressionName(const Compression& chosen); // "zstd:3"
QString walMethodName(WalMethod method);            // "stream", "fetch"
QString checkpointName(Checkpoint checkpoint);      // "fast", "spread"
QString placeName(TablespacePlace place);           // "set", "server"

/// The other way round, for words of a command line or of a stored plan. Nothing for what is none of them.
std::optional<Format> formatFromName(QStringView name);
std::optional<Compression> compressionFromName(QStringView name); // "zstd", "gzip:6"
std::optional<WalMethod> walMethodFromName(QStringView name);
std::optional<Checkpoint> checkpointFromName(QStringView name);
std::optional<TablespacePlace> placeFromName(QStringView name);
/// "2M", "500k", "500": as pg_basebackup reads --max-rate; in kB/s.
std::optional<qint64> rateFromText(QStringView text);
/// "OLD=NEW" with "\=" for a "=" within a path, as pg_basebackup reads it.
std::optional<TablespaceMapping> mappingFromText(const QString& text);
QString mappingText(const TablespaceMapping& mapping);

/// The levels that a method takes; the first is the quickest.
struct LevelRange
{
    int least = 0;
    int most = 0;
};
std::optional<LevelRange> levelsOf(CompressionMethod method);
/// What a pg_basebackup of this version can do to tar files.
QList<CompressionMethod> methodsOf(core::ServerVersion tool);
/// The quickest of them that makes files clearly smaller.
Compression defaultCompression(core::ServerVersion tool);

inline constexpr qint64 leastRate = 32;      // kB/s, as the manual has it
inline constexpr qint64 mostRate = 1048576;
inline constexpr qsizetype longestLabel = 1023; // bytes
inline constexpr qsizetype longestLocation = 99; // bytes, of a tablespace on the server
inline constexpr char tablespacesFolder[] = "tablespaces"; // in the set
inline constexpr char baseFolder[] = "base";               // in the set

} // namespace tidemark::backup::base
