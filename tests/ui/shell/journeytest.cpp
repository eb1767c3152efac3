// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way of a newcomer through the window, by its own widgets, on a real primary with a standby: add a
// server, back up a database, lose rows, restore it beside the old one, look at the replication.
#include "catalog/backupset.h"
#include "translations/translations.h"
#include "ui/backup/backupwizard.h"
#include "ui/common/iconlabel.h"
#include "ui/common/recordtable.h"
#include "ui/common/timeserieschart.h"
#include "ui/replication/standbycard.h"
#include "ui/restore/restorewizard.h"
#include "ui/shell/mainwindow.h"
#include "ui/wizards/fixture.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCommandLinkButton>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTreeView>

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr int patience = 30'000; // milliseconds

QString ordersOf(const QString& database)
{
    return TestCluster::shared().value(
        database, QStringLiteral("SELECT count(*) || ' ' || sum(hashtext(o::text)) FROM orders o"));
}

void press(QWidget& root, const char* button)
{
    auto* found = visible<QAbstractButton>(root, button);
    QVERIFY2(found && found->isEnabled(), button);
    QTest::mouseClick(found, Qt::LeftButton);
}

void goTo(QWidget& window, int section)
{
    window.activateWindow(); // the window system of the tests gives it nothing back when a dialog closes
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, static_cast<Qt::Key>(Qt::Key_1 + section), Qt::ControlModifier);
    QTRY_COMPARE(window.findChild<QTabBar*>(QStringLiteral("sectionBar"))->currentIndex(), section);
}

QString verdictOf(QWidget& wizard)
{
    auto* word = visible<QLabel>(wizard, "verdictWord");
    return word ? word->text() : QString();
}

} // namespace

class JourneyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fromTheFirstStartToTheReplicationPage();

private:
    void addServer(QWidget& window);
    void backUp(QWidget& window);
    void restore(QWidget& window);
    void watch(QWidget& window);

    WizardFixture m_fixture;
    std::optional<TestCluster> m_standby;
    QString m_before;
};

void JourneyTest::initTestCase()
{
    translations::install(*QCoreApplication::instance());
    TestCluster& primary = TestCluster::shared();
    QVERIFY(primary.createDatabase(QStringLiteral("shop")));
    QVERIFY(primary.script(
        QStringLiteral("shop"),
        QStringLiteral("CREATE TABLE orders(id int PRIMARY KEY, note text);"
                       "INSERT INTO orders SELECT i, 'note ' || i FROM generate_series(1, 1234) i;")));
    auto standby = primary.makeStandby(QStringLiteral("replica"));
    QVERIFY2(standby, qPrintable(standby ? QString() : standby.error().toText()));
    m_standby = std::move(*standby);
    m_before = ordersOf(QStringLiteral("shop"));
}

void JourneyTest::fromTheFirstStartToTheReplicationPage()
{
    ui::MainWindow window(m_fixture.services());
    window.show();
    window.beginWork();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    for (const auto step :
         {&JourneyTest::addServer, &JourneyTest::backUp, &JourneyTest::restore, &JourneyTest::watch}) {
        (this->*step)(window);
        if (QTest::currentTestFailed())
            return;
    }
}

void JourneyTest::addServer(QWidget& window)
{
    press(window, "welcomeAdd");
    auto* dialog = window.findChild<QDialog*>(QStringLiteral("profileDialog"));
    QVERIFY(dialog);
    const postgres::ConnectionSpec spec = TestCluster::shared().spec();
    const QList<std::pair<const char*, QString>> entries{{"profileName", QStringLiteral("Shop server")},
                                                         {"profileHost", spec.host},
                                                         {"profilePort", spec.port},
                                                         {"profileDatabase", spec.database},
                                                         {"profileUser", spec.user}};
    for (const auto& [field, text] : entries)
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QLatin1String(field)), text);
    press(*dialog, "testConnection");
    auto* verdict = dialog->findChild<QWidget*>(QStringLiteral("connectionVerdict"));
    QVERIFY(verdict);
    QTRY_VERIFY_WITH_TIMEOUT(
        verdict->isVisible() &&
            dialog->findChild<QPushButton*>(QStringLiteral("testConnection"))->isEnabled(),
        patience);
    press(*dialog, "saveProfile");
    QTRY_VERIFY_WITH_TIMEOUT(visible<QAbstractItemView>(window, "servers"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(window.findChild<ui::IconLabel*>(QStringLiteral("serverState"))->text(),
                              QStringLiteral("connected"), patience);
    QCOMPARE(m_fixture.services().profiles.profiles().size(), 1);
}

void JourneyTest::backUp(QWidget& window)
{
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(window, "overviewBackUp") &&
                                 visible<QPushButton>(window, "overviewBackUp")->isEnabled(),
                             patience);
    press(window, "overviewBackUp");
    QPointer<ui::BackupWizard> wizard = window.findChild<ui::BackupWizard*>();
    QVERIFY(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    auto* table = visible<ui::RecordTable>(*wizard, "databaseTable");
    QVERIFY(table);
    const QModelIndexList found = table->model()->match(table->model()->index(0, 0), Qt::DisplayRole,
                                                        QStringLiteral("shop"), 1, Qt::MatchExactly);
    QCOMPARE(found.size(), 1);
    for (int row = 0; row < table->model()->rowCount(); ++row)
        table->model()->setData(table->model()->index(row, 0), row == found.first().row() ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole);
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(*wizard, "relationTree"), patience);
    pressNext(*wizard); // all of it
    auto* folder = visible<QLineEdit>(*wizard, "folderEdit");
    QVERIFY(folder);
    folder->selectAll();
    QTest::keyClicks(folder, m_fixture.backupFolder());
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard) && !visible<QWidget>(*wizard, "spinner"), patience);
    pressNext(*wizard);
    QTRY_COMPARE_WITH_TIMEOUT(verdictOf(*wizard), QStringLiteral("Done"), patience);
    wizard->button(QWizard::FinishButton)->click();
    QTRY_VERIFY(!wizard);
}

void JourneyTest::restore(QWidget& window)
{
    // The accident.
    QVERIFY(TestCluster::shared().script(QStringLiteral("shop"),
                                         QStringLiteral("DELETE FROM orders WHERE id > 1000")));
    QVERIFY(ordersOf(QStringLiteral("shop")) != m_before);

    goTo(window, 1);
    auto* sets = visible<QAbstractItemView>(window, "backupsTable");
    QVERIFY(sets);
    QTRY_COMPARE_WITH_TIMEOUT(sets->model()->rowCount(), 1, patience);
    goTo(window, 2);
    auto* recent = visible<QAbstractItemView>(window, "recentBackupsTable");
    QVERIFY(recent);
    QTRY_COMPARE_WITH_TIMEOUT(recent->model()->rowCount(), 1, patience);
    recent->setCurrentIndex(recent->model()->index(0, 0));
    press(window, "restoreButton");
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<ui::RestoreWizard*>(), patience);
    QPointer<ui::RestoreWizard> wizard = window.findChild<ui::RestoreWizard*>();
    for (int page = 0; page < 3; ++page) {
        QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard) && !visible<QWidget>(*wizard, "spinner"), patience);
        pressNext(*wizard);
    }
    QTRY_COMPARE_WITH_TIMEOUT(verdictOf(*wizard), QStringLiteral("Done"), patience);
    wizard->button(QWizard::FinishButton)->click();
    QTRY_VERIFY(!wizard);
    QCOMPARE(ordersOf(QStringLiteral("shop_restored")), m_before);
    QVERIFY(ordersOf(QStringLiteral("shop")) != m_before); // nothing was put over it
}

void JourneyTest::watch(QWidget& window)
{
    goTo(window, 3);
    const auto card = [&] {
        return qobject_cast<ui::StandbyCard*>(findVisible(window, QStringLiteral("standbyCard")));
    };
    QTRY_VERIFY_WITH_TIMEOUT(card(), patience);
    const auto condition = [&] {
        return card()->findChild<ui::IconLabel*>(QStringLiteral("standbyCondition"))->text();
    };
    QTRY_VERIFY_WITH_TIMEOUT(
        condition() == QStringLiteral("Streaming") || condition() == QStringLiteral("Idle"), patience);
    auto* chart = window.findChild<ui::TimeSeriesChart*>(QStringLiteral("lagBytesChart"));
    QVERIFY(chart);
    QTRY_VERIFY_WITH_TIMEOUT(chart->hasVisibleValues(), patience);
    // The restore reached the standby, too.
    QVERIFY(TestCluster::shared().waitForStandby(QStringLiteral("replica")));
    QCOMPARE(m_standby->value(QStringLiteral("shop_restored"), QStringLiteral("SELECT count(*) FROM orders")),
             QStringLiteral("1234"));
}

QTEST_MAIN(JourneyTest)
#include "journeytest.moc"
