// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a trial restore from the Backups section to its verdict: drillpictures FOLDER [dark] [WIDTHxHEIGHT]
#include "backup/backuprun.h"
#include "store/sanitystore.h"
#include "ui/backup/backupspage.h"
#include "ui/backup/drill/drillwizard.h"
#include "ui/wizards/album.h"
#include "ui/wizards/fixture.h"

#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

const QString longName = u"a database of \"marketing\" with a name that is as long as it can"_s;

void drawRun(Album& album, WizardFixture& fixture, const store::Profile& profile, const QString& set,
             const QString& name)
{
    ui::DrillWizard wizard(fixture.services(), profile, set);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.resize(album.size());
    wizard.show();
    until([&] { return !visible<QWidget>(wizard, "spinner"); });
    album.take(wizard, name + u"-1-review"_s);
    if (!isEnabledNext(wizard))
        return;
    pressNext(wizard);
    QTest::qWait(900);
    album.take(wizard, name + u"-2-run"_s);
    until([&] { return visible<QLabel>(wizard, "verdictWord"); });
    album.take(wizard, name + u"-3-verdict"_s);
}

/// A dump from elsewhere, here and on a server.
void drawElsewhere(Album& album, WizardFixture& fixture, const store::Profile& profile)
{
    const QString file = fixture.folder() + u"/"_s + longName + u".dump"_s;
    (void)TestCluster::shared().dump(longName, {u"--format=custom"_s}, file);
    ui::DrillWizard wizard(fixture.services(), profile, file);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.resize(album.size());
    wizard.show();
    until([&] { return !visible<QWidget>(wizard, "spinner"); });
    album.take(wizard, u"drill-elsewhere-1-here"_s);
    wizard.findChild<QComboBox*>(u"drillWhere"_s)->setCurrentIndex(1);
    until([&] { return !visible<QWidget>(wizard, "spinner"); });
    album.take(wizard, u"drill-elsewhere-2-server"_s);
    pressNext(wizard);
    until([&] { return visible<QLabel>(wizard, "verdictWord"); });
    album.take(wizard, u"drill-elsewhere-3-verdict"_s);
}

void draw(Album& album)
{
    TestCluster& server = TestCluster::shared();
    if (const auto made = server.createSample(u"blog_db"_s); !made)
        qFatal("%s", qPrintable(made.error().toText()));
    (void)server.createDatabase(longName);
    (void)server.script(
        longName,
        u"CREATE TABLE \"a table of marketing, with as long a name as there can be, %1\" AS SELECT i FROM generate_series(1, 1234) i; CREATE TABLE t()"_s);
    WizardFixture fixture;
    const store::Profile profile =
        fixture.addProfile(server.spec(), u"Shop server"_s, store::EnvironmentTag::Production);
    const auto queries = store::SanityStore::beside(fixture.services().profiles.path());
    const store::SanityPlace place{profile.id, u"blog_db"_s};
    (void)queries.save(place, {u"Posts"_s, u"SELECT count(*) FROM posts"_s});
    (void)queries.save(place, {u"Newest post"_s, u"SELECT max(created_at) FROM posts"_s});
    (void)queries.save(
        place, {u"A question with a long name that nobody has answered yet"_s, u"SELECT * FROM nowhere"_s});
    const QString good = makeSet(u"blog_db"_s, fixture.backupFolder());
    const QString bad = makeSet(longName, fixture.backupFolder());
    QFile file(bad + u"/tidemark.json"_s);
    if (!file.open(QIODevice::ReadWrite))
        qFatal("cannot open");
    const QByteArray manifest = file.readAll().replace("1234", "1240");
    file.resize(0);
    file.seek(0);
    file.write(manifest);
    file.close();
    drawRun(album, fixture, profile, good, u"drill-good"_s);
    drawRun(album, fixture, profile, bad, u"drill-bad"_s);
    fixture.services().tools = {};
    drawRun(album, fixture, profile, bad, u"drill-missing"_s);
    fixture.services().tools = tools();
    drawElsewhere(album, fixture, profile);
    ui::BackupsPage page(fixture.services());
    page.resize(album.size() - QSize(240, 120));
    page.show();
    page.setProfile(profile);
    until([&] { return visible<QLabel>(page, "setChecks"); });
    album.take(page, u"drill-list"_s);
    auto* ways = visible<QPushButton>(page, "checkWaysButton");
    ways->menu()->popup(ways->mapToGlobal(QPoint(0, ways->height())));
    album.take(*ways->menu(), u"drill-menu"_s);
    ways->menu()->close();
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Album album(application);
    draw(album);
    return 0;
}
