// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace tidemark;
using namespace std::chrono_literals;
using core::ErrorKind;
using process::Command;
using process::Finished;
using process::RunOptions;

namespace {

core::Result<Finished> runChild(const QStringList& arguments, const RunOptions& options = {},
                                const core::RunContext& context = {})
{
    return process::run(Command(QStringLiteral(TIDEMARK_CHILD), arguments), options, context);
}

core::Result<Finished> runChild(const char* what, const RunOptions& options = {},
                                const core::RunContext& context = {})
{
    return runChild(QStringList{QLatin1String(what)}, options, context);
}

QByteArray valueOf(const QByteArray& report, const char* name)
{
    for (const QByteArray& line : report.split('\n')) {
        if (line.startsWith(name))
            return line.mid(static_cast<qsizetype>(qstrlen(name))).trimmed();
    }
    return "absent";
}

bool isThere(qint64 pid)
{
    return ::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM;
}

double threadSeconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_THREAD, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double childrenSeconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/// The most memory that this process has had since it was last forgotten, in MiB.
qint64 peakMegabytes()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    return valueOf(file.readAll(), "VmHWM:").split(' ').first().toLongLong() / 1024;
}

void forgetPeak()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly))
        file.write("5");
}

/// Requests a stop once the child has said its first line, some time later.
struct Stopper
{
    explicit Stopper(std::chrono::milliseconds delay = 0ms)
        : m_delay(delay)
    {
        context.stop = m_source.get_token();
    }
    void hook(RunOptions& options)
    {
        options.onOutputLine = [this](const QByteArray& line) {
            output += line + '\n';
            if (m_thread.joinable())
                return;
            m_thread = std::jthread([this] {
                std::this_thread::sleep_for(m_delay);
                since.start();
                m_source.request_stop();
            });
        };
    }
    core::RunContext context;
    QByteArray output;
    QElapsedTimer since;

private:
    std::stop_source m_source;
    std::chrono::milliseconds m_delay;
    std::jthread m_thread;
};

} // namespace

class ProcessTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void exitCodes()
    {
        for (const int code : {0, 1, 3, 127, 255}) {
            const auto finished = runChild({QStringLiteral("exit"), QString::number(code)});
            QVERIFY(finished.has_value());
            QCOMPARE(finished->exitCode, code);
            QVERIFY(!finished->signal);
            QCOMPARE(finished->succeeded(), code == 0);
        }
        QCOMPARE(runChild({QStringLiteral("exit"), QStringLiteral("4")})->describe(),
                 QStringLiteral("exit code 4"));
    }

    void crash()
    {
        const auto finished = runChild("crash");
        QVERIFY(finished.has_value());
        QCOMPARE(finished->signal.value_or(0), SIGKILL);
        QVERIFY(!finished->succeeded());
        QVERIFY(finished->describe().contains(QStringLiteral("signal 9")));
    }

    void cannotStart()
    {
        int started = 0;
        RunOptions options;
        options.onStarted = [&](qint64) { ++started; };
        for (const QString& program : {QStringLiteral("/nonexistent/pg_dump"), QStringLiteral("/etc/passwd"),
                                       QStringLiteral("/tmp"), QString()}) {
            const auto finished = process::run(Command(program), options, {});
            QVERIFY(!finished);
            QCOMPARE(finished.error().kind, ErrorKind::ToolMissing);
            QVERIFY(finished.error().message.contains(program));
        }
        QCOMPARE(started, 0);
    }

    void workingFolderThatIsNotThere()
    {
        Command command(QStringLiteral(TIDEMARK_CHILD), {QStringLiteral("report")});
        command.setWorkingDirectory(QStringLiteral("/nonexistent"));
        QVERIFY(!process::run(command, {}, {}));
    }

    void everythingIsDelivered()
    {
        QList<QByteArray> output;
        QList<QByteArray> errors;
        RunOptions options;
        options.onOutputLine = [&](const QByteArray& line) { output.append(line); };
        options.onErrorLine = [&](const QByteArray& line) { errors.append(line); };
        const auto finished = runChild("half", options);
        QVERIFY(finished.has_value());
        QCOMPARE(output, (QList<QByteArray>{"whole", "", "half"}));
        QCOMPARE(errors, QList<QByteArray>{"error half"});
        QCOMPARE(finished->errorOutput, QByteArray("error half")); // also where a sink was given
        QVERIFY(finished->output.isEmpty());
        const auto kept = runChild("half");
        QCOMPARE(kept->output, QByteArray("whole\r\n\nhalf"));
    }

    void floodsAreCountedAndNotKept_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("errors");
        QTest::addColumn<bool>("withSink");
        QTest::newRow("output, kept") << QStringLiteral("floodOutput") << false << false;
        QTest::newRow("output, lines") << QStringLiteral("floodOutput") << false << true;
        QTest::newRow("errors, kept") << QStringLiteral("floodErrors") << true << false;
        QTest::newRow("errors, lines") << QStringLiteral("floodErrors") << true << true;
        QTest::newRow("one endless line") << QStringLiteral("floodWithoutLines") << false << true;
    }
    void floodsAreCountedAndNotKept()
    {
        QFETCH(QString, what);
        QFETCH(bool, errors);
        QFETCH(bool, withSink);
        constexpr qint64 megabytes = 200;
        qint64 bytes = 0;
        qsizetype longest = 0;
        RunOptions options;
        if (withSink) {
            auto count = [&](const QByteArray& line) {
                bytes += line.size();
                longest = std::max(longest, line.size());
            };
            (errors ? options.onErrorLine : options.onOutputLine) = count;
        }
        forgetPeak();
        const qint64 before = peakMegabytes();
        const auto finished = runChild({what, QString::number(megabytes)}, options);
        [[maybe_unused]] const qint64 growth =
            peakMegabytes() - before; // a sanitizer's own memory says nothing
        QVERIFY(finished.has_value());
        QVERIFY(finished->succeeded());
        if (withSink) {
            const bool lines = what != QLatin1String("floodWithoutLines");
            const qint64 newlines = lines ? megabytes * ((1 << 20) / 100) : 0;
            QCOMPARE(bytes, (megabytes << 20) - newlines);
            QVERIFY(longest <= (1 << 20) + (128 << 10));
        }
        QCOMPARE(finished->output.size(), withSink || errors ? 0 : 1 << 20);
        QCOMPARE(finished->errorOutput.size(), errors ? 64 << 10 : 0);
#if !defined(__SANITIZE_ADDRESS__)
        QVERIFY2(growth < 16, qPrintable(QStringLiteral("%1 MiB more").arg(growth)));
#endif
    }

    void whatTheChildSees()
    {
        qputenv("TIDEMARK_GONE", "still here");
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        ::signal(SIGPIPE, SIG_IGN);
        ::signal(SIGHUP, SIG_IGN);
        const QTemporaryDir folder;
        Command command(QStringLiteral(TIDEMARK_CHILD), {QStringLiteral("report")});
        command.setEnvironment(QStringLiteral("TIDEMARK_NEW"), QStringLiteral("a b=c"))
            .unsetEnvironment(QStringLiteral("TIDEMARK_GONE"));
        command.setWorkingDirectory(folder.path());
        qint64 processId = 0;
        RunOptions options;
        options.onStarted = [&](qint64 id) { processId = id; };
        const auto finished = process::run(command, options, {});
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        ::signal(SIGPIPE, SIG_DFL);
        ::signal(SIGHUP, SIG_DFL);
        QVERIFY(finished.has_value());
        const QByteArray report = finished->output;
        QCOMPARE(valueOf(report, "SigBlk:"), QByteArray("0000000000000000"));
        QCOMPARE(valueOf(report, "SigIgn:"), QByteArray("0000000000000000"));
        QCOMPARE(valueOf(report, "pid ").toLongLong(), processId);
        QCOMPARE(valueOf(report, "group ").toLongLong(), processId);
        QCOMPARE(valueOf(report, "session ").toLongLong(), processId);
        QCOMPARE(valueOf(report, "stdin "), QByteArray("/dev/null"));
        QCOMPARE(valueOf(report, "stdin bytes "), QByteArray("0"));
        QCOMPARE(valueOf(report, "folder "), QFileInfo(folder.path()).canonicalFilePath().toLocal8Bit());
        QCOMPARE(valueOf(report, "env TIDEMARK_NEW="), QByteArray("a b=c"));
        QVERIFY(!report.contains("TIDEMARK_GONE"));
        QVERIFY(report.contains("env PATH="));
    }

    void inheritedDescriptors()
    {
        const int file = ::memfd_create("test", MFD_CLOEXEC);
        QCOMPARE(::write(file, "through\n", 8), ssize_t(8));
        const QStringList arguments{QStringLiteral("readDescriptor"), QString::number(file)};
        RunOptions options;
        options.inheritedDescriptors = {file};
        QCOMPARE(runChild(arguments, options)->output, QByteArray("through\n"));
        QCOMPARE(runChild(arguments)->exitCode, 1); // not without being asked
        ::close(file);
    }

    void outputGoesToACallersDescriptor()
    {
        int ends[2];
        QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
        RunOptions options;
        options.outputDescriptor = ends[1];
        const auto finished = runChild("half", options);
        QVERIFY(finished.has_value());
        QVERIFY(finished->output.isEmpty());
        QCOMPARE(finished->errorOutput, QByteArray("error half"));
        ::close(ends[1]); // still open until here
        char block[100];
        QCOMPARE(QByteArray(block, static_cast<qsizetype>(::read(ends[0], block, sizeof block))),
                 QByteArray("whole\r\n\nhalf"));
        QCOMPARE(::read(ends[0], block, sizeof block), ssize_t(0));
        ::close(ends[0]);
    }
    void inputFromADescriptor()
    {
        int ends[2];
        QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
        QCOMPARE(::write(ends[1], "one\ntwo", 7), ssize_t(7));
        ::close(ends[1]);
        RunOptions options;
        options.inputDescriptor = ends[0];
        const auto finished = process::run(Command(QStringLiteral("cat")), options, {});
        ::close(ends[0]);
        QVERIFY(finished.has_value());
        QCOMPARE(finished->output, QByteArray("one\ntwo"));
        // Without one there is nothing to read.
        const auto silent = process::run(Command(QStringLiteral("cat")), {}, {});
        QVERIFY(silent.has_value());
        QVERIFY(silent->succeeded());
        QCOMPARE(silent->output, QByteArray());
    }
    void outputIntoAFile()
    {
        const QTemporaryDir folder;
        RunOptions options;
        options.outputFile = folder.filePath(QStringLiteral("out"));
        for (int i = 0; i < 2; ++i) { // the second run truncates
            const auto finished = runChild("half", options);
            QVERIFY(finished.has_value());
            QVERIFY(finished->output.isEmpty());
            QCOMPARE(finished->errorOutput, QByteArray("error half"));
            QFile file(options.outputFile);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(file.readAll(), QByteArray("whole\r\n\nhalf"));
        }
        options.outputFile = QStringLiteral("/nonexistent/out");
        const auto refused = runChild("half", options);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::NotFound);
    }

    void endIsNoticedAtOnce()
    {
        QElapsedTimer timer;
        QList<qint64> times;
        for (int i = 0; i < 9; ++i) {
            timer.start();
            QVERIFY(process::run(Command(QStringLiteral("/bin/true")), {}, {}).has_value());
            times.append(timer.elapsed());
        }
        std::sort(times.begin(), times.end());
        QVERIFY2(times.at(4) < 50,
                 qPrintable(QString::number(times.at(4)))); // the median: the machine may be busy
    }

    void linesOfStandardErrorComeAtOnce()
    {
        QElapsedTimer timer;
        qint64 said = -1;
        RunOptions options;
        options.onStarted = [&](qint64) { timer.start(); };
        options.onErrorLine = [&](const QByteArray&) { said = timer.elapsed(); };
        QVERIFY(runChild({QStringLiteral("errorThenSleep"), QStringLiteral("400")}, options).has_value());
        QVERIFY2(said >= 0 && said < 60, qPrintable(QString::number(said)));
    }

    void aChildThatClosedItsOutputCostsNothing()
    {
        const double before = threadSeconds();
        const auto finished = runChild({QStringLiteral("closeOutput"), QStringLiteral("1000")});
        const double used = threadSeconds() - before;
        QVERIFY(finished.has_value());
        QVERIFY(finished->duration >= 950ms);
        QVERIFY2(used < 0.010, qPrintable(QString::number(used)));
    }

    void ownProcessorTimeIsSmall()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("instrumented code costs more");
#endif
        qint64 lines = 0;
        RunOptions options;
        options.onErrorLine = [&](const QByteArray&) { ++lines; };
        options.onTick = [] {};
        const double children = childrenSeconds();
        const double before = threadSeconds();
        QVERIFY(runChild({QStringLiteral("work"), QStringLiteral("2000")}, options).has_value());
        const double used = threadSeconds() - before;
        const double tool = childrenSeconds() - children;
        QVERIFY(lines > 1900);
        qInfo("own %.1f ms, tool %.1f ms: %.2f %%, %lld lines", used * 1000, tool * 1000, 100 * used / tool,
              static_cast<long long>(lines));
        QVERIFY2(used <= 0.03 * tool, qPrintable(QString::number(100 * used / tool)));
    }

    void ticks()
    {
        int ticks = 0;
        RunOptions options;
        options.onTick = [&] { ++ticks; };
        QVERIFY(runChild({QStringLiteral("errorThenSleep"), QStringLiteral("1000")}, options).has_value());
        QVERIFY2(ticks >= 4 && ticks <= 7, qPrintable(QString::number(ticks)));
    }

    void stopBeforeTheStart()
    {
        std::stop_source source;
        source.request_stop();
        core::RunContext context;
        context.stop = source.get_token();
        RunOptions options;
        options.onStarted = [](qint64) { QFAIL("started"); };
        QCOMPARE(runChild("sleep", options, context).error().kind, ErrorKind::Cancelled);
    }

    void stopEndsIt()
    {
        Stopper stopper;
        RunOptions options;
        stopper.hook(options);
        qint64 processId = 0;
        options.onStarted = [&](qint64 id) { processId = id; };
        QCOMPARE(runChild("sleep", options, stopper.context).error().kind, ErrorKind::Cancelled);
        QVERIFY2(stopper.since.elapsed() < 60, qPrintable(QString::number(stopper.since.elapsed())));
        QVERIFY(!isThere(processId));
    }

    void stopGivesTimeToTidyUp()
    {
        Stopper stopper(50ms);
        RunOptions options;
        stopper.hook(options);
        options.grace = 20s;
        QCOMPARE(runChild({QStringLiteral("tidyUp"), QStringLiteral("300")}, options, stopper.context)
                     .error()
                     .kind,
                 ErrorKind::Cancelled);
        QCOMPARE(stopper.output, QByteArray("ready\ntidied up\n"));
        QVERIFY(stopper.since.elapsed() >= 300);
        QVERIFY(stopper.since.elapsed() < 5000);
    }

    void stopKillsTheDeafAfterTheGrace()
    {
        Stopper stopper(50ms);
        RunOptions options;
        stopper.hook(options);
        options.grace = 300ms;
        QCOMPARE(runChild("deaf", options, stopper.context).error().kind, ErrorKind::Cancelled);
        QVERIFY(stopper.since.elapsed() >= 290);
        QVERIFY2(stopper.since.elapsed() < 1000, qPrintable(QString::number(stopper.since.elapsed())));
    }

    void stopReachesGrandchildren()
    {
        Stopper stopper(50ms);
        RunOptions options;
        stopper.hook(options);
        options.grace = 100ms;
        QCOMPARE(runChild("leaveBehindDeaf", options, stopper.context).error().kind, ErrorKind::Cancelled);
        const qint64 left = stopper.output.trimmed().toLongLong();
        QVERIFY(left > 0);
        QTRY_VERIFY(!isThere(left)); // whoever adopts it has to bury it
    }

    void whatIsLeftBehindIsKilled()
    {
        // It holds the ends of our pipes too: waiting for their end would be waiting for ever.
        QElapsedTimer timer;
        timer.start();
        const auto finished = runChild("leaveBehind");
        QVERIFY(timer.elapsed() < 2000);
        QVERIFY(finished.has_value());
        QVERIFY(finished->succeeded());
        const qint64 left = finished->output.trimmed().toLongLong();
        QVERIFY(left > 0);
        QTRY_VERIFY(!isThere(left));
    }

    void limit()
    {
        RunOptions options;
        options.limit = 300ms;
        options.grace = 200ms;
        QElapsedTimer timer;
        timer.start();
        const auto finished = runChild("deaf", options);
        QVERIFY(!finished);
        QCOMPARE(finished.error().kind, ErrorKind::ToolFailed);
        QVERIFY(finished.error().message.contains(QStringLiteral("took too long")));
        QVERIFY(timer.elapsed() >= 490);
        QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
        options.limit = 20s;
        QVERIFY(runChild({QStringLiteral("exit"), QStringLiteral("0")}, options).has_value());
    }

    void stopDuringAFlood()
    {
        std::stop_source source;
        core::RunContext context;
        context.stop = source.get_token();
        RunOptions options;
        options.grace = 200ms;
        qint64 lines = 0;
        options.onOutputLine = [&](const QByteArray&) {
            if (++lines == 1000)
                source.request_stop();
        };
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(runChild({QStringLiteral("floodOutput"), QStringLiteral("1000000")}, options, context)
                     .error()
                     .kind,
                 ErrorKind::Cancelled);
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    }

    void severalAtOnce()
    {
        std::vector<std::jthread> threads;
        std::atomic<int> good = 0;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([i, &good] {
                for (int round = 0; round < 10; ++round) {
                    const auto finished = runChild({QStringLiteral("exit"), QString::number(i)});
                    if (finished && finished->exitCode == i)
                        ++good;
                }
            });
        }
        threads.clear();
        QCOMPARE(good.load(), 80);
    }

    void nothingStaysOpen()
    {
        const auto open = [] {
            return QDir(QStringLiteral("/proc/self/fd"))
                .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
                .size();
        };
        (void)runChild({QStringLiteral("exit"), QStringLiteral("0")});
        const auto before = open();
        for (int i = 0; i < 20; ++i) {
            (void)runChild({QStringLiteral("exit"), QStringLiteral("0")});
            (void)process::run(Command(QStringLiteral("/nonexistent")), {}, {});
        }
        QCOMPARE(open(), before);
    }
};

QTEST_GUILESS_MAIN(ProcessTest)
#include "processtest.moc"
