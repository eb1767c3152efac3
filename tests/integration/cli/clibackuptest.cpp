// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl backup with all its options, as people and scripts meet it.
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
using namespace Qt::StringLiterals;

namespace {

struct Ran
{
    int exitCode = -1;
    QByteArray output;
    QString errors;
    QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
    QString message() const { return json().value("error"_L1).toObject().value("message"_L1).toString(); }
};

QStringList tableNames(const QJsonObject& json)
{
    QStringList names;
    for (const QJsonValue table : json.value("tables"_L1).toArray())
        names.append(table["name"_L1].toString());
    names.sort();
    return names;
}

} // namespace

class CliBackupTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void formats_data();
    void formats();
    void contents();
    void severalDatabases();
    void planAndAgain();
    void presets();
    void likeAnEarlierSet();
    void whatIsExpectedIsSaid();
    void basePlanAndAgain();
    void refusals_data();
    void refusals();

private:
    Ran run(const QStringList& options, const char* style = "--json") const;
    Ran start(const QStringList& arguments) const;
    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_home;
};

void CliBackupTest::initTestCase()
{
    for (const auto* name : {"shop", "other db"}) {
        QVERIFY(m_cluster.createDatabase(QLatin1String(name)));
        QVERIFY(m_cluster.script(QLatin1String(name), u"CREATE TABLE orders AS SELECT i FROM generate_series(1, 100) i; CREATE TABLE \"Odd one\" AS SELECT 1 AS i; CREATE TABLE log (l text)"_s));
    }
}

Ran CliBackupTest::run(const QStringList& options, const char* style) const
{
    return start(QStringList{QLatin1String(style), u"--connection"_s, m_cluster.spec(u"shop"_s).toConninfo(), u"backup"_s} + options);
}

Ran CliBackupTest::start(const QStringList& arguments) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto* folder : {"TIDEMARK_CONFIG_DIR", "TIDEMARK_DATA_DIR", "TIDEMARK_CACHE_DIR"})
        environment.insert(QLatin1String(folder), m_home.path());
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(TIDEMARKCTL), arguments);
    if (!process.waitForFinished(60'000))
        process.kill();
    return {process.exitCode(), process.readAllStandardOutput(), QString::fromUtf8(process.readAllStandardError())};
}

void CliBackupTest::formats_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("name");
    QTest::newRow("custom by itself") << QStringList() << u"shop.dump"_s;
    QTest::newRow("directory") << QStringList{u"--format"_s, u"directory"_s, u"--jobs"_s, u"2"_s} << u"shop.dir"_s;
    QTest::newRow("jobs alone") << QStringList{u"--jobs"_s, u"2"_s} << u"shop.dir"_s;
    QTest::newRow("tar") << QStringList{u"--format"_s, u"tar"_s} << u"shop.tar"_s;
    QTest::newRow("plain") << QStringList{u"--format"_s, u"plain"_s, u"--compress"_s, u"none"_s} << u"shop.sql"_s;
    QTest::newRow("plain, zstd") << QStringList{u"--format"_s, u"plain"_s, u"--compress"_s, u"zstd:5"_s} << u"shop.sql.zst"_s;
    QTest::newRow("a name of its own") << QStringList{u"--file-name"_s, u"{server}/{database} now"_s} << u"%2Fshop%20now.dump"_s;
}

void CliBackupTest::formats()
{
    QFETCH(QStringList, options);
    QFETCH(QString, name);
    QTemporaryDir folder;
    const Ran ran = run(QStringList{u"--to"_s, folder.path()} + options);
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.errors));
    QCOMPARE(tableNames(ran.json()), (QStringList{u"Odd one"_s, u"log"_s, u"orders"_s}));
    const QStringList files = QDir(ran.json().value("set"_L1).toString()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    QVERIFY2(std::any_of(files.begin(), files.end(), [&name](const QString& file) { return file.endsWith(name); }), qPrintable(files.join(u' ')));
}

void CliBackupTest::contents()
{
    QTemporaryDir folder;
    const Ran some = run({u"--to"_s, folder.path(), u"--table"_s, u"public.orders"_s, u"--table"_s, u"public.\"Odd one\""_s});
    QVERIFY2(some.exitCode == 0, qPrintable(some.errors));
    QCOMPARE(tableNames(some.json()), (QStringList{u"Odd one"_s, u"orders"_s}));
    const Ran without = run({u"--to"_s, folder.path(), u"--exclude-table"_s, u"log"_s, u"--exclude-table-data"_s, u"o*"_s, u"--option"_s, u"no-owner"_s, u"--option"_s, u"--rows-per-insert=7"_s});
    QVERIFY2(without.exitCode == 0, qPrintable(without.errors));
    QCOMPARE(tableNames(without.json()), QStringList{u"Odd one"_s});
}

void CliBackupTest::severalDatabases()
{
    QTemporaryDir folder;
    const Ran two = run({u"--to"_s, folder.path(), u"--database"_s, u"shop"_s, u"--database"_s, u"other db"_s});
    QVERIFY2(two.exitCode == 0, qPrintable(two.errors));
    QCOMPARE(two.json().value("sets"_L1).toArray().size(), 2);
    const Ran all = run({u"--to"_s, folder.path(), u"--all-databases"_s});
    QVERIFY2(all.exitCode == 0, qPrintable(all.errors));
    QCOMPARE(all.json().value("sets"_L1).toArray().size(), 3); // and postgres
}

void CliBackupTest::planAndAgain()
{
    QTemporaryDir folder;
    const QStringList options{u"--to"_s, folder.path(), u"--format"_s, u"tar"_s, u"--schema-only"_s, u"--exclude-table"_s, u"\"Odd one\""_s, u"--option"_s, u"no-privileges"_s,
                              u"--lock-wait"_s, u"7"_s, u"--no-globals"_s};
    const Ran printed = run(options + QStringList{u"--print-plan"_s}, "--verbose");
    QVERIFY2(printed.exitCode == 0, qPrintable(printed.errors));
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
    const QString file = m_home.filePath(u"plan.json"_s);
    QFile written(file);
    QVERIFY(written.open(QIODevice::WriteOnly) && written.write(printed.output) > 0);
    written.close();

    const Ran ran = run({u"--plan"_s, file});
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.errors));
    const QDir set(ran.json().value("set"_L1).toString());
    QVERIFY(set.exists(u"shop.tar"_s) && !set.exists(u"globals.sql"_s));
    QVERIFY(tableNames(ran.json()).isEmpty());
    const Ran again = run({u"--plan"_s, file, u"--print-plan"_s}, "--verbose");
    QCOMPARE(again.output, printed.output);

    QFile::resize(file, 40);
    QCOMPARE(run({u"--plan"_s, file}).exitCode, 2);
    QCOMPARE(run({u"--plan"_s, u"/nonexistent"_s}).exitCode, 1);
}

void CliBackupTest::presets()
{
    QTemporaryDir folder;
    const QString name = u"nightly \"ü\"\nx"_s;
    const auto presets = [this](const QStringList& arguments) { return start(QStringList{u"--json"_s, u"presets"_s} + arguments); };
    QVERIFY(start({u"profiles"_s, u"add"_s, u"Shop's"_s, u"--connection"_s, m_cluster.spec(u"shop"_s).toConninfo()}).exitCode == 0);
    const QStringList options{u"--to"_s, folder.path(), u"--format"_s, u"plain"_s, u"--exclude-table"_s, u"log"_s, u"--database"_s, u"other db"_s};
    const Ran saved = presets(QStringList{u"save"_s, name, u"--profile"_s, u"Shop's"_s} + options);
    QVERIFY2(saved.exitCode == 0, qPrintable(saved.errors));
    QCOMPARE(presets(QStringList{u"save"_s, name, u"--profile"_s, u"Shop's"_s} + options).exitCode, 1); // taken
    QCOMPARE(presets(QStringList{u"save"_s, name, u"--profile"_s, u"Shop's"_s, u"--replace"_s} + options).exitCode, 0);
    QCOMPARE(presets({u"save"_s, u"for all"_s, u"--schema-only"_s}).exitCode, 0); // the folder may come later
    QCOMPARE(presets({u"save"_s, u"x"_s, u"--physical"_s}).exitCode, 2);
    QCOMPARE(presets({u"list"_s}).json().value("presets"_L1).toArray().size(), 2);
    const QJsonObject first = presets({u"list"_s, u"--profile"_s, u"Shop's"_s}).json().value("presets"_L1).toArray().first().toObject();
    QCOMPARE(first.value("name"_L1).toString(), name);
    QCOMPARE(first.value("profile"_L1).toString(), u"Shop's"_s);
    const Ran shown = start({u"presets"_s, u"show"_s, name, u"--profile"_s, u"Shop's"_s});
    QVERIFY2(shown.output.contains("'--profile=Shop'\\''s' backup") && shown.output.contains("--exclude-table=log"), shown.output.constData());

    const Ran ran = start({u"--json"_s, u"--profile"_s, u"Shop's"_s, u"backup"_s, u"--preset"_s, name, u"--compress"_s, u"none"_s});
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.errors));
    QCOMPARE(tableNames(ran.json()), (QStringList{u"Odd one"_s, u"orders"_s}));
    QVERIFY2(QFile::exists(ran.json().value("set"_L1).toString() + u"/other%20db.sql"_s), ran.output.constData()); // its format, and the compression on top
    QVERIFY(ran.json().value("set"_L1).toString().contains(u"/Shop%27s/"_s));
    const Ran everywhere = run({u"--preset"_s, u"for all"_s, u"--to"_s, folder.path()});
    QVERIFY2(everywhere.exitCode == 0, qPrintable(everywhere.errors));
    QVERIFY(tableNames(everywhere.json()).isEmpty());
    QCOMPARE(run({u"--preset"_s, u"for all"_s}).exitCode, 2); // where to?
    QCOMPARE(run({u"--preset"_s, name}).exitCode, 1);         // is of a profile that is not named here
    QCOMPARE(run({u"--preset"_s, u"for all"_s, u"--plan"_s, u"x"_s}).exitCode, 2);

    QCOMPARE(presets({u"remove"_s, name}).exitCode, 1);
    QCOMPARE(presets({u"remove"_s, name, u"--profile"_s, u"Shop's"_s}).exitCode, 0);
    QCOMPARE(presets({u"remove"_s, u"for all"_s, u"--profile"_s, u"Shop's"_s}).exitCode, 1);
    QCOMPARE(presets({u"remove"_s, u"for all"_s}).exitCode, 0);
    QVERIFY(presets({}).json().value("presets"_L1).toArray().isEmpty());
}

void CliBackupTest::likeAnEarlierSet()
{
    QTemporaryDir folder;
    const QString first = folder.filePath(u"first"_s);
    const Ran then = run({u"--to"_s, first, u"--database"_s, u"other db"_s, u"--format"_s, u"tar"_s, u"--table"_s, u"ord*"_s, u"--no-globals"_s});
    QVERIFY2(then.exitCode == 0, qPrintable(then.errors));
    const QString set = then.json().value("set"_L1).toString();
    const Ran again = run({u"--like"_s, set, u"--to"_s, folder.filePath(u"second"_s)});
    QVERIFY2(again.exitCode == 0, qPrintable(again.errors));
    QVERIFY(QFile::exists(again.json().value("set"_L1).toString() + u"/other%20db.tar"_s));
    QCOMPARE(tableNames(again.json()), QStringList{u"orders"_s});
    const Ran other = run({u"--like"_s, set, u"--database"_s, u"shop"_s, u"--to"_s, folder.filePath(u"third"_s)});
    QVERIFY2(other.exitCode == 0, qPrintable(other.errors));
    QCOMPARE(tableNames(other.json()), QStringList{u"orders"_s});

    // The set was taken elsewhere, and its folder is gone.
    const QString moved = folder.filePath(u"moved"_s);
    QVERIFY(QDir().rename(set, moved));
    QVERIFY(QDir(first).removeRecursively());
    const Ran gone = run({u"--like"_s, moved});
    QCOMPARE(gone.exitCode, 1);
    QVERIFY2(gone.message().contains(first), qPrintable(gone.message()));
    QVERIFY(!QDir(first).exists());
    QCOMPARE(run({u"--like"_s, moved, u"--to"_s, folder.filePath(u"fourth"_s)}).exitCode, 0);
    const Ran dropped = run({u"--like"_s, moved, u"--to"_s, folder.filePath(u"fifth"_s), u"--database"_s, u"never there"_s});
    QCOMPARE(dropped.exitCode, 1);
    QVERIFY2(QString::fromUtf8(dropped.output).contains(u"never there"_s), dropped.output.constData());
    QCOMPARE(run({u"--like"_s, folder.path()}).exitCode, 1);
}

void CliBackupTest::whatIsExpectedIsSaid()
{
    QTemporaryDir folder;
    QVERIFY(m_cluster.createDatabase(u"estimated"_s));
    QVERIFY(m_cluster.script(u"estimated"_s, u"CREATE TABLE t AS SELECT i, md5(i::text) FROM generate_series(1, 20000) i"_s));
    const QStringList options{u"--to"_s, folder.path(), u"--database"_s, u"estimated"_s};
    const Ran first = run(options, "--verbose");
    QVERIFY2(first.errors.contains(u"no earlier run"_s), qPrintable(first.errors));
    const Ran second = run(options, "--verbose");
    QVERIFY2(second.errors.contains(u", as on "_s), qPrintable(second.errors));
    const Ran otherForm = run(options + QStringList{u"--format"_s, u"plain"_s}, "--verbose");
    QVERIFY2(otherForm.errors.contains(u"in another form"_s), qPrintable(otherForm.errors));
}

void CliBackupTest::basePlanAndAgain()
{
    QTemporaryDir folder;
    const Ran printed = run({u"--physical"_s, u"--to"_s, folder.path(), u"--compress"_s, u"gzip:1"_s, u"--wal-method"_s, u"fetch"_s, u"--label"_s, u"kept"_s, u"--print-plan"_s}, "--verbose");
    QVERIFY2(printed.exitCode == 0, qPrintable(printed.errors));
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
    const QString file = m_home.filePath(u"base.json"_s);
    const auto write = [&file](const QByteArray& bytes) {
        QFile written(file);
        return written.open(QIODevice::WriteOnly) && written.write(bytes) == bytes.size();
    };
    QVERIFY(write(printed.output));
    // The file says what it is for: no --physical is needed, and what only dumps have is refused.
    const Ran ran = run({u"--plan"_s, file});
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.errors));
    QCOMPARE(ran.json().value("kind"_L1).toString(), u"base"_s);
    QCOMPARE(ran.json().value("compression"_L1).toString(), u"gzip:1"_s);
    QVERIFY(QDir(ran.json().value("set"_L1).toString()).exists(u"base/base.tar.gz"_s));
    QCOMPARE(run({u"--plan"_s, file, u"--print-plan"_s}, "--verbose").output, printed.output);
    // The set itself does as well as the plan that it was made by.
    QCOMPARE(run({u"--like"_s, ran.json().value("set"_L1).toString(), u"--print-plan"_s}, "--verbose").output, printed.output);
    QCOMPARE(run({u"--like"_s, ran.json().value("set"_L1).toString(), u"--database"_s, u"shop"_s}).exitCode, 2);
    QCOMPARE(run({u"--plan"_s, file, u"--jobs"_s, u"2"_s}).exitCode, 2);
    QVERIFY(write(QByteArray(printed.output).replace("baseBackup", "somethingElse")));
    const Ran unknown = run({u"--plan"_s, file});
    QCOMPARE(unknown.exitCode, 2);
    QVERIFY2(unknown.json().value("error"_L1).toObject().value("detail"_L1).toString().contains(u"somethingElse"_s), unknown.output.constData());
}

void CliBackupTest::refusals_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("word");
    QTest::newRow("format") << QStringList{u"--format"_s, u"zip"_s} << u"zip"_s;
    QTest::newRow("method") << QStringList{u"--compress"_s, u"rar"_s} << u"rar"_s;
    QTest::newRow("level") << QStringList{u"--compress"_s, u"gzip:11"_s} << u"11"_s;
    QTest::newRow("tar compressed") << QStringList{u"--format"_s, u"tar"_s, u"--compress"_s, u"gzip"_s} << u"tar"_s;
    QTest::newRow("jobs in custom") << QStringList{u"--format"_s, u"custom"_s, u"--jobs"_s, u"2"_s} << u"directory"_s;
    QTest::newRow("no job") << QStringList{u"--jobs"_s, u"0"_s} << u"--jobs"_s;
    QTest::newRow("unknown option") << QStringList{u"--option"_s, u"no-such-thing"_s} << u"--no-such-thing"_s;
    QTest::newRow("our own option") << QStringList{u"--option"_s, u"file=/etc/passwd"_s} << u"--file"_s;
    QTest::newRow("value missing") << QStringList{u"--option"_s, u"rows-per-insert"_s} << u"--rows-per-insert"_s;
    QTest::newRow("both halves") << QStringList{u"--schema-only"_s, u"--data-only"_s} << u"--data-only"_s;
    QTest::newRow("nothing matches") << QStringList{u"--table"_s, u"ordres"_s} << u"ordres"_s;
}

void CliBackupTest::refusals()
{
    QFETCH(QStringList, options);
    QFETCH(QString, word);
    QTemporaryDir folder;
    const Ran ran = run(QStringList{u"--to"_s, folder.path()} + options);
    QCOMPARE(ran.exitCode, 2);
    QVERIFY2(ran.message().contains(word), qPrintable(ran.message()));
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
}

QTEST_GUILESS_MAIN(CliBackupTest)
#include "clibackuptest.moc"
