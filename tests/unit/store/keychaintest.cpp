// SPDX-License-Identifier: GPL-3.0-or-later
// Against a real Secret Service: a session bus and a gnome-keyring of the test's own.
#include "store/secretreader.h"
#include "store/secretstore.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QProcessEnvironment>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <optional>

using namespace tidemark;
using store::Profile;
using store::SecretPlace;
using store::SecretStore;

class KeychainTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_daemon.start(QStringLiteral("gnome-keyring-daemon"),
                       {QStringLiteral("--foreground"), QStringLiteral("--unlock"), QStringLiteral("--components=secrets")});
        QVERIFY(m_daemon.waitForStarted());
        m_daemon.write("keyring password");
        m_daemon.closeWriteChannel();
        const auto answers = [] { // asking the service itself would make the bus start another one
            QProcess ask;
            ask.start(QStringLiteral("dbus-send"),
                      {QStringLiteral("--session"), QStringLiteral("--print-reply=literal"), QStringLiteral("--dest=org.freedesktop.DBus"),
                       QStringLiteral("/"), QStringLiteral("org.freedesktop.DBus.NameHasOwner"), QStringLiteral("string:org.freedesktop.secrets")});
            return ask.waitForFinished() && ask.readAllStandardOutput().contains("true");
        };
        QTRY_VERIFY_WITH_TIMEOUT(answers(), 10'000);
    }

    void cleanupTestCase()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void writtenReadAndRemoved()
    {
        SecretStore secrets;
        Profile profile = Profile::create(QStringLiteral("p"));
        const QString password = QStringLiteral("pä'ss: \\wörd 数");
        QCOMPARE(write(secrets, profile, password), SecretPlace::Keychain);
        QCOMPARE(secrets.backend(), SecretStore::Backend::Keychain);
        profile.passwordSaved = true;

        // Another process would know it from the profile alone.
        const auto again = store::readSecretBlocking(profile);
        QVERIFY2(again, again ? "" : qPrintable(again.error().toText()));
        QCOMPARE(again->reveal(), password.toUtf8());

        std::optional<core::Status> removed;
        secrets.remove(profile, [&](core::Status status) { removed = std::move(status); });
        QTRY_VERIFY_WITH_TIMEOUT(removed.has_value(), 10'000);
        QVERIFY(*removed);
        QCOMPARE(store::readSecretBlocking(profile).error().kind, core::ErrorKind::PermissionDenied);
    }

    void hangingServiceIsNotWaitedForAndItsLateAnswerCounts()
    {
        SecretStore secrets(SecretStore::Use::Keychain, std::chrono::milliseconds(700));
        Profile profile = Profile::create(QStringLiteral("late"));
        QCOMPARE(write(secrets, profile, QStringLiteral("later")), SecretPlace::Keychain);
        profile.passwordSaved = true;
        QSignalSpy arrived(&secrets, &SecretStore::secretArrived);

        QCOMPARE(::kill(static_cast<pid_t>(m_daemon.processId()), SIGSTOP), 0);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(read(secrets, profile).error().kind, core::ErrorKind::PermissionDenied);
        QVERIFY2(timer.elapsed() < 3'000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(secrets.backend(), SecretStore::Backend::MemoryOnly);
        timer.restart();
        QCOMPARE(write(secrets, Profile::create(QStringLiteral("other")), QStringLiteral("x")), SecretPlace::Memory);
        QVERIFY(timer.elapsed() < 500); // not asked again behind the one that hangs

        QCOMPARE(::kill(static_cast<pid_t>(m_daemon.processId()), SIGCONT), 0);
        QTRY_COMPARE_WITH_TIMEOUT(arrived.size(), 1, 10'000);
        QCOMPARE(read(secrets, profile)->reveal(), QByteArray("later"));
        QCOMPARE(secrets.backend(), SecretStore::Backend::Keychain);
    }

    void lockedIsToldFromEmpty()
    {
        SecretStore secrets;
        Profile profile = Profile::create(QStringLiteral("locked"));
        QCOMPARE(write(secrets, profile, QStringLiteral("x")), SecretPlace::Keychain);
        profile.passwordSaved = true;
        QCOMPARE(QProcess::execute(QStringLiteral("dbus-send"),
                                   {QStringLiteral("--session"), QStringLiteral("--print-reply=literal"), QStringLiteral("--dest=org.freedesktop.secrets"),
                                    QStringLiteral("/org/freedesktop/secrets"), QStringLiteral("org.freedesktop.Secret.Service.Lock"),
                                    QStringLiteral("array:objpath:/org/freedesktop/secrets/collection/login")}),
                 0);
        const auto locked = read(secrets, profile);
        QVERIFY(!locked);
        QCOMPARE(locked.error().kind, core::ErrorKind::PermissionDenied);
        QVERIFY(locked.error().hint.contains(QStringLiteral("PASSWORD")));

        std::optional<core::Status> removed;
        secrets.remove(profile, [&](core::Status status) { removed = std::move(status); });
        QTRY_VERIFY_WITH_TIMEOUT(removed.has_value(), 15'000);
        QVERIFY(!*removed); // the keychain itself would have called it done

        Profile another = Profile::create(QStringLiteral("another"));
        QCOMPARE(write(secrets, another, QStringLiteral("y")), SecretPlace::Memory);
        QCOMPARE(read(secrets, another)->reveal(), QByteArray("y"));
    }

private:
    static SecretPlace write(SecretStore& secrets, const Profile& profile, const QString& password)
    {
        std::optional<SecretPlace> place;
        secrets.write(profile, core::Secret(password), [&](SecretPlace p) { place = p; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(place.has_value(), 20'000); }();
        return place.value_or(SecretPlace::Memory);
    }
    static core::Result<core::Secret> read(SecretStore& secrets, const Profile& profile)
    {
        std::optional<core::Result<core::Secret>> answer;
        secrets.read(profile, [&](core::Result<core::Secret> result) { answer = std::move(result); });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 20'000); }();
        return answer ? *answer : core::Result<core::Secret>(core::Error{});
    }
    QProcess m_daemon;
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsSet("TIDEMARK_TEST_INSIDE_BUS")) {
        KeychainTest test;
        return QTest::qExec(&test, argc, argv);
    }
    // The same program again, with a bus, a home and a keyring that nobody else has.
    const QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
        environment.insert(QLatin1String(name), home.path());
    environment.insert(QStringLiteral("TIDEMARK_TEST_INSIDE_BUS"), QStringLiteral("1"));
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    QProcess bus;
    bus.setProcessChannelMode(QProcess::ForwardedChannels);
    bus.setProcessEnvironment(environment);
    bus.start(QStringLiteral("dbus-run-session"), QStringList{QStringLiteral("--")} + QCoreApplication::arguments());
    if (!bus.waitForStarted() || !bus.waitForFinished(110'000))
        return 1;
    return bus.exitStatus() == QProcess::NormalExit ? bus.exitCode() : 1;
}
#include "keychaintest.moc"
