// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activitymodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/task.h"

#include <algorithm>

namespace tidemark::ui {

namespace {

QString titleOf(const store::RunRecord& record)
{
    const QString subject = core::singleLine(record.subject);
    switch (record.kind) {
    case store::RunKind::Restore:
        return ActivityModel::tr("Restore of %1").arg(subject);
    case store::RunKind::Check:
        return ActivityModel::tr("Check of %1").arg(subject);
    case store::RunKind::Import:
        return ActivityModel::tr("Import of %1").arg(subject);
    case store::RunKind::Removal:
        return ActivityModel::tr("Deletion of %1").arg(subject);
    case store::RunKind::Backup:
        break;
    }
    return ActivityModel::tr("Backup of %1").arg(subject);
}

/// Whether the row that the history wrote for a run is this one. Not every run has said its id.
bool isSame(const store::RunRecord& record, const Activity& activity)
{
    if (!activity.info.runId.isEmpty())
        return record.runId == activity.info.runId || record.runId.startsWith(activity.info.runId + QLatin1Char('.')); // one of several
    return record.state == store::RunState::Running && record.subject == activity.info.subject && record.profileName == activity.info.profileName;
}

} // namespace

StatusLook ActivityRow::look() const
{
    if (task)
        return {QStringLiteral("loader"), task->isCancelling() ? ActivityModel::tr("Stopping") : ActivityModel::tr("Running"), Tone::Accent};
    if (!record)
        return {};
    if (record->state == store::RunState::Running)
        return {QStringLiteral("loader"), ActivityModel::tr("Running elsewhere"), Tone::Accent};
    if (record->state == store::RunState::Interrupted || !record->verdict)
        return {QStringLiteral("unplug"), ActivityModel::tr("Interrupted"), Tone::Danger};
    return lookOf(*record->verdict);
}

ActivityModel::ActivityModel(const Activities& activities, QObject* parent) : QAbstractTableModel(parent), m_activities(activities)
{
    connect(&activities, &Activities::added, this, &ActivityModel::rebuild);
    connect(&activities, &Activities::ended, this, [this](const Activity& activity) {
        if (!activity.info.runId.isEmpty())
            m_commands.insert(activity.info.runId, activity.info.commands);
        rebuild();
    });
    rebuild();
}

void ActivityModel::setHistory(const QList<store::RunRecord>& records)
{
    m_records = records;
    rebuild();
}

void ActivityModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    for (const Activity& activity : m_activities.running()) {
        ActivityRow row;
        row.runId = activity.info.runId;
        row.title = activity.info.title;
        row.profileName = activity.info.profileName;
        row.started = activity.started;
        row.task = activity.task;
        row.commands = activity.info.commands;
        m_rows.prepend(row);
    }
    for (const store::RunRecord& record : std::as_const(m_records)) {
        const QList<Activity>& running = m_activities.running();
        if (std::any_of(running.begin(), running.end(), [&](const Activity& activity) { return isSame(record, activity); }))
            continue;
        ActivityRow row;
        row.runId = record.runId;
        row.title = titleOf(record);
        row.profileName = record.profileName;
        row.started = record.started;
        row.ended = record.ended;
        row.commands = m_commands.value(record.runId);
        row.record = record;
        m_rows.append(row);
    }
    endResetModel();
}

int ActivityModel::rowOf(const QString& runId) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const ActivityRow& row) { return row.runId == runId; });
    return found == m_rows.end() || runId.isEmpty() ? -1 : static_cast<int>(found - m_rows.begin());
}

void ActivityModel::refreshRunning()
{
    for (int row = 0; row < m_rows.size() && m_rows.at(row).task; ++row)
        Q_EMIT dataChanged(index(row, State), index(row, Took));
}

int ActivityModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ActivityModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ActivityModel::text(const ActivityRow& row, int column) const
{
    switch (column) {
    case State:
        return row.look().word;
    case What:
        return core::singleLine(row.title);
    case Server:
        return core::singleLine(row.profileName);
    case Started:
        return core::agoText(std::chrono::seconds(std::max<qint64>(0, row.started.secsTo(QDateTime::currentDateTimeUtc()))));
    case Took:
        if (row.ended.isValid())
            return core::durationText(std::chrono::milliseconds(row.started.msecsTo(row.ended)));
        if (row.task && row.task->progress().fraction)
            return QStringLiteral("%1 %").arg(static_cast<int>(*row.task->progress().fraction * 100));
        return {};
    default:
        return {};
    }
}

QVariant ActivityModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ActivityRow& row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Started)
            return core::localDateTimeText(row.started);
        return row.record && !row.record->summary.isEmpty() ? row.record->summary : text(row, index.column());
    case Qt::DecorationRole:
        return index.column() == State ? QVariant(icon(row.look().icon, row.look().tone)) : QVariant();
    case SortRole:
        if (index.column() == Started)
            return row.started;
        if (index.column() == Took)
            return row.ended.isValid() ? row.started.msecsTo(row.ended) : qint64(-1);
        return text(row, index.column());
    default:
        return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case State:
        return tr("State");
    case What:
        return tr("What");
    case Server:
        return tr("Server");
    case Started:
        return tr("Started");
    case Took:
        return tr("Took");
    default:
        return {};
    }
}

} // namespace tidemark::ui
