// SPDX-License-Identifier: GPL-3.0-or-later
// The window as a person meets it: from the first start to a server that is looked at, and out again.
#include "translations/translations.h"
#include "ui/activity/activitypanel.h"
#include "ui/backup/backupwizard.h"
#include "ui/backup/base/basebackupwizard.h"
#include "ui/backup/drill/drillwizard.h"
#include "ui/backup/role/roledialog.h"
#include "ui/common/iconlabel.h"
#include "ui/common/recordtable.h"
#include "ui/overview/overviewpage.h"
#include "ui/replication/replicationpage.h"
#include "ui/restore/restorewizard.h"
#include "ui/sanity/sanitydialog.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/notices.h"
#include "ui/wizards/fixture.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QCommandLinkButton>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QToolButton>

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr int patience = 30'000;

QString sentence(QWidget& window)
{
    const auto* label = window.findChild<QLabel*>(QStringLiteral("lossSentence"));
    return label ? label->text() : QString();
}

bool closeVisible(QWidget* widget)
{
    return widget && widget->isVisible() && widget->close();
}

void drop(QWidget& window, const QString& path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    const QPoint middle = window.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent fall(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &fall);
}

/// Controls that a screen reader could not name.
QStringList namelessControls(QWidget& root)
{
    QStringList nameless;
    const QList<QWidget*> all = root.findChildren<QWidget*>();
    for (QWidget* widget : all) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->objectName().startsWith(QStringLiteral("qt_")))
            continue;
        if (widget->inherits("QComboBoxListView")) // read with its box
            continue;
        const QAccessibleInterface* reader = QAccessible::queryAccessibleInterface(widget);
        if (reader && reader->text(QAccessible::Name).isEmpty())
            nameless.append(QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()), widget->objectName()));
    }
    return nameless;
}

void trigger(QWidget& window, const char* action)
{
    auto* found = window.findChild<QAction*>(QLatin1String(action));
    QVERIFY2(found && found->isEnabled(), action);
    found->trigger();
}

} // namespace

class MainWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { translations::install(*QCoreApplication::instance()); }

    void greetsANewcomer()
    {
        WizardFixture fixture;
        ui::MainWindow window(fixture.services());
        window.show();
        for (const char* name : {"welcomeAdd", "welcomeDemo", "welcomeOpen"}) {
            auto* choice = visible<QCommandLinkButton>(window, name);
            QVERIFY2(choice && choice->isEnabled(), name);
            QVERIFY2(choice->focusPolicy() & Qt::TabFocus, name);
        }
        QVERIFY(!findVisible(window, QStringLiteral("servers")));
        QVERIFY(!window.findChild<QAction*>(QStringLiteral("actionBackUp"))->isEnabled());
    }

    void addsAServerAndLooksAtIt()
    {
        WizardFixture fixture;
        ui::MainWindow window(fixture.services());
        window.show();
        window.beginWork();
        QTest::mouseClick(visible<QCommandLinkButton>(window, "welcomeAdd"), Qt::LeftButton);
        auto* dialog = window.findChild<QDialog*>(QStringLiteral("profileDialog"));
        QVERIFY(dialog);
        const postgres::ConnectionSpec spec = TestCluster::shared().spec(QStringLiteral("postgres"));
        const QList<std::pair<const char*, QString>> entries{{"profileName", QStringLiteral("Test server")}, {"profileHost", spec.host}, {"profilePort", spec.port},
                                                             {"profileDatabase", spec.database}, {"profileUser", spec.user}};
        for (const auto& [field, text] : entries)
            QTest::keyClicks(dialog->findChild<QLineEdit*>(QLatin1String(field)), text);
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("saveProfile")), Qt::LeftButton);

        QTRY_VERIFY_WITH_TIMEOUT(visible<QAbstractItemView>(window, "servers"), patience);
        QCOMPARE(visible<QAbstractItemView>(window, "servers")->model()->rowCount(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(sentence(window), QStringLiteral("No backup of this server is known. If it died now, everything on it would be lost."), patience);
        QTRY_COMPARE_WITH_TIMEOUT(window.findChild<ui::IconLabel*>(QStringLiteral("serverState"))->text(), QStringLiteral("connected"), patience);
    }

    void showsEverySectionByKeyboard()
    {
        WizardFixture fixture;
        fixture.addProfile(TestCluster::shared().spec());
        ui::MainWindow window(fixture.services());
        window.show();
        window.beginWork();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto* bar = window.findChild<QTabBar*>(QStringLiteral("sectionBar"));
        for (int i = 3; i >= 0; --i) {
            QTest::keyClick(&window, static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
            QTRY_COMPARE(bar->currentIndex(), i);
        }
        QVERIFY(window.findChild<ui::ReplicationPage*>());
    }

    void saysWhyAServerIsNotReached()
    {
        WizardFixture fixture;
        fixture.addProfile(TestCluster::shared().spec(QStringLiteral("no_such_database")));
        ui::MainWindow window(fixture.services());
        window.show();
        window.beginWork();
        auto* state = window.findChild<ui::IconLabel*>(QStringLiteral("serverState"));
        QTRY_COMPARE_WITH_TIMEOUT(state->text(), QStringLiteral("not reachable"), patience);
        QVERIFY(!state->toolTip().isEmpty());
    }

    void namesEveryControl()
    {
        WizardFixture fixture;
        fixture.addProfile(TestCluster::shared().spec());
        ui::MainWindow window(fixture.services());
        window.show();
        window.beginWork();
        for (int i = 0; i < 4; ++i)
            trigger(window, QByteArray("actionSection." + QByteArrayList{"overview", "backups", "restore", "replication"}.at(i)).constData());
        trigger(window, "actionActivity");
        trigger(window, "actionEdit");
        trigger(window, "actionImport");
        trigger(window, "actionAbout");
        const QStringList nameless = namelessControls(window);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral("\n"))));
    }

    void opensTheWizards()
    {
        WizardFixture fixture;
        fixture.addProfile(TestCluster::shared().spec());
        ui::MainWindow window(fixture.services());
        window.show();
        window.beginWork();
        trigger(window, "actionBackUp");
        QPointer<ui::BackupWizard> backup = window.findChild<ui::BackupWizard*>();
        QVERIFY(closeVisible(backup.data()));
        QTRY_VERIFY(!backup);
        trigger(window, "actionRestore");
        QPointer<ui::RestoreWizard> restore = window.findChild<ui::RestoreWizard*>();
        QVERIFY(closeVisible(restore.data()));
        QTRY_VERIFY(!restore);
    }

    void opensTheSanityQueriesOfADatabase()
    {
        WizardFixture fixture;
        fixture.addProfile(TestCluster::shared().spec());
        ui::MainWindow window(fixture.services());
        window.show();
        window.beginWork();
        auto* table = window.findChild<ui::RecordTable*>(QStringLiteral("overviewTable"));
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() > 0, patience);
        auto* button = visible<QPushButton>(window, "overviewSanity");
        QVERIFY(button && !button->isEnabled());
        table->selectRecord(0);
        QVERIFY(button->isEnabled());
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QPointer<ui::SanityDialog> dialog = window.findChild<ui::SanityDialog*>();
        QVERIFY(dialog);
        QVERIFY(!dialog->findChild<QComboBox*>(QStringLiteral("sanityDatabase"))->currentText().isEmpty());
        visible<QPushButton>(*dialog, "addSanity")->click();
        auto* editor = dialog->findChild<QDialog*>(QStringLiteral("sanityEditor"));
        QVERIFY(editor && editor->isVisible());
        const QStringList nameless = namelessControls(*dialog);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral("\n"))));
        QTest::keyClick(editor, Qt::Key_Escape);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!dialog);
    }

    void provesABackupThatWasJustMade()
    {
        WizardFixture fixture;
        fixture.addProfile(TestCluster::shared().spec());
        ui::MainWindow window(fixture.services());
        window.show();
        window.beginWork();
        for (const char* way : {"wayBaseBackup", "wayWholeDump", "wayDatabases"}) {
            trigger(window, "actionSection.backups");
            trigger(window, way);
            auto* wizard = window.findChild<ui::RunWizard*>();
            QVERIFY2(wizard, way);
            auto* button = wizard->findChild<QPushButton*>(QStringLiteral("verifyButton"));
            QVERIFY2(button, way);
            button->click(); // of the page at the end
            QPointer<ui::DrillWizard> drill = window.findChild<ui::DrillWizard*>();
            QVERIFY2(drill, way);
            QVERIFY(closeVisible(drill.data()));
            QVERIFY(closeVisible(wizard));
            QTRY_VERIFY(!window.findChild<ui::RunWizard*>());
        }
    }

    void opensTheOtherWaysToBackUp()
    {
        WizardFixture fixture;
        fixture.addProfile(TestCluster::shared().spec());
        ui::MainWindow window(fixture.services());
        window.show();
        window.beginWork();
        trigger(window, "actionSection.backups");
        trigger(window, "wayBaseBackup");
        QPointer<ui::BaseBackupWizard> base = window.findChild<ui::BaseBackupWizard*>();
        QVERIFY(base);
        QVERIFY(findVisible(*base, QStringLiteral("tarCard")));
        const QStringList nameless = namelessControls(*base);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral("\n"))));
        QVERIFY(closeVisible(base.data()));
        QTRY_VERIFY(!base);
        // From the other wizard's first page, which gives way.
        trigger(window, "wayDatabases");
        QPointer<ui::BackupWizard> databases = window.findChild<ui::BackupWizard*>();
        QVERIFY(databases);
        visible<QToolButton>(*databases, "baseBackupLink")->click();
        QTRY_VERIFY(!databases);
        base = window.findChild<ui::BaseBackupWizard*>();
        QVERIFY(closeVisible(base.data()));
        // A role that is made brings its profile into the list.
        trigger(window, "wayRole");
        QPointer<ui::RoleDialog> role = window.findChild<ui::RoleDialog*>();
        QVERIFY(role);
        QVERIFY(namelessControls(*role).isEmpty());
        auto* make = visible<QPushButton>(*role, "makeRoleButton");
        QTRY_VERIFY_WITH_TIMEOUT(make->isEnabled(), patience);
        make->click();
        QTRY_COMPARE_WITH_TIMEOUT(visible<QAbstractItemView>(window, "servers")->model()->rowCount(), 2, patience);
        QVERIFY(closeVisible(role.data()));
        QTRY_VERIFY(!role);
    }

    void looksIntoADumpAndKeepsItForALaterServer()
    {
        WizardFixture fixture;
        ui::MainWindow window(fixture.services());
        window.show();
        auto* notices = window.findChild<ui::Notices*>(QStringLiteral("notices"));
        window.openSource(QStringLiteral("/no/such/file.dump"));
        QTRY_VERIFY(findVisible(window, QStringLiteral("contentsFindings")));
        QVERIFY(fixture.services().preferences.recentFiles().isEmpty()); // nobody wants to open it again
        QVERIFY(TestCluster::shared().createDatabase(QStringLiteral("dumped")));
        const QString dump = fixture.folder() + QStringLiteral("/a dump.dump");
        QVERIFY(TestCluster::shared().dump(QStringLiteral("dumped"), {QStringLiteral("--format=custom")}, dump));
        drop(window, dump);
        QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(window, "contentsRestore"), patience);
        QVERIFY(!findVisible(window, QStringLiteral("contentsFindings")));
        QVERIFY(window.windowTitle().startsWith(QStringLiteral("a dump.dump")));
        QCOMPARE(fixture.services().preferences.recentFiles(), QStringList{dump});
        QTest::mouseClick(visible<QPushButton>(window, "contentsRestore"), Qt::LeftButton);
        QTRY_VERIFY(notices->isShown(QStringLiteral("pending")));
        QVERIFY(notices->text(QStringLiteral("pending")).contains(QStringLiteral("a dump.dump")));
        QTRY_VERIFY(visible<QPushButton>(window, "pendingAdd"));
        QTest::mouseClick(visible<QPushButton>(window, "pendingAdd"), Qt::LeftButton);
        auto* dialog = window.findChild<QDialog*>(QStringLiteral("profileDialog"));
        QVERIFY(dialog);
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("profileName")), QStringLiteral("Here"));
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("saveProfile")), Qt::LeftButton);
        QTRY_VERIFY(window.findChild<ui::RestoreWizard*>());
        QVERIFY(closeVisible(window.findChild<ui::RestoreWizard*>()));
        QVERIFY(TestCluster::shared().dropDatabase(QStringLiteral("dumped")));
    }

    void goesFromADumpToTheServerAndBack()
    {
        WizardFixture fixture;
        fixture.addProfile(TestCluster::shared().spec());
        QVERIFY(TestCluster::shared().createDatabase(QStringLiteral("dumped")));
        const QString dump = fixture.folder() + QStringLiteral("/a dump.dump");
        QVERIFY(TestCluster::shared().dump(QStringLiteral("dumped"), {QStringLiteral("--format=custom")}, dump));
        QVERIFY(TestCluster::shared().dropDatabase(QStringLiteral("dumped")));
        ui::MainWindow window(fixture.services());
        window.show();
        window.beginWork();
        QVERIFY(!window.findChild<QAction*>(QStringLiteral("actionDump"))->isEnabled());
        fixture.services().dialogs.chooseFile = [dump](QWidget*, const ui::FileQuestion&, const ui::Dialogs::PathChosen& chosen) { chosen(dump); };
        trigger(window, "actionOpen");
        QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(window, "contentsRestore"), patience);
        trigger(window, "actionSection.backups");
        QVERIFY(!findVisible(window, QStringLiteral("contentsPage")));
        QVERIFY(findVisible(window, QStringLiteral("backupsPage")));
        trigger(window, "actionDump");
        QVERIFY(findVisible(window, QStringLiteral("contentsPage")));
        // Restore is one click away, and the way back into the dump from there.
        QTest::mouseClick(visible<QPushButton>(window, "contentsRestore"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<ui::RestoreWizard*>(), patience);
        QPointer<ui::RestoreWizard> wizard = window.findChild<ui::RestoreWizard*>();
        QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(*wizard, "lookInsideButton"), patience);
        QTest::mouseClick(visible<QPushButton>(*wizard, "lookInsideButton"), Qt::LeftButton);
        QTRY_VERIFY(!wizard);
        QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(window, "contentsRestore"), patience);
        QTest::mouseClick(visible<QPushButton>(window, "contentsClose"), Qt::LeftButton);
        QTRY_VERIFY(!findVisible(window, QStringLiteral("contentsPage")));
        QVERIFY(findVisible(window, QStringLiteral("serverContent")));
        QVERIFY(!window.findChild<QAction*>(QStringLiteral("actionDump"))->isEnabled());
    }

    void removesAServerWhenAsked()
    {
        WizardFixture fixture;
        fixture.addProfile(TestCluster::shared().spec());
        bool answer = false;
        QString question;
        fixture.services().dialogs.confirm = [&](QWidget*, const ui::Confirmation& confirmation, const std::function<void(bool)>& answered) {
            question = confirmation.question;
            answered(answer);
        };
        ui::MainWindow window(fixture.services());
        window.show();
        window.beginWork();
        trigger(window, "actionRemove");
        QVERIFY(question.contains(QStringLiteral("Shop server")));
        QCOMPARE(fixture.services().profiles.profiles().size(), 1);
        answer = true;
        trigger(window, "actionRemove");
        QVERIFY(fixture.services().profiles.profiles().isEmpty());
        QTRY_VERIFY(visible<QCommandLinkButton>(window, "welcomeAdd"));
    }

    void asksBeforeItStopsARun()
    {
        WizardFixture fixture;
        ui::MainWindow window(fixture.services());
        window.show();
        QSignalSpy ready(&window, &ui::MainWindow::quitReady);
        bool answer = false;
        int asked = 0;
        fixture.services().dialogs.confirm = [&](QWidget*, const ui::Confirmation& confirmation, const std::function<void(bool)>& answered) {
            ++asked;
            QVERIFY(confirmation.detail.contains(QStringLiteral("Backup of shop")));
            QCOMPARE(confirmation.question, QStringLiteral("1 run would be stopped."));
            answered(answer);
        };
        auto* task = fixture.services().tasks.start<void>(
            QStringLiteral("Backup"), nullptr,
            [](const core::RunContext& context) -> core::Status {
                while (!context.stopRequested())
                    QThread::msleep(5);
                return context.checkpoint();
            },
            [](const core::Status&) {});
        fixture.services().activities.add(task, {QStringLiteral("Backup of shop"), QStringLiteral("shop"), QStringLiteral("Shop"), {}, QStringLiteral("run1")});
        window.close();
        QCOMPARE(asked, 1);
        QVERIFY(window.isVisible());
        QTest::qWait(100);
        QVERIFY(task->isRunning());
        QCOMPARE(ready.size(), 0);
        answer = true;
        window.close();
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, patience);
        QCOMPARE(fixture.services().tasks.runningCount(), 0);
    }

    void quitsAtOnceWhenNothingRuns()
    {
        WizardFixture fixture;
        ui::MainWindow window(fixture.services());
        window.show();
        QSignalSpy ready(&window, &ui::MainWindow::quitReady);
        window.close();
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, patience);
    }

    void saysThatPasswordsStayInMemory()
    {
        WizardFixture fixture; // without a keychain
        ui::MainWindow window(fixture.services());
        window.show();
        QVERIFY(findVisible(window, QStringLiteral("secretPlace")));
    }

    void saysThatTheListCannotBeChanged()
    {
        WizardFixture fixture;
        QFile file(fixture.services().profiles.path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"formatVersion": 99, "profiles": []})");
        file.close();
        QVERIFY(fixture.services().profiles.load());
        ui::MainWindow window(fixture.services());
        window.show();
        QVERIFY(window.findChild<ui::Notices*>(QStringLiteral("notices"))->text(QStringLiteral("store")).contains(QStringLiteral("newer version")));
        QVERIFY(!visible<QCommandLinkButton>(window, "welcomeAdd")->isEnabled());
        QVERIFY(visible<QCommandLinkButton>(window, "welcomeDemo")->isEnabled());
    }

    void removesWhatAKilledDemoLeft()
    {
        QProcess dead; // any process that has ended: its number is nobody's for now
        dead.start(QStringLiteral("true"), {});
        const qint64 number = dead.waitForStarted() ? dead.processId() : 0;
        QVERIFY(number > 0);
        QVERIFY(dead.waitForFinished());
        const QString left = QStringLiteral("%1/tidemark-demo-backups-%2-abcdef").arg(QDir::tempPath()).arg(number);
        const QString mine = QStringLiteral("%1/tidemark-demo-backups-%2-abcdef").arg(QDir::tempPath()).arg(QCoreApplication::applicationPid());
        QVERIFY(QDir().mkpath(left + QStringLiteral("/Demo/blog_db")));
        QVERIFY(QDir().mkpath(mine));
        ui::DemoSession::removeLeftovers();
        QVERIFY(!QDir(left).exists());
        QVERIFY(QDir(mine).exists());
        QVERIFY(QDir().rmdir(mine));
    }

    void runsTheDemoAndRemovesIt()
    {
        WizardFixture fixture;
        ui::MainWindow window(fixture.services());
        window.show();
        window.beginWork();
        QTest::mouseClick(visible<QCommandLinkButton>(window, "welcomeDemo"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(visible<QAbstractItemView>(window, "servers"), 90'000);
        auto* list = visible<QAbstractItemView>(window, "servers");
        QTRY_COMPARE(list->model()->rowCount(), 2);
        QVERIFY(fixture.services().profiles.profiles().isEmpty()); // it is stored nowhere
        QTRY_COMPARE_WITH_TIMEOUT(window.findChild<ui::IconLabel*>(QStringLiteral("serverState"))->text(), QStringLiteral("connected"), patience);
        QVERIFY(!window.findChild<QAction*>(QStringLiteral("actionRemove"))->isEnabled());
        trigger(window, "actionDemo");
        QTRY_VERIFY_WITH_TIMEOUT(visible<QCommandLinkButton>(window, "welcomeDemo"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(visible<QCommandLinkButton>(window, "welcomeDemo")->isEnabled(), patience);
    }
};

QTEST_MAIN(MainWindowTest)
#include "mainwindowtest.moc"
