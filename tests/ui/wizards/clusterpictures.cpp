// SPDX-License-Identifier: GPL-3.0-or-later
// Draws every page of the wizard for dumps of a whole server: clusterpictures FOLDER [dark] [WIDTHxHEIGHT]
#include "ui/backup/backupspage.h"
#include "ui/backup/cluster/clusterdumpwizard.h"
#include "ui/common/spinner.h"
#include "ui/wizards/album.h"
#include "ui/wizards/fixture.h"

#include <QApplication>
#include <QComboBox>
#include <QMenu>
#include <QRadioButton>
#include <QToolButton>

#include <algorithm>

using namespace tidemark;
using namespace tidemark::test;

namespace {

bool isIdle(QWidget& window)
{
    const QList<ui::Spinner*> spinners = window.findChildren<ui::Spinner*>();
    return std::none_of(spinners.begin(), spinners.end(),
                        [](const ui::Spinner* one) { return one->isSpinning(); });
}

void draw(Album& album, WizardFixture& fixture, const store::Profile& profile, const QString& prefix,
          bool everything)
{
    ui::ClusterDumpWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.resize(album.size());
    wizard.show();
    if (everything)
        album.take(wizard, prefix + QStringLiteral("-0-asking"));
    until([&] { return isIdle(wizard); });
    if (!isEnabledNext(wizard)) {
        album.take(wizard, prefix + QStringLiteral("-1-problem"));
        return;
    }
    if (!everything)
        visible<QRadioButton>(wizard, "globalsCardButton")->click();
    album.take(wizard, prefix + QStringLiteral("-1-what"));
    pressNext(wizard);
    QTest::qWait(400);
    album.take(wizard, prefix + QStringLiteral("-2-how"));
    visible<QToolButton>(wizard, "moreOptionsButton")->click();
    QTest::qWait(300);
    album.take(wizard, prefix + QStringLiteral("-2-more"));
    pressNext(wizard);
    until([&] { return isIdle(wizard); });
    album.take(wizard, prefix + QStringLiteral("-3-review"));
    if (!isEnabledNext(wizard))
        return;
    pressNext(wizard);
    QTest::qWait(300);
    album.take(wizard, prefix + QStringLiteral("-4-run"));
    until([&] { return visible<QWidget>(wizard, "verdictWord") != nullptr; });
    album.take(wizard, prefix + QStringLiteral("-5-end"));
}

void drawPage(Album& album, WizardFixture& fixture, const store::Profile& profile)
{
    ui::BackupsPage page(fixture.services());
    page.resize(album.size() - QSize(240, 120));
    page.show();
    page.setProfile(*fixture.services().profiles.find(profile.id));
    QTest::qWait(700);
    album.take(page, QStringLiteral("whole-list"));
    auto* menu = page.findChild<QMenu*>(QStringLiteral("backupMenu"));
    menu->popup(page.mapToGlobal(QPoint(20, 60)));
    album.take(*menu, QStringLiteral("whole-menu"));
    menu->close();
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Album album(application);
    TestCluster& server = TestCluster::shared();
    if (!server.createSample(QStringLiteral("blog_db")))
        qFatal("no sample");
    WizardFixture fixture;
    const store::Profile shop =
        fixture.addProfile(server.spec(), QStringLiteral("Shop server"), store::EnvironmentTag::Production);
    draw(album, fixture, shop, QStringLiteral("whole"), true);
    draw(album, fixture, shop, QStringLiteral("globals"), false);
    drawPage(album, fixture, shop);
    for (int i = 0; i < 12; ++i)
        (void)server.createDatabase(
            QStringLiteral("tenant_%1 with a name that is as long as names can be, sixty").arg(i));
    (void)server.createDatabase(QStringLiteral("line\nbreak"));
    (void)server.sql(QStringLiteral("postgres"),
                     QStringLiteral("CREATE ROLE \"the intern from the second floor\" LOGIN"));
    store::Profile intern = fixture.addProfile(
        server.spec(),
        QStringLiteral("a server with a long name, as people give them when they are in a hurry"),
        store::EnvironmentTag::Staging);
    intern.spec.user = QStringLiteral("the intern from the second floor");
    draw(album, fixture, intern, QStringLiteral("whole-refused"), true);
    intern.spec.host = QStringLiteral("/nowhere");
    draw(album, fixture, intern, QStringLiteral("whole-lost"), true);
    return 0;
}
