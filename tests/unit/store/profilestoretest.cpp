// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/profilestore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <thread>
#include <vector>

using namespace tidemark;
using store::Profile;
using store::ProfileStore;

namespace {

void writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QByteArray readFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Profile profileNamed(const QString& name)
{
    Profile profile = Profile::create(name);
    profile.spec.host = name + QStringLiteral(".example");
    return profile;
}

/// What a second process does in the test of concurrent writers.
int addMany(const QString& path, const QString& prefix, int count)
{
    for (int i = 0; i < count; ++i) {
        ProfileStore profiles(path);
        if (!profiles.add(profileNamed(prefix + QString::number(i))))
            return 1;
    }
    return 0;
}

} // namespace

class ProfileStoreTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("deeper/profiles.json"));
    }

    void addUpdateRemove()
    {
        ProfileStore profiles(m_path);
        QVERIFY(profiles.load());
        QVERIFY(profiles.profiles().isEmpty());
        Profile one = profileNamed(QStringLiteral("one"));
        QVERIFY(profiles.add(one));
        QVERIFY(profiles.add(profileNamed(QStringLiteral("two"))));
        one.colour = QStringLiteral("#123456");
        QVERIFY(profiles.update(one));

        ProfileStore again(m_path);
        QVERIFY(again.load());
        QCOMPARE(again.profiles().size(), 2);
        QCOMPARE(again.find(QStringLiteral("one"))->colour, QStringLiteral("#123456"));
        QCOMPARE(again.find(one.id)->name, QStringLiteral("one"));
        QVERIFY(again.remove(one.id));
        QCOMPARE(again.remove(one.id).error().kind, core::ErrorKind::NotFound);
        QCOMPARE(again.find(QStringLiteral("one")).error().kind, core::ErrorKind::NotFound);
        QVERIFY(again.find(QStringLiteral("one")).error().hint.contains(QStringLiteral("two")));
        QCOMPARE(QFileInfo(m_path).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void namesAreUniqueAndWhole()
    {
        ProfileStore profiles(m_path);
        QVERIFY(profiles.add(profileNamed(QStringLiteral("one"))));
        QCOMPARE(profiles.add(profileNamed(QStringLiteral("one"))).error().kind, core::ErrorKind::Conflict);
        QCOMPARE(profiles.add(profileNamed(QStringLiteral("  "))).error().kind, core::ErrorKind::InvalidInput);
        Profile two = profileNamed(QStringLiteral("two"));
        QVERIFY(profiles.add(two));
        two.name = QStringLiteral("one");
        QCOMPARE(profiles.update(two).error().kind, core::ErrorKind::Conflict);
        QCOMPARE(profiles.profiles().size(), 2);
        QCOMPARE(profiles.profiles().at(1).name, QStringLiteral("two"));
    }

    void newerFileIsReadOnlyAndKept()
    {
        const QByteArray newer = R"({"formatVersion": 99, "extra": [1], "profiles": [
            {"id": "7e1a1a6e-6a0c-4a30-9d3b-6f1c1f0a0001", "name": "kept", "connection": {"host": "h"}},
            {"shape": "of the future"}]})";
        QDir().mkpath(QFileInfo(m_path).path());
        writeFile(m_path, newer);
        ProfileStore profiles(m_path);
        QVERIFY(profiles.load());
        QCOMPARE(profiles.access(), ProfileStore::Access::ReadOnly);
        QCOMPARE(profiles.profiles().size(), 1);
        const core::Status added = profiles.add(profileNamed(QStringLiteral("x")));
        QCOMPARE(added.error().kind, core::ErrorKind::Conflict);
        QVERIFY(!added.error().hint.isEmpty());
        QCOMPARE(profiles.remove(profiles.profiles().first().id).error().kind, core::ErrorKind::Conflict);
        QCOMPARE(readFile(m_path), newer);
    }

    void corruptFileIsNeverOverwritten_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << QByteArray(R"({"formatVersion": 1, "profiles": [{"id")");
        QTest::newRow("not ours") << QByteArray("[1, 2]");
        QTest::newRow("no version") << QByteArray(R"({"profiles": []})");
        QTest::newRow("no list") << QByteArray(R"({"formatVersion": 1, "profiles": {}})");
        QTest::newRow("bad entry") << QByteArray(R"({"formatVersion": 1, "profiles": [{"name": "x"}]})");
        QTest::newRow("bytes") << QByteArray("\xff\xfe\x00\x01", 4);
        QTest::newRow("deep") << QByteArray(100000, '[');
    }
    void corruptFileIsNeverOverwritten()
    {
        QFETCH(QByteArray, content);
        QDir().mkpath(QFileInfo(m_path).path());
        writeFile(m_path, content);
        ProfileStore profiles(m_path);
        QCOMPARE(profiles.load().error().kind, core::ErrorKind::Corrupt);
        QCOMPARE(profiles.access(), ProfileStore::Access::Unusable);
        QCOMPARE(profiles.add(profileNamed(QStringLiteral("x"))).error().kind, core::ErrorKind::Corrupt);
        QCOMPARE(readFile(m_path), content);
    }

    void unknownFieldsSurvive()
    {
        QDir().mkpath(QFileInfo(m_path).path());
        writeFile(m_path, R"({"formatVersion": 1, "window": {"a": 1}, "profiles": [
            {"id": "7e1a1a6e-6a0c-4a30-9d3b-6f1c1f0a0001", "name": "a", "connection": {"host": "h"}, "later": true}]})");
        ProfileStore profiles(m_path);
        QVERIFY(profiles.add(profileNamed(QStringLiteral("b"))));
        const QByteArray content = readFile(m_path);
        QVERIFY(content.contains("\"later\": true"));
        QVERIFY(content.contains("\"window\""));
    }

    void othersChangesAreNotLost()
    {
        ProfileStore here(m_path);
        ProfileStore there(m_path);
        Profile shared = profileNamed(QStringLiteral("shared"));
        QVERIFY(here.add(shared));
        QVERIFY(there.load());
        QVERIFY(there.add(profileNamed(QStringLiteral("from there"))));
        QVERIFY(here.add(profileNamed(QStringLiteral("from here"))));
        QCOMPARE(here.profiles().size(), 3);

        Profile changed = shared;
        changed.colour = QStringLiteral("#111111");
        QVERIFY(there.update(changed));
        shared.colour = QStringLiteral("#222222");
        QCOMPARE(here.update(shared).error().kind, core::ErrorKind::Conflict);
        QCOMPARE(here.find(shared.id)->colour, QStringLiteral("#111111"));
        QVERIFY(here.update(shared)); // having seen it, one may
    }

    void concurrentWritersLoseNothing()
    {
        constexpr int count = 25;
        QProcess second;
        second.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--add"), m_path, QString::number(count)});
        QVERIFY(second.waitForStarted());
        std::vector<std::thread> threads;
        for (int t = 0; t < 2; ++t)
            threads.emplace_back([this, t] { QCOMPARE(addMany(m_path, QStringLiteral("thread%1-").arg(t), count), 0); });
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY(second.waitForFinished(30'000));
        QCOMPARE(second.exitCode(), 0);
        ProfileStore profiles(m_path);
        QVERIFY(profiles.load());
        QCOMPARE(profiles.profiles().size(), 3 * count);
    }

    void aLinkStaysALink()
    {
        const QString target = m_folder->filePath(QStringLiteral("dotfiles.json"));
        writeFile(target, R"({"formatVersion": 1, "profiles": []})");
        QDir().mkpath(QFileInfo(m_path).path());
        QVERIFY(QFile::link(target, m_path));
        ProfileStore profiles(m_path);
        QVERIFY(profiles.add(profileNamed(QStringLiteral("x"))));
        QVERIFY(QFileInfo(m_path).isSymLink());
        QVERIFY(readFile(target).contains("x.example"));
    }

    void folderThatCannotBeMade()
    {
        writeFile(m_folder->filePath(QStringLiteral("file")), "x");
        ProfileStore profiles(m_folder->filePath(QStringLiteral("file/profiles.json")));
        QCOMPARE(profiles.add(profileNamed(QStringLiteral("x"))).error().kind, core::ErrorKind::PermissionDenied);
    }

    void pathFollowsTheEnvironment()
    {
        qputenv("TIDEMARK_CONFIG_DIR", "/somewhere/else");
        QCOMPARE(ProfileStore::defaultPath(), QStringLiteral("/somewhere/else/profiles.json"));
        qunsetenv("TIDEMARK_CONFIG_DIR");
        QVERIFY(ProfileStore::defaultPath().endsWith(QStringLiteral("/tidemark/profiles.json")));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 4 && qstrcmp(argv[1], "--add") == 0)
        return addMany(QString::fromLocal8Bit(argv[2]), QStringLiteral("process-"), QByteArray(argv[3]).toInt());
    ProfileStoreTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "profilestoretest.moc"
