// SPDX-License-Identifier: GPL-3.0-or-later
// The page of what differs: its tabs, filters, ticks and values, also of very many rows.
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/restore/rows/changetext.h"
#include "ui/restore/rows/columnsbutton.h"
#include "ui/rows/lostrows.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000; // milliseconds

QTableView& tableOf(OpenedWizard& wizard)
{
    return *visible<QTableView>(*wizard, "differencesTable");
}

QString countOf(OpenedWizard& wizard)
{
    return visible<QLabel>(*wizard, "tickCount")->text();
}

QString cell(OpenedWizard& wizard, int row, int column)
{
    const QModelIndex index = tableOf(wizard).model()->index(row, column);
    (void)QTest::qWaitFor([&] { return index.data().toString() != QChar(0x2026); }, patience);
    return index.data().toString();
}

void type(QLineEdit& line, const QString& text)
{
    line.setFocus();
    line.selectAll();
    QTest::keyClick(&line, Qt::Key_Delete);
    QTest::keyClicks(&line, text);
    QTest::keyClick(&line, Qt::Key_Return);
}

} // namespace

class DifferencesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void changesSayWhatWasAndWhatIs();
    void filtersKeepTheTicks();
    void wrongConditionsAreSaid();
    void valuesAreShownWhole();
    void nothingDiffers();
    void withoutAKeyAndAnotherKey();
    void cancelledAndComparedAgain();
    void manyRowsScroll();
    void changeTextShowsTheDifference();

private:
    TestCluster& server() { return TestCluster::shared(); }

    QTemporaryDir m_folder;
    QString m_dump;
};

void DifferencesTest::initTestCase()
{
    qputenv("TIDEMARK_DATA_DIR", (m_folder.path() + u"/data"_s).toLocal8Bit());
    qputenv("TIDEMARK_CACHE_DIR", (m_folder.path() + u"/cache"_s).toLocal8Bit());
    m_dump = makeLoss(server(), u"shop"_s, m_folder.path());
}

void DifferencesTest::changesSayWhatWasAndWhatIs()
{
    WizardFixture fixture;
    OpenedWizard wizard(fixture, fixture.addProfile(server().spec()), m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    visible<QTabWidget>(*wizard, "kindTabs")->setCurrentIndex(1);
    QCOMPARE(countOf(wizard), u"0 of 4 ticked"_s);
    const QAbstractItemModel& model = *tableOf(wizard).model();
    // The key, then what changed in any row, then the rest.
    QStringList heads;
    for (int column = 0; column < model.columnCount(); ++column)
        heads.append(model.headerData(column, Qt::Horizontal).toString());
    QCOMPARE(heads, QStringList({u"Set back"_s, u"id"_s, u"title"_s, u"body"_s, u"note"_s, u"author_id"_s}));
    QCOMPARE(cell(wizard, 0, 1), u"101"_s);
    QCOMPARE(cell(wizard, 0, 2), u"Overwritten 101 → Post 101"_s);
    QVERIFY(model.index(0, 2).data(Qt::FontRole).value<QFont>().bold());
    QVERIFY(model.index(0, 2).data(Qt::BackgroundRole).isValid());
    QVERIFY(!model.index(0, 3).data(Qt::BackgroundRole).isValid());
    QVERIFY(
        cell(wizard, 3, 3).startsWith(u"short → 'words of post 104"_s)); // in quotes for the space at its end
    QCOMPARE(cell(wizard, 3, 4), u"NULL → note 104"_s);
    QVERIFY(model.index(3, 4).data(Qt::ToolTipRole).toString().contains(u"NULL: no value"_s));
}

void DifferencesTest::filtersKeepTheTicks()
{
    WizardFixture fixture;
    OpenedWizard wizard(fixture, fixture.addProfile(server().spec()), m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    visible<QPushButton>(*wizard, "tickNone")->click();
    QVERIFY(!isEnabledNext(*wizard));
    auto* text = visible<QLineEdit>(*wizard, "textFilter");
    auto* condition = visible<QLineEdit>(*wizard, "conditionFilter");
    type(*text, u"last 19"_s); // whatever the case
    QTRY_COMPARE_WITH_TIMEOUT(countOf(wizard), u"2 shown; 0 of all 37 ticked"_s, patience);
    QCOMPARE(wizard->currentId(), wizard->pageIds().at(1)); // Enter filtered, and did not go on
    visible<QPushButton>(*wizard, "tickAll")->click();
    QCOMPARE(countOf(wizard), u"2 shown; 2 of all 37 ticked"_s);
    type(*text, {});
    QTRY_COMPARE_WITH_TIMEOUT(countOf(wizard), u"2 of 37 ticked"_s, patience);
    type(*condition, u"id <= 5 AND note IS NULL"_s);
    QTRY_COMPARE_WITH_TIMEOUT(countOf(wizard), u"1 shown; 2 of all 37 ticked"_s, patience);
    QCOMPARE(cell(wizard, 0, 1), u"3"_s);
    QTest::keyClick(&tableOf(wizard), Qt::Key_Down);
    visible<QPushButton>(*wizard, "tickAll")->click();
    type(*condition, {});
    QTRY_COMPARE_WITH_TIMEOUT(countOf(wizard), u"3 of 37 ticked"_s, patience);
    // Rows that are only live are judged by their own values.
    visible<QTabWidget>(*wizard, "kindTabs")->setCurrentIndex(2);
    type(*condition, u"title = 'New 303'"_s);
    QTRY_COMPARE_WITH_TIMEOUT(countOf(wizard), u"1 shown; 0 of all 12 ticked"_s, patience);
    type(*condition, {});
    QTRY_COMPARE_WITH_TIMEOUT(countOf(wizard), u"0 of 12 ticked"_s, patience);
    QVERIFY(wizard.review());
    QVERIFY(visible<QLabel>(*wizard, "reviewSummary")->text().contains(u"1 inserted, 2 left out"_s));
    // Back never loses an answer.
    wizard->back();
    visible<QTabWidget>(*wizard, "kindTabs")->setCurrentIndex(0);
    QCOMPARE(countOf(wizard), u"3 of 37 ticked"_s);
}

void DifferencesTest::wrongConditionsAreSaid()
{
    WizardFixture fixture;
    OpenedWizard wizard(fixture, fixture.addProfile(server().spec()), m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    auto* condition = visible<QLineEdit>(*wizard, "conditionFilter");
    for (const QString& wrong : QStringList{u"id = 1; DELETE FROM posts"_s, u"no_such = 1"_s, u"(id"_s}) {
        type(*condition, wrong);
        QTRY_VERIFY_WITH_TIMEOUT(visible<ui::FindingsView>(*wizard, "filterError"), patience);
        QCOMPARE(countOf(wizard), u"37 of 37 ticked"_s);
    }
    type(*condition, {});
    QTRY_VERIFY(!visible<ui::FindingsView>(*wizard, "filterError"));
    QCOMPARE(server().value(u"shop"_s, u"SELECT count(*) FROM posts"_s), u"175"_s);
}

void DifferencesTest::valuesAreShownWhole()
{
    WizardFixture fixture;
    OpenedWizard wizard(fixture, fixture.addProfile(server().spec()), m_dump);
    QVERIFY(wizard.compare(u"posts"_s));
    QTableView& table = tableOf(wizard);
    (void)cell(wizard, 0, 4);
    table.setCurrentIndex(table.model()->index(0, 4));
    auto* value = visible<QPlainTextEdit>(*wizard, "backupValue");
    QCOMPARE(value->toPlainText().count(u"words of post 1 "_s), 20);
    // NULL is not an empty text, and neither is the text NULL.
    QCOMPARE(cell(wizard, 2, 5), u"NULL"_s);
    QVERIFY(table.model()->index(2, 5).data(Qt::FontRole).value<QFont>().italic());
    table.setCurrentIndex(table.model()->index(2, 5));
    QCOMPARE(value->placeholderText(), u"NULL: no value"_s);
    QCOMPARE(cell(wizard, 0, 5), QString());
    table.setCurrentIndex(table.model()->index(0, 5));
    QCOMPARE(value->placeholderText(), u"An empty text"_s);
    QCOMPARE(cell(wizard, 34, 5), u"NULL"_s);
    QVERIFY(!table.model()->index(34, 5).data(Qt::FontRole).isValid());
}

void DifferencesTest::nothingDiffers()
{
    WizardFixture fixture;
    OpenedWizard wizard(fixture, fixture.addProfile(server().spec()), m_dump);
    QVERIFY(wizard.compare(u"same"_s));
    QVERIFY(!isEnabledNext(*wizard));
    auto* said = visible<ui::IconLabel>(*wizard, "tickedSentence");
    QVERIFY(said && said->text().startsWith(u"Nothing differs"_s));
    QCOMPARE(visible<QTabWidget>(*wizard, "kindTabs")->tabText(0), u"&Missing from live (0)"_s);
}

void DifferencesTest::withoutAKeyAndAnotherKey()
{
    QVERIFY(server().createDatabase(u"keyless"_s));
    QVERIFY(server().script(
        u"keyless"_s,
        u"CREATE TABLE log(a int, b text); INSERT INTO log VALUES (1, 'x'), (1, 'x'), (1, 'x'), (2, 'y'), (3, 'z')"_s));
    const QString dump = m_folder.filePath(u"keyless.dump"_s);
    QVERIFY(server().dump(u"keyless"_s, {u"--format=plain"_s}, dump));
    QVERIFY(
        server().script(u"keyless"_s, u"DELETE FROM log WHERE a = 1; UPDATE log SET b = 'w' WHERE a = 3"_s));
    WizardFixture fixture;
    OpenedWizard wizard(fixture, fixture.addProfile(server().spec()), dump);
    // Plain SQL of one database does not say which one it was.
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::FindingsView>(*wizard, "whatFindings"), patience);
    auto* database = visible<QComboBox>(*wizard, "recoverDatabase");
    database->lineEdit()->selectAll();
    QTest::keyClicks(database->lineEdit(), u"keyless"_s);
    QTest::keyClick(database->lineEdit(), Qt::Key_Return);
    QVERIFY(wizard.compare(u"log"_s));
    QCOMPARE(visible<QTabWidget>(*wizard, "kindTabs")->tabText(0), u"&Missing from live (4)"_s);
    QCOMPARE(tableOf(wizard).model()->rowCount(), 2); // three that are equal in one line
    QCOMPARE(tableOf(wizard).model()->index(0, 0).data().toString(), u"3 ×"_s);
    QCOMPARE(countOf(wizard), u"4 of 4 ticked"_s);
    // Another key makes a change of what was missing and extra.
    auto* key = visible<ui::ColumnsButton>(*wizard, "keyColumns");
    QCOMPARE(key->text(), u"whole rows"_s);
    auto* list = key->findChild<QListWidget*>(u"columnsList"_s);
    key->menu()->popup({0, 0});
    list->item(0)->setCheckState(Qt::Checked);
    key->menu()->hide();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTabWidget>(*wizard, "kindTabs") &&
                                 visible<QTabWidget>(*wizard, "kindTabs")->tabText(1) == u"C&hanged (1)"_s,
                             patience);
    QVERIFY(
        visible<ui::FindingsView>(*wizard, "rowFindings")->toText().contains(u"belong to several rows"_s));
    QVERIFY(!visible<ui::FindingsView>(*wizard, "rowFindings")->toText().contains(u"--key"_s));
}

void DifferencesTest::cancelledAndComparedAgain()
{
    WizardFixture fixture;
    OpenedWizard wizard(fixture, fixture.addProfile(server().spec()), m_dump);
    auto other = server().connect(u"shop"_s);
    QVERIFY(other);
    QVERIFY(other->execute("BEGIN; LOCK TABLE public.posts", QString(),
                           std::chrono::seconds(5))); // the comparison waits
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLineEdit>(*wizard, "recoverSearch"), patience);
    QTest::keyClicks(visible<QLineEdit>(*wizard, "recoverSearch"), u"posts"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(*wizard, "cancelCompare"), patience);
    visible<QPushButton>(*wizard, "cancelCompare")->click();
    QVERIFY(visible<ui::FindingsView>(*wizard, "compareError"));
    QVERIFY(!isEnabledNext(*wizard));
    QVERIFY(other->execute("ROLLBACK", QString(), std::chrono::seconds(5)));
    visible<QPushButton>(*wizard, "compareAgainButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTabWidget>(*wizard, "kindTabs"), patience);
    QVERIFY(isEnabledNext(*wizard));
}

void DifferencesTest::manyRowsScroll()
{
    QVERIFY(server().createDatabase(u"many"_s));
    QVERIFY(server().script(
        u"many"_s,
        u"CREATE TABLE t(id int PRIMARY KEY, a text, b text); INSERT INTO t SELECT i, md5(i::text), repeat('x', i % 50) FROM generate_series(1, 120000) i"_s));
    const QString dump = m_folder.filePath(u"many.dump"_s);
    QVERIFY(server().dump(u"many"_s, {u"--format=custom"_s, u"--compress=1"_s}, dump));
    QVERIFY(server().script(u"many"_s, u"DELETE FROM t WHERE id > 10000"_s));
    WizardFixture fixture;
    OpenedWizard wizard(fixture, fixture.addProfile(server().spec()), dump);
    QVERIFY(wizard.compare(u"t"_s));
    QTableView& table = tableOf(wizard);
    QCOMPARE(table.model()->rowCount(), 110000);
    QElapsedTimer clock;
    clock.start();
    table.scrollToBottom();
    QCOMPARE(cell(wizard, 109999, 1), u"120000"_s);
    QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
    clock.restart();
    QTest::keyClick(&table, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&table, Qt::Key_Space);
    QCOMPARE(countOf(wizard), u"0 of 110,000 ticked"_s);
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    // Frames while scrolling, without waiting for what is read meanwhile.
    clock.restart();
    constexpr int frames = 200;
    for (int frame = 0; frame < frames; ++frame) {
        table.scrollTo(table.model()->index(frame * 500, 0), QAbstractItemView::PositionAtTop);
        table.viewport()->repaint();
    }
    qInfo("%.1f ms a frame", static_cast<double>(clock.elapsed()) / frames);
    QVERIFY2(clock.elapsed() < frames * 50, qPrintable(QString::number(clock.elapsed())));
}

void DifferencesTest::changeTextShowsTheDifference()
{
    QCOMPARE(ui::changeText(std::nullopt, u""_s), u"NULL → ''"_s);
    QCOMPARE(ui::changeText(u"NULL"_s, std::nullopt), u"'NULL' → NULL"_s);
    QCOMPARE(ui::changeText(u"a\nb"_s, u"a"_s), u"a\\nb → a"_s);
    const QString same(500, u'x');
    const QString text = ui::changeText(same + u"one"_s, same + u"two"_s);
    QVERIFY2(text.contains(u"one →"_s) && text.endsWith(u"two"_s) && text.size() < 80, qPrintable(text));
    QVERIFY(ui::changeText(same, same + u"two"_s).contains(u"two"_s));
}

QTEST_MAIN(DifferencesTest)
#include "differencestest.moc"
