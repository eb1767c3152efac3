// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the Restore section and the pages of the restore wizard into PNG files, against a real server: restorepictures FOLDER [dark] [WIDTHxHEIGHT]
#include "backup/backuprun.h"
#include "cluster/keptclusters.h"
#include "store/sanitystore.h"
#include "ui/contents/contentstree.h"
#include "ui/contents/contenttreemodel.h"
#include "ui/restore/restorewizard.h"
#include "ui/restore/tickednames.h"
#include "ui/shell/mainwindow.h"
#include "ui/wizards/album.h"
#include "ui/wizards/fixture.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTabBar>
#include <QTableView>
#include <QTabWidget>
#include <QTreeView>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

const QString longName = u"a database of \"marketing\" whose name is as long as names can be"_s;

void must(const core::Status& status)
{
    if (!status)
        qFatal("%s", qPrintable(status.error().toText()));
}

void makeDatabases()
{
    TestCluster& server = TestCluster::shared();
    must(server.createSample(u"shop"_s));
    must(server.script(u"shop"_s, u"CREATE ROLE shopkeeper; CREATE TABLE public.\"a table with a name that is rather long, even for a table\"(x int);"
                                  "ALTER TABLE public.posts OWNER TO shopkeeper;"_s));
    must(server.createDatabase(longName));
    must(server.createDatabase(u"live"_s));
}

class Shown
{
public:
    Shown(WizardFixture& fixture, const store::Profile& profile, const ui::RestoreRequest& request, Album& album)
        : m_wizard(new ui::RestoreWizard(fixture.services(), profile, request))
        , m_album(album)
    {
        m_wizard->setAttribute(Qt::WA_DeleteOnClose, false);
        m_wizard->resize(std::min(album.size().width(), 1000), std::min(album.size().height(), 700));
        m_wizard->show();
    }
    ui::RestoreWizard& wizard() { return *m_wizard; }
    void next()
    {
        const int at = m_wizard->currentId();
        until([this] { return isEnabledNext(*m_wizard) && !findVisible(*m_wizard, u"spinner"_s); });
        pressNext(*m_wizard);
        until([this, at] { return m_wizard->currentId() != at; });
    }
    void settle()
    {
        QTest::qWait(50);
        until([this] { return !findVisible(*m_wizard, u"spinner"_s); });
    }
    void press(const char* radio)
    {
        until([this, radio] { return visible<QRadioButton>(*m_wizard, radio); });
        visible<QRadioButton>(*m_wizard, radio)->click();
    }
    void choose(const char* box, const QString& data)
    {
        auto* combo = visible<QComboBox>(*m_wizard, box);
        combo->setCurrentIndex(combo->findData(data));
    }
    void tick(const QStringList& tables)
    {
        until([this] { return visible<QTreeView>(*m_wizard, "contentsTree"); });
        auto* model = qobject_cast<ui::ContentTreeModel*>(visible<QTreeView>(*m_wizard, "contentsTree")->model());
        const QList<int> objects = ui::objectsOf(*model->contents(), 0, tables, {});
        model->setTicked(objects);
        visible<QTreeView>(*m_wizard, "contentsTree")->setCurrentIndex(model->indexOfObject(objects.constLast()));
    }
    void take(const QString& name)
    {
        settle();
        m_album.take(*m_wizard, name);
    }
    void finish()
    {
        until([this] { return visible<QLabel>(*m_wizard, "verdictWord"); });
    }

private:
    std::unique_ptr<ui::RestoreWizard> m_wizard;
    Album& m_album;
};

void drawSection(WizardFixture& fixture, Album& album)
{
    ui::MainWindow window(fixture.services());
    window.resize(album.size());
    window.show();
    window.beginWork();
    until([&] { return visible<QTabBar>(window, "sectionBar"); });
    visible<QTabBar>(window, "sectionBar")->setCurrentIndex(2);
    QTest::qWait(600);
    album.take(window, u"01-section"_s);
}

void drawWhole(WizardFixture& fixture, const store::Profile& profile, const QString& set, Album& album)
{
    {
        Shown empty(fixture, profile, {}, album);
        QTest::qWait(300);
        empty.take(u"02-nothing-chosen"_s);
    }
    Shown shown(fixture, profile, {set}, album);
    until([&] { return isEnabledNext(shown.wizard()); });
    shown.take(u"03-what"_s);
    shown.next();
    shown.take(u"04-where-new"_s);
    shown.press("targetFile");
    shown.take(u"05-where-file"_s);
    shown.press("targetNew");
    visible<QPushButton>(shown.wizard(), "restoreOptions")->click();
    shown.take(u"06-options"_s);
    shown.press("ownerKeep");
    shown.take(u"06-options-roles"_s);
    shown.press("ownerMe");
    shown.next();
    shown.take(u"07-review-new"_s);
    shown.next();
    until([&] {
        auto* records = visible<QTableView>(shown.wizard(), "runRecords");
        return visible<QLabel>(shown.wizard(), "verdictWord") ||
               (records && records->model()->index(0, 3).data().toString() != u"waiting"_s);
    });
    album.take(shown.wizard(), u"07-run"_s);
    shown.finish();
    shown.take(u"08-verdict"_s);
}

void drawSandbox(WizardFixture& fixture, const store::Profile& profile, const QString& set, Album& album)
{
    Shown shown(fixture, profile, {set}, album);
    shown.next();
    shown.press("targetSandbox");
    shown.take(u"09-where-sandbox"_s);
    shown.next();
    shown.take(u"09-sandbox-review"_s);
    shown.next();
    shown.finish();
    shown.take(u"09-sandbox-verdict"_s);
    const auto kept = cluster::keptSandboxes();
    if (!kept || kept->isEmpty() || !cluster::removeKept(kept->constFirst()))
        qFatal("no sandbox");
}

void drawForeign(WizardFixture& fixture, const store::Profile& profile, Album& album)
{
    const QString file = fixture.folder() + u"/a dump that somebody has sent.dump"_s;
    must(TestCluster::shared().dump(u"shop"_s, {u"--format=custom"_s}, file));
    Shown shown(fixture, profile, {file}, album);
    shown.next();
    shown.press("targetSandbox");
    shown.take(u"09-where-sandbox-foreign"_s);
}

void drawTables(WizardFixture& fixture, const store::Profile& profile, const QString& set, Album& album)
{
    Shown shown(fixture, profile, {set, ui::RestoreWhat::Tables}, album);
    shown.next();
    until([&] { return visible<QTreeView>(shown.wizard(), "contentsTree"); });
    shown.take(u"10-contents-none"_s);
    shown.tick({u"posts"_s, u"comments"_s, u"\"a table with a name that is rather long, even for a table\""_s});
    until([&] { return isEnabledNext(shown.wizard()); });
    shown.take(u"11-contents-needed"_s);
    visible<QTabWidget>(shown.wizard(), "contentsTabs")->setCurrentIndex(1);
    QTest::qWait(400);
    shown.take(u"12-look-inside"_s);
    shown.next();
    shown.press("targetBeside");
    shown.choose("besideDatabase", u"shop"_s);
    shown.take(u"13-where-beside"_s);
    visible<QComboBox>(shown.wizard(), "besideApart")->setCurrentIndex(1);
    shown.take(u"13-where-other-names"_s);
    shown.press("targetExisting");
    shown.take(u"14-where-existing"_s);
    shown.next();
    until([&] { return visible<QRadioButton>(shown.wizard(), "existingKeep"); });
    shown.take(u"15-present"_s);
    shown.press("existingOtherName");
    QTest::qWait(300);
    shown.take(u"15-other-names"_s);
    if (isEnabledNext(shown.wizard())) {
        shown.next();
        shown.take(u"15-other-names-review"_s);
        shown.wizard().back();
        until([&] { return visible<QRadioButton>(shown.wizard(), "existingKeep"); });
    }
    visible<QLineEdit>(shown.wizard(), "otherName")->setText({});
    Q_EMIT visible<QLineEdit>(shown.wizard(), "otherName")->textEdited({});
    QTest::qWait(300);
    shown.take(u"15-other-names-empty"_s);
    shown.press("existingReplace");
    QTest::qWait(300);
    shown.take(u"16-replace"_s);
    if (!isEnabledNext(shown.wizard()))
        shown.press("existingEmpty");
    shown.next();
    until([&] { return visible<QLineEdit>(shown.wizard(), "confirmName"); });
    shown.take(u"17-review-loss"_s);
    visible<QLineEdit>(shown.wizard(), "confirmName")->setText(u"shop"_s);
    shown.take(u"18-review-confirmed"_s);
    pressNext(shown.wizard());
    QTest::qWait(700);
    album.take(shown.wizard(), u"19-run"_s);
    shown.finish();
    shown.take(u"20-verdict-existing"_s);
}

void drawTroubles(WizardFixture& fixture, const store::Profile& profile, const QString& set, Album& album)
{
    {
        Shown shown(fixture, profile, {u"/nowhere/at/all/there is no such folder or file in any place.dump"_s}, album);
        shown.take(u"30-no-such-file"_s);
    }
    {
        store::Profile away = profile;
        away.spec.port = u"1"_s;
        Shown shown(fixture, away, {set}, album);
        shown.next();
        shown.take(u"31-no-server"_s);
    }
    const QString all = fixture.folder() + u"/all.sql"_s;
    (void)TestCluster::shared().runTool(process::ToolKind::PgDumpAll, u"postgres"_s, {u"--file="_s + all});
    Shown shown(fixture, profile, {all}, album);
    until([&] { return visible<QComboBox>(shown.wizard(), "sourceDatabase"); });
    shown.take(u"32-which-database"_s);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Album album(application);
    makeDatabases();
    WizardFixture fixture;
    qputenv("TIDEMARK_CACHE_DIR", (fixture.folder() + u"/cache"_s).toLocal8Bit());
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec(), u"Shop server"_s, store::EnvironmentTag::Production);
    const core::SanityQuery posts{u"Posts"_s, u"SELECT count(*) FROM posts"_s, true, core::Expectation::Equal, 1};
    const core::SanityQuery many{u"A question with a long name: are there more posts than there can be?"_s,
                                 u"SELECT count(*), max(created_at) FROM posts"_s, true,
                                 core::Expectation::AtLeast, 10'000};
    const auto queries = store::SanityStore::beside(fixture.services().profiles.path());
    must(queries.save({profile.id, u"shop"_s}, posts));
    must(queries.save({profile.id, u"shop"_s}, many));
    const QString set = makeSet(u"shop"_s, fixture.backupFolder(), {posts});
    // Its owner is not there any more.
    must(TestCluster::shared().script(
        u"shop"_s, u"ALTER TABLE public.posts OWNER TO postgres; DROP OWNED BY shopkeeper; DROP ROLE shopkeeper"_s));
    drawSection(fixture, album);
    drawWhole(fixture, profile, set, album);
    drawSandbox(fixture, profile, set, album);
    drawForeign(fixture, profile, album);
    drawTables(fixture, profile, set, album);
    drawTroubles(fixture, profile, set, album);
    qunsetenv("TIDEMARK_CACHE_DIR");
    return 0;
}
