// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "ui/common/task.h"
#include "ui/services.h"

#include <QObject>
#include <QPointer>

namespace tidemark::ui {

/// One question at a time, of a page to a server or to a disk. Asking again, dropping it, or deleting this cancels what is
/// under way, and its answer never arrives: a page hears only of what it asked last.
class Inquiry : public QObject
{
    Q_OBJECT
public:
    explicit Inquiry(Services& services, QObject* parent = nullptr) : QObject(parent), m_services(services) {}
    ~Inquiry() override { drop(); }

    bool isRunning() const { return m_running; }
    /// What runs at present, for its progress; null while nothing does, or while a password is fetched.
    Task* task() const { return m_running ? m_task.data() : nullptr; }

    void drop()
    {
        ++m_number;
        m_running = false;
        if (Task* task = m_task.data())
            task->cancel();
        m_task.clear();
    }

    /// `work` runs on a worker thread, `done` on this one.
    template <typename T>
    void ask(const QString& title, std::function<core::Result<T>(const core::RunContext&)> work, std::function<void(core::Result<T>)> done)
    {
        drop();
        begin<T>(title, std::move(work), std::move(done));
    }

    /// The same with the server of a profile: its password is fetched first, a tunnel opened where it has one.
    template <typename T>
    void askServer(const store::Profile& profile, const QString& title,
                   std::function<core::Result<T>(const access::ServerAccess&, const core::RunContext&)> work, std::function<void(core::Result<T>)> done)
    {
        drop();
        m_running = true;
        QPointer<Inquiry> guard(this);
        resolveTarget(m_services, profile, [guard, number = m_number, title, work = std::move(work), done = std::move(done)](core::Result<access::Target> target) {
            Inquiry* inquiry = guard.data();
            if (!inquiry || inquiry->m_number != number)
                return;
            if (!target) {
                inquiry->m_running = false;
                done(std::move(target).error());
                return;
            }
            inquiry->template begin<T>(
                title,
                [target = *std::move(target), work](const core::RunContext& context) -> core::Result<T> {
                    auto server = access::ServerAccess::open(target, context);
                    if (!server)
                        return std::move(server).error();
                    return work(*server, context);
                },
                done);
        });
    }

private:
    template <typename T>
    void begin(const QString& title, std::function<core::Result<T>(const core::RunContext&)> work, std::function<void(core::Result<T>)> done)
    {
        m_running = true;
        QPointer<Inquiry> guard(this);
        m_task = m_services.tasks.template start<T>(title, this, std::move(work), [guard, number = m_number, done = std::move(done)](core::Result<T> result) {
            Inquiry* inquiry = guard.data();
            if (!inquiry || inquiry->m_number != number)
                return;
            inquiry->m_running = false;
            done(std::move(result));
        });
        connect(m_task.data(), &Task::ended, m_task.data(), &QObject::deleteLater); // a page may ask thousands of times
    }

    Services& m_services;
    QPointer<Task> m_task;
    int m_number = 0;
    bool m_running = false;
};

} // namespace tidemark::ui
