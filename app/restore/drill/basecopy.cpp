// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/drill/basecopy.h"

#include "archive/bytesource.h"
#include "archive/decompressingreader.h"
#include "archive/rangereader.h"
#include "archive/recognise.h"
#include "archive/tarreader.h"
#include "catalog/filecopy.h"
#include "core/quoting.h"
#include "core/serverversion.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <unistd.h>

namespace tidemark::restore::drill {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::drill", text);
}

core::Error writeError(const QString& path)
{
    return core::systemError(errno, tr("The copy of the base backup could not be written: %1").arg(path));
}

core::Error damaged(const QString& what)
{
    return core::Error{core::ErrorKind::Corrupt, tr("The base backup is damaged."), what,
                       tr("Use another backup, or a copy of this one.")};
}

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

/// The steps of one copy, with its progress.
class BaseCopy
{
public:
    BaseCopy(const catalog::BackupSet& set, const QString& data, const QString& run,
             const core::RunContext& context)
        : m_set(set)
        , m_data(data)
        , m_run(run)
        , m_context(context)
        , m_total(std::max<qint64>(1, set.manifest.totalSize().bytes()))
    {
    }
    core::Status copyPlain();
    core::Status unpackAll();

private:
    core::Status copyTree(const QString& from, const QString& to);
    core::Status copyTablespaces(const QString& from);
    core::Status unpack(const QString& file, const QString& to);
    core::Status unpackMembers(archive::ByteSource& source, const QString& to);
    core::Status writeMember(archive::ByteSource& source, const archive::TarMember& member,
                             const QString& path);
    core::Status pointTablespaces(const QStringList& oids);
    core::Status makeFolder(const QString& path) const;
    void advance(qint64 bytes);

    const catalog::BackupSet& m_set;
    const QString m_data;
    const QString m_run;
    const core::RunContext& m_context;
    const qint64 m_total;
    qint64 m_done = 0;
};

void BaseCopy::advance(qint64 bytes)
{
    m_done += bytes;
    core::Progress progress;
    progress.phase = tr("Copying the base backup");
    progress.bytesDone = m_done;
    progress.bytesTotal = m_total;
    progress.fraction = 0.6 * std::min(1.0, static_cast<double>(m_done) / static_cast<double>(m_total));
    m_context.report(progress);
}

core::Status BaseCopy::makeFolder(const QString& path) const
{
    if (QFileInfo(path).isDir())
        return {};
    const QFile::Permissions own = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (!QDir().mkpath(path) || !QFile::setPermissions(path, own))
        return writeError(path);
    return {};
}

core::Status BaseCopy::copyTree(const QString& from, const QString& to)
{
    TIDEMARK_TRY(makeFolder(to));
    const QFileInfoList entries =
        QDir(from).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QFileInfo& entry : entries) {
        TIDEMARK_TRY(m_context.checkpoint());
        const QString target = to + QLatin1Char('/') + entry.fileName();
        if (entry.isSymLink())
            continue; // tablespaces are seen to by themselves, and nothing else is a link
        if (entry.isDir())
            TIDEMARK_TRY(copyTree(entry.filePath(), target));
        else if (entry.isFile())
            TIDEMARK_TRY(catalog::copyFile(
                entry.filePath(), target, [this](qint64 bytes) { advance(bytes); }, m_context));
    }
    return {};
}

core::Status BaseCopy::copyTablespaces(const QString& from)
{
    const QFileInfoList links = QDir(from + QStringLiteral("/pg_tblspc"))
                                    .entryInfoList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    for (const QFileInfo& link : links) {
        if (!link.isSymLink())
            continue;
        const QString place = m_run + QStringLiteral("/tablespace-") + link.fileName();
        if (!QFileInfo(link.symLinkTarget()).isDir())
            return damaged(
                tr("The folder %1 of a tablespace is missing.").arg(core::singleLine(link.symLinkTarget())));
        TIDEMARK_TRY(copyTree(link.symLinkTarget(), place));
        if (!QFile::link(place, m_data + QStringLiteral("/pg_tblspc/") + link.fileName()))
            return writeError(place);
    }
    return {};
}

core::Status BaseCopy::copyPlain()
{
    const QString from = m_set.dumpPath();
    TIDEMARK_TRY(copyTree(from, m_data));
    return copyTablespaces(from);
}

core::Status BaseCopy::writeMember(archive::ByteSource& source, const archive::TarMember& member,
                                   const QString& path)
{
    constexpr qint64 pieceBytes = 256 << 10;
    TIDEMARK_TRY(makeFolder(QFileInfo(path).path()));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
        return core::systemError(errno, tr("The copy of the base backup could not be written: %1").arg(path));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    for (qint64 left = member.size; left > 0;) {
        TIDEMARK_TRY(m_context.checkpoint());
        const QByteArrayView piece = source.peek(std::min(left, pieceBytes));
        if (piece.isEmpty())
            return source.failure() ? *source.failure()
                                    : damaged(tr("A tar file is cut off within %1.")
                                                  .arg(core::singleLine(QString::fromUtf8(member.name))));
        if (file.write(piece.data(), piece.size()) != piece.size())
            return core::systemError(file.error() == QFileDevice::ResourceError ? ENOSPC : errno,
                                     tr("The copy of the base backup could not be written: %1").arg(path));
        source.consume(piece.size());
        left -= piece.size();
    }
    return {};
}

core::Status BaseCopy::unpackMembers(archive::ByteSource& source, const QString& to)
{
    archive::TarReader tar(source);
    qint64 before = 0;
    for (;;) {
        TIDEMARK_TRY(m_context.checkpoint());
        auto member = tar.next();
        if (!member)
            return std::move(member).error();
        if (!*member)
            break;
        const QString name = QString::fromUtf8((*member)->name);
        if ((*member)->leadsOutside())
            return damaged(tr("The tar file names %1, which is outside of it.").arg(core::singleLine(name)));
        const QString path = to + QLatin1Char('/') + name;
        if ((*member)->type == '5')
            TIDEMARK_TRY(makeFolder(path));
        else if ((*member)->isFile())
            TIDEMARK_TRY(writeMember(source, **member, path));
        advance(source.fileBytesRead() - before);
        before = source.fileBytesRead();
    }
    return tar.endsAsItMust() ? core::Status()
                              : damaged(tr("The tar file %1 has no end: it is cut off.").arg(source.name()));
}

core::Status BaseCopy::unpack(const QString& file, const QString& to)
{
    auto raw = archive::ByteSource::open(file);
    if (!raw)
        return std::move(raw).error();
    const archive::Compression method = methodOf(archive::kindOfHead(raw->peek(archive::recognisedBytes)));
    if (method == archive::Compression::None)
        return unpackMembers(*raw, to);
    auto unpacked = archive::ByteSource::overStream(archive::decompressedStream(*raw, method), raw->name(),
                                                    m_context.stop);
    if (!unpacked)
        return std::move(unpacked).error();
    unpacked->allowAnySize();
    return unpackMembers(*unpacked, to);
}

/// The server makes the links that this file lists, when it starts on a backup.
core::Status BaseCopy::pointTablespaces(const QStringList& oids)
{
    const QString path = m_data + QStringLiteral("/tablespace_map");
    if (QFile::exists(path) && !QFile::remove(path))
        return writeError(path);
    TIDEMARK_TRY(makeFolder(m_data + QStringLiteral("/pg_tblspc")));
    for (const QString& oid : oids) {
        const QString link = m_data + QStringLiteral("/pg_tblspc/") + oid;
        QFile::remove(link);
        if (!QFile::link(m_run + QStringLiteral("/tablespace-") + oid, link))
            return writeError(link);
    }
    return {};
}

core::Status BaseCopy::unpackAll()
{
    const QString from = m_set.dumpPath();
    QStringList oids;
    bool hasBase = false;
    const QFileInfoList files = QDir(from).entryInfoList({QStringLiteral("*.tar"), QStringLiteral("*.tar.*")},
                                                         QDir::Files, QDir::Name);
    for (const QFileInfo& file : files) {
        const QString name = file.fileName().section(QLatin1Char('.'), 0, 0);
        bool isOid = false;
        (void)name.toUInt(&isOid);
        if (name == QLatin1String("base")) {
            hasBase = true;
            TIDEMARK_TRY(unpack(file.filePath(), m_data));
        } else if (name == QLatin1String("pg_wal")) {
            TIDEMARK_TRY(unpack(file.filePath(), m_data + QStringLiteral("/pg_wal")));
        } else if (isOid) {
            TIDEMARK_TRY(makeFolder(m_run + QStringLiteral("/tablespace-") + name));
            TIDEMARK_TRY(unpack(file.filePath(), m_run + QStringLiteral("/tablespace-") + name));
            oids.append(name);
        }
    }
    if (!hasBase)
        return damaged(tr("Its file base.tar is missing."));
    return pointTablespaces(oids);
}

} // namespace

core::Status layOutBase(const catalog::BackupSet& set, const QString& dataFolder, const QString& runFolder,
                        const core::RunContext& context)
{
    BaseCopy copy(set, dataFolder, runFolder, context);
    return set.manifest.dumpFormat == QLatin1String("tar") ? copy.unpackAll() : copy.copyPlain();
}

int majorOfBase(const catalog::BackupSet& set)
{
    const auto version = core::ServerVersion::parse(set.manifest.serverVersion);
    return version ? version->major() : 0;
}

} // namespace tidemark::restore::drill
