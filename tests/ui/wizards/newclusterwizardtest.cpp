// SPDX-License-Identifier: GPL-3.0-or-later
// A base backup becomes a server of this computer, pressed as a person presses it.
#include "ui/restore/cluster/newclusterwizard.h"

#include "cluster/keptclusters.h"
#include "store/history.h"
#include "support/baseruns.h"
#include "ui/backup/backupspage.h"
#include "ui/common/findingsview.h"
#include "ui/common/recordtable.h"
#include "ui/restore/restorewizard.h"
#include "ui/shell/wizards.h"
#include "ui/wizards/fixture.h"

#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

#include <sys/stat.h>

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr int patience = 60'000; // milliseconds

QString text(QWidget& root, const char* label)
{
    auto* found = visible<QLabel>(root, label);
    return found ? found->text() : QString();
}

} // namespace

class NewClusterWizardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fromTheBackupToAServer();
    void takenFolderIsSaid();
    void everythingLeadsHere();
    void cancelledLeavesNothing();

private:
    QString at(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder{QStringLiteral("/var/tmp/tidemark-newcluster-XXXXXX")};
    QTemporaryDir m_sets;
    QString m_set;
};

void NewClusterWizardTest::initTestCase()
{
    ::chmod(QFile::encodeName(m_folder.path()).constData(), 0755); // the server's user goes through
    TestCluster& server = TestCluster::shared();
    const QString space = server.local().folder() + QStringLiteral("/run/space");
    QVERIFY(cluster::makePrivateFolder(space, cluster::userByName(server.local().serverUserName())));
    QVERIFY(server.sql(QStringLiteral("postgres"),
                       QStringLiteral("CREATE TABLESPACE wide LOCATION '%1'").arg(space)));
    QVERIFY(server.createDatabase(QStringLiteral("shop")));
    QVERIFY(server.script(
        QStringLiteral("shop"),
        QStringLiteral("CREATE TABLE far TABLESPACE wide AS SELECT i FROM generate_series(1, 500) i")));
    const auto backup =
        backUpBase(openAccess(server.spec()), baseDraft(m_sets.path(), backup::base::Format::Plain));
    QVERIFY2(backup, qPrintable(backup ? QString() : backup.error().toText()));
    m_set = backup->setFolder;
}

void NewClusterWizardTest::fromTheBackupToAServer()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::NewClusterWizard wizard(fixture.services(), profile, m_set);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLineEdit>(wizard, "targetFolderEdit"), patience);
    QVERIFY(isEnabledNext(wizard)); // a folder is suggested
    visible<QLineEdit>(wizard, "targetFolderEdit")->setText(QStringLiteral("relative"));
    QVERIFY(!isEnabledNext(wizard));
    visible<QLineEdit>(wizard, "targetFolderEdit")->setText(at(QStringLiteral("here it is")));
    auto* tablespace = visible<QWidget>(wizard, "tablespaceFolder");
    QVERIFY(tablespace);
    tablespace->findChild<QLineEdit*>()->setText(at(QStringLiteral("wide one")));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(
        isEnabledNext(wizard) && !text(wizard, "clusterData").startsWith(QStringLiteral("…")), patience);
    QCOMPARE(text(wizard, "clusterData"), at(QStringLiteral("here it is/data")));
    QVERIFY2(text(wizard, "clusterTablespaces").contains(at(QStringLiteral("wide one"))),
             qPrintable(text(wizard, "clusterTablespaces")));
    QVERIFY(!QFileInfo::exists(at(QStringLiteral("here it is"))));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(wizard, "verdictWord"), patience);
    auto kept = cluster::findKeptSandbox(at(QStringLiteral("here it is")));
    QVERIFY2(kept, qPrintable(kept ? QString() : kept.error().toText()));
    QVERIFY(kept->isRunning);
    auto connection =
        postgres::Connection::open(kept->spec().withDatabase(QStringLiteral("shop")), {}, {}, {});
    QVERIFY(connection);
    QCOMPARE(connection->query("SELECT count(*) FROM public.far", {}, {})->text(0, 0), QStringLiteral("500"));
    connection = core::Error();
    visible<QPushButton>(wizard, "copyPsqlButton")->click();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("psql ")));
    // Stopped, started and removed from here.
    visible<QPushButton>(wizard, "toggleServerButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!cluster::findKeptSandbox(at(QStringLiteral("here it is")))->isRunning &&
                                 visible<QPushButton>(wizard, "toggleServerButton")->isEnabled(),
                             patience);
    visible<QPushButton>(wizard, "toggleServerButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(cluster::findKeptSandbox(at(QStringLiteral("here it is")))->isRunning &&
                                 visible<QPushButton>(wizard, "toggleServerButton")->isEnabled(),
                             patience);
    ui::Confirmation asked;
    fixture.services().dialogs.confirm = [&asked](QWidget*, const ui::Confirmation& confirmation,
                                                  const std::function<void(bool)>& answered) {
        asked = confirmation;
        answered(true);
    };
    visible<QPushButton>(wizard, "removeClusterButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(at(QStringLiteral("here it is"))) &&
                                 !visible<QPushButton>(wizard, "removeClusterButton"),
                             patience);
    QCOMPARE(asked.danger, ui::Danger::LosesData);
    QVERIFY(!QFileInfo::exists(at(QStringLiteral("wide one"))));
    const auto history = store::History::open(fixture.services().historyPath);
    QVERIFY(history);
    const auto runs = history->recent(5);
    QVERIFY(runs && runs->size() == 1);
    QCOMPARE(runs->constFirst().kind, store::RunKind::Restore);
}

void NewClusterWizardTest::takenFolderIsSaid()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::NewClusterWizard wizard(fixture.services(), profile, m_set + QStringLiteral("/base"));
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLineEdit>(wizard, "targetFolderEdit"), patience);
    visible<QLineEdit>(wizard, "targetFolderEdit")->setText(m_set);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner"), patience);
    QVERIFY(!isEnabledNext(wizard));
    QTest::qWait(50);
    wizard.back();
    QCOMPARE(visible<QLineEdit>(wizard, "targetFolderEdit")->text(), m_set); // nothing is forgotten
}

/// Base backups are opened by the wizard that can restore them, wherever they are chosen.
void NewClusterWizardTest::everythingLeadsHere()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    QWidget window;
    ui::Wizards wizards(
        fixture.services(), [&profile] { return profile; }, &window);
    wizards.restoreFrom(m_set);
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<ui::NewClusterWizard*>(), patience);
    delete window.findChild<ui::NewClusterWizard*>();
    wizards.bringBackRows({m_set, {}, -1});
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<ui::NewClusterWizard*>(), patience);
    delete window.findChild<ui::NewClusterWizard*>();
    fixture.services().dialogs.chooseFolder = [this](QWidget*, const ui::FileQuestion&,
                                                     const ui::Dialogs::PathChosen& chosen) {
        chosen(m_set + QStringLiteral("/base"));
    };
    wizards.restore({});
    auto* usual = window.findChild<ui::RestoreWizard*>();
    QVERIFY(usual);
    QPushButton* folder = visible<QPushButton>(*usual, "chooseFolderButton");
    QVERIFY(folder);
    folder->click();
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<ui::NewClusterWizard*>(), patience);
    delete window.findChild<ui::NewClusterWizard*>();
}

void NewClusterWizardTest::cancelledLeavesNothing()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::NewClusterWizard wizard(fixture.services(), profile, m_set);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLineEdit>(wizard, "targetFolderEdit"), patience);
    visible<QLineEdit>(wizard, "targetFolderEdit")->setText(at(QStringLiteral("gone")));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard) && !visible<QWidget>(wizard, "spinner"), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(wizard, "cancelRunButton"), patience);
    visible<QPushButton>(wizard, "cancelRunButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(wizard, "verdictWord"), patience);
    QVERIFY(!QFileInfo::exists(at(QStringLiteral("gone"))));
    QVERIFY(!visible<QPushButton>(wizard, "removeClusterButton"));
}

QTEST_MAIN(NewClusterWizardTest)
#include "newclusterwizardtest.moc"
