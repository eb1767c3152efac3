// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a server: what is typed is what is stored, nothing else is touched, and the test says why.
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/profiles/connectiontest.h"
#include "ui/profiles/profiledialog.h"
#include "ui/wizards/fixture.h"

#include <QComboBox>
#include <QFile>
#include <QGroupBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTabWidget>

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr int patience = 30'000;

void type(QWidget& dialog, const char* field, const QString& text)
{
    auto* edit = dialog.findChild<QLineEdit*>(QLatin1String(field));
    QVERIFY2(edit, field);
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

void press(QWidget& dialog, const char* name)
{
    auto* button = dialog.findChild<QPushButton*>(QLatin1String(name));
    QVERIFY2(button && button->isEnabled(), name);
    QTest::mouseClick(button, Qt::LeftButton);
}

} // namespace

class ProfileDialogTest : public QObject
{
    Q_OBJECT
private:
    ui::ProfileDialog* open(WizardFixture& fixture, const store::Profile& profile, ui::ProfileDialog::Purpose purpose = ui::ProfileDialog::Purpose::Edit)
    {
        auto* dialog = new ui::ProfileDialog(fixture.services(), profile, purpose);
        dialog->open();
        return dialog;
    }

private Q_SLOTS:
    void storesWhatWasTyped()
    {
        WizardFixture fixture;
        QPointer<ui::ProfileDialog> dialog = open(fixture, store::Profile::create({}), ui::ProfileDialog::Purpose::Add);
        QSignalSpy saved(dialog, &ui::ProfileDialog::saved);
        type(*dialog, "profileName", QStringLiteral("Shop"));
        type(*dialog, "profileHost", QStringLiteral("db1.example.org"));
        type(*dialog, "profilePort", QStringLiteral("5433"));
        type(*dialog, "profileDatabase", QStringLiteral("shop db "));
        type(*dialog, "profileUser", QStringLiteral("o'brien"));
        type(*dialog, "profilePassword", QStringLiteral("secret:\\word"));
        auto* environment = dialog->findChild<QComboBox*>(QStringLiteral("profileEnvironment"));
        environment->setCurrentIndex(environment->findData(static_cast<int>(store::EnvironmentTag::Production)));
        press(*dialog, "saveProfile");
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, patience);
        QCOMPARE(saved.at(0).at(1).value<std::optional<store::SecretPlace>>(), store::SecretPlace::Memory);
        QCOMPARE(fixture.services().profiles.profiles().size(), 1);
        const store::Profile& profile = fixture.services().profiles.profiles().constFirst();
        QCOMPARE(profile.name, QStringLiteral("Shop"));
        QCOMPARE(profile.environment, store::EnvironmentTag::Production);
        QCOMPARE(profile.spec.host, QStringLiteral("db1.example.org"));
        QCOMPARE(profile.spec.port, QStringLiteral("5433"));
        QCOMPARE(profile.spec.database, QStringLiteral("shop db "));
        QCOMPARE(profile.spec.user, QStringLiteral("o'brien"));
        QVERIFY(!profile.passwordSaved); // there is no keychain here
        QFile file(fixture.services().profiles.path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("secret:"));
        std::optional<core::Result<core::Secret>> kept;
        fixture.services().secrets.read(profile, [&](const core::Result<core::Secret>& secret) { kept = secret; });
        QTRY_VERIFY(kept.has_value());
        QCOMPARE((*kept)->reveal(), QByteArray("secret:\\word"));
    }

    void keepsWhatItDoesNotShow()
    {
        WizardFixture fixture;
        store::Profile profile = store::Profile::create(QStringLiteral("Shop"));
        profile.unknown.insert(QStringLiteral("ofTomorrow"), 42);
        profile.spec.hostaddr = QStringLiteral("10.0.0.1");
        profile.spec.sslMode = QStringLiteral("verify-quantum");
        profile.spec.more = {{QStringLiteral("connect_timeout"), QStringLiteral("7")}, {QStringLiteral("keyword_of_tomorrow"), QStringLiteral("on")}};
        profile.tunnel = store::TunnelSpec{QStringLiteral("bastion"), {}, {}, {}, {QStringLiteral("ProxyJump=gate")}};
        profile.defaultBackupFolder = QStringLiteral("/backups");
        QVERIFY(fixture.services().profiles.add(profile));
        QPointer<ui::ProfileDialog> dialog = open(fixture, profile);
        type(*dialog, "profileName", QStringLiteral("Renamed"));
        press(*dialog, "saveProfile");
        QTRY_VERIFY(!dialog);
        profile.name = QStringLiteral("Renamed");
        QVERIFY(fixture.services().profiles.load());
        QCOMPARE(fixture.services().profiles.profiles().constFirst(), profile);
    }

    void saysWhatIsWrongBesideTheField_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("name") << QByteArray("profileName") << QString() << QStringLiteral("Give the server a name.");
        QTest::newRow("port") << QByteArray("profilePort") << QStringLiteral("54x") << QStringLiteral("A port is a number from 1 to 65535.");
        QTest::newRow("port 0") << QByteArray("profilePort") << QStringLiteral("0") << QStringLiteral("A port is a number from 1 to 65535.");
    }

    void saysWhatIsWrongBesideTheField()
    {
        QFETCH(QByteArray, field);
        QFETCH(QString, text);
        QFETCH(QString, complaint);
        WizardFixture fixture;
        store::Profile profile = store::Profile::create(QStringLiteral("Shop"));
        QPointer<ui::ProfileDialog> dialog = open(fixture, profile, ui::ProfileDialog::Purpose::Add);
        auto* edit = dialog->findChild<QLineEdit*>(QLatin1String(field));
        edit->setText(text);
        press(*dialog, "saveProfile");
        QVERIFY(dialog);
        auto* problem = dialog->findChild<ui::IconLabel*>(QStringLiteral("profileProblem"));
        QVERIFY(problem->isVisible());
        QCOMPARE(problem->text(), complaint);
        QVERIFY(edit->hasFocus() || dialog->focusWidget() == edit);
        QVERIFY(fixture.services().profiles.profiles().isEmpty());
        QTest::keyClicks(edit, QStringLiteral("1"));
        QVERIFY(!problem->isVisible());
        dialog->reject();
    }

    void refusesSecretsAmongTheKeywords()
    {
        WizardFixture fixture;
        QPointer<ui::ProfileDialog> dialog = open(fixture, store::Profile::create(QStringLiteral("Shop")), ui::ProfileDialog::Purpose::Add);
        QAbstractItemModel* keywords = dialog->findChild<QTableView*>(QStringLiteral("profileKeywords"))->model();
        QVERIFY(keywords->setData(keywords->index(0, 0), QStringLiteral("password")));
        QVERIFY(keywords->setData(keywords->index(0, 1), QStringLiteral("x")));
        press(*dialog, "saveProfile");
        QVERIFY(dialog->findChild<ui::IconLabel*>(QStringLiteral("profileProblem"))->text().contains(QStringLiteral("is a secret")));
        QVERIFY(fixture.services().profiles.profiles().isEmpty());
        dialog->reject();
    }

    void refusesATakenName()
    {
        WizardFixture fixture;
        fixture.addProfile({}, QStringLiteral("Shop"));
        QPointer<ui::ProfileDialog> dialog = open(fixture, store::Profile::create(QStringLiteral("Shop")), ui::ProfileDialog::Purpose::Add);
        press(*dialog, "saveProfile");
        QVERIFY(dialog->findChild<ui::IconLabel*>(QStringLiteral("profileProblem"))->text().contains(QStringLiteral("already")));
        QVERIFY(dialog->isVisible());
        dialog->reject();
    }

    void writesNothingToAFileOfANewerVersion()
    {
        WizardFixture fixture;
        QFile file(fixture.services().profiles.path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray newer = R"({"formatVersion": 99, "profiles": [], "tomorrow": true})";
        file.write(newer);
        file.close();
        QVERIFY(fixture.services().profiles.load());
        QPointer<ui::ProfileDialog> dialog = open(fixture, store::Profile::create(QStringLiteral("Shop")), ui::ProfileDialog::Purpose::Add);
        QVERIFY(!dialog->findChild<QPushButton*>(QStringLiteral("saveProfile"))->isEnabled());
        QVERIFY(dialog->findChild<ui::IconLabel*>(QStringLiteral("profileProblem"))->isVisible());
        dialog->reject();
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), newer);
    }

    void testsTheConnection_data()
    {
        QTest::addColumn<QString>("database");
        QTest::addColumn<QString>("expected");
        QTest::newRow("good") << QStringLiteral("postgres") << QStringLiteral("connection.ok");
        QTest::newRow("no such database") << QStringLiteral("no such\ndatabase") << QStringLiteral("connection.failed");
    }

    void testsTheConnection()
    {
        QFETCH(QString, database);
        QFETCH(QString, expected);
        WizardFixture fixture;
        store::Profile profile = store::Profile::create(QStringLiteral("Local"));
        profile.spec = TestCluster::shared().spec(database);
        QPointer<ui::ProfileDialog> dialog = open(fixture, profile, ui::ProfileDialog::Purpose::Add);
        auto* check = dialog->findChild<ui::ConnectionTest*>();
        QSignalSpy finished(check, &ui::ConnectionTest::finished);
        press(*dialog, "testConnection");
        QVERIFY(!dialog->findChild<QPushButton*>(QStringLiteral("testConnection"))->isEnabled());
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patience);
        QCOMPARE(check->findings().constFirst().id, expected);
        QVERIFY(dialog->findChild<ui::FindingsView*>(QStringLiteral("connectionFindings"))->isVisible());
        QVERIFY(dialog->findChild<QPushButton*>(QStringLiteral("testConnection"))->isEnabled());
        QVERIFY(fixture.services().profiles.profiles().isEmpty()); // a test stores nothing
        dialog->reject();
    }

    void closesWhileTheTestRuns()
    {
        WizardFixture fixture;
        store::Profile profile = store::Profile::create(QStringLiteral("Black hole"));
        profile.spec.host = QStringLiteral("192.0.2.1"); // TEST-NET-1: nobody answers
        QPointer<ui::ProfileDialog> dialog = open(fixture, profile, ui::ProfileDialog::Purpose::Add);
        press(*dialog, "testConnection");
        dialog->reject();
        QTRY_VERIFY(!dialog);
        QVERIFY(fixture.services().tasks.waitForDone(5'000));
    }
};

QTEST_MAIN(ProfileDialogTest)
#include "profiledialogtest.moc"
