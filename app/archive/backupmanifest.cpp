// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/backupmanifest.h"

#include "archive/bytesource.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace tidemark::archive {

namespace {

constexpr qint64 mostSkeleton = 64LL << 20; // of what is not a line of a file
constexpr qsizetype longestLine = 64 << 10;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

core::Error damaged(const QString& path, const QString& what)
{
    return {core::ErrorKind::Corrupt, tr("“%1” is damaged.").arg(path), what,
            tr("Check the backup with pg_verifybackup, or use another one.")};
}

bool leadsOutside(const QByteArray& path)
{
    return path.isEmpty() || path.startsWith('/') || path.split('/').contains("..") || path.contains('\0');
}

std::optional<WalRange> rangeOf(const QJsonObject& object)
{
    const auto start = core::Lsn::parse(object.value(QLatin1String("Start-LSN")).toString());
    const auto end = core::Lsn::parse(object.value(QLatin1String("End-LSN")).toString());
    const int timeline = object.value(QLatin1String("Timeline")).toInt();
    if (!start || !end || timeline <= 0)
        return std::nullopt;
    return WalRange{timeline, *start, *end};
}

// Nothing for a file without size, or one that cannot be.
std::optional<BackupManifest::File> fileOf(const QJsonObject& object)
{
    BackupManifest::File file;
    const QJsonValue size = object.value(QLatin1String("Size"));
    const QJsonValue encoded = object.value(QLatin1String("Encoded-Path"));
    file.path = encoded.isString() ? QByteArray::fromHex(encoded.toString().toLatin1())
                                   : object.value(QLatin1String("Path")).toString().toUtf8();
    if (!size.isDouble() || size.toDouble() < 0 || leadsOutside(file.path))
        return std::nullopt;
    file.size = size.toInteger();
    const QString algorithm = object.value(QLatin1String("Checksum-Algorithm")).toString();
    if (!algorithm.isEmpty()) {
        const std::optional<ChecksumKind> kind = checksumFromName(algorithm);
        file.checksum = QByteArray::fromHex(object.value(QLatin1String("Checksum")).toString().toLatin1());
        if (!kind || (*kind != ChecksumKind::None && file.checksum.isEmpty()))
            return std::nullopt;
        file.kind = *kind;
    }
    return file;
}

// Takes the manifest line by line: lines of files become entries at once, all others a document without them.
class ManifestReader
{
public:
    explicit ManifestReader(QString path)
        : m_path(std::move(path))
        , m_hash(ChecksumKind::Sha256)
    {
    }
    core::Result<BackupManifest> read();

private:
    core::Status takeLine(const QByteArray& line);
    core::Status takeSkeleton();
    bool add(const QJsonObject& object);

    QString m_path;
    Checksum m_hash;
    QByteArray m_skeleton;
    QByteArray m_lastLine;
    BackupManifest m_manifest;
};

bool ManifestReader::add(const QJsonObject& object)
{
    std::optional<BackupManifest::File> file = fileOf(object);
    if (!file)
        return false;
    m_manifest.files.push_back(*std::move(file));
    return true;
}

core::Status ManifestReader::takeLine(const QByteArray& line)
{
    // The manifest's own checksum covers all lines but the last one, in which it stands.
    m_hash.add(m_lastLine);
    m_lastLine = line;
    const QByteArray text = line.trimmed();
    if (!text.startsWith("{ \"Path\"") && !text.startsWith("{ \"Encoded-Path\"")) {
        m_skeleton += line;
        if (m_skeleton.size() <= mostSkeleton)
            return {};
        return core::Error{core::ErrorKind::InvalidInput, tr("“%1” is larger than Tidemark reads.").arg(m_path), {},
                           tr("Check the backup with pg_verifybackup.")};
    }
    const bool isLast = !text.endsWith(',');
    const QJsonObject object = QJsonDocument::fromJson(isLast ? text : text.chopped(1)).object();
    if (!add(object)) {
        return damaged(m_path, tr("Entry %1 of its list of files cannot be read, or has no size.")
                                   .arg(m_manifest.files.size() + 1));
    }
    return {};
}

core::Status ManifestReader::takeSkeleton()
{
    QJsonParseError problem;
    const QJsonObject object = QJsonDocument::fromJson(m_skeleton, &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return damaged(m_path, tr("It cannot be read: %1.").arg(problem.errorString()));
    m_manifest.version = object.value(QLatin1String("PostgreSQL-Backup-Manifest-Version")).toInt();
    if (m_manifest.version < 1)
        return damaged(m_path, tr("It does not say which version of a manifest it is."));
    // A number of 64 bits, which JSON's numbers do not hold exactly: as it is written.
    static const QByteArray key("\"System-Identifier\":");
    if (const qsizetype at = m_skeleton.indexOf(key); at >= 0) {
        const QByteArray rest = m_skeleton.mid(at + key.size(), 24).trimmed();
        qsizetype digits = 0;
        while (digits < rest.size() && rest.at(digits) >= '0' && rest.at(digits) <= '9')
            ++digits;
        m_manifest.systemIdentifier = QString::fromLatin1(rest.left(digits));
    }
    for (const QJsonValue file : object.value(QLatin1String("Files")).toArray()) {
        if (!add(file.toObject()))
            return damaged(m_path, tr("It names a file without its size."));
    }
    for (const QJsonValue range : object.value(QLatin1String("WAL-Ranges")).toArray()) {
        const std::optional<WalRange> wal = rangeOf(range.toObject());
        if (!wal)
            return damaged(m_path, tr("It names a range of WAL that cannot be."));
        m_manifest.walRanges.append(*wal);
    }
    const QByteArray sum =
        QByteArray::fromHex(object.value(QLatin1String("Manifest-Checksum")).toString().toLatin1());
    m_manifest.isIntact = !sum.isEmpty() && sum == m_hash.finish();
    return {};
}

core::Result<BackupManifest> ManifestReader::read()
{
    core::Result<ByteSource> source = ByteSource::open(m_path);
    if (!source)
        return std::move(source).error();
    QByteArray line;
    for (;;) {
        const QByteArrayView window = source->peek(longestLine);
        if (window.isEmpty())
            break;
        const qsizetype end = window.indexOf('\n');
        const QByteArrayView piece = end < 0 ? window : window.first(end + 1);
        // What is all in one line is somebody else's layout; then it is one piece of the document.
        if (line.size() + piece.size() > mostSkeleton)
            return core::Error{core::ErrorKind::InvalidInput, tr("“%1” is larger than Tidemark reads.").arg(m_path), {},
                               tr("Check the backup with pg_verifybackup.")};
        line += piece;
        source->consume(piece.size());
        if (end < 0)
            continue;
        TIDEMARK_TRY(takeLine(line));
        line.clear();
    }
    if (source->failure())
        return *source->failure();
    if (!line.isEmpty())
        TIDEMARK_TRY(takeLine(line));
    TIDEMARK_TRY(takeSkeleton());
    return std::move(m_manifest);
}

} // namespace

core::Result<BackupManifest> readBackupManifest(const QString& path)
{
    return ManifestReader(path).read();
}

} // namespace tidemark::archive
