// SPDX-License-Identifier: GPL-3.0-or-later
// A PostgreSQL dump of any format, opened for looking inside: one interface over custom files, directories,
// tar files and plain SQL, each also within gzip, zstd or lz4.
#pragma once

#include "archive/datareader.h"
#include "archive/toc.h"
#include "core/result.h"
#include "core/runcontext.h"

#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace tidemark::archive {

enum class DumpFormat
{
    Custom,
    Directory,
    Tar,
    Plain,        // one database
    PlainCluster, // pg_dumpall: roles and tablespaces, then databases
};

/// "custom", "directory", "tar", "plain", "cluster": for JSON.
QString formatText(DumpFormat format);

/// What is around the whole dump.
enum class Wrapping
{
    None,
    Gzip,
    Zstd,
    Lz4,
};

/// The method by which it is read; None for None.
Compression methodOf(Wrapping wrapping);
/// "none", "gzip", "zstd", "lz4": for JSON.
QString wrappingText(Wrapping wrapping);

/// One database of a dump, or what pg_dumpall writes for all of them. Every archive has exactly one, a
/// database.
struct DumpPart
{
    enum class Kind
    {
        Database,
        Globals, // roles, tablespaces, settings
    };
    Kind kind = Kind::Database;
    Toc toc; // of plain SQL: made from the statements, with layout version 0.0
    /// Of plain SQL: what somebody has put behind the line that pg_dump writes last. No entry has them.
    qint64 looseStatements = 0;
};

struct DumpContents
{
    DumpFormat format = DumpFormat::Custom;
    Wrapping wrapping = Wrapping::None;
    QList<DumpPart> parts;
    /// Plain SQL: the line that pg_dump writes last was there. Tar: its end was there, where all of it was
    /// looked through. Other archives cannot tell without a read-back.
    std::optional<bool> endsAsItMust;
    /// A dump in the directory format, folder and all, in a tar file: pg_restore wants it unpacked.
    bool packedDirectory = false;
    /// Plain SQL: dependencies were read out of the statements and are a likely guess, not pg_dump's own
    /// list.
    bool dependenciesInferred = false;
    qint64 fileBytes = 0; // of the file, or of all files of a directory
};

struct DumpOptions
{
    /// Where indexes of files that have to be scanned are kept (the user's cache folder); empty: not kept.
    QString cacheFolder;
};

/// Immutable once open: `openData` may be called from several threads.
class Dump
{
public:
    /// Recognises by content. Plain SQL is scanned once (or its kept index is used); progress tells how far.
    /// Errors: NotFound, PermissionDenied, Io; InvalidInput with a sentence for what is no dump; Corrupt;
    /// ToolTooOld for a layout that cannot be read; Cancelled.
    static core::Result<std::unique_ptr<Dump>> open(const QString& path, const DumpOptions& options,
                                                    const core::RunContext& context);

    virtual ~Dump() = default;
    const QString& path() const { return m_path; }
    const DumpContents& contents() const { return m_contents; }

    /// The data of an entry: COPY's text form up to and without the line \. , or INSERT statements where its
    /// copyStatement is empty. `part` is an index into contents().parts. NotFound for an entry without data
    /// or whose data are large objects.
    virtual core::Result<std::unique_ptr<DataReader>> openData(int part, const TocEntry& entry,
                                                               const core::RunContext& context) const = 0;
    /// The contents of the large objects of a BLOBS entry. NotFound for any other entry, and where a format
    /// has them among its statements.
    virtual core::Result<std::unique_ptr<LargeObjectReader>>
    openLargeObjects(int part, const TocEntry& entry, const core::RunContext& context) const;

protected:
    static core::Error noData(const QString& path, const TocEntry& entry);

    QString m_path;
    DumpContents m_contents;
};

} // namespace tidemark::archive
