// SPDX-License-Identifier: GPL-3.0-or-later
// Base backups that end half-way, and servers that refuse them: nothing is left that looks whole, and the error says what to do.
#include "support/baseruns.h"
#include "support/fulldisk.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace tidemark;
using namespace tidemark::test;
using namespace tidemark::backup::base;
using namespace Qt::StringLiterals;

static const bool inMemory = workInMemory();

class TestBaseBackupFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cancelledHalfWay_data();
    void cancelledHalfWay();
    void cancelledWaitingForCheckpoint();
    void diskFull();
    void toolThatLies_data();
    void toolThatLies();
    void withoutReplication();
    void withoutSenders();
    void refusedByHba();
    void serverKilled();

private:
    QString hbaFile() { return m_cluster->local().dataFolder() + u"/pg_hba.conf"_s; }
    bool setHba(const QByteArray& lines);
    QString sessions() const;
    static BaseBackupDraft slowDraft(const QString& destination, Format format);

    std::optional<TestCluster> m_cluster;
};

void TestBaseBackupFaults::initTestCase()
{
    qInfo("in memory: %d", int(inMemory));
    auto cluster = TestCluster::start({{u"max_wal_senders"_s, u"3"_s}, {u"autovacuum"_s, u"off"_s}});
    QVERIFY2(cluster, qPrintable(cluster ? QString() : cluster.error().toText()));
    m_cluster.emplace(std::move(*cluster));
    QVERIFY(m_cluster->sql(u"postgres"_s, u"CREATE ROLE reader LOGIN"_s));
    QVERIFY(m_cluster->sql(u"postgres"_s, u"CREATE ROLE \"back \"\"up\" LOGIN REPLICATION"_s));
}

BaseBackupDraft TestBaseBackupFaults::slowDraft(const QString& destination, Format format)
{
    BaseBackupDraft draft = baseDraft(destination, format);
    draft.rateLimit = 2048; // of more than 20 MB: ten seconds, whatever the machine
    return draft;
}

QString TestBaseBackupFaults::sessions() const
{
    return m_cluster->value(u"postgres"_s, u"SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'tidemark/%'"_s) + u' ' +
           m_cluster->value(u"postgres"_s, u"SELECT count(*) FROM pg_replication_slots"_s);
}

void TestBaseBackupFaults::cancelledHalfWay_data()
{
    QTest::addColumn<Format>("format");
    QTest::newRow("tar") << Format::Tar;
    QTest::newRow("plain") << Format::Plain;
}

void TestBaseBackupFaults::cancelledHalfWay()
{
    QFETCH(Format, format);
    QTemporaryDir folder;
    std::stop_source source;
    bool saw = false;
    const auto began = std::chrono::steady_clock::now();
    const auto report = backUpBase(openAccess(m_cluster->spec()), slowDraft(folder.path(), format), stoppedWhen(source, [&](const core::Progress& p) {
                                       saw = saw || p.bytesDone > 1'000'000;
                                       return saw;
                                   }));
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Cancelled);
    QVERIFY(saw);
    QVERIFY(std::chrono::steady_clock::now() - began < std::chrono::seconds(8));
    QCOMPARE(leftovers(folder.path()), QString());
    QCOMPARE(sessions(), u"0 0"_s);
}

void TestBaseBackupFaults::cancelledWaitingForCheckpoint()
{
    // Dirty pages, so that a spread checkpoint takes its time: minutes.
    QVERIFY(m_cluster->script(u"postgres"_s, u"CREATE TABLE dirty AS SELECT i, md5(i::text) FROM generate_series(1, 50000) i"_s));
    QTemporaryDir folder;
    std::stop_source source;
    BaseBackupDraft draft = slowDraft(folder.path(), Format::Tar);
    draft.checkpoint = Checkpoint::Spread;
    const auto report = backUpBase(openAccess(m_cluster->spec()), draft, stoppedWhen(source, [](const core::Progress& p) { return p.phase.contains(u"checkpoint"_s); }));
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Cancelled);
    QCOMPARE(leftovers(folder.path()), QString());
    QCOMPARE(sessions(), u"0 0"_s);
    QVERIFY(m_cluster->sql(u"postgres"_s, u"CHECKPOINT"_s));
}

void TestBaseBackupFaults::diskFull()
{
    auto disk = SmallDisk::mount(12 << 20);
    if (!disk)
        QSKIP(qPrintable(u"no small disk can be mounted here: "_s + disk.error().toText()));
    for (const Format format : {Format::Tar, Format::Plain}) {
        BaseBackupDraft draft = baseDraft(disk->path(), format);
        draft.compression = Compression{};
        const auto report = backUpBase(openAccess(m_cluster->spec()), draft);
        QVERIFY(!report);
        QVERIFY2(report.error().kind == core::ErrorKind::StorageFull, qPrintable(report.error().toText()));
        QCOMPARE(leftovers(disk->path()), QString());
        QCOMPARE(sessions(), u"0 0"_s);
    }
}

void TestBaseBackupFaults::toolThatLies_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("harm"); // in the folder that it wrote
    QTest::newRow("tar cut off") << Format::Tar << QByteArray("f=$(ls base.tar*); truncate --size=-2000 $f");
    QTest::newRow("no WAL") << Format::Tar << QByteArray("rm pg_wal.tar*");
    QTest::newRow("a file less") << Format::Plain << QByteArray("rm global/pg_filenode.map");
    QTest::newRow("a byte") << Format::Plain << QByteArray("printf x | dd of=PG_VERSION conv=notrunc status=none");
}

void TestBaseBackupFaults::toolThatLies()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, harm);
    QTemporaryDir scripts;
    QTemporaryDir folder;
    const process::ToolSet lying = withScript(process::ToolKind::PgBaseBackup,
                                              "#!/bin/sh\n%REAL% \"$@\" || exit\ncd \"${1#--pgdata=}\" || exit\n" + harm + "\nexit 0\n", scripts.path());
    const auto report = backUpBase(openAccess(m_cluster->spec()), baseDraft(folder.path(), format), {}, lying);
    QVERIFY(!report);
    QVERIFY2(report.error().kind == core::ErrorKind::Corrupt, qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
}

void TestBaseBackupFaults::withoutReplication()
{
    QTemporaryDir folder;
    postgres::ConnectionSpec spec = m_cluster->spec();
    spec.user = u"reader"_s;
    const auto report = backUpBase(openAccess(spec), baseDraft(folder.path(), Format::Tar));
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::PermissionDenied);
    QVERIFY2(report.error().hint.contains(u"ALTER ROLE \"reader\" REPLICATION;"_s), qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
}

void TestBaseBackupFaults::withoutSenders()
{
    // Two of three are taken by sessions that do nothing.
    QTemporaryDir folder;
    const access::ServerAccess server = openAccess(m_cluster->spec());
    postgres::SessionOptions options;
    options.kind = postgres::SessionKind::Replication;
    const auto first = server.connect({}, options, {});
    const auto second = server.connect({}, options, {});
    QVERIFY(first && second);
    BaseBackupDraft draft = baseDraft(folder.path(), Format::Tar);
    const auto report = backUpBase(server, draft);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::InvalidInput);
    QVERIFY2(report.error().message.contains(u"max_wal_senders is 3"_s), qPrintable(report.error().toText()));
    QVERIFY2(report.error().hint.contains(u"at least 4"_s), qPrintable(report.error().toText()));
    // One is enough where the WAL is fetched at the end.
    draft.walMethod = WalMethod::Fetch;
    QVERIFY(backUpBase(server, draft));
}

bool TestBaseBackupFaults::setHba(const QByteArray& lines)
{
    QFile file(hbaFile());
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(lines) != lines.size())
        return false;
    file.close();
    // In force once a new connection shows it; a reload takes a moment.
    return m_cluster->sql(u"postgres"_s, u"SELECT pg_reload_conf()"_s).has_value() && m_cluster->sql(u"postgres"_s, u"SELECT pg_sleep(0.3)"_s).has_value();
}

void TestBaseBackupFaults::refusedByHba()
{
    QTemporaryDir folder;
    const auto finish = qScopeGuard([this] { setHba("local all all trust\nlocal replication all trust\n"); });
    QVERIFY(setHba("# a comment\nlocal all all trust\n"));
    // A superuser may read the rules: what decides is said.
    auto refused = backUpBase(openAccess(m_cluster->spec()), baseDraft(folder.path(), Format::Tar));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, core::ErrorKind::AuthenticationFailed);
    QVERIFY2(refused.error().message.contains(u"No line of pg_hba.conf is for this."_s), qPrintable(refused.error().toText()));
    QVERIFY2(refused.error().hint.contains(u"local replication postgres scram-sha-256"_s), qPrintable(refused.error().toText()));

    QVERIFY(setHba("local all all trust\nlocal replication +pg_monitor trust\nlocal replication all reject\n"));
    refused = backUpBase(openAccess(m_cluster->spec()), baseDraft(folder.path(), Format::Tar));
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"line 3 of pg_hba.conf: local replication all reject"_s), qPrintable(refused.error().toText()));

    // Others may not; the line for them is said all the same.
    postgres::ConnectionSpec spec = m_cluster->spec();
    spec.user = u"back \"up"_s;
    refused = backUpBase(openAccess(spec), baseDraft(folder.path(), Format::Tar));
    QVERIFY(!refused);
    QVERIFY2(refused.error().hint.contains(u"local replication \"back \"\"up\" scram-sha-256"_s), qPrintable(refused.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());

    // The very line lets them in, with the method that the server asks for here.
    QVERIFY(setHba("local all all trust\nlocal replication \"back \"\"up\" trust\n"));
    const auto report = backUpBase(openAccess(spec), baseDraft(folder.path(), Format::Tar));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
}

void TestBaseBackupFaults::serverKilled()
{
    QTemporaryDir folder;
    bool killed = false;
    core::RunContext context;
    context.onProgress = [&](const core::Progress& progress) {
        if (!killed && progress.bytesDone > 500'000)
            killed = m_cluster->kill(SIGKILL);
    };
    const auto report = backUpBase(openAccess(m_cluster->spec()), slowDraft(folder.path(), Format::Plain), context);
    QVERIFY(killed);
    QVERIFY(!report);
    QVERIFY2(report.error().kind == core::ErrorKind::ConnectionFailed, qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
}

QTEST_GUILESS_MAIN(TestBaseBackupFaults)
#include "basebackupfaultstest.moc"
