// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/base/tarmembers.h"

#include "archive/decompressingreader.h"
#include "archive/rangereader.h"
#include "archive/recognise.h"

#include <QCoreApplication>

namespace tidemark::restore::base {

namespace {

archive::Compression methodOf(archive::FileKind kind)
{
    switch (kind) {
    case archive::FileKind::Gzip:
        return archive::Compression::Gzip;
    case archive::FileKind::Zstd:
        return archive::Compression::Zstd;
    case archive::FileKind::Lz4:
        return archive::Compression::Lz4;
    default:
        return archive::Compression::None;
    }
}

} // namespace

core::Status visitTar(
    const QString& file,
    const std::function<core::Result<MemberVisit>(const archive::TarMember&, archive::ByteSource&)>& visit,
    const core::RunContext& context, const std::function<void(qint64 more)>& bytesRead)
{
    auto raw = archive::ByteSource::open(file);
    if (!raw)
        return std::move(raw).error();
    std::optional<archive::ByteSource> unpacked;
    const archive::Compression method = methodOf(archive::kindOfHead(raw->peek(archive::recognisedBytes)));
    if (method != archive::Compression::None) {
        auto opened = archive::ByteSource::overStream(archive::decompressedStream(*raw, method), raw->name(),
                                                      context.stop);
        if (!opened)
            return std::move(opened).error();
        unpacked.emplace(*std::move(opened));
        unpacked->allowAnySize();
    }
    archive::ByteSource& source = unpacked ? *unpacked : *raw;
    archive::TarReader tar(source);
    for (qint64 before = 0;;) {
        TIDEMARK_TRY(context.checkpoint());
        const auto member = tar.next();
        if (!member)
            return member.error();
        if (!*member)
            break;
        const auto next = visit(**member, source);
        if (!next)
            return next.error();
        if (bytesRead)
            bytesRead(source.fileBytesRead() - before);
        before = source.fileBytesRead();
        if (*next == MemberVisit::Stop)
            return {};
    }
    if (tar.endsAsItMust())
        return {};
    return core::Error{
        core::ErrorKind::Corrupt, QCoreApplication::translate("restore::base", "The base backup is damaged."),
        QCoreApplication::translate("restore::base", "The tar file %1 has no end: it is cut off.")
            .arg(source.name()),
        QCoreApplication::translate("restore::base", "Use another backup, or a copy of this one.")};
}

} // namespace tidemark::restore::base
