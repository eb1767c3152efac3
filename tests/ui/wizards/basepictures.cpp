// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the menu of ways to back up, every page of the base backup wizard and the dialog for the role:
// basepictures FOLDER [dark] [WIDTHxHEIGHT]
#include "cluster/unprivileged.h"
#include "ui/backup/backupspage.h"
#include "ui/backup/backupwizard.h"
#include "ui/backup/base/basebackupwizard.h"
#include "ui/backup/role/roledialog.h"
#include "ui/common/spinner.h"
#include "ui/wizards/album.h"
#include "ui/wizards/fixture.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
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

void addTablespace(TestCluster& server, const QString& name, const QString& folder)
{
    const auto user = cluster::serverUser(core::silentContext());
    const QString location = server.local().folder() + QLatin1Char('/') + folder;
    if (!user || !cluster::makePrivateFolder(location, *user) ||
        !server.sql(QStringLiteral("postgres"),
                    QStringLiteral("CREATE TABLESPACE \"%1\" LOCATION '%2'").arg(name, location)))
        qFatal("no tablespace");
}

void drawMenu(Album& album, WizardFixture& fixture, const store::Profile& profile)
{
    ui::BackupsPage page(fixture.services());
    page.resize(album.size() - QSize(240, 120));
    page.show();
    page.setProfile(profile);
    QTest::qWait(300);
    album.take(page, QStringLiteral("menu-page"));
    auto* menu = page.findChild<QMenu*>(QStringLiteral("backupMenu"));
    menu->popup(page.mapToGlobal(QPoint(20, 60)));
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Down);
    album.take(*menu, QStringLiteral("menu"));
    menu->close();
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.resize(album.size());
    wizard.show();
    until([&] { return isEnabledNext(wizard); });
    album.take(wizard, QStringLiteral("databases-with-link"));
}

void drawBase(Album& album, WizardFixture& fixture, const store::Profile& profile, bool plain)
{
    const QString prefix = plain ? QStringLiteral("base-plain") : QStringLiteral("base-tar");
    ui::BaseBackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.resize(album.size());
    wizard.show();
    if (!plain)
        album.take(wizard, prefix + QStringLiteral("-0-asking"));
    until([&] { return isIdle(wizard); });
    if (plain) {
        visible<QRadioButton>(wizard, "plainCardButton")->click();
        wizard.findChildren<QComboBox*>(QStringLiteral("tablespacePlace")).last()->setCurrentIndex(2);
        album.take(wizard, prefix + QStringLiteral("-1-how-incomplete"));
        wizard.findChildren<QLineEdit*>(QStringLiteral("tablespaceFolder"))
            .last()
            ->setText(fixture.folder() + QStringLiteral("/elsewhere"));
    } else {
        visible<QComboBox>(wizard, "compressionCombo")->setCurrentIndex(2);
        visible<QSpinBox>(wizard, "rateSpin")->setValue(40);
    }
    album.take(wizard, prefix + QStringLiteral("-1-how"));
    visible<QToolButton>(wizard, "moreOptionsButton")->click();
    QTest::qWait(300);
    album.take(wizard, prefix + QStringLiteral("-1-more"));
    pressNext(wizard);
    until([&] { return isIdle(wizard); });
    album.take(wizard, prefix + QStringLiteral("-2-review"));
    pressNext(wizard);
    QTest::qWait(900);
    album.take(wizard, prefix + QStringLiteral("-3-run"));
    until([&] { return visible<QWidget>(wizard, "verdictWord") != nullptr; });
    album.take(wizard, prefix + QStringLiteral("-4-end"));
}

void drawProblems(Album& album, WizardFixture& fixture, TestCluster& server)
{
    (void)server.sql(QStringLiteral("postgres"),
                     QStringLiteral("CREATE ROLE \"the intern from the second floor\" LOGIN"));
    store::Profile profile = fixture.addProfile(
        server.spec(),
        QStringLiteral("a server with a long name, as people give them when they are in a hurry"),
        store::EnvironmentTag::Staging);
    profile.spec.user = QStringLiteral("the intern from the second floor");
    ui::BaseBackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.resize(album.size());
    wizard.show();
    until([&] { return isIdle(wizard); });
    visible<QLineEdit>(wizard, "folderEdit")->setText(QStringLiteral("/etc/passwd/backups"));
    QTest::qWait(500);
    album.take(wizard, QStringLiteral("base-problem-1-how"));
    pressNext(wizard);
    until([&] { return isIdle(wizard); });
    album.take(wizard, QStringLiteral("base-problem-2-review"));
    ui::RoleDialog refused(fixture.services(), profile, backup::role::Purpose::BaseBackups);
    refused.setAttribute(Qt::WA_DeleteOnClose, false);
    refused.show();
    until([&] { return isIdle(refused); });
    album.take(refused, QStringLiteral("role-refused"));
    profile.spec.host = QStringLiteral("/nowhere");
    ui::BaseBackupWizard lost(fixture.services(), profile);
    lost.setAttribute(Qt::WA_DeleteOnClose, false);
    lost.resize(album.size());
    lost.show();
    until([&] { return visible<QWidget>(lost, "retryButton") != nullptr; });
    album.take(lost, QStringLiteral("base-problem-server"));
}

void drawRole(Album& album, WizardFixture& fixture, const store::Profile& profile)
{
    ui::RoleDialog dialog(fixture.services(), profile, backup::role::Purpose::Both);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.show();
    until([&] { return isIdle(dialog); });
    album.take(dialog, QStringLiteral("role"));
    visible<QLineEdit>(dialog, "roleAddress")->setText(QStringLiteral("10.20.30.40"));
    QTest::qWait(600);
    until([&] { return isIdle(dialog); });
    album.take(dialog, QStringLiteral("role-elsewhere"));
    visible<QLineEdit>(dialog, "roleName")->setText(QStringLiteral("postgres"));
    QTest::qWait(600);
    until([&] { return isIdle(dialog); });
    album.take(dialog, QStringLiteral("role-taken"));
    visible<QLineEdit>(dialog, "roleName")->setText(QStringLiteral("copier \"of\" files"));
    QTest::qWait(600);
    until([&] { return isIdle(dialog); });
    visible<QPushButton>(dialog, "makeRoleButton")->click();
    until([&] { return visible<QWidget>(dialog, "roleDone") != nullptr; });
    album.take(dialog, QStringLiteral("role-made"));
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
    drawMenu(album, fixture, shop);
    drawBase(album, fixture, shop, false);
    addTablespace(server, QStringLiteral("slow \"\"disk"), QStringLiteral("odd place"));
    addTablespace(server, QStringLiteral("archive"), QStringLiteral("a-folder-that-somebody-made-on-friday"));
    drawBase(album, fixture, shop, true);
    drawProblems(album, fixture, server);
    drawRole(album, fixture, shop);
    return 0;
}
