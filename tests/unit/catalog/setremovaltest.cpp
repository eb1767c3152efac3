// SPDX-License-Identifier: GPL-3.0-or-later
// Deleting sets: their own files and nothing else, whatever lies around them and whenever it breaks off.
#include "catalog/leftovers.h"
#include "catalog/ownfiles.h"
#include "catalog/setlock.h"
#include "catalog/setremoval.h"
#include "catalog/setwriter.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace tidemark;
using namespace Qt::StringLiterals;
using catalog::BackupSet;
using catalog::RemovalWay;
using core::ErrorKind;

namespace {

void put(const QString& path, const QByteArray& content = "x")
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

/// A set in the directory format.
QString makeSet(const QString& destination, const QString& database = u"d"_s, int day = 1)
{
    catalog::Manifest manifest;
    manifest.server = u"s"_s;
    manifest.database = database;
    manifest.dumpFile = u"d.dir"_s;
    manifest.digestMethod = u"test"_s;
    manifest.started = QDateTime(QDate(2026, 3, day), QTime(2, 0), Qt::UTC);
    manifest.ended = manifest.started.addSecs(1);
    manifest.files = {{u"d.dir/toc.dat"_s, 1, {}}, {u"d.dir/sub/1.dat"_s, 1, {}}, {u"globals.sql"_s, 1, {}}};
    auto writer = catalog::SetWriter::create({destination, manifest.server, database}, manifest.started, {});
    if (!writer)
        return {};
    for (const catalog::ManifestFile& file : manifest.files)
        put(writer->filePath(file.name));
    if (!writer->finish(manifest))
        return {};
    (void)catalog::appendCheck(writer->finalFolder(), {manifest.ended, u"readBack"_s, core::Verdict::Ok, 1, {}});
    return writer->finalFolder();
}

QStringList below(const QString& folder)
{
    QStringList names;
    QDirIterator walk(folder, QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        walk.next();
        if (!walk.fileName().endsWith(u".lock"_s))
            names.append(QDir(folder).relativeFilePath(walk.filePath()));
    }
    names.sort();
    return names;
}

} // namespace

class SetRemovalTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_root = std::make_unique<QTemporaryDir>();
        m_set = makeSet(m_root->path());
        QVERIFY(!m_set.isEmpty());
    }

    void wholeSetGoes()
    {
        const QString other = makeSet(m_root->path(), u"d"_s, 2);
        const QStringList kept = below(other);
        const auto report = catalog::removeSet(m_set, RemovalWay::Permanent);
        QVERIFY2(report.has_value(), report ? "" : qPrintable(report.error().toText()));
        QVERIFY(report->strangers.isEmpty());
        QVERIFY(!QFileInfo::exists(m_set));
        QCOMPARE(below(other), kept);
        QCOMPARE(QDir(QFileInfo(m_set).path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList{QFileInfo(other).fileName()});
    }

    void strangersStay()
    {
        put(m_set + u"/notes.txt"_s);
        put(m_set + u"/d.dir/mine.dat"_s);
        put(m_set + u"/other/deep/file"_s);
        const QStringList strangers{u"d.dir/mine.dat"_s, u"notes.txt"_s, u"other"_s};
        const auto set = catalog::inspectSet(m_set);
        QCOMPARE(catalog::strangersIn(m_set, set->manifest), strangers);
        QVERIFY(std::any_of(set->defects.begin(), set->defects.end(), [](const core::Finding& f) { return f.id == u"set.strangers"_s && f.sentence.contains(u"notes.txt"_s); }));
        // Not to the trash: they would go with it.
        QCOMPARE(catalog::removeSet(m_set, RemovalWay::Trash).error().kind, ErrorKind::Conflict);
        QVERIFY(catalog::readSet(m_set).has_value());
        const auto report = catalog::removeSet(m_set, RemovalWay::Permanent);
        QVERIFY2(report.has_value(), report ? "" : qPrintable(report.error().toText()));
        QCOMPARE(below(m_set), (QStringList{u"d.dir"_s, u"d.dir/mine.dat"_s, u"notes.txt"_s, u"other"_s, u"other/deep"_s, u"other/deep/file"_s}));
        QVERIFY(!report->strangers.isEmpty());
    }

    void linksAreNotFollowed()
    {
        const QTemporaryDir outside;
        put(outside.filePath(u"toc.dat"_s));
        put(outside.filePath(u"sub/1.dat"_s));
        // The dump's folder was replaced by a link to elsewhere, a file by one, too.
        QVERIFY(QDir(m_set + u"/d.dir"_s).removeRecursively());
        QVERIFY(QFile::link(outside.path(), m_set + u"/d.dir"_s));
        QVERIFY(QFile::remove(m_set + u"/globals.sql"_s));
        QVERIFY(QFile::link(outside.filePath(u"toc.dat"_s), m_set + u"/globals.sql"_s));
        const auto report = catalog::removeSet(m_set, RemovalWay::Permanent);
        QVERIFY2(report.has_value(), report ? "" : qPrintable(report.error().toText()));
        QCOMPARE(below(outside.path()), (QStringList{u"sub"_s, u"sub/1.dat"_s, u"toc.dat"_s}));
        QCOMPARE(report->strangers, (QStringList{u"d.dir"_s, u"globals.sql"_s}));
        QVERIFY(QFileInfo(m_set + u"/d.dir"_s).isSymLink());
    }

    void aLinkIsNoSet()
    {
        const QString link = m_root->filePath(u"link"_s);
        QVERIFY(QFile::link(m_set, link));
        QCOMPARE(catalog::removeSet(link, RemovalWay::Permanent).error().kind, ErrorKind::InvalidInput);
        QVERIFY(catalog::readSet(m_set).has_value());
    }

    void usedSetsAreRefused()
    {
        {
            const auto reader = catalog::SetLock::share(m_set);
            const auto second = catalog::SetLock::share(m_set);
            QVERIFY(reader.has_value() && second.has_value());
            QCOMPARE(catalog::removeSet(m_set, RemovalWay::Permanent).error().kind, ErrorKind::Conflict);
        }
        {
            const auto deleter = catalog::SetLock::alone(m_set);
            QVERIFY(deleter.has_value());
            QCOMPARE(catalog::SetLock::share(m_set).error().kind, ErrorKind::Conflict);
            QCOMPARE(catalog::removeSet(m_set, RemovalWay::Trash).error().kind, ErrorKind::Conflict); // the second instance
        }
        QVERIFY(catalog::readSet(m_set).has_value());
        QVERIFY(catalog::removeSet(m_set, RemovalWay::Permanent).has_value());
        QCOMPARE(catalog::removeSet(m_set, RemovalWay::Permanent).error().kind, ErrorKind::NotFound);
    }

    /// What a crash leaves at each step: the folder renamed, and more and more files gone.
    void crashes_data()
    {
        QTest::addColumn<int>("gone");
        for (int gone = 0; gone <= 5; ++gone)
            QTest::addRow("%d files gone", gone) << gone;
    }
    void crashes()
    {
        QFETCH(int, gone);
        put(m_set + u"/.tidemark-removing"_s, {});
        put(m_set + u"/notes.txt"_s);
        const QString partial = m_set + u".partial"_s;
        QVERIFY(QDir().rename(m_set, partial));
        const QStringList steps{u"d.dir/toc.dat"_s, u"d.dir/sub/1.dat"_s, u"globals.sql"_s, u"checks.jsonl"_s, u"tidemark.json"_s};
        for (const QString& step : steps.mid(0, gone))
            QVERIFY(QFile::remove(partial + u'/' + step));
        const auto scan = catalog::scanFolder(m_root->path(), {});
        QVERIFY(scan->sets.isEmpty() && scan->damaged.isEmpty());
        {
            const auto deleter = catalog::SetLock::alone(partial); // somebody is still at it
            QCOMPARE(catalog::finishRemovals(m_root->path()), 0);
        }
        QCOMPARE(catalog::finishRemovals(m_root->path()), 1);
        QVERIFY(!QFileInfo::exists(partial));
        QVERIFY(!QFileInfo::exists(m_set + u"/tidemark.json"_s));
        QVERIFY(QFileInfo::exists(m_set + u"/notes.txt"_s)); // the stranger, where it was
        QVERIFY(gone == 5 || !QFileInfo::exists(m_set + u"/globals.sql"_s));
    }

    void theNextBackupEndsIt()
    {
        put(m_set + u"/.tidemark-removing"_s, {});
        QVERIFY(QDir().rename(m_set, m_set + u".partial"_s));
        QVERIFY(!makeSet(m_root->path(), u"d"_s, 3).isEmpty());
        QVERIFY(!QFileInfo::exists(m_set + u".partial"_s));
    }

    void othersPartialsStay()
    {
        const QString foreign = m_root->filePath(u"s/d/20260505T000000Z.partial"_s);
        put(foreign + u"/file"_s);
        QCOMPARE(catalog::finishRemovals(m_root->path()), 0);
        QVERIFY(QFileInfo::exists(foreign + u"/file"_s));
    }

    void unreadableManifestIsRefused()
    {
        put(m_set + u"/tidemark.json"_s, "{");
        QCOMPARE(catalog::removeSet(m_set, RemovalWay::Permanent).error().kind, ErrorKind::Corrupt);
        QCOMPARE(catalog::removalFacts({m_set}, {}).error().kind, ErrorKind::Corrupt);
        QVERIFY(QFileInfo::exists(m_set + u"/globals.sql"_s));
    }

    void lastProvenIsKnown()
    {
        const QString second = makeSet(m_root->path(), u"d"_s, 2);
        const QString other = makeSet(m_root->path(), u"other"_s, 3);
        const auto all = catalog::scanFolder(m_root->path(), {})->sets;
        QVERIFY(!catalog::removalFacts({m_set}, all)->constFirst().lastProven);
        const auto both = catalog::removalFacts({m_set, second, other, m_set + u"/"_s}, all);
        QCOMPARE(both->size(), 3);
        QVERIFY(both->at(0).lastProven && both->at(1).lastProven && both->at(2).lastProven);
        // The other one is damaged and counts no more.
        QVERIFY(QFile::remove(second + u"/globals.sql"_s));
        QVERIFY(catalog::removalFacts({m_set}, catalog::scanFolder(m_root->path(), {})->sets)->constFirst().lastProven);
    }

    void readOnlyStoreStays()
    {
        if (::getuid() == 0)
            QSKIP("The superuser may write everywhere.");
        const QString parent = QFileInfo(m_set).path();
        QVERIFY(QFile::setPermissions(parent, QFileDevice::ReadOwner | QFileDevice::ExeOwner));
        const auto report = catalog::removeSet(m_set, RemovalWay::Permanent);
        QFile::setPermissions(parent, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
        QCOMPARE(report.error().kind, ErrorKind::PermissionDenied);
        QVERIFY(catalog::readSet(m_set).has_value());
        QVERIFY(!QFileInfo::exists(m_set + u"/.tidemark-removing"_s));
    }

    void hostileNames()
    {
        const QString database = u" a\"b\n'ö/..x"_s;
        const QString set = makeSet(m_root->path(), database);
        QVERIFY(!set.isEmpty());
        QCOMPARE(catalog::readSet(set)->manifest.database, database);
        QVERIFY(catalog::removeSet(set, RemovalWay::Permanent).has_value());
        QVERIFY(!QFileInfo::exists(set));
        QVERIFY(catalog::readSet(m_set).has_value());
    }

private:
    std::unique_ptr<QTemporaryDir> m_root;
    QString m_set;
};

QTEST_GUILESS_MAIN(SetRemovalTest)
#include "setremovaltest.moc"
