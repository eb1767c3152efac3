// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/setimport.h"

#include "archive/basebackupcontent.h"
#include "archive/dump.h"
#include "archive/readback.h"
#include "archive/recognise.h"
#include "catalog/contenttables.h"
#include "catalog/filecopy.h"
#include "catalog/filehash.h"
#include "catalog/filepieces.h"
#include "catalog/setwriter.h"
#include "core/atomicfile.h"
#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace tidemark::catalog {

namespace {

using Clock = std::chrono::steady_clock;
constexpr double copyShare = 0.5; // of the time; the rest is reading back

QString tr(const char* text)
{
    return QCoreApplication::translate("catalog::import", text);
}

core::Error invalid(const QString& message, const QString& hint = {})
{
    return {core::ErrorKind::InvalidInput, message, {}, hint};
}

class Import
{
public:
    Import(const ImportRequest& request, const core::RunContext& context)
        : m_request(request)
        , m_context(context)
        , m_source(QFileInfo(request.source).absoluteFilePath())
    {
    }

    core::Result<ImportReport> execute(const QList<BackupSet>& known);

private:
    core::Status look();
    core::Status lookAtDump();
    core::Status refuseDuplicate(const QList<BackupSet>& known);
    core::Result<bool> equals(const BackupSet& set) const;
    core::Status bring();
    core::Status bringFile(const QString& from, const QString& to);
    core::Status readBack();
    core::Status readBackDump(const core::RunContext& context);
    core::Status readBackBase(const core::RunContext& context);
    core::Status hashRest();
    core::Status finish();
    void removeOriginal();
    void setTime(const archive::Toc* toc);
    core::RunContext shareOf(double from, const QString& phase) const;
    QString sourcePath(const FilePiece& piece) const
    {
        return piece.name.isEmpty() ? m_source : m_source + QLatin1Char('/') + piece.name;
    }

    const ImportRequest& m_request;
    const core::RunContext& m_context;
    QString m_source;
    bool m_isBase = false;
    bool m_timeFromDump = false;
    QList<FilePiece> m_pieces;
    qint64 m_bytes = 0;
    qint64 m_copied = 0;
    std::optional<SetWriter> m_writer;
    ImportReport m_report;
};

/// The archive notes its writer's wall clock and no zone. This computer's is the likeliest; a finding says
/// so.
void Import::setTime(const archive::Toc* toc)
{
    Manifest& manifest = m_report.manifest;
    if (toc && toc->createdDate.isValid()) {
        m_timeFromDump = true;
        manifest.started =
            QDateTime(toc->createdDate, toc->createdTime.isValid() ? toc->createdTime : QTime(0, 0)).toUTC();
        return;
    }
    manifest.started = QFileInfo(m_source).lastModified().toUTC();
    for (const FilePiece& piece : std::as_const(m_pieces)) {
        if (!piece.isFolder)
            manifest.started =
                std::min(manifest.started, QFileInfo(sourcePath(piece)).lastModified().toUTC());
    }
    m_report.findings.append(
        {core::Severity::Info,
         QStringLiteral("import.fileTime"),
         tr("The backup does not say when it was made. It is listed under the time of its file."),
         {},
         {}});
}

core::Status Import::lookAtDump()
{
    const auto dump = archive::Dump::open(m_source, {m_request.cacheFolder}, m_context);
    if (!dump)
        return dump.error();
    const archive::DumpContents& contents = (*dump)->contents();
    const archive::Toc* first = nullptr;
    for (const archive::DumpPart& part : contents.parts) {
        if (part.kind == archive::DumpPart::Kind::Database && !first)
            first = &part.toc;
    }
    Manifest& manifest = m_report.manifest;
    const bool isCluster = contents.format == archive::DumpFormat::PlainCluster;
    manifest.kind = isCluster ? SetKind::Cluster : SetKind::Database;
    manifest.dumpFormat = isCluster ? QStringLiteral("plain") : archive::formatText(contents.format);
    if (contents.wrapping != archive::Wrapping::None)
        manifest.compression = archive::wrappingText(contents.wrapping);
    else
        manifest.compression = first && first->version.major > 0
                                   ? archive::compressionText(first->compression)
                                   : QStringLiteral("none");
    if (first) {
        manifest.serverVersion = first->serverVersion;
        manifest.toolVersion = first->dumpVersion;
    }
    if (!isCluster) {
        manifest.database = !m_request.database.isEmpty() ? m_request.database
                            : first                       ? first->database
                                                          : QString();
        if (manifest.database.isEmpty())
            return invalid(tr("%1 does not say which database it is of.")
                               .arg(core::singleLine(QFileInfo(m_source).fileName())),
                           tr("Name the database."));
    }
    setTime(first);
    return {};
}

core::Status Import::look()
{
    const QFileInfo info(m_source);
    if (!info.exists())
        return core::Error{core::ErrorKind::NotFound, tr("There is no %1.").arg(m_source), {}, {}};
    for (const QString& folder : {m_source, info.absolutePath()}) {
        if (QFileInfo::exists(folder + QLatin1Char('/') + QLatin1String(manifestFileName)))
            return invalid(
                tr("%1 is a backup set already.").arg(core::singleLine(folder)),
                tr("Copy or move its folder, or add the folder it is in to those that are looked through."));
    }
    auto pieces = piecesOf(m_source);
    if (!pieces)
        return std::move(pieces).error();
    m_pieces = *std::move(pieces);
    for (const FilePiece& piece : std::as_const(m_pieces))
        m_bytes += piece.size;
    Manifest& manifest = m_report.manifest;
    manifest.server = m_request.server;
    manifest.dumpFile = info.fileName();
    // The names that a set has for itself.
    if (manifest.dumpFile.startsWith(QLatin1String("tidemark.")) ||
        manifest.dumpFile.startsWith(QLatin1String(".tidemark")) ||
        manifest.dumpFile == QLatin1String("checks.jsonl"))
        manifest.dumpFile.prepend(QLatin1String("dump "));
    m_isBase = archive::recognise(m_source).kind == archive::FileKind::BaseBackup;
    if (!m_isBase)
        return lookAtDump();
    manifest.kind = SetKind::BaseBackup;
    setTime(nullptr);
    return {};
}

core::Result<bool> Import::equals(const BackupSet& set) const
{
    const QString prefix = set.manifest.dumpFile;
    QHash<QString, ManifestFile> files;
    for (const ManifestFile& file : set.manifest.files) {
        if (file.name == prefix || file.name.startsWith(prefix + QLatin1Char('/')))
            files.insert(file.name.mid(prefix.size() + 1), file);
    }
    qsizetype count = 0;
    for (const FilePiece& piece : m_pieces) {
        if (piece.isFolder)
            continue;
        ++count;
        const ManifestFile file = files.value(piece.name, {{}, -1, {}});
        if (file.size != piece.size || file.sha256.isEmpty())
            return false;
    }
    if (count != files.size())
        return false;
    for (const FilePiece& piece : m_pieces) { // now that all sizes are equal, reading is worth it
        if (piece.isFolder)
            continue;
        const auto hash = sha256Of(sourcePath(piece), m_context);
        if (!hash)
            return hash.error();
        if (*hash != files.value(piece.name).sha256)
            return false;
    }
    return true;
}

core::Status Import::refuseDuplicate(const QList<BackupSet>& known)
{
    for (const BackupSet& set : known) {
        if (!set.isReachable())
            continue;
        const auto same = equals(set);
        if (!same)
            return same.error();
        if (!*same)
            continue;
        if (m_request.duplicates == Duplicates::Refuse)
            return core::Error{
                core::ErrorKind::Conflict,
                tr("The same dump is in a backup set already, byte by byte: %1.").arg(set.folder),
                {},
                tr("Nothing needs to be imported.")};
        m_report.findings.append({core::Severity::Warning,
                                  QStringLiteral("import.duplicate"),
                                  tr("The same dump is also in the backup set %1.").arg(set.folder),
                                  {},
                                  {}});
        return {};
    }
    return {};
}

core::RunContext Import::shareOf(double from, const QString& phase) const
{
    core::RunContext context = m_context;
    context.onProgress = [this, from, phase](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.phase = phase;
        progress.bytesTotal = m_bytes;
        progress.fraction =
            from + (1 - copyShare) * std::min(1.0, static_cast<double>(inner.bytesDone) /
                                                       static_cast<double>(std::max<qint64>(1, m_bytes)));
        m_context.report(progress);
    };
    return context;
}

core::Status Import::bringFile(const QString& from, const QString& to)
{
    if (m_request.way != ImportWay::Copy) {
        if (::link(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0)
            return {};
        if (m_request.way == ImportWay::Link &&
            (errno == EXDEV || errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK)) {
            core::Error error =
                core::systemError(errno, tr("%1 cannot be linked into the backup set.").arg(from));
            error.hint = tr("Links need both to be on the same disk. Copy it instead.");
            return error;
        }
        // A move to another disk is a copy.
    }
    const auto progress = shareOf(0, tr("Copying %1").arg(core::singleLine(QFileInfo(m_source).fileName())));
    return copyFile(
        from, to,
        [&](qint64 bytes) {
            m_copied += bytes;
            core::Progress now;
            now.bytesDone = m_copied;
            progress.onProgress(now);
        },
        m_context);
}

core::Status Import::bring()
{
    const qint64 free = core::freeBytes(m_request.destination);
    if (m_request.way == ImportWay::Copy && free >= 0 && free < m_bytes) {
        // A file system that shares blocks may need none of it, but who can tell before.
        m_context.log(core::LogLevel::Warning,
                      tr("Only %1 are free there, for %2.")
                          .arg(core::ByteSize(free).toText(), core::ByteSize(m_bytes).toText()));
    }
    const QString base = m_writer->filePath(m_report.manifest.dumpFile);
    if (QFileInfo(m_source).isDir() && ::mkdir(QFile::encodeName(base).constData(), 0700) != 0)
        return core::systemError(errno, tr("The folder %1 cannot be created.").arg(base));
    for (const FilePiece& piece : std::as_const(m_pieces)) {
        TIDEMARK_TRY(m_context.checkpoint());
        const QString to = piece.name.isEmpty() ? base : base + QLatin1Char('/') + piece.name;
        if (!piece.isFolder)
            TIDEMARK_TRY(bringFile(sourcePath(piece), to));
        else if (::mkdir(QFile::encodeName(to).constData(), 0700) != 0)
            return core::systemError(errno, tr("The folder %1 cannot be created.").arg(to));
    }
    return core::flushTreeToDisk(m_writer->partialFolder());
}

core::Status Import::readBackDump(const core::RunContext& context)
{
    const auto content = archive::readBack(m_writer->filePath(m_report.manifest.dumpFile),
                                           {archive::FileHash::Sha256, archive::PageCache::Bypass}, context);
    if (!content)
        return content.error();
    Manifest& manifest = m_report.manifest;
    manifest.digestMethod = QLatin1String(archive::digestMethod);
    manifest.tables = contentTables(*content);
    m_report.findings.append(content->findings);
    if (!content->sha256.isEmpty() && content->files.isEmpty())
        manifest.files.append({manifest.dumpFile, content->fileBytes, content->sha256});
    for (const archive::FileReadBack& file : content->files)
        manifest.files.append({manifest.dumpFile + QLatin1Char('/') + file.name, file.size,
                               QString::fromLatin1(file.sha256.toHex())});
    return {};
}

core::Status Import::readBackBase(const core::RunContext& context)
{
    archive::BaseBackupOptions options;
    options.pageCache = archive::PageCache::Bypass;
    const auto content =
        archive::readBackBaseBackup(m_writer->filePath(m_report.manifest.dumpFile), options, context);
    if (!content)
        return content.error();
    for (const core::Finding& finding : content->findings) {
        if (finding.severity == core::Severity::Blocker)
            return core::Error{core::ErrorKind::Corrupt,
                               tr("This base backup is not whole, so it was not imported."), finding.sentence,
                               finding.hint};
    }
    Manifest& manifest = m_report.manifest;
    manifest.dumpFormat = archive::baseBackupFormatText(content->format);
    manifest.compression = archive::compressionText(content->compression);
    manifest.systemIdentifier = content->systemIdentifier;
    BaseBackupPart base;
    base.checksumAlgorithm = content->checksumAlgorithm;
    if (!content->walRanges.isEmpty()) {
        base.timeline = content->walRanges.constLast().timeline;
        base.start = content->walRanges.constFirst().start;
        base.end = content->walRanges.constLast().end;
    }
    if (content->label) {
        base.label = content->label->label;
        base.fromStandby = content->label->fromStandby;
    }
    manifest.base = base;
    m_report.findings.append(content->findings);
    for (const archive::FileReadBack& file : content->onDisk)
        manifest.files.append({manifest.dumpFile + QLatin1Char('/') + file.name, file.size,
                               QString::fromLatin1(file.sha256.toHex())});
    return {};
}

/// Files that the reading had no use for belong to the set as well.
core::Status Import::hashRest()
{
    Manifest& manifest = m_report.manifest;
    QSet<QString> have;
    for (const ManifestFile& file : std::as_const(manifest.files))
        have.insert(file.name);
    for (const FilePiece& piece : std::as_const(m_pieces)) {
        const QString name =
            piece.name.isEmpty() ? manifest.dumpFile : manifest.dumpFile + QLatin1Char('/') + piece.name;
        if (piece.isFolder || have.contains(name))
            continue;
        const QString path = m_writer->filePath(name);
        const auto hash = sha256Of(path, m_context);
        if (!hash)
            return hash.error();
        manifest.files.append({name, QFileInfo(path).size(), *hash});
    }
    return {};
}

core::Status Import::readBack()
{
    const auto started = Clock::now();
    const core::RunContext context = shareOf(copyShare, tr("Reading the backup back"));
    TIDEMARK_TRY(m_isBase ? readBackBase(context) : readBackDump(context));
    TIDEMARK_TRY(hashRest());
    m_report.manifest.readBackSeconds = std::chrono::duration<double>(Clock::now() - started).count();
    return {};
}

core::Status Import::finish()
{
    Manifest& manifest = m_report.manifest;
    if (m_timeFromDump) {
        m_report.findings.append(
            {core::Severity::Info,
             QStringLiteral("import.timeZone"),
             tr("The dump says when it was made, but not in which time zone. This computer's was assumed."),
             {},
             {}});
    }
    for (const core::Finding& finding : std::as_const(m_report.findings)) {
        if (finding.severity != core::Severity::Info)
            m_report.verdict = core::Verdict::Warnings;
    }
    manifest.ended = manifest.started; // how long it took to make is not known
    manifest.tidemarkVersion = QCoreApplication::applicationVersion();
    manifest.verdict = m_report.verdict;
    manifest.findings = m_report.findings;
    manifest.options = {{QStringLiteral("origin"), QStringLiteral("imported")},
                        {QStringLiteral("originalName"), QFileInfo(m_source).fileName()},
                        {QStringLiteral("timeFromDump"), m_timeFromDump}};
    TIDEMARK_TRY(appendCheck(m_writer->partialFolder(),
                             {QDateTime::currentDateTimeUtc(), QStringLiteral("readBack"), core::Verdict::Ok,
                              manifest.readBackSeconds, tr("when it was imported")}));
    TIDEMARK_TRY(m_context.checkpoint());
    TIDEMARK_TRY(m_writer->finish(manifest));
    m_report.setFolder = m_writer->finalFolder();
    if (m_request.way == ImportWay::Move)
        removeOriginal();
    return {};
}

/// Its own pieces only, and folders as far as they are empty then.
void Import::removeOriginal()
{
    bool all = true;
    for (auto piece = m_pieces.crbegin(); piece != m_pieces.crend(); ++piece) {
        const QByteArray path = QFile::encodeName(sourcePath(*piece));
        all = (piece->isFolder ? ::rmdir(path.constData()) : ::unlink(path.constData())) == 0 && all;
    }
    if (QFileInfo(m_source).isDir())
        all = ::rmdir(QFile::encodeName(m_source).constData()) == 0 && all;
    if (!all)
        m_report.findings.append({core::Severity::Warning,
                                  QStringLiteral("import.notRemoved"),
                                  tr("The original could not be removed: %1.").arg(m_source),
                                  {},
                                  {}});
}

core::Result<ImportReport> Import::execute(const QList<BackupSet>& known)
{
    const auto started = Clock::now();
    TIDEMARK_TRY(look());
    TIDEMARK_TRY(refuseDuplicate(known));
    const Manifest& manifest = m_report.manifest;
    auto writer = SetWriter::create(
        {m_request.destination, manifest.server, manifest.database, manifest.kind}, manifest.started, {});
    if (!writer)
        return std::move(writer).error();
    m_writer.emplace(*std::move(writer));
    TIDEMARK_TRY(bring());
    TIDEMARK_TRY(readBack());
    TIDEMARK_TRY(finish());
    m_report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started);
    return std::move(m_report);
}

} // namespace

std::optional<ImportOrigin> originOf(const Manifest& manifest)
{
    if (manifest.options.value(QLatin1String("origin")).toString() != QLatin1String("imported"))
        return std::nullopt;
    return ImportOrigin{manifest.options.value(QLatin1String("originalName")).toString(),
                        manifest.options.value(QLatin1String("timeFromDump")).toBool()};
}

core::Result<ImportReport> importDump(const ImportRequest& request, const QList<BackupSet>& known,
                                      const core::RunContext& context)
{
    return Import(request, context).execute(known);
}

QJsonObject ImportReport::toJson() const
{
    QJsonArray rows;
    for (const ManifestTable& table : manifest.tables) {
        rows.append(QJsonObject{
            {QStringLiteral("schema"), table.schema},
            {QStringLiteral("name"), table.name},
            {QStringLiteral("rows"), table.rows},
            {QStringLiteral("bytes"), table.bytes},
            {QStringLiteral("digest"), table.digest.isEmpty() ? QJsonValue() : QJsonValue(table.digest)}});
    }
    return {{QStringLiteral("set"), setFolder},
            {QStringLiteral("kind"), setKindName(manifest.kind)},
            {QStringLiteral("server"), manifest.server},
            {QStringLiteral("database"), manifest.database},
            {QStringLiteral("bytes"), manifest.totalSize().bytes()},
            {QStringLiteral("seconds"), std::chrono::duration<double>(duration).count()},
            {QStringLiteral("tables"), rows},
            {QStringLiteral("findings"), core::toJson(findings)}};
}

} // namespace tidemark::catalog
