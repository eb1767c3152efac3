// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/tunnel.h"

#include "process/process.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace tidemark::access {

namespace {

using namespace std::chrono_literals;
constexpr qsizetype keptWords = 40;
constexpr auto openLimit = 45s; // ssh itself gives up connecting after 15 s, but may try several addresses
constexpr auto firstPause = 500ms;
constexpr std::chrono::milliseconds longestPause = 30s;

core::Error notOpen(const std::optional<core::Error>& reason)
{
    return reason.value_or(core::Error{core::ErrorKind::ConnectionFailed,
                                       QCoreApplication::translate("access::Tunnel", "The SSH tunnel did not open in time."), {}, {}});
}

} // namespace

core::Result<std::unique_ptr<Tunnel>> Tunnel::open(const store::TunnelSpec& spec, const TunnelEnd& end,
                                                   const core::RunContext& context, Observer observer)
{
    TIDEMARK_TRY(context.checkpoint());
    core::Result<TunnelPort> port = TunnelPort::reserve();
    if (!port)
        return std::move(port).error();
    core::Result<process::Command> command = sshCommand(spec, end, port->number());
    if (!command)
        return std::move(command).error();
    context.log(core::LogLevel::Info, QCoreApplication::translate("access::Tunnel", "Opening the SSH tunnel: %1").arg(command->toShell()));
    std::unique_ptr<Tunnel> tunnel(new Tunnel(spec, *std::move(port), *std::move(command), std::move(observer)));
    TIDEMARK_TRY(tunnel->waitUntilOpen(openLimit, context.stop));
    return tunnel;
}

Tunnel::Tunnel(const store::TunnelSpec& spec, TunnelPort port, process::Command command, Observer observer)
    : m_spec(spec)
    , m_port(std::move(port))
    , m_command(std::move(command))
    , m_observer(std::move(observer))
    , m_thread([this](const std::stop_token& stop) { supervise(stop); })
{
}

Tunnel::~Tunnel() = default; // the thread is told to stop and joined first

void Tunnel::set(State state, std::optional<core::Error> reason)
{
    const std::scoped_lock lock(m_mutex);
    m_state = state;
    m_reason = std::move(reason);
    m_changed.notify_all();
}

void Tunnel::heard(const QByteArray& line)
{
    const std::scoped_lock lock(m_mutex);
    m_words.append(QString::fromLocal8Bit(line).trimmed());
    if (m_words.size() > keptWords)
        m_words.removeFirst();
    ++m_wordCount;
    m_changed.notify_all();
}

core::Error Tunnel::runOnce(const std::stop_token& stop)
{
    const int mark = wordCount();
    bool open = false;
    process::RunOptions options;
    options.grace = 2s;
    options.onErrorLine = [this](const QByteArray& line) { heard(line); };
    options.onTick = [&] {
        if (open || !m_port.accepts())
            return;
        open = true;
        bool again = false;
        {
            const std::scoped_lock lock(m_mutex);
            again = m_state == State::Waiting;
        }
        set(State::Open, std::nullopt);
        if (again && m_observer)
            m_observer({Change::Restored, {}});
    };
    core::RunContext context;
    context.stop = stop;
    const core::Result<process::Finished> finished = process::run(m_command, options, context);
    if (!finished)
        return finished.error();
    QString words;
    {
        const std::scoped_lock lock(m_mutex);
        words = m_words.mid(std::max<qsizetype>(0, m_words.size() - (m_wordCount - mark))).join(QLatin1Char('\n'));
    }
    return sshError(m_spec, words.isEmpty() ? finished->describe() : words);
}

void Tunnel::supervise(const std::stop_token& stop)
{
    std::chrono::milliseconds pause = firstPause;
    while (!stop.stop_requested()) {
        const core::Error reason = runOnce(stop);
        if (stop.stop_requested())
            return;
        std::unique_lock lock(m_mutex);
        const State before = m_state;
        lock.unlock();
        if (before == State::Starting)
            return set(State::Failed, reason);
        if (before == State::Open)
            pause = firstPause;
        set(State::Waiting, reason);
        if (before == State::Open && m_observer)
            m_observer({Change::Lost, reason});
        lock.lock();
        m_changed.wait_for(lock, stop, pause, [] { return false; }); // only the stop ends it early
        pause = std::min(2 * pause, longestPause);
    }
}

core::Status Tunnel::waitUntilOpen(std::chrono::milliseconds limit, std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, stop, limit, [this] { return m_state == State::Open || m_state == State::Failed; });
    if (m_state == State::Open)
        return {};
    if (stop.stop_requested())
        return core::cancelledError();
    return notOpen(m_reason);
}

int Tunnel::wordCount() const
{
    const std::scoped_lock lock(m_mutex);
    return m_wordCount;
}

QString Tunnel::wordsSince(int mark) const
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, 500ms, [&] { return m_wordCount > mark; });
    return m_words.mid(std::max<qsizetype>(0, m_words.size() - (m_wordCount - mark))).join(QLatin1Char('\n'));
}

} // namespace tidemark::access
