// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/basebackup.h"

#include "core/atomicfile.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace tidemark::archive {

namespace {

constexpr qint64 mostBytes = 64LL << 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

core::Error damaged(const QString& path, const QString& what)
{
    return {core::ErrorKind::Corrupt, tr("“%1” is damaged.").arg(path), what,
            tr("Check the backup with pg_verifybackup, or use another one.")};
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

// False for a file without size, or one that cannot be.
bool addFile(const QJsonObject& object, BaseBackupFacts& facts)
{
    const QJsonValue size = object.value(QLatin1String("Size"));
    const QString path = object.value(QLatin1String("Path")).toString();
    if (!size.isDouble() || size.toDouble() < 0 ||
        (path.isEmpty() && !object.contains(QLatin1String("Encoded-Path"))))
        return false;
    ++facts.files;
    facts.bytes += qint64(size.toDouble());
    const QString algorithm = object.value(QLatin1String("Checksum-Algorithm")).toString();
    if (!algorithm.isEmpty())
        facts.checksumAlgorithm = algorithm;
    facts.isIncremental = facts.isIncremental || path.contains(QLatin1String("/INCREMENTAL."));
    return true;
}

} // namespace

core::Result<BaseBackupFacts> readBaseBackup(const QString& folder)
{
    const QString path = folder + QLatin1String("/backup_manifest");
    if (QFileInfo(path).size() > mostBytes) {
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("“%1” is larger than Tidemark reads.").arg(path),
                           {},
                           tr("Check the backup with pg_verifybackup.")};
    }
    const core::Result<QByteArray> bytes = core::readFile(path, mostBytes);
    if (!bytes)
        return bytes.error();
    QJsonParseError problem;
    const QJsonObject manifest = QJsonDocument::fromJson(*bytes, &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return damaged(path, tr("At byte %1: %2.").arg(problem.offset).arg(problem.errorString()));
    BaseBackupFacts facts;
    facts.manifestVersion = manifest.value(QLatin1String("PostgreSQL-Backup-Manifest-Version")).toInt();
    if (facts.manifestVersion < 1)
        return damaged(path, tr("It does not say which version of a manifest it is."));
    // A number of 64 bits, which JSON's numbers do not hold exactly: as it is written.
    static const QByteArray key("\"System-Identifier\":");
    if (const qsizetype at = bytes->indexOf(key); at >= 0) {
        const QByteArray rest = bytes->mid(at + key.size(), 24).trimmed();
        qsizetype digits = 0;
        while (digits < rest.size() && rest.at(digits) >= '0' && rest.at(digits) <= '9')
            ++digits;
        facts.systemIdentifier = QString::fromLatin1(rest.left(digits));
    }
    for (const QJsonValue file : manifest.value(QLatin1String("Files")).toArray()) {
        if (!addFile(file.toObject(), facts))
            return damaged(path, tr("It names a file without its size."));
    }
    for (const QJsonValue range : manifest.value(QLatin1String("WAL-Ranges")).toArray()) {
        const std::optional<WalRange> wal = rangeOf(range.toObject());
        if (!wal)
            return damaged(path, tr("It names a range of WAL that cannot be."));
        facts.walRanges.append(*wal);
    }
    return facts;
}

} // namespace tidemark::archive
