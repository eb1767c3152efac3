// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupset.h"
#include "catalog/setname.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace tidemark;
using catalog::BackupSet;
using catalog::CheckRecord;
using catalog::Manifest;
using catalog::Proven;
using core::ErrorKind;
using core::Verdict;

namespace {

void put(const QString& path, const QByteArray& content)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

Manifest manifestOf(const QDateTime& started)
{
    Manifest manifest;
    manifest.database = QStringLiteral("d");
    manifest.dumpFile = QStringLiteral("d.dump");
    manifest.started = started;
    manifest.ended = started.addSecs(10);
    manifest.digestMethod = QStringLiteral("xxh3-128-sum/1");
    manifest.files = {{QStringLiteral("d.dump"), 4, {}}};
    return manifest;
}

const QDateTime start(QDate(2026, 11, 22), QTime(2, 0), Qt::UTC);

void makeSet(const QString& folder, const QDateTime& started = start)
{
    put(folder + QStringLiteral("/d.dump"), "dump");
    put(folder + QStringLiteral("/tidemark.json"), manifestOf(started).toJson());
}

BackupSet setWith(const QList<std::pair<const char*, Verdict>>& checks)
{
    BackupSet set{QStringLiteral("/x"), manifestOf(start), {}};
    for (qsizetype i = 0; i < checks.size(); ++i)
        set.checks.append({start.addDays(i + 1), QLatin1String(checks.at(i).first), checks.at(i).second, 1, {}});
    return set;
}

} // namespace

class BackupSetTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads()
    {
        const QTemporaryDir folder;
        makeSet(folder.path());
        const auto set = catalog::readSet(folder.path());
        QVERIFY(set.has_value());
        QCOMPARE(set->dumpPath(), QDir(folder.path()).absoluteFilePath(QStringLiteral("d.dump")));
        QCOMPARE(set->proven(), Proven::ReadBack);
        QCOMPARE(set->provenAt(), start.addSecs(10));
    }

    void refuses()
    {
        const QTemporaryDir folder;
        QCOMPARE(catalog::readSet(folder.path()).error().kind, ErrorKind::NotFound);
        makeSet(folder.path());
        put(folder.filePath(QStringLiteral("d.dump")), "longer");
        const auto changed = catalog::readSet(folder.path());
        QCOMPARE(changed.error().kind, ErrorKind::Corrupt);
        QVERIFY(changed.error().message.contains(QStringLiteral("d.dump")));
        QVERIFY(QFile::remove(folder.filePath(QStringLiteral("d.dump"))));
        QCOMPARE(catalog::readSet(folder.path()).error().kind, ErrorKind::Corrupt);
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("d.dump")));
        QCOMPARE(catalog::readSet(folder.path()).error().kind, ErrorKind::Corrupt);
    }

    void checksAreKept()
    {
        const QTemporaryDir folder;
        makeSet(folder.path());
        const CheckRecord record{start.addDays(1), QStringLiteral("restore"), Verdict::Warnings, 2.5, QStringLiteral("as \"größe\"\nx")};
        QVERIFY(catalog::appendCheck(folder.path(), record));
        QVERIFY(catalog::appendCheck(folder.path(), {start.addDays(2), QStringLiteral("readBack"), Verdict::Ok, 1, {}}));
        const auto set = catalog::readSet(folder.path());
        QCOMPARE(set->checks.size(), 2);
        QCOMPARE(set->checks.first().when, record.when);
        QCOMPARE(set->checks.first().kind, record.kind);
        QCOMPARE(set->checks.first().verdict, record.verdict);
        QCOMPARE(set->checks.first().seconds, record.seconds);
        QCOMPARE(set->checks.first().note, record.note);
    }

    void halfAndForeignLines()
    {
        const QTemporaryDir folder;
        makeSet(folder.path());
        put(folder.filePath(QStringLiteral("checks.jsonl")),
            "\nnot json\n[1]\n{\"when\":\"2026-11-23T02:00:00.000Z\",\"kind\":\"restore\",\"verdict\":\"ok\"}\n{\"when\":\"2026-11-24T02:00");
        QCOMPARE(catalog::readSet(folder.path())->checks.size(), 1);
        QVERIFY(catalog::appendCheck(folder.path(), {start.addDays(3), QStringLiteral("restore"), Verdict::Failed, 1, {}}));
        const auto set = catalog::readSet(folder.path());
        QCOMPARE(set->checks.size(), 2); // what follows a half line is not lost with it
        QCOMPARE(set->proven(), Proven::Written);
    }

    void proven_data()
    {
        QTest::addColumn<QList<std::pair<const char*, Verdict>>>("checks");
        QTest::addColumn<int>("proven");
        QTest::addColumn<int>("day"); // of the proof; 0: the backup itself
        const auto row = [](const char* name, const QList<std::pair<const char*, Verdict>>& checks, Proven proven, int day) {
            QTest::newRow(name) << checks << static_cast<int>(proven) << day;
        };
        row("none", {}, Proven::ReadBack, 0);
        row("restored", {{"restore", Verdict::Ok}}, Proven::Restored, 1);
        row("restored with warnings", {{"restore", Verdict::Warnings}}, Proven::Restored, 1);
        row("restored twice", {{"restore", Verdict::Ok}, {"restore", Verdict::Ok}}, Proven::Restored, 2);
        row("read again after a restore", {{"restore", Verdict::Ok}, {"readBack", Verdict::Ok}}, Proven::Restored, 1);
        row("read again", {{"readBack", Verdict::Ok}}, Proven::ReadBack, 1);
        row("cancelled says nothing", {{"restore", Verdict::Ok}, {"restore", Verdict::Cancelled}}, Proven::Restored, 1);
        row("only cancelled", {{"restore", Verdict::Cancelled}}, Proven::ReadBack, 0);
        row("failed", {{"restore", Verdict::Failed}}, Proven::Written, 0);
        row("differs", {{"restore", Verdict::Differences}}, Proven::Written, 0);
        row("damaged later", {{"restore", Verdict::Ok}, {"readBack", Verdict::Failed}}, Proven::Written, 0);
        row("readable after a failure", {{"restore", Verdict::Failed}, {"readBack", Verdict::Ok}}, Proven::ReadBack, 2);
        row("restored after a failure", {{"readBack", Verdict::Failed}, {"restore", Verdict::Ok}}, Proven::Restored, 2);
    }
    void proven()
    {
        using Checks = QList<std::pair<const char*, Verdict>>;
        QFETCH(Checks, checks);
        QFETCH(int, proven);
        QFETCH(int, day);
        const BackupSet set = setWith(checks);
        QCOMPARE(static_cast<int>(set.proven()), proven);
        QCOMPARE(set.provenAt(), day == 0 ? set.manifest.ended : start.addDays(day));
    }

    void provenWithoutDigests()
    {
        BackupSet set = setWith({});
        set.manifest.digestMethod.clear();
        QCOMPARE(set.proven(), Proven::Written);
    }

    void provenNames()
    {
        QCOMPARE(catalog::provenName(Proven::Written), QStringLiteral("written"));
        QCOMPARE(catalog::provenName(Proven::ReadBack), QStringLiteral("readBack"));
        QCOMPARE(catalog::provenName(Proven::Restored), QStringLiteral("restored"));
    }

    void scan()
    {
        const QTemporaryDir root;
        makeSet(root.filePath(QStringLiteral("server/db/20261122T020000Z")), start);
        makeSet(root.filePath(QStringLiteral("server/db/20261124T020000Z")), start.addDays(2));
        makeSet(root.filePath(QStringLiteral("server/other/20261123T020000Z")), start.addDays(1));
        makeSet(root.filePath(QStringLiteral("server/db/20261125T020000Z.partial")), start.addDays(3)); // half made
        makeSet(root.filePath(QStringLiteral("a/b/c/d")), start.addDays(-1));
        makeSet(root.filePath(QStringLiteral("a/b/c/e/too deep")), start);
        makeSet(root.filePath(QStringLiteral("server/db/broken")), start);
        put(root.filePath(QStringLiteral("server/db/broken/tidemark.json")), "{");
        // A link to a folder above would be scanned for ever, one to elsewhere twice.
        QVERIFY(QFile::link(root.path(), root.filePath(QStringLiteral("server/loop"))));
        const auto result = catalog::scanFolder(root.path(), {});
        QVERIFY(result.has_value());
        QStringList found;
        for (const BackupSet& set : result->sets)
            found.append(QDir(root.path()).relativeFilePath(set.folder));
        QCOMPARE(found, (QStringList{QStringLiteral("server/db/20261124T020000Z"), QStringLiteral("server/other/20261123T020000Z"),
                                     QStringLiteral("server/db/20261122T020000Z"), QStringLiteral("a/b/c/d")})); // newest first
        QCOMPARE(result->problems.size(), 1);
        QVERIFY(result->problems.first().message.contains(QStringLiteral("broken")));
        QCOMPARE(catalog::scanFolder(root.filePath(QStringLiteral("server/db/20261122T020000Z")), {})->sets.size(), 1); // the set itself
        QCOMPARE(catalog::scanFolder(root.filePath(QStringLiteral("server/loop")), {})->sets.size(), 4); // asked for by name
    }

    void damagedSetsAreSeen()
    {
        const QTemporaryDir root;
        const QString good = root.filePath(QStringLiteral("s/d/20261122T020000Z"));
        makeSet(good);
        const QString shrunk = root.filePath(QStringLiteral("s/d/20261123T020000Z"));
        makeSet(shrunk, start.addDays(1));
        put(shrunk + QStringLiteral("/d.dump"), "x");
        const QString newer = root.filePath(QStringLiteral("s%2Fa/d%20b/20261124T020000Z"));
        makeSet(newer);
        put(newer + QStringLiteral("/tidemark.json"), "{\"format\": 99}");
        const QString failed = root.filePath(QStringLiteral("s/d/20261125T020000Z"));
        makeSet(failed, start.addDays(3));
        QVERIFY(catalog::appendCheck(failed, {start.addDays(4), QStringLiteral("readBack"), Verdict::Differences, 1, {}}));
        const auto scan = catalog::scanFolder(root.path(), {});
        QCOMPARE(scan->sets.size(), 2); // as far as names and sizes tell
        QVERIFY(!scan->sets.first().isUsable());
        QCOMPARE(scan->sets.first().condition(), catalog::SetCondition::Damaged);
        QCOMPARE(scan->sets.last().condition(), catalog::SetCondition::Sound);
        QVERIFY(scan->sets.last().isUsable() && scan->sets.last().defects.isEmpty());
        QCOMPARE(scan->problems.size(), 2);
        QCOMPARE(scan->damaged.size(), 2);
        QCOMPARE(scan->damaged.first().condition(), catalog::SetCondition::Unreadable); // newest first
        QCOMPARE(scan->damaged.first().manifest.server, QStringLiteral("s/a"));
        QCOMPARE(scan->damaged.first().manifest.database, QStringLiteral("d b"));
        QCOMPARE(scan->damaged.first().manifest.started, start.addDays(2));
        QCOMPARE(scan->damaged.last().condition(), catalog::SetCondition::Damaged);
        QVERIFY(scan->damaged.last().defects.first().sentence.contains(QStringLiteral("d.dump")));
        // A check that comes out well ends it.
        QVERIFY(catalog::appendCheck(failed, {start.addDays(5), QStringLiteral("readBack"), Verdict::Ok, 1, {}}));
        QCOMPARE(catalog::inspectSet(failed)->condition(), catalog::SetCondition::Sound);
        // A restore that failed may have failed for other reasons.
        QVERIFY(catalog::appendCheck(failed, {start.addDays(6), QStringLiteral("restore"), Verdict::Failed, 1, {}}));
        QCOMPARE(catalog::inspectSet(failed)->condition(), catalog::SetCondition::Sound);
    }

    void touchedSetsAreSeen()
    {
        const QTemporaryDir folder;
        makeSet(folder.path());
        QCOMPARE(catalog::readSet(folder.path())->condition(), catalog::SetCondition::Sound);
        QFile dump(folder.filePath(QStringLiteral("d.dump")));
        QVERIFY(dump.open(QIODevice::ReadWrite));
        const QDateTime later = QDateTime::currentDateTimeUtc().addSecs(3600);
        QVERIFY(dump.setFileTime(later, QFileDevice::FileModificationTime));
        dump.close();
        const auto set = catalog::readSet(folder.path());
        QCOMPARE(set->condition(), catalog::SetCondition::Touched);
        QVERIFY(set->isUsable()); // a hint, no more
        QCOMPARE(set->touched.toSecsSinceEpoch(), later.toSecsSinceEpoch());
        QVERIFY(catalog::appendCheck(folder.path(), {later.addSecs(60), QStringLiteral("readBack"), Verdict::Ok, 1, {}}));
        QCOMPARE(catalog::readSet(folder.path())->condition(), catalog::SetCondition::Sound);
    }

    void tenThousandSetsAreFoundSoon()
    {
        const QTemporaryDir root;
        for (int i = 0; i < 10'000; ++i)
            makeSet(root.filePath(QStringLiteral("s/d%1/%2").arg(i % 50).arg(i)), start.addSecs(i));
        QElapsedTimer timer;
        timer.start();
        const auto scan = catalog::scanFolder(root.path(), {});
        QCOMPARE(scan->sets.size(), 10'000);
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
        qInfo("10 000 sets in %lld ms", timer.elapsed());
    }

    void scanOfNothing()
    {
        const QTemporaryDir root;
        QVERIFY(catalog::scanFolder(root.path(), {})->sets.isEmpty());
        QCOMPARE(catalog::scanFolder(root.filePath(QStringLiteral("none")), {}).error().kind, ErrorKind::NotFound);
        put(root.filePath(QStringLiteral("file")), "x");
        QVERIFY(!catalog::scanFolder(root.filePath(QStringLiteral("file")), {}));
    }

    void scanStops()
    {
        const QTemporaryDir root;
        makeSet(root.filePath(QStringLiteral("a")));
        std::stop_source source;
        source.request_stop();
        core::RunContext context;
        context.stop = source.get_token();
        QCOMPARE(catalog::scanFolder(root.path(), context).error().kind, ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(BackupSetTest)
#include "backupsettest.moc"
