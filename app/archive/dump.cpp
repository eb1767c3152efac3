// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/dump.h"

#include "archive/archiveopener.h"
#include "archive/decompressingreader.h"
#include "archive/plaindump.h"
#include "archive/recognise.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

// A file that holds one of the formats; `source` gives what is in it.
core::Result<std::unique_ptr<Dump>> openFile(FileKind kind, ByteSource source, const DumpOrigin& origin,
                                             const core::RunContext& context)
{
    switch (kind) {
    case FileKind::CustomArchive:
        return openCustomDump(std::move(source), origin);
    case FileKind::TarArchive:
    case FileKind::OtherTar:
        return openTarDump(std::move(source), origin, context);
    case FileKind::PlainSql:
    case FileKind::PlainClusterSql:
        return openPlainDump(origin.path, origin.wrapping, origin.options, context);
    default:
        return notADump(origin.path, recognise(origin.path));
    }
}

std::optional<Wrapping> wrappingOf(FileKind kind)
{
    switch (kind) {
    case FileKind::Gzip:
        return Wrapping::Gzip;
    case FileKind::Zstd:
        return Wrapping::Zstd;
    case FileKind::Lz4:
        return Wrapping::Lz4;
    default:
        return std::nullopt;
    }
}

} // namespace

QString formatText(DumpFormat format)
{
    switch (format) {
    case DumpFormat::Custom:
        return QStringLiteral("custom");
    case DumpFormat::Directory:
        return QStringLiteral("directory");
    case DumpFormat::Tar:
        return QStringLiteral("tar");
    case DumpFormat::Plain:
        return QStringLiteral("plain");
    case DumpFormat::PlainCluster:
        return QStringLiteral("cluster");
    }
    return {};
}

Compression methodOf(Wrapping wrapping)
{
    switch (wrapping) {
    case Wrapping::None:
        break;
    case Wrapping::Gzip:
        return Compression::Gzip;
    case Wrapping::Zstd:
        return Compression::Zstd;
    case Wrapping::Lz4:
        return Compression::Lz4;
    }
    return Compression::None;
}

QString wrappingText(Wrapping wrapping)
{
    return compressionText(methodOf(wrapping));
}

core::Error notADump(const QString& path, const Recognition& found)
{
    core::ErrorKind kind = core::ErrorKind::InvalidInput;
    if (found.kind == FileKind::Empty)
        kind = core::ErrorKind::Corrupt;
    else if (found.kind == FileKind::NotThere)
        kind = core::ErrorKind::NotFound;
    return {kind, tr("“%1” is not a PostgreSQL dump.").arg(path), found.sentence,
            tr("Choose a file or folder that pg_dump or pg_dumpall wrote.")};
}

core::Error Dump::noData(const QString& path, const TocEntry& entry)
{
    return {core::ErrorKind::NotFound, tr("“%1” holds no rows for %2.").arg(path, entry.tag()), {}, {}};
}

core::Result<std::unique_ptr<LargeObjectReader>>
Dump::openLargeObjects(int /*part*/, const TocEntry& entry, const core::RunContext& /*context*/) const
{
    return noData(m_path, entry);
}

core::Result<std::unique_ptr<Dump>> Dump::open(const QString& path, const DumpOptions& options,
                                               const core::RunContext& context)
{
    if (QFileInfo(path).isDir()) {
        const Recognition found = recognise(path);
        if (found.kind != FileKind::DirectoryArchive)
            return notADump(path, found);
        return openFolderDump(QDir(path).path(), options);
    }
    core::Result<ByteSource> file = ByteSource::open(path);
    if (!file)
        return std::move(file).error();
    DumpOrigin origin{path, Wrapping::None, file->size(), options};
    FileKind kind = kindOfHead(file->peek(recognisedBytes));
    if (file->failure())
        return *file->failure();
    if (const std::optional<Wrapping> wrapping = wrappingOf(kind)) {
        origin.wrapping = *wrapping;
        file = ByteSource::overStream(decompressedStream(*file, methodOf(*wrapping)), path, context.stop);
        if (!file)
            return std::move(file).error();
        kind = kindOfHead(file->peek(recognisedBytes));
        if (file->failure())
            return *file->failure();
    }
    return openFile(kind, std::move(*file), origin, context);
}

} // namespace tidemark::archive
