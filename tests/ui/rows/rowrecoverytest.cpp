// SPDX-License-Identifier: GPL-3.0-or-later
// Row recovery as a person does it, by keyboard, against a real server.
#include "store/history.h"
#include "ui/common/findingsview.h"
#include "ui/common/recordtable.h"
#include "ui/restore/rows/confirmrecoverydialog.h"
#include "ui/rows/lostrows.h"
#include "ui/shell/mainwindow.h"

#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTreeView>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000; // milliseconds

QString wordOf(OpenedWizard& wizard)
{
    if (!QTest::qWaitFor([&] { return visible<QLabel>(*wizard, "verdictWord"); }, patience))
        return u"no verdict"_s;
    return visible<QLabel>(*wizard, "verdictWord")->text();
}

QString findingsOf(OpenedWizard& wizard, const char* name)
{
    auto* findings = visible<ui::FindingsView>(*wizard, name);
    return findings ? findings->toText() : QString();
}

ui::RecoveryWizard* shownWizard(QWidget& window)
{
    const QList<ui::RecoveryWizard*> all = window.findChildren<ui::RecoveryWizard*>();
    for (ui::RecoveryWizard* wizard : all) {
        if (wizard && wizard->isVisible())
            return wizard;
    }
    return nullptr;
}

void showTab(OpenedWizard& wizard, const char* name, int tab)
{
    visible<QTabWidget>(*wizard, name)->setCurrentIndex(tab);
}

} // namespace

class RowRecoveryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void deletedRowsComeBackByKeyboard();
    void allThreeKindsWantTheNameTyped();
    void productionWantsTheNameTyped();
    void parentsAreBroughtAlongByTheirButton();
    void rowsOfAnotherTableAndHostileNames();
    void conflictsAreLeftOutAndListed();
    void cancelledWhileItWaitsForALock();
    void withoutPrivilegesItSaysWhatIsMissing();
    void serverGoneIsSaidAndTriedAgain();
    void savedSqlDoesTheSame();
    void fromAnOpenedDumpToTheRows();
    void doorsOfTheServersPages();

private:
    TestCluster& server() { return TestCluster::shared(); }
    QString value(const QString& sql) { return server().value(m_database, sql); }

    QTemporaryDir m_folder;
    QString m_database;
    QString m_dump;
    QString m_before; // content of posts at the time of the dump
    int m_number = 0;
};

void RowRecoveryTest::initTestCase()
{
    qputenv("TIDEMARK_DATA_DIR", (m_folder.path() + u"/data"_s).toLocal8Bit());
    qputenv("TIDEMARK_CACHE_DIR", (m_folder.path() + u"/cache"_s).toLocal8Bit());
}

void RowRecoveryTest::init()
{
    m_database = u"Shop \"%1\" ü"_s.arg(++m_number);
    m_dump = makeLoss(server(), m_database, m_folder.path());
}

void RowRecoveryTest::deletedRowsComeBackByKeyboard()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(server().spec());
    OpenedWizard wizard(fixture, profile, m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    auto* tabs = visible<QTabWidget>(*wizard, "kindTabs");
    QCOMPARE(tabs->tabText(0), u"&Missing from live (37)"_s);
    QCOMPARE(tabs->tabText(1), u"C&hanged (4)"_s);
    QCOMPARE(tabs->tabText(2), u"&Only in live (12)"_s);
    auto* table = visible<QTableView>(*wizard, "differencesTable");
    QVERIFY(table->hasFocus());
    QCOMPARE(visible<QLabel>(*wizard, "tickCount")->text(), u"37 of 37 ticked"_s);
    // The last three need an author that is gone: they are unticked.
    QTest::keyClick(table, Qt::Key_End, Qt::ControlModifier);
    QTest::keyClick(table, Qt::Key_Up, Qt::ShiftModifier);
    QTest::keyClick(table, Qt::Key_Up, Qt::ShiftModifier);
    QTest::keyClick(table, Qt::Key_Space);
    QCOMPARE(visible<QLabel>(*wizard, "tickCount")->text(), u"34 of 37 ticked"_s);
    QVERIFY(wizard.review());
    QVERIFY(visible<QLabel>(*wizard, "reviewSummary")->text().contains(u"34 inserted"_s));
    showTab(wizard, "reviewTabs", 1);
    const QString sql = visible<QPlainTextEdit>(*wizard, "sqlPreview")->toPlainText();
    QVERIFY(sql.contains(u"words of post 34"_s) && sql.contains(u"COMMIT;"_s));
    QVERIFY(!sql.contains(u"Last 198"_s));
    QCOMPARE(value(u"SELECT count(*) FROM posts"_s), u"175"_s); // nothing yet
    pressNext(*wizard);
    QCOMPARE(wordOf(wizard), u"Done"_s);
    QCOMPARE(value(u"SELECT count(*) FROM posts WHERE id <= 34"_s), u"34"_s);
    QCOMPARE(value(u"SELECT count(*) FROM posts"_s), u"209"_s);
    QCOMPARE(value(u"SELECT count(*) FROM posts WHERE title LIKE 'Overwritten%'"_s), u"3"_s);
    // The undo script takes it back.
    const QString said = findingsOf(wizard, "findings");
    QVERIFY(said.contains(u"takes it all back"_s));
    const QDir undo(m_folder.path() + u"/data/undo"_s);
    QCOMPARE(undo.entryList({u"*.sql"_s}).size(), 1);
    const auto psql =
        server().runTool(process::ToolKind::Psql, m_database,
                         {u"-X"_s, u"-f"_s, undo.filePath(undo.entryList({u"*.sql"_s}).constFirst())});
    QVERIFY(psql && psql->exitCode == 0);
    QCOMPARE(value(u"SELECT count(*) FROM posts"_s), u"175"_s);
    // The history knows it.
    auto history = store::History::open(fixture.services().historyPath);
    QVERIFY(history);
    const auto runs = history->recent(10);
    QVERIFY(runs && runs->size() == 1);
    QCOMPARE(runs->constFirst().subject, m_database);
    for (const QString& file : undo.entryList(QDir::Files))
        QFile::remove(undo.filePath(file));
}

void RowRecoveryTest::allThreeKindsWantTheNameTyped()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(server().spec());
    OpenedWizard wizard(fixture, profile, m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    for (int tab = 0; tab < 3; ++tab) {
        showTab(wizard, "kindTabs", tab);
        visible<QPushButton>(*wizard, "tickAll")->click();
    }
    QVERIFY(wizard.review());
    visible<QCheckBox>(*wizard, "withParents")->click();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    QVERIFY(visible<QLabel>(*wizard, "reviewSummary")->text().contains(u"12 deleted"_s));
    pressNext(*wizard);
    auto* dialog = wizard->findChild<ui::ConfirmRecoveryDialog*>();
    QVERIFY(dialog && dialog->isVisible());
    auto* apply = visible<QPushButton>(*dialog, "confirmApply");
    QVERIFY(!apply->isEnabled());
    auto* typed = visible<QLineEdit>(*dialog, "confirmTyped");
    typed->setText(m_database);
    QVERIFY(apply->isEnabled() && !apply->isDefault());
    QVERIFY(!apply->autoDefault());
    QTest::keyClick(typed, Qt::Key_Return);
    QTest::qWait(100);
    QVERIFY(dialog->isVisible()); // Enter confirms nothing
    QTest::keyClick(apply, Qt::Key_Space);
    QCOMPARE(wordOf(wizard), u"Done"_s);
    QCOMPARE(value(u"SELECT count(*) FROM posts"_s), u"200"_s);
    QCOMPARE(
        value(u"SELECT count(*) FROM posts WHERE title LIKE 'Overwritten%' OR id > 300 OR body = 'short'"_s),
        u"0"_s);
    QCOMPARE(value(u"SELECT count(*) FROM authors"_s), u"10"_s);
    QCOMPARE(value(u"SELECT note || '|' FROM posts WHERE id = 198"_s), u"NULL|"_s); // the text, not none
    QCOMPARE(value(u"SELECT note IS NULL FROM posts WHERE id = 200"_s), u"t"_s);
}

void RowRecoveryTest::productionWantsTheNameTyped()
{
    WizardFixture fixture;
    const store::Profile profile =
        fixture.addProfile(server().spec(), u"Live"_s, store::EnvironmentTag::Production);
    OpenedWizard wizard(fixture, profile, m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    QVERIFY(wizard.review());
    pressNext(*wizard);
    auto* dialog = wizard->findChild<ui::ConfirmRecoveryDialog*>();
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(visible<QLineEdit>(*dialog, "confirmTyped"));
    QVERIFY(!visible<QPushButton>(*dialog, "confirmApply")->isEnabled());
    visible<QPushButton>(*dialog, "confirmCancel")->click();
    QCOMPARE(wizard->currentId(), wizard->pageIds().at(2));
    QCOMPARE(value(u"SELECT count(*) FROM posts"_s), u"175"_s);
}

void RowRecoveryTest::parentsAreBroughtAlongByTheirButton()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(server().spec());
    OpenedWizard wizard(fixture, profile, m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    QVERIFY(wizard.review());
    QVERIFY(findingsOf(wizard, "reviewFindings").contains(u"missing too"_s));
    QVERIFY(!findingsOf(wizard, "reviewFindings").contains(u"--with-parents"_s));
    QVERIFY(visible<QLabel>(*wizard, "reviewSummary")->text().contains(u"34 inserted, 3 left out"_s));
    QVERIFY(visible<QTabWidget>(*wizard, "reviewTabs")->isTabVisible(2));
    auto* bring = visible<QPushButton>(*wizard, "rows.withParentsButton");
    QVERIFY(bring);
    QTest::keyClick(bring, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    QVERIFY(visible<QCheckBox>(*wizard, "withParents")->isChecked());
    const QString summary = visible<QLabel>(*wizard, "reviewSummary")->text();
    QVERIFY2(summary.contains(u"authors (needed): 1 inserted"_s) && summary.contains(u"37 inserted"_s),
             qPrintable(summary));
    pressNext(*wizard);
    QCOMPARE(wordOf(wizard), u"Done"_s);
    QCOMPARE(value(u"SELECT name FROM authors WHERE id = 10"_s), u"Author 10"_s);
    QCOMPARE(value(u"SELECT count(*) FROM posts WHERE author_id = 10"_s), u"3"_s);
    QCOMPARE(visible<ui::RecordTable>(*wizard, "verdictTable")->model()->rowCount(), 2);
}

void RowRecoveryTest::rowsOfAnotherTableAndHostileNames()
{
    QVERIFY(server().script(
        m_database,
        u"CREATE SCHEMA other; CREATE TABLE other.copy(LIKE public.\"odd \"\"Täble.x\" INCLUDING ALL);"_s));
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(server().spec());
    OpenedWizard wizard(fixture, profile, m_dump);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLineEdit>(*wizard, "recoverSearch"), patience);
    QTest::keyClicks(visible<QLineEdit>(*wizard, "recoverSearch"), u"odd"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    auto* live = visible<QComboBox>(*wizard, "recoverLiveTable");
    QCOMPARE(live->currentText(), u"public.\"odd \"\"Täble.x\""_s);
    live->lineEdit()->setText(u"other.nothing"_s);
    QVERIFY(!isEnabledNext(*wizard));
    QVERIFY(findingsOf(wizard, "whatFindings").contains(u"has no table other.nothing"_s));
    live->lineEdit()->setText(u"OTHER.copy"_s);
    QVERIFY(isEnabledNext(*wizard));
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTabWidget>(*wizard, "kindTabs"), patience);
    QVERIFY(wizard.review());
    pressNext(*wizard);
    QCOMPARE(wordOf(wizard), u"Done"_s);
    QCOMPARE(value(u"SELECT count(*) FROM other.copy"_s), u"3"_s);
    QCOMPARE(value(u"SELECT count(*) FROM public.\"odd \"\"Täble.x\""_s), u"0"_s);
}

void RowRecoveryTest::conflictsAreLeftOutAndListed()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(server().spec());
    OpenedWizard wizard(fixture, profile, m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    showTab(wizard, "kindTabs", 1);
    visible<QPushButton>(*wizard, "tickAll")->click();
    QVERIFY(wizard.review());
    // Somebody else writes while the window is open.
    QVERIFY(server().script(
        m_database,
        u"INSERT INTO posts VALUES (7, 1, 'Mine', 'm', 'm'); UPDATE posts SET title = 'Newer' WHERE id = 102"_s));
    pressNext(*wizard);
    auto* dialog = wizard->findChild<ui::ConfirmRecoveryDialog*>();
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(visible<QPushButton>(*dialog, "confirmCancel")->isDefault());
    visible<QPushButton>(*dialog, "confirmApply")->click();
    QCOMPARE(wordOf(wizard), u"Done, with warnings"_s);
    QCOMPARE(value(u"SELECT title FROM posts WHERE id = 7"_s), u"Mine"_s);
    QCOMPARE(value(u"SELECT title FROM posts WHERE id = 102"_s), u"Newer"_s);
    QCOMPARE(value(u"SELECT title FROM posts WHERE id = 101"_s), u"Post 101"_s);
    QCOMPARE(value(u"SELECT count(*) FROM posts WHERE id <= 34"_s), u"34"_s);
    auto* left = visible<ui::RecordTable>(*wizard, "verdictTable");
    QVERIFY(left);
    QVERIFY2(left->toText().contains(u"there is a row with this key now"_s) &&
                 left->toText().contains(u"changed since the comparison"_s),
             qPrintable(left->toText()));
}

void RowRecoveryTest::cancelledWhileItWaitsForALock()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(server().spec());
    OpenedWizard wizard(fixture, profile, m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    QVERIFY(wizard.review());
    auto other = server().connect(m_database);
    QVERIFY(other);
    QVERIFY(other->execute("BEGIN; LOCK TABLE public.posts", QString(), std::chrono::seconds(5)));
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(*wizard, "cancelRunButton"), patience);
    QTest::qWait(200);
    visible<QPushButton>(*wizard, "cancelRunButton")->click();
    QCOMPARE(wordOf(wizard), u"Cancelled"_s);
    QVERIFY(other->execute("ROLLBACK", QString(), std::chrono::seconds(5)));
    QCOMPARE(value(u"SELECT count(*) FROM posts"_s), u"175"_s);
    QCOMPARE(QDir(m_folder.path() + u"/data/undo"_s)
                 .entryList({u"*%1*"_s.arg(m_number)}, QDir::Files)
                 .filter(u"partial"_s)
                 .size(),
             0);
    // Back leads to the answers, and it works now.
    wizard->back();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    pressNext(*wizard);
    QVERIFY(wordOf(wizard).startsWith(u"Done"_s));
    QCOMPARE(value(u"SELECT count(*) FROM posts WHERE id <= 34"_s), u"34"_s);
}

void RowRecoveryTest::withoutPrivilegesItSaysWhatIsMissing()
{
    QVERIFY(server().script(
        m_database,
        u"DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"_s));
    WizardFixture fixture;
    postgres::ConnectionSpec spec = server().spec(m_database);
    spec.user = u"reader"_s;
    const store::Profile profile = fixture.addProfile(spec);
    OpenedWizard wizard(fixture, profile, m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(
        findingsOf(wizard, "reviewFindings").contains(u"This role lacks INSERT on public.posts"_s), patience);
    QVERIFY(!isEnabledNext(*wizard));
    QVERIFY(server().script(m_database, u"GRANT INSERT ON posts TO reader"_s));
}

void RowRecoveryTest::serverGoneIsSaidAndTriedAgain()
{
    auto own = TestCluster::start();
    QVERIFY(own);
    const QString dump = makeLoss(*own, u"gone"_s, m_folder.path());
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(own->spec());
    OpenedWizard wizard(fixture, profile, dump);
    QVERIFY(wizard.compare(u"posts"_s));
    QVERIFY(own->stop());
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(*wizard, "retryButton"), patience);
    QVERIFY(!isEnabledNext(*wizard));
    QVERIFY(own->startAgain());
    visible<QPushButton>(*wizard, "retryButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    QVERIFY(own->stop());
    pressNext(*wizard);
    QCOMPARE(wordOf(wizard), u"Failed"_s);
    QVERIFY(own->startAgain());
    QCOMPARE(own->value(u"gone"_s, u"SELECT count(*) FROM posts"_s), u"175"_s);
}

void RowRecoveryTest::savedSqlDoesTheSame()
{
    WizardFixture fixture;
    const QString file = fixture.folder() + u"/it's saved.sql"_s;
    fixture.services().dialogs.chooseNewFile =
        [&file](QWidget*, const ui::FileQuestion&, const ui::Dialogs::PathChosen& chosen) { chosen(file); };
    const store::Profile profile = fixture.addProfile(server().spec());
    OpenedWizard wizard(fixture, profile, m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    QVERIFY(wizard.review());
    showTab(wizard, "reviewTabs", 1);
    visible<QPushButton>(*wizard, "saveSql")->click();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), patience);
    const auto psql = server().runTool(process::ToolKind::Psql, m_database, {u"-X"_s, u"-f"_s, file});
    QVERIFY2(psql && psql->exitCode == 0, psql->errorOutput.constData());
    QCOMPARE(value(u"SELECT count(*) FROM posts WHERE id <= 34"_s), u"34"_s);
    // The command names the rows where not all are ticked.
    wizard->back();
    showTab(wizard, "kindTabs", 0);
    visible<QPushButton>(*wizard, "tickNone")->click();
    auto* table = visible<QTableView>(*wizard, "differencesTable");
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(table, Qt::Key_Space);
    QVERIFY(!wizard->button(QWizard::NextButton)->isHidden());
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTabWidget>(*wizard, "reviewTabs") &&
                                 visible<QLabel>(*wizard, "reviewSummary")->text().contains(u"left out"_s),
                             patience);
    showTab(wizard, "reviewTabs", 1);
    visible<QPushButton>(*wizard, "saveCommand")->click();
    QTRY_VERIFY_WITH_TIMEOUT(wizard->findChild<QPlainTextEdit*>(u"commandLine"_s), patience);
    const QString command = wizard->findChild<QPlainTextEdit*>(u"commandLine"_s)->toPlainText();
    QVERIFY2(command.contains(u"--keys 1 "_s) && command.contains(u"--missing"_s) &&
                 command.contains(u"--table public.posts"_s),
             qPrintable(command));
}

/// The way of somebody who drops a file on the window: one press, the table's name, three times Next.
void RowRecoveryTest::fromAnOpenedDumpToTheRows()
{
    WizardFixture fixture;
    (void)fixture.addProfile(server().spec());
    ui::MainWindow window(fixture.services());
    window.show();
    window.beginWork();
    QElapsedTimer clock;
    clock.start();
    window.openSource(m_dump);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(window, "contentsRows"), patience);
    visible<QPushButton>(window, "contentsRows")->click();
    ui::RecoveryWizard* const wizard = window.findChild<ui::RecoveryWizard*>();
    QVERIFY(wizard && wizard->isVisible());
    QTest::keyClicks(visible<QLineEdit>(*wizard, "recoverSearch"), u"posts"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTabWidget>(*wizard, "kindTabs") && isEnabledNext(*wizard), patience);
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTabWidget>(*wizard, "reviewTabs") && isEnabledNext(*wizard), patience);
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(*wizard, "verdictWord"), patience);
    qInfo("%.1f s of machine time from the file to the rows", static_cast<double>(clock.elapsed()) / 1000.0);
    QCOMPARE(value(u"SELECT count(*) FROM posts WHERE id <= 34"_s), u"34"_s);
    const QPointer<QWidget> guard(wizard);
    wizard->button(QWizard::FinishButton)->click();
    QTRY_VERIFY(!guard);
}

void RowRecoveryTest::doorsOfTheServersPages()
{
    WizardFixture fixture;
    (void)fixture.addProfile(server().spec());
    ui::MainWindow window(fixture.services());
    window.show();
    window.beginWork();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTabBar>(window, "sectionBar"), patience);
    visible<QTabBar>(window, "sectionBar")->setCurrentIndex(2);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QRadioButton>(window, "rowsChoice"), patience);
    visible<QRadioButton>(window, "rowsChoice")->click();
    visible<QPushButton>(window, "restoreButton")->click();
    auto* wizard = window.findChild<ui::RecoveryWizard*>();
    QVERIFY(wizard && wizard->isVisible());
    QVERIFY(!isEnabledNext(*wizard)); // nothing is chosen yet
    wizard->close();
    // A table that is chosen in the contents is the one.
    window.openSource(m_dump);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLineEdit>(window, "contentsSearch"), patience);
    QTest::keyClicks(visible<QLineEdit>(window, "contentsSearch"), u"same"_s);
    auto* tree = visible<QTreeView>(window, "contentsTree");
    QTRY_VERIFY_WITH_TIMEOUT(lineOf(*tree->model(), u"same"_s).isValid(), patience);
    tree->setCurrentIndex(lineOf(*tree->model(), u"same"_s));
    visible<QPushButton>(window, "contentsRows")->click();
    ui::RecoveryWizard* const chosen = shownWizard(window);
    QVERIFY(chosen);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*chosen), patience);
    QCOMPARE(visible<QComboBox>(*chosen, "recoverLiveTable")->currentText(), u"public.same"_s);
}

QTEST_MAIN(RowRecoveryTest)
#include "rowrecoverytest.moc"
