// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupset.h"

#include "catalog/ownfiles.h"
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

core::Finding damage(const QString& sentence)
{
    return {core::Severity::Blocker, QStringLiteral("set.damaged"), sentence,
            QCoreApplication::translate("catalog::BackupSet", "Use another backup, or a copy of this one."), {}};
}

/// Clocks of file systems are coarse, and a file server's may be another than ours: the manifest, which is written last,
/// shows what its clock said then.
QDateTime latestExpected(const BackupSet& set)
{
    constexpr qint64 slack = 2;
    const QDateTime written = QFileInfo(set.folder + QLatin1Char('/') + QLatin1String(manifestFileName)).lastModified();
    QDateTime latest = std::max(set.manifest.ended, written);
    for (const CheckRecord& check : set.checks) {
        if (check.verdict == core::Verdict::Ok || check.verdict == core::Verdict::Warnings)
            latest = std::max(latest, check.when);
    }
    return latest.addSecs(slack);
}

/// Holds the files against the manifest, as far as that is possible without reading them. `enough`: findings of damage after
/// which it ends.
void compareFiles(BackupSet& set, qsizetype enough)
{
    const QDateTime latest = latestExpected(set);
    qsizetype damaged = 0;
    for (const ManifestFile& file : std::as_const(set.manifest.files)) {
        const QFileInfo info(set.folder + QLatin1Char('/') + file.name);
        if (info.isFile() && info.size() == file.size) {
            if (info.lastModified() > latest && (!set.touched.isValid() || info.lastModified() > set.touched))
                set.touched = info.lastModified();
            continue;
        }
        if (++damaged > enough)
            return;
        core::Finding finding = damage(info.exists() ? QCoreApplication::translate("catalog::BackupSet", "The file %1 was changed after the backup.").arg(core::singleLine(file.name))
                                                     : QCoreApplication::translate("catalog::BackupSet", "The file %1 is missing from the backup set.").arg(core::singleLine(file.name)));
        finding.sentence += QLatin1Char(' ') + QCoreApplication::translate("catalog::BackupSet", "It should have %1 bytes and has %2.").arg(core::countText(file.size), core::countText(info.exists() ? info.size() : 0));
        set.defects.append(finding);
    }
}

/// What lies in the set's folder and is none of its own; only names at the top, deeper ones cost too much at each scan.
void noteStrangers(BackupSet& set)
{
    QSet<QString> own{QLatin1String(manifestFileName), QLatin1String(checksFileName)};
    for (const ManifestFile& file : std::as_const(set.manifest.files))
        own.insert(file.name.section(QLatin1Char('/'), 0, 0));
    own.insert(set.manifest.dumpFile.section(QLatin1Char('/'), 0, 0));
    QStringList strangers;
    const QStringList names = QDir(set.folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System, QDir::Name);
    for (const QString& name : names) {
        if (!own.contains(name))
            strangers.append(core::singleLine(name));
    }
    if (strangers.isEmpty())
        return;
    constexpr qsizetype shown = 5;
    const QString list = strangers.mid(0, shown).join(QStringLiteral(", ")) + (strangers.size() > shown ? QStringLiteral(" …") : QString());
    set.defects.append({core::Severity::Info, QStringLiteral("set.strangers"),
                        QCoreApplication::translate("catalog::BackupSet", "In the folder there is also what does not belong to the backup: %1.").arg(list), {}, {}});
}

/// The newest word of those that read the set itself. A restore that failed may have failed for reasons of its target.
const CheckRecord* newestReading(const BackupSet& set)
{
    for (auto check = set.checks.rbegin(); check != set.checks.rend(); ++check) {
        const bool good = check->verdict == core::Verdict::Ok || check->verdict == core::Verdict::Warnings;
        if (check->verdict != core::Verdict::Cancelled && (check->kind == QLatin1String("readBack") || good))
            return &*check;
    }
    return nullptr;
}

bool checkFailed(const BackupSet& set)
{
    const CheckRecord* newest = newestReading(set);
    return newest && (newest->verdict == core::Verdict::Failed || newest->verdict == core::Verdict::Differences);
}

/// What is known from the files' names, sizes and times, and from earlier checks.
void judge(BackupSet& set)
{
    if (checkFailed(set)) {
        const CheckRecord& check = *newestReading(set);
        core::Finding finding = damage(QCoreApplication::translate("catalog::BackupSet", "The check of %1 found that this backup is not what was written.")
                                           .arg(core::localDateTimeText(check.when)));
        if (!check.note.isEmpty())
            finding.sentence += QLatin1Char(' ') + core::singleLine(check.note);
        set.defects.append(finding);
    } else if (set.touched.isValid()) {
        set.defects.append({core::Severity::Warning, QStringLiteral("set.touched"),
                            QCoreApplication::translate("catalog::BackupSet", "A file of this backup was written on %1, after the backup: it was copied, or changed.")
                                .arg(core::localDateTimeText(set.touched)),
                            QCoreApplication::translate("catalog::BackupSet", "Check it now: reading every byte tells whether it is still what was written."), {}});
    }
    noteStrangers(set);
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
    for (QList<BackupSet>* sets : {&result.sets, &result.damaged})
        std::stable_sort(sets->begin(), sets->end(), [](const BackupSet& a, const BackupSet& b) { return a.manifest.started > b.manifest.started; });
    return result;
}

} // namespace tidemark::catalog
