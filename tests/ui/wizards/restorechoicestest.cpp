// SPDX-License-Identifier: GPL-3.0-or-later
// What the restore wizard can besides a whole backup into a new database: tables with what they need, existing databases, other schemas, SQL files;
// pressed as a person presses it, against a real server.
#include "backup/backuprun.h"
#include "catalog/backupset.h"
#include "restore/restoreanswers.h"
#include "ui/common/findingsview.h"
#include "ui/common/recordtable.h"
#include "ui/contents/contentspage.h"
#include "ui/contents/contentstree.h"
#include "ui/contents/contenttreemodel.h"
#include "ui/restore/restorewizard.h"
#include "ui/restore/tickednames.h"
#include "ui/wizards/fixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000; // milliseconds

QString value(const QString& database, const QString& text)
{
    return TestCluster::shared().value(database, text);
}

/// What a table has, independent of its order.
QString content(const QString& database, const QString& table)
{
    return value(database, u"SELECT count(*) || ' ' || coalesce(sum(hashtext(t::text)), 0) FROM %1 t"_s.arg(table));
}

/// A wizard as a person sees it, with the keyboard.
class Hands
{
public:
    Hands(WizardFixture& fixture, const store::Profile& profile, const ui::RestoreRequest& request) : m_wizard(new ui::RestoreWizard(fixture.services(), profile, request))
    {
        m_wizard->setAttribute(Qt::WA_DeleteOnClose, false);
        m_wizard->show();
    }

    ui::RestoreWizard& wizard() { return *m_wizard; }
    bool canGoOn() { return QTest::qWaitFor([this] { return isEnabledNext(*m_wizard); }, patience); }
    bool isAt(ui::RestoreStep step) { return QTest::qWaitFor([this, step] { return m_wizard->currentId() == static_cast<int>(step); }, patience); }
    /// Next, once it can be pressed, to the page after.
    bool goTo(ui::RestoreStep step)
    {
        if (!canGoOn())
            return false;
        pressNext(*m_wizard);
        return isAt(step);
    }
    bool press(const char* radio)
    {
        auto* button = visible<QRadioButton>(*m_wizard, radio);
        if (!button || !button->isEnabled())
            return false;
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        return button->isChecked();
    }
    bool choose(const char* box, const QString& data)
    {
        auto* combo = visible<QComboBox>(*m_wizard, box);
        const int index = combo ? combo->findData(data) : -1;
        if (index < 0)
            return false;
        combo->setFocus();
        // From the top down, by keys.
        QTest::keyClick(combo, Qt::Key_Home);
        for (int i = 0; combo->currentIndex() != index && i < combo->count(); ++i)
            QTest::keyClick(combo, Qt::Key_Down);
        return combo->currentIndex() == index;
    }
    /// With the space bar.
    bool tick(const QString& name)
    {
        auto* tree = visible<QTreeView>(*m_wizard, "contentsTree");
        auto* model = qobject_cast<ui::ContentTreeModel*>(tree ? tree->model() : nullptr);
        if (!model)
            return false;
        for (int object = 0; object < static_cast<int>(model->contents()->objects().size()); ++object) {
            if (model->contents()->displayName(object) != name)
                continue;
            tree->setCurrentIndex(model->indexOfObject(object));
            tree->setFocus();
            QTest::keyClick(tree, Qt::Key_Space);
            return model->shown().isTicked(object);
        }
        return false;
    }
    QString findings(const char* name)
    {
        auto* view = visible<ui::FindingsView>(*m_wizard, name);
        return view ? view->toText() : QString();
    }
    QString text(const char* label)
    {
        auto* found = visible<QLabel>(*m_wizard, label);
        return found ? found->text() : QString();
    }
    /// The verdict's word, once there is one.
    QString verdict()
    {
        return QTest::qWaitFor([this] { return !text("verdictWord").isEmpty(); }, patience) ? text("verdictWord") : QString();
    }

private:
    std::unique_ptr<ui::RestoreWizard> m_wizard;
};

} // namespace

class RestoreChoicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void replacesTablesOfAnExistingDatabase();
    void keepsWhatIsThere();
    void goesBesideTheOriginals();
    void goesUnderOtherNames();
    void writesSqlWithoutAServer();
    void oneDatabaseOfAWholeServer();
    void threeClicksFromADump();
    void corruptDumpLeavesNothing();
    void withoutPrivilegesItIsSaid();
    void cancelledIntoAnExistingOneChangesNothing();
    void halfMadeDatabaseCanBeDropped();
    void answersStayAndAreRemembered();
    void onlyTablesAreTakenAlone();
    void aBackupIsChosenInTheList();
    void runsAgainWithItsAnswers();
    void rolesAndOptions();

private:
    QTemporaryDir m_sets;
    QString m_shop;
};

void RestoreChoicesTest::initTestCase()
{
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.createDatabase(u"shop"_s));
    QVERIFY(server.script(u"shop"_s, u"CREATE TYPE mood AS ENUM ('good', 'bad');"
                                     "CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2 * i';"
                                     "CREATE TABLE customers(id int PRIMARY KEY, name text, mood mood);"
                                     "INSERT INTO customers SELECT i, 'customer ' || i, 'good' FROM generate_series(1, 100) i;"
                                     "CREATE TABLE orders(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer int REFERENCES customers, note text);"
                                     "INSERT INTO orders(customer, note) SELECT 1 + i % 100, 'note ' || i FROM generate_series(1, 500) i;"
                                     "CREATE TABLE \"odd, \"\"name\"(x int); INSERT INTO \"odd, \"\"name\" VALUES (1);"
                                     "CREATE SCHEMA stock; CREATE TABLE stock.items(id int PRIMARY KEY, o int REFERENCES orders);"
                                     "INSERT INTO stock.items SELECT i, i FROM generate_series(1, 50) i;"_s));
    m_shop = makeSet(u"shop"_s, m_sets.path());
    QVERIFY(!m_shop.isEmpty());
}

/// The database that things are restored into: the shop after an accident.
void RestoreChoicesTest::init()
{
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.dropDatabase(u"live"_s));
    QVERIFY(server.sql(u"postgres"_s, u"CREATE DATABASE live TEMPLATE shop"_s));
    QVERIFY(server.script(u"live"_s, u"DELETE FROM stock.items; DELETE FROM orders WHERE id > 7; UPDATE customers SET name = 'gone'; ANALYZE;"_s));
}

void RestoreChoicesTest::replacesTablesOfAnExistingDatabase()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec(), u"Shop server"_s, store::EnvironmentTag::Production);
    Hands hands(fixture, profile, {m_shop});
    QVERIFY(hands.canGoOn());
    QVERIFY(hands.press("restoreTables"));
    QVERIFY(hands.goTo(ui::RestoreStep::Contents));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(hands.wizard(), "contentsTree"), patience);
    QVERIFY(!isEnabledNext(hands.wizard()));
    QVERIFY(hands.tick(u"public.orders"_s));
    QVERIFY(hands.tick(u"public.customers"_s));
    QVERIFY(hands.canGoOn());
    QVERIFY(visible<ui::RecordTable>(hands.wizard(), "neededTable")->toText().contains(u"mood"_s));
    QVERIFY(hands.text("selectionCaption").startsWith(u"2 ticked"_s));
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QVERIFY(hands.canGoOn()); // a new one is suggested
    QVERIFY(hands.press("targetExisting"));
    QVERIFY(!isEnabledNext(hands.wizard()));
    QVERIFY(hands.choose("existingDatabase", u"live"_s));
    QVERIFY(hands.goTo(ui::RestoreStep::How));
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::RecordTable>(hands.wizard(), "presentTable"), patience);
    QCOMPARE(visible<ui::RecordTable>(hands.wizard(), "presentTable")->model()->rowCount(), 2);
    QVERIFY2(visible<ui::RecordTable>(hands.wizard(), "presentTable")->toText().contains(u"public.orders\t7"_s),
             qPrintable(visible<ui::RecordTable>(hands.wizard(), "presentTable")->toText()));
    QVERIFY(!isEnabledNext(hands.wizard())); // nothing dangerous is chosen beforehand
    QVERIFY(hands.press("existingReplace"));
    QVERIFY(hands.goTo(ui::RestoreStep::Review));
    auto* name = [&]() -> QLineEdit* {
        return QTest::qWaitFor([&] { return visible<QLineEdit>(hands.wizard(), "confirmName"); }, patience) ? visible<QLineEdit>(hands.wizard(), "confirmName") : nullptr;
    }();
    QVERIFY2(name, qPrintable(hands.findings("findings")));
    auto* loss = findVisible(hands.wizard(), u"lossSentence"_s);
    QString sentence;
    for (const QLabel* label : loss->findChildren<QLabel*>())
        sentence += label->text();
    QVERIFY2(sentence.contains(u"live"_s) && sentence.contains(u"Shop server"_s) && sentence.contains(u"production"_s, Qt::CaseInsensitive), qPrintable(sentence));
    QVERIFY(hands.text("lossTables").contains(u"public.orders (about 7 rows"_s));
    QVERIFY(visible<QCheckBox>(hands.wizard(), "safetyBackup")->isChecked());
    QVERIFY(!isEnabledNext(hands.wizard()));
    name->setFocus();
    QTest::keyClicks(name, u"Live"_s);
    QVERIFY(!isEnabledNext(hands.wizard()));
    name->clear();
    QTest::keyClicks(name, u"live"_s);
    QVERIFY(isEnabledNext(hands.wizard()));
    QTest::keyClick(name, Qt::Key_Return);
    auto* next = hands.wizard().button(QWizard::NextButton);
    next->setFocus();
    QTest::keyClick(next, Qt::Key_Return);
    QTest::keyClick(next, Qt::Key_Enter);
    QCOMPARE(hands.wizard().currentId(), static_cast<int>(ui::RestoreStep::Review)); // Enter does not confirm
    QVERIFY(content(u"live"_s, u"orders"_s) != content(u"shop"_s, u"orders"_s));
    pressNext(hands.wizard());
    QCOMPARE(hands.verdict(), u"Done"_s);
    QCOMPARE(content(u"live"_s, u"orders"_s), content(u"shop"_s, u"orders"_s));
    QCOMPARE(content(u"live"_s, u"customers"_s), content(u"shop"_s, u"customers"_s));
    QCOMPARE(value(u"live"_s, u"SELECT count(*) FROM stock.items"_s), u"0"_s);                                               // not chosen
    QCOMPARE(value(u"live"_s, u"SELECT count(*) FROM pg_constraint WHERE conname = 'items_o_fkey'"_s), u"1"_s); // and its key is back
    auto* compared = visible<ui::RecordTable>(hands.wizard(), "verdictTable");
    QVERIFY(compared && compared->toText().contains(u"equal"_s));
    // The state before is in a backup.
    const auto scan = catalog::scanFolder(fixture.backupFolder(), core::silentContext());
    QVERIFY(scan);
    QCOMPARE(scan->sets.size(), 1);
    QCOMPARE(scan->sets.constFirst().manifest.database, u"live"_s);
    for (const catalog::ManifestTable& table : scan->sets.constFirst().manifest.tables) {
        if (table.name == u"orders"_s)
            QCOMPARE(table.rows, 7);
    }
}

void RestoreChoicesTest::keepsWhatIsThere()
{
    QVERIFY(TestCluster::shared().script(u"live"_s, u"DROP TABLE stock.items"_s));
    WizardFixture fixture;
    Hands hands(fixture, fixture.addProfile(TestCluster::shared().spec()), {m_shop});
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QVERIFY(hands.canGoOn());
    QVERIFY(!visible<QRadioButton>(hands.wizard(), "targetBeside")->isEnabled()); // for tables
    QVERIFY(hands.press("targetExisting"));
    QVERIFY(hands.choose("existingDatabase", u"live"_s));
    QVERIFY(hands.goTo(ui::RestoreStep::How));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QRadioButton>(hands.wizard(), "existingKeep"), patience);
    QVERIFY(!visible<QRadioButton>(hands.wizard(), "existingBeside"));
    QVERIFY(hands.press("existingKeep"));
    // The rows of orders that items point to are gone: all of it fails, and nothing has changed.
    QVERIFY(hands.goTo(ui::RestoreStep::Review));
    QVERIFY(hands.canGoOn());
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(hands.wizard(), "spinner"), patience);
    QVERIFY(!visible<QLineEdit>(hands.wizard(), "confirmName"));
    QVERIFY(!visible<QCheckBox>(hands.wizard(), "safetyBackup")->isChecked());
    pressNext(hands.wizard());
    QCOMPARE(hands.verdict(), u"Failed"_s);
    QVERIFY2(hands.findings("findings").contains(u"live is as it was"_s), qPrintable(hands.findings("findings")));
    QCOMPARE(value(u"live"_s, u"SELECT to_regclass('stock.items')"_s), u"NULL"_s);
    // Put right meanwhile, and again.
    QVERIFY(TestCluster::shared().script(u"live"_s, u"INSERT INTO orders(id, customer) OVERRIDING SYSTEM VALUE SELECT i, 1 FROM generate_series(8, 500) i"_s));
    hands.wizard().back();
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(hands.wizard(), "spinner"), patience);
    pressNext(hands.wizard());
    QCOMPARE(hands.verdict(), u"Done"_s);
    QCOMPARE(value(u"live"_s, u"SELECT count(*) FROM stock.items"_s), u"50"_s);
    QCOMPARE(value(u"live"_s, u"SELECT count(*) FROM customers WHERE name = 'gone'"_s), u"100"_s); // kept
}

void RestoreChoicesTest::goesBesideTheOriginals()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    Hands hands(fixture, profile, {m_shop, ui::RestoreWhat::Tables});
    QVERIFY(hands.goTo(ui::RestoreStep::Contents));
    QTRY_VERIFY_WITH_TIMEOUT(hands.tick(u"public.orders"_s), patience);
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QVERIFY(hands.canGoOn());
    const QString before = content(u"live"_s, u"orders"_s);
    // By the other way: an existing database first, then side by side.
    QVERIFY(hands.press("targetExisting"));
    QVERIFY(hands.choose("existingDatabase", u"live"_s));
    QVERIFY(hands.goTo(ui::RestoreStep::How));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QRadioButton>(hands.wizard(), "existingBeside"), patience);
    QVERIFY(hands.press("existingBeside"));
    QVERIFY(hands.canGoOn());
    hands.wizard().back();
    QVERIFY(visible<QRadioButton>(hands.wizard(), "targetBeside"));
    QVERIFY(hands.press("targetBeside"));
    auto* schema = visible<QLineEdit>(hands.wizard(), "besideSchema");
    schema->setFocus();
    schema->selectAll();
    QTest::keyClick(schema, Qt::Key_Delete);
    QVERIFY(!isEnabledNext(hands.wizard()));
    QTest::keyClicks(schema, u"Before \"it\""_s);
    QVERIFY(hands.goTo(ui::RestoreStep::How));
    QVERIFY(hands.goTo(ui::RestoreStep::Review));
    QVERIFY(hands.canGoOn());
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(hands.wizard(), "spinner"), patience);
    QVERIFY(hands.text("reviewTarget").contains(u"Before \"it\""_s));
    pressNext(hands.wizard());
    QVERIFY2(hands.verdict() == u"Done"_s, qPrintable(hands.findings("findings")));
    QCOMPARE(content(u"live"_s, u"\"Before \"\"it\"\"\".orders"_s), content(u"shop"_s, u"orders"_s));
    QCOMPARE(content(u"live"_s, u"orders"_s), before);
}

void RestoreChoicesTest::goesUnderOtherNames()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    Hands hands(fixture, profile, {m_shop, ui::RestoreWhat::Tables});
    QVERIFY(hands.goTo(ui::RestoreStep::Contents));
    QTRY_VERIFY_WITH_TIMEOUT(hands.tick(u"public.orders"_s), patience);
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QVERIFY(hands.canGoOn());
    const QString before = content(u"live"_s, u"orders"_s);
    QVERIFY(TestCluster::shared().script(u"live"_s, u"CREATE TABLE orders_restored()"_s));
    QVERIFY(hands.press("targetExisting"));
    QVERIFY(hands.choose("existingDatabase", u"live"_s));
    QVERIFY(hands.goTo(ui::RestoreStep::How));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QRadioButton>(hands.wizard(), "existingOtherName"), patience);
    QVERIFY(!visible<QLineEdit>(hands.wizard(), "otherName"));
    QVERIFY(hands.press("existingOtherName"));
    auto* name = visible<QLineEdit>(hands.wizard(), "otherName");
    QVERIFY(name);
    QCOMPARE(name->text(), u"orders_restored_2"_s); // the first choice is taken
    QVERIFY(hands.canGoOn());
    const auto enter = [name](const QString& text) {
        name->setFocus();
        name->selectAll();
        QTest::keyClick(name, Qt::Key_Delete);
        QTest::keyClicks(name, text);
    };
    enter(u"orders_restored"_s);
    QTRY_VERIFY_WITH_TIMEOUT(hands.findings("howFindings").contains(u"public.orders_restored"_s), patience);
    QVERIFY(!isEnabledNext(hands.wizard()));
    enter({});
    QTRY_VERIFY_WITH_TIMEOUT(hands.findings("howFindings").contains(u"63 bytes"_s), patience);
    enter(u"Orders \"then\""_s);
    QVERIFY(hands.canGoOn());
    QVERIFY(hands.text("otherNames").contains(u"Orders \"then\""_s));
    // Back and forth, by the other way: the answer stays.
    hands.wizard().back();
    QVERIFY(hands.press("targetBeside"));
    QCOMPARE(visible<QComboBox>(hands.wizard(), "besideApart")->currentIndex(), 1);
    QVERIFY(!visible<QLineEdit>(hands.wizard(), "besideSchema")->isEnabled());
    QVERIFY(hands.goTo(ui::RestoreStep::How));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLineEdit>(hands.wizard(), "otherName"), patience);
    QCOMPARE(name->text(), u"Orders \"then\""_s);
    QVERIFY(hands.goTo(ui::RestoreStep::Review));
    QVERIFY(hands.canGoOn());
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(hands.wizard(), "spinner"), patience);
    QVERIFY(hands.text("reviewTarget").contains(u"Orders \"then\""_s));
    QVERIFY2(hands.text("reviewCreated").contains(u"Orders \"then\"_pkey"_s), qPrintable(hands.text("reviewCreated")));
    pressNext(hands.wizard());
    QVERIFY2(hands.verdict() == u"Done"_s, qPrintable(hands.findings("findings")));
    QCOMPARE(content(u"live"_s, u"\"Orders \"\"then\"\"\""_s), content(u"shop"_s, u"orders"_s));
    QCOMPARE(content(u"live"_s, u"orders"_s), before);
}

void RestoreChoicesTest::writesSqlWithoutAServer()
{
    WizardFixture fixture;
    postgres::ConnectionSpec nowhere = TestCluster::shared().spec();
    nowhere.port = u"1"_s;
    Hands hands(fixture, fixture.addProfile(nowhere), {m_shop, ui::RestoreWhat::Tables});
    QVERIFY(hands.goTo(ui::RestoreStep::Contents));
    QTRY_VERIFY_WITH_TIMEOUT(hands.tick(u"public.odd, \"name"_s), patience);
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(hands.wizard(), "retryButton"), patience);
    QVERIFY(!isEnabledNext(hands.wizard()));
    QVERIFY(hands.press("targetFile"));
    auto* file = visible<QLineEdit>(hands.wizard(), "sqlFile");
    QVERIFY(file->text().endsWith(u".sql"_s));
    const QString target = fixture.folder() + u"/it's \"that\".sql.gz"_s;
    file->setText(u"relative.sql"_s);
    QVERIFY(!isEnabledNext(hands.wizard()));
    file->setText(m_shop + u"/tidemark.json"_s);
    QTRY_VERIFY(hands.findings("targetFindings").contains(u"exists already"_s));
    QVERIFY(!isEnabledNext(hands.wizard()));
    file->setText(target);
    QVERIFY(hands.goTo(ui::RestoreStep::Review));
    QTRY_VERIFY_WITH_TIMEOUT(hands.wizard().findChild<QPlainTextEdit*>(u"commandText"_s)->toPlainText().contains(u"tidemarkctl restore "_s), patience);
    pressNext(hands.wizard());
    QCOMPARE(hands.verdict(), u"Done"_s);
    QVERIFY(QFileInfo(target).size() > 100);
    QVERIFY(visible<QPushButton>(hands.wizard(), "openFolderButton"));
    QVERIFY(!visible<QPushButton>(hands.wizard(), "copyPsqlButton"));
}

void RestoreChoicesTest::oneDatabaseOfAWholeServer()
{
    WizardFixture fixture;
    const QString file = fixture.folder() + u"/all.sql"_s;
    const auto dumped = TestCluster::shared().runTool(process::ToolKind::PgDumpAll, u"postgres"_s, {u"--file="_s + file});
    QVERIFY(dumped);
    QVERIFY2(dumped->exitCode == 0, dumped->errorOutput.constData());
    Hands hands(fixture, fixture.addProfile(TestCluster::shared().spec()), {file, ui::RestoreWhat::Tables});
    QTRY_VERIFY_WITH_TIMEOUT(visible<QComboBox>(hands.wizard(), "sourceDatabase"), patience);
    QVERIFY(!isEnabledNext(hands.wizard()));
    auto* box = visible<QComboBox>(hands.wizard(), "sourceDatabase");
    QVERIFY(box->findData(u"live"_s) >= 0);
    box->setFocus();
    box->setCurrentIndex(-1);
    for (int i = 0; box->currentData().toString() != u"shop"_s && i < box->count(); ++i) {
        QTest::keyClick(box, Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(hands.wizard(), "spinner"), patience);
        box->setFocus();
    }
    QVERIFY(hands.goTo(ui::RestoreStep::Contents));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(hands.wizard(), "contentsTree"), patience);
    auto* tree = visible<QTreeView>(hands.wizard(), "contentsTree");
    QCOMPARE(tree->model()->rowCount(), 1); // of the other databases nothing is seen
    QCOMPARE(tree->model()->index(0, 0).data().toString(), u"shop"_s);
    auto* model = qobject_cast<ui::ContentTreeModel*>(tree->model());
    const int part = ui::partOf(*model->contents(), u"shop"_s);
    const QList<int> wanted = ui::objectsOf(*model->contents(), part, {u"customers"_s}, {});
    QCOMPARE(wanted.size(), 1);
    tree->setCurrentIndex(model->indexOfObject(wanted.constFirst()));
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Space);
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QVERIFY(hands.canGoOn());
    QCOMPARE(visible<QLineEdit>(hands.wizard(), "targetName")->text(), u"shop_restored"_s);
    QVERIFY(hands.goTo(ui::RestoreStep::Review));
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(hands.wizard(), "spinner"), patience);
    pressNext(hands.wizard());
    QVERIFY2(hands.verdict() == u"Done"_s, qPrintable(hands.findings("findings")));
    QCOMPARE(content(u"shop_restored"_s, u"customers"_s), content(u"shop"_s, u"customers"_s));
    QVERIFY(TestCluster::shared().dropDatabase(u"shop_restored"_s));
}

void RestoreChoicesTest::threeClicksFromADump()
{
    WizardFixture fixture;
    const QString file = fixture.folder() + u"/some.dump"_s;
    QVERIFY(TestCluster::shared().dump(u"shop"_s, {u"--format=custom"_s}, file));
    ui::ContentsPage page(fixture.services());
    QSignalSpy wanted(&page, &ui::ContentsPage::restoreRequested);
    QSignalSpy opened(&page, &ui::ContentsPage::opened);
    page.resize(1200, 700);
    page.show();
    page.open(file);
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
    auto* tree = page.findChild<QTreeView*>(u"contentsTree"_s);
    auto* model = qobject_cast<ui::ContentTreeModel*>(tree->model());
    model->setTicked(ui::objectsOf(*model->contents(), 0, {u"customers"_s}, {}));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(page, "restoreTicked") && visible<QPushButton>(page, "restoreTicked")->isEnabled(), patience);
    visible<QPushButton>(page, "restoreTicked")->click(); // one
    QCOMPARE(wanted.size(), 1);
    Hands hands(fixture, fixture.addProfile(TestCluster::shared().spec()), wanted.constFirst().constFirst().value<ui::RestoreRequest>());
    QVERIFY(hands.isAt(ui::RestoreStep::Where));
    QVERIFY(hands.goTo(ui::RestoreStep::Review)); // two
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(hands.wizard(), "spinner"), patience);
    QVERIFY2(hands.text("reviewWhat").contains(u"public.customers"_s), qPrintable(hands.text("reviewWhat")));
    pressNext(hands.wizard()); // three
    QCOMPARE(hands.verdict(), u"Done"_s);
    QCOMPARE(content(u"shop_restored"_s, u"customers"_s), content(u"shop"_s, u"customers"_s));
    QCOMPARE(value(u"shop_restored"_s, u"SELECT to_regclass('orders')"_s), u"NULL"_s);
    QVERIFY(TestCluster::shared().dropDatabase(u"shop_restored"_s));
}

void RestoreChoicesTest::corruptDumpLeavesNothing()
{
    WizardFixture fixture;
    const QString file = fixture.folder() + u"/broken.dump"_s;
    QVERIFY(TestCluster::shared().dump(u"shop"_s, {u"--format=custom"_s}, file));
    QVERIFY(QFile::resize(file, QFileInfo(file).size() * 3 / 4));
    Hands hands(fixture, fixture.addProfile(TestCluster::shared().spec()), {file});
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QVERIFY(hands.goTo(ui::RestoreStep::Review));
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(hands.wizard(), "spinner"), patience);
    if (isEnabledNext(hands.wizard())) {
        pressNext(hands.wizard());
        QCOMPARE(hands.verdict(), u"Failed"_s);
    }
    QVERIFY(!hands.findings("findings").isEmpty());
    QCOMPARE(value(u"postgres"_s, u"SELECT count(*) FROM pg_database WHERE datname LIKE 'shop_restored%'"_s), u"0"_s);
    QVERIFY(!visible<QPushButton>(hands.wizard(), "dropRemainsButton"));
}

void RestoreChoicesTest::withoutPrivilegesItIsSaid()
{
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.script(u"postgres"_s, u"DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN"_s));
    WizardFixture fixture;
    postgres::ConnectionSpec spec = server.spec();
    spec.user = u"guest"_s;
    Hands hands(fixture, fixture.addProfile(spec), {m_shop, ui::RestoreWhat::Tables});
    QVERIFY(hands.goTo(ui::RestoreStep::Contents));
    QTRY_VERIFY_WITH_TIMEOUT(hands.tick(u"public.customers"_s), patience);
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QTRY_VERIFY_WITH_TIMEOUT(hands.findings("targetFindings").contains(u"CREATEDB"_s), patience);
    QVERIFY(!isEnabledNext(hands.wizard()));
    QVERIFY(hands.press("targetExisting"));
    QVERIFY(hands.choose("existingDatabase", u"live"_s));
    QVERIFY(hands.goTo(ui::RestoreStep::How));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(hands.wizard(), "retryButton"), patience);
    QVERIFY2(hands.findings("findings").contains(u"ermission"_s), qPrintable(hands.findings("findings")));
    QVERIFY(!isEnabledNext(hands.wizard()));
}

void RestoreChoicesTest::cancelledIntoAnExistingOneChangesNothing()
{
    TestCluster& server = TestCluster::shared();
    WizardFixture fixture;
    Hands hands(fixture, fixture.addProfile(server.spec()), {m_shop, ui::RestoreWhat::Tables});
    QVERIFY(hands.goTo(ui::RestoreStep::Contents));
    QTRY_VERIFY_WITH_TIMEOUT(hands.tick(u"public.customers"_s), patience);
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QVERIFY(hands.canGoOn());
    QVERIFY(hands.press("targetExisting"));
    QVERIFY(hands.choose("existingDatabase", u"live"_s));
    QVERIFY(hands.goTo(ui::RestoreStep::How));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QRadioButton>(hands.wizard(), "existingEmpty"), patience);
    QVERIFY(hands.press("existingEmpty"));
    QVERIFY(hands.goTo(ui::RestoreStep::Review));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLineEdit>(hands.wizard(), "confirmName"), patience);
    QTest::keyClicks(visible<QLineEdit>(hands.wizard(), "confirmName"), u"live"_s);
    visible<QCheckBox>(hands.wizard(), "safetyBackup")->setChecked(false);
    // Somebody holds the table: the restore waits.
    auto holder = server.connect(u"live"_s);
    QVERIFY(holder);
    QVERIFY(holder->execute("BEGIN", {}, std::chrono::seconds(5)));
    QVERIFY(holder->execute("LOCK TABLE public.customers IN ACCESS SHARE MODE", {}, std::chrono::seconds(5)));
    const QString before = content(u"live"_s, u"customers"_s);
    pressNext(hands.wizard());
    QTRY_VERIFY_WITH_TIMEOUT(value(u"postgres"_s, u"SELECT count(*) FROM pg_stat_activity WHERE datname = 'live' AND wait_event_type = 'Lock'"_s) == u"1"_s, patience);
    visible<QPushButton>(hands.wizard(), "cancelRunButton")->click();
    QCOMPARE(hands.verdict(), u"Cancelled"_s);
    QVERIFY2(hands.findings("findings").contains(u"live is as it was"_s), qPrintable(hands.findings("findings")));
    QVERIFY(holder->execute("ROLLBACK", {}, std::chrono::seconds(5)));
    QCOMPARE(content(u"live"_s, u"customers"_s), before);
    QVERIFY(hands.wizard().button(QWizard::BackButton)->isVisible()); // back to the answers
}

void RestoreChoicesTest::halfMadeDatabaseCanBeDropped()
{
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.createDatabase(u"picky"_s));
    QVERIFY(server.script(u"picky"_s, u"CREATE FUNCTION public.here(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS "
                                      "$$BEGIN IF current_database() <> 'picky' THEN RAISE 'not here'; END IF; RETURN i; END$$;"
                                      "CREATE TABLE t(i int); INSERT INTO t VALUES (1); CREATE INDEX t_here ON t(public.here(i));"_s));
    WizardFixture fixture;
    const QString file = fixture.folder() + u"/picky.dump"_s;
    QVERIFY(server.dump(u"picky"_s, {u"--format=custom"_s}, file));
    Hands hands(fixture, fixture.addProfile(server.spec()), {file});
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QVERIFY(hands.goTo(ui::RestoreStep::Review));
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(hands.wizard(), "spinner"), patience);
    pressNext(hands.wizard());
    QCOMPARE(hands.verdict(), u"Failed"_s);
    QVERIFY2(hands.findings("findings").contains(u"t_here"_s), qPrintable(hands.findings("findings")));
    const QString remains = u"SELECT count(*) FROM pg_database WHERE datname LIKE 'picky_restored%'"_s;
    QCOMPARE(value(u"postgres"_s, remains), u"1"_s);
    int asked = 0;
    bool answer = false;
    fixture.services().dialogs.confirm = [&](QWidget*, const ui::Confirmation& confirmation, const std::function<void(bool)>& answered) {
        ++asked;
        QVERIFY(confirmation.danger == ui::Danger::LosesData);
        answered(answer);
    };
    visible<QPushButton>(hands.wizard(), "dropRemainsButton")->click();
    QCOMPARE(asked, 1);
    QCOMPARE(value(u"postgres"_s, remains), u"1"_s);
    answer = true;
    visible<QPushButton>(hands.wizard(), "dropRemainsButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QPushButton>(hands.wizard(), "dropRemainsButton"), patience);
    QCOMPARE(value(u"postgres"_s, remains), u"0"_s);
    QVERIFY(server.dropDatabase(u"picky"_s));
}

void RestoreChoicesTest::answersStayAndAreRemembered()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    {
        Hands hands(fixture, profile, {m_shop, ui::RestoreWhat::Tables});
        QVERIFY(hands.goTo(ui::RestoreStep::Contents));
        QTRY_VERIFY_WITH_TIMEOUT(hands.tick(u"public.customers"_s), patience);
        QVERIFY(hands.goTo(ui::RestoreStep::Where));
        QVERIFY(hands.canGoOn());
        visible<QPushButton>(hands.wizard(), "restoreOptions")->click();
        QVERIFY(hands.isAt(ui::RestoreStep::How));
        QVERIFY(hands.press("ownerKeep"));
        // All the way back and forth again: everything is as it was.
        hands.wizard().back();
        hands.wizard().back();
        hands.wizard().back();
        QVERIFY(visible<QRadioButton>(hands.wizard(), "restoreTables")->isChecked());
        QVERIFY(hands.goTo(ui::RestoreStep::Contents));
        QVERIFY(hands.canGoOn());
        QCOMPARE(hands.text("selectionCaption").left(8), u"1 ticked"_s);
        QVERIFY(hands.goTo(ui::RestoreStep::Where));
        QVERIFY(hands.text("optionsSummary").contains(u"Owners as in the backup"_s));
        QVERIFY(hands.press("targetExisting"));
        QVERIFY(hands.choose("existingDatabase", u"live"_s));
        QVERIFY(hands.goTo(ui::RestoreStep::How));
        QTRY_VERIFY_WITH_TIMEOUT(visible<QRadioButton>(hands.wizard(), "existingReplace"), patience);
        QVERIFY(hands.press("existingReplace"));
        QVERIFY(hands.goTo(ui::RestoreStep::Review));
        QTRY_VERIFY_WITH_TIMEOUT(visible<QLineEdit>(hands.wizard(), "confirmName"), patience);
        QTest::keyClicks(visible<QLineEdit>(hands.wizard(), "confirmName"), u"live"_s);
        pressNext(hands.wizard());
        QVERIFY(!hands.verdict().isEmpty());
    }
    Hands again(fixture, profile, {m_shop, ui::RestoreWhat::Tables});
    QVERIFY(again.goTo(ui::RestoreStep::Contents));
    QTRY_VERIFY_WITH_TIMEOUT(again.tick(u"public.customers"_s), patience);
    QVERIFY(again.goTo(ui::RestoreStep::Where));
    QVERIFY(again.canGoOn());
    QVERIFY(visible<QRadioButton>(again.wizard(), "targetNew")->isChecked()); // nothing dangerous is filled in
    QVERIFY(again.text("optionsSummary").contains(u"Owners as in the backup"_s));
    QVERIFY(again.press("targetExisting"));
    QCOMPARE(visible<QComboBox>(again.wizard(), "existingDatabase")->currentData().toString(), u"live"_s);
    QVERIFY(again.goTo(ui::RestoreStep::How));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QRadioButton>(again.wizard(), "existingReplace"), patience);
    QVERIFY(!visible<QRadioButton>(again.wizard(), "existingReplace")->isChecked());
    QVERIFY(!isEnabledNext(again.wizard()));
}

void RestoreChoicesTest::onlyTablesAreTakenAlone()
{
    WizardFixture fixture;
    Hands hands(fixture, fixture.addProfile(TestCluster::shared().spec()), {m_shop, ui::RestoreWhat::Tables});
    QVERIFY(hands.goTo(ui::RestoreStep::Contents));
    QTRY_VERIFY_WITH_TIMEOUT(hands.tick(u"public.customers"_s), patience);
    QVERIFY(hands.canGoOn());
    QVERIFY(hands.tick(u"public.twice(integer)"_s));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(hands.wizard(), "untickOthersButton"), patience);
    QVERIFY(!isEnabledNext(hands.wizard()));
    visible<QPushButton>(hands.wizard(), "untickOthersButton")->click();
    QVERIFY(hands.canGoOn());
    QCOMPARE(hands.text("selectionCaption").left(8), u"1 ticked"_s);
    // A whole schema is one, with its functions.
    auto* model = qobject_cast<ui::ContentTreeModel*>(visible<QTreeView>(hands.wizard(), "contentsTree")->model());
    const ui::TickedNames all = ui::namesOf(*model->contents(), ui::objectsOf(*model->contents(), 0, {u"stock.items"_s}, {u"public"_s}));
    QCOMPARE(all.schemas, QStringList{u"public"_s});
    QCOMPARE(all.tables, QStringList{u"stock.items"_s});
    QVERIFY(all.others.isEmpty());
}

void RestoreChoicesTest::aBackupIsChosenInTheList()
{
    WizardFixture fixture;
    store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    profile.defaultBackupFolder = m_sets.path();
    QVERIFY(fixture.services().profiles.update(profile));
    Hands hands(fixture, profile, {});
    QVERIFY(hands.canGoOn());
    QVERIFY(visible<ui::RecordTable>(hands.wizard(), "recentBackupsTable")->currentRecord() >= 0);
    QVERIFY(!visible<QRadioButton>(hands.wizard(), "restoreWhole"));
    pressNext(hands.wizard()); // shows what it is
    QTRY_VERIFY_WITH_TIMEOUT(visible<QRadioButton>(hands.wizard(), "restoreWhole"), patience);
    QCOMPARE(hands.wizard().currentId(), static_cast<int>(ui::RestoreStep::What));
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
}

void RestoreChoicesTest::runsAgainWithItsAnswers()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    restore::RestoreDraft former;
    former.source = m_shop;
    former.tables = {u"stock.items"_s, u"public.is_gone"_s};
    former.target = restore::TargetKind::ExistingDatabase;
    former.targetDatabase = u"live"_s;
    former.ownership = restore::Ownership::Keep;
    ui::RestoreRequest request{m_shop, ui::RestoreWhat::Tables};
    request.former = restore::draftFromJson(restore::toJson(former));
    Hands hands(fixture, profile, request);
    QVERIFY(hands.isAt(ui::RestoreStep::Contents)); // what is gone is said
    QVERIFY(hands.canGoOn());
    QVERIFY(hands.findings("othersFindings").contains(u"public.is_gone"_s));
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QComboBox>(hands.wizard(), "existingDatabase"), patience);
    QCOMPARE(visible<QComboBox>(hands.wizard(), "existingDatabase")->currentData().toString(), u"live"_s);
    QVERIFY(hands.goTo(ui::RestoreStep::How));
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::RecordTable>(hands.wizard(), "presentTable"), patience);
    QCOMPARE(visible<ui::RecordTable>(hands.wizard(), "presentTable")->model()->rowCount(), 1);
    QVERIFY(visible<QRadioButton>(hands.wizard(), "ownerKeep")->isChecked());
    QVERIFY(!isEnabledNext(hands.wizard()));
}

void RestoreChoicesTest::rolesAndOptions()
{
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.createDatabase(u"roles"_s));
    QVERIFY(server.script(u"roles"_s, u"DROP ROLE IF EXISTS seller; DROP ROLE IF EXISTS stand_in; CREATE ROLE seller; CREATE ROLE stand_in;"
                                      "CREATE TABLE t(i int); INSERT INTO t VALUES (1); ALTER TABLE t OWNER TO seller; COMMENT ON TABLE t IS 'said';"_s));
    WizardFixture fixture;
    const QString file = fixture.folder() + u"/roles.dump"_s;
    QVERIFY(server.dump(u"roles"_s, {u"--format=custom"_s}, file));
    QVERIFY(server.dropDatabase(u"roles"_s));
    QVERIFY(server.script(u"postgres"_s, u"DROP ROLE seller"_s));
    Hands hands(fixture, fixture.addProfile(server.spec()), {file});
    QVERIFY(hands.goTo(ui::RestoreStep::Where));
    QVERIFY(hands.canGoOn());
    visible<QPushButton>(hands.wizard(), "restoreOptions")->click();
    QVERIFY(hands.isAt(ui::RestoreStep::How));
    QVERIFY(hands.press("ownerKeep"));
    auto* roles = visible<QWidget>(hands.wizard(), "missingRoles");
    QVERIFY(roles);
    auto* fate = roles->findChild<QComboBox*>();
    QVERIFY(fate);
    // It is left out, as is shown, and that is an answer.
    QVERIFY2(hands.canGoOn(), "leaving out is shown and not taken");
    fate->setCurrentIndex(fate->findData(u"map stand_in"_s));
    auto* more = hands.wizard().page(static_cast<int>(ui::RestoreStep::How))->findChild<QToolButton*>(u"moreOptionsButton"_s);
    more->click();
    auto* part = visible<QComboBox>(hands.wizard(), "restorePart");
    QVERIFY(part);
    part->setCurrentIndex(1); // definitions only
    visible<QSpinBox>(hands.wizard(), "connectionLimit")->setValue(7);
    auto* options = visible<QTreeView>(hands.wizard(), "optionTree");
    QTRY_VERIFY_WITH_TIMEOUT(options->model()->rowCount() > 0, patience);
    const QModelIndexList found = options->model()->match(options->model()->index(0, 0), Qt::DisplayRole, u"--no-comments"_s, 1, Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(found.size(), 1);
    options->setCurrentIndex(found.constFirst());
    options->setFocus();
    QTest::keyClick(options, Qt::Key_Space);
    QVERIFY2(more->text().contains(u"3"_s), qPrintable(more->text()));
    QVERIFY(hands.goTo(ui::RestoreStep::Review));
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(hands.wizard(), "spinner"), patience);
    const QString command = hands.wizard().page(static_cast<int>(ui::RestoreStep::Review))->findChild<QPlainTextEdit*>(u"commandText"_s)->toPlainText();
    QVERIFY2(command.contains(u"--owner=keep"_s) && command.contains(u"--map-role=seller=stand_in"_s) && command.contains(u"--schema-only"_s), qPrintable(command));
    pressNext(hands.wizard());
    QVERIFY(!hands.verdict().isEmpty());
    QCOMPARE(value(u"roles_restored"_s, u"SELECT tableowner FROM pg_tables WHERE tablename = 't'"_s), u"stand_in"_s);
    QCOMPARE(value(u"roles_restored"_s, u"SELECT count(*) FROM t"_s), u"0"_s);
    QCOMPARE(value(u"roles_restored"_s, u"SELECT obj_description('t'::regclass)"_s), u"NULL"_s);
    QCOMPARE(value(u"postgres"_s, u"SELECT datconnlimit FROM pg_database WHERE datname = 'roles_restored'"_s), u"7"_s);
    QVERIFY(server.dropDatabase(u"roles_restored"_s));
}

QTEST_MAIN(RestoreChoicesTest)
#include "restorechoicestest.moc"
