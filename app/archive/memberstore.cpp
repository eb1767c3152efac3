// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/memberstore.h"

#include "archive/decompressingreader.h"

namespace tidemark::archive {

QByteArray endingOf(Compression compression)
{
    return core::compressionEnding(compression);
}

bool isTableOfContents(const QByteArray& name)
{
    return name == "toc.dat" || name == "toc.dat.gz" || name == "toc.dat.lz4" || name == "toc.dat.zst";
}

core::Result<std::optional<StoredMember>> findStored(const MemberStore& store, const QByteArray& name,
                                                     const core::RunContext& context)
{
    for (const Compression compression :
         {Compression::None, Compression::Gzip, Compression::Lz4, Compression::Zstd}) {
        core::Result<std::optional<Member>> member = store.find(name + endingOf(compression), context);
        if (!member)
            return std::move(member).error();
        if (*member)
            return std::optional<StoredMember>({**member, compression});
    }
    return std::optional<StoredMember>();
}

core::Result<std::unique_ptr<DataReader>> openStored(const MemberStore& store, const StoredMember& stored,
                                                     const std::stop_token& stop)
{
    core::Result<std::unique_ptr<DataReader>> bytes = store.open(stored.member, stop);
    if (!bytes || stored.compression == Compression::None)
        return bytes;
    return std::unique_ptr<DataReader>(std::make_unique<DecompressingReader>(
        std::move(*bytes), stored.compression, store.nameOf(stored.member.name)));
}

} // namespace tidemark::archive
