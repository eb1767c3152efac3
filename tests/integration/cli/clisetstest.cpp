// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl with sets that are there already: list, check, delete, import.
#include "archive/readback.h"
#include "catalog/setimport.h"
#include "catalog/setlock.h"
#include "store/history.h"
#include "support/fulldisk.h"
#include "support/runs.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <thread>
#include <unistd.h>

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
    QString verdict() const { return json().value("verdict"_L1).toString(); }
    QString errorKind() const { return json().value("error"_L1)["kind"_L1].toString(); }
};

void flipByte(const QString& path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 middle = file.size() / 2;
    file.seek(middle);
    const char byte = file.read(1).at(0);
    file.seek(middle);
    file.write(QByteArray(1, static_cast<char>(byte ^ 0x20)));
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class CliSetsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void checkIsPartOfTheHistory();
    void severalAreChecked();
    void damageIsListed();
    void deleteAsks();
    void deleteGoesToTheTrash();
    void deleteForGood();
    void usedSetStays();
    void twoDeleteAtOnce();
    void imports_data();
    void imports();
    void importOfAllDatabases();
    void importOfBaseBackup();
    void importedTwice();
    void importMovesAndLinks();
    void importRefuses();
    void importIsCancelled();
    void importFillsTheDisk();

private:
    QProcessEnvironment environment() const;
    Ran run(const QStringList& arguments) const;
    QString makeSet();
    QString dumped(const QStringList& options, const QString& name);
    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_home;
    QTemporaryDir m_dumps;
    std::unique_ptr<QTemporaryDir> m_backups;
};

void CliSetsTest::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(u"shop"_s));
    QVERIFY(m_cluster.script(u"shop"_s, u"CREATE TABLE orders AS SELECT i, repeat(md5(i::text), 8) AS note FROM generate_series(1, 20000) i; CREATE TABLE \"Odd\n one\" AS SELECT 1 AS i"_s));
}

void CliSetsTest::init()
{
    m_backups = std::make_unique<QTemporaryDir>(m_home.filePath(u"backups-XXXXXX"_s)); // on the file system of the home, which has a trash
}

QProcessEnvironment CliSetsTest::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto* folder : {"TIDEMARK_CONFIG_DIR", "TIDEMARK_DATA_DIR", "TIDEMARK_CACHE_DIR", "HOME"})
        environment.insert(QLatin1String(folder), m_home.path());
    environment.insert(u"XDG_DATA_HOME"_s, m_home.filePath(u"share"_s));
    return environment;
}

Ran CliSetsTest::run(const QStringList& arguments) const
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.setChildProcessModifier([] { ::setsid(); }); // no terminal to ask on
    process.start(QStringLiteral(TIDEMARKCTL), QStringList{u"--json"_s} + arguments);
    if (!process.waitForFinished(120'000))
        process.kill();
    return {process.exitCode(), process.readAllStandardOutput(), QString::fromUtf8(process.readAllStandardError())};
}

QString CliSetsTest::makeSet()
{
    const auto report = backUp(openAccess(m_cluster.spec(u"shop"_s)), u"shop"_s, m_backups->path());
    return report ? report->setFolder : QString();
}

QString CliSetsTest::dumped(const QStringList& options, const QString& name)
{
    const QString path = m_dumps.filePath(name);
    if (!QFileInfo::exists(path) && !m_cluster.dump(u"shop"_s, options, path))
        return {};
    return path;
}

void CliSetsTest::checkIsPartOfTheHistory()
{
    const QString set = makeSet();
    QVERIFY(!set.isEmpty());
    const Ran ran = run({u"check"_s, set});
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.errors));
    const auto history = store::History::open(m_home.filePath(u"history.sqlite"_s));
    QVERIFY(history.has_value());
    const auto runs = history->recent(1);
    QCOMPARE(runs->size(), 1);
    QCOMPARE(runs->first().kind, store::RunKind::Check);
    QCOMPARE(runs->first().setPath, set);
    QVERIFY(runs->first().subject.contains(u"shop"_s));
    QCOMPARE(*runs->first().verdict, core::Verdict::Ok);
    QVERIFY(runs->first().log.contains(u"Every byte"_s));
    QCOMPARE(catalog::readSet(set)->checks.size(), 1);
}

void CliSetsTest::severalAreChecked()
{
    const QString good = makeSet();
    const QString bad = makeSet();
    flipByte(catalog::readSet(bad)->dumpPath());
    const Ran ran = run({u"check"_s, good, bad});
    QVERIFY(ran.exitCode == 4 || ran.exitCode == 1);
    const QJsonArray checks = ran.json().value("checks"_L1).toArray();
    QCOMPARE(checks.size(), 2);
    QCOMPARE(checks.at(0)["verdict"_L1].toString(), u"ok"_s);
    QVERIFY(checks.at(1)["verdict"_L1].toString() != u"ok"_s);
}

void CliSetsTest::damageIsListed()
{
    const QString good = makeSet();
    const QString flipped = makeSet();
    const QString shrunk = makeSet();
    const QString unreadable = makeSet();
    QCOMPARE(run({u"list"_s, m_backups->path()}).json().value("sets"_L1).toArray().size(), 4);
    flipByte(catalog::readSet(flipped)->dumpPath());
    QVERIFY(QFile::resize(catalog::readSet(shrunk)->dumpPath(), 100));
    QVERIFY(QFile::resize(unreadable + u"/tidemark.json"_s, 100));
    QVERIFY(run({u"check"_s, flipped}).exitCode != 0);
    const Ran ran = run({u"list"_s, m_backups->path()});
    QCOMPARE(ran.exitCode, 3);
    const QJsonArray sets = ran.json().value("sets"_L1).toArray();
    QCOMPARE(sets.size(), 1);
    QCOMPARE(sets.first()["path"_L1].toString(), good);
    QCOMPARE(sets.first()["condition"_L1].toString(), u"sound"_s);
    QMap<QString, QString> damaged;
    for (const QJsonValue one : ran.json().value("damaged"_L1).toArray()) {
        damaged.insert(one["path"_L1].toString(), one["condition"_L1].toString());
        QVERIFY(!one["findings"_L1].toArray().isEmpty());
    }
    QCOMPARE(damaged, (QMap<QString, QString>{{flipped, u"damaged"_s}, {shrunk, u"damaged"_s}, {unreadable, u"unreadable"_s}}));
}

void CliSetsTest::deleteAsks()
{
    const QString set = makeSet();
    const Ran ran = run({u"delete"_s, set});
    QCOMPARE(ran.exitCode, 2);
    QCOMPARE(ran.errorKind(), u"invalidInput"_s);
    QVERIFY(catalog::readSet(set).has_value());
    QCOMPARE(run({u"delete"_s}).exitCode, 2);
    QCOMPARE(run({u"delete"_s, m_backups->filePath(u"none"_s), u"--yes"_s}).exitCode, 1);
    QCOMPARE(run({u"delete"_s, m_backups->path(), u"--yes"_s}).exitCode, 1); // no set
    QVERIFY(catalog::readSet(set).has_value());
}

void CliSetsTest::deleteGoesToTheTrash()
{
    const QString set = makeSet();
    const Ran ran = run({u"delete"_s, set, u"--yes"_s});
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.errors + QString::fromUtf8(ran.output)));
    QVERIFY(!QFileInfo::exists(set));
    const QString trash = ran.json().value("deleted"_L1).toArray().first()["trash"_L1].toString();
    QVERIFY2(catalog::readSet(trash).has_value(), qPrintable(trash)); // whole, to be brought back
    QVERIFY(QDir().rename(trash, set));
    QCOMPARE(run({u"check"_s, set}).exitCode, 0);
    // A stranger would go with it.
    QVERIFY(QFile::copy(set + u"/tidemark.log"_s, set + u"/notes.txt"_s));
    const Ran refused = run({u"delete"_s, set, u"--yes"_s});
    QCOMPARE(refused.errorKind(), u"conflict"_s);
    QVERIFY(catalog::readSet(set).has_value());
}

void CliSetsTest::deleteForGood()
{
    const QString first = makeSet();
    const QString second = makeSet();
    QVERIFY(QFile::copy(second + u"/tidemark.log"_s, second + u"/notes.txt"_s));
    const Ran ran = run({u"delete"_s, first, second, u"--permanently"_s, u"--yes"_s});
    QVERIFY2(ran.exitCode == 3, qPrintable(ran.errors)); // something was left
    QVERIFY(!QFileInfo::exists(first));
    QCOMPARE(QDir(second).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden), QStringList{u"notes.txt"_s});
    QCOMPARE(ran.json().value("deleted"_L1).toArray().at(1)["left"_L1].toArray().first().toString(), u"notes.txt"_s);
    QVERIFY(run({u"list"_s, m_backups->path()}).json().value("sets"_L1).toArray().isEmpty());
}

void CliSetsTest::usedSetStays()
{
    const QString set = makeSet();
    const auto reader = catalog::SetLock::share(set);
    QVERIFY(reader.has_value());
    const Ran ran = run({u"delete"_s, set, u"--permanently"_s, u"--yes"_s});
    QCOMPARE(ran.exitCode, 1);
    QCOMPARE(ran.json().value("failed"_L1).toArray().first()["error"_L1]["kind"_L1].toString(), u"conflict"_s);
    QCOMPARE(run({u"check"_s, set}).exitCode, 0); // readers share it
    QVERIFY(catalog::readSet(set).has_value());
}

void CliSetsTest::twoDeleteAtOnce()
{
    QStringList sets;
    for (int i = 0; i < 3; ++i)
        sets.append(makeSet());
    Ran results[2];
    {
        std::thread other([&] { results[1] = run(QStringList{u"delete"_s, u"--permanently"_s, u"--yes"_s} + sets); });
        results[0] = run(QStringList{u"delete"_s, u"--permanently"_s, u"--yes"_s} + sets);
        other.join();
    }
    int deleted = 0;
    for (const Ran& ran : results)
        deleted += static_cast<int>(ran.json().value("deleted"_L1).toArray().size());
    QCOMPARE(deleted, 3); // each once
    for (const QString& set : std::as_const(sets))
        QVERIFY(!QFileInfo::exists(set));
    QCOMPARE(leftovers(m_backups->path()), QString());
}

void CliSetsTest::imports_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("custom") << QStringList{u"-Fc"_s} << u"it's ä \"dump\".backup"_s << QStringList();
    QTest::newRow("directory") << QStringList{u"-Fd"_s} << u"nightly"_s << QStringList();
    QTest::newRow("tar") << QStringList{u"-Ft"_s} << u"nightly.tar"_s << QStringList();
    QTest::newRow("plain") << QStringList{u"-Fp"_s} << u" nightly.sql"_s << QStringList{u"--database"_s, u"shop"_s};
    QTest::newRow("plain, gzip") << QStringList{u"-Fp"_s, u"-Z"_s, u"3"_s} << u"nightly.sql.gz"_s << QStringList{u"--database"_s, u"shop"_s};
    QTest::newRow("one of our names") << QStringList{u"-Fc"_s} << u"tidemark.log"_s << QStringList();
}

void CliSetsTest::imports()
{
    QFETCH(QStringList, options);
    QFETCH(QString, name);
    QFETCH(QStringList, arguments);
    const QString source = dumped(options, name);
    const Ran ran = run(QStringList{u"import"_s, source, u"--to"_s, m_backups->path(), u"--server"_s, u"old: box/1"_s} + arguments);
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.errors + QString::fromUtf8(ran.output)));
    const auto set = catalog::readSet(ran.json().value("set"_L1).toString());
    QVERIFY(set.has_value());
    const catalog::Manifest& manifest = set->manifest;
    QCOMPARE(manifest.database, u"shop"_s);
    QCOMPARE(manifest.server, u"old: box/1"_s);
    QVERIFY(manifest.runId.isEmpty() && manifest.systemIdentifier.isEmpty() && manifest.command.isEmpty());
    QVERIFY(manifest.toolVersion.startsWith(u"15."_s));
    QCOMPARE(catalog::originOf(manifest)->name, QFileInfo(source).fileName());
    QCOMPARE(set->condition(), catalog::SetCondition::Sound);
    QCOMPARE(set->proven(), catalog::Proven::ReadBack);
    const auto content = archive::readBack(source, {}, {});
    QCOMPARE(manifest.tables.size(), content->tables.size());
    QCOMPARE(manifest.tables.size(), 2);
    qint64 rows = 0;
    for (const catalog::ManifestTable& table : manifest.tables)
        rows += table.rows;
    QCOMPARE(rows, 20001);
    QCOMPARE(run({u"check"_s, set->folder}).exitCode, 0);
    QVERIFY(QFileInfo::exists(source));
    if (QFileInfo(source).isFile()) // byte by byte
        QCOMPARE(bytesOf(set->dumpPath()), bytesOf(source));
    const QJsonObject listed = run({u"list"_s, m_backups->path()}).json().value("sets"_L1).toArray().first().toObject();
    QVERIFY(listed.value("imported"_L1).toBool());
    // It can be deleted like any other.
    QCOMPARE(run({u"delete"_s, set->folder, u"--permanently"_s, u"--yes"_s}).exitCode, 0);
    QVERIFY(!QFileInfo::exists(set->folder));
}

void CliSetsTest::importOfAllDatabases()
{
    const QString dump = m_dumps.filePath(u"everything.sql"_s);
    const auto made = m_cluster.runTool(process::ToolKind::PgDumpAll, u"postgres"_s, {u"-f"_s, dump});
    QVERIFY2(made && made->succeeded(), made ? qPrintable(QString::fromUtf8(made->errorOutput)) : "");
    const Ran ran = run({u"import"_s, dump, u"--to"_s, m_backups->path()});
    QVERIFY2(ran.exitCode == 0, qPrintable(QString::fromUtf8(ran.output)));
    const auto set = catalog::readSet(ran.json().value("set"_L1).toString());
    QCOMPARE(set->manifest.kind, catalog::SetKind::Cluster);
    QCOMPARE(set->manifest.database, QString());
    QVERIFY(set->manifest.tables.size() >= 2);
    QCOMPARE(run({u"check"_s, set->folder}).exitCode, 0);
}

void CliSetsTest::importOfBaseBackup()
{
    const QString folder = m_dumps.filePath(u"base copy"_s);
    const auto made = m_cluster.runTool(process::ToolKind::PgBaseBackup, u"postgres"_s, {u"-D"_s, folder, u"-Fp"_s, u"-X"_s, u"fetch"_s, u"-c"_s, u"fast"_s});
    QVERIFY2(made && made->succeeded(), made ? qPrintable(QString::fromUtf8(made->errorOutput)) : "");
    const Ran ran = run({u"import"_s, folder, u"--to"_s, m_backups->path()});
    QVERIFY2(ran.exitCode == 0 || ran.exitCode == 3, qPrintable(ran.errors + QString::fromUtf8(ran.output)));
    const auto set = catalog::readSet(ran.json().value("set"_L1).toString());
    QVERIFY(set.has_value());
    QCOMPARE(set->manifest.kind, catalog::SetKind::BaseBackup);
    QVERIFY(set->manifest.base && set->manifest.base->timeline == 1);
    QVERIFY(QDir(set->dumpPath() + u"/pg_notify"_s).exists()); // empty folders belong to it
    QVERIFY(run({u"check"_s, set->folder}).exitCode != 1);
    QCOMPARE(run({u"delete"_s, set->folder, u"--permanently"_s, u"--yes"_s}).exitCode, 0);
    QVERIFY(!QFileInfo::exists(set->folder)); // with its empty folders
    QCOMPARE(leftovers(m_backups->path()), QString());
}

void CliSetsTest::importedTwice()
{
    for (const QString& dump : {dumped({u"-Fc"_s}, u"twice.dump"_s), dumped({u"-Fd"_s}, u"twice.dir"_s)}) {
        const QStringList command{u"import"_s, dump, u"--to"_s, m_backups->path()};
        QCOMPARE(run(command).exitCode, 0);
        const Ran again = run(command);
        QCOMPARE(again.exitCode, 1);
        QCOMPARE(again.errorKind(), u"conflict"_s);
        const Ran meant = run(command + QStringList{u"--again"_s});
        QCOMPARE(meant.exitCode, 3);
        QVERIFY(meant.output.contains("import.duplicate"));
    }
}

void CliSetsTest::importMovesAndLinks()
{
    const QString dump = dumped({u"-Fc"_s}, u"link.dump"_s);
    const QString folder = dumped({u"-Fd"_s}, u"move.dir"_s);
    const Ran linked = run({u"import"_s, dump, u"--to"_s, m_backups->path(), u"--link"_s});
    QVERIFY2(linked.exitCode == 0, qPrintable(QString::fromUtf8(linked.output)));
    QVERIFY(QFileInfo::exists(dump));
    const Ran moved = run({u"import"_s, folder, u"--to"_s, m_backups->path(), u"--move"_s});
    QVERIFY2(moved.exitCode == 0, qPrintable(QString::fromUtf8(moved.output)));
    QVERIFY(!QFileInfo::exists(folder));
    for (const Ran& ran : {linked, moved})
        QCOMPARE(run({u"check"_s, ran.json().value("set"_L1).toString()}).exitCode, 0);
}

void CliSetsTest::importRefuses()
{
    const QString to = m_backups->path();
    const QString nameless = dumped({u"-Fp"_s}, u"nameless.sql"_s);
    const QString broken = m_dumps.filePath(u"broken.dump"_s);
    QVERIFY(QFile::copy(dumped({u"-Fc"_s}, u"whole.dump"_s), broken));
    QVERIFY(QFile::resize(broken, QFileInfo(broken).size() - 1000));
    const QString text = m_dumps.filePath(u"text.txt"_s);
    QFile file(text);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("hello");
    file.close();
    QCOMPARE(run({u"import"_s, nameless, u"--to"_s, to}).exitCode, 2); // of which database?
    QCOMPARE(run({u"import"_s, text, u"--to"_s, to}).exitCode, 2);
    QCOMPARE(run({u"import"_s, broken, u"--to"_s, to}).exitCode, 1);
    QCOMPARE(run({u"import"_s, m_dumps.filePath(u"none"_s), u"--to"_s, to}).errorKind(), u"notFound"_s);
    QCOMPARE(run({u"import"_s, broken, u"--to"_s, to, u"--link"_s, u"--move"_s}).exitCode, 2);
    QVERIFY(QFileInfo::exists(broken));
    const QString linked = dumped({u"-Fd"_s}, u"linked.dir"_s);
    QVERIFY(QFile::link(u"/etc/passwd"_s, linked + u"/extra.dat"_s));
    QCOMPARE(run({u"import"_s, linked, u"--to"_s, to}).exitCode, 2); // a link leads out of it
    QCOMPARE(leftovers(to), QString());
    const QString set = makeSet();
    QCOMPARE(run({u"import"_s, set, u"--to"_s, to}).exitCode, 2);
    QCOMPARE(run({u"import"_s, catalog::readSet(set)->dumpPath(), u"--to"_s, to}).exitCode, 2);
    QVERIFY(run({u"list"_s, to}).json().value("sets"_L1).toArray().size() == 1);
}

/// At every look at whether to stop: the original stays, and nothing that looks like a set.
void CliSetsTest::importIsCancelled()
{
    const QString dump = dumped({u"-Fd"_s}, u"cancelled.dir"_s);
    for (const bool reading : {false, true}) {
        std::stop_source source;
        const auto context = stoppedWhen(source, [reading](const core::Progress& progress) { return progress.fraction.value_or(0) > (reading ? 0.5 : 0.0); });
        catalog::ImportRequest request;
        request.source = dump;
        request.destination = m_backups->path();
        request.way = catalog::ImportWay::Copy;
        const auto report = catalog::importDump(request, {}, context);
        QVERIFY(!report);
        QCOMPARE(report.error().kind, core::ErrorKind::Cancelled);
        QVERIFY(catalog::scanFolder(m_backups->path(), {})->sets.isEmpty());
        QCOMPARE(leftovers(m_backups->path()), QString());
    }
    QCOMPARE(QDir(dump).entryList(QDir::Files).size(), 3);
}

void CliSetsTest::importFillsTheDisk()
{
    const auto disk = SmallDisk::mount(1 << 20);
    if (!disk)
        QSKIP(qPrintable(disk.error().toText()));
    const QString dump = dumped({u"-Fp"_s}, u"large.sql"_s);
    QVERIFY(QFileInfo(dump).size() > 2 << 20);
    const Ran ran = run({u"import"_s, dump, u"--to"_s, disk->path(), u"--database"_s, u"shop"_s});
    QCOMPARE(ran.exitCode, 1);
    QCOMPARE(ran.errorKind(), u"storageFull"_s);
    QCOMPARE(leftovers(disk->path()), QString());
    QVERIFY(QFileInfo::exists(dump));
}

QTEST_GUILESS_MAIN(CliSetsTest)
#include "clisetstest.moc"
