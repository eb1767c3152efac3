// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the pages of row recovery in their states: rowpictures FOLDER [dark] [WIDTHxHEIGHT]
#include "ui/common/findingsview.h"
#include "ui/restore/rows/confirmrecoverydialog.h"
#include "ui/rows/lostrows.h"
#include "ui/shell/mainwindow.h"
#include "ui/wizards/album.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

void next(ui::RecoveryWizard& wizard)
{
    until([&] { return isEnabledNext(wizard); });
    wizard.button(QWizard::NextButton)->click();
}

void drawPages(Album& album, TestCluster& server, WizardFixture& fixture, const QString& dump)
{
    const store::Profile profile =
        fixture.addProfile(server.spec(), u"Shop server"_s, store::EnvironmentTag::Production);
    (void)fixture.addProfile(server.spec(), u"Laptop"_s, store::EnvironmentTag::Development);
    OpenedWizard wizard(fixture, profile, dump);
    wizard->resize(album.size().boundedTo({1040, 680}));
    until([&] { return visible<QLineEdit>(*wizard, "recoverSearch"); });
    QTest::qWait(500);
    album.take(*wizard, u"1-what"_s);
    if (!wizard.compare(u"posts"_s))
        qFatal("cannot compare");
    QTest::qWait(300);
    album.take(*wizard, u"2-missing"_s);
    auto* tabs = visible<QTabWidget>(*wizard, "kindTabs");
    tabs->setCurrentIndex(1);
    QTest::qWait(300);
    auto* table = visible<QTableView>(*wizard, "differencesTable");
    table->setCurrentIndex(table->model()->index(3, 3));
    visible<QPushButton>(*wizard, "tickAll")->click();
    album.take(*wizard, u"3-changed"_s);
    tabs->setCurrentIndex(2);
    QTest::qWait(300);
    visible<QPushButton>(*wizard, "tickAll")->click();
    album.take(*wizard, u"4-extra"_s);
    tabs->setCurrentIndex(0);
    QTest::keyClicks(visible<QLineEdit>(*wizard, "conditionFilter"), u"no_such = 1"_s);
    visible<QPushButton>(*wizard, "applyFilter")->click();
    until([&] { return visible<ui::FindingsView>(*wizard, "filterError"); });
    album.take(*wizard, u"5-filter-error"_s);
    visible<QLineEdit>(*wizard, "conditionFilter")->clear();
    QTest::keyClicks(visible<QLineEdit>(*wizard, "textFilter"), u"last"_s);
    QTest::qWait(800);
    album.take(*wizard, u"6-filtered"_s);
    next(*wizard);
    until([&] { return isEnabledNext(*wizard); });
    album.take(*wizard, u"7-review"_s);
    visible<QTabWidget>(*wizard, "reviewTabs")->setCurrentIndex(1);
    album.take(*wizard, u"8-sql"_s);
    visible<QTabWidget>(*wizard, "reviewTabs")->setCurrentIndex(2);
    album.take(*wizard, u"9-left-out"_s);
    next(*wizard);
    album.take(*wizard->findChild<ui::ConfirmRecoveryDialog*>(), u"10-confirm"_s);
    auto* dialog = wizard->findChild<ui::ConfirmRecoveryDialog*>();
    visible<QLineEdit>(*dialog, "confirmTyped")->setText(u"shop"_s);
    visible<QPushButton>(*dialog, "confirmApply")->click();
    until([&] { return visible<QLabel>(*wizard, "verdictWord"); });
    album.take(*wizard, u"11-left-out"_s);
}

void drawEnds(Album& album, TestCluster& server, WizardFixture& fixture, const QString& dump)
{
    const store::Profile profile = fixture.addProfile(
        server.spec(), u"A server of \"marketing\" with quite a long name, in the cellar"_s);
    OpenedWizard wizard(fixture, profile, dump);
    wizard->resize(album.size().boundedTo({1040, 680}));
    if (!wizard.compare(u"odd"_s) || !wizard.review())
        qFatal("cannot compare");
    album.take(*wizard, u"12-odd-review"_s);
    next(*wizard);
    until([&] { return visible<QLabel>(*wizard, "verdictWord"); });
    album.take(*wizard, u"13-done"_s);
    OpenedWizard same(fixture, profile, dump);
    same->resize(album.size().boundedTo({1040, 680}));
    if (!same.compare(u"same"_s))
        qFatal("cannot compare");
    QTest::qWait(100);
    album.take(*same, u"14-nothing-differs"_s);
    OpenedWizard none(fixture, profile, {});
    none->resize(album.size().boundedTo({1040, 680}));
    QTest::qWait(500);
    album.take(*none, u"15-nothing-chosen"_s);
    postgres::ConnectionSpec away;
    away.host = u"/nowhere"_s;
    OpenedWizard lost(fixture, fixture.addProfile(away, u"Away"_s), dump);
    lost->resize(album.size().boundedTo({1040, 680}));
    QTest::qWait(800);
    album.take(*lost, u"16-server-away"_s);
}

void drawDoors(Album& album, TestCluster& server, WizardFixture& fixture, const QString& dump)
{
    (void)server;
    ui::MainWindow window(fixture.services());
    window.resize(album.size());
    window.show();
    window.beginWork();
    until([&] { return visible<QTabBar>(window, "sectionBar"); });
    visible<QTabBar>(window, "sectionBar")->setCurrentIndex(1);
    QTest::qWait(500);
    album.take(window, u"17-backups"_s);
    visible<QTabBar>(window, "sectionBar")->setCurrentIndex(2);
    QTest::qWait(500);
    album.take(window, u"18-restore"_s);
    window.openSource(dump);
    until([&] { return visible<QLineEdit>(window, "contentsSearch"); });
    QTest::keyClicks(visible<QLineEdit>(window, "contentsSearch"), u"posts"_s);
    QTest::qWait(500);
    QTest::keyClick(visible<QLineEdit>(window, "contentsSearch"), Qt::Key_Down);
    QTest::qWait(500);
    album.take(window, u"19-contents"_s);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Album album(application);
    QTemporaryDir folder;
    qputenv("TIDEMARK_DATA_DIR", (folder.path() + u"/data"_s).toLocal8Bit());
    qputenv("TIDEMARK_CACHE_DIR", (folder.path() + u"/cache"_s).toLocal8Bit());
    TestCluster& server = TestCluster::shared();
    const QString dump = makeLoss(server, u"shop"_s, folder.path());
    WizardFixture fixture;
    drawPages(album, server, fixture, dump);
    drawEnds(album, server, fixture, dump);
    drawDoors(album, server, fixture, dump);
    return 0;
}
