// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/setcomparison.h"

#include "catalog/setname.h"
#include "core/atomicfile.h"
#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QDir>
#include <QHash>

namespace tidemark::catalog {

namespace {

constexpr qint64 fewRows = 100;             // a table this small comes and goes
constexpr qint64 largestManifest = 256 << 20;
constexpr qsizetype shownTables = 5;

QString tr(const char* text)
{
    return QCoreApplication::translate("catalog::comparison", text);
}

QString nameOf(const ManifestTable& table)
{
    const QString name = core::quoteQualified(table.schema, table.name);
    return core::singleLine(table.database.isEmpty() ? name : core::quoteIdentifier(table.database) + QLatin1Char('.') + name);
}

QStringList keyOf(const ManifestTable& table)
{
    return {table.database, table.schema, table.name};
}

/// What a part is a part of: of the plans' options those that choose it.
bool samePart(const QJsonObject& previous, const QJsonObject& current)
{
    return previous.value(u"content") == current.value(u"content") && previous.value(u"part") == current.value(u"part")
        && previous.value(u"excludedDatabases") == current.value(u"excludedDatabases");
}

bool sameChoice(const Manifest& previous, const Manifest& current)
{
    return previous.kind == current.kind && current.kind != SetKind::BaseBackup && previous.coverage == current.coverage
        && previous.database == current.database && previous.systemIdentifier == current.systemIdentifier
        && (current.coverage == Coverage::Whole || samePart(previous.options, current.options));
}

/// A manifest of many tables is large: of sets of another choice no more than these are looked at.
constexpr int mostManifests = 30;

template <typename Condition>
std::optional<Manifest> newest(const QString& subjectFolder, const Condition& fits)
{
    const QStringList names = QDir(subjectFolder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
    int read = 0;
    for (const QString& name : names) {
        if (name.endsWith(QLatin1String(partialSuffix)) || read == mostManifests)
            continue;
        const auto json = core::readFile(QStringLiteral("%1/%2/%3").arg(subjectFolder, name, QLatin1String(manifestFileName)), largestManifest);
        if (!json)
            continue;
        ++read;
        if (auto manifest = Manifest::fromJson(*json); manifest && fits(*manifest))
            return *std::move(manifest);
    }
    return std::nullopt;
}

} // namespace

std::optional<Manifest> newestManifest(const QString& subjectFolder)
{
    return newest(subjectFolder, [](const Manifest&) { return true; });
}

std::optional<Manifest> newestLike(const QString& subjectFolder, const Manifest& current)
{
    return newest(subjectFolder, [&current](const Manifest& manifest) { return sameChoice(manifest, current); });
}

core::Findings compareWithPrevious(const Manifest& previous, const Manifest& current)
{
    if (!sameChoice(previous, current))
        return {};
    QHash<QStringList, qint64> now;
    for (const ManifestTable& table : current.tables)
        now.insert(keyOf(table), table.rows);

    const QString when = core::localDateTimeText(previous.started);
    core::Findings findings;
    QStringList gone;
    for (const ManifestTable& table : previous.tables) {
        if (table.rows < fewRows)
            continue;
        const auto found = now.constFind(keyOf(table));
        if (found == now.constEnd()) {
            gone.append(nameOf(table));
            continue;
        }
        const int percent = static_cast<int>((table.rows - *found) * 100 / table.rows);
        if (percent < 10)
            continue;
        // Tables that shrink are everyday; half of the rows gone since the last backup is worth a look before that one is gone, too.
        const QString sentence = *found == 0 ? tr("%1 has no rows; it had %2 on %3.").arg(nameOf(table), core::countText(table.rows), when)
                                             : tr("%1 has %2 % fewer rows than on %3: %4 instead of %5.")
                                                   .arg(nameOf(table), QString::number(percent), when, core::countText(*found), core::countText(table.rows));
        findings.append({percent >= 50 ? core::Severity::Warning : core::Severity::Info, QStringLiteral("set.fewerRows"), sentence,
                         percent >= 50 ? tr("If that was not meant, keep the earlier backup: its rows can be brought back.") : QString(), {}});
    }
    if (!gone.isEmpty()) {
        QString list = gone.mid(0, shownTables).join(QStringLiteral(", "));
        const int left = static_cast<int>(gone.size() - shownTables);
        if (left > 0)
            list += QCoreApplication::translate("catalog::comparison", " and %n more", nullptr, left);
        findings.append({core::Severity::Warning, QStringLiteral("set.tableGone"), tr("In the backup of %1, and not in this one: %2.").arg(when, list),
                         tr("If that was not meant, keep the earlier backup: its tables can be brought back."), {}});
    }
    return findings;
}

} // namespace tidemark::catalog
