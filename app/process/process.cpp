// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/process.h"

#include "process/linesplitter.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace tidemark::process {

namespace {

using Clock = std::chrono::steady_clock;
constexpr qsizetype keptOutput = 1 << 20;
constexpr qsizetype keptErrors = 64 << 10;
constexpr int pollMilliseconds = 100;

void keepTail(QByteArray& kept, const QByteArray& more, qsizetype limit)
{
    kept.append(more);
    if (kept.size() > limit)
        kept.remove(0, kept.size() - limit);
}

/// Between fork and exec: only async-signal-safe calls.
void prepareChild(const RunOptions& options, pid_t parent)
{
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent)
        ::_exit(127);

    // A mask inherited from us would make the child deaf to the SIGINT that cancels it.
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGCHLD})
        ::signal(number, SIG_DFL);

    for (const int descriptor : options.inheritedDescriptors)
        ::fcntl(descriptor, F_SETFD, 0);

    if (options.runAs) {
        const RunAs& who = *options.runAs;
        if (::setgroups(who.groups.size(), who.groups.data()) != 0 || ::setgid(who.group) != 0 || ::setuid(who.user) != 0)
            ::_exit(126);
        // Changing the user clears it.
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    }
}

QProcessEnvironment environmentOf(const Command& command, const RunOptions& options)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (options.runAs) {
        environment.insert(QStringLiteral("HOME"), options.runAs->home);
        environment.insert(QStringLiteral("USER"), options.runAs->name);
        environment.insert(QStringLiteral("LOGNAME"), options.runAs->name);
        environment.remove(QStringLiteral("XDG_RUNTIME_DIR"));
    }
    for (auto it = command.environment().begin(); it != command.environment().end(); ++it) {
        if (it.value())
            environment.insert(it.key(), *it.value());
        else
            environment.remove(it.key());
    }
    return environment;
}

/// One running child: pumps its output, and ends it and its group when asked to.
class Running
{
public:
    Running(const Command& command, const RunOptions& options)
        : m_command(command)
        , m_options(options)
        , m_outputLines([this](const QByteArray& line) { m_options.onOutputLine(line); })
        , m_errorLines([this](const QByteArray& line) { m_options.onErrorLine(line); })
    {
    }

    core::Result<Finished> execute(const core::RunContext& context);

private:
    core::Status start();
    void pump();
    void signalGroup(int number) const { ::kill(-static_cast<pid_t>(m_processId), number); }
    /// SIGINT, then SIGKILL after the grace. Returns when the child has ended.
    void end();
    Finished finish();

    const Command& m_command;
    const RunOptions& m_options;
    QProcess m_process;
    LineSplitter m_outputLines;
    LineSplitter m_errorLines;
    Finished m_finished;
    qint64 m_processId = 0;
    Clock::time_point m_started;
};

core::Status Running::start()
{
    m_process.setProgram(m_command.program());
    m_process.setArguments(m_command.arguments());
    m_process.setProcessEnvironment(environmentOf(m_command, m_options));
    if (!m_command.workingDirectory().isEmpty())
        m_process.setWorkingDirectory(m_command.workingDirectory());
    m_process.setStandardInputFile(QProcess::nullDevice());
    if (!m_options.outputFile.isEmpty())
        m_process.setStandardOutputFile(m_options.outputFile, QIODevice::Truncate);
    const pid_t parent = ::getpid();
    m_process.setChildProcessModifier([this, parent] { prepareChild(m_options, parent); });

    m_started = Clock::now();
    m_process.start(QIODevice::ReadOnly);
    if (!m_process.waitForStarted(30'000)) {
        return core::Error{core::ErrorKind::ToolMissing,
                           QCoreApplication::translate("process::run", "%1 could not be started.").arg(m_command.program()),
                           m_process.errorString(), {}};
    }
    m_processId = m_process.processId();
    if (m_options.onStarted)
        m_options.onStarted(m_processId);
    return {};
}

void Running::pump()
{
    const QByteArray output = m_process.readAllStandardOutput();
    if (!output.isEmpty()) {
        if (m_options.onOutputLine)
            m_outputLines.feed(output);
        else
            keepTail(m_finished.output, output, keptOutput);
    }
    const QByteArray errors = m_process.readAllStandardError();
    if (!errors.isEmpty()) {
        keepTail(m_finished.errorOutput, errors, keptErrors);
        if (m_options.onErrorLine)
            m_errorLines.feed(errors);
    }
}

void Running::end()
{
    signalGroup(SIGINT);
    const auto deadline = Clock::now() + m_options.grace;
    while (m_process.state() != QProcess::NotRunning && Clock::now() < deadline) {
        m_process.waitForFinished(pollMilliseconds);
        pump();
    }
    signalGroup(SIGKILL);
    m_process.waitForFinished(30'000);
    pump();
}

Finished Running::finish()
{
    pump();
    if (m_options.onOutputLine)
        m_outputLines.finish();
    if (m_options.onErrorLine)
        m_errorLines.finish();
    // A child of the child that still runs (a WAL receiver, a worker) would hold server resources for ever.
    signalGroup(SIGKILL);
    m_finished.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_started);
    if (m_process.exitStatus() == QProcess::CrashExit)
        m_finished.signal = m_process.exitCode();
    else
        m_finished.exitCode = m_process.exitCode();
    return std::move(m_finished);
}

core::Result<Finished> Running::execute(const core::RunContext& context)
{
    TIDEMARK_TRY(context.checkpoint());
    TIDEMARK_TRY(start());
    auto nextTick = Clock::now();
    bool overLimit = false;
    while (m_process.state() != QProcess::NotRunning) {
        m_process.waitForReadyRead(pollMilliseconds);
        pump();
        if (m_process.state() == QProcess::Running && !m_process.bytesAvailable())
            m_process.waitForFinished(1);
        if (m_options.onTick && Clock::now() >= nextTick) {
            m_options.onTick();
            nextTick = Clock::now() + std::chrono::milliseconds(200);
        }
        overLimit = m_options.limit && Clock::now() - m_started > *m_options.limit;
        if (context.stopRequested() || overLimit) {
            end();
            break;
        }
    }
    Finished finished = finish();
    TIDEMARK_TRY(context.checkpoint());
    if (overLimit) {
        return core::Error{core::ErrorKind::ToolFailed,
                           QCoreApplication::translate("process::run", "%1 took too long and was stopped.")
                               .arg(QFileInfo(m_command.program()).fileName()),
                           QString::fromLocal8Bit(finished.errorOutput).trimmed(), {}};
    }
    return finished;
}

} // namespace

QString Finished::describe() const
{
    if (signal) {
        return QCoreApplication::translate("process::run", "ended by signal %1 (%2)")
            .arg(*signal)
            .arg(QString::fromLocal8Bit(::strsignal(*signal)));
    }
    return QCoreApplication::translate("process::run", "exit code %1").arg(exitCode);
}

core::Result<Finished> run(const Command& command, const RunOptions& options, const core::RunContext& context)
{
    return Running(command, options).execute(context);
}

} // namespace tidemark::process
