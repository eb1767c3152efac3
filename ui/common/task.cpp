// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/task.h"

#include <QCoreApplication>

#include <utility>

namespace tidemark::ui {

namespace {
constexpr qsizetype keptLines = 5000;
constexpr int pumpMilliseconds = 50;
} // namespace

/// Where the worker leaves news. It outlives both sides, so nobody waits for anybody.
struct Task::Mailbox
{
    std::mutex mutex;
    std::optional<core::Progress> progress;
    QList<core::LogLine> lines;
};

Task::Task(QString title, QObject* parent)
    : QObject(parent)
    , m_title(std::move(title))
    , m_mailbox(std::make_shared<Mailbox>())
{
    m_pump.setInterval(pumpMilliseconds);
    connect(&m_pump, &QTimer::timeout, this, &Task::deliver);
    m_pump.start();
}

Task::~Task()
{
    m_stop.request_stop();
}

void Task::cancel()
{
    if (!m_running || m_stop.stop_requested())
        return;
    m_stop.request_stop();
    Q_EMIT cancelRequested();
}

core::RunContext Task::makeContext()
{
    core::RunContext context;
    context.stop = m_stop.get_token();
    context.onProgress = [mailbox = m_mailbox](const core::Progress& progress) {
        const std::lock_guard lock(mailbox->mutex);
        mailbox->progress = progress;
    };
    context.onLog = [mailbox = m_mailbox](const core::LogLine& line) {
        const std::lock_guard lock(mailbox->mutex);
        // A tool that floods must not fill memory while the window is busy: keep the newest.
        if (mailbox->lines.size() >= keptLines)
            mailbox->lines.removeFirst();
        mailbox->lines.append(line);
    };
    return context;
}

void Task::deliver()
{
    std::optional<core::Progress> progress;
    QList<core::LogLine> lines;
    {
        const std::lock_guard lock(m_mailbox->mutex);
        progress = std::exchange(m_mailbox->progress, std::nullopt);
        lines = std::exchange(m_mailbox->lines, {});
    }
    if (progress) {
        // Never backwards: a bar that falls is not believed any more.
        if (m_progress.fraction && progress->fraction && *progress->fraction < *m_progress.fraction)
            progress->fraction = m_progress.fraction;
        m_progress = *progress;
        Q_EMIT progressed();
    }
    if (!lines.isEmpty()) {
        m_log += lines;
        if (m_log.size() > keptLines)
            m_log.remove(0, m_log.size() - keptLines);
        Q_EMIT logGrown(lines);
    }
}

void Task::end()
{
    deliver();
    m_pump.stop();
    m_running = false;
}

TaskRunner::TaskRunner(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(32); // the work waits for servers and tools; it hardly computes
}

TaskRunner::~TaskRunner()
{
    stopAll();
    m_pool.waitForDone();
}

void TaskRunner::launch(Task* task, std::function<void(const core::RunContext&)> work, std::function<void()> done)
{
    m_tasks.removeIf([](const QPointer<Task>& known) {
        const Task* still = known.data();
        return !still || !still->isRunning();
    });
    m_tasks.append(task);
    const core::RunContext context = task->makeContext();
    QPointer<Task> guard(task);
    m_pool.start([context, work = std::move(work), done = std::move(done), guard] {
        work(context);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [done, guard] {
                if (!guard)
                    return;
                guard->end();
                done();
                if (guard)
                    Q_EMIT guard->ended();
            },
            Qt::QueuedConnection);
    });
}

void TaskRunner::stopAll()
{
    for (const QPointer<Task>& task : std::as_const(m_tasks)) {
        if (task)
            task->cancel();
    }
}

} // namespace tidemark::ui
