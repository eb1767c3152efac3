// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupset.h"

#include "catalog/ownfiles.h"
#include "catalog/setdefects.h"
#include "catalog/setname.h"
#include "core/atomicfile.h"
#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>

namespace tidemark::catalog {

namespace {

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
                       object.value(QLatin1String("seconds")).toDouble(), object.value(QLatin1String("note")).toString(), object.value(QLatin1String("peakBytes")).toInteger()});
    }
    return checks;
}

void scan(const QString& folder, int depth, const core::RunContext& context, ScanResult& result)
{
    if (context.stopRequested())
        return;
    if (QFileInfo::exists(folder + QLatin1Char('/') + QLatin1String(manifestFileName))) {
        auto set = readSet(folder);
        if (set) {
            result.sets.append(*std::move(set));
            return;
        }
        result.problems.append(set.error().within(QCoreApplication::translate("catalog::scan", "%1 is no usable backup set.").arg(folder)));
        if (auto damaged = inspectSet(folder))
            result.damaged.append(*std::move(damaged));
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
        if (check->isRestore())
            return {Proven::Restored, check->when};
        if (!read)
            read = Proof{Proven::ReadBack, check->when};
    }
    // A base backup has no tables to digest; it becomes a set only once it was read back.
    const bool wasReadBack = !set.manifest.digestMethod.isEmpty() || set.manifest.kind == SetKind::BaseBackup;
    const Proof atOnce{wasReadBack ? Proven::ReadBack : Proven::Written, set.manifest.ended};
    return read.value_or(atOnce);
}

/// Of the manifest alone; the checks are read with it.
core::Result<BackupSet> openSet(const QString& folder)
{
    const QString path = folder + QLatin1Char('/') + QLatin1String(manifestFileName);
    const auto json = core::readFile(path, largestManifest);
    if (!json)
        return json.error();
    auto manifest = Manifest::fromJson(*json);
    if (!manifest)
        return std::move(manifest).error();
    return BackupSet{QDir(folder).absolutePath(), *std::move(manifest), readChecks(folder)};
}

/// <server>/<database>/<time>, as far as these names are ours.
Manifest manifestFromNames(const QString& folder)
{
    const auto decoded = [](const QString& name) { return QString::fromUtf8(QByteArray::fromPercentEncoding(name.toUtf8())); };
    const QStringList parts = folder.split(QLatin1Char('/'));
    Manifest manifest;
    manifest.started = QDateTime::fromString(parts.value(parts.size() - 1).left(16), QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    manifest.started.setTimeSpec(Qt::UTC);
    if (!manifest.started.isValid()) {
        manifest.started = QFileInfo(folder).lastModified();
        return manifest;
    }
    const QString subject = parts.value(parts.size() - 2);
    for (const SetKind kind : {SetKind::Cluster, SetKind::BaseBackup}) {
        if (subject == subjectFolder(kind, {}))
            manifest.kind = kind;
    }
    if (manifest.kind == SetKind::Database)
        manifest.database = decoded(subject);
    manifest.server = decoded(parts.value(parts.size() - 3));
    return manifest;
}

} // namespace

QString conditionName(SetCondition condition)
{
    switch (condition) {
    case SetCondition::Sound:
        return QStringLiteral("sound");
    case SetCondition::Touched:
        return QStringLiteral("touched");
    case SetCondition::Damaged:
        return QStringLiteral("damaged");
    case SetCondition::Unreadable:
        break;
    }
    return QStringLiteral("unreadable");
}

SetCondition BackupSet::condition() const
{
    SetCondition worst = checkFailed(*this) ? SetCondition::Damaged : SetCondition::Sound;
    for (const core::Finding& defect : defects) {
        if (defect.id == QLatin1String("set.unreadable"))
            return SetCondition::Unreadable;
        if (defect.id == QLatin1String("set.damaged"))
            worst = SetCondition::Damaged;
        else if (defect.id == QLatin1String("set.touched"))
            worst = std::max(worst, SetCondition::Touched);
    }
    return worst;
}

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
    auto set = openSet(folder);
    if (!set)
        return set;
    compareFiles(*set, 1);
    if (!set->defects.isEmpty())
        return core::Error{core::ErrorKind::Corrupt, set->defects.constFirst().sentence, {}, set->defects.constFirst().hint};
    judge(*set);
    return set;
}

core::Result<BackupSet> inspectSet(const QString& folder)
{
    constexpr qsizetype shownDamages = 20;
    if (!QFileInfo::exists(folder + QLatin1Char('/') + QLatin1String(manifestFileName)))
        return core::Error{core::ErrorKind::NotFound, QCoreApplication::translate("catalog::BackupSet", "There is no backup set in %1.").arg(folder), {}, {}};
    auto set = openSet(folder);
    if (!set) {
        const core::Error& error = set.error();
        const QString sentence = error.detail.isEmpty() ? error.message : error.message + QLatin1Char(' ') + error.detail;
        const QString absolute = QDir(folder).absolutePath();
        return BackupSet{absolute, manifestFromNames(absolute), readChecks(folder), {{core::Severity::Blocker, QStringLiteral("set.unreadable"), sentence, error.hint, {}}}};
    }
    compareFiles(*set, shownDamages);
    judge(*set);
    return set;
}

bool CheckRecord::isRestore() const
{
    return kind == QLatin1String("restore") || kind == QLatin1String("drill");
}

core::Status appendCheck(const QString& folder, const CheckRecord& record)
{
    QJsonObject object{{QStringLiteral("when"), core::isoUtc(record.when)},
                       {QStringLiteral("kind"), record.kind},
                             {QStringLiteral("verdict"), core::verdictName(record.verdict)},
                             {QStringLiteral("seconds"), record.seconds},
                             {QStringLiteral("note"), record.note}};
    if (record.peakBytes > 0)
        object.insert(QStringLiteral("peakBytes"), record.peakBytes);
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
    for (QList<BackupSet>* sets : {&result.sets, &result.damaged})
        std::stable_sort(sets->begin(), sets->end(), [](const BackupSet& a, const BackupSet& b) { return a.manifest.started > b.manifest.started; });
    return result;
}

} // namespace tidemark::catalog
