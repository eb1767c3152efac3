// SPDX-License-Identifier: GPL-3.0-or-later
// Looking inside dumps as a person does: real dumps of a real server, real widgets.
#include "ui/contents/contentsdump.h"

#include "backup/backuprun.h"
#include "translations/translations.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/recordtable.h"
#include "ui/contents/contentspage.h"
#include "ui/contents/contentstree.h"
#include "ui/contents/rowsmodel.h"
#include "ui/wizards/fixture.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr int patience = 30'000; // milliseconds
constexpr int rowsTab = 2;

/// A page with a dump in it, and the hands on it.
class Browser
{
public:
    explicit Browser(const QString& path, QSize size = {1000, 700})
        : page(fixture.services())
    {
        page.resize(size);
        page.show();
        page.activateWindow();
        open(path);
    }

    void open(const QString& path)
    {
        QSignalSpy opened(&page, &ui::ContentsPage::opened);
        page.open(path);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
    }

    ui::ContentTreeModel& model() { return page.findChild<ui::ContentsTree*>()->model(); }
    QTreeView& tree() { return *page.findChild<QTreeView*>(QStringLiteral("contentsTree")); }
    QLineEdit& search() { return *page.findChild<QLineEdit*>(QStringLiteral("contentsSearch")); }
    QTableView& rows() { return *page.findChild<QTableView*>(QStringLiteral("rowsTable")); }
    QString findings() { return page.findChild<ui::FindingsView*>(QStringLiteral("contentsFindings"))->toText(); }
    QString label(const char* name) { return page.findChild<QLabel*>(QLatin1String(name))->text(); }

    int object(const QString& name)
    {
        const ui::ContentIndex& index = *model().contents();
        for (int i = 0; i < static_cast<int>(index.objects().size()); ++i) {
            if (index.displayName(i) == name)
                return i;
        }
        return -1;
    }

    bool choose(const QString& name)
    {
        const QModelIndex index = model().indexOfObject(object(name));
        tree().setCurrentIndex(index);
        return index.isValid();
    }

    bool showRows(const QString& name)
    {
        if (!choose(name))
            return false;
        page.findChild<QTabWidget*>(QStringLiteral("detailTabs"))->setCurrentIndex(rowsTab);
        const QLabel* count = page.findChild<QLabel*>(QStringLiteral("rowCount"));
        return QTest::qWaitFor([count] { return !count->text().isEmpty(); }, patience);
    }

    QString cell(int row, int column) { return rows().model()->index(row, column).data().toString(); }

    WizardFixture fixture;
    ui::ContentsPage page;
};

QString shownNames(const QAbstractItemModel& model, const QModelIndex& parent = {})
{
    QStringList names;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        names.append(index.data().toString());
        const QString below = shownNames(model, index);
        if (!below.isEmpty())
            names.append(below);
    }
    return names.join(QLatin1Char('|'));
}

} // namespace

class ContentsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void showsWhatItIsAndWhatIsInIt();
    void searchesByNameAndKind();
    void worksByKeyboardAlone();
    void pagesThroughRows();
    void tellsNullFromEmpty();
    void cutsLongValuesAndSaysSo();
    void copiesRows();
    void showsHostileNames();
    void followsLinksBothWays();
    void showsDefinitions();
    void ticksByGroupAndSaysWhatElseIsNeeded();
    void showsPlainDumpsAndWholeServers();
    void extractsWithWhatIsNeeded();
    void extractsRows();
    void saysWhyItCannotExtract();
    void cancelsLoading();
    void stopsReadingWhenLeft();
    void showsADamagedFileAsFarAsItGoes();
    void saysWhatIsNoDump();
    void opensABackupSet();
    void namesEveryControl();
    void isQuickWithAHundredThousandObjects();

private:
    QTemporaryDir m_folder;
    QString m_dump;
};

void ContentsTest::initTestCase()
{
    translations::install(*QCoreApplication::instance());
    const core::Status made = createBrowsable(TestCluster::shared(), QStringLiteral("hard"));
    QVERIFY2(made, made ? "" : qPrintable(made.error().toText()));
    m_dump = m_folder.filePath(QStringLiteral("hard.dump"));
    QVERIFY(TestCluster::shared().dump(QStringLiteral("hard"), {QStringLiteral("--format=custom")}, m_dump));
}

void ContentsTest::showsWhatItIsAndWhatIsInIt()
{
    Browser browser(m_dump);
    QStringList facts;
    for (const auto* fact : browser.page.findChildren<ui::ElidedLabel*>(QStringLiteral("fact")))
        facts.append(fact->accessibleName());
    const QString all = facts.join(QLatin1Char('\n'));
    for (const char* expected : {"Database: hard", "Format: custom (pg_dump)", "Server: PostgreSQL 15", "Written by: pg_dump 15", "Complete: not checked", "Encoding: UTF8"})
        QVERIFY2(all.contains(QLatin1String(expected)), qPrintable(all));
    const QString names = shownNames(browser.model());
    for (const char* expected : {"public|", "sales|", "Tables (4)|", "people", "orders", "Sequences (1)|orders_id_seq", "Large objects", "Foreign keys (1)"})
        QVERIFY2(names.contains(QLatin1String(expected)), qPrintable(names));
    QVERIFY(findVisible(browser.page, QStringLiteral("contentsRestore")));
    QSignalSpy restore(&browser.page, &ui::ContentsPage::restoreRequested);
    QTest::mouseClick(visible<QPushButton>(browser.page, "contentsRestore"), Qt::LeftButton);
    QCOMPARE(restore.size(), 1);
    QCOMPARE(restore.first().first().value<ui::RestoreRequest>().source, m_dump);
}

void ContentsTest::searchesByNameAndKind()
{
    Browser browser(m_dump);
    QVERIFY(browser.choose(QStringLiteral("sales.orders")));
    QTest::keyClicks(&browser.search(), QStringLiteral("ORDERS"));
    QTRY_VERIFY(!shownNames(browser.model()).contains(QStringLiteral("people")));
    const QString found = shownNames(browser.model());
    QVERIFY2(found.contains(QStringLiteral("orders_by_person")) && found.contains(QStringLiteral("orders_id_seq")), qPrintable(found));
    QCOMPARE(browser.model().objectAt(browser.tree().currentIndex()), browser.object(QStringLiteral("sales.orders"))); // still chosen
    auto* kind = browser.page.findChild<QComboBox*>(QStringLiteral("contentsKind"));
    kind->setCurrentIndex(kind->findText(QStringLiteral("Indexes")));
    QTRY_COMPARE(shownNames(browser.model()), QStringLiteral("sales|Indexes (1)|orders_by_person"));
    kind->setCurrentIndex(0);
    browser.search().setText(QStringLiteral("sales.long"));
    QTRY_COMPARE(shownNames(browser.model()), QStringLiteral("sales|Tables (1)|long_values"));
    browser.search().setText(QStringLiteral("no such thing"));
    QTRY_COMPARE(browser.model().rowCount(), 0);
    QVERIFY(browser.label("shownCount").startsWith(QStringLiteral("None of ")));
    QTest::keyClick(&browser.search(), Qt::Key_Escape);
    QVERIFY(browser.search().text().isEmpty());
    QTRY_VERIFY(shownNames(browser.model()).contains(QStringLiteral("people")));
}

void ContentsTest::worksByKeyboardAlone()
{
    Browser browser(m_dump);
    QVERIFY(QTest::qWaitForWindowActive(&browser.page));
    browser.tree().setFocus();
    QTest::keyClick(&browser.tree(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(browser.search().hasFocus());
    QTest::keyClicks(&browser.search(), QStringLiteral("sales.orders"));
    QTest::keyClick(&browser.search(), Qt::Key_Down);
    QTRY_VERIFY(browser.tree().hasFocus());
    for (int press = 0; press < 10 && browser.model().objectAt(browser.tree().currentIndex()) != browser.object(QStringLiteral("sales.orders")); ++press)
        QTest::keyClick(&browser.tree(), Qt::Key_Down);
    QCOMPARE(browser.model().objectAt(browser.tree().currentIndex()), browser.object(QStringLiteral("sales.orders")));
    QTest::keyClick(&browser.tree(), Qt::Key_Space);
    QCOMPARE(browser.model().shown().ticked().size(), 1);
    QCOMPARE(browser.page.findChild<ui::ElidedLabel*>(QStringLiteral("objectName"))->text(), QStringLiteral("sales.orders"));
    auto* tabs = browser.page.findChild<QTabWidget*>(QStringLiteral("detailTabs"));
    QTest::keyClick(tabs, Qt::Key_Tab, Qt::ControlModifier);
    QCOMPARE(tabs->currentIndex(), 1);
    QSignalSpy closed(&browser.page, &ui::ContentsPage::closeRequested);
    QTest::keyClick(&browser.tree(), Qt::Key_W, Qt::ControlModifier);
    QTRY_COMPARE(closed.size(), 1);
}

void ContentsTest::pagesThroughRows()
{
    Browser browser(m_dump);
    QVERIFY(browser.showRows(QStringLiteral("sales.orders")));
    const QAbstractItemModel& rows = *browser.rows().model();
    QCOMPARE(rows.rowCount(), ui::RowFeed::pageRows); // no more than the first ones
    QCOMPARE(rows.headerData(3, Qt::Horizontal).toString(), QStringLiteral("body"));
    QCOMPARE(browser.cell(0, 3), QStringLiteral("order 1"));
    QTest::qWait(200);
    QCOMPARE(rows.rowCount(), ui::RowFeed::pageRows);
    for (int page = 2; page <= 5; ++page) {
        browser.rows().verticalScrollBar()->setValue(browser.rows().verticalScrollBar()->maximum());
        QTRY_VERIFY_WITH_TIMEOUT(rows.rowCount() >= page * ui::RowFeed::pageRows, patience);
    }
    browser.rows().verticalScrollBar()->setValue(browser.rows().verticalScrollBar()->maximum());
    QTRY_VERIFY_WITH_TIMEOUT(browser.label("rowCount").startsWith(QStringLiteral("All 1,000 row")), patience);
    QCOMPARE(rows.rowCount(), 1000);
    QCOMPARE(browser.cell(999, 3), QStringLiteral("order 1000"));
    QVERIFY(browser.showRows(QStringLiteral("sales.empty_one")));
    QTRY_COMPARE_WITH_TIMEOUT(browser.label("rowCount"), QStringLiteral("This table has no rows."), patience);
}

void ContentsTest::tellsNullFromEmpty()
{
    Browser browser(m_dump);
    QVERIFY(browser.showRows(QStringLiteral("public.people")));
    QCOMPARE(browser.cell(0, 2), QStringLiteral("NULL"));
    const QModelIndex null = browser.rows().model()->index(0, 2);
    const QModelIndex word = browser.rows().model()->index(2, 1);
    QCOMPARE(browser.cell(2, 1), QStringLiteral("NULL"));
    QVERIFY(null.data(Qt::FontRole).value<QFont>().italic());
    QVERIFY(!word.data(Qt::FontRole).value<QFont>().italic());
    QVERIFY(null.data(Qt::ToolTipRole).toString().contains(QStringLiteral("no value")));
    QCOMPARE(browser.cell(1, 1), QString());
    QVERIFY(browser.rows().model()->index(1, 1).data(Qt::ToolTipRole).toString().contains(QStringLiteral("empty")));
}

void ContentsTest::cutsLongValuesAndSaysSo()
{
    Browser browser(m_dump);
    QVERIFY(browser.showRows(QStringLiteral("sales.long_values")));
    auto* whole = browser.page.findChild<QPlainTextEdit*>(QStringLiteral("wholeValue"));
    browser.rows().setCurrentIndex(browser.rows().model()->index(0, 1));
    QCOMPARE(whole->toPlainText().size(), 2000);
    QVERIFY(browser.cell(0, 1).size() < 500);
    browser.rows().setCurrentIndex(browser.rows().model()->index(1, 1));
    QCOMPARE(whole->toPlainText().size(), ui::RowFeed::keptBytes);
    const auto labels = browser.page.findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) { return label->text().contains(QStringLiteral("of 600")); }));
    browser.rows().setCurrentIndex(browser.rows().model()->index(2, 1));
    QCOMPARE(whole->toPlainText(), QStringLiteral("line one\nline two\ttabbed \"quoted\", comma"));
    QVERIFY(!browser.cell(2, 1).contains(QLatin1Char('\n')));
}

void ContentsTest::copiesRows()
{
    Browser browser(m_dump);
    QVERIFY(browser.showRows(QStringLiteral("public.people")));
    browser.page.findChild<QAction*>(QStringLiteral("copyCsv"))->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("id,name,note\n1,Ada,\n2,\"\",an empty name\n3,NULL,a name that looks like nothing\n"));
    browser.page.findChild<QAction*>(QStringLiteral("copyTsv"))->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("id\tname\tnote\n1\tAda\t\n")));
    QVERIFY(browser.showRows(QStringLiteral("sales.long_values")));
    browser.rows().selectionModel()->select(browser.rows().model()->index(2, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    browser.page.findChild<QAction*>(QStringLiteral("copyCsv"))->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("id,value\n3,\"line one\nline two\ttabbed \"\"quoted\"\", comma\"\n"));
}

void ContentsTest::showsHostileNames()
{
    Browser browser(m_dump);
    const QList<std::pair<QString, QString>> names{{QStringLiteral("public.two\\nlines"), QStringLiteral("public.\"two\nlines\"")},
                                                   {QStringLiteral("public.it's \"quoted\""), QStringLiteral("public.\"it's \"\"quoted\"\"\"")},
                                                   {QStringLiteral("public.\\u202eturned"), QStringLiteral("public.\"\u202eturned\"")}};
    for (const auto& [shown, sql] : names) {
        QVERIFY2(browser.showRows(shown), qPrintable(shown));
        QTRY_COMPARE_WITH_TIMEOUT(browser.cell(0, 0), QStringLiteral("inside"), patience);
        browser.page.findChild<QAction*>(QStringLiteral("copyName"))->trigger();
        QString copied = QGuiApplication::clipboard()->text();
        QCOMPARE(copied.remove(QLatin1Char('"')), QString(sql).remove(QLatin1Char('"')));
        browser.page.findChild<QAction*>(QStringLiteral("copyCommand"))->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("tidemarkctl inspect ")));
    }
}

void ContentsTest::followsLinksBothWays()
{
    Browser browser(m_dump);
    QVERIFY(browser.choose(QStringLiteral("sales.orders")));
    auto* needs = browser.page.findChild<ui::RecordTable*>(QStringLiteral("needsTable"));
    auto* users = browser.page.findChild<ui::RecordTable*>(QStringLiteral("neededByTable"));
    const QString needed = shownNames(*needs->model());
    const QString needing = shownNames(*users->model());
    QVERIFY2(needed.contains(QStringLiteral("sales.mood")), qPrintable(needed));
    QVERIFY2(needing.contains(QStringLiteral("public.happy")), qPrintable(needing));
    QVERIFY(needing.contains(QStringLiteral("orders_by_person")));
    for (int row = 0; row < users->model()->rowCount(); ++row) {
        const QModelIndex at = users->model()->index(row, 0);
        if (at.data().toString() != QStringLiteral("public.happy"))
            continue;
        users->setFocus();
        users->setCurrentIndex(at);
        QTest::keyClick(users, Qt::Key_Return);
        break;
    }
    QCOMPARE(browser.page.findChild<ui::ElidedLabel*>(QStringLiteral("objectName"))->text(), QStringLiteral("public.happy"));
    QCOMPARE(browser.model().objectAt(browser.tree().currentIndex()), browser.object(QStringLiteral("public.happy")));
    QVERIFY(shownNames(*needs->model()).contains(QStringLiteral("sales.orders")));
    QTest::mouseClick(visible<QToolButton>(browser.page, "detailBack"), Qt::LeftButton);
    QCOMPARE(browser.page.findChild<ui::ElidedLabel*>(QStringLiteral("objectName"))->text(), QStringLiteral("sales.orders"));
}

void ContentsTest::showsDefinitions()
{
    Browser browser(m_dump);
    auto* definition = browser.page.findChild<QPlainTextEdit*>(QStringLiteral("definition"));
    QVERIFY(browser.choose(QStringLiteral("public.people")));
    QVERIFY(definition->toPlainText().startsWith(QStringLiteral("CREATE TABLE public.people (")));
    QVERIFY(definition->toPlainText().contains(QStringLiteral("COMMENT ON TABLE"))); // what belongs to it
    QVERIFY(browser.choose(QStringLiteral("sales.total(integer)")));
    QVERIFY(definition->toPlainText().contains(QStringLiteral("-- how many orders a person has")));
    QVERIFY(definition->isReadOnly());
    const auto facts = browser.page.findChildren<ui::ElidedLabel*>(QStringLiteral("fact"));
    QVERIFY(browser.choose(QStringLiteral("sales.orders_id_seq")));
    const auto sequence = browser.page.findChildren<ui::ElidedLabel*>(QStringLiteral("fact"));
    QVERIFY(std::any_of(sequence.begin(), sequence.end(), [](const ui::ElidedLabel* fact) { return fact->text().contains(QStringLiteral("1,000 was the last")); }));
}

void ContentsTest::ticksByGroupAndSaysWhatElseIsNeeded()
{
    Browser browser(m_dump);
    auto& model = browser.model();
    const QModelIndex orders = model.indexOfObject(browser.object(QStringLiteral("sales.orders")));
    const QModelIndex tables = orders.parent();
    const QModelIndex schema = tables.parent();
    QVERIFY(model.setData(orders, Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(tables.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::PartiallyChecked));
    QCOMPARE(schema.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::PartiallyChecked));
    auto* needed = browser.page.findChild<ui::RecordTable*>(QStringLiteral("neededTable"));
    QTRY_VERIFY_WITH_TIMEOUT(needed->isVisible() && needed->model()->rowCount() > 0, patience);
    const QString names = shownNames(*needed->model());
    QVERIFY2(names.contains(QStringLiteral("sales.orders")), qPrintable(names)); // its rows, or its key
    QVERIFY(model.setData(tables, Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(tables.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Checked));
    QCOMPARE(model.shown().ticked().size(), 3);
    // A tick on a group is one on what the search shows of it.
    browser.page.findChild<QPushButton*>(QStringLiteral("untickAll"))->click();
    QVERIFY(model.shown().ticked().isEmpty());
    QVERIFY(!browser.page.findChild<QWidget*>(QStringLiteral("selectionPanel"))->isVisible());
    browser.search().setText(QStringLiteral("long"));
    QTRY_COMPARE(model.shown().count(), 1);
    QVERIFY(model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model.shown().ticked().size(), 1);
}

void ContentsTest::showsPlainDumpsAndWholeServers()
{
    TestCluster& server = TestCluster::shared();
    const QString plain = m_folder.filePath(QStringLiteral("hard.sql"));
    QVERIFY(server.dump(QStringLiteral("hard"), {QStringLiteral("--format=plain")}, plain));
    Browser browser(plain);
    QVERIFY2(browser.page.isOpen(), qPrintable(browser.findings()));
    QVERIFY(visible<QPushButton>(browser.page, "contentsRestore"));
    QVERIFY(browser.showRows(QStringLiteral("public.people")));
    QCOMPARE(browser.cell(0, 2), QStringLiteral("NULL"));
    QCOMPARE(browser.rows().model()->rowCount(), 3);

    const QString all = m_folder.filePath(QStringLiteral("all.sql"));
    QVERIFY(server.createDatabase(QStringLiteral("other")));
    QVERIFY(server.script(QStringLiteral("other"), QStringLiteral("CREATE TABLE elsewhere(x int)")));
    const auto dumped = server.runTool(process::ToolKind::PgDumpAll, QStringLiteral("postgres"), {QStringLiteral("--file"), all});
    QVERIFY(dumped);
    QVERIFY2(dumped->succeeded(), dumped->errorOutput.constData());
    browser.open(all);
    QVERIFY2(browser.page.isOpen(), qPrintable(browser.findings()));
    const QString names = shownNames(browser.model());
    for (const char* expected : {"Roles, tablespaces and settings|", "|hard|", "|other|", "|elsewhere"})
        QVERIFY2(names.contains(QLatin1String(expected)), qPrintable(names));
    // What is ticked has to be of one database.
    browser.model().setTicked({browser.object(QStringLiteral("public.elsewhere")), browser.object(QStringLiteral("public.people"))});
    auto* findings = browser.page.findChild<ui::FindingsView*>(QStringLiteral("selectionFindings"));
    QTRY_VERIFY_WITH_TIMEOUT(findings->toText().contains(QStringLiteral("more than one database")), patience);
    QVERIFY(!browser.page.findChild<QPushButton*>(QStringLiteral("extractTicked"))->isEnabled());
    QVERIFY(server.dropDatabase(QStringLiteral("other")));
}

void ContentsTest::extractsWithWhatIsNeeded()
{
    Browser browser(m_dump);
    browser.model().setTicked({browser.object(QStringLiteral("sales.orders"))});
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(browser.page, "extractTicked") && visible<QPushButton>(browser.page, "extractTicked")->isEnabled(), patience);
    QTest::mouseClick(visible<QPushButton>(browser.page, "extractTicked"), Qt::LeftButton);
    auto* dialog = browser.page.findChild<QDialog*>(QStringLiteral("extractDialog"));
    QVERIFY(dialog);
    const QString target = m_folder.filePath(QStringLiteral("it's orders.sql"));
    dialog->findChild<QLineEdit*>(QStringLiteral("extractTarget"))->setText(target);
    const QString command = dialog->findChild<QPlainTextEdit*>(QStringLiteral("commandText"))->toPlainText();
    QVERIFY2(command.startsWith(QStringLiteral("tidemarkctl extract ")) && command.contains(QStringLiteral("--table")), qPrintable(command));
    QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("startExtract")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(findVisible(*dialog, QStringLiteral("extractVerdict")), patience);
    // What was written runs, and makes the table again.
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.createDatabase(QStringLiteral("again")));
    const auto ran = server.runTool(process::ToolKind::Psql, QStringLiteral("again"), {QStringLiteral("--no-psqlrc"), QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-f"), target});
    QVERIFY(ran);
    QVERIFY2(ran->exitCode == 0, ran->errorOutput.constData());
    const QString sum = QStringLiteral("SELECT count(*) || ' ' || sum(hashtext(o::text)) FROM sales.orders o");
    QCOMPARE(server.value(QStringLiteral("again"), sum), server.value(QStringLiteral("hard"), sum));
    QVERIFY(server.dropDatabase(QStringLiteral("again")));
    dialog->close();
}

void ContentsTest::extractsRows()
{
    Browser browser(m_dump);
    browser.model().setTicked({browser.object(QStringLiteral("public.people")), browser.object(QStringLiteral("public.two\\nlines"))});
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(browser.page, "extractTicked")->isEnabled(), patience);
    QTest::mouseClick(visible<QPushButton>(browser.page, "extractTicked"), Qt::LeftButton);
    auto* dialog = browser.page.findChild<QDialog*>(QStringLiteral("extractDialog"));
    auto* form = dialog->findChild<QComboBox*>(QStringLiteral("extractForm"));
    const QString folder = m_folder.filePath(QStringLiteral("rows"));
    auto* start = dialog->findChild<QPushButton*>(QStringLiteral("startExtract"));
    for (const int kind : {1, 2}) {
        form->setCurrentIndex(kind);
        dialog->findChild<QLineEdit*>(QStringLiteral("extractTarget"))->setText(folder + QString::number(kind));
        QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), patience);
        QTest::mouseClick(start, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(findVisible(*dialog, QStringLiteral("extractVerdict")), patience);
        QCOMPARE(QDir(folder + QString::number(kind)).entryList(QDir::Files).size(), 2); // and nothing half-made
    }
    // What is there is not replaced.
    form->setCurrentIndex(0);
    dialog->findChild<QLineEdit*>(QStringLiteral("extractTarget"))->setText(m_dump);
    QVERIFY(!start->isEnabled());
    QVERIFY(dialog->findChild<ui::FindingsView*>()->toText().contains(QStringLiteral("already")));
    QFile csv(QDir(folder + QStringLiteral("1")).filePath(QStringLiteral("public.people.csv")));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QCOMPARE(csv.readAll(), QByteArray("id,name,note\n1,Ada,\n2,\"\",an empty name\n3,NULL,a name that looks like nothing\n"));
    QFile json(QDir(folder + QStringLiteral("2")).filePath(QStringLiteral("public.people.jsonl")));
    QVERIFY(json.open(QIODevice::ReadOnly));
    const QByteArray line = json.readLine();
    QVERIFY2(line.contains("null") && line.contains("Ada"), line.constData());
    dialog->close();
}

void ContentsTest::saysWhyItCannotExtract()
{
    Browser browser(m_dump);
    QVERIFY(browser.choose(QStringLiteral("public.people")));
    QTest::mouseClick(visible<QPushButton>(browser.page, "contentsExtract"), Qt::LeftButton);
    auto* dialog = browser.page.findChild<QDialog*>(QStringLiteral("extractDialog"));
    auto* target = dialog->findChild<QLineEdit*>(QStringLiteral("extractTarget"));
    QVERIFY(target->text().endsWith(QStringLiteral("public.people.sql")));
    target->setText(QStringLiteral("/no/such/folder/people.sql"));
    QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("startExtract")), Qt::LeftButton);
    auto* findings = dialog->findChild<ui::FindingsView*>();
    QTRY_VERIFY_WITH_TIMEOUT(!findings->isEmpty(), patience);
    QVERIFY2(findings->toText().contains(QStringLiteral("No such file")), qPrintable(findings->toText()));
    QVERIFY(dialog->findChild<QPushButton*>(QStringLiteral("startExtract"))->isEnabled()); // once more, elsewhere
    dialog->close();
}

void ContentsTest::cancelsLoading()
{
    WizardFixture fixture;
    ui::ContentsPage page(fixture.services());
    page.resize(1000, 700);
    page.show();
    QSignalSpy opened(&page, &ui::ContentsPage::opened);
    page.open(m_dump);
    auto* cancel = visible<QPushButton>(page, "cancelOpen");
    QVERIFY(cancel);
    QTest::mouseClick(cancel, Qt::LeftButton);
    QTest::qWait(300);
    QCOMPARE(opened.size(), 1);
    QVERIFY(!opened.first().first().toBool());
    QVERIFY(!page.isOpen());
    QVERIFY(page.findChild<ui::FindingsView*>(QStringLiteral("contentsFindings"))->toText().contains(QStringLiteral("ancelled")));
    QTest::mouseClick(visible<QPushButton>(page, "openAgainButton"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(page.isOpen(), patience);
}

void ContentsTest::stopsReadingWhenLeft()
{
    Browser browser(m_dump);
    QVERIFY(browser.choose(QStringLiteral("sales.orders")));
    auto* tabs = browser.page.findChild<QTabWidget*>(QStringLiteral("detailTabs"));
    tabs->setCurrentIndex(rowsTab);
    tabs->setCurrentIndex(0); // before the first page can have come
    QTRY_COMPARE_WITH_TIMEOUT(browser.fixture.services().tasks.runningCount(), 0, patience);
    QCOMPARE(browser.rows().model()->rowCount(), 0);
    tabs->setCurrentIndex(rowsTab);
    QTRY_COMPARE_WITH_TIMEOUT(browser.rows().model()->rowCount(), ui::RowFeed::pageRows, patience);
}

void ContentsTest::showsADamagedFileAsFarAsItGoes()
{
    QFile whole(m_dump);
    QVERIFY(whole.open(QIODevice::ReadOnly));
    QByteArray bytes = whole.readAll();
    const QString cut = m_folder.filePath(QStringLiteral("cut.dump"));
    QFile file(cut);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes.first(bytes.size() - 3000));
    file.close();
    Browser browser(cut);
    QVERIFY(browser.page.isOpen());
    QVERIFY2(browser.findings().contains(QStringLiteral("cut off")), qPrintable(browser.findings()));
    QVERIFY(shownNames(browser.model()).contains(QStringLiteral("orders")));
    // A bit that flipped in the rows is found when they are looked at.
    const qint64 place = bytes.size() - 2000;
    for (qint64 i = place; i < place + 64; ++i)
        bytes[i] = static_cast<char>(~bytes[i]);
    const QString flipped = m_folder.filePath(QStringLiteral("flipped.dump"));
    QFile other(flipped);
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write(bytes);
    other.close();
    browser.open(flipped);
    QVERIFY(browser.page.isOpen());
    int failures = 0;
    for (const char* table : {"sales.orders", "public.people", "sales.long_values", "public.it's \"quoted\"", "public.two\\nlines", "public.\\u202eturned", "sales.empty_one"}) {
        QVERIFY2(browser.showRows(QLatin1String(table)), table);
        const auto views = browser.page.findChildren<ui::FindingsView*>(QStringLiteral("findings"));
        for (const ui::FindingsView* view : views)
            failures += view->isVisible() && view->toText().contains(QStringLiteral("damaged")) ? 1 : 0;
    }
    QVERIFY(failures > 0);
}

void ContentsTest::saysWhatIsNoDump()
{
    const QString zip = m_folder.filePath(QStringLiteral("photos.dump"));
    QFile file(zip);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("PK\x03\x04 and so on and so on");
    file.close();
    Browser browser(zip);
    QVERIFY(!browser.page.isOpen());
    QVERIFY2(browser.findings().contains(QStringLiteral("ZIP file")), qPrintable(browser.findings()));
    browser.open(m_folder.filePath(QStringLiteral("gone.dump")));
    QVERIFY2(browser.findings().contains(QStringLiteral("There is no such file")) || browser.findings().contains(QStringLiteral("No such file")), qPrintable(browser.findings()));
    browser.open(m_dump); // another choice puts it right
    QVERIFY(browser.page.isOpen());
    QVERIFY(browser.findings().isEmpty());
}

void ContentsTest::opensABackupSet()
{
    QTemporaryDir sets;
    const access::Target target{TestCluster::shared().spec(), {}, {}, QStringLiteral("Shop server")};
    auto server = access::ServerAccess::open(target, core::silentContext());
    backup::BackupDraft draft;
    draft.serverLabel = target.label;
    draft.database = QStringLiteral("hard");
    draft.destination = sets.path();
    const auto facts = backup::gatherFacts(draft, *server, tools(), core::silentContext());
    const auto plan = backup::makePlan(draft, *facts);
    const auto report = backup::run(*plan, *server, core::silentContext());
    QVERIFY(report);
    Browser browser(report->setFolder);
    QVERIFY(browser.page.isOpen());
    const QModelIndex orders = browser.model().indexOfObject(browser.object(QStringLiteral("sales.orders")));
    QCOMPARE(orders.siblingAtColumn(static_cast<int>(ui::ContentColumn::Rows)).data().toString(), QStringLiteral("1,000"));
    QVERIFY(!browser.tree().isColumnHidden(static_cast<int>(ui::ContentColumn::Rows)));
}

void ContentsTest::namesEveryControl()
{
    Browser browser(m_dump);
    QVERIFY(browser.showRows(QStringLiteral("sales.orders")));
    browser.model().setTicked({browser.object(QStringLiteral("sales.orders"))});
    QStringList nameless;
    for (QWidget* widget : browser.page.findChildren<QWidget*>()) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->objectName().startsWith(QStringLiteral("qt_")))
            continue;
        if (QByteArray(widget->metaObject()->className()).startsWith("QComboBoxListView"))
            continue; // Qt's own list behind a box
        const QAccessibleInterface* reader = QAccessible::queryAccessibleInterface(widget);
        if (reader && reader->text(QAccessible::Name).isEmpty())
            nameless.append(QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()), widget->objectName()));
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
}

void ContentsTest::isQuickWithAHundredThousandObjects()
{
    const QString path = m_folder.filePath(QStringLiteral("crowded.dump"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(archiveOf(100'000));
    file.close();
    QElapsedTimer clock;
    clock.start();
    const auto dump = archive::Dump::open(path, {}, core::silentContext());
    QVERIFY(dump);
    const qint64 read = clock.restart();
    const ui::ContentIndex index((*dump)->contents(), {});
    const qint64 arranged = clock.restart();
    WizardFixture fixture;
    ui::ContentsPage page(fixture.services());
    page.resize(1000, 700);
    page.show();
    QSignalSpy opened(&page, &ui::ContentsPage::opened);
    qint64 longestPause = 0; // of the window
    QElapsedTimer beat;
    QTimer heart;
    connect(&heart, &QTimer::timeout, &page, [&] { longestPause = std::max(longestPause, beat.restart()); });
    beat.start();
    heart.start(1);
    clock.restart();
    page.open(path);
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
    auto* tree = page.findChild<QTreeView*>(QStringLiteral("contentsTree"));
    tree->viewport()->grab();
    const qint64 usable = clock.elapsed();
    auto& model = page.findChild<ui::ContentsTree*>()->model();
    QCOMPARE(model.shown().count(), 100'000);
    clock.restart();
    auto* search = page.findChild<QLineEdit*>(QStringLiteral("contentsSearch"));
    search->setText(QStringLiteral("table_9999"));
    QTRY_COMPARE(model.shown().count(), 11);
    const qint64 filtered = clock.elapsed();
    search->clear();
    QTRY_COMPARE(model.shown().count(), 100'000);
    clock.restart();
    tree->expandAll();
    tree->viewport()->grab();
    const qint64 expanded = clock.elapsed();
    clock.restart();
    tree->sortByColumn(0, Qt::DescendingOrder);
    const qint64 sorted = clock.elapsed();
    clock.restart();
    QVERIFY(model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole));
    const qint64 ticked = clock.elapsed();
    QVERIFY(model.shown().ticked().size() >= 4999);
    qInfo("100,000 objects: tree usable after %lld ms, filter %lld ms, all opened %lld ms, sorted %lld ms, a schema ticked %lld ms; longest pause of the window %lld ms; of it reading %lld ms, index %lld ms",
          usable, filtered, expanded, sorted, ticked, longestPause, read, arranged);
    QVERIFY(usable < 3000);
    QVERIFY(filtered < 1000);
}

QTEST_MAIN(ContentsTest)
#include "contentstest.moc"
