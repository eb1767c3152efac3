// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/basebackupcontent.h"

#include "archive/basebackupfiles.h"
#include "archive/basebackupjudge.h"
#include "archive/decompressingreader.h"
#include "archive/digestthread.h"
#include "archive/rangereader.h"
#include "archive/recognise.h"
#include "archive/tarreader.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>

#include <algorithm>

namespace tidemark::archive {

namespace {

constexpr qint64 pieceBytes = 512LL << 10;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

core::Error notABaseBackup(const QString& folder)
{
    return {core::ErrorKind::InvalidInput, tr("“%1” is not a base backup.").arg(folder), tr("It has neither base.tar nor the files of a data directory."),
            tr("Choose the folder that pg_basebackup wrote.")};
}

/// A tar file of a base backup, and where in the data directory its members belong.
struct TarPart
{
    QString name;
    QByteArray prefix;
    qint64 size = 0;
};

std::vector<TarPart> tarParts(const QDir& folder)
{
    static const QRegularExpression form(QStringLiteral("^(base|pg_wal|[0-9]+)\\.tar(\\.gz|\\.lz4|\\.zst)?$"));
    std::vector<TarPart> parts;
    for (const QFileInfo& info : folder.entryInfoList(QDir::Files | QDir::Hidden, QDir::Name)) {
        const QRegularExpressionMatch match = form.match(info.fileName());
        if (!match.hasMatch())
            continue;
        const QByteArray what = match.captured(1).toLatin1();
        QByteArray prefix;
        if (what == "pg_wal")
            prefix = "pg_wal/";
        else if (what != "base")
            prefix = "pg_tblspc/" + what + '/';
        parts.push_back({info.fileName(), prefix, info.size()});
    }
    return parts;
}

Compression compressionOf(FileKind kind)
{
    switch (kind) {
    case FileKind::Gzip:
        return Compression::Gzip;
    case FileKind::Zstd:
        return Compression::Zstd;
    case FileKind::Lz4:
        return Compression::Lz4;
    default:
        return Compression::None;
    }
}

class TarReadBack
{
public:
    TarReadBack(const QString& folder, const BaseBackupOptions& options, BaseBackupJudge& judge, const core::RunContext& context)
        : m_folder(folder)
        , m_options(options)
        , m_judge(judge)
        , m_context(context)
    {
    }
    core::Status read(const TarPart& part);
    /// A file beside the tar files: only its bytes.
    core::Status readOther(const QString& name);
    void setTotal(qint64 bytes) { m_total = bytes; }

    QList<FileReadBack> onDisk;
    Compression compression = Compression::None;

private:
    core::Result<ByteSource> open(const QString& name, DigestThread& hash);
    core::Status readMembers(ByteSource& source, const TarPart& part);
    core::Status readMember(ByteSource& source, const TarMember& member, const QByteArray& path);
    core::Status drain(ByteSource& source);
    core::Status tick(const ByteSource& source);
    void keep(const QString& name, qint64 size, DigestThread& hash);

    QString m_folder;
    const BaseBackupOptions& m_options;
    BaseBackupJudge& m_judge;
    const core::RunContext& m_context;
    qint64 m_total = 0;
    qint64 m_done = 0; // of files before the present one
};

// Its bytes as they are, each of them hashed as it is read.
core::Result<ByteSource> TarReadBack::open(const QString& name, DigestThread& hash)
{
    core::Result<ByteSource> source = ByteSource::open(m_folder + QLatin1Char('/') + name);
    if (!source)
        return source;
    source->setPageCache(m_options.pageCache);
    source->setWindowTap([&hash](QByteArrayView bytes) { hash.addFileBytes(bytes); });
    return source;
}

core::Status TarReadBack::tick(const ByteSource& source)
{
    TIDEMARK_TRY(m_context.checkpoint());
    core::Progress progress;
    progress.bytesDone = m_done + source.fileBytesRead();
    progress.bytesTotal = m_total;
    m_context.report(progress);
    return {};
}

core::Status TarReadBack::readMember(ByteSource& source, const TarMember& member, const QByteArray& path)
{
    JudgedFile judged(m_judge, path);
    while (judged.size() < member.size) {
        const QByteArrayView piece = source.peek(std::min(pieceBytes, member.size - judged.size()));
        if (piece.isEmpty()) {
            if (source.failure())
                return *source.failure();
            return damagedAt(source.place(), tr("the file ends within a member"));
        }
        judged.add(piece);
        source.consume(piece.size());
        TIDEMARK_TRY(tick(source));
    }
    judged.finish();
    return {};
}

core::Status TarReadBack::drain(ByteSource& source)
{
    for (;;) {
        const QByteArrayView piece = source.peek(pieceBytes);
        if (piece.isEmpty())
            break;
        source.consume(piece.size());
        TIDEMARK_TRY(tick(source));
    }
    if (source.failure())
        return *source.failure();
    return {};
}

core::Status TarReadBack::readMembers(ByteSource& source, const TarPart& part)
{
    TarReader tar(source);
    for (;;) {
        core::Result<std::optional<TarMember>> member = tar.next();
        if (!member)
            return std::move(member).error();
        if (!*member)
            break;
        if ((*member)->leadsOutside())
            return damagedAt(source.place(), tr("a member leads out of the data directory"));
        if ((*member)->isFile())
            TIDEMARK_TRY(readMember(source, **member, part.prefix + (*member)->name));
        TIDEMARK_TRY(tick(source));
    }
    if (!tar.endsAsItMust()) {
        m_judge.noteFinding({core::Severity::Blocker, QStringLiteral("check.tarCut"), tr("The tar file %1 has no end: it is cut off.").arg(part.name),
                             tr("Use another backup, or a copy of this one."), {}});
    }
    return drain(source);
}

void TarReadBack::keep(const QString& name, qint64 size, DigestThread& hash)
{
    onDisk.append({name, size, hash.finish().sha256});
    m_done += size;
}

core::Status TarReadBack::read(const TarPart& part)
{
    DigestThread hash(FileHash::Sha256);
    core::Result<ByteSource> raw = open(part.name, hash);
    if (!raw)
        return std::move(raw).error();
    const qint64 size = raw->size();
    const Compression method = compressionOf(kindOfHead(raw->peek(recognisedBytes)));
    if (method == Compression::None) {
        TIDEMARK_TRY(readMembers(*raw, part));
    } else {
        if (part.prefix.isEmpty())
            compression = method;
        auto shared = std::make_shared<ByteSource>(std::move(*raw));
        const QString name = shared->name();
        // Opened once: the tar file is read from front to end, and nothing goes back in it.
        core::Result<ByteSource> unpacked = ByteSource::overStream(
            [shared, method, name](const std::stop_token&) -> core::Result<std::unique_ptr<DataReader>> {
                return std::unique_ptr<DataReader>(
                    std::make_unique<DecompressingReader>(std::make_unique<RangeReader>(std::move(*shared)), method, name));
            },
            name, m_context.stop);
        if (!unpacked)
            return std::move(unpacked).error();
        unpacked->allowAnySize();
        TIDEMARK_TRY(readMembers(*unpacked, part));
    }
    keep(part.name, size, hash);
    return {};
}

core::Status TarReadBack::readOther(const QString& name)
{
    DigestThread hash(FileHash::Sha256);
    core::Result<ByteSource> source = open(name, hash);
    if (!source)
        return std::move(source).error();
    TIDEMARK_TRY(drain(*source));
    keep(name, source->size(), hash);
    return {};
}

core::Status readTarFiles(const QString& folder, const std::vector<TarPart>& parts, const BaseBackupOptions& options, BaseBackupJudge& judge,
                          BaseBackupContent& content, const core::RunContext& context)
{
    TarReadBack reading(folder, options, judge, context);
    QStringList others;
    for (const QFileInfo& info : QDir(folder).entryInfoList(QDir::Files | QDir::Hidden, QDir::Name)) {
        if (std::none_of(parts.begin(), parts.end(), [&info](const TarPart& part) { return part.name == info.fileName(); }))
            others.append(info.fileName());
        content.fileBytes += info.size();
    }
    reading.setTotal(content.fileBytes);
    for (const TarPart& part : parts)
        TIDEMARK_TRY(reading.read(part));
    for (const QString& name : others)
        TIDEMARK_TRY(reading.readOther(name));
    content.compression = reading.compression;
    content.onDisk = reading.onDisk;
    return {};
}

} // namespace

QString baseBackupFormatText(BaseBackupFormat format)
{
    return format == BaseBackupFormat::Plain ? QStringLiteral("plain") : QStringLiteral("tar");
}

core::Result<BaseBackupContent> readBackBaseBackup(const QString& folder, const BaseBackupOptions& options, const core::RunContext& context)
{
    const QFileInfo info(folder);
    if (!info.isDir())
        return core::Error{info.exists() ? core::ErrorKind::InvalidInput : core::ErrorKind::NotFound, tr("There is no folder “%1”.").arg(folder), {}, {}};
    const QString path = info.absoluteFilePath();
    const std::vector<TarPart> parts = tarParts(QDir(path));
    const bool isTar = std::any_of(parts.begin(), parts.end(), [](const TarPart& part) { return part.prefix.isEmpty(); });
    if (!isTar && !QFileInfo::exists(path + QLatin1String("/PG_VERSION")) && !QFileInfo::exists(path + QLatin1String("/global")))
        return notABaseBackup(folder);

    std::optional<BackupManifest> manifest;
    core::Result<BackupManifest> read = readBackupManifest(path + QLatin1Char('/') + QLatin1String(backupManifestName));
    if (read)
        manifest = *std::move(read);
    else if (read.error().kind != core::ErrorKind::NotFound)
        return std::move(read).error();

    BaseBackupContent content;
    content.format = isTar ? BaseBackupFormat::Tar : BaseBackupFormat::Plain;
    BaseBackupJudge judge(std::move(manifest));
    if (isTar)
        TIDEMARK_TRY(readTarFiles(path, parts, options, judge, content, context));
    else
        TIDEMARK_TRY(readPlainFiles(path, options, judge, content, context));
    judge.finish(options.walRanges, content);
    return content;
}

} // namespace tidemark::archive
