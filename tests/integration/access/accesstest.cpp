// SPDX-License-Identifier: GPL-3.0-or-later
// What tools really get: settings, passwords, names; against a server that asks for passwords.
#include "access/connectioncheck.h"
#include "access/serveraccess.h"
#include "core/quoting.h"
#include "support/testcluster.h"

#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using access::ServerAccess;
using access::Target;

namespace {

const QString password = QStringLiteral("pä:ss\\wörd hush-hush 'x'");

QStringList idsOf(const core::Findings& findings)
{
    QStringList ids;
    for (const core::Finding& finding : findings)
        ids.append(finding.id);
    return ids;
}

QByteArray read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class AccessTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        auto cluster = test::TestCluster::start();
        QVERIFY2(cluster, cluster ? "" : qPrintable(cluster.error().toText()));
        m_cluster = std::make_unique<test::TestCluster>(std::move(*cluster));
        QVERIFY(m_cluster->script(QStringLiteral("postgres"),
                                  QStringLiteral("create role joe login password '%1'; create role reader login password 'r' in role pg_read_all_data")
                                      .arg(QString(password).replace(u'\'', QStringLiteral("''")))));
        QVERIFY(m_cluster->listenOnTcp());
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("PGPASSFILE", m_home->filePath(QStringLiteral("pgpass")).toLocal8Bit());
    }

    void cleanup()
    {
        for (const char* name : {"PGPASSWORD", "PGOPTIONS", "PGTZ", "PGSERVICEFILE", "PGUSER", "LC_ALL"})
            qunsetenv(name);
        QFile::remove(m_home->filePath(QStringLiteral("pgpass")));
    }

    void toolLogsInAndIsPinned()
    {
        qputenv("PGOPTIONS", "-c bytea_output=escape -c work_mem=77MB");
        qputenv("PGTZ", "Asia/Tokyo");
        qputenv("LC_ALL", "C.UTF-8");
        const QString settings = QStringLiteral("select string_agg(current_setting(s), '|') from unnest(array['bytea_output', 'TimeZone',"
                                                " 'extra_float_digits', 'IntervalStyle', 'lc_monetary', 'DateStyle', 'work_mem', 'application_name']) s");
        const QString expected = QStringLiteral("hex|UTC|3|postgres|C|ISO, MDY|77MB|tidemark/run\n");
        QCOMPARE(psql(joe(), settings), expected);

        Target target = joe();
        target.spec.options = QStringLiteral("-c bytea_output=escape -c work_mem=77MB");
        qunsetenv("PGOPTIONS");
        QCOMPARE(psql(target, settings), expected);
    }

    void serviceOptionsAreKeptToo()
    {
        QFile file(m_home->filePath(QStringLiteral("services")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto tcp = joe().spec;
        file.write(QStringLiteral("[shop]\nhost=%1\nport=%2\nuser=joe\ndbname=postgres\noptions=-c work_mem=88MB\npassfile=/nowhere\n").arg(tcp.host, tcp.port).toUtf8());
        file.close();
        qputenv("PGSERVICEFILE", file.fileName().toLocal8Bit());
        Target target = joe();
        target.spec = {};
        target.spec.service = QStringLiteral("shop");
        QCOMPARE(psql(target, QStringLiteral("select current_setting('work_mem') || current_setting('lc_monetary')")), QStringLiteral("88MBC\n"));
    }

    void passwordIsNowhereToBeSeen()
    {
        const auto server = ServerAccess::open(joe(), core::silentContext());
        const auto access = server->forTool({}, QStringLiteral("tidemark/run"));
        process::Command command(toolPath(process::ToolKind::Psql), {QStringLiteral("-XAtc"), QStringLiteral("select pg_sleep(1), 'in'")});
        command.addOption(QStringLiteral("--dbname"), access->conninfo);
        process::RunOptions options;
        access->apply(command, options);
        qint64 child = 0;
        int looks = 0;
        options.onStarted = [&](qint64 id) { child = id; };
        options.onTick = [&] {
            const QString folder = QStringLiteral("/proc/%1/").arg(child);
            const QByteArray seen = read(folder + QStringLiteral("cmdline")) + read(folder + QStringLiteral("environ"));
            QVERIFY(!seen.contains("hush-hush"));
            looks += seen.contains("PGPASSFILE") ? 1 : 0;
        };
        const auto finished = process::run(command, options, core::silentContext());
        QVERIFY(finished->output.endsWith("|in\n"));
        QVERIFY(looks > 0); // else it was never looked at while it ran
        QVERIFY(!command.toShell().contains(QStringLiteral("hush-hush")));
    }

    void workersAndGrandchildrenLogInToo()
    {
        QVERIFY(m_cluster->script(QStringLiteral("postgres"), QStringLiteral("create schema joe authorization joe; create table joe.a as select 1; create table joe.b as select 2; "
                                                                             "grant usage on schema joe to reader")));
        Target target = joe();
        target.spec.user = QStringLiteral("reader");
        target.password = core::Secret(QStringLiteral("r"));
        const auto server = ServerAccess::open(target, core::silentContext());
        const auto access = server->forTool({}, QStringLiteral("tidemark/run"));
        process::Command command(toolPath(process::ToolKind::PgDump), {QStringLiteral("-Fd"), QStringLiteral("-j2"), QStringLiteral("-f"), m_home->filePath(QStringLiteral("dump"))});
        command.addOption(QStringLiteral("--dbname"), access->conninfo);
        process::RunOptions options;
        access->apply(command, options);
        const auto finished = process::run(command, options, core::silentContext());
        QVERIFY2(finished->succeeded(), finished->errorOutput.constData());
    }

    void passwordOfTheEnvironmentAndOfPgpass()
    {
        Target target = joe();
        target.password = {};
        const QString question = QStringLiteral("select current_user");
        QVERIFY(psql(target, question).contains(QStringLiteral("password")));
        qputenv("PGPASSWORD", password.toUtf8());
        QCOMPARE(psql(target, question), QStringLiteral("joe\n"));
        QVERIFY(ServerAccess::open(target, core::silentContext())->connect({}, {}, {}));
        qunsetenv("PGPASSWORD");

        QFile file(m_home->filePath(QStringLiteral("pgpass")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        file.write(QString(store::passfileLine(target.spec)).replace(QStringLiteral("PASSWORD"), *core::escapePassfileField(password)).toUtf8() + '\n');
        file.close();
        QCOMPARE(psql(target, question), QStringLiteral("joe\n"));
        QVERIFY(ServerAccess::open(target, core::silentContext())->connect({}, {}, {}));
    }

    void environmentOfLibpqCounts()
    {
        qputenv("PGUSER", "reader");
        Target target = joe();
        target.spec.user.clear();
        target.password = core::Secret(QStringLiteral("r"));
        QCOMPARE(psql(target, QStringLiteral("select current_user")), QStringLiteral("reader\n"));
    }

    void check()
    {
        const auto run = [](const Target& target, const process::ToolSet& tools) { return access::checkConnection(target, tools, core::silentContext()); };
        QCOMPARE(idsOf(run(joe(), test::tools())), QStringList({QStringLiteral("connection.ok"), QStringLiteral("encryption.off"), QStringLiteral("role.limited"), QStringLiteral("tool.ok")}));
        Target reader = joe();
        reader.spec.user = QStringLiteral("reader");
        reader.password = core::Secret(QStringLiteral("r"));
        QCOMPARE(idsOf(run(reader, test::tools())).at(2), QStringLiteral("role.readsAll"));

        const core::Findings missing = run(joe(), process::ToolSet());
        QCOMPARE(missing.last().id, QStringLiteral("tool.missing"));
        QVERIFY(core::hasBlocker(missing));
        const core::Findings old = run(joe(), process::ToolSet({{process::ToolKind::PgDump, QStringLiteral("/x"), core::ServerVersion(120000)}}));
        QCOMPARE(old.last().id, QStringLiteral("tool.tooOld"));
        QVERIFY(!old.last().hint.isEmpty());
    }

    void checkFails_data()
    {
        QTest::addColumn<QString>("keyword");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("words");
        QTest::newRow("user") << QStringLiteral("user") << QStringLiteral("nobody") << QStringLiteral("password authentication failed");
        QTest::newRow("database") << QStringLiteral("dbname") << QStringLiteral("no \"such\" db") << QStringLiteral("does not exist");
        QTest::newRow("port") << QStringLiteral("port") << QStringLiteral("1") << QStringLiteral("refused");
        QTest::newRow("host") << QStringLiteral("host") << QStringLiteral("no-such-host.invalid") << QStringLiteral("could not translate");
        QTest::newRow("tls") << QStringLiteral("sslmode") << QStringLiteral("require") << QStringLiteral("does not support SSL");
        QTest::newRow("keyword") << QStringLiteral("keyword_of_libpq_30") << QStringLiteral("x") << QStringLiteral("invalid connection option");
        QTest::newRow("service") << QStringLiteral("service") << QStringLiteral("none") << QStringLiteral("definition of service");
    }
    void checkFails()
    {
        QFETCH(QString, keyword);
        QFETCH(QString, value);
        QFETCH(QString, words);
        Target target = joe();
        QMap<QString, QString> keywords = target.spec.toKeywords();
        keywords.insert(keyword, value);
        target.spec = store::specFromKeywords(keywords);
        const core::Findings findings = access::checkConnection(target, test::tools(), core::silentContext());
        QCOMPARE(idsOf(findings), QStringList{QStringLiteral("connection.failed")});
        QVERIFY2(findings.first().sentence.contains(words), qPrintable(findings.first().sentence));
        QCOMPARE(findings.first().severity, core::Severity::Blocker);
        QVERIFY(!findings.first().sentence.contains(QStringLiteral("hush-hush")));
    }

private:
    Target joe() const { return {m_cluster->tcpSpec(QStringLiteral("postgres"), QStringLiteral("joe")), core::Secret(password), {}, {}}; }
    static QString toolPath(process::ToolKind kind)
    {
        const auto tool = test::tools().pick(kind, 0);
        return tool ? tool->path : QString();
    }
    static QString psql(const Target& target, const QString& question)
    {
        const auto server = ServerAccess::open(target, core::silentContext());
        const auto access = server->forTool({}, QStringLiteral("tidemark/run"));
        if (!access)
            return access.error().toText();
        process::Command command(toolPath(process::ToolKind::Psql), {QStringLiteral("-XAtwc"), question});
        command.addOption(QStringLiteral("--dbname"), access->conninfo);
        process::RunOptions options;
        access->apply(command, options);
        const auto finished = process::run(command, options, core::silentContext());
        return finished ? QString::fromUtf8(finished->output + finished->errorOutput) : finished.error().toText();
    }
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_home;
};

QTEST_GUILESS_MAIN(AccessTest)
#include "accesstest.moc"
