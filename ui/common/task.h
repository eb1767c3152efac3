// SPDX-License-Identifier: GPL-3.0-or-later
// How the window runs blocking work: on a thread of a pool of its own (the global pool has as many threads as cores, and
// a long dump would starve the checks of a wizard), with progress, log and cancel brought to the GUI thread.
#pragma once

#include "core/runcontext.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

namespace tidemark::ui {

/// One piece of running work as the window sees it. Lives on the GUI thread; ends exactly once.
class Task : public QObject
{
    Q_OBJECT
public:
    explicit Task(QString title, QObject* parent = nullptr);
    ~Task() override; // requests a stop; the work may go on for a moment and its result is dropped

    const QString& title() const { return m_title; }
    const core::Progress& progress() const { return m_progress; }
    /// The newest lines, at most 5 000.
    const QList<core::LogLine>& log() const { return m_log; }
    bool isRunning() const { return m_running; }
    bool isCancelling() const { return m_running && m_stop.stop_requested(); }
    void cancel();

Q_SIGNALS:
    void progressed();
    void logGrown(const QList<tidemark::core::LogLine>& lines); // at most 20 times a second
    void cancelRequested();
    void ended();

private:
    friend class TaskRunner;
    struct Mailbox;
    core::RunContext makeContext();
    void deliver();
    void end();

    QString m_title;
    std::stop_source m_stop;
    std::shared_ptr<Mailbox> m_mailbox;
    QTimer m_pump;
    core::Progress m_progress;
    QList<core::LogLine> m_log;
    bool m_running = true;
};

/// Owns the pool. On quit: stopAll(), then wait for the last one.
class TaskRunner : public QObject
{
    Q_OBJECT
public:
    explicit TaskRunner(QObject* parent = nullptr);
    ~TaskRunner() override;

    /// Runs `work` on the pool and gives its result to `done` on the GUI thread, unless the task was deleted meanwhile.
    /// The task belongs to `owner`, or to the runner where that is null.
    template <typename T>
    Task* start(const QString& title, QObject* owner, std::function<core::Result<T>(const core::RunContext&)> work,
                std::function<void(core::Result<T>)> done)
    {
        auto* task = new Task(title, owner ? owner : this);
        auto outcome = std::make_shared<std::optional<core::Result<T>>>();
        launch(
            task, [work = std::move(work), outcome](const core::RunContext& context) { outcome->emplace(work(context)); },
            [done = std::move(done), outcome] {
                if (*outcome)
                    done(std::move(**outcome));
            });
        return task;
    }

    int runningCount() const { return m_pool.activeThreadCount(); }
    void stopAll();
    bool waitForDone(int milliseconds) { return m_pool.waitForDone(milliseconds); }

private:
    void launch(Task* task, std::function<void(const core::RunContext&)> work, std::function<void()> done);
    QThreadPool m_pool;
    QList<QPointer<Task>> m_tasks;
};

} // namespace tidemark::ui
