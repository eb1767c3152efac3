// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/task.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

class QAbstractItemModel;
class QLabel;
class QProgressBar;
class QPushButton;

namespace tidemark::ui {

class ElidedLabel;
class IconLabel;
class LogView;
class RecordTable;

/// A run while it runs: how far it is, what it works on, how fast, how long still, what the tools say;
/// Cancel, and Run in background. It only watches the task; whose it is and what its result means is the
/// owner's business.
class RunPage : public QWidget
{
    Q_OBJECT
public:
    explicit RunPage(QWidget* parent = nullptr);

    void follow(Task* task);
    /// What the run works through, above the log: not owned; `stretched` is the column that takes the width.
    /// Null hides it.
    void setRecords(QAbstractItemModel* model, int stretched, const QString& caption);
    RecordTable& records() { return *m_records; }
    /// Lines before the task's own, and all of those: for a report.
    QString logText() const;

Q_SIGNALS:
    void backgroundRequested();

private:
    void showProgress();
    void showElapsed();
    void cancel();
    QString amountText(const core::Progress& progress) const;

    QPointer<Task> m_task;
    QElapsedTimer m_clock;
    QTimer m_tick;
    QLabel* m_phase;
    ElidedLabel* m_item;
    IconLabel* m_notice;
    QProgressBar* m_bar;
    QLabel* m_amount;
    QLabel* m_left;
    QLabel* m_caption;
    RecordTable* m_records;
    LogView* m_log;
    QPushButton* m_cancel;
    QPushButton* m_background;
};

} // namespace tidemark::ui
