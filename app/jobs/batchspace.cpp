// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/batchspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QMap>
#include <QStorageInfo>

namespace tidemark::jobs {

namespace {

constexpr char spaceFinding[] = "destination.space";

QString tr(const char* text)
{
    return QCoreApplication::translate("jobs::space", text);
}

struct OnOneFileSystem
{
    int backups = 0;
    qint64 freeBytes = -1;
    qint64 needed = 0; // as far as it can be told
    core::ByteSize tables;
    bool isLearned = true; // all of it from earlier runs
};

/// The root of the file system that the folder is on, or would be.
QString fileSystemOf(const QString& folder)
{
    QFileInfo nearest(QFileInfo(folder).absoluteFilePath());
    while (!nearest.exists() && !nearest.isRoot())
        nearest = QFileInfo(nearest.absolutePath());
    return QStorageInfo(nearest.absoluteFilePath()).rootPath();
}

/// A compressed dump is mostly a third of the tables or less; what needs more than that would probably end in a full disk.
qint64 neededFor(const SpaceNeed& need)
{
    if (need.estimate.size)
        return need.estimate.size->bytes();
    return need.form.compression.method == core::CompressionMethod::None ? need.estimate.read.bytes() : need.estimate.read.bytes() / 3;
}

QString sentenceOf(const OnOneFileSystem& all, const QString& folder)
{
    const QString free = core::ByteSize(all.freeBytes).toText();
    const QString where = QDir::toNativeSeparators(folder);
    const int count = all.backups; // a plain expression, or lupdate sees no plural
    if (count == 1) {
        return all.isLearned ? tr("The backup will need about %1, and only %2 are free in %3.").arg(core::ByteSize(all.needed).toText(), free, where)
                             : tr("Only %1 are free in %2, and the tables hold %3.").arg(free, where, all.tables.toText());
    }
    if (all.isLearned) {
        return QCoreApplication::translate("jobs::space", "The %n backup(s) will need about %1 together, and only %2 are free in %3.", nullptr, count)
            .arg(core::ByteSize(all.needed).toText(), free, where);
    }
    return QCoreApplication::translate("jobs::space", "Only %2 are free in %3, and the tables of the %n database(s) hold %1 together.", nullptr, count)
        .arg(all.tables.toText(), free, where);
}

} // namespace

core::Findings checkSpace(const QList<SpaceNeed>& needs)
{
    QMap<QString, OnOneFileSystem> fileSystems;
    QMap<QString, QString> folders;
    for (const SpaceNeed& need : needs) {
        if (need.freeBytes < 0)
            continue;
        const QString root = fileSystemOf(need.folder);
        OnOneFileSystem& all = fileSystems[root];
        all.freeBytes = need.freeBytes;
        all.needed += neededFor(need);
        all.tables += need.estimate.read;
        all.isLearned = all.isLearned && need.estimate.size;
        ++all.backups;
        if (!folders.contains(root))
            folders.insert(root, need.folder);
    }
    core::Findings findings;
    for (auto all = fileSystems.begin(); all != fileSystems.end(); ++all) {
        if (all->needed <= all->freeBytes)
            continue;
        findings.append({core::Severity::Warning, QLatin1String(spaceFinding), sentenceOf(*all, folders.value(all.key())),
                         tr("Free some space, or choose another folder. If the disk fills up, the backup is removed and nothing else is lost."), {}});
    }
    return findings;
}

core::Findings withoutSpace(core::Findings findings)
{
    findings.removeIf([](const core::Finding& finding) { return finding.id == QLatin1String(spaceFinding); });
    return findings;
}

} // namespace tidemark::jobs
