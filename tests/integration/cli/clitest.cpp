// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl as scripts use it: output, exit codes, JSON, signals.
#include "support/runs.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace tidemark;
using namespace tidemark::test;

namespace {

struct Ran
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
    QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
    QString verdict() const { return json().value(QLatin1String("verdict")).toString(); }
};

} // namespace

class TestCli : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void helpAndVersion();
    void manPageAndCompletionKnowEveryOption();
    void usageErrors_data();
    void usageErrors();
    void outputThatCannotBeWrittenIsAFailure();
    void toolsAreFound();
    void tablesAreListed();
    void backupListRestore();
    void inspectShowsContentsAndRows();
    void checkComparesWithTheManifest();
    void extractsTables();
    void errorsAreJsonToo();
    void passwordOnStandardInput();
    void profilesLiveInAFile();
    void lagOfAServer();
    void lagWatchEndsOnInterrupt();
    void interruptedBackupLeavesNothing();
    void tourOfTheDemo();
    void demoStartAndStop();

private:
    QProcessEnvironment environment() const;
    Ran run(const QStringList& arguments, const QByteArray& input = {}) const;
    QString connection(const char* database) const { return m_cluster.spec(QLatin1String(database)).toConninfo(); }
    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_home;
    QTemporaryDir m_backups;
};

QProcessEnvironment TestCli::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TIDEMARK_CONFIG_DIR"), m_home.path());
    environment.insert(QStringLiteral("TIDEMARK_DATA_DIR"), m_home.path());
    environment.insert(QStringLiteral("TIDEMARK_CACHE_DIR"), m_home.filePath(QStringLiteral("cache")));
    environment.insert(QStringLiteral("PGPASSFILE"), QStringLiteral("/nonexistent"));
    return environment;
}

Ran TestCli::run(const QStringList& arguments, const QByteArray& input) const
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(TIDEMARKCTL), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestCli::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("shop")));
    QVERIFY(m_cluster.script(QStringLiteral("shop"), QStringLiteral("CREATE TABLE orders AS SELECT i AS id, md5(i::text) AS note FROM generate_series(1, 300000) i")));
}

void TestCli::helpAndVersion()
{
    const Ran help = run({QStringLiteral("--help")});
    QCOMPARE(help.exitCode, 0);
    for (const char* command : {"demo", "profiles", "tools", "tables", "backup", "list", "inspect", "check", "delete", "import", "restore", "extract", "diff", "lag", "alerts"}) {
        QVERIFY2(help.output.contains(command), command);
        const Ran own = run({QLatin1String(command), QStringLiteral("--help")});
        QCOMPARE(own.exitCode, 0);
        QVERIFY2(own.output.contains(command), own.output.constData());
    }
    const Ran version = run({QStringLiteral("--version")});
    QCOMPARE(version.exitCode, 0);
    QVERIFY(version.output.startsWith("tidemarkctl "));
    QCOMPARE(run({}).exitCode, 2);
}

void TestCli::manPageAndCompletionKnowEveryOption()
{
    const auto textOf = [](const char* name) {
        QFile file(QStringLiteral(TIDEMARK_PACKAGING "/") + QLatin1String(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    const QString manual = textOf("man/tidemarkctl.1").remove(QLatin1Char('\\')); // a hyphen is written \-
    const QString completion = textOf("completions/tidemarkctl");
    QVERIFY(!manual.isEmpty() && !completion.isEmpty());
    static const QRegularExpression option(QStringLiteral("--[a-z][a-z-]+"));
    int checked = 0;
    for (const char* command : {"demo", "profiles", "tools", "tables", "backup", "list", "inspect", "check", "delete", "import", "restore", "extract", "diff", "lag", "alerts"}) {
        QVERIFY2(manual.contains(QLatin1String(command)) && completion.contains(QLatin1String(command)), command);
        const QString help = QString::fromUtf8(run({QLatin1String(command), QStringLiteral("--help")}).output);
        for (auto match = option.globalMatch(help); match.hasNext(); ++checked) {
            const QString name = match.next().captured();
            QVERIFY2(manual.contains(name), qPrintable(name));
            QVERIFY2(completion.contains(name), qPrintable(name));
        }
    }
    QVERIFY(checked > 40);
}

void TestCli::usageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no such command") << QStringList{QStringLiteral("destroy")};
    const auto extract = [](const QStringList& more) { return QStringList{QStringLiteral("extract"), QStringLiteral("/nonexistent")} + more; };
    QTest::newRow("extract without a table") << extract({});
    QTest::newRow("extract as nothing known") << extract({QStringLiteral("--table"), QStringLiteral("t"), QStringLiteral("--as"), QStringLiteral("xml")});
    QTest::newRow("extract with odd keys") << extract({QStringLiteral("--table"), QStringLiteral("t"), QStringLiteral("--foreign-keys"), QStringLiteral("perhaps")});
    QTest::newRow("explain into a file") << extract({QStringLiteral("--table"), QStringLiteral("t"), QStringLiteral("--explain"), QStringLiteral("--to"), QStringLiteral("f")});
    QTest::newRow("no such option") << QStringList{QStringLiteral("backup"), QStringLiteral("--fast")};
    QTest::newRow("no destination") << QStringList{QStringLiteral("backup")};
    QTest::newRow("no target") << QStringList{QStringLiteral("restore"), QStringLiteral("x")};
    QTest::newRow("bad interval") << QStringList{QStringLiteral("lag"), QStringLiteral("--interval"), QStringLiteral("soon")};
    QTest::newRow("interval that is no number") << QStringList{QStringLiteral("lag"), QStringLiteral("--watch"), QStringLiteral("--interval"), QStringLiteral("nan")};
    QTest::newRow("interval without watch") << QStringList{QStringLiteral("lag"), QStringLiteral("--interval"), QStringLiteral("5")};
    QTest::newRow("no command") << QStringList{QStringLiteral("--verbose")};
    QTest::newRow("too many arguments") << QStringList{QStringLiteral("tools"), QStringLiteral("extra")};
    QTest::newRow("option given twice") << QStringList{QStringLiteral("backup"), QStringLiteral("--to"), QStringLiteral("a"), QStringLiteral("--to"), QStringLiteral("b")};
    QTest::newRow("server for a command without one") << QStringList{QStringLiteral("--profile"), QStringLiteral("x"), QStringLiteral("tools")};
    QTest::newRow("profile without connection") << QStringList{QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("x")};
    QTest::newRow("no such environment") << QStringList{QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("x"), QStringLiteral("--connection"),
                                                        QStringLiteral("host=h"), QStringLiteral("--environment"), QStringLiteral("prod")};
    QTest::newRow("bad conninfo") << QStringList{QStringLiteral("--connection"), QStringLiteral("host"), QStringLiteral("lag")};
    QTest::newRow("password in conninfo") << QStringList{QStringLiteral("--connection"), QStringLiteral("host=h password=geheim"), QStringLiteral("lag")};
    QTest::newRow("password in URI") << QStringList{QStringLiteral("--connection"), QStringLiteral("postgresql://u:geheim@h/d"), QStringLiteral("lag")};
}

void TestCli::usageErrors()
{
    QFETCH(QStringList, arguments);
    const Ran ran = run(arguments);
    QCOMPARE(ran.exitCode, 2);
    QVERIFY(!ran.errors.isEmpty());
    QVERIFY(ran.output.isEmpty());
    QVERIFY(!ran.errors.contains("geheim"));
    const Ran json = run(QStringList{QStringLiteral("--json")} + arguments);
    QCOMPARE(json.exitCode, 2);
    QCOMPARE(json.verdict(), QStringLiteral("failed"));
    QCOMPARE(json.json().value(QLatin1String("error")).toObject().value(QLatin1String("kind")).toString(), QStringLiteral("invalidInput"));
    QVERIFY2(json.errors.isEmpty(), json.errors.constData()); // the object says it; JSON lines only may stand there
}

void TestCli::outputThatCannotBeWrittenIsAFailure()
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.setStandardOutputFile(QStringLiteral("/dev/full"));
    process.start(QStringLiteral(TIDEMARKCTL), {QStringLiteral("tools")});
    QVERIFY(process.waitForFinished(30'000));
    QCOMPARE(process.exitCode(), 1);
}

void TestCli::toolsAreFound()
{
    const Ran ran = run({QStringLiteral("tools"), QStringLiteral("--json")});
    QCOMPARE(ran.exitCode, 0);
    bool dump = false;
    for (const QJsonValue tool : ran.json().value(QLatin1String("tools")).toArray())
        dump = dump || tool.toObject().value(QLatin1String("name")).toString() == QLatin1String("pg_dump");
    QVERIFY(dump);
}

void TestCli::tablesAreListed()
{
    const Ran ran = run({QStringLiteral("--json"), QStringLiteral("--connection"), connection("shop"), QStringLiteral("tables")});
    QCOMPARE(ran.exitCode, 0);
    QCOMPARE(ran.json().value(QLatin1String("database")).toString(), QStringLiteral("shop"));
    const QJsonArray tables = ran.json().value(QLatin1String("tables")).toArray();
    QCOMPARE(tables.size(), 1);
    QCOMPARE(tables.first().toObject().value(QLatin1String("name")).toString(), QStringLiteral("orders"));
}

void TestCli::backupListRestore()
{
    const Ran backup = run({QStringLiteral("--json"), QStringLiteral("--connection"), connection("postgres"), QStringLiteral("backup"), QStringLiteral("--database"),
                            QStringLiteral("shop"), QStringLiteral("--to"), m_backups.path()});
    QVERIFY2(backup.exitCode == 0, backup.errors.constData());
    QCOMPARE(backup.verdict(), QStringLiteral("ok"));
    const QJsonArray tables = backup.json().value(QLatin1String("tables")).toArray();
    QCOMPARE(tables.size(), 1);
    QCOMPARE(tables.first().toObject().value(QLatin1String("rows")).toInteger(), 300'000);
    QCOMPARE(tables.first().toObject().value(QLatin1String("digest")).toString().size(), 32);
    for (const QByteArray& line : backup.errors.split('\n')) // progress is JSON lines
        QVERIFY2(line.isEmpty() || QJsonDocument::fromJson(line).isObject(), line.constData());

    const Ran list = run({QStringLiteral("--json"), QStringLiteral("list"), m_backups.path()});
    QCOMPARE(list.exitCode, 0);
    const QJsonObject set = list.json().value(QLatin1String("sets")).toArray().first().toObject();
    QCOMPARE(set.value(QLatin1String("path")).toString(), backup.json().value(QLatin1String("set")).toString());
    QCOMPARE(set.value(QLatin1String("proven")).toString(), QStringLiteral("readBack"));

    const Ran restored = run({QStringLiteral("--json"), QStringLiteral("--connection"), connection("postgres"), QStringLiteral("restore"),
                              set.value(QLatin1String("path")).toString(), QStringLiteral("--into"), QStringLiteral("shop2")});
    QVERIFY2(restored.exitCode == 0, restored.errors.constData());
    QCOMPARE(m_cluster.value(QStringLiteral("shop2"), QStringLiteral("SELECT count(*) FROM orders")), QStringLiteral("300000"));
    const Ran again = run({QStringLiteral("--connection"), connection("postgres"), QStringLiteral("restore"), set.value(QLatin1String("path")).toString(),
                           QStringLiteral("--into"), QStringLiteral("shop2")});
    QCOMPARE(again.exitCode, 1);
    QVERIFY(again.errors.contains("shop2"));
}

void TestCli::inspectShowsContentsAndRows()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("odd")));
    QVERIFY(m_cluster.script(QStringLiteral("odd"), QStringLiteral("CREATE SCHEMA \"a.b\"; CREATE TABLE \"a.b\".\"T \"\"x\"(\"Id\" int, \"n ü\" text); "
                                                                   "INSERT INTO \"a.b\".\"T \"\"x\" VALUES (1, NULL), (2, ''), (3, E'a\\tb'); CREATE VIEW v AS SELECT 1 AS a")));
    const QTemporaryDir folder;
    for (const char* format : {"custom", "directory", "tar", "plain"}) {
        const QString path = folder.filePath(QLatin1String(format));
        QVERIFY(m_cluster.dump(QStringLiteral("odd"), {QStringLiteral("--format=") + QLatin1String(format)}, path));
        const Ran contents = run({QStringLiteral("--json"), QStringLiteral("inspect"), path});
        QCOMPARE(contents.exitCode, 0);
        QCOMPARE(contents.json().value(QLatin1String("format")).toString(), QLatin1String(format));
        bool found = false;
        for (const QJsonValue entry : contents.json().value(QLatin1String("entries")).toArray())
            found = found || (entry[QLatin1String("type")] == QLatin1String("TABLE DATA") && entry[QLatin1String("schema")] == QLatin1String("a.b") &&
                              entry[QLatin1String("name")] == QLatin1String("T \"x") && entry[QLatin1String("section")] == QLatin1String("data"));
        QVERIFY(found);
        const Ran rows = run({QStringLiteral("--json"), QStringLiteral("inspect"), path, QStringLiteral("--table"), QStringLiteral("\"a.b\".\"T \"\"x\""),
                              QStringLiteral("--rows"), QStringLiteral("2")});
        QCOMPARE(rows.exitCode, 0);
        QCOMPARE(QJsonDocument(rows.json().value(QLatin1String("columns")).toArray()).toJson(QJsonDocument::Compact), QByteArray("[\"Id\",\"n ü\"]"));
        QCOMPARE(QJsonDocument(rows.json().value(QLatin1String("rows")).toArray()).toJson(QJsonDocument::Compact), QByteArray("[[\"1\",null],[\"2\",\"\"]]"));
        QCOMPARE(run({QStringLiteral("inspect"), path, QStringLiteral("--table"), QStringLiteral("absent")}).exitCode, 1);
        QCOMPARE(run({QStringLiteral("inspect"), path, QStringLiteral("--table"), QStringLiteral("v")}).exitCode, 1);
        QCOMPARE(run({QStringLiteral("inspect"), path, QStringLiteral("--rows"), QStringLiteral("2")}).exitCode, 2);
        QVERIFY(run({QStringLiteral("inspect"), path}).output.contains("TABLE DATA"));
        QCOMPARE(run({QStringLiteral("check"), path}).exitCode, 0);
    }
    QCOMPARE(run({QStringLiteral("inspect"), QStringLiteral(TIDEMARKCTL)}).exitCode, 2); // no dump at all
}

void TestCli::checkComparesWithTheManifest()
{
    const QTemporaryDir folder;
    const Ran backup = run({QStringLiteral("--json"), QStringLiteral("--connection"), connection("shop"), QStringLiteral("backup"), QStringLiteral("--to"), folder.path()});
    QCOMPARE(backup.exitCode, 0);
    const QString set = backup.json().value(QLatin1String("set")).toString();
    const auto checks = [&set] {
        QFile file(set + QStringLiteral("/checks.jsonl"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const Ran good = run({QStringLiteral("--json"), QStringLiteral("check"), set});
    QCOMPARE(good.exitCode, 0);
    const QJsonValue table = good.json().value(QLatin1String("tables"))[0];
    QCOMPARE(table[QLatin1String("name")].toString(), QStringLiteral("orders"));
    QCOMPARE(table[QLatin1String("rows")].toInt(), 300000);
    QCOMPARE(table[QLatin1String("digest")].toString().size(), 32);
    QCOMPARE(checks().count('\n'), 1);
    QVERIFY(checks().contains("\"kind\":\"readBack\"") && checks().contains("\"verdict\":\"ok\""));

    // Another dump of the same size as the old one, in its place: readable, and not what was written.
    QFile globals(set + QStringLiteral("/globals.sql"));
    QVERIFY(globals.open(QIODevice::ReadWrite));
    QByteArray text = globals.readAll();
    text[text.size() / 2] = text[text.size() / 2] == 'x' ? 'y' : 'x';
    QVERIFY(globals.seek(0) && globals.write(text) == text.size());
    globals.close();
    const Ran changed = run({QStringLiteral("--json"), QStringLiteral("check"), set});
    QCOMPARE(changed.exitCode, 4);
    QCOMPARE(changed.verdict(), QStringLiteral("differences"));
    QVERIFY(changed.output.contains("globals.sql"));
    QCOMPARE(checks().count('\n'), 2);

    QFile dump(set + QStringLiteral("/shop.dump"));
    QVERIFY(dump.open(QIODevice::ReadWrite));
    QVERIFY(dump.seek(dump.size() / 2) && dump.write("damaged") == 7);
    dump.close();
    const Ran damaged = run({QStringLiteral("--json"), QStringLiteral("check"), set});
    QCOMPARE(damaged.exitCode, 1);
    QCOMPARE(damaged.json().value(QLatin1String("error"))[QLatin1String("kind")].toString(), QStringLiteral("corrupt"));
    QCOMPARE(checks().count('\n'), 3);
    QVERIFY(checks().contains("\"verdict\":\"failed\""));
}

void TestCli::extractsTables()
{
    const QString database = QStringLiteral("extract_me");
    QVERIFY(m_cluster.createDatabase(database));
    QVERIFY(m_cluster.script(database, QStringLiteral("CREATE TYPE mood AS ENUM ('good'); CREATE TABLE a (id serial PRIMARY KEY, m mood); INSERT INTO a (m) VALUES ('good'), (NULL);"
                                                      "CREATE TABLE \"B\" (a integer REFERENCES a); INSERT INTO \"B\" VALUES (2)")));
    const QString dump = m_home.filePath(QStringLiteral("extract.dump"));
    QVERIFY(m_cluster.dump(database, {QStringLiteral("--format=custom")}, dump));
    const auto extract = [&](const QStringList& more) { return run(QStringList{QStringLiteral("extract"), dump} + more); };
    const QString one = QStringLiteral("--table=a");
    const QString other = QStringLiteral("--table=public.\"B\"");

    QVERIFY(extract({one, QStringLiteral("--explain")}).output.contains("type of column public.a.m"));
    QCOMPARE(extract({one, QStringLiteral("--as=csv")}).output, QByteArray("id,m\n1,good\n2,\n"));
    QCOMPARE(extract({QStringLiteral("--table=b")}).exitCode, 1);
    const QJsonObject explained = run({QStringLiteral("--json"), QStringLiteral("extract"), dump, other}).json();
    QCOMPARE(explained.value(QLatin1String("skipped")).toArray().size(), 1);

    const QString file = m_home.filePath(QStringLiteral("extract.sql"));
    const Ran written = extract({other, QStringLiteral("--foreign-keys=bring"), QStringLiteral("--to"), file});
    QCOMPARE(written.exitCode, 0);
    QCOMPARE(written.output, QByteArray());
    QVERIFY(m_cluster.createDatabase(QStringLiteral("extracted")));
    const auto ran = m_cluster.runTool(process::ToolKind::Psql, QStringLiteral("extracted"), {QStringLiteral("--set=ON_ERROR_STOP=1"), QStringLiteral("--file=") + file});
    QVERIFY(ran && ran->succeeded());
    QCOMPARE(m_cluster.value(QStringLiteral("extracted"), QStringLiteral("INSERT INTO a DEFAULT VALUES RETURNING id")), QStringLiteral("3"));
    QCOMPARE(m_cluster.value(QStringLiteral("extracted"), QStringLiteral("SELECT count(*) FROM \"B\" JOIN a ON id = a")), QStringLiteral("1"));
    QCOMPARE(extract({one, QStringLiteral("--to"), file}).exitCode, 1); // it exists

    const QString folder = m_home.filePath(QStringLiteral("rows"));
    QCOMPARE(extract({one, other, QStringLiteral("--as=jsonl")}).exitCode, 2);
    QCOMPARE(extract({one, other, QStringLiteral("--as=jsonl"), QStringLiteral("--to"), folder}).exitCode, 0);
    QCOMPARE(QDir(folder).entryList(QDir::Files, QDir::Name | QDir::IgnoreCase), (QStringList{QStringLiteral("public.a.jsonl"), QStringLiteral("public.B.jsonl")}));
    QCOMPARE(QDir(m_home.path()).entryList({QStringLiteral("*.partial-*")}), QStringList());
}

void TestCli::errorsAreJsonToo()
{
    const Ran ran = run({QStringLiteral("--json"), QStringLiteral("--connection"), connection("no such db"), QStringLiteral("backup"), QStringLiteral("--to"), m_backups.path()});
    QCOMPARE(ran.exitCode, 1);
    const QJsonObject error = ran.json().value(QLatin1String("error")).toObject();
    QCOMPARE(error.value(QLatin1String("kind")).toString(), QStringLiteral("notFound"));
    for (const char* field : {"message", "detail", "hint"})
        QVERIFY2(!error.value(QLatin1String(field)).toString().isEmpty(), field);
}

void TestCli::passwordOnStandardInput()
{
    auto cluster = TestCluster::start();
    QVERIFY(cluster);
    QVERIFY(cluster->script(QStringLiteral("postgres"), QStringLiteral("SET password_encryption = 'scram-sha-256'; CREATE ROLE p LOGIN SUPERUSER PASSWORD 'right'")));
    QVERIFY(cluster->listenOnTcp());
    const QStringList arguments{QStringLiteral("--connection"), cluster->tcpSpec(QStringLiteral("postgres"), QStringLiteral("p")).toConninfo(), QStringLiteral("--password-stdin"),
                                QStringLiteral("backup"), QStringLiteral("--to"), m_backups.path()};
    const Ran good = run(arguments, "right\n");
    QVERIFY2(good.exitCode == 0, good.errors.constData());
    const Ran bad = run(QStringList{QStringLiteral("--json")} + arguments, "wrong\n");
    QCOMPARE(bad.exitCode, 1);
    QCOMPARE(bad.json().value(QLatin1String("error")).toObject().value(QLatin1String("kind")).toString(), QStringLiteral("authenticationFailed"));
}

void TestCli::profilesLiveInAFile()
{
    QCOMPARE(run({QStringLiteral("--connection"), connection("shop"), QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("My shop"), QStringLiteral("--environment"), QStringLiteral("staging")}).exitCode, 0);
    const Ran twice = run({QStringLiteral("--connection"), connection("shop"), QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("My shop")});
    QCOMPARE(twice.exitCode, 1);
    const Ran list = run({QStringLiteral("--json"), QStringLiteral("profiles"), QStringLiteral("list")});
    QCOMPARE(list.json().value(QLatin1String("profiles")).toArray().size(), 1);
    QVERIFY(run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("My shop")}).output.contains("shop"));
    const Ran test = run({QStringLiteral("profiles"), QStringLiteral("test"), QStringLiteral("My shop")});
    QVERIFY2(test.exitCode == 0, test.errors.constData());
    QCOMPARE(run({QStringLiteral("--profile"), QStringLiteral("My shop"), QStringLiteral("tables")}).exitCode, 0);
    const Ran unknown = run({QStringLiteral("--profile"), QStringLiteral("Nobody"), QStringLiteral("tables")});
    QCOMPARE(unknown.exitCode, 1);
    const Ran imported = run({QStringLiteral("profiles"), QStringLiteral("import"), QStringLiteral("postgresql://u@db.example/x")});
    QCOMPARE(imported.exitCode, 0);
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("remove"), QStringLiteral("My shop")}).exitCode, 0);
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("My shop")}).exitCode, 1);
}

void TestCli::lagOfAServer()
{
    const Ran ran = run({QStringLiteral("--json"), QStringLiteral("--connection"), connection("postgres"), QStringLiteral("lag")});
    QCOMPARE(ran.exitCode, 0);
    QCOMPARE(ran.json().value(QLatin1String("role")).toString(), QStringLiteral("primary"));
    QVERIFY(ran.json().value(QLatin1String("standbys")).isArray());
}

void TestCli::lagWatchEndsOnInterrupt()
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(TIDEMARKCTL), {QStringLiteral("--json"), QStringLiteral("--connection"), connection("postgres"), QStringLiteral("lag"), QStringLiteral("--watch"),
                                                QStringLiteral("--interval"), QStringLiteral("1")});
    QVERIFY(process.waitForStarted());
    QTest::qWait(2600);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(5000));
    QCOMPARE(process.exitCode(), 130);
    int samples = 0;
    for (const QByteArray& line : process.readAllStandardOutput().split('\n'))
        samples += QJsonDocument::fromJson(line).object().contains(QLatin1String("lsn")) ? 1 : 0;
    QVERIFY2(samples >= 2, qPrintable(QString::number(samples)));
}

void TestCli::interruptedBackupLeavesNothing()
{
    QTemporaryDir folder;
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(TIDEMARKCTL), {QStringLiteral("--connection"), connection("shop"), QStringLiteral("backup"), QStringLiteral("--to"), folder.path()});
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(!leftovers(folder.path()).isEmpty(), 10'000);
    for (int i = 0; i < 2; ++i) { // as timeout(1) does: to the process, then to its group
        ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
        QTest::qSleep(5);
    }
    QVERIFY(process.waitForFinished(15'000));
    QCOMPARE(process.exitCode(), 130);
    QCOMPARE(leftovers(folder.path()), QString());
    QCOMPARE(tidemarkSessions(m_cluster), QString());
}

void TestCli::tourOfTheDemo()
{
    const Ran ran = run({QStringLiteral("--json"), QStringLiteral("demo")});
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    const QJsonObject json = ran.json();
    QCOMPARE(json.value(QLatin1String("commentsRestored")).toInteger(), json.value(QLatin1String("commentsBefore")).toInteger());
    QVERIFY(json.value(QLatin1String("commentsAfterAccident")).toInteger() < json.value(QLatin1String("commentsBefore")).toInteger());
    QCOMPARE(json.value(QLatin1String("lag")).toObject().value(QLatin1String("standbys")).toArray().size(), 1);
    const double seconds = json.value(QLatin1String("seconds")).toDouble();
    QVERIFY2(seconds < 60, qPrintable(QString::number(seconds)));
}

void TestCli::demoStartAndStop()
{
    QTemporaryDir parent(QStringLiteral("/var/tmp/tidemark-cli-XXXXXX"));
    QFile::setPermissions(parent.path(), QFileDevice::Permissions(0x7755));
    const QString folder = parent.path() + QStringLiteral("/demo");
    const Ran started = run({QStringLiteral("--json"), QStringLiteral("demo"), QStringLiteral("start"), folder});
    QVERIFY2(started.exitCode == 0, started.errors.constData());
    const QString primary = started.json().value(QLatin1String("primary")).toString();
    const Ran lag = run({QStringLiteral("--json"), QStringLiteral("--connection"), primary, QStringLiteral("lag")});
    QCOMPARE(lag.json().value(QLatin1String("standbys")).toArray().size(), 1);
    const Ran stopped = run({QStringLiteral("demo"), QStringLiteral("stop"), folder});
    QVERIFY2(stopped.exitCode == 0, stopped.errors.constData());
    QVERIFY(!QFileInfo::exists(folder));
    QCOMPARE(run({QStringLiteral("demo"), QStringLiteral("stop"), folder}).exitCode, 1);
}

QTEST_GUILESS_MAIN(TestCli)
#include "clitest.moc"
