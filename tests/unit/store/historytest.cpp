// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/history.h"

#include <QFile>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace tidemark;
using store::History;
using store::RunRecord;

namespace {

RunRecord runNamed(const QString& id)
{
    RunRecord run;
    run.runId = id;
    run.profileId = QStringLiteral("p");
    run.profileName = QStringLiteral("Shop");
    run.subject = QStringLiteral("blog \"db\"");
    run.started = QDateTime::fromMSecsSinceEpoch(1'800'000'000'123, Qt::UTC);
    run.plan.insert(QStringLiteral("format"), QStringLiteral("custom"));
    return run;
}

store::RunEnd endAfter(const RunRecord& run, qint64 milliseconds, core::Verdict verdict)
{
    store::RunEnd end;
    end.ended = run.started.addMSecs(milliseconds);
    end.verdict = verdict;
    end.summary = QStringLiteral("It is so.");
    end.bytes = 4711;
    end.log = QStringLiteral("line");
    return end;
}

int writeMany(const QString& path, const QString& prefix, int count)
{
    for (int i = 0; i < count; ++i) {
        core::Result<History> history = History::open(path);
        if (!history)
            return 1;
        const RunRecord run = runNamed(prefix + QString::number(i));
        if (!history->begin(run) || !history->end(run.runId, endAfter(run, 10, core::Verdict::Ok)))
            return 2;
    }
    return 0;
}

void sql(const QString& path, const QString& statement)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("side"));
        database.setDatabaseName(path);
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(statement));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("side"));
}

} // namespace

class HistoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyKindIsKept()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("h.sqlite"));
        core::Result<History> history = History::open(path);
        for (const store::RunKind kind : {store::RunKind::Backup, store::RunKind::Restore, store::RunKind::Check, store::RunKind::Import, store::RunKind::Removal}) {
            RunRecord run = runNamed(store::runKindName(kind));
            run.kind = kind;
            QVERIFY(history->begin(run));
            QCOMPARE(history->find(run.runId)->kind, kind);
        }
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("deeper/history.sqlite"));
    }

    void beginAndEnd()
    {
        auto history = History::open(m_path);
        QVERIFY2(history, history ? "" : qPrintable(history.error().toText()));
        RunRecord run = runNamed(QStringLiteral("r1"));
        run.setPath = QStringLiteral("/b/set");
        QVERIFY(history->begin(run));
        QCOMPARE(history->find(run.runId)->state, store::RunState::Running);
        QVERIFY(!history->find(run.runId)->ended.isValid());
        QCOMPARE(history->begin(run).error().kind, core::ErrorKind::Conflict);
        QVERIFY(history->end(run.runId, endAfter(run, 1500, core::Verdict::Warnings)));
        QCOMPARE(history->end(QStringLiteral("nobody"), {}).error().kind, core::ErrorKind::NotFound);

        auto again = History::open(m_path);
        const auto found = again->find(run.runId);
        QVERIFY(found.has_value());
        QCOMPARE(found->state, store::RunState::Ended);
        QCOMPARE(*found->verdict, core::Verdict::Warnings);
        QCOMPARE(found->started, run.started);
        QCOMPARE(found->ended, run.started.addMSecs(1500));
        QCOMPARE(found->subject, run.subject);
        QCOMPARE(found->plan, run.plan);
        QCOMPARE(found->setPath, QStringLiteral("/b/set"));
        QCOMPARE(found->bytes, 4711);
        QCOMPARE(found->log, QStringLiteral("line"));
        QCOMPARE(again->find(QStringLiteral("nobody")).error().kind, core::ErrorKind::NotFound);
    }

    void newestFirstAndLimited()
    {
        auto history = History::open(m_path);
        for (int i = 0; i < 5; ++i) {
            RunRecord run = runNamed(QString::number(i));
            run.started = run.started.addSecs(i == 2 ? 100 : i);
            QVERIFY(history->begin(run));
        }
        const auto recent = history->recent(3);
        QCOMPARE(recent->size(), 3);
        QCOMPARE(recent->at(0).runId, QStringLiteral("2"));
        QCOMPARE(recent->at(1).runId, QStringLiteral("4"));
    }

    void learnedDuration()
    {
        auto history = History::open(m_path);
        const auto last = [&] { return *history->lastDuration(QStringLiteral("p"), QStringLiteral("blog \"db\""), store::RunKind::Backup); };
        QVERIFY(!last());
        RunRecord run = runNamed(QStringLiteral("1"));
        QVERIFY(history->begin(run));
        QVERIFY(!last());
        QVERIFY(history->end(run.runId, endAfter(run, 2000, core::Verdict::Ok)));
        RunRecord failed = runNamed(QStringLiteral("2"));
        failed.started = failed.started.addSecs(60);
        QVERIFY(history->begin(failed));
        QVERIFY(history->end(failed.runId, endAfter(failed, 1, core::Verdict::Failed)));
        QCOMPARE(last()->count(), 2000);
    }

    void newerVersionIsReadOnly()
    {
        {
            auto history = History::open(m_path);
            QVERIFY(history->begin(runNamed(QStringLiteral("r"))));
        }
        sql(m_path, QStringLiteral("PRAGMA user_version = 99"));
        auto history = History::open(m_path);
        QVERIFY(history.has_value());
        QVERIFY(history->isReadOnly());
        QCOMPARE(history->recent(10)->size(), 1);
        QCOMPARE(history->begin(runNamed(QStringLiteral("s"))).error().kind, core::ErrorKind::Conflict);
        QCOMPARE(history->markInterrupted().error().kind, core::ErrorKind::Conflict);
    }

    void damagedFileIsLeftAlone()
    {
        const QString path = m_folder->filePath(QStringLiteral("x.sqlite"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray content = QByteArray("this is no database at all, but long enough to be taken for one ").repeated(100);
        file.write(content);
        file.close();
        QCOMPARE(History::open(path).error().kind, core::ErrorKind::Corrupt);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
    }

    void unreachableFile()
    {
        QCOMPARE(History::open(QStringLiteral("/proc/nowhere/h.sqlite")).error().kind, core::ErrorKind::PermissionDenied);
    }

    void processesAndThreadsTogether()
    {
        constexpr int count = 15;
        QProcess second;
        second.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--write"), m_path, QString::number(count)});
        QVERIFY(second.waitForStarted());
        std::vector<std::thread> threads;
        std::array<int, 3> results{-1, -1, -1};
        for (std::size_t t = 0; t < results.size(); ++t)
            threads.emplace_back([&, t] { results.at(t) = writeMany(m_path, QStringLiteral("t%1-").arg(t), count); });
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY(second.waitForFinished(60'000));
        QCOMPARE(second.exitCode(), 0);
        for (const int result : results)
            QCOMPARE(result, 0);
        auto history = History::open(m_path);
        QCOMPARE(history->recent(1000)->size(), 4 * count);
    }

    void killedWriterIsInterrupted()
    {
        QProcess victim;
        victim.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--begin-and-wait"), m_path});
        QVERIFY(victim.waitForReadyRead(10'000));
        auto history = History::open(m_path);
        RunRecord own = runNamed(QStringLiteral("own"));
        QVERIFY(history->begin(own));
        QCOMPARE(*history->markInterrupted(), 0); // both live
        QCOMPARE(::kill(static_cast<pid_t>(victim.processId()), SIGKILL), 0);
        QVERIFY(victim.waitForFinished());
        QCOMPARE(*history->markInterrupted(), 1);
        QCOMPARE(history->find(QStringLiteral("victim"))->state, store::RunState::Interrupted);
        QVERIFY(!history->find(QStringLiteral("victim"))->summary.isEmpty());
        QCOMPARE(history->find(QStringLiteral("own"))->state, store::RunState::Running);
        QCOMPARE(*history->markInterrupted(), 0);
    }

    void killedInTheMiddleOfWriting()
    {
        for (int round = 0; round < 5; ++round) {
            QProcess victim;
            victim.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--write"), m_path, QStringLiteral("100000"), QString::number(round)});
            QVERIFY(victim.waitForStarted());
            QTest::qWait(150 + round * 13);
            ::kill(static_cast<pid_t>(victim.processId()), SIGKILL);
            QVERIFY(victim.waitForFinished());
            auto history = History::open(m_path);
            QVERIFY2(history, history ? "" : qPrintable(history.error().toText()));
            QVERIFY(history->recent(100000)->size() > round);
            QVERIFY(history->markInterrupted());
        }
        auto history = History::open(m_path);
        QVERIFY(history->begin(runNamed(QStringLiteral("afterwards"))));
    }

    void logsAreBounded()
    {
        auto history = History::open(m_path);
        const RunRecord run = runNamed(QStringLiteral("r"));
        QVERIFY(history->begin(run));
        store::RunEnd end = endAfter(run, 1, core::Verdict::Ok);
        end.log = QString(1 << 20, u'x') + QStringLiteral("the end");
        QVERIFY(history->end(run.runId, end));
        const auto found = history->find(run.runId);
        QCOMPARE(found->log.size(), 256 << 10);
        QVERIFY(found->log.endsWith(QStringLiteral("the end")));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QByteArray mode = argc > 2 ? QByteArray(argv[1]) : QByteArray();
    if (mode == "--write") {
        const QString prefix = QStringLiteral("process%1-").arg(QString::fromLatin1(argc > 4 ? argv[4] : ""));
        return writeMany(QString::fromLocal8Bit(argv[2]), prefix, QByteArray(argv[3]).toInt());
    }
    if (mode == "--begin-and-wait") {
        auto history = History::open(QString::fromLocal8Bit(argv[2]));
        if (!history || !history->begin(runNamed(QStringLiteral("victim"))))
            return 1;
        (void)!::write(1, "begun\n", 6);
        ::pause();
        return 0;
    }
    HistoryTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "historytest.moc"
