// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activities.h"

#include "ui/common/task.h"

#include <algorithm>

namespace tidemark::ui {

Activities::Activities(QObject* parent) : QObject(parent) {}

void Activities::add(Task* task, const ActivityInfo& info)
{
    if (!task || find(task))
        return;
    task->setParent(this);
    if (!task->isRunning()) {
        task->deleteLater();
        return;
    }
    m_running.append({task, info, QDateTime::currentDateTimeUtc()});
    connect(task, &Task::ended, this, [this, task] { finish(task); });
    connect(task, &Task::progressed, this, &Activities::changed);
    connect(task, &Task::cancelRequested, this, &Activities::changed);
    Q_EMIT added(task);
    Q_EMIT changed();
}

const Activity* Activities::find(const Task* task) const
{
    const auto found = std::find_if(m_running.begin(), m_running.end(), [task](const Activity& activity) { return activity.task == task; });
    return found == m_running.end() ? nullptr : &*found;
}

void Activities::finish(Task* task)
{
    const Activity* known = find(task);
    if (!known)
        return;
    const Activity activity = *known;
    m_running.removeIf([task](const Activity& other) { return other.task == task; });
    Q_EMIT ended(activity);
    Q_EMIT changed();
    task->deleteLater();
}

} // namespace tidemark::ui
