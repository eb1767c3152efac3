// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/base/basecopy.h"

#include "catalog/filecopy.h"
#include "core/quoting.h"
#include "restore/base/tarmembers.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>

namespace tidemark::restore::base {

namespace {

constexpr QDir::Filters everything = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::base", text);
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

/// The steps of one copy, with its progress.
class BaseCopy
{
public:
    BaseCopy(const BaseSource& source, const QString& data, const TablespacePlaces& places,
             const core::RunContext& context)
        : m_source(source)
        , m_data(data)
        , m_places(places)
        , m_context(context)
        , m_total(std::max<qint64>(1, source.totalBytes()))
    {
    }
    core::Status copyPlain();
    core::Status unpackAll();

private:
    core::Status copyTree(const QString& from, const QString& to);
    core::Status unpack(const QString& file, const QString& to);
    core::Status writeMember(archive::ByteSource& source, const archive::TarMember& member,
                             const QString& path);
    core::Status pointTablespaces();
    core::Status makeFolder(const QString& path) const;
    void advance(qint64 bytes);

    const BaseSource& m_source;
    const QString m_data;
    const TablespacePlaces& m_places;
    const core::RunContext& m_context;
    const qint64 m_total;
    qint64 m_done = 0;
    core::RateMeter m_rate;
};

void BaseCopy::advance(qint64 bytes)
{
    m_done += bytes;
    m_rate.record(std::chrono::steady_clock::now(), m_done);
    core::Progress progress;
    progress.bytesPerSecond = m_rate.bytesPerSecond();
    progress.phase = tr("Copying the base backup");
    progress.bytesDone = m_done;
    if (m_source.isSizeKnown)
        progress.bytesTotal = std::max(m_total, m_done);
    progress.fraction = std::min(1.0, static_cast<double>(m_done) / static_cast<double>(m_total));
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
    const QFileInfoList entries = QDir(from).entryInfoList(everything);
    for (const QFileInfo& entry : entries) {
        TIDEMARK_TRY(m_context.checkpoint());
        const QString target = to + QLatin1Char('/') + entry.fileName();
        if (entry.isSymLink())
            continue; // tablespaces and WAL are seen to by themselves, and nothing else is a link
        if (entry.isDir())
            TIDEMARK_TRY(copyTree(entry.filePath(), target));
        else if (entry.isFile())
            TIDEMARK_TRY(catalog::copyFile(
                entry.filePath(), target, [this](qint64 bytes) { advance(bytes); }, m_context));
    }
    return {};
}

core::Status BaseCopy::copyPlain()
{
    TIDEMARK_TRY(copyTree(m_source.folder, m_data));
    if (const QFileInfo wal(m_source.folder + QStringLiteral("/pg_wal")); wal.isSymLink())
        TIDEMARK_TRY(copyTree(wal.symLinkTarget(), m_data + QStringLiteral("/pg_wal")));
    for (const BaseTablespace& tablespace : m_source.tablespaces)
        TIDEMARK_TRY(copyTree(tablespace.source, m_places.value(tablespace.oid)));
    return pointTablespaces();
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
        if (m_source.hasManifest)
            advance(piece.size());
        left -= piece.size();
    }
    return {};
}

core::Status BaseCopy::unpack(const QString& file, const QString& to)
{
    TIDEMARK_TRY(makeFolder(to));
    const auto visit = [&](const archive::TarMember& member,
                           archive::ByteSource& source) -> core::Result<MemberVisit> {
        const QString name = QFile::decodeName(member.name);
        if (member.leadsOutside())
            return damaged(tr("The tar file names %1, which is outside of it.").arg(core::singleLine(name)));
        const QString path = to + QLatin1Char('/') + name;
        if (member.type == '5')
            TIDEMARK_TRY(makeFolder(path));
        else if (member.isFile())
            TIDEMARK_TRY(writeMember(source, member, path));
        return MemberVisit::GoOn;
    };
    const bool countsFile = !m_source.hasManifest; // else what is unpacked is counted
    return visitTar(file, visit, m_context, [&](qint64 more) {
        if (countsFile)
            advance(more);
    });
}

/// The server would make the links of tablespace_map when it starts on a backup: to where they were.
core::Status BaseCopy::pointTablespaces()
{
    TIDEMARK_TRY(makeFolder(m_data + QStringLiteral("/pg_tblspc")));
    for (const BaseTablespace& tablespace : m_source.tablespaces) {
        const QString link = m_data + QStringLiteral("/pg_tblspc/") + tablespace.oid;
        if (!QFile::link(m_places.value(tablespace.oid), link))
            return writeError(link);
    }
    return {};
}

core::Status BaseCopy::unpackAll()
{
    const QDir folder(m_source.folder);
    const QStringList files = folder.entryList({QStringLiteral("base.tar*"), QStringLiteral("pg_wal.tar*")},
                                               QDir::Files, QDir::Name);
    for (const QString& file : files) {
        const bool isWal = file.startsWith(QLatin1String("pg_wal"));
        TIDEMARK_TRY(unpack(folder.filePath(file), isWal ? m_data + QStringLiteral("/pg_wal") : m_data));
    }
    for (const BaseTablespace& tablespace : m_source.tablespaces)
        TIDEMARK_TRY(unpack(tablespace.source, m_places.value(tablespace.oid)));
    const QString manifest = QLatin1String(archive::backupManifestName);
    if (m_source.hasManifest && !QFile::exists(m_data + QLatin1Char('/') + manifest))
        TIDEMARK_TRY(catalog::copyFile(
            folder.filePath(manifest), m_data + QLatin1Char('/') + manifest, [](qint64) {}, m_context));
    return pointTablespaces();
}

} // namespace

core::Status layOutBase(const BaseSource& source, const QString& dataFolder, const TablespacePlaces& places,
                        const core::RunContext& context)
{
    BaseCopy copy(source, dataFolder, places, context);
    return source.format == archive::BaseBackupFormat::Tar ? copy.unpackAll() : copy.copyPlain();
}

core::Result<core::Findings> checkLaidOut(const BaseSource& source, const QString& dataFolder,
                                          const core::RunContext& context)
{
    core::RunContext reading = context;
    reading.onProgress = [&context, &source](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.phase = source.hasManifest ? tr("Comparing every file with the backup's manifest")
                                            : tr("Reading every file");
        progress.fraction = static_cast<double>(inner.bytesDone) /
                            static_cast<double>(std::max<qint64>(1, inner.bytesTotal.value_or(1)));
        context.report(progress);
    };
    archive::BaseBackupOptions options;
    options.walRanges = source.walRanges();
    const auto content = archive::readBackBaseBackup(dataFolder, options, reading);
    if (!content)
        return content.error();
    const QString map = dataFolder + QStringLiteral("/tablespace_map");
    if (QFile::exists(map) && !QFile::remove(map))
        return writeError(map);
    return content->findings;
}

core::RunContext shareOf(const core::RunContext& context, double from, double to)
{
    core::RunContext part = context;
    part.onProgress = [&context, from, to](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.fraction = from + (to - from) * inner.fraction.value_or(0);
        context.report(progress);
    };
    return part;
}

} // namespace tidemark::restore::base
