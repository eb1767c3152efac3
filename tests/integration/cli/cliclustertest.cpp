// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl backup --cluster and --globals-only, as people and scripts meet them.
#include "backup/cluster/clusterdumpdraft.h"
#include "support/testcluster.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using namespace tidemark::backup::cluster;
using namespace Qt::StringLiterals;

namespace {

struct Ran
{
    int exitCode = -1;
    QByteArray output;
    QString errors;
    QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
    QJsonObject error() const { return json().value("error"_L1).toObject(); }
};

} // namespace

class CliClusterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void wholeServer();
    void globalsAlone();
    void argumentsMeanTheDraft_data();
    void argumentsMeanTheDraft();
    void planAndAgain();
    void refusals_data();
    void refusals();

private:
    Ran run(const QStringList& arguments, const char* style = "--json") const;
    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_home;
};

void CliClusterTest::initTestCase()
{
    for (const QString& name : {u"shop"_s, u"other db"_s}) {
        QVERIFY(m_cluster.createDatabase(name));
        QVERIFY(m_cluster.script(name, u"CREATE TABLE orders AS SELECT i FROM generate_series(1, 100) i"_s));
    }
    QVERIFY(m_cluster.sql(u"postgres"_s, u"CREATE ROLE clerk LOGIN PASSWORD 'x'"_s));
}

Ran CliClusterTest::run(const QStringList& arguments, const char* style) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto* folder : {"TIDEMARK_CONFIG_DIR", "TIDEMARK_DATA_DIR", "TIDEMARK_CACHE_DIR"})
        environment.insert(QLatin1String(folder), m_home.path());
    QProcess process;
    process.setProcessEnvironment(environment);
    const bool needsServer = arguments.first() == u"backup"_s || arguments.first() == u"restore"_s;
    const QStringList server =
        needsServer ? QStringList{u"--connection"_s, m_cluster.spec(u"shop"_s).toConninfo()} : QStringList();
    process.start(QStringLiteral(TIDEMARKCTL), QStringList{QLatin1String(style)} + server + arguments);
    if (!process.waitForFinished(60'000))
        process.kill();
    return {process.exitCode(), process.readAllStandardOutput(),
            QString::fromUtf8(process.readAllStandardError())};
}

void CliClusterTest::wholeServer()
{
    QTemporaryDir folder;
    const Ran made = run({u"backup"_s, u"--to"_s, folder.path(), u"--cluster"_s, u"--compress"_s, u"zstd"_s,
                          u"--file-name"_s, u"all of {server}"_s});
    QVERIFY2(made.exitCode == 0, qPrintable(made.errors));
    QCOMPARE(made.json().value("databases"_L1).toArray().size(), 4);
    QCOMPARE(made.json().value("kind"_L1).toString(), u"cluster"_s);
    const QString set = made.json().value("set"_L1).toString();
    QVERIFY(!QDir(set).entryList({u"all%20of*.sql.zst"_s}).isEmpty());
    QStringList names;
    for (const QJsonValue table : made.json().value("tables"_L1).toArray())
        names.append(table["database"_L1].toString() + u'.' + table["name"_L1].toString());
    QCOMPARE(names, (QStringList{u"other db.orders"_s, u"shop.orders"_s}));

    const Ran checked = run({u"check"_s, set});
    QVERIFY2(checked.exitCode == 0, qPrintable(checked.errors));
    const Ran inspected = run({u"inspect"_s, set});
    QVERIFY2(inspected.exitCode == 0, qPrintable(inspected.errors));
    const Ran listed = run({u"list"_s, folder.path()}, "--verbose");
    QVERIFY2(listed.output.contains("(all databases)"), listed.output.constData());
    const Ran restored = run({u"restore"_s, set, u"--into"_s, u"again"_s});
    QCOMPARE(restored.exitCode, 2);
    QVERIFY(restored.error().value("hint"_L1).toString().contains(u"psql"_s));
}

void CliClusterTest::globalsAlone()
{
    QTemporaryDir folder;
    const Ran made =
        run({u"backup"_s, u"--to"_s, folder.path(), u"--globals-only"_s, u"--no-role-passwords"_s});
    QVERIFY2(made.exitCode == 0, qPrintable(made.errors));
    QCOMPARE(made.json().value("rolePasswords"_L1).toBool(true), false);
    QCOMPARE(made.json().value("roles"_L1).toInt(), 2);
    QCOMPARE(run({u"check"_s, made.json().value("set"_L1).toString()}).exitCode, 0);
    const Ran listed = run({u"list"_s, folder.path()}, "--verbose");
    QVERIFY2(listed.output.contains("(globals)"), listed.output.constData());
    // The globals that go with a database, too.
    const Ran database = run({u"backup"_s, u"--to"_s, folder.path(), u"--no-role-passwords"_s});
    QVERIFY2(database.exitCode == 0, qPrintable(database.errors));
    QFile globals(database.json().value("set"_L1).toString() + u"/globals.sql"_s);
    QVERIFY(globals.open(QIODevice::ReadOnly));
    const QByteArray text = globals.readAll();
    QVERIFY(text.contains("CREATE ROLE clerk") && !text.contains("SCRAM"));
}

void CliClusterTest::argumentsMeanTheDraft_data()
{
    QTest::addColumn<ClusterDumpDraft>("draft");
    ClusterDumpDraft draft;
    draft.destination = u"/srv/back ups/-x"_s;
    QTest::newRow("nothing chosen") << draft;
    draft.compression = core::CompressionSpec{core::CompressionMethod::Zstd, 5};
    draft.excludedDatabases = {u"\"other db\""_s, u"post*"_s};
    draft.options = {{u"no-owner"_s, {}}, {u"rows-per-insert"_s, u"7"_s}, {u"encoding"_s, u"LATIN1"_s}};
    draft.part = backup::Part::Rows;
    draft.rolePasswords = backup::RolePasswords::Leave;
    draft.lockWait = std::chrono::seconds(7);
    draft.fileName = u"--{server} \"and\" 'more' {date}"_s;
    QTest::newRow("everything chosen") << draft;
    draft.part = backup::Part::Definitions;
    draft.compression = core::CompressionSpec{};
    QTest::newRow("definitions") << draft;
    for (const Content content : {Content::Globals, Content::Roles, Content::Tablespaces}) {
        ClusterDumpDraft globals;
        globals.destination = u"/srv"_s;
        globals.content = content;
        QTest::newRow(qPrintable(contentName(content))) << globals;
    }
}

void CliClusterTest::argumentsMeanTheDraft()
{
    QFETCH(ClusterDumpDraft, draft);
    QTemporaryDir folder;
    draft.destination = folder.path() + draft.destination; // one that can be written to
    const Ran printed = run(commandArguments(draft) + QStringList{u"--print-plan"_s});
    QVERIFY2(printed.exitCode == 0, qPrintable(printed.errors));
    const auto read =
        ClusterDumpDraft::fromJson(printed.json().value("plans"_L1).toArray().first().toObject());
    QVERIFY(read);
    QVERIFY(!read->serverLabel.isEmpty());
    draft.serverLabel = read->serverLabel; // comes from the connection
    QCOMPARE(commandArguments(*read), commandArguments(draft));
    QVERIFY(*read == draft);
    QVERIFY(ClusterDumpDraft::fromJson(draft.toJson()).value_or(ClusterDumpDraft{}) == draft);
}

void CliClusterTest::planAndAgain()
{
    QTemporaryDir folder;
    const Ran printed = run({u"backup"_s, u"--to"_s, folder.path(), u"--cluster"_s, u"--schema-only"_s,
                             u"--exclude-database"_s, u"shop"_s, u"--print-plan"_s},
                            "--verbose");
    QVERIFY2(printed.exitCode == 0, qPrintable(printed.errors));
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
    const QString file = m_home.filePath(u"plan.json"_s);
    QFile written(file);
    QVERIFY(written.open(QIODevice::WriteOnly) && written.write(printed.output) > 0);
    written.close();
    const Ran ran = run({u"backup"_s, u"--plan"_s, file});
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.errors));
    QCOMPARE(ran.json().value("databases"_L1).toArray(),
             (QJsonArray{u"template1"_s, u"other db"_s, u"postgres"_s}));
    QCOMPARE(ran.json().value("tables"_L1).toArray(), QJsonArray());
    // The set itself does as well as the plan that it was made by.
    const Ran like = run({u"backup"_s, u"--like"_s, ran.json().value("set"_L1).toString()});
    QVERIFY2(like.exitCode == 0, qPrintable(like.errors));
    QCOMPARE(like.json().value("databases"_L1), ran.json().value("databases"_L1));
    QCOMPARE(like.json().value("tables"_L1).toArray(), QJsonArray());
}

void CliClusterTest::refusals_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("word");
    QTest::newRow("with tables") << QStringList{u"--cluster"_s, u"--table"_s, u"x"_s} << u"--table"_s;
    QTest::newRow("with a database") << QStringList{u"--cluster"_s, u"--database"_s, u"x"_s}
                                     << u"--database"_s;
    QTest::newRow("with a format") << QStringList{u"--cluster"_s, u"--format"_s, u"custom"_s}
                                   << u"--format"_s;
    QTest::newRow("two contents") << QStringList{u"--globals-only"_s, u"--roles-only"_s} << u"--roles-only"_s;
    QTest::newRow("physical") << QStringList{u"--physical"_s, u"--cluster"_s} << u"--cluster"_s;
    QTest::newRow("exclusion alone") << QStringList{u"--exclude-database"_s, u"x"_s} << u"--cluster"_s;
    QTest::newRow("our own option") << QStringList{u"--cluster"_s, u"--option"_s, u"globals-only"_s}
                                    << u"--globals-only"_s;
    QTest::newRow("nothing matches") << QStringList{u"--cluster"_s, u"--exclude-database"_s, u"shopp"_s}
                                     << u"shopp"_s;
    QTest::newRow("no pattern") << QStringList{u"--cluster"_s, u"--exclude-database"_s, u"a.b"_s} << u"a.b"_s;
    QTest::newRow("rows of roles") << QStringList{u"--roles-only"_s, u"--data-only"_s} << u"databases"_s;
}

void CliClusterTest::refusals()
{
    QFETCH(QStringList, options);
    QFETCH(QString, word);
    QTemporaryDir folder;
    const Ran ran = run(QStringList{u"backup"_s, u"--to"_s, folder.path()} + options);
    QCOMPARE(ran.exitCode, 2);
    QVERIFY2(ran.error().value("message"_L1).toString().contains(word), ran.output.constData());
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
}

QTEST_GUILESS_MAIN(CliClusterTest)
#include "cliclustertest.moc"
