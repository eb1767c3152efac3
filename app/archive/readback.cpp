// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/readback.h"

#include "archive/archiveerror.h"
#include "archive/decompressingreader.h"
#include "archive/largeobjects.h"
#include "archive/rangereader.h"
#include "archive/readbackparts.h"
#include "archive/recognise.h"
#include "archive/tocreader.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

// Otherwise opening it tells better what is wrong.
bool canBeRead(FileKind kind)
{
    return kind != FileKind::NotThere && kind != FileKind::NotReadable;
}

Wrapping wrappingOf(FileKind kind)
{
    if (kind == FileKind::Gzip)
        return Wrapping::Gzip;
    if (kind == FileKind::Zstd)
        return Wrapping::Zstd;
    return kind == FileKind::Lz4 ? Wrapping::Lz4 : Wrapping::None;
}

// What the file holds, read once: the file's own bytes pass the tap on their way.
core::Result<ByteSource> unpackOnce(ByteSource file, Wrapping wrapping, const std::stop_token& stop)
{
    if (wrapping == Wrapping::None)
        return file;
    const QString name = file.name();
    auto once = std::make_shared<std::optional<ByteSource>>(std::move(file));
    const OpenStream open = [once, wrapping,
                             name](const std::stop_token&) -> core::Result<std::unique_ptr<DataReader>> {
        if (!*once)
            return core::Error{core::ErrorKind::Internal, tr("“%1” was to be read twice.").arg(name), {}, {}};
        auto bytes = std::make_unique<RangeReader>(std::move(**once));
        once->reset();
        return std::unique_ptr<DataReader>(
            std::make_unique<DecompressingReader>(std::move(bytes), methodOf(wrapping), name));
    };
    return ByteSource::overStream(open, name, stop);
}

// Only to hash all of it.
core::Status readThrough(ByteSource& file)
{
    for (;;) {
        const QByteArrayView piece = file.peek(file.remaining());
        if (piece.isEmpty())
            return file.failure() ? core::Status(*file.failure()) : core::Status();
        file.consume(piece.size());
    }
}

core::Result<ReadBack> readBackFile(const QString& path, FileKind kind, Wrapping wrapping,
                                    const ReadBackOptions& options, const core::RunContext& context)
{
    core::Result<ByteSource> opened = ByteSource::open(path);
    core::Result<ByteSource> file = opened ? opened->fresh(context.stop) : std::move(opened);
    if (!file)
        return std::move(file).error();
    const qint64 size = file->size();
    DigestThread digests(options.fileHash);
    ReadBackProgress progress(path, size, context);
    file->setPageCache(options.pageCache);
    file->setWindowTap([&, end = qint64(0)](QByteArrayView bytes) mutable {
        end += bytes.size();
        if (options.fileHash != FileHash::None)
            digests.addFileBytes(bytes);
        progress.at(end);
    });
    core::Result<ReadBack> result = core::Error{};
    if (kind == FileKind::CustomArchive) {
        core::Result<ByteSource> source = unpackOnce(std::move(*file), wrapping, context.stop);
        result = source ? readBackCustom(std::move(*source), digests, context)
                        : core::Result<ReadBack>(std::move(source).error());
    } else {
        // Nothing that was kept counts here.
        const core::Result<std::unique_ptr<Dump>> dump = Dump::open(path, {}, context);
        if (!dump)
            return dump.error();
        const DumpFormat format = (*dump)->contents().format;
        if (format == DumpFormat::Plain || format == DumpFormat::PlainCluster) {
            TIDEMARK_TRY(readThrough(*file));
            result = readBackPlain(**dump, context);
            if (result)
                result->sha256 = QString::fromLatin1(digests.finish().sha256.toHex());
        } else {
            core::Result<ByteSource> source = unpackOnce(std::move(*file), wrapping, context.stop);
            result = source ? readBackTar(std::move(*source), **dump, digests, context)
                            : core::Result<ReadBack>(std::move(source).error());
        }
        if (result)
            result->format = format;
    }
    if (!result)
        return result;
    result->wrapping = wrapping;
    result->fileBytes = size;
    if (options.fileHash == FileHash::Sha256 && result->sha256.isEmpty()) {
        return core::Error{
            core::ErrorKind::Internal, tr("The SHA-256 of the file could not be computed."), {}, {}};
    }
    return result;
}

} // namespace

core::Result<ReadBack> readBack(ByteSource source, const ReadBackOptions& options,
                                const core::RunContext& context)
{
    const qint64 size = source.size();
    DigestThread digests(options.fileHash);
    ReadBackProgress progress(source.name(), size, context);
    source.setWindowTap([&, end = qint64(0)](QByteArrayView bytes) mutable {
        end += bytes.size();
        if (options.fileHash != FileHash::None)
            digests.addFileBytes(bytes);
        progress.at(end);
    });
    core::Result<ReadBack> result = readBackCustom(std::move(source), digests, context);
    if (result)
        result->fileBytes = size;
    return result;
}

namespace {

core::Result<ReadBack> readBackAny(const QString& path, const ReadBackOptions& options,
                                   const core::RunContext& context)
{
    const Recognition found = recognise(path);
    const Wrapping wrapping = wrappingOf(found.kind);
    const FileKind kind = wrapping == Wrapping::None ? found.kind : found.inside;
    switch (kind) {
    case FileKind::DirectoryArchive:
        return readBackFolder(QDir(path).path(), options, context);
    case FileKind::CustomArchive:
    case FileKind::TarArchive:
    case FileKind::OtherTar:
    case FileKind::PlainSql:
    case FileKind::PlainClusterSql:
    case FileKind::NotThere:
    case FileKind::NotReadable:
        return readBackFile(path, kind, wrapping, options, context);
    default:
        return notADump(path, found);
    }
}

// A list of large objects that was cut between two lines looks whole by itself.
core::Status checkLargeObjects(const QString& path, const ReadBack& result)
{
    const TocEntries& entries = result.toc.entries;
    const bool hasContents = std::any_of(entries.cbegin(), entries.cend(), [](const TocEntry& entry) {
        return entry.hasData() && entry.isLargeObjects();
    });
    const qsizetype named = largeObjects(result.toc).size();
    const bool isArchive = result.toc.version.major > 0;
    if (!isArchive || !hasContents || named <= result.largeObjects)
        return {};
    return core::Error{
        core::ErrorKind::Corrupt, tr("“%1” is damaged.").arg(path),
        tr("Of %1 large objects the contents of %2 are there.").arg(named).arg(result.largeObjects),
        tr("Do not rely on this dump. Make a new backup, or use another one that passes the check.")};
}

} // namespace

core::Result<ReadBack> readBack(const QString& path, const ReadBackOptions& options,
                                const core::RunContext& context)
{
    core::Result<ReadBack> result = readBackAny(path, options, context);
    if (result)
        TIDEMARK_TRY(checkLargeObjects(path, *result));
    return result;
}

core::Result<Toc> readToc(const QString& path)
{
    const Recognition found = recognise(path);
    const bool isDirectory = found.kind == FileKind::DirectoryArchive;
    if (!isDirectory && found.kind != FileKind::CustomArchive && canBeRead(found.kind))
        return notADump(path, found);
    core::Result<ByteSource> source = ByteSource::open(isDirectory ? path + QLatin1String("/toc.dat") : path);
    if (!source)
        return std::move(source).error();
    core::Result<Toc> toc = parseToc(*source);
    if (toc && isDirectory && source->remaining() > 0)
        return damagedAt(source->place(), tr("bytes follow the end of the table of contents"));
    return toc;
}

} // namespace tidemark::archive
