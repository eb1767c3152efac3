// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/psqlrun.h"

#include "archive/psqlguard.h"
#include "process/process.h"
#include "process/toolmessages.h"
#include "restore/toolbreak.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <unistd.h>

namespace tidemark::restore {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::psql", text);
}

/// What the writer says of its progress, until the thread of the run asks.
class ProgressBox
{
public:
    void put(const core::Progress& progress)
    {
        const std::lock_guard guard(m_mutex);
        m_progress = progress;
    }
    std::optional<core::Progress> take()
    {
        const std::lock_guard guard(m_mutex);
        return std::exchange(m_progress, std::nullopt);
    }

private:
    std::mutex m_mutex;
    std::optional<core::Progress> m_progress;
};

/// Writes into a pipe on a thread of its own, from start() on.
class Feeder
{
public:
    explicit Feeder(const ScriptWriter& write)
        : m_write(write)
    {
    }
    Feeder(const Feeder&) = delete;
    Feeder& operator=(const Feeder&) = delete;
    ~Feeder()
    {
        closeEnd(m_ends[0]);
        join();
        closeEnd(m_ends[1]);
    }

    core::Status open()
    {
        if (::pipe2(m_ends, O_CLOEXEC) != 0)
            return core::systemError(errno, tr("No pipe could be made."));
        return {};
    }
    int readEnd() const { return m_ends[0]; }
    void start(const core::RunContext& context)
    {
        closeEnd(m_ends[0]); // the child's alone, so that writing fails once it has ended
        core::RunContext quiet;
        quiet.stop = context.stop;
        quiet.onProgress = [this](const core::Progress& progress) { m_progress.put(progress); };
        m_thread = std::thread([this, quiet] { work(quiet); });
    }
    void join()
    {
        if (m_thread.joinable())
            m_thread.join();
    }
    void passOn(const core::RunContext& context)
    {
        if (const auto progress = m_progress.take())
            context.report(*progress);
    }
    /// After join().
    const core::Status& result() const { return m_result; }

private:
    static void closeEnd(int& descriptor)
    {
        if (descriptor >= 0)
            ::close(descriptor);
        descriptor = -1;
    }
    void work(const core::RunContext& context)
    {
        sigset_t brokenPipe;
        sigemptyset(&brokenPipe);
        sigaddset(&brokenPipe, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &brokenPipe, nullptr);
        archive::DescriptorSink sink(m_ends[1], QStringLiteral("psql"));
        m_result = sink.write(archive::PsqlGuard().begin());
        if (m_result)
            m_result = m_write(sink, context);
        closeEnd(m_ends[1]);
    }

    const ScriptWriter& m_write;
    int m_ends[2] = {-1, -1};
    std::thread m_thread;
    ProgressBox m_progress;
    core::Status m_result;
};

/// The server's words, without the line number of a script that nobody sees.
core::Error failureOf(const process::Finished& finished)
{
    static const QRegularExpression place(QStringLiteral("^psql:<stdin>:\\d+: "),
                                          QRegularExpression::MultilineOption);
    QString text = QString::fromUtf8(finished.errorOutput);
    text.remove(place);
    core::Error error = process::toolFailureFromText(QStringLiteral("psql"), text);
    const qsizetype first = text.indexOf(QLatin1String("ERROR:"));
    if (first >= 0)
        error.detail = text.mid(first, 2000).trimmed();
    if (error.kind == core::ErrorKind::ToolFailed && first >= 0) {
        const bool isRefused = text.contains(QLatin1String("ERROR:  must be owner of")) ||
                               text.contains(QLatin1String("ERROR:  permission denied"));
        error.kind = isRefused ? core::ErrorKind::PermissionDenied : core::ErrorKind::QueryFailed;
        error.message = tr("The server refused a statement of the restore.");
    }
    return error;
}

} // namespace

bool refusesMetaCommands(core::ServerVersion psql)
{
    switch (psql.major()) {
    case 13:
        return psql.number() >= 130022;
    case 14:
        return psql.number() >= 140019;
    case 15:
        return psql.number() >= 150014;
    case 16:
        return psql.number() >= 160010;
    case 17:
        return psql.number() >= 170006;
    default:
        return psql.major() >= 18;
    }
}

process::Command psqlCommand(const process::Tool& psql)
{
    process::Command command(psql.path);
    command.add(QStringLiteral("--no-psqlrc"))
        .add(QStringLiteral("--quiet"))
        .add(QStringLiteral("--no-password"));
    command.add(QStringLiteral("--set=ON_ERROR_STOP=1")).add(QStringLiteral("--echo-errors"));
    return command;
}

core::Status runPsql(const process::Tool& psql, const access::ToolAccess& access, const ScriptWriter& write,
                     const std::function<void(const QByteArray&)>& onRow, const std::function<void()>& onTick,
                     const core::RunContext& context)
{
    Feeder feeder(write);
    TIDEMARK_TRY(feeder.open());
    process::Command command = psqlCommand(psql);
    command.add(QStringLiteral("--tuples-only")).add(QStringLiteral("--no-align"));
    command.add(QStringLiteral("--file=-"));
    command.addOption(QStringLiteral("--dbname"), access.conninfo);
    process::RunOptions options;
    access.apply(command, options);
    options.inputDescriptor = feeder.readEnd();
    options.onStarted = [&](qint64) { feeder.start(context); };
    options.onTick = [&] {
        feeder.passOn(context);
        onTick();
    };
    options.onOutputLine = onRow;
    options.onErrorLine = [&](const QByteArray& line) {
        const core::LogLine sorted = process::classifyToolLine(line);
        context.log(line.contains("ERROR:") ? core::LogLevel::Error : sorted.level, sorted.text);
    };
    context.log(core::LogLevel::Info, command.toShell());
    const auto finished = process::run(command, options, context);
    feeder.join();
    if (!finished)
        return finished.error();
    if (finished->signal)
        return endedBySignal(QStringLiteral("psql"), *finished);
    if (!finished->succeeded())
        return failureOf(*finished);
    return feeder.result();
}

} // namespace tidemark::restore
