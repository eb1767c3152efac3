// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/setwriter.h"
#include "jobs/recordedsets.h"
#include "jobs/runrecorder.h"
#include "jobs/verdictsentence.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using core::LogLevel;
using core::Verdict;
using jobs::RunRecorder;

namespace {

store::RunRecord record(const char* id)
{
    store::RunRecord record;
    record.runId = QLatin1String(id);
    record.subject = QStringLiteral("blog_db");
    return record;
}

core::RunContext listening(QStringList& heard)
{
    core::RunContext context;
    context.onLog = [&heard](const core::LogLine& line) { heard.append(line.text); };
    return context;
}

backup::BackupReport backupReport()
{
    backup::BackupReport report;
    report.manifest.database = QStringLiteral("it's\na %2 db");
    report.manifest.files = {{QStringLiteral("d"), 3'900'000, {}}};
    report.manifest.tables = {{QStringLiteral("public"), QStringLiteral("a"), {}, 7, 70, {}}, {QStringLiteral("public"), QStringLiteral("b"), {}, 3, 30, {}}};
    report.duration = std::chrono::milliseconds(1200);
    return report;
}

QString makeSet(const QString& destination, const QString& database, int day)
{
    catalog::Manifest manifest;
    manifest.database = database;
    manifest.started = QDateTime(QDate(2026, 3, day), QTime(2, 0), Qt::UTC);
    manifest.ended = manifest.started;
    manifest.dumpFile = QStringLiteral("x.dump");
    manifest.files = {{QStringLiteral("x.dump"), 0, {}}};
    auto writer = catalog::SetWriter::create({destination, QStringLiteral("s"), database}, manifest.started, {});
    if (!writer || !QFile(writer->filePath(QStringLiteral("x.dump"))).open(QIODevice::WriteOnly) || !writer->finish(manifest))
        return {};
    return writer->finalFolder();
}

} // namespace

class JobsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sentenceOfABackup()
    {
        const QString sentence = jobs::verdictSentence(backupReport());
        QVERIFY2(sentence.startsWith(QStringLiteral("it's\\na %2 db is backed up")), qPrintable(sentence)); // a name is no placeholder
        QVERIFY(sentence.contains(QStringLiteral("2 table")));
        QVERIFY(sentence.contains(QStringLiteral("10 rows")));
        QVERIFY(sentence.contains(QStringLiteral("3.9")));
        QVERIFY(sentence.contains(QStringLiteral("1.2 s")));
        QVERIFY(!sentence.contains(u'\n'));
    }

    void removalsEndBetweenTwoSets()
    {
        const QTemporaryDir folder;
        const QString history = folder.filePath(QStringLiteral("h.sqlite"));
        QList<jobs::RemovalOrder> orders;
        for (int day = 1; day <= 3; ++day)
            orders.append({makeSet(folder.path(), QStringLiteral("%2 'x'"), day), QStringLiteral("%2 of %1"), catalog::RemovalWay::Permanent});
        std::stop_source source;
        core::RunContext context;
        context.stop = source.get_token();
        context.onLog = [&source](const core::LogLine&) { source.request_stop(); }; // after the first
        const auto batch = jobs::runRemovals(orders, QStringLiteral("r"), {{}, {}, history}, context);
        QCOMPARE(batch.items.size(), std::size_t(1));
        QVERIFY(!QFileInfo::exists(orders.at(0).folder));
        for (int i : {1, 2})
            QVERIFY(catalog::readSet(orders.at(i).folder).has_value()); // whole, not half
        const auto row = store::History::open(history)->find(QStringLiteral("r"));
        QCOMPARE(*row->verdict, Verdict::Cancelled);
        QCOMPARE(row->kind, store::RunKind::Removal);
        QVERIFY(row->log.contains(orders.at(0).folder) && !row->log.contains(orders.at(1).folder));
    }

    void cancelledCheckSaysNothing()
    {
        const QTemporaryDir folder;
        const QString history = folder.filePath(QStringLiteral("h.sqlite"));
        const QStringList sets{makeSet(folder.path(), QStringLiteral("a"), 1), makeSet(folder.path(), QStringLiteral("b"), 2)};
        std::stop_source source;
        source.request_stop();
        core::RunContext context;
        context.stop = source.get_token();
        const auto batch = jobs::runChecks(sets, QStringLiteral("c"), {{}, {}, history}, context);
        QCOMPARE(batch.items.size(), std::size_t(1));
        QVERIFY(!batch.items.front().report);
        QVERIFY(batch.verdict() == Verdict::Cancelled || batch.verdict() == Verdict::Failed);
        const auto both = jobs::runChecks(sets, QStringLiteral("d"), {{}, {}, history}, {});
        QCOMPARE(both.items.size(), std::size_t(2));
        QCOMPARE(store::History::open(history)->find(QStringLiteral("d.2"))->kind, store::RunKind::Check);
        QVERIFY(jobs::verdictSentence(both).contains(QStringLiteral("2 backup"))); // neither is a dump
    }

    void sentenceOfARestore()
    {
        restore::RestoreReport report;
        report.database = QStringLiteral("d.incomplete-1a2b3c4d");
        report.tables = {{QStringLiteral("public"), QStringLiteral("a"), 5, 5, {}, true, true, {}}, {QStringLiteral("public"), QStringLiteral("b"), 5, 4, {}, true, false, {}}};
        report.verdict = Verdict::Failed;
        const QString failed = jobs::verdictSentence(report);
        QVERIFY2(failed.contains(QStringLiteral("1 of 2 tables")), qPrintable(failed));
        QVERIFY(failed.contains(report.database));
        report.tables.last().matches = true;
        report.verdict = Verdict::Ok;
        const QString good = jobs::verdictSentence(report);
        QVERIFY2(good.contains(QStringLiteral("equals the backup")), qPrintable(good));
        QVERIFY(good.contains(QStringLiteral("9 rows")));
    }

    void recordsARun()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("history.sqlite"));
        QStringList heard;
        RunRecorder recorder(record("r1"), path, listening(heard));
        const auto history = store::History::open(path);
        QCOMPARE(history->find(QStringLiteral("r1"))->state, store::RunState::Running);
        recorder.context().log(LogLevel::Info, QStringLiteral("größe"));
        recorder.context().log(LogLevel::Error, QStringLiteral("two"));
        recorder.finish(Verdict::Warnings, QStringLiteral("sentence"), QStringLiteral("/set"), 42);
        const auto run = history->find(QStringLiteral("r1"));
        QCOMPARE(run->state, store::RunState::Ended);
        QCOMPARE(run->verdict.value_or(Verdict::Failed), Verdict::Warnings);
        QCOMPARE(run->summary, QStringLiteral("sentence"));
        QCOMPARE(run->setPath, QStringLiteral("/set"));
        QCOMPARE(run->bytes, 42);
        QCOMPARE(run->log, QStringLiteral("größe\ntwo\n"));
        QCOMPARE(run->subject, QStringLiteral("blog_db"));
        QVERIFY(run->started.isValid() && run->ended >= run->started);
        QCOMPARE(heard, (QStringList{QStringLiteral("größe"), QStringLiteral("two")})); // and passed on
    }

    void keepsTheEndOfALongLog()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("history.sqlite"));
        RunRecorder recorder(record("r1"), path, {});
        for (int i = 0; i < 20'000; ++i)
            recorder.context().log(LogLevel::Info, QStringLiteral("line %1 of a log that does not want to end, it seems").arg(i));
        recorder.finish(Verdict::Ok, {}, {}, 0);
        const QString log = store::History::open(path)->find(QStringLiteral("r1"))->log;
        QVERIFY(log.size() <= 256 << 10);
        QVERIFY(log.size() > 200 << 10);
        QVERIFY(log.endsWith(QStringLiteral("line 19999 of a log that does not want to end, it seems\n")));
    }

    void theRunGoesOnWithoutItsHistory_data()
    {
        QTest::addColumn<bool>("garbage");
        QTest::newRow("no folder") << false;
        QTest::newRow("no history") << true;
    }
    void theRunGoesOnWithoutItsHistory()
    {
        QFETCH(bool, garbage);
        const QTemporaryDir folder;
        QString path = folder.filePath(QStringLiteral("file"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no database, and long enough to be sure of it");
        file.close();
        if (!garbage)
            path += QStringLiteral("/below a file/history.sqlite");
        QStringList heard;
        RunRecorder recorder(record("r1"), path, listening(heard));
        QCOMPARE(heard.size(), 1);
        QVERIFY2(heard.first().contains(QStringLiteral("will not appear in the history")), qPrintable(heard.first()));
        recorder.context().log(LogLevel::Info, QStringLiteral("goes on"));
        recorder.finish(Verdict::Ok, QStringLiteral("s"), {}, 0);
        QCOMPARE(heard.last(), QStringLiteral("goes on"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("this is no database, and long enough to be sure of it")); // left as it was
    }

    void anIdThatIsTaken()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("history.sqlite"));
        QStringList heard;
        RunRecorder recorder(record("r1"), path, listening(heard));
        QVERIFY(heard.isEmpty());
        {
            RunRecorder same(record("r1"), path, listening(heard)); // the id is taken: this one is not recorded
            QCOMPARE(heard.size(), 1);
            same.finish(Verdict::Failed, QStringLiteral("not mine"), {}, 0);
        }
        recorder.finish(Verdict::Ok, QStringLiteral("mine"), {}, 0);
        QCOMPARE(store::History::open(path)->find(QStringLiteral("r1"))->summary, QStringLiteral("mine"));
    }

    void stopAndProgressPassThrough()
    {
        const QTemporaryDir folder;
        std::stop_source source;
        core::RunContext inner;
        inner.stop = source.get_token();
        int reports = 0;
        inner.onProgress = [&](const core::Progress&) { ++reports; };
        const RunRecorder recorder(record("r1"), folder.filePath(QStringLiteral("history.sqlite")), inner);
        recorder.context().report({});
        QCOMPARE(reports, 1);
        QVERIFY(!recorder.context().stopRequested());
        source.request_stop();
        QVERIFY(recorder.context().stopRequested());
    }
};

QTEST_GUILESS_MAIN(JobsTest)
#include "jobstest.moc"
