// SPDX-License-Identifier: GPL-3.0-or-later
// What cannot be backed up: a clear kind, PostgreSQL's words, what to try, and nothing left behind.
#include "catalog/setwriter.h"
#include "support/runs.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;

class TestBackupRefused : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void connectionProblems_data();
    void connectionProblems();
    void noSelectOnOneTable();
    void privilegeLostAfterThePlan();
    void rowSecurityHidesRows();
    void tableLockedBySomebody();
    void toolMissingOrTooOld();
    void folderNotWritable();
    void secondRunAtOnce();
    void otherPeoplesPartialStays();

private:
    TestCluster& m_cluster = TestCluster::shared();
    QString m_password = QStringLiteral("right");
};

void TestBackupRefused::initTestCase()
{
    QVERIFY(m_cluster.script(QStringLiteral("postgres"),
                             QStringLiteral("CREATE ROLE reader LOGIN; CREATE ROLE pwuser LOGIN PASSWORD 'right'; CREATE ROLE limited LOGIN;")));
    QVERIFY(m_cluster.createDatabase(QStringLiteral("shop")));
    QVERIFY(m_cluster.script(QStringLiteral("shop"), QStringLiteral("CREATE TABLE open (a int); CREATE TABLE closed (a int); GRANT SELECT ON open TO reader;"
                                                                    "CREATE TABLE hidden (who text); ALTER TABLE hidden ENABLE ROW LEVEL SECURITY;"
                                                                    "CREATE POLICY mine ON hidden USING (who = current_user);"
                                                                    "GRANT SELECT ON open, closed, hidden TO limited;")));
    QVERIFY(m_cluster.listenOnTcp());
}

void TestBackupRefused::connectionProblems_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("password");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("hint");
    const auto kind = [](core::ErrorKind k) { return static_cast<int>(k); };
    QTest::newRow("wrong password") << QString() << QString() << "wrong" << kind(core::ErrorKind::AuthenticationFailed) << "password";
    QTest::newRow("no password") << QString() << QString() << QString() << kind(core::ErrorKind::AuthenticationFailed) << "pgpass";
    QTest::newRow("unknown host") << "host" << "no-such-host.invalid" << "right" << kind(core::ErrorKind::ConnectionFailed) << "spelling";
    QTest::newRow("refused port") << "port" << "1" << "right" << kind(core::ErrorKind::ConnectionFailed) << "5432";
    QTest::newRow("TLS refused") << "sslmode" << "require" << "right" << kind(core::ErrorKind::ConnectionFailed) << "SSL";
    QTest::newRow("no database") << "database" << "No\nSuch" << "right" << kind(core::ErrorKind::NotFound) << "spelling";
    QTest::newRow("no service") << "service" << "nowhere" << "right" << kind(core::ErrorKind::NotFound) << "service";
}

void TestBackupRefused::connectionProblems()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(QString, password);
    QFETCH(int, kind);
    QFETCH(QString, hint);
    qputenv("PGPASSFILE", "/nonexistent");
    postgres::ConnectionSpec spec = m_cluster.tcpSpec(QStringLiteral("shop"), QStringLiteral("pwuser"));
    if (field == QLatin1String("host"))
        spec.host = value;
    else if (field == QLatin1String("port"))
        spec.port = value;
    else if (field == QLatin1String("sslmode"))
        spec.sslMode = value;
    else if (field == QLatin1String("database"))
        spec.database = value;
    else if (field == QLatin1String("service"))
        spec.service = value;
    QTemporaryDir folder;
    const auto report = backUp(openAccess(spec, password), {}, folder.path());
    QVERIFY(!report);
    QCOMPARE(static_cast<int>(report.error().kind), kind);
    QVERIFY2(!report.error().message.isEmpty() && !report.error().detail.isEmpty(), qPrintable(report.error().toText()));
    QVERIFY2(report.error().hint.contains(hint), qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
}

void TestBackupRefused::noSelectOnOneTable()
{
    postgres::ConnectionSpec spec = m_cluster.spec(QStringLiteral("shop"));
    spec.user = QStringLiteral("reader");
    QVERIFY(m_cluster.script(QStringLiteral("shop"), QStringLiteral("GRANT SELECT ON hidden TO reader; ALTER ROLE reader BYPASSRLS")));
    QTemporaryDir folder;
    const auto plan = planBackup(openAccess(spec), {}, folder.path());
    QVERIFY(!plan);
    QCOMPARE(plan.error().kind, core::ErrorKind::PermissionDenied);
    QVERIFY2(plan.error().message.contains(QStringLiteral("\"closed\"")), qPrintable(plan.error().toText()));
    QVERIFY2(plan.error().hint.contains(QStringLiteral("GRANT pg_read_all_data TO \"reader\"")), qPrintable(plan.error().toText()));
}

void TestBackupRefused::privilegeLostAfterThePlan()
{
    QVERIFY(m_cluster.script(QStringLiteral("shop"), QStringLiteral("GRANT SELECT ON closed, hidden, open TO reader; ALTER ROLE reader BYPASSRLS")));
    postgres::ConnectionSpec spec = m_cluster.spec(QStringLiteral("shop"));
    spec.user = QStringLiteral("reader");
    const access::ServerAccess server = openAccess(spec);
    QTemporaryDir folder;
    const auto plan = planBackup(server, {}, folder.path());
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toText()));
    QVERIFY(m_cluster.script(QStringLiteral("shop"), QStringLiteral("REVOKE SELECT ON closed FROM reader")));
    const auto report = backup::run(*plan, server, {});
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::PermissionDenied);
    QVERIFY2(report.error().detail.contains(QStringLiteral("closed")), qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
    QCOMPARE(tidemarkSessions(m_cluster), QString());
}

void TestBackupRefused::rowSecurityHidesRows()
{
    postgres::ConnectionSpec spec = m_cluster.spec(QStringLiteral("shop"));
    spec.user = QStringLiteral("limited");
    QTemporaryDir folder;
    const auto plan = planBackup(openAccess(spec), {}, folder.path());
    QVERIFY(!plan);
    QCOMPARE(plan.error().kind, core::ErrorKind::PermissionDenied);
    QVERIFY2(plan.error().message.contains(QStringLiteral("Row-level security")) && plan.error().hint.contains(QStringLiteral("BYPASSRLS")), qPrintable(plan.error().toText()));
}

void TestBackupRefused::tableLockedBySomebody()
{
    auto other = m_cluster.connect(QStringLiteral("shop"));
    QVERIFY(other);
    QVERIFY(other->execute(postgres::Sql("BEGIN; LOCK TABLE public.open IN ACCESS EXCLUSIVE MODE"), QStringLiteral("lock"), std::chrono::seconds(5)));
    QTemporaryDir folder;
    const auto report = backUp(openAccess(m_cluster.spec()), QStringLiteral("shop"), folder.path());
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    QVERIFY2(report.error().detail.contains(QStringLiteral("LOCK TABLE")), qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
}

void TestBackupRefused::toolMissingOrTooOld()
{
    QTemporaryDir folder;
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const auto missing = planBackup(server, QStringLiteral("shop"), folder.path(), process::ToolSet());
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, core::ErrorKind::ToolMissing);
    QVERIFY2(!missing.error().hint.isEmpty(), "says what to install");

    const process::ToolSet old({{process::ToolKind::PgDump, QStringLiteral("/old/pg_dump"), core::ServerVersion(90600)},
                                {process::ToolKind::PgDumpAll, QStringLiteral("/old/pg_dumpall"), core::ServerVersion(90600)}});
    const auto tooOld = planBackup(server, QStringLiteral("shop"), folder.path(), old);
    QVERIFY(!tooOld);
    QCOMPARE(tooOld.error().kind, core::ErrorKind::ToolTooOld);
    QVERIFY2(tooOld.error().message.contains(QStringLiteral("9.6")), qPrintable(tooOld.error().toText()));
}

void TestBackupRefused::folderNotWritable()
{
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const auto inProc = planBackup(server, QStringLiteral("shop"), QStringLiteral("/proc/1/backups"));
    QVERIFY(!inProc || !backup::run(*inProc, server, {}));
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("file"));
    QFile(file).open(QIODevice::WriteOnly);
    const auto belowFile = planBackup(server, QStringLiteral("shop"), file + QStringLiteral("/backups"));
    QVERIFY(!belowFile);
    QCOMPARE(belowFile.error().kind, core::ErrorKind::PermissionDenied);
    QVERIFY(!belowFile.error().hint.isEmpty());
}

void TestBackupRefused::secondRunAtOnce()
{
    QTemporaryDir folder;
    auto writer = catalog::SetWriter::create({folder.path(), QStringLiteral("test server"), QStringLiteral("shop")}, QDateTime::currentDateTimeUtc(), {});
    QVERIFY(writer);
    const auto report = backUp(openAccess(m_cluster.spec()), QStringLiteral("shop"), folder.path());
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    QVERIFY(QFileInfo::exists(writer->partialFolder()));
}

void TestBackupRefused::otherPeoplesPartialStays()
{
    QTemporaryDir folder;
    const QString theirs = folder.path() + QStringLiteral("/test%20server/shop/20200101T000000Z.partial");
    QVERIFY(QDir().mkpath(theirs));
    QVERIFY(QFile(theirs + QStringLiteral("/precious")).open(QIODevice::WriteOnly));
    const QString ours = folder.path() + QStringLiteral("/test%20server/shop/20200102T000000Z.partial");
    QVERIFY(QDir().mkpath(ours));
    QVERIFY(QFile(ours + QStringLiteral("/.tidemark-partial")).open(QIODevice::WriteOnly));
    const auto report = backUp(openAccess(m_cluster.spec()), QStringLiteral("shop"), folder.path());
    QVERIFY(report);
    QVERIFY(QFileInfo::exists(theirs));
    QVERIFY(!QFileInfo::exists(ours));
}

QTEST_GUILESS_MAIN(TestBackupRefused)
#include "backuprefusedtest.moc"
