// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/task.h"

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

namespace tidemark::ui {

/// What the activity panel says about a run beside its progress and log.
struct ActivityInfo
{
    QString title;       // "Backup of blog_db"
    QString subject;     // the database
    QString profileName; // the server
    QStringList commands; // as run, without secrets
    QString runId = {};  // as in the history; then its row there is known to be this run
};

struct Activity
{
    Task* task = nullptr;
    ActivityInfo info;
    QDateTime started; // UTC
};

/// The runs that go on without the window they were started from. GUI thread.
class Activities : public QObject
{
    Q_OBJECT
public:
    explicit Activities(QObject* parent = nullptr);

    /// Takes the task over: it survives its former parent, and is deleted some time after it has ended.
    void add(Task* task, const ActivityInfo& info);
    /// The running ones, oldest first.
    const QList<Activity>& running() const { return m_running; }
    const Activity* find(const Task* task) const;

Q_SIGNALS:
    void added(tidemark::ui::Task* task);
    /// After it was taken out of running(); its log can still be read during the call.
    void ended(const tidemark::ui::Activity& activity);
    void changed();

private:
    void finish(Task* task);
    QList<Activity> m_running;
};

} // namespace tidemark::ui
