// SPDX-License-Identifier: GPL-3.0-or-later
// Draws every page of the wizards and sections into PNG files, with real data: wizardpictures FOLDER [dark] [WIDTHxHEIGHT]
#include "core/quoting.h"
#include "ui/backup/backupspage.h"
#include "ui/backup/backupwizard.h"
#include "ui/common/recordtable.h"
#include "ui/restore/restorepage.h"
#include "ui/restore/restorewizard.h"
#include "ui/wizards/album.h"
#include "ui/wizards/fixture.h"

#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QTreeView>

using namespace tidemark;
using namespace tidemark::test;

namespace {

const QString longName = QStringLiteral("a database of \"marketing\" with a name that is as long as names can be");

void prepare(TestCluster& server)
{
    const auto made = server.createSample(QStringLiteral("blog_db"));
    if (!made)
        qFatal("%s", qPrintable(made.error().toText()));
    (void)server.createDatabase(longName.left(60));
    (void)server.script(longName.left(60), QStringLiteral("CREATE TABLE \"a table\nwith a line break and a long name that goes on\"(x int);"));
    (void)server.createDatabase(QStringLiteral("big"));
    (void)server.script(QStringLiteral("big"), QStringLiteral("CREATE TABLE noise AS SELECT i, md5(i::text) || md5((i * 7)::text) AS t FROM generate_series(1, 2500000) i;"));
    for (int i = 0; i < 12; ++i)
        (void)server.createDatabase(QStringLiteral("tenant_%1").arg(i));
}

void drawBackup(Album& album, WizardFixture& fixture, const store::Profile& profile, const QString& database, const QString& prefix)
{
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(database);
    wizard.resize(album.size());
    wizard.show();
    album.take(wizard, prefix + QStringLiteral("-0-asking"));
    until([&] { return isEnabledNext(wizard); });
    album.take(wizard, prefix + QStringLiteral("-1-what"));
    pressNext(wizard);
    until([&] { return visible<QTreeView>(wizard, "relationTree"); });
    auto* tree = visible<QTreeView>(wizard, "relationTree");
    const QModelIndex schema = tree->model()->index(tree->model()->rowCount() - 1, 0);
    album.take(wizard, prefix + QStringLiteral("-2-contents-all"));
    if (tree->model()->rowCount(schema) > 3) {
        tree->setCurrentIndex(tree->model()->index(0, 0, schema));
        QTest::keyClick(tree, Qt::Key_S);
        tree->setCurrentIndex(tree->model()->index(2, 0, schema));
        QTest::keyClick(tree, Qt::Key_Space);
        album.take(wizard, prefix + QStringLiteral("-2-contents-part"));
        visible<QLineEdit>(wizard, "relationSearch")->setText(QStringLiteral("zzzz"));
        QTest::qWait(200);
        album.take(wizard, prefix + QStringLiteral("-2-contents-none"));
        visible<QLineEdit>(wizard, "relationSearch")->clear();
        QTest::qWait(200);
    }
    pressNext(wizard);
    until([&] { return visible<QWidget>(wizard, "cardMark"); });
    album.take(wizard, prefix + QStringLiteral("-3-how"));
    visible<QToolButton>(wizard, "moreOptionsButton")->click();
    QTest::qWait(300);
    album.take(wizard, prefix + QStringLiteral("-3-how-more"));
    pressNext(wizard);
    until([&] { return !visible<QWidget>(wizard, "spinner"); });
    album.take(wizard, prefix + QStringLiteral("-4-review"));
    pressNext(wizard);
    QTest::qWait(1500);
    album.take(wizard, prefix + QStringLiteral("-5-run"));
    until([&] { return visible<QWidget>(wizard, "verdictWord") != nullptr; });
    album.take(wizard, prefix + QStringLiteral("-6-end"));
}

void drawSeveral(Album& album, WizardFixture& fixture, const store::Profile& profile)
{
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.resize(album.size());
    wizard.show();
    until([&] { return isEnabledNext(wizard); });
    auto* all = visible<QCheckBox>(wizard, "allDatabasesCheck");
    while (all->checkState() != Qt::Checked)
        all->click();
    album.take(wizard, QStringLiteral("several-1-what"));
    pressNext(wizard);
    pressNext(wizard);
    until([&] { return !visible<QWidget>(wizard, "spinner"); });
    album.take(wizard, QStringLiteral("several-4-review"));
    pressNext(wizard);
    QTest::qWait(1500);
    album.take(wizard, QStringLiteral("several-5-run"));
    until([&] { return visible<QWidget>(wizard, "verdictWord") != nullptr; });
    album.take(wizard, QStringLiteral("several-6-end"));
}

void drawBackupProblems(Album& album, WizardFixture& fixture, TestCluster& server)
{
    (void)server.sql(QStringLiteral("postgres"), QStringLiteral("CREATE ROLE intern LOGIN"));
    store::Profile profile = fixture.addProfile(server.spec(), QStringLiteral("a server with a long name, as people give them when they are in a hurry"),
                                                store::EnvironmentTag::Production);
    profile.spec.user = QStringLiteral("intern");
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(QStringLiteral("blog_db"));
    wizard.resize(album.size());
    wizard.show();
    until([&] { return isEnabledNext(wizard); });
    pressNext(wizard);
    pressNext(wizard);
    visible<QLineEdit>(wizard, "folderEdit")->setText(QStringLiteral("/etc/passwd/backups"));
    QTest::qWait(500);
    album.take(wizard, QStringLiteral("problem-folder"));
    pressNext(wizard);
    until([&] { return !visible<QWidget>(wizard, "spinner"); });
    album.take(wizard, QStringLiteral("problem-review"));

    profile.spec.host = QStringLiteral("/nowhere");
    ui::BackupWizard lost(fixture.services(), profile);
    lost.setAttribute(Qt::WA_DeleteOnClose, false);
    lost.resize(album.size());
    lost.show();
    until([&] { return visible<QWidget>(lost, "retryButton") != nullptr; });
    album.take(lost, QStringLiteral("problem-server"));

    profile.spec = server.spec();
    ui::BackupWizard cancelled(fixture.services(), profile);
    cancelled.setAttribute(Qt::WA_DeleteOnClose, false);
    cancelled.preselect(QStringLiteral("big"));
    cancelled.resize(album.size());
    cancelled.show();
    for (int page = 0; page < 4; ++page) {
        until([&] { return isEnabledNext(cancelled); });
        pressNext(cancelled);
    }
    until([&] { return visible<QPushButton>(cancelled, "cancelRunButton") != nullptr; });
    QTest::qWait(1500);
    visible<QPushButton>(cancelled, "cancelRunButton")->click();
    album.take(cancelled, QStringLiteral("problem-cancelling"));
    until([&] { return visible<QWidget>(cancelled, "verdictWord") != nullptr; });
    album.take(cancelled, QStringLiteral("problem-cancelled"));
}

void drawRestore(Album& album, WizardFixture& fixture, const store::Profile& profile, const QString& source)
{
    ui::RestoreWizard wizard(fixture.services(), profile, {.source = source});
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.resize(album.size());
    wizard.show();
    until([&] { return isEnabledNext(wizard); });
    album.take(wizard, QStringLiteral("restore-1-what"));
    pressNext(wizard);
    until([&] { return isEnabledNext(wizard); });
    const QString name = visible<QLineEdit>(wizard, "targetName")->text();
    visible<QLineEdit>(wizard, "targetName")->setText(QStringLiteral("blog_db"));
    album.take(wizard, QStringLiteral("restore-2-taken"));
    visible<QLineEdit>(wizard, "targetName")->setText(name);
    album.take(wizard, QStringLiteral("restore-2-where"));
    pressNext(wizard);
    until([&] { return !visible<QWidget>(wizard, "spinner"); });
    album.take(wizard, QStringLiteral("restore-3-review"));
    pressNext(wizard);
    QTest::qWait(1500);
    album.take(wizard, QStringLiteral("restore-4-run"));
    until([&] { return visible<QWidget>(wizard, "verdictWord") != nullptr; });
    album.take(wizard, QStringLiteral("restore-5-end"));
    (void)TestCluster::shared().dropDatabase(name);

    ui::RestoreWizard wrong(fixture.services(), profile, {.source = QStringLiteral("/bin/ls")});
    wrong.setAttribute(Qt::WA_DeleteOnClose, false);
    wrong.resize(album.size());
    wrong.show();
    QTest::qWait(500);
    album.take(wrong, QStringLiteral("restore-wrong-file"));
}

void drawSections(Album& album, WizardFixture& fixture, const store::Profile& profile, const QString& prefix)
{
    ui::BackupsPage backups(fixture.services());
    backups.resize(album.size() - QSize(240, 120));
    backups.show();
    backups.setProfile(profile);
    QTest::qWait(500);
    album.take(backups, prefix + QStringLiteral("-backups"));
    ui::RestorePage restore(fixture.services());
    restore.resize(album.size() - QSize(240, 120));
    restore.show();
    restore.setProfile(profile);
    QTest::qWait(500);
    album.take(restore, prefix + QStringLiteral("-restore"));
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Album album(application);

    TestCluster& server = TestCluster::shared();
    prepare(server);
    WizardFixture fixture;
    const store::Profile shop = fixture.addProfile(server.spec(), QStringLiteral("Shop server"), store::EnvironmentTag::Production);
    drawSections(album, fixture, shop, QStringLiteral("empty"));
    drawBackup(album, fixture, shop, QStringLiteral("blog_db"), QStringLiteral("backup"));
    drawBackup(album, fixture, shop, longName.left(60), QStringLiteral("long"));
    drawBackupProblems(album, fixture, server);
    {
        WizardFixture another; // the sets counted below are those of the first
        drawSeveral(album, another, another.addProfile(server.spec(), QStringLiteral("Shop server"), store::EnvironmentTag::Staging));
    }
    ui::BackupsPage list(fixture.services());
    list.show(); // it looks only while it is seen
    list.setProfile(shop);
    auto* table = list.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    until([&] { return table->model()->rowCount() == 2; });
    const auto sets = ui::scanFolders({fixture.backupFolder()}, core::silentContext());
    for (const catalog::BackupSet& set : sets->sets) {
        if (set.manifest.database == QStringLiteral("blog_db"))
            drawRestore(album, fixture, shop, set.folder);
        else
            QFile::resize(set.dumpPath(), 1);
    }
    drawSections(album, fixture, shop, QStringLiteral("full"));
    return 0;
}
