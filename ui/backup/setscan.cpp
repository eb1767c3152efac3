// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/setscan.h"

#include "catalog/setcache.h"
#include "ui/backup/backupstate.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr qsizetype mostWatched = 500; // the system has a limited number of watches

bool newerFirst(const catalog::BackupSet& a, const catalog::BackupSet& b)
{
    return a.manifest.started > b.manifest.started;
}

core::Finding findingOf(const core::Error& problem)
{
    const QString sentence =
        problem.detail.isEmpty() ? problem.message : problem.message + QLatin1Char('\n') + problem.detail;
    return {core::Severity::Warning, QStringLiteral("folder.unreadable"), sentence, problem.hint, {}};
}

/// The folders of the sets, those above them, and the destination.
void watch(const QString& destination, const QList<catalog::BackupSet>& sets, QStringList& watched)
{
    QSet<QString> known(watched.begin(), watched.end());
    const auto add = [&](const QString& folder) {
        if (!known.contains(folder) && watched.size() < mostWatched && QFileInfo(folder).isDir()) {
            known.insert(folder);
            watched.append(folder);
        }
    };
    add(destination);
    for (const catalog::BackupSet& set : sets) {
        const QString subject = QFileInfo(set.folder).path();
        add(subject);
        add(QFileInfo(subject).path());
    }
}

} // namespace

QStringList backupFolders(const Services& services, const store::Profile& profile)
{
    QStringList wanted{defaultBackupFolder(services, profile), services.preferences.defaultBackupFolder(),
                       QDir::homePath() + QStringLiteral("/Backups/PostgreSQL")};
    for (const store::Profile& other : services.profiles.profiles())
        wanted.append(other.defaultBackupFolder);
    wanted += services.preferences.extraBackupFolders();
    QStringList folders;
    for (const QString& folder : std::as_const(wanted)) {
        const QString clean = folder.isEmpty() ? QString() : QDir(folder).absolutePath();
        if (!clean.isEmpty() && !folders.contains(clean))
            folders.append(clean);
    }
    return folders;
}

core::Result<catalog::ScanResult> scanFolders(const QStringList& folders, const core::RunContext& context)
{
    catalog::ScanResult all;
    QSet<QString> seen; // one folder may lie below another
    for (const QString& folder : folders) {
        auto result = catalog::scanFolder(folder, context);
        TIDEMARK_TRY(context.checkpoint());
        if (!result) {
            if (result.error().kind != core::ErrorKind::NotFound)
                all.problems.append(result.error());
            continue;
        }
        const auto take = [&seen](const QList<catalog::BackupSet>& from, QList<catalog::BackupSet>& to) {
            for (const catalog::BackupSet& set : from) {
                if (!seen.contains(set.folder))
                    to.append(set);
                seen.insert(set.folder);
            }
        };
        take(result->sets, all.sets);
        take(result->damaged, all.damaged);
        all.problems += result->problems;
    }
    std::stable_sort(all.sets.begin(), all.sets.end(), newerFirst);
    std::stable_sort(all.damaged.begin(), all.damaged.end(), newerFirst);
    return all;
}

core::Result<SetSurvey> surveySets(const QStringList& folders, const QString& cacheFolder,
                                   const core::RunContext& context)
{
    SetSurvey survey;
    QSet<QString> seen;
    for (const QString& folder : folders) {
        auto result = catalog::scanFolder(folder, context);
        TIDEMARK_TRY(context.checkpoint());
        QList<catalog::BackupSet> found =
            result ? result->sets + result->damaged : QList<catalog::BackupSet>();
        const auto remembered = catalog::recallSets(cacheFolder, folder);
        if (remembered && !remembered->sets.isEmpty() &&
            catalog::isAway(folder, *remembered, found.isEmpty())) {
            survey.away.append({folder, remembered->seen});
            found = remembered->sets;
        } else if (!result) {
            if (result.error().kind != core::ErrorKind::NotFound)
                survey.problems.append(findingOf(result.error()));
        } else {
            if (!found.isEmpty() || remembered)
                catalog::rememberSets(cacheFolder, folder, found);
            watch(folder, found, survey.watched);
        }
        for (const catalog::BackupSet& set : std::as_const(found)) {
            if (!seen.contains(set.folder))
                survey.sets.append(set);
            seen.insert(set.folder);
        }
    }
    std::stable_sort(survey.sets.begin(), survey.sets.end(), newerFirst);
    return survey;
}

} // namespace tidemark::ui
