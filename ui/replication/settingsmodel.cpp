// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/settingsmodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/recordtable.h"
#include "ui/replication/lagtext.h"

#include <algorithm>
#include <array>

namespace tidemark::ui {

namespace {

enum class On
{
    Both,
    Primary,
    Standby,
};

struct Explained
{
    const char* name;
    On on;
    const char* meaning;
};

// clang-format off
constexpr std::array<Explained, 11> explained{{
    {"synchronous_standby_names", On::Primary, QT_TRANSLATE_NOOP("tidemark::ui::SettingsModel", "Whom commits wait for; empty: nobody.")},
    {"synchronous_commit", On::Primary, QT_TRANSLATE_NOOP("tidemark::ui::SettingsModel", "What a commit waits for, here and on synchronous standbys.")},
    {"max_slot_wal_keep_size", On::Both, QT_TRANSLATE_NOOP("tidemark::ui::SettingsModel", "What a slot may hold before it is given up; -1: all of the disk.")},
    {"wal_keep_size", On::Both, QT_TRANSLATE_NOOP("tidemark::ui::SettingsModel", "WAL kept for standbys without a slot.")},
    {"idle_replication_slot_timeout", On::Both, QT_TRANSLATE_NOOP("tidemark::ui::SettingsModel", "A slot that is unused for so long is given up; 0: never.")},
    {"wal_sender_timeout", On::Primary, QT_TRANSLATE_NOOP("tidemark::ui::SettingsModel", "A standby that is silent for so long is disconnected.")},
    {"hot_standby_feedback", On::Standby, QT_TRANSLATE_NOOP("tidemark::ui::SettingsModel", "On: queries here hold back VACUUM on the primary, and are not cancelled for it.")},
    {"recovery_min_apply_delay", On::Standby, QT_TRANSLATE_NOOP("tidemark::ui::SettingsModel", "How long replay waits on purpose.")},
    {"max_standby_streaming_delay", On::Standby, QT_TRANSLATE_NOOP("tidemark::ui::SettingsModel", "How long replay waits for a query in its way before it cancels it.")},
    {"wal_receiver_status_interval", On::Standby, QT_TRANSLATE_NOOP("tidemark::ui::SettingsModel", "How often this standby reports at the least.")},
    {"primary_slot_name", On::Standby, QT_TRANSLATE_NOOP("tidemark::ui::SettingsModel", "The slot on its sender; without one, WAL that it needs may be removed.")},
}};
// clang-format on

SettingsModel::Row archiverRow(const postgres::ReplicationFacts& facts)
{
    const postgres::ArchiverRow& archiver = facts.archiver;
    QString meaning;
    if (archiver.isFailing())
        meaning = SettingsModel::tr("Fails: %1, the last time %2.")
                      .arg(core::singleLine(archiver.lastFailed), secondsText(archiver.lastFailedAge));
    else if (archiver.lastArchivedAge)
        meaning = SettingsModel::tr("Last archived: %1, %2 before.")
                      .arg(core::singleLine(archiver.lastArchived), secondsText(archiver.lastArchivedAge));
    else
        meaning = SettingsModel::tr("Nothing was archived yet.");
    if (archiver.waitingFiles && *archiver.waitingFiles > 0)
        meaning += QLatin1Char(' ') +
                   SettingsModel::tr("%n file(s) wait.", nullptr, static_cast<int>(*archiver.waitingFiles));
    return {QStringLiteral("archive_mode"), facts.text(QStringLiteral("archive_mode")), meaning};
}

SettingsModel::Row conflictRow(const postgres::ConflictCounts& conflicts)
{
    return {SettingsModel::tr("cancelled queries"), core::countText(conflicts.total()),
            SettingsModel::tr(
                "For the sake of replay: %1 lock, %2 snapshot, %3 buffer pin, %4 tablespace, %5 deadlock.")
                .arg(core::countText(conflicts.lock), core::countText(conflicts.snapshot),
                     core::countText(conflicts.bufferPin), core::countText(conflicts.tablespace),
                     core::countText(conflicts.deadlock))};
}

} // namespace

void SettingsModel::setSample(const replication::LagSample& sample)
{
    QList<Row> rows;
    if (sample.facts) {
        const bool isStandby = sample.role == replication::ServerRole::Standby;
        for (const Explained& one : explained) {
            const postgres::SettingRow* setting = sample.facts->setting(QLatin1String(one.name));
            if (setting && (one.on == On::Both || (one.on == On::Standby) == isStandby))
                rows.append({setting->name,
                             setting->text.isEmpty() ? tr("(empty)") : core::singleLine(setting->text),
                             tr(one.meaning)});
        }
        if (isStandby)
            rows.append(conflictRow(sample.facts->conflicts));
        if (const QString mode = sample.facts->text(QStringLiteral("archive_mode"));
            !mode.isEmpty() && mode != QLatin1String("off"))
            rows.append(archiverRow(*sample.facts));
    }
    setRows(rows);
}

void SettingsModel::setRows(const QList<Row>& rows)
{
    if (rows == m_rows)
        return;
    const bool same = rows.size() == m_rows.size() &&
                      std::equal(rows.begin(), rows.end(), m_rows.begin(),
                                 [](const Row& a, const Row& b) { return a.name == b.name; });
    if (!same)
        beginResetModel();
    m_rows = rows;
    if (!same)
        endResetModel();
    else
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

QVariant SettingsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const Row& row = m_rows.at(index.row());
    const QString text = index.column() == Name    ? row.name
                         : index.column() == Value ? row.value
                                                   : row.meaning;
    if (role == Qt::DisplayRole || role == SortRole)
        return text;
    return role == Qt::ToolTipRole ? QVariant(text.toHtmlEscaped()) : QVariant();
}

QVariant SettingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Setting") : section == Value ? tr("Value") : tr("What it means");
}

} // namespace tidemark::ui
