// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupset.h"

#include "catalog/setname.h"
#include "core/atomicfile.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace tidemark::catalog {

namespace {

constexpr char checksFileName[] = "checks.jsonl";
constexpr qint64 largestManifest = 256 << 20; // 100 000 tables are about 20 MB
constexpr int deepest = 4;                    // destination, server, database, set

QList<CheckRecord> readChecks(const QString& folder)
{
    QList<CheckRecord> checks;
    const auto content = core::readFile(folder + QLatin1Char('/') + QLatin1String(checksFileName), largestManifest);
    if (!content)
        return checks; // most sets have none
    for (const QByteArray& line : content->split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object.isEmpty())
            continue; // a line cut off by a crash says nothing
        checks.append({QDateTime::fromString(object.value(QLatin1String("when")).toString(), Qt::ISODateWithMs),
                       object.value(QLatin1String("kind")).toString(), core::verdictFromName(object.value(QLatin1String("verdict")).toString()),
                       object.value(QLatin1String("seconds")).toDouble(), object.value(QLatin1String("note")).toString()});
    }
    return checks;
}

void scan(const QString& folder, int depth, const core::RunContext& context, ScanResult& result)
{
    if (context.stopRequested())
        return;
    if (QFileInfo::exists(folder + QLatin1Char('/') + QLatin1String(manifestFileName))) {
        auto set = readSet(folder);
        if (set)
            result.sets.append(*std::move(set));
        else
            result.problems.append(set.error().within(QCoreApplication::translate("catalog::scan", "%1 is no usable backup set.").arg(folder)));
        return;
    }
    if (depth == 0)
        return;
    const QStringList names = QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name);
    for (const QString& name : names) {
        if (!name.endsWith(QLatin1String(partialSuffix)))
            scan(folder + QLatin1Char('/') + name, depth - 1, context, result);
    }
}

struct Proof
{
    Proven proven;
    QDateTime when;
};

/// The newest word counts: what was found before a check that failed proves nothing any more.
Proof proofOf(const BackupSet& set)
{
    std::optional<Proof> read;
    for (auto check = set.checks.rbegin(); check != set.checks.rend(); ++check) {
        if (check->verdict == core::Verdict::Cancelled)
            continue;
        if (check->verdict == core::Verdict::Failed || check->verdict == core::Verdict::Differences)
            return read.value_or(Proof{Proven::Written, set.manifest.ended});
        if (check->kind == QLatin1String("restore"))
            return {Proven::Restored, check->when};
        if (!read)
            read = Proof{Proven::ReadBack, check->when};
    }
    // A base backup has no tables to digest; it becomes a set only once it was read back.
    const bool wasReadBack = !set.manifest.digestMethod.isEmpty() || set.manifest.kind == SetKind::BaseBackup;
    const Proof atOnce{wasReadBack ? Proven::ReadBack : Proven::Written, set.manifest.ended};
    return read.value_or(atOnce);
}

} // namespace

QString provenName(Proven proven)
{
    switch (proven) {
    case Proven::Written:
        return QStringLiteral("written");
    case Proven::ReadBack:
        return QStringLiteral("readBack");
    case Proven::Restored:
        break;
    }
    return QStringLiteral("restored");
}

QString BackupSet::dumpPath() const
{
    return folder + QLatin1Char('/') + manifest.dumpFile;
}

Proven BackupSet::proven() const
{
    return proofOf(*this).proven;
}

QDateTime BackupSet::provenAt() const
{
    return proofOf(*this).when;
}

core::Result<BackupSet> readSet(const QString& folder)
{
    const auto json = core::readFile(folder + QLatin1Char('/') + QLatin1String(manifestFileName), largestManifest);
    if (!json)
        return json.error();
    auto manifest = Manifest::fromJson(*json);
    if (!manifest)
        return std::move(manifest).error();
    for (const ManifestFile& file : manifest->files) {
        const QFileInfo info(folder + QLatin1Char('/') + file.name);
        if (!info.isFile() || info.size() != file.size) {
            return core::Error{core::ErrorKind::Corrupt,
                               info.exists() ? QCoreApplication::translate("catalog::BackupSet", "The file %1 was changed after the backup.").arg(file.name)
                                             : QCoreApplication::translate("catalog::BackupSet", "The file %1 is missing from the backup set.").arg(file.name),
                               QCoreApplication::translate("catalog::BackupSet", "It should have %1 bytes and has %2.").arg(file.size).arg(info.exists() ? info.size() : 0),
                               QCoreApplication::translate("catalog::BackupSet", "Use another backup, or a copy of this one.")};
        }
    }
    return BackupSet{QDir(folder).absolutePath(), *std::move(manifest), readChecks(folder)};
}

core::Status appendCheck(const QString& folder, const CheckRecord& record)
{
    const QJsonObject object{{QStringLiteral("when"), core::isoUtc(record.when)},
                             {QStringLiteral("kind"), record.kind},
                             {QStringLiteral("verdict"), core::verdictName(record.verdict)},
                             {QStringLiteral("seconds"), record.seconds},
                             {QStringLiteral("note"), record.note}};
    return core::appendLine(folder + QLatin1Char('/') + QLatin1String(checksFileName), QJsonDocument(object).toJson(QJsonDocument::Compact));
}

core::Result<ScanResult> scanFolder(const QString& destination, const core::RunContext& context)
{
    const QFileInfo info(destination);
    if (!info.isDir() || !info.isReadable()) {
        return core::Error{info.exists() ? core::ErrorKind::PermissionDenied : core::ErrorKind::NotFound,
                           QCoreApplication::translate("catalog::scan", "The folder %1 cannot be read.").arg(destination), {},
                           QCoreApplication::translate("catalog::scan", "Check that the disk is attached and that you may read the folder.")};
    }
    ScanResult result;
    scan(info.absoluteFilePath(), deepest, context, result);
    TIDEMARK_TRY(context.checkpoint());
    std::stable_sort(result.sets.begin(), result.sets.end(),
                     [](const BackupSet& a, const BackupSet& b) { return a.manifest.started > b.manifest.started; });
    return result;
}

} // namespace tidemark::catalog
