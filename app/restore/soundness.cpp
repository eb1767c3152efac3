// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/soundness.h"

#include "core/quoting.h"
#include "restore/namelist.h"

#include <QCoreApplication>

namespace tidemark::restore {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::soundness", text);
}

QString namesOf(const QList<postgres::Unsoundness>& found, postgres::Unsoundness::Kind kind)
{
    QStringList names;
    for (const postgres::Unsoundness& each : found) {
        if (each.kind == kind)
            names.append(core::singleLine(kind == postgres::Unsoundness::Kind::SequenceBehind
                                              ? each.name
                                              : each.table.first + QLatin1Char('.') + each.table.second +
                                                    QLatin1Char(' ') + each.name));
    }
    return listed(names);
}

} // namespace

core::Findings soundnessFindings(const QList<postgres::Unsoundness>& found, ExistingObjects existing)
{
    using Kind = postgres::Unsoundness::Kind;
    core::Findings findings;
    if (const QString names = namesOf(found, Kind::InvalidIndex); !names.isEmpty()) {
        findings.append({core::Severity::Warning,
                         QStringLiteral("sound.index"),
                         tr("These indexes are not valid, and no query uses them: %1.").arg(names),
                         tr("Build each again: REINDEX INDEX …"),
                         {}});
    }
    if (const QString names = namesOf(found, Kind::UncheckedConstraint); !names.isEmpty()) {
        findings.append(
            {core::Severity::Info,
             QStringLiteral("sound.constraint"),
             tr("These constraints hold for new rows, and were not checked for the others: %1.").arg(names),
             tr("To check them: ALTER TABLE … VALIDATE CONSTRAINT …"),
             {}});
    }
    if (const QString names = namesOf(found, Kind::SequenceBehind); !names.isEmpty()) {
        const bool isOurs = existing == ExistingObjects::Append;
        findings.append(
            {isOurs ? core::Severity::Warning : core::Severity::Info,
             QStringLiteral("sound.sequence"),
             isOurs ? tr("These sequences are behind the values of their columns, so that new rows may fail: "
                         "%1.")
                          .arg(names)
                    : tr("As in the backup, these sequences are behind the values of their columns: %1.")
                          .arg(names),
             isOurs ? tr("Let their owner set each to the greatest value: SELECT setval(…)")
                    : tr("Set each to the greatest value: SELECT setval(…)"),
             {}});
    }
    return findings;
}

} // namespace tidemark::restore
