// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/backupestimate.h"
#include "jobs/batchspace.h"

#include "catalog/setwriter.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using core::ByteSize;
using jobs::BackupEstimate;
using jobs::PastBackup;

namespace {

constexpr qint64 MB = 1'000'000;

backup::DumpForm form(archive::DumpFormat format = archive::DumpFormat::Custom)
{
    return {format, {core::CompressionMethod::Gzip, std::nullopt}, backup::Compressor::Tool, 1};
}

PastBackup past(int day, qint64 read, qint64 size, int seconds, const backup::DumpForm& of = form())
{
    return {QDateTime(QDate(2026, 11, day), QTime(12, 0), Qt::UTC), ByteSize(read), ByteSize(size), std::chrono::seconds(seconds), of, true};
}

/// Numbers and their units are held together by spaces that do not break.
QString plain(QString text)
{
    return text.replace(QChar(QChar::Nbsp), u' ').replace(QChar(0x202F), u' ');
}

BackupEstimate estimate(qint64 read, const QList<PastBackup>& runs, bool hasRows = true)
{
    return jobs::estimateBackup(QStringLiteral("shop"), ByteSize(read), hasRows, form(), runs);
}

QJsonObject planJson(const QString& format = QStringLiteral("custom"))
{
    return {{QStringLiteral("kind"), QStringLiteral("backup")}, {QStringLiteral("planFormat"), 1}, {QStringLiteral("database"), QStringLiteral("shop")},
            {QStringLiteral("format"), format}, {QStringLiteral("compression"), QStringLiteral("gzip")}, {QStringLiteral("jobs"), 1}, {QStringLiteral("estimatedRead"), 500 * MB}};
}

store::RunRecord run(const char* id, const QDateTime& started)
{
    store::RunRecord record;
    record.runId = QLatin1String(id);
    record.profileId = QStringLiteral("p");
    record.profileName = QStringLiteral("Shop server");
    record.subject = QStringLiteral("shop");
    record.started = started;
    record.plan = planJson();
    return record;
}

} // namespace

class BackupEstimateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asLastTime()
    {
        const BackupEstimate one = estimate(1010 * MB, {past(12, 1000 * MB, 300 * MB, 60)});
        QVERIFY(one.size && one.duration);
        QVERIFY(std::abs(one.size->bytes() - 303 * MB) < MB);
        const QString sentence = plain(jobs::estimateSentence({one}));
        QVERIFY2(sentence.startsWith(QStringLiteral("about 303 MB in 1 min")) && sentence.contains(QStringLiteral(", as on ")) && sentence.contains(QStringLiteral("12")), qPrintable(sentence));
    }

    void growsWithWhatIsRead()
    {
        const BackupEstimate one = estimate(3000 * MB, {past(12, 1000 * MB, 300 * MB, 60)});
        QCOMPARE(one.size->bytes(), 900 * MB);
        QCOMPARE(one.duration->count(), 180'000);
        const QString sentence = plain(jobs::estimateSentence({one}));
        QVERIFY2(sentence.contains(QStringLiteral("3.0 GB to be read")) && sentence.contains(QStringLiteral("1.0 GB then")), qPrintable(sentence));
    }

    void anOutlierDoesNotCount()
    {
        // Somebody had the disk busy on the 12th.
        const BackupEstimate one = estimate(1000 * MB, {past(12, 1000 * MB, 300 * MB, 600), past(11, 1000 * MB, 300 * MB, 61), past(10, 1000 * MB, 300 * MB, 59)});
        QCOMPARE(one.duration->count(), 61'000);
    }

    void littleSaysNothingOfMuch()
    {
        const BackupEstimate one = estimate(1000 * MB, {past(12, 8192, 4000, 1)});
        QVERIFY(!one.size && !one.duration);
        QVERIFY(plain(jobs::estimateSentence({one})).contains(QStringLiteral("much less to read")));
        const BackupEstimate alike = estimate(90'000, {past(12, 8192, 4000, 1)});
        QVERIFY(alike.duration);
        QCOMPARE(alike.duration->count(), 1000);
        QVERIFY2(plain(jobs::estimateSentence({alike})).contains(QStringLiteral("as on")), qPrintable(plain(jobs::estimateSentence({alike}))));
        // And from much to little nothing comes to nothing.
        QVERIFY(estimate(0, {past(12, 1000 * MB, 300 * MB, 60)}).duration->count() > 0);
    }

    void anotherFormIsNoPrecedent()
    {
        const BackupEstimate one = estimate(1000 * MB, {past(12, 1000 * MB, 300 * MB, 60, form(archive::DumpFormat::Plain))});
        QVERIFY(!one.size);
        QVERIFY(plain(jobs::estimateSentence({one})).contains(QStringLiteral("in another form")));
        QVERIFY(!estimate(0, {past(12, 1000 * MB, 300 * MB, 60)}, false).size); // rows say nothing of definitions
        QVERIFY(plain(jobs::estimateSentence({estimate(1000 * MB, {})})).contains(QStringLiteral("no earlier run")));
    }

    void severalAreAddedUp()
    {
        BackupEstimate b = estimate(1000 * MB, {past(3, 1000 * MB, 200 * MB, 30)});
        const BackupEstimate a = estimate(1000 * MB, {past(12, 1000 * MB, 300 * MB, 60)});
        BackupEstimate unknown = estimate(500 * MB, {});
        unknown.database = QStringLiteral("new\none");
        const QString two = plain(jobs::estimateSentence({a, b}));
        QVERIFY2(two.startsWith(QStringLiteral("about 500 MB in 1 min 30 s")), qPrintable(two));
        const QString three = plain(jobs::estimateSentence({a, b, unknown}));
        QVERIFY2(three.contains(QStringLiteral("without new\\none")), qPrintable(three));
        QVERIFY(plain(jobs::estimateSentence({unknown, unknown})).startsWith(QStringLiteral("1.0 GB to be read")));
    }

    void historyAndSetsTeach()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("history.sqlite"));
        const QDateTime noon(QDate(2026, 11, 12), QTime(12, 0), Qt::UTC);
        {
            auto history = store::History::open(path);
            QVERIFY(history);
            store::RunRecord elsewhere = run("other server", noon);
            elsewhere.profileId = QStringLiteral("q");
            store::RunRecord another = run("other database", noon);
            another.subject = QStringLiteral("blog");
            store::RunRecord physical = run("base", noon);
            physical.plan.insert(QStringLiteral("kind"), QStringLiteral("baseBackup"));
            store::RunRecord unsaved = run("by name", noon); // tidemarkctl --connection
            unsaved.profileId.clear();
            for (const store::RunRecord& one : {run("good", noon), run("failed", noon.addSecs(3600)), elsewhere, another, physical, unsaved}) {
                QVERIFY(history->begin(one));
                const core::Verdict verdict = one.runId == QLatin1String("failed") ? core::Verdict::Failed : core::Verdict::Ok;
                QVERIFY(history->end(one.runId, {one.started.addSecs(60), verdict, {}, {}, {}, 100 * MB}));
            }
            QVERIFY(history->begin(run("goes on", noon.addSecs(9000))));
        }
        backup::BackupDraft draft;
        draft.serverLabel = QStringLiteral("Shop server");
        draft.database = QStringLiteral("shop");
        draft.destination = folder.filePath(QStringLiteral("sets"));
        const jobs::RunOwner owner{QStringLiteral("p"), draft.serverLabel, path};
        const QList<PastBackup> known = jobs::pastBackups(draft, owner, QStringLiteral("77"));
        QCOMPARE(known.size(), 1);
        QCOMPARE(known.first().size.bytes(), 100 * MB);
        QCOMPARE(known.first().read.bytes(), 500 * MB);
        QCOMPARE(known.first().duration.count(), 60'000);

        QCOMPARE(jobs::pastBackups(draft, {{}, draft.serverLabel, path}, {}).size(), 1);
        QCOMPARE(jobs::pastBackups(draft, {{}, QStringLiteral("another"), path}, {}).size(), 0);

        // A set of another machine, newer than the history.
        catalog::Manifest manifest;
        manifest.server = draft.serverLabel;
        manifest.database = draft.database;
        manifest.systemIdentifier = QStringLiteral("77");
        manifest.started = noon.addDays(1);
        manifest.ended = manifest.started.addSecs(30);
        manifest.digestMethod = QStringLiteral("test");
        manifest.dumpFile = QStringLiteral("x.dump");
        manifest.databaseBytes = 700 * MB;
        manifest.options = planJson();
        manifest.options.remove(QStringLiteral("estimatedRead")); // as an older version wrote it
        manifest.files = {{QStringLiteral("x.dump"), 4, {}}};
        auto writer = catalog::SetWriter::create({draft.destination, draft.serverLabel, draft.database}, manifest.started, QStringLiteral("test"));
        QVERIFY(writer);
        QFile file(writer->filePath(QStringLiteral("x.dump")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("dump") == 4);
        file.close();
        QVERIFY(writer->finish(manifest));
        const QList<PastBackup> more = jobs::pastBackups(draft, owner, QStringLiteral("77"));
        QCOMPARE(more.size(), 2);
        QCOMPARE(more.first().read.bytes(), 700 * MB);
        QCOMPARE(more.first().duration.count(), 30'000);
        QCOMPARE(jobs::pastBackups(draft, owner, QStringLiteral("78")).size(), 1); // another server of that name
        QFile damaged(path);
        QVERIFY(damaged.open(QIODevice::WriteOnly | QIODevice::Truncate) && damaged.write("no database") > 0);
        damaged.close();
        QCOMPARE(jobs::pastBackups(draft, owner, QStringLiteral("77")).size(), 1);
    }

    void spaceIsCountedTogether()
    {
        QTemporaryDir folder;
        const auto need = [&](qint64 free, const BackupEstimate& of, const backup::DumpForm& as = form()) {
            return jobs::SpaceNeed{folder.filePath(QStringLiteral("not/there/yet")), free, as, of};
        };
        const BackupEstimate unknown = estimate(900 * MB, {}); // 300 MB by rule of thumb
        QVERIFY(jobs::checkSpace({need(310 * MB, unknown)}).isEmpty());
        const core::Findings two = jobs::checkSpace({need(310 * MB, unknown), need(310 * MB, unknown)});
        QCOMPARE(two.size(), 1);
        QVERIFY2(plain(two.first().sentence).contains(QStringLiteral("1.8 GB")) && plain(two.first().sentence).contains(QStringLiteral("310 MB")), qPrintable(plain(two.first().sentence)));
        QVERIFY(two.first().severity == core::Severity::Warning);
        const BackupEstimate learned = estimate(900 * MB, {past(12, 900 * MB, 600 * MB, 60)});
        const core::Findings one = jobs::checkSpace({need(310 * MB, learned)});
        QCOMPARE(one.size(), 1);
        QVERIFY2(plain(one.first().sentence).startsWith(QStringLiteral("The backup will need about 600 MB")), qPrintable(one.first().sentence));
        const core::Findings known = jobs::checkSpace({need(1000 * MB, learned), need(1000 * MB, learned)});
        QCOMPARE(known.size(), 1);
        QVERIFY2(plain(known.first().sentence).contains(QStringLiteral("1.2 GB")), qPrintable(plain(known.first().sentence)));
        QVERIFY(jobs::checkSpace({need(-1, learned)}).isEmpty()); // not known
        backup::DumpForm bare = form(archive::DumpFormat::Tar);
        bare.compression = {};
        QCOMPARE(jobs::checkSpace({need(800 * MB, unknown, bare)}).size(), 1); // nothing makes it smaller
    }
};

QTEST_GUILESS_MAIN(BackupEstimateTest)
#include "backupestimatetest.moc"
