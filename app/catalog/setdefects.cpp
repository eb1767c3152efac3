// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/setdefects.h"

#include "catalog/ownfiles.h"
#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

namespace tidemark::catalog {

namespace {

core::Finding damage(const QString& sentence)
{
    return {core::Severity::Blocker,
            QStringLiteral("set.damaged"),
            sentence,
            QCoreApplication::translate("catalog::BackupSet", "Use another backup, or a copy of this one."),
            {}};
}

/// Clocks of file systems are coarse, and a file server's may be another than ours: the manifest, which is
/// written last, shows what its clock said then.
QDateTime latestExpected(const BackupSet& set)
{
    constexpr qint64 slack = 2;
    const QDateTime written =
        QFileInfo(set.folder + QLatin1Char('/') + QLatin1String(manifestFileName)).lastModified();
    QDateTime latest = std::max(set.manifest.ended, written);
    for (const CheckRecord& check : set.checks) {
        if (check.verdict == core::Verdict::Ok || check.verdict == core::Verdict::Warnings)
            latest = std::max(latest, check.when);
    }
    return latest.addSecs(slack);
}

/// What lies in the set's folder and is none of its own; only names at the top, deeper ones cost too much at
/// each scan.
void noteStrangers(BackupSet& set)
{
    QSet<QString> own{QLatin1String(manifestFileName), QLatin1String(checksFileName)};
    for (const ManifestFile& file : std::as_const(set.manifest.files))
        own.insert(file.name.section(QLatin1Char('/'), 0, 0));
    own.insert(set.manifest.dumpFile.section(QLatin1Char('/'), 0, 0));
    QStringList strangers;
    const QStringList names =
        QDir(set.folder)
            .entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System, QDir::Name);
    for (const QString& name : names) {
        if (!own.contains(name))
            strangers.append(core::singleLine(name));
    }
    if (strangers.isEmpty())
        return;
    constexpr qsizetype shown = 5;
    const QString list = strangers.mid(0, shown).join(QStringLiteral(", ")) +
                         (strangers.size() > shown ? QStringLiteral(" …") : QString());
    set.defects.append(
        {core::Severity::Info,
         QStringLiteral("set.strangers"),
         QCoreApplication::translate("catalog::BackupSet",
                                     "In the folder there is also what does not belong to the backup: %1.")
             .arg(list),
         {},
         {}});
}

/// The newest word of those that read the set itself. A restore that failed may have failed for reasons of
/// its target.
const CheckRecord* newestReading(const BackupSet& set)
{
    for (auto check = set.checks.rbegin(); check != set.checks.rend(); ++check) {
        const bool good = check->verdict == core::Verdict::Ok || check->verdict == core::Verdict::Warnings;
        if (check->verdict != core::Verdict::Cancelled && (check->kind == QLatin1String("readBack") || good))
            return &*check;
    }
    return nullptr;
}

} // namespace

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
        core::Finding finding =
            damage(info.exists() ? QCoreApplication::translate("catalog::BackupSet",
                                                               "The file %1 was changed after the backup.")
                                       .arg(core::singleLine(file.name))
                                 : QCoreApplication::translate("catalog::BackupSet",
                                                               "The file %1 is missing from the backup set.")
                                       .arg(core::singleLine(file.name)));
        finding.sentence +=
            QLatin1Char(' ') +
            QCoreApplication::translate("catalog::BackupSet", "It should have %1 bytes and has %2.")
                .arg(core::countText(file.size), core::countText(info.exists() ? info.size() : 0));
        set.defects.append(finding);
    }
}

bool checkFailed(const BackupSet& set)
{
    const CheckRecord* newest = newestReading(set);
    return newest &&
           (newest->verdict == core::Verdict::Failed || newest->verdict == core::Verdict::Differences);
}

void judge(BackupSet& set)
{
    if (checkFailed(set)) {
        const CheckRecord& check = *newestReading(set);
        core::Finding finding = damage(
            QCoreApplication::translate("catalog::BackupSet",
                                        "The check of %1 found that this backup is not what was written.")
                .arg(core::localDateTimeText(check.when)));
        if (!check.note.isEmpty())
            finding.sentence += QLatin1Char(' ') + core::singleLine(check.note);
        set.defects.append(finding);
    } else if (set.touched.isValid()) {
        set.defects.append(
            {core::Severity::Warning,
             QStringLiteral("set.touched"),
             QCoreApplication::translate(
                 "catalog::BackupSet",
                 "A file of this backup was written on %1, after the backup: it was copied, or changed.")
                 .arg(core::localDateTimeText(set.touched)),
             QCoreApplication::translate(
                 "catalog::BackupSet",
                 "Check it now: reading every byte tells whether it is still what was written."),
             {}});
    }
    noteStrangers(set);
}

} // namespace tidemark::catalog
