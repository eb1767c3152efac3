// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/process.h"

#include "core/stopsignal.h"
#include "process/linesplitter.h"
#include "process/outputpipe.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tidemark::process {

namespace {

using Clock = std::chrono::steady_clock;
constexpr qsizetype keptOutput = 1 << 20;
constexpr qsizetype keptErrors = 64 << 10;
constexpr std::chrono::milliseconds tickInterval{200};
// A tool that writes line by line need not wake us for each; one that writes whole blocks is never kept
// waiting.
constexpr std::chrono::milliseconds gathering{25};
constexpr qsizetype wholeBlock = 4 << 10;
constexpr std::chrono::seconds burialLimit{
    30}; // a killed process ends at once, unless the kernel itself is stuck

/// Where the child's output goes.
struct ChildOutput
{
    int output = -1;
    int errors = -1;
};

/// Lets it grow to twice the limit before it cuts: to move the rest at every block would cost more than to
/// read it.
void keepTail(QByteArray& kept, QByteArrayView more, qsizetype limit)
{
    kept.append(more);
    if (kept.size() > 2 * limit)
        kept.remove(0, kept.size() - limit);
}

QByteArray tailOf(QByteArray kept, qsizetype limit)
{
    if (kept.size() > limit)
        kept.remove(0, kept.size() - limit);
    return kept;
}

/// Between fork and exec: only async-signal-safe calls.
void prepareChild(const RunOptions& options, const ChildOutput& output, pid_t parent)
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

    if (options.inputDescriptor)
        ::dup2(*options.inputDescriptor, STDIN_FILENO);
    ::dup2(output.output, STDOUT_FILENO);
    ::dup2(output.errors, STDERR_FILENO);
    for (const int descriptor : options.inheritedDescriptors)
        ::fcntl(descriptor, F_SETFD, 0);

    if (options.runAs) {
        const RunAs& who = *options.runAs;
        if (::setgroups(who.groups.size(), who.groups.data()) != 0 || ::setgid(who.group) != 0 ||
            ::setuid(who.user) != 0)
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

bool isProgram(const QString& program)
{
    if (!program.contains(QLatin1Char('/')))
        return !QStandardPaths::findExecutable(program).isEmpty();
    const QFileInfo file(program);
    return file.isFile() && file.isExecutable();
}

/// Becomes readable when the process ends; -1 on kernels before 5.3.
int openProcessDescriptor(qint64 processId)
{
    return static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(processId), 0));
}

class Descriptor
{
public:
    Descriptor() = default;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { reset(-1); }
    void reset(int value)
    {
        if (m_value >= 0)
            ::close(m_value);
        m_value = value;
    }
    int get() const { return m_value; }

private:
    int m_value = -1;
};

/// One running child: pumps its output, and ends it and its group when asked to.
class Running
{
public:
    Running(const Command& command, const RunOptions& options, const core::RunContext& context)
        : m_command(command)
        , m_options(options)
        , m_context(context)
        , m_stopSignal(context.stop)
        , m_outputLines([this](const QByteArray& line) { m_options.onOutputLine(line); })
        , m_errorLines([this](const QByteArray& line) { m_options.onErrorLine(line); })
    {
    }

    core::Result<Finished> execute();

private:
    enum class Phase
    {
        Working,
        Asked,  // SIGINT was sent
        Killed, // SIGKILL was sent
    };

    core::Error cannotStart(const QString& why) const;
    core::Status openOutput();
    int childOutput() const;
    core::Status start();
    /// Returns when the child has ended: by itself, asked or killed.
    void watch();
    /// Waits for output, the end, a stop request or the next thing to do. True once the child has ended.
    bool waitForEvent();
    int pollTimeout() const;
    /// Sends the signal that is due, if one is.
    void press();
    void takeOutput(QByteArrayView bytes);
    void takeErrors(QByteArrayView bytes);
    void signalGroup(int number) const;
    Finished finish();

    const Command& m_command;
    const RunOptions& m_options;
    const core::RunContext& m_context;
    core::StopSignal m_stopSignal;
    OutputPipe m_output;
    OutputPipe m_errors;
    Descriptor m_outputFile;
    Descriptor m_child; // tells of the child's end
    QProcess m_process;
    LineSplitter m_outputLines;
    LineSplitter m_errorLines;
    Finished m_finished;
    qint64 m_processId = 0;
    Phase m_phase = Phase::Working;
    bool m_overLimit = false;
    bool m_gathers = false; // lets output come together before it is looked at again
    Clock::time_point m_started;
    Clock::time_point m_nextTick;
    Clock::time_point m_phaseEnds; // when patience with Asked or Killed ends
};

core::Error Running::cannotStart(const QString& why) const
{
    return {core::ErrorKind::ToolMissing,
            QCoreApplication::translate("process::run", "%1 could not be started.").arg(m_command.program()),
            why,
            {}};
}

core::Status Running::openOutput()
{
    TIDEMARK_TRY(m_errors.open());
    if (m_options.outputDescriptor)
        return {};
    if (m_options.outputFile.isEmpty())
        return m_output.open();
    m_outputFile.reset(::open(QFile::encodeName(m_options.outputFile).constData(),
                              O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (m_outputFile.get() < 0)
        return core::systemError(
            errno, QCoreApplication::translate("process::run", "Cannot write %1.").arg(m_options.outputFile));
    return {};
}

int Running::childOutput() const
{
    if (m_options.outputDescriptor)
        return *m_options.outputDescriptor;
    return m_options.outputFile.isEmpty() ? m_output.childEnd() : m_outputFile.get();
}

core::Status Running::start()
{
    // QProcess would find out too, but leaks a descriptor on that way (seen with Qt 6.4).
    if (!isProgram(m_command.program()))
        return cannotStart(QString::fromLocal8Bit(std::strerror(ENOENT)));
    TIDEMARK_TRY(openOutput());
    m_process.setProgram(m_command.program());
    m_process.setArguments(m_command.arguments());
    m_process.setProcessEnvironment(environmentOf(m_command, m_options));
    if (!m_command.workingDirectory().isEmpty())
        m_process.setWorkingDirectory(m_command.workingDirectory());
    m_process.setStandardInputFile(QProcess::nullDevice());
    // Output goes through pipes of our own: QProcess waits for one of its two only, and buffers the other
    // without bounds.
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    const pid_t parent = ::getpid();
    const ChildOutput output{childOutput(), m_errors.childEnd()};
    m_process.setChildProcessModifier([this, parent, output] { prepareChild(m_options, output, parent); });

    m_started = Clock::now();
    m_nextTick = m_started;
    m_process.start(QIODevice::ReadOnly);
    if (!m_process.waitForStarted(30'000))
        return cannotStart(m_process.errorString());
    m_output.closeChildEnd();
    m_errors.closeChildEnd();
    m_processId = m_process.processId();
    m_child.reset(openProcessDescriptor(m_processId));
    if (m_options.onStarted)
        m_options.onStarted(m_processId);
    return {};
}

void Running::takeOutput(QByteArrayView bytes)
{
    if (m_options.onOutputLine)
        m_outputLines.feed(bytes);
    else
        keepTail(m_finished.output, bytes, keptOutput);
}

void Running::takeErrors(QByteArrayView bytes)
{
    keepTail(m_finished.errorOutput, bytes, keptErrors);
    if (m_options.onErrorLine)
        m_errorLines.feed(bytes);
}

void Running::signalGroup(int number) const
{
    if (m_processId > 0)
        ::kill(-static_cast<pid_t>(m_processId), number);
}

int Running::pollTimeout() const
{
    auto next = Clock::now() + std::chrono::hours(1);
    if (m_options.onTick)
        next = std::min(next, m_nextTick);
    if (m_phase != Phase::Working)
        next = std::min(next, m_phaseEnds);
    else if (m_options.limit)
        next = std::min(next, m_started + *m_options.limit);
    auto wait = std::max(std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()),
                         std::chrono::milliseconds(0));
    if (m_gathers)
        wait = std::min(wait, gathering);
    if (m_child.get() < 0)
        wait = std::min(wait, std::chrono::milliseconds(20)); // nothing wakes us at the end: look often
    return static_cast<int>(wait.count());
}

bool Running::waitForEvent()
{
    // Negative descriptors are passed over. Once a stop is under way its signal would wake us for nothing.
    pollfd watched[4] = {{m_gathers ? -1 : m_output.ownEnd(), POLLIN, 0},
                         {m_gathers ? -1 : m_errors.ownEnd(), POLLIN, 0},
                         {m_child.get(), POLLIN, 0},
                         {m_phase == Phase::Working ? m_stopSignal.descriptor() : -1, POLLIN, 0}};
    if (::poll(watched, 4, pollTimeout()) < 0)
        return false;
    qsizetype taken = 0;
    if (m_gathers || watched[0].revents != 0)
        m_output.readSome([&](QByteArrayView bytes) {
            takeOutput(bytes);
            taken += bytes.size();
        });
    if (m_gathers || watched[1].revents != 0)
        m_errors.readSome([&](QByteArrayView bytes) {
            takeErrors(bytes);
            taken += bytes.size();
        });
    m_gathers = taken > 0 && taken < wholeBlock;
    if (m_child.get() >= 0)
        return watched[2].revents != 0;
    return m_process.waitForFinished(0) || m_process.state() == QProcess::NotRunning;
}

void Running::press()
{
    const auto now = Clock::now();
    if (m_phase == Phase::Working) {
        m_overLimit = m_options.limit && now - m_started > *m_options.limit;
        if (!m_overLimit && !m_context.stopRequested())
            return;
        signalGroup(SIGINT);
        m_phase = Phase::Asked;
        m_phaseEnds = now + m_options.grace;
    }
    if (m_phase == Phase::Asked && now >= m_phaseEnds) {
        signalGroup(SIGKILL);
        m_phase = Phase::Killed;
        m_phaseEnds = now + burialLimit;
    }
}

void Running::watch()
{
    while (!waitForEvent()) {
        if (m_options.onTick && Clock::now() >= m_nextTick) {
            m_options.onTick();
            m_nextTick = Clock::now() + tickInterval;
        }
        press();
        if (m_phase == Phase::Killed && Clock::now() >= m_phaseEnds)
            return;
    }
}

Finished Running::finish()
{
    // A child of the child that still runs (a WAL receiver, a worker) would hold server resources for ever.
    // The dead child still keeps its number, and so the group's, until QProcess buries it below.
    signalGroup(SIGKILL);
    m_output.readRest([this](QByteArrayView bytes) { takeOutput(bytes); });
    m_errors.readRest([this](QByteArrayView bytes) { takeErrors(bytes); });
    if (m_options.onOutputLine)
        m_outputLines.finish();
    if (m_options.onErrorLine)
        m_errorLines.finish();
    m_process.waitForFinished(1000);
    m_finished.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_started);
    m_finished.output = tailOf(std::move(m_finished.output), keptOutput);
    m_finished.errorOutput = tailOf(std::move(m_finished.errorOutput), keptErrors);
    if (m_process.exitStatus() == QProcess::CrashExit)
        m_finished.signal = m_process.exitCode();
    else
        m_finished.exitCode = m_process.exitCode();
    return std::move(m_finished);
}

core::Result<Finished> Running::execute()
{
    TIDEMARK_TRY(m_context.checkpoint());
    TIDEMARK_TRY(start());
    watch();
    Finished finished = finish();
    TIDEMARK_TRY(m_context.checkpoint());
    if (m_overLimit) {
        return core::Error{core::ErrorKind::ToolFailed,
                           QCoreApplication::translate("process::run", "%1 took too long and was stopped.")
                               .arg(QFileInfo(m_command.program()).fileName()),
                           QString::fromLocal8Bit(finished.errorOutput).trimmed(),
                           {}};
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
    return Running(command, options, context).execute();
}

} // namespace tidemark::process
