// SPDX-License-Identifier: GPL-3.0-or-later
// Base backups that are called good: servers start on them and hold the rows, and whatever happens to them is found.
#include "catalog/backupcheck.h"
#include "catalog/backupset.h"
#include "support/baseruns.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using namespace tidemark::backup::base;
using namespace Qt::StringLiterals;

static const bool inMemory = workInMemory();

class TestBaseBackup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyFormat_data();
    void everyFormat();
    void plainWithTablespaceStarts();
    void tarStarts();
    void tablespacesHaveTheirPlace();
    void progressIsTrue();
    void labelIsOneLine();
    void secondVerdictIsTheFirst();
    void damageIsFound_data();
    void damageIsFound();
    void foreignBackupsAreChecked();
    void standbyIsASource();

private:
    /// The first set, made when it is asked for, copied so that it may be harmed.
    QString copyOf(Format format, const QString& into);
    static QStringList idsOf(const core::Findings& findings);

    std::optional<TestCluster> m_cluster;
    QString m_location;
    QTemporaryDir m_sets;
    QHash<Format, QString> m_made;
};

QStringList TestBaseBackup::idsOf(const core::Findings& findings)
{
    QStringList ids;
    for (const core::Finding& finding : findings)
        ids.append(finding.id);
    ids.removeDuplicates();
    return ids;
}

void TestBaseBackup::initTestCase()
{
    qInfo("in memory: %d", int(inMemory));
    // A standby can be copied only where the primary writes full pages.
    auto cluster = TestCluster::start({{u"full_page_writes"_s, u"on"_s}});
    QVERIFY2(cluster, qPrintable(cluster ? QString() : cluster.error().toText()));
    m_cluster.emplace(std::move(*cluster));
    m_location = m_cluster->local().folder() + u"/odd = \"space\""_s;
    const auto user = cluster::serverUser(core::silentContext());
    QVERIFY(user && cluster::makePrivateFolder(m_location, *user));
    QVERIFY(m_cluster->createDatabase(u"rows"_s));
    const auto made = m_cluster->sql(u"postgres"_s, u"CREATE TABLESPACE \"slow \"\"disk\" LOCATION '%1'"_s.arg(m_location));
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toText()));
    QVERIFY(m_cluster->script(u"rows"_s, u"CREATE TABLE near AS SELECT i, md5(i::text) AS t FROM generate_series(1, 20000) i;"
                                         "CREATE TABLE far (i int, t text) TABLESPACE \"slow \"\"disk\";"
                                         "INSERT INTO far SELECT i, md5(i::text) FROM generate_series(1, 10000) i"_s));
}

void TestBaseBackup::everyFormat_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QString>("compress");
    QTest::addColumn<QString>("file");
    QTest::newRow("plain") << Format::Plain << u"none"_s << u"base/PG_VERSION"_s;
    QTest::newRow("tar") << Format::Tar << u"none"_s << u"base/base.tar"_s;
    QTest::newRow("gzip") << Format::Tar << u"gzip:1"_s << u"base/base.tar.gz"_s;
    QTest::newRow("lz4") << Format::Tar << u"lz4"_s << u"base/base.tar.lz4"_s;
    QTest::newRow("zstd") << Format::Tar << u"zstd:3"_s << u"base/base.tar.zst"_s;
}

void TestBaseBackup::everyFormat()
{
    QFETCH(Format, format);
    QFETCH(QString, compress);
    QFETCH(QString, file);
    const auto tool = tools().pick(process::ToolKind::PgBaseBackup, m_cluster->local().major());
    QVERIFY(tool);
    BaseBackupDraft draft = baseDraft(m_sets.path(), format);
    draft.compression = compressionFromName(compress);
    QVERIFY(draft.compression);
    if (!methodsOf(tool->version).contains(draft.compression->method))
        QSKIP("this pg_basebackup cannot");
    if (format == Format::Tar && compress == u"lz4"_s) {
        draft.walMethod = WalMethod::Fetch; // one of them, so that both ways of WAL are seen
        draft.checksums = archive::ChecksumKind::Crc32c;
    }
    const auto report = backUpBase(openAccess(m_cluster->spec()), draft);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    const catalog::Manifest& manifest = report->manifest;
    QVERIFY(manifest.base);
    QCOMPARE(manifest.base->timeline, 1);
    QVERIFY(manifest.base->end > manifest.base->start);
    QCOMPARE(manifest.base->tablespaces.size(), 1);
    QCOMPARE(manifest.base->tablespaces.first().location, m_location);
    QCOMPARE(manifest.base->verifiedByTool, format == Format::Plain);
    QCOMPARE(manifest.systemIdentifier, m_cluster->value(u"postgres"_s, u"SELECT system_identifier FROM pg_control_system()"_s));
    QVERIFY(report->serverBytes > 20'000'000);
    bool isThere = false;
    for (const catalog::ManifestFile& one : manifest.files) {
        isThere = isThere || one.name == file;
        QCOMPARE(one.sha256.size(), 64);
    }
    QVERIFY2(isThere, qPrintable(file));
    if (format == Format::Tar) {
        const auto permissions = QFileInfo(report->setFolder + u'/' + file).permissions();
        QVERIFY(!(permissions & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
    }
    const auto set = catalog::readSet(report->setFolder);
    QVERIFY2(set, qPrintable(set ? QString() : set.error().toText()));
    QCOMPARE(set->proven(), catalog::Proven::ReadBack);
    QVERIFY(set->manifest.base == manifest.base);
    const auto check = catalog::checkBackup(report->setFolder, {});
    QVERIFY2(check, qPrintable(check ? QString() : check.error().toText()));
    QCOMPARE(idsOf(check->findings), QStringList());
    QCOMPARE(check->verdict, core::Verdict::Ok);
    QVERIFY(check->base && check->base->checkedFiles > 900);
    QCOMPARE(check->base->checksumAlgorithm, archive::checksumName(draft.checksums));
    if (!m_made.contains(format))
        m_made.insert(format, report->setFolder);
}

void TestBaseBackup::plainWithTablespaceStarts()
{
    const auto report = backUpBase(openAccess(m_cluster->spec()), baseDraft(m_sets.path(), Format::Plain));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    // A copy elsewhere: its link to the tablespace has to lead into the copy.
    const auto started = StartedBackup::start(report->setFolder);
    QVERIFY2(started, qPrintable(started ? QString() : started.error().toText()));
    QCOMPARE(started->value(u"rows"_s, u"SELECT count(*) || ' ' || sum(i) FROM public.near"_s), u"20000 200010000"_s);
    QCOMPARE(started->value(u"rows"_s, u"SELECT count(*) || ' ' || sum(i) FROM public.far"_s), u"10000 50005000"_s);
    QCOMPARE(started->value(u"rows"_s, u"SELECT pg_catalog.pg_is_in_recovery()"_s), u"f"_s);
    QVERIFY(started->value(u"rows"_s, u"SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = 'slow \"disk'"_s) != m_location);
}

void TestBaseBackup::tarStarts()
{
    auto cluster = TestCluster::start();
    QVERIFY(cluster);
    QVERIFY(cluster->script(u"postgres"_s, u"CREATE TABLE kept AS SELECT i FROM generate_series(1, 1234) i"_s));
    QTemporaryDir folder;
    const auto report = backUpBase(openAccess(cluster->spec()), baseDraft(folder.path(), Format::Tar));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    const auto started = StartedBackup::start(report->setFolder);
    QVERIFY2(started, qPrintable(started ? QString() : started.error().toText()));
    QCOMPARE(started->value(u"postgres"_s, u"SELECT count(*) FROM public.kept"_s), u"1234"_s);
}

void TestBaseBackup::tablespacesHaveTheirPlace()
{
    const access::ServerAccess server = openAccess(m_cluster->spec());
    QTemporaryDir folder;
    BaseBackupDraft draft = baseDraft(folder.path(), Format::Plain);
    // As on the server: that is the server's own folder here.
    draft.tablespaces = TablespacePlace::AsOnServer;
    const auto refused = backUpBase(server, draft);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, core::ErrorKind::Conflict);
    QVERIFY2(refused.error().message.contains(u"slow \"disk"_s), qPrintable(refused.error().message));
    QCOMPARE(leftovers(folder.path()), QString());
    // Mapped to a folder outside of the set, with the sign that separates a mapping in its name.
    const QString outside = folder.path() + u"/else=where"_s;
    draft.mappings = {{m_location, outside}};
    const auto mapped = backUpBase(server, draft);
    QVERIFY2(mapped, qPrintable(mapped ? QString() : mapped.error().toText()));
    QCOMPARE(mapped->manifest.base->tablespaces.first().folder, outside);
    QVERIFY(!QDir(outside).isEmpty());
    const auto check = catalog::checkBackup(mapped->setFolder, {});
    QVERIFY(check);
    QCOMPARE(check->verdict, core::Verdict::Ok);
    // The same folder again holds something now.
    const auto again = backUpBase(server, draft);
    QVERIFY(!again);
    QCOMPARE(again.error().kind, core::ErrorKind::Conflict);
    // Without the folder the backup is not whole.
    QVERIFY(QDir(outside).removeRecursively());
    const auto without = catalog::checkBackup(mapped->setFolder, {});
    QVERIFY(!without || without->verdict == core::Verdict::Differences);
}

void TestBaseBackup::progressIsTrue()
{
    QTemporaryDir folder;
    BaseBackupDraft draft = baseDraft(folder.path(), Format::Tar);
    draft.rateLimit = 16 << 10; // of some 35 MB: two seconds
    double last = 0;
    bool fell = false;
    int steps = 0;
    bool hasRate = false;
    core::RunContext context;
    context.onProgress = [&](const core::Progress& progress) {
        fell = fell || progress.fraction.value_or(last) < last;
        steps += progress.fraction.value_or(last) > last && progress.bytesTotal ? 1 : 0;
        last = progress.fraction.value_or(last);
        hasRate = hasRate || progress.bytesPerSecond.value_or(0) > 1e6;
    };
    const auto report = backUpBase(openAccess(m_cluster->spec()), draft, context);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY(!fell);
    QVERIFY2(steps >= 3, qPrintable(QString::number(steps)));
    QVERIFY(hasRate);
    QVERIFY(last > 0.9);
    QVERIFY(report->copyDuration > std::chrono::milliseconds(1500));
}

void TestBaseBackup::labelIsOneLine()
{
    QTemporaryDir folder;
    BaseBackupDraft draft = baseDraft(folder.path(), Format::Plain);
    draft.label = u"x\nSTART TIMELINE: 7"_s;
    const auto refused = backUpBase(openAccess(m_cluster->spec()), draft);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, core::ErrorKind::InvalidInput);
    draft.label = u"--it's \"ü\" \\ '); DROP TABLE near; $(id)"_s;
    draft.serverLabel = u"../..\n;\"'"_s;
    const auto report = backUpBase(openAccess(m_cluster->spec()), draft);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY(report->setFolder.startsWith(folder.path()));
    QFile label(report->setFolder + u"/base/backup_label"_s);
    QVERIFY(label.open(QIODevice::ReadOnly));
    QVERIFY(label.readAll().contains((u"LABEL: "_s + draft.label + u'\n').toUtf8()));
}

void TestBaseBackup::secondVerdictIsTheFirst()
{
    const auto scan = catalog::scanFolder(m_sets.path(), {});
    QVERIFY(scan);
    QVERIFY(scan->sets.size() >= 5);
    QVERIFY(scan->problems.isEmpty());
    for (const catalog::BackupSet& set : scan->sets)
        QCOMPARE(set.manifest.kind, catalog::SetKind::BaseBackup);
}

QString TestBaseBackup::copyOf(Format format, const QString& into)
{
    const process::Command copy(u"cp"_s, {u"--archive"_s, u"--no-target-directory"_s, m_made.value(format), into});
    const auto finished = process::run(copy, {}, {});
    return finished && finished->succeeded() ? into : QString();
}

void TestBaseBackup::damageIsFound_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("id"); // empty: an error
    QTest::newRow("plain: byte") << Format::Plain << u"byte"_s << u"check.fileChanged"_s;
    QTest::newRow("plain: missing file") << Format::Plain << u"missing"_s << u"check.fileMissing"_s;
    QTest::newRow("plain: missing WAL") << Format::Plain << u"wal"_s << u"check.walMissing"_s;
    QTest::newRow("plain: other WAL") << Format::Plain << u"otherWal"_s << u"check.walDamaged"_s;
    QTest::newRow("plain: empty folder") << Format::Plain << u"folder"_s << u"check.folderMissing"_s;
    QTest::newRow("plain: extra file") << Format::Plain << u"extra"_s << u"check.fileExtra"_s;
    QTest::newRow("plain: tablespace") << Format::Plain << u"tablespace"_s << u"check.linkBroken"_s;
    QTest::newRow("plain: manifest") << Format::Plain << u"manifest"_s << u"check.manifestChanged"_s;
    QTest::newRow("tar: byte") << Format::Tar << u"byte"_s << u"check.fileChanged"_s;
    QTest::newRow("tar: cut") << Format::Tar << u"cut"_s << QString();
    QTest::newRow("tar: missing WAL") << Format::Tar << u"wal"_s << u"check.walMissing"_s;
    QTest::newRow("tar: tablespace") << Format::Tar << u"tablespace"_s << u"check.fileMissing"_s;
}

namespace {

bool flipByte(const QString& path, qint64 at)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite) || !file.seek(at))
        return false;
    const QByteArray byte = file.read(1);
    return byte.size() == 1 && file.seek(at) && file.write(QByteArray(1, char(byte.at(0) ^ 0x10))) == 1;
}

QString firstFile(const QString& folder, const QStringList& patterns)
{
    const QFileInfoList found = QDir(folder).entryInfoList(patterns, QDir::Files, QDir::Name);
    return found.isEmpty() ? QString() : found.first().filePath();
}

bool harm(const QString& set, Format format, const QString& what)
{
    const QString base = set + u"/base"_s;
    const bool plain = format == Format::Plain;
    if (what == u"byte"_s)
        return plain ? flipByte(base + u"/global/pg_control"_s, 4000) : flipByte(base + u"/base.tar"_s, 5'000'000);
    if (what == u"missing"_s)
        return QFile::remove(base + u"/global/pg_filenode.map"_s);
    if (what == u"wal"_s)
        return QFile::remove(plain ? firstFile(base + u"/pg_wal"_s, {u"0000000100000000*"_s}) : base + u"/pg_wal.tar"_s);
    if (what == u"otherWal"_s)
        return flipByte(firstFile(base + u"/pg_wal"_s, {u"0000000100000000*"_s}), 11); // its position
    if (what == u"folder"_s)
        return QDir(base).rmdir(u"pg_notify"_s);
    if (what == u"extra"_s) {
        QFile extra(base + u"/postmaster.pid"_s);
        return extra.open(QIODevice::WriteOnly);
    }
    if (what == u"tablespace"_s)
        return plain ? QDir(set + u"/tablespaces"_s).removeRecursively() : QFile::remove(firstFile(base, {u"1*.tar"_s}));
    if (what == u"manifest"_s)
        return flipByte(base + u"/backup_manifest"_s, 20'000);
    return QFile::resize(base + u"/base.tar"_s, 4'000'001);
}

} // namespace

void TestBaseBackup::damageIsFound()
{
    QFETCH(Format, format);
    QFETCH(QString, what);
    QFETCH(QString, id);
    QVERIFY(m_made.contains(format));
    QTemporaryDir folder;
    const QString set = copyOf(format, folder.filePath(u"set"_s));
    QVERIFY(harm(set, format, what));
    // As a set, and as the folder that anybody's pg_basebackup made.
    const auto asSet = catalog::checkBackup(set, {});
    const bool isSetsOwn = what != u"folder"_s && what != u"extra"_s; // no file of the set: a warning
    QVERIFY(!asSet || asSet->verdict == (isSetsOwn ? core::Verdict::Differences : core::Verdict::Warnings));
    if (!asSet)
        QCOMPARE(asSet.error().kind, core::ErrorKind::Corrupt);
    QVERIFY(QFile::remove(set + u"/tidemark.json"_s));
    const auto check = catalog::checkBackup(set + u"/base"_s, {});
    if (id.isEmpty() || (what == u"manifest"_s && !check)) {
        QVERIFY(!check);
        QCOMPARE(check.error().kind, core::ErrorKind::Corrupt);
        return;
    }
    QVERIFY2(check, qPrintable(check ? QString() : check.error().toText()));
    QVERIFY2(idsOf(check->findings).contains(id), qPrintable(idsOf(check->findings).join(u' ')));
    QCOMPARE(check->verdict, isSetsOwn ? core::Verdict::Differences : core::Verdict::Warnings);
}

void TestBaseBackup::foreignBackupsAreChecked()
{
    QTemporaryDir folder;
    for (const QStringList& arguments : {QStringList{u"--format=tar"_s, u"--gzip"_s, u"--no-manifest"_s}, QStringList{u"--format=tar"_s, u"--wal-method=none"_s},
                                         QStringList{u"--format=plain"_s, u"--no-manifest"_s, u"--tablespace-mapping="_s + QString(m_location).replace(u'=', u"\\="_s) + u'=' + folder.filePath(u"ts"_s)}}) {
        const QString target = folder.filePath(QString::number(arguments.size() * 10 + QDir(folder.path()).count()));
        const auto made = m_cluster->runTool(process::ToolKind::PgBaseBackup, u"postgres"_s, arguments + QStringList{u"--checkpoint=fast"_s, u"--no-sync"_s, u"--pgdata="_s + target});
        QVERIFY(made);
        QVERIFY2(made->succeeded(), made->errorOutput.constData());
        const auto check = catalog::checkBackup(target, {});
        QVERIFY2(check, qPrintable(check ? QString() : check.error().toText()));
        QCOMPARE(check->kind, catalog::SetKind::BaseBackup);
        if (arguments.contains(u"--wal-method=none"_s)) {
            QCOMPARE(idsOf(check->findings), QStringList{u"check.walMissing"_s});
            QCOMPARE(catalog::checkBackup(target + u"/base.tar"_s, {})->dump, target);
        } else {
            QCOMPARE(idsOf(check->findings), QStringList{u"check.noManifest"_s});
            QCOMPARE(check->verdict, core::Verdict::Warnings);
        }
    }
}

void TestBaseBackup::standbyIsASource()
{
    const QString name = u"copied"_s;
    // Without the tablespace, whose folder a standby on the same machine would share.
    auto primary = TestCluster::start({{u"full_page_writes"_s, u"on"_s}});
    QVERIFY(primary);
    QVERIFY(primary->script(u"postgres"_s, u"CREATE TABLE kept AS SELECT i FROM generate_series(1, 99) i"_s));
    auto standby = primary->makeStandby(name);
    QVERIFY2(standby, qPrintable(standby ? QString() : standby.error().toText()));
    QVERIFY(primary->waitForStandby(name));
    QTemporaryDir folder;
    const auto report = backUpBase(openAccess(standby->spec()), baseDraft(folder.path(), Format::Plain));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY(report->manifest.base->fromStandby);
    const auto check = catalog::checkBackup(report->setFolder, {});
    QVERIFY(check);
    QCOMPARE(check->verdict, core::Verdict::Ok);
}

QTEST_GUILESS_MAIN(TestBaseBackup)
#include "basebackuptest.moc"
