// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/history.h"
#include "ui/activity/activities.h"
#include "ui/common/status.h"

#include <QAbstractTableModel>
#include <QHash>

#include <optional>

namespace tidemark::ui {

/// One line of the activity panel: a run of this window, or one that the history knows.
struct ActivityRow
{
    QString runId;
    QString title;
    QString profileName;
    QDateTime started;            // UTC
    QDateTime ended;              // UTC; invalid while it runs
    Task* task = nullptr;         // of a run of this window that goes on
    QStringList commands;
    std::optional<store::RunRecord> record; // absent where the history has none

    StatusLook look() const;
};

/// Running ones first, then those that ended, newest first.
class ActivityModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        State,
        What,
        Server,
        Started,
        Took,
        ColumnCount,
    };

    explicit ActivityModel(const Activities& activities, QObject* parent = nullptr);

    void setHistory(const QList<store::RunRecord>& records);
    const ActivityRow& at(int row) const { return m_rows.at(row); }
    int rowOf(const QString& runId) const; // -1 where there is none
    /// Only the cells of running rows have changed.
    void refreshRunning();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void rebuild();
    QString text(const ActivityRow& row, int column) const;

    const Activities& m_activities;
    QList<store::RunRecord> m_records;
    QHash<QString, QStringList> m_commands; // of the runs of this window, by run id
    QList<ActivityRow> m_rows;
};

} // namespace tidemark::ui
