// SPDX-License-Identifier: GPL-3.0-or-later
// Without a session bus: what a server, a container and a bare window manager have.
#include "store/secretreader.h"
#include "store/secretstore.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace tidemark;
using store::Profile;
using store::SecretPlace;
using store::SecretStore;

class SecretStoreTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        qputenv("HOME", m_home.path().toLocal8Bit());
        qputenv("XDG_RUNTIME_DIR", m_home.path().toLocal8Bit());
        qputenv("XDG_CONFIG_HOME", m_home.path().toLocal8Bit());
        qunsetenv("DISPLAY");
        qunsetenv("WAYLAND_DISPLAY");
    }

    void memoryIsSaidQuickly()
    {
        SecretStore secrets;
        QSignalSpy changed(&secrets, &SecretStore::backendChanged);
        QCOMPARE(secrets.backend(), SecretStore::Backend::Untried);
        const Profile profile = Profile::create(QStringLiteral("p"));
        std::optional<SecretPlace> place;
        QElapsedTimer timer;
        timer.start();
        secrets.write(profile, core::Secret(QStringLiteral("hush-hush")), [&](SecretPlace p) { place = p; });
        QVERIFY(!place); // never from inside the call
        QTRY_VERIFY_WITH_TIMEOUT(place.has_value(), 10'000);
        QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(*place, SecretPlace::Memory);
        QCOMPARE(secrets.backend(), SecretStore::Backend::MemoryOnly);
        QVERIFY(!secrets.backendReason().isEmpty());
        QVERIFY(changed.size() >= 1);
        QCOMPARE(readFrom(secrets, profile)->reveal(), QByteArray("hush-hush"));

        std::optional<core::Status> removed;
        secrets.remove(profile, [&](core::Status status) { removed = std::move(status); });
        QTRY_VERIFY(removed.has_value());
        QVERIFY(*removed);
        QVERIFY(readFrom(secrets, profile)->isEmpty());
    }

    void nothingIsWrittenToDisk()
    {
        QDirIterator it(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(!file.open(QIODevice::ReadOnly) || !file.readAll().contains("hush-hush"));
        }
    }

    void savedButNotReadable()
    {
        Profile profile = Profile::create(QStringLiteral("shop"));
        profile.spec.host = QStringLiteral("db1");
        profile.passwordSaved = true;
        const auto secret = store::readSecretBlocking(profile);
        QVERIFY(!secret);
        QCOMPARE(secret.error().kind, core::ErrorKind::PermissionDenied);
        QVERIFY(secret.error().hint.contains(QStringLiteral("db1:*:*:*:PASSWORD")));
    }

    void nothingSavedIsNoError()
    {
        const auto secret = store::readSecretBlocking(Profile::create(QStringLiteral("p")));
        QVERIFY(secret.has_value());
        QVERIFY(secret->isEmpty());
    }

    void memoryOnlyOnPurpose()
    {
        SecretStore secrets(SecretStore::Use::MemoryOnly);
        QCOMPARE(secrets.backend(), SecretStore::Backend::MemoryOnly);
        std::optional<SecretPlace> place;
        secrets.write(Profile::create(QStringLiteral("p")), core::Secret(QStringLiteral("x")), [&](SecretPlace p) { place = p; });
        QTRY_VERIFY(place.has_value());
        QCOMPARE(*place, SecretPlace::Memory);
    }

private:
    core::Result<core::Secret> readFrom(SecretStore& secrets, const Profile& profile)
    {
        std::optional<core::Result<core::Secret>> answer;
        secrets.read(profile, [&](core::Result<core::Secret> result) { answer = std::move(result); });
        [&] { QTRY_VERIFY(answer.has_value()); }();
        return answer ? *answer : core::Result<core::Secret>(core::Error{});
    }
    QTemporaryDir m_home;
};

QTEST_GUILESS_MAIN(SecretStoreTest)
#include "secretstoretest.moc"
