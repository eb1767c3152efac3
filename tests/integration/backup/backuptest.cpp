// SPDX-License-Identifier: GPL-3.0-or-later
// A backup that is called good: what it contains is held against the server.
#include "archive/readback.h"
#include "archive/tabledigest.h"
#include "catalog/backupset.h"
#include "postgres/queries/tablecontent.h"
#include "support/runs.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;

class TestBackup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void setEqualsServer();
    void stockToolReadsIt();
    void filesArePrivateAndHashed();
    void hostileNamesSurvive();
    void listedWithItsProof();
    void progressIsTrue();
    void secretIsNowhere();
    void globalsTravelAlong();
    void secondSetBesideTheFirst();

private:
    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
};

void TestBackup::initTestCase()
{
    QVERIFY(m_cluster.createSample(QStringLiteral("blog_db")));
}

void TestBackup::setEqualsServer()
{
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const auto report = backUp(server, QStringLiteral("blog_db"), m_folder.path());
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QVERIFY(report->manifest.tables.size() > 20);
    QVERIFY(report->rows() > 190'000);

    auto connection = m_cluster.connect(QStringLiteral("blog_db"));
    QVERIFY(connection);
    for (const catalog::ManifestTable& table : report->manifest.tables) {
        archive::TableDigest digest;
        const core::Status copied = postgres::copyTable(*connection, table.schema, table.name, table.columns, [&](QByteArrayView row) -> core::Status {
            digest.addBytes(row);
            return {};
        });
        QVERIFY2(copied, qPrintable(table.name));
        const archive::TableContent live = digest.finish();
        QCOMPARE(table.rows, live.rows);
        QCOMPARE(table.digest, live.digest.toHex());
    }
    // As many tables with rows as the server has.
    const QString count = m_cluster.value(QStringLiteral("blog_db"),
                                          QStringLiteral("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
                                                         " WHERE relkind = 'r' AND nspname !~ '^pg_' AND nspname <> 'information_schema'"));
    QCOMPARE(QString::number(report->manifest.tables.size()), count);
}

void TestBackup::stockToolReadsIt()
{
    const auto report = backUp(openAccess(m_cluster.spec()), QStringLiteral("blog_db"), m_folder.path());
    QVERIFY(report);
    const QString dump = report->setFolder + QLatin1Char('/') + report->manifest.dumpFile;
    const auto tool = tools().pick(process::ToolKind::PgRestore, 10);
    QVERIFY(tool);
    const auto finished = process::run(process::Command(tool->path, {QStringLiteral("--file=/dev/null"), dump}), {}, {});
    QVERIFY(finished);
    QVERIFY2(finished->succeeded(), finished->errorOutput.constData());
}

void TestBackup::filesArePrivateAndHashed()
{
    const auto report = backUp(openAccess(m_cluster.spec()), QStringLiteral("blog_db"), m_folder.path());
    QVERIFY(report);
    QCOMPARE(report->manifest.files.size(), 3); // dump, globals, log
    for (const catalog::ManifestFile& file : report->manifest.files) {
        QFile opened(report->setFolder + QLatin1Char('/') + file.name);
        QVERIFY(opened.open(QIODevice::ReadOnly));
        QCOMPARE(opened.size(), file.size);
        QCryptographicHash hash(QCryptographicHash::Sha256);
        QVERIFY(hash.addData(&opened));
        QCOMPARE(QString::fromLatin1(hash.result().toHex()), file.sha256);
    }
    const QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
    QVERIFY(!(QFileInfo(report->setFolder).permissions() & others));
    for (const catalog::ManifestFile& file : report->manifest.files)
        QVERIFY2(!(QFileInfo(report->setFolder + QLatin1Char('/') + file.name).permissions() & others), qPrintable(file.name));
}

void TestBackup::hostileNamesSurvive()
{
    const QString name = QStringLiteral("we\"ird 'db'\n; DROP TABLE x; -- $(touch pwned) ü%/..");
    QVERIFY(m_cluster.createDatabase(name));
    QVERIFY(m_cluster.script(name, QStringLiteral("CREATE SCHEMA \"s .\"\"x\"; CREATE TABLE \"s .\"\"x\".\"t\nable\" (\"c,1\" int, \"d\"\"\" text);"
                                                  "INSERT INTO \"s .\"\"x\".\"t\nable\" VALUES (1, E'\\\\.'), (2, NULL), (3, E'a\\tb\\nc');"
                                                  "CREATE TABLE \"*\" (a int); CREATE TABLE \"Ünï\" ();")));
    const auto report = backUp(openAccess(m_cluster.spec()), name, m_folder.path());
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QVERIFY(QFileInfo(report->setFolder).absoluteFilePath().startsWith(m_folder.path()));
    const auto set = catalog::readSet(report->setFolder);
    QVERIFY(set);
    QCOMPARE(set->manifest.database, name);
    QCOMPARE(report->rows(), 3);
    QVERIFY(!QFile::exists(QStringLiteral("pwned")));
}

void TestBackup::listedWithItsProof()
{
    QTemporaryDir folder;
    const auto report = backUp(openAccess(m_cluster.spec()), QStringLiteral("blog_db"), folder.path());
    QVERIFY(report);
    const auto scan = catalog::scanFolder(folder.path(), {});
    QVERIFY(scan);
    QCOMPARE(scan->sets.size(), 1);
    QCOMPARE(scan->problems.size(), 0);
    QCOMPARE(scan->sets.first().proven(), catalog::Proven::ReadBack);
    // A file that was shortened later is noticed.
    QFile dump(scan->sets.first().dumpPath());
    QVERIFY(dump.resize(dump.size() - 1));
    const auto again = catalog::scanFolder(folder.path(), {});
    QVERIFY(again);
    QCOMPARE(again->sets.size(), 0);
    QCOMPARE(again->problems.size(), 1);
    QCOMPARE(again->problems.first().kind, core::ErrorKind::Corrupt);
}

void TestBackup::progressIsTrue()
{
    double last = 0;
    bool fell = false;
    QStringList phases;
    core::RunContext context;
    context.onProgress = [&](const core::Progress& progress) {
        fell = fell || progress.fraction.value_or(last) < last;
        last = progress.fraction.value_or(last);
        if (!phases.contains(progress.phase))
            phases.append(progress.phase);
    };
    const auto report = backUp(openAccess(m_cluster.spec()), QStringLiteral("blog_db"), m_folder.path(), context);
    QVERIFY(report);
    QVERIFY(!fell);
    QVERIFY2(last > 0.9 && last <= 1.0, qPrintable(QString::number(last)));
    QVERIFY2(phases.size() >= 2, qPrintable(phases.join(QLatin1Char('|'))));
}

void TestBackup::secretIsNowhere()
{
    auto cluster = TestCluster::start();
    QVERIFY(cluster);
    const QString password = QStringLiteral("s3cr:et\\pässwort'4711");
    QVERIFY(cluster->script(QStringLiteral("postgres"), QStringLiteral("SET password_encryption = 'scram-sha-256'; CREATE ROLE dumper LOGIN SUPERUSER PASSWORD 's3cr:et\\pässwort''4711';"
                                                                       "CREATE TABLE big AS SELECT i, repeat('x', 300) FROM generate_series(1, 100000) i")));
    QVERIFY(cluster->listenOnTcp());
    // Looks at every process of the machine while the tools run.
    bool seen = false;
    int toolsSeen = 0;
    core::RunContext context;
    QByteArray logText;
    context.onLog = [&](const core::LogLine& line) { logText += line.text.toUtf8(); };
    context.onProgress = [&](const core::Progress&) {
        const QStringList processes = QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs);
        for (const QString& id : processes) {
            QFile commandLine(QStringLiteral("/proc/%1/cmdline").arg(id));
            QFile environment(QStringLiteral("/proc/%1/environ").arg(id));
            if (!commandLine.open(QIODevice::ReadOnly))
                continue;
            const QByteArray command = commandLine.readAll();
            toolsSeen += command.contains("pg_dump") ? 1 : 0;
            seen = seen || command.contains("s3cr");
            if (environment.open(QIODevice::ReadOnly))
                seen = seen || environment.readAll().contains("s3cr");
        }
    };
    const auto report = backUp(openAccess(cluster->tcpSpec(QStringLiteral("postgres"), QStringLiteral("dumper")), password), {}, m_folder.path(), context);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY(toolsSeen > 0);
    QVERIFY(!seen);
    QVERIFY(!logText.contains("s3cr"));
    for (const QString& path : filesBelow(report->setFolder)) {
        QFile file(path);
        if (file.open(QIODevice::ReadOnly))
            QVERIFY2(!file.readAll().contains("s3cr"), qPrintable(path));
    }
}

void TestBackup::globalsTravelAlong()
{
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"), QStringLiteral("CREATE ROLE traveller LOGIN PASSWORD 'x'")));
    const auto report = backUp(openAccess(m_cluster.spec()), QStringLiteral("blog_db"), m_folder.path());
    QVERIFY(report);
    QFile globals(report->setFolder + QStringLiteral("/globals.sql"));
    QVERIFY(globals.open(QIODevice::ReadOnly));
    const QByteArray text = globals.readAll();
    QVERIFY(text.contains("CREATE ROLE traveller;"));
    QVERIFY(text.contains("SCRAM-SHA-256$")); // a superuser's globals carry the hashes
}

void TestBackup::secondSetBesideTheFirst()
{
    QTemporaryDir folder;
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const auto first = backUp(server, QStringLiteral("blog_db"), folder.path());
    const auto second = backUp(server, QStringLiteral("blog_db"), folder.path());
    QVERIFY(first);
    QVERIFY(second);
    QVERIFY(first->setFolder != second->setFolder);
    const auto scan = catalog::scanFolder(folder.path(), {});
    QVERIFY(scan);
    QCOMPARE(scan->sets.size(), 2);
    QCOMPARE(scan->sets.first().folder, second->setFolder);
}

QTEST_GUILESS_MAIN(TestBackup)
#include "backuptest.moc"
