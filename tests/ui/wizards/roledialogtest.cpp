// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog that makes a backup role: what it shows is what it does, and nothing more.
#include "ui/backup/role/roledialog.h"

#include "support/runs.h"
#include "ui/common/commandview.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/wizards/fixture.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace tidemark;
using namespace tidemark::test;
using backup::role::Purpose;
using ui::RoleDialog;

namespace {

constexpr int patience = 30'000; // milliseconds

bool isReady(QWidget& dialog)
{
    auto* make = visible<QPushButton>(dialog, "makeRoleButton");
    return make && make->isEnabled();
}

QString statementsOf(QWidget& dialog)
{
    auto* text = visible<QPlainTextEdit>(dialog, "commandText");
    return text ? text->toPlainText() : QString();
}

} // namespace

class RoleDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void makesTheRoleAndAProfileThatConnects();
    void withoutTheRightStatementsAreForAnAdministrator();
    void namesThatAreTakenAreSaidBeforeAnythingIsMade();
    void linesForAnotherMachine();

private:
    std::optional<TestCluster> m_server;
};

void RoleDialogTest::initTestCase()
{
    auto server = TestCluster::start();
    QVERIFY2(server, qPrintable(server ? QString() : server.error().toText()));
    m_server.emplace(std::move(*server));
    QVERIFY(m_server->listenOnTcp());
    QVERIFY(m_server->createDatabase(QStringLiteral("shop")));
    QVERIFY(m_server->sql(QStringLiteral("shop"), QStringLiteral("CREATE TABLE t AS SELECT 7 AS i")));
}

void RoleDialogTest::makesTheRoleAndAProfileThatConnects()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(m_server->spec(QStringLiteral("shop")));
    QPointer<RoleDialog> dialog = new RoleDialog(fixture.services(), profile, Purpose::Both);
    QSignalSpy stored(dialog.data(), &RoleDialog::profileStored);
    dialog->show();
    QTRY_VERIFY_WITH_TIMEOUT(isReady(*dialog), patience);
    const QString name = QStringLiteral("back \"up'; DROP ROLE x");
    visible<QLineEdit>(*dialog, "roleName")->setText(name);
    QVERIFY(!isReady(*dialog)); // what is shown is not what would be done
    QTRY_VERIFY_WITH_TIMEOUT(isReady(*dialog), patience);
    const QString shown = statementsOf(*dialog);
    QVERIFY(shown.contains(QStringLiteral("CREATE ROLE \"back \"\"up'; DROP ROLE x\" LOGIN REPLICATION")));
    QVERIFY(shown.contains(QStringLiteral("pg_read_all_data")));
    QVERIFY(m_server->value(QStringLiteral("shop"),
                            QStringLiteral("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'back%'")) ==
            QStringLiteral("0"));
    visible<QPushButton>(*dialog, "makeRoleButton")->click();
    QTRY_COMPARE_WITH_TIMEOUT(stored.size(), 1, patience);
    QVERIFY(visible<ui::IconLabel>(*dialog, "roleDone")->text().contains(QStringLiteral("is made")));

    const auto made = fixture.services().profiles.find(stored.first().first().toString());
    QVERIFY(made);
    QCOMPARE(made->spec.user, name);
    QCOMPARE(fixture.services().profiles.find(profile.id)->spec.user, profile.spec.user); // this one stays
    // Without a keychain (as here) nobody would know the password tomorrow: it can be copied.
    QVERIFY(!made->passwordSaved);
    visible<QPushButton>(*dialog, "copyRolePassword")->click();
    const QString password = QGuiApplication::clipboard()->text();
    QCOMPARE(password.size(), 32);
    QVERIFY(shown.contains(QStringLiteral("PASSWORD 'SCRAM-SHA-256$…'")));
    auto connection =
        openAccess(m_server->tcpSpec(QStringLiteral("shop"), name), password).connect({}, {}, {});
    QVERIFY2(connection, qPrintable(connection ? QString() : connection.error().toText()));
    // The secrets of the window know it as well.
    bool same = false;
    fixture.services().secrets.read(*made, [&](const core::Result<core::Secret>& secret) {
        same = secret && QString::fromUtf8(secret->reveal()) == password;
    });
    QTRY_VERIFY(same);
    QTest::keyClick(dialog.data(), Qt::Key_Escape);
    QTRY_VERIFY(!dialog);
}

void RoleDialogTest::withoutTheRightStatementsAreForAnAdministrator()
{
    QVERIFY(m_server->sql(QStringLiteral("postgres"), QStringLiteral("CREATE ROLE weak LOGIN")));
    WizardFixture fixture;
    store::Profile profile = fixture.addProfile(m_server->spec(QStringLiteral("shop")));
    profile.spec.user = QStringLiteral("weak");
    QPointer<RoleDialog> dialog = new RoleDialog(fixture.services(), profile, Purpose::Dumps);
    QSignalSpy stored(dialog.data(), &RoleDialog::profileStored);
    dialog->show();
    QTRY_VERIFY_WITH_TIMEOUT(isReady(*dialog), patience);
    QVERIFY(visible<ui::FindingsView>(*dialog, "findings")
                ->toText()
                .contains(QStringLiteral("may not make such a role")));
    QVERIFY(visible<QPushButton>(*dialog, "makeRoleButton")->text().contains(QStringLiteral("profile only")));
    QVERIFY(!visible<ui::IconLabel>(*dialog, "admission")->text().isEmpty());
    const QString statements = statementsOf(*dialog);
    visible<QPushButton>(*dialog, "makeRoleButton")->click();
    QTRY_COMPARE_WITH_TIMEOUT(stored.size(), 1, patience);
    QCOMPARE(
        m_server->value(QStringLiteral("shop"),
                        QStringLiteral("SELECT count(*) FROM pg_roles WHERE rolname = 'tidemark_backup'")),
        QStringLiteral("0"));
    visible<QPushButton>(*dialog, "copyRolePassword")->click();
    const QString password = QGuiApplication::clipboard()->text();
    // The administrator runs them as they stand, and the profile's password fits.
    QVERIFY(!statements.contains(password));
    QVERIFY(m_server->script(QStringLiteral("shop"), statements));
    auto connection =
        openAccess(m_server->tcpSpec(QStringLiteral("shop"), QStringLiteral("tidemark_backup")), password)
            .connect({}, {}, {});
    QVERIFY2(connection, qPrintable(connection ? QString() : connection.error().toText()));
    const auto rows = connection->query("SELECT i FROM public.t", {}, QString());
    QVERIFY2(rows, qPrintable(rows ? QString() : rows.error().toText()));
    QCOMPARE(rows->text(0, 0), QStringLiteral("7"));
    dialog->close();
}

void RoleDialogTest::namesThatAreTakenAreSaidBeforeAnythingIsMade()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(m_server->spec());
    QPointer<RoleDialog> dialog = new RoleDialog(fixture.services(), profile, Purpose::BaseBackups);
    dialog->show();
    visible<QLineEdit>(*dialog, "roleName")->setText(QStringLiteral("postgres"));
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::FindingsView>(*dialog, "findings"), patience);
    QVERIFY(visible<ui::FindingsView>(*dialog, "findings")->toText().contains(QStringLiteral("postgres")));
    QVERIFY(!isReady(*dialog));
    visible<QLineEdit>(*dialog, "roleName")->setText(QStringLiteral("copier"));
    QTRY_VERIFY_WITH_TIMEOUT(isReady(*dialog), patience);
    QVERIFY(!visible<ui::FindingsView>(*dialog, "findings"));
    visible<QLineEdit>(*dialog, "roleProfile")->setText(profile.name);
    visible<QPushButton>(*dialog, "makeRoleButton")->click();
    QTRY_VERIFY(visible<ui::FindingsView>(*dialog, "findings"));
    QCOMPARE(m_server->value(QStringLiteral("postgres"),
                             QStringLiteral("SELECT count(*) FROM pg_roles WHERE rolname = 'copier'")),
             QStringLiteral("0"));
    dialog->close();
}

void RoleDialogTest::linesForAnotherMachine()
{
    WizardFixture fixture;
    QPointer<RoleDialog> dialog =
        new RoleDialog(fixture.services(), fixture.addProfile(m_server->spec()), Purpose::Both);
    dialog->show();
    visible<QLineEdit>(*dialog, "roleName")->setText(QStringLiteral("remote"));
    visible<QLineEdit>(*dialog, "roleAddress")->setText(QStringLiteral("10.9.8.7"));
    auto* lines = dialog->findChild<ui::CommandView*>(QStringLiteral("hbaLines"));
    QVERIFY(lines);
    QTRY_COMPARE_WITH_TIMEOUT(
        lines->text(),
        QStringLiteral(
            "host all remote 10.9.8.7/32 scram-sha-256\nhost replication remote 10.9.8.7/32 scram-sha-256"),
        patience);
    QVERIFY(lines->isVisible());
    QCOMPARE(dialog->findChildren<ui::IconLabel*>(QStringLiteral("admission")).size(), 2);
    visible<QLineEdit>(*dialog, "roleAddress")->setText(QStringLiteral("10.0.0.0/8"));
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::FindingsView>(*dialog, "findings"), patience);
    QVERIFY(visible<ui::FindingsView>(*dialog, "findings")
                ->toText()
                .contains(QStringLiteral("10.0.0.0/8 is not an IP address")));
    QVERIFY(!isReady(*dialog));
    visible<QLineEdit>(*dialog, "roleAddress")->setText(QStringLiteral("10.9.8.7"));
    visible<QComboBox>(*dialog, "rolePurpose")->setCurrentIndex(1); // dumps alone want no replication
    QTRY_COMPARE_WITH_TIMEOUT(lines->text(), QStringLiteral("host all remote 10.9.8.7/32 scram-sha-256"),
                              patience);
    dialog->close();
}

QTEST_MAIN(RoleDialogTest)
#include "roledialogtest.moc"
