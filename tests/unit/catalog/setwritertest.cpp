// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupset.h"
#include "catalog/leftovers.h"
#include "catalog/setname.h"
#include "catalog/setwriter.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace tidemark;
using catalog::SetWriter;
using core::ErrorKind;

namespace {

const QDateTime start(QDate(2026, 11, 22), QTime(2, 0), Qt::UTC);
const QString runId = QStringLiteral("20261122T020000Z-0123abcd");

core::Result<SetWriter> create(const QString& destination, const QString& database = QStringLiteral("d"))
{
    return SetWriter::create({destination, QStringLiteral("my server"), database}, start, runId);
}

void put(const QString& path, const QByteArray& content)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

mode_t modeOf(const QString& path)
{
    struct stat status{};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 0777 : 0;
}

catalog::Manifest manifest()
{
    catalog::Manifest manifest;
    manifest.dumpFile = QStringLiteral("d.dump");
    manifest.files = {{QStringLiteral("d.dump"), 4, {}}};
    return manifest;
}

} // namespace

class SetWriterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void makesASet()
    {
        const QTemporaryDir root;
        auto writer = create(root.filePath(QStringLiteral("new/folder")));
        QVERIFY(writer.has_value());
        QCOMPARE(writer->finalFolder(), root.filePath(QStringLiteral("new/folder/my%20server/d/20261122T020000Z")));
        QCOMPARE(writer->partialFolder(), writer->finalFolder() + QStringLiteral(".partial"));
        QCOMPARE(modeOf(writer->partialFolder()), mode_t(0700));
        put(writer->filePath(QStringLiteral("d.dump")), "dump");
        QVERIFY(catalog::scanFolder(root.path(), {})->sets.isEmpty());
        QVERIFY(writer->finish(manifest()));
        QVERIFY(!QFileInfo::exists(writer->partialFolder()));
        const auto set = catalog::readSet(writer->finalFolder());
        QVERIFY(set.has_value());
        QCOMPARE(QDir(writer->finalFolder()).entryList(QDir::Files | QDir::Hidden, QDir::Name), (QStringList{QStringLiteral("d.dump"), QStringLiteral("tidemark.json")}));
        QCOMPARE(modeOf(writer->finalFolder()), mode_t(0700));
    }

    void goesWithItsObject()
    {
        const QTemporaryDir root;
        QString partial;
        {
            auto writer = create(root.path());
            partial = writer->partialFolder();
            put(writer->filePath(QStringLiteral("d.dump")), "dump");
            put(writer->filePath(QStringLiteral("sub/x")), "x");
            auto moved = std::move(*writer);
            QVERIFY(QFileInfo::exists(partial));
            {
                const SetWriter last = std::move(moved);
                QVERIFY(QFileInfo::exists(partial));
            }
            QVERIFY(!QFileInfo::exists(partial)); // with the one that held it, not with those that did
        }
        QVERIFY(!QFileInfo::exists(partial));
        QVERIFY(create(root.path()).has_value()); // and so did the lock
    }

    void aFinishedOneStays()
    {
        const QTemporaryDir root;
        QString folder;
        {
            auto writer = create(root.path());
            folder = writer->finalFolder();
            put(writer->filePath(QStringLiteral("d.dump")), "dump");
            QVERIFY(writer->finish(manifest()));
        }
        QVERIFY(catalog::readSet(folder).has_value());
    }

    void oneAtATimePerDatabase()
    {
        const QTemporaryDir root;
        auto first = create(root.path());
        QVERIFY(first.has_value());
        const auto second = create(root.path());
        QVERIFY(!second);
        QCOMPARE(second.error().kind, ErrorKind::Conflict);
        QVERIFY(QFileInfo::exists(first->partialFolder())); // not taken for a leftover
        QVERIFY(create(root.path(), QStringLiteral("other")).has_value());
        QVERIFY(SetWriter::create({root.path(), QStringLiteral("other server"), QStringLiteral("d")}, start, runId).has_value());
    }

    void twoInOneSecond()
    {
        const QTemporaryDir root;
        QStringList folders;
        for (int i = 0; i < 3; ++i) {
            auto writer = create(root.path());
            put(writer->filePath(QStringLiteral("d.dump")), "dump");
            QVERIFY(writer->finish(manifest()));
            folders.append(QFileInfo(writer->finalFolder()).fileName());
        }
        QCOMPARE(folders, (QStringList{QStringLiteral("20261122T020000Z"), QStringLiteral("20261122T020000Z-2"), QStringLiteral("20261122T020000Z-3")}));
        QCOMPARE(catalog::scanFolder(root.path(), {})->sets.size(), 3);
    }

    void removesWhatACrashLeft()
    {
        const QTemporaryDir root;
        const QString folder = root.filePath(QStringLiteral("my%20server/d/"));
        put(folder + QStringLiteral("20261121T020000Z.partial/.tidemark-partial"), "20261121T020000Z-00000001");
        put(folder + QStringLiteral("20261121T030000Z.partial/.tidemark-partial"), "' OR true --");
        QVERIFY(QDir().mkpath(folder + QStringLiteral("20261121T040000Z.partial"))); // killed before its mark
        put(folder + QStringLiteral("20261121T020000Z.partial/d.dump"), "half");
        put(folder + QStringLiteral("mine.partial/precious"), "not Tidemark's");
        put(folder + QStringLiteral("20261120T020000Z/tidemark.json"), "{}");
        put(root.filePath(QStringLiteral("elsewhere/.tidemark-partial")), {});
        QVERIFY(QFile::link(root.filePath(QStringLiteral("elsewhere")), folder + QStringLiteral("link.partial")));
        auto writer = create(root.path());
        QVERIFY(writer.has_value());
        QStringList runs;
        for (const catalog::Leftover& one : writer->removed())
            runs.append(one.runId);
        QCOMPARE(runs, (QStringList{QStringLiteral("20261121T020000Z-00000001"), QString()}));
        for (const char* hour : {"02", "03", "04"})
            QVERIFY(!QFileInfo::exists(folder + QStringLiteral("20261121T%10000Z.partial").arg(QLatin1String(hour))));
        QVERIFY(QFileInfo::exists(folder + QStringLiteral("mine.partial/precious")));
        QVERIFY(QFileInfo::exists(folder + QStringLiteral("20261120T020000Z/tidemark.json")));
        QVERIFY(QFileInfo::exists(root.filePath(QStringLiteral("elsewhere/.tidemark-partial"))));
    }

    void whereNothingCanBeMade()
    {
        const QTemporaryDir root;
        put(root.filePath(QStringLiteral("file")), "x");
        const auto blocked = create(root.filePath(QStringLiteral("file")));
        QVERIFY(!blocked);
        QVERIFY(create(QStringLiteral("/proc/nothing")).error().kind != ErrorKind::Internal);
        QVERIFY(!create(QStringLiteral("/proc/nothing")));
    }
};

QTEST_GUILESS_MAIN(SetWriterTest)
#include "setwritertest.moc"
