// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/activity/activitymodel.h"
#include "ui/common/inquiry.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace tidemark::ui {

class CommandView;
class IconLabel;
class LogView;
class RecordTable;

/// Running and past runs, and of the chosen one what it came to, its exact command and its log. Reads the history when it
/// is shown, and after each run.
class ActivityPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ActivityPanel(Services& services, QWidget* parent = nullptr);

    /// The run of this task, from the activity bar.
    void select(const Task* task);

Q_SIGNALS:
    /// A person wants this backup once more, with its answers.
    void runAgainRequested(const tidemark::store::RunRecord& run);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildDetails();
    QWidget* buildEmpty();
    void readHistory();
    void showHistory(const QList<store::RunRecord>& records);
    void showRow();
    void showCommands(const ActivityRow& row);
    void openFolder();
    void cancelRun();
    void runAgain();

    Services& m_services;
    Inquiry m_history;
    Inquiry m_manifest;
    ActivityModel m_model;
    QStackedWidget* m_stack;
    RecordTable* m_table;
    IconLabel* m_summary;
    CommandView* m_commands;
    LogView* m_log;
    QPushButton* m_openFolder;
    QPushButton* m_again;
    QPushButton* m_cancel;
    QPointer<Task> m_followed;
    QString m_shownRun;
};

} // namespace tidemark::ui
