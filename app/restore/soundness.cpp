// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/soundness.h"

#include "restore/namelist.h"

#include <QCoreApplication>

namespace tidemark::restore {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::soundness", text);
}

QString namesOf(const QList<postgres::Unsoundness>& found, postgres::Unsoundness::Kind kind,
                const QSet<QString>& asInBackup, bool isAsInBackup)
{
    QStringList names;
    for (const postgres::Unsoundness& each : found) {
        if (each.kind == kind && asInBackup.contains(keyOf(each)) == isAsInBackup)
            names.append(keyOf(each));
    }
    names.removeDuplicates();
    return listed(names);
}

} // namespace

QString keyOf(const postgres::Unsoundness& found)
{
    return found.kind == postgres::Unsoundness::Kind::SequenceBehind
               ? found.name
               : found.table.first + QLatin1Char('.') + found.table.second + QLatin1Char(' ') + found.name;
}

core::Findings soundnessFindings(const QList<postgres::Unsoundness>& found, const QSet<QString>& asInBackup)
{
    using Kind = postgres::Unsoundness::Kind;
    core::Findings findings;
    const auto add = [&](core::Severity severity, const char* id, const QString& sentence,
                         const QString& names, const QString& hint) {
        if (!names.isEmpty())
            findings.append({severity, QLatin1String(id), sentence.arg(names), hint, {}});
    };
    add(core::Severity::Warning, "sound.index",
        tr("These indexes are not valid, and no query uses them: %1."),
        namesOf(found, Kind::InvalidIndex, asInBackup, false), tr("Build each again: REINDEX INDEX …"));
    add(core::Severity::Info, "sound.partIndex",
        tr("As in the backup, these indexes are not valid, as not every partition has a part of them: %1."),
        namesOf(found, Kind::InvalidIndex, asInBackup, true), {});
    add(core::Severity::Info, "sound.constraint",
        tr("These constraints hold for new rows, and were not checked for the others: %1."),
        namesOf(found, Kind::UncheckedConstraint, {}, false),
        tr("To check them: ALTER TABLE … VALIDATE CONSTRAINT …"));
    add(core::Severity::Warning, "sound.sequence",
        tr("These sequences are behind the values of their columns, so that new rows may fail: %1."),
        namesOf(found, Kind::SequenceBehind, asInBackup, false),
        tr("Let their owner set each to the greatest value: SELECT setval(…)"));
    add(core::Severity::Info, "sound.sequence",
        tr("As in the backup, these sequences are behind the values of their columns: %1."),
        namesOf(found, Kind::SequenceBehind, asInBackup, true),
        tr("Set each to the greatest value: SELECT setval(…)"));
    return findings;
}

} // namespace tidemark::restore
