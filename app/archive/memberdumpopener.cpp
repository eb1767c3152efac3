// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archiveopener.h"
#include "archive/decompressingreader.h"
#include "archive/folderstore.h"
#include "archive/memberdump.h"
#include "archive/recognise.h"
#include "archive/tarstore.h"
#include "archive/tocreader.h"

#include <QCoreApplication>

namespace tidemark::archive {

namespace {

constexpr char indexKind[] = "tar members/1";

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

core::Result<Toc> readTable(const MemberStore& store, const StoredMember& table)
{
    const OpenStream open = [&store, table](const std::stop_token& stop) {
        return openStored(store, table, stop);
    };
    core::Result<ByteSource> source = ByteSource::overStream(open, store.nameOf(table.member.name), {});
    if (!source)
        return std::move(source).error();
    core::Result<Toc> toc = parseToc(*source);
    if (!toc)
        return toc;
    if (!source->atEnd())
        return damagedAt(source->place(), tr("bytes follow the end of the table of contents"));
    if (source->failure())
        return *source->failure();
    if (toc->format == ArchiveFormat::Custom)
        return damagedAt(source->place(), tr("it says that it belongs to a dump in the custom format"));
    return toc;
}

// Sizes of the data, where the store knows them without being prepared.
core::Status fillSizes(Toc& toc, const MemberStore& store)
{
    const core::RunContext context = core::silentContext();
    for (qsizetype i = 0; i < toc.entries.size(); ++i) {
        const std::optional<QByteArray> name = memberNameOf(toc, toc.entries.at(i));
        if (!name || toc.entries.at(i).isLargeObjects())
            continue;
        core::Result<std::optional<StoredMember>> stored = findStored(store, *name, context);
        if (!stored)
            return std::move(stored).error();
        if (*stored)
            toc.entries.setDataBytes(i, (*stored)->member.size);
    }
    return {};
}

// The member that is a table of contents: the first one for pg_dump's own tar files, any for those of
// folders.
core::Result<std::optional<TarMember>> findTable(ByteSource& source, const core::RunContext& context)
{
    TarReader tar(source);
    for (;;) {
        core::Result<std::optional<TarMember>> member = tar.next();
        if (!member || !*member)
            return member;
        if ((*member)->isFile() && !(*member)->leadsOutside() && isTableOfContents((*member)->fileName()))
            return member;
        TIDEMARK_TRY(context.checkpoint());
    }
}

core::Error severalDumps(const QString& path)
{
    return {core::ErrorKind::InvalidInput,
            tr("“%1” holds several dumps.").arg(path),
            {},
            tr("Unpack it with tar, then open one of the folders.")};
}

} // namespace

core::Result<std::unique_ptr<Dump>> openFolderDump(const QString& folder, const DumpOptions& /*options*/)
{
    core::Result<std::unique_ptr<FolderStore>> store = FolderStore::open(folder);
    if (!store)
        return std::move(store).error();
    core::Result<std::optional<StoredMember>> table = findStored(**store, "toc.dat", core::silentContext());
    if (!table)
        return std::move(table).error();
    if (!*table)
        return notADump(folder, recognise(folder));
    core::Result<Toc> toc = readTable(**store, **table);
    if (!toc)
        return std::move(toc).error();
    TIDEMARK_TRY(fillSizes(*toc, **store));
    DumpContents contents;
    contents.format = DumpFormat::Directory;
    contents.fileBytes = (*store)->totalBytes();
    contents.parts.append({DumpPart::Kind::Database, std::move(*toc)});
    return std::unique_ptr<Dump>(
        std::make_unique<MemberDump>(folder, std::move(contents), std::move(*store)));
}

core::Result<std::unique_ptr<Dump>> openTarDump(ByteSource source, const DumpOrigin& origin,
                                                const core::RunContext& context)
{
    core::Result<ByteSource> search = source.fresh(context.stop);
    if (!search)
        return std::move(search).error();
    search->allowAnySize();
    core::Result<std::optional<TarMember>> table = findTable(*search, context);
    if (!table)
        return std::move(table).error();
    if (!*table)
        return notADump(origin.path, recognise(origin.path));
    DumpContents contents;
    contents.packedDirectory = (*table)->header != 0 || (*table)->name != "toc.dat";
    contents.format = contents.packedDirectory ? DumpFormat::Directory : DumpFormat::Tar;
    contents.wrapping = origin.wrapping;
    contents.fileBytes = origin.fileBytes;

    // A plain tar file is quickly looked through. One that is compressed has to be decompressed for it, so
    // that waits until somebody wants rows.
    const bool isWrapped = origin.wrapping != Wrapping::None;
    auto store = std::make_unique<TarStore>(
        source, **table,
        KeptIndex(origin.options.cacheFolder, isWrapped ? origin.path : QString(), indexKind));
    if (!isWrapped || contents.packedDirectory)
        TIDEMARK_TRY(store->prepare(context));
    if (store->hasOtherDump())
        return severalDumps(origin.path);
    const QByteArray name = (*table)->fileName();
    StoredMember stored{{name, (*table)->position, (*table)->header, (*table)->size}, Compression::None};
    for (const Compression method : {Compression::Gzip, Compression::Lz4, Compression::Zstd}) {
        if (name.endsWith(endingOf(method)))
            stored.compression = method;
    }
    core::Result<Toc> toc = readTable(*store, stored);
    if (!toc)
        return std::move(toc).error();
    if (store->isPrepared()) {
        contents.endsAsItMust = store->endsAsItMust();
        TIDEMARK_TRY(fillSizes(*toc, *store));
    }
    contents.parts.append({DumpPart::Kind::Database, std::move(*toc)});
    return std::unique_ptr<Dump>(
        std::make_unique<MemberDump>(origin.path, std::move(contents), std::move(store)));
}

} // namespace tidemark::archive
