// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/connecting.h"

#include "core/stopsignal.h"
#include "postgres/sqlerror.h"

#include <QVector>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <poll.h>
#include <thread>
#include <utility>

namespace tidemark::postgres {

namespace {

using Clock = std::chrono::steady_clock;

/// What the caller and the thread that works for it share; whoever lets go last cleans up.
template <typename T>
class Errand
{
public:
    std::stop_token abandoned() const { return m_abandon.get_token(); }

    void finish(T outcome)
    {
        const std::lock_guard lock(m_mutex);
        m_outcome.emplace(std::move(outcome));
        m_done.notify_all();
    }

    /// Nothing where it took too long or `stop` was requested; then it is abandoned.
    std::optional<T> wait(Clock::time_point deadline, const std::stop_token& stop)
    {
        std::unique_lock lock(m_mutex);
        if (!m_done.wait_until(lock, stop, deadline, [this] { return m_outcome.has_value(); })) {
            m_abandon.request_stop();
            // Mostly it ends at once now: then nothing runs on behind the caller's back.
            m_done.wait_for(lock, std::chrono::milliseconds(100), [this] { return m_outcome.has_value(); });
            return std::nullopt;
        }
        return std::exchange(m_outcome, std::nullopt);
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_done;
    std::stop_source m_abandon;
    std::optional<T> m_outcome;
};

ConnectionHandle start(const ConnectRequest& request)
{
    QVector<QByteArray> storage;
    for (auto it = request.keywords.begin(); it != request.keywords.end(); ++it)
        storage << it.key().toUtf8() << it.value().toUtf8();
    QVector<const char*> names;
    QVector<const char*> values;
    for (qsizetype i = 0; i < storage.size(); i += 2) {
        names.append(storage.at(i).constData());
        values.append(storage.at(i + 1).constData());
    }
    if (!request.password.isEmpty()) {
        names.append("password");
        values.append(request.password.reveal().constData());
    }
    names.append(nullptr);
    values.append(nullptr);
    return {PQconnectStartParams(names.constData(), values.constData(), 0), &PQfinish};
}

/// Until it is open or has failed; its status says which. Leaves off once it is abandoned.
void establish(PGconn* connection, const std::stop_token& abandoned)
{
    const core::StopSignal stop(abandoned);
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (PQstatus(connection) != CONNECTION_BAD && state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
        const short events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        pollfd watched[2] = {{PQsocket(connection), events, 0}, {stop.descriptor(), POLLIN, 0}};
        const int ready = ::poll(watched, 2, -1);
        if (watched[1].revents != 0)
            return;
        if (ready > 0)
            state = PQconnectPoll(connection);
    }
}

} // namespace

core::Result<ConnectionHandle> connectTo(const ConnectRequest& request, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return core::cancelledError();
    const auto errand = std::make_shared<Errand<ConnectionHandle>>();
    std::thread([errand, request] {
        ConnectionHandle handle = start(request);
        PQsetNoticeProcessor(handle.get(), [](void*, const char*) {}, nullptr); // libpq would print them on stderr
        establish(handle.get(), errand->abandoned());
        errand->finish(std::move(handle));
    }).detach();
    auto handle = errand->wait(Clock::now() + request.limit, stop);
    if (!handle) {
        if (stop.stop_requested())
            return core::cancelledError();
        return connectError(request.target, QStringLiteral("timeout expired"), false);
    }
    if (PQstatus(handle->get()) != CONNECTION_OK) {
        return connectError(request.target, QString::fromUtf8(PQerrorMessage(handle->get())),
                            PQconnectionUsedPassword(handle->get()) != 0);
    }
    return std::move(*handle);
}

bool requestCancel(PGconn* connection, Clock::time_point deadline)
{
    const std::shared_ptr<PGcancel> cancel(PQgetCancel(connection), &PQfreeCancel);
    if (!cancel)
        return false;
    const auto errand = std::make_shared<Errand<bool>>();
    std::thread([errand, cancel] {
        char problem[256];
        errand->finish(PQcancel(cancel.get(), problem, sizeof problem) != 0);
    }).detach();
    return errand->wait(deadline, {}).value_or(false);
}

} // namespace tidemark::postgres
