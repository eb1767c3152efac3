// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/setcache.h"

#include "core/atomicfile.h"
#include "core/text.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStorageInfo>

namespace tidemark::catalog {

namespace {

constexpr qint64 largest = 256 << 20;

QString fileOf(const QString& cacheFolder, const QString& destination)
{
    const QByteArray hash =
        QCryptographicHash::hash(destination.toUtf8(), QCryptographicHash::Sha256).toHex().left(32);
    return QStringLiteral("%1/sets/%2.json").arg(cacheFolder, QString::fromLatin1(hash));
}

Manifest summed(Manifest manifest)
{
    qint64 rows = 0;
    for (const ManifestTable& table : std::as_const(manifest.tables))
        rows += table.rows;
    manifest.files = {{manifest.dumpFile, manifest.totalSize().bytes(), {}}};
    manifest.tables = {{{}, {}, {}, rows, 0, {}}};
    manifest.findings.clear();
    manifest.command.clear();
    const QJsonObject options = manifest.options;
    manifest.options = {};
    for (const QLatin1String key :
         {QLatin1String("origin"), QLatin1String("originalName"), QLatin1String("timeFromDump")}) {
        if (options.contains(key))
            manifest.options.insert(key, options.value(key));
    }
    return manifest;
}

} // namespace

void rememberSets(const QString& cacheFolder, const QString& destination, const QList<BackupSet>& sets)
{
    QJsonArray array;
    for (const BackupSet& set : sets) {
        QJsonArray checks;
        for (const CheckRecord& check : set.checks.mid(std::max<qsizetype>(0, set.checks.size() - 5))) {
            checks.append(QJsonObject{{QStringLiteral("when"), core::isoUtc(check.when)},
                                      {QStringLiteral("kind"), check.kind},
                                      {QStringLiteral("verdict"), core::verdictName(check.verdict)},
                                      {QStringLiteral("seconds"), check.seconds}});
        }
        array.append(
            QJsonObject{{QStringLiteral("folder"), set.folder},
                        {QStringLiteral("manifest"), QString::fromUtf8(summed(set.manifest).toJson())},
                        {QStringLiteral("checks"), checks}});
    }
    const QJsonObject object{{QStringLiteral("destination"), destination},
                             {QStringLiteral("seen"), core::isoUtc(QDateTime::currentDateTimeUtc())},
                             {QStringLiteral("disk"), QStorageInfo(destination).rootPath()},
                             {QStringLiteral("sets"), array}};
    const QString file = fileOf(cacheFolder, destination);
    if (QDir().mkpath(QFileInfo(file).path()))
        (void)core::writeFileAtomically(file, QJsonDocument(object).toJson(QJsonDocument::Compact),
                                        core::FileMode::Private);
}

std::optional<RememberedSets> recallSets(const QString& cacheFolder, const QString& destination)
{
    const auto bytes = core::readFile(fileOf(cacheFolder, destination), largest);
    if (!bytes)
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(*bytes).object();
    if (object.value(QLatin1String("destination")).toString() != destination)
        return std::nullopt;
    RememberedSets remembered;
    remembered.seen =
        QDateTime::fromString(object.value(QLatin1String("seen")).toString(), Qt::ISODateWithMs);
    remembered.disk = object.value(QLatin1String("disk")).toString();
    for (const QJsonValue value : object.value(QLatin1String("sets")).toArray()) {
        auto manifest = Manifest::fromJson(value[QLatin1String("manifest")].toString().toUtf8());
        if (!manifest)
            continue;
        BackupSet set{value[QLatin1String("folder")].toString(), *std::move(manifest), {}};
        for (const QJsonValue check : value[QLatin1String("checks")].toArray()) {
            set.checks.append(
                {QDateTime::fromString(check[QLatin1String("when")].toString(), Qt::ISODateWithMs),
                 check[QLatin1String("kind")].toString(),
                 core::verdictFromName(check[QLatin1String("verdict")].toString()),
                 check[QLatin1String("seconds")].toDouble(),
                 {}});
        }
        set.unreachableSince = remembered.seen;
        remembered.sets.append(set);
    }
    return remembered;
}

bool isAway(const QString& destination, const RememberedSets& remembered, bool foundNothing)
{
    if (!QFileInfo(destination).isDir())
        return true;
    return foundNothing && !remembered.sets.isEmpty() &&
           QStorageInfo(destination).rootPath() != remembered.disk;
}

} // namespace tidemark::catalog
