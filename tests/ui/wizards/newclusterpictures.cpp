// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the restore of a base backup from the Backups section to its verdict: newclusterpictures FOLDER
// [dark] [WIDTHxHEIGHT]
#include "cluster/keptclusters.h"
#include "support/baseruns.h"
#include "ui/backup/backupspage.h"
#include "ui/restore/cluster/newclusterwizard.h"
#include "ui/restore/restorepage.h"
#include "ui/wizards/album.h"
#include "ui/wizards/fixture.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <sys/stat.h>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

const QString longName = u"a database of \"marketing\" with a name that is as long as it can"_s;

struct Answers
{
    QString folder;
    QString tablespace;
};

void drawRun(Album& album, WizardFixture& fixture, const store::Profile& profile, const QString& source,
             const QString& name, const Answers& answers)
{
    ui::NewClusterWizard wizard(fixture.services(), profile, source);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.resize(album.size());
    wizard.show();
    until([&] { return !visible<QWidget>(wizard, "spinner"); });
    auto* edit = visible<QLineEdit>(wizard, "targetFolderEdit");
    if (!edit) {
        album.take(wizard, name + u"-1-where"_s);
        return;
    }
    if (!answers.folder.isEmpty())
        edit->setText(answers.folder);
    if (auto* tablespace = visible<QWidget>(wizard, "tablespaceFolder");
        tablespace && !answers.tablespace.isEmpty())
        tablespace->findChild<QLineEdit*>()->setText(answers.tablespace);
    QTest::qWait(700);
    album.take(wizard, name + u"-1-where"_s);
    pressNext(wizard);
    until([&] { return !visible<QWidget>(wizard, "spinner"); });
    QTest::qWait(200);
    album.take(wizard, name + u"-2-review"_s);
    if (!isEnabledNext(wizard))
        return;
    pressNext(wizard);
    QTest::qWait(700);
    album.take(wizard, name + u"-3-run"_s);
    until([&] { return visible<QLabel>(wizard, "verdictWord"); });
    album.take(wizard, name + u"-4-verdict"_s);
}

void draw(Album& album)
{
    TestCluster& server = TestCluster::shared();
    if (const auto made = server.createSample(u"blog_db"_s); !made)
        qFatal("%s", qPrintable(made.error().toText()));
    (void)server.createDatabase(longName);
    const QString space = server.local().folder() + u"/run/a tablespace on faster disks"_s;
    (void)cluster::makePrivateFolder(space, cluster::userByName(server.local().serverUserName()));
    (void)server.sql(u"postgres"_s, u"CREATE TABLESPACE \"fast disks\" LOCATION '%1'"_s.arg(space));
    (void)server.script(
        u"blog_db"_s,
        u"CREATE TABLE far TABLESPACE \"fast disks\" AS SELECT i FROM generate_series(1, 100000) i"_s);
    WizardFixture fixture;
    const store::Profile profile =
        fixture.addProfile(server.spec(), u"Shop server"_s, store::EnvironmentTag::Production);
    auto access = access::ServerAccess::open({profile.spec, {}, {}, profile.name}, core::silentContext());
    auto what = baseDraft(fixture.backupFolder(), backup::base::Format::Plain);
    what.serverLabel = profile.name;
    const auto plain = backUpBase(*access, what);
    if (!plain)
        qFatal("%s", qPrintable(plain.error().toText()));
    QTemporaryDir targets(u"/var/tmp/tidemark-pictures-XXXXXX"_s);
    ::chmod(QFile::encodeName(targets.path()).constData(), 0755);
    const QString there = targets.filePath(u"shop, restored on Monday"_s);
    drawRun(album, fixture, profile, plain->setFolder, u"cluster-good"_s,
            {there, targets.filePath(u"disks"_s)});
    drawRun(album, fixture, profile, plain->setFolder, u"cluster-taken"_s,
            {there, targets.filePath(u"no/such/folder"_s)});
    fixture.services().tools = {};
    drawRun(album, fixture, profile, plain->setFolder, u"cluster-missing"_s, {targets.filePath(u"x"_s), {}});
    fixture.services().tools = tools();
    drawRun(album, fixture, profile, server.local().dataFolder(), u"cluster-none"_s, {});
    QFile file(plain->setFolder + u"/base/global/1262"_s);
    if (!file.open(QIODevice::ReadWrite) || !file.seek(300) || file.write("x") != 1)
        qFatal("cannot write");
    file.close();
    drawRun(album, fixture, profile, plain->setFolder, u"cluster-bad"_s, {targets.filePath(u"y"_s), {}});
    ui::RestorePage page(fixture.services());
    page.resize(album.size() - QSize(240, 120));
    page.show();
    page.setProfile(profile);
    QTest::qWait(800);
    album.take(page, u"cluster-list"_s);
    if (const auto kept = cluster::findKeptSandbox(there))
        (void)cluster::removeKept(*kept);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Album album(application);
    draw(album);
    return 0;
}
