// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog of sanity queries, through its widgets and with the keyboard alone.
#include "ui/sanity/sanitydialog.h"

#include "store/sanitystore.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/recordtable.h"
#include "ui/sanity/sanityeditor.h"
#include "ui/wizards/fixture.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr int patience = 20'000; // milliseconds
const QString shop = QStringLiteral("shop");
// 63 bytes: as long as a name can be.
const QString hostile = QStringLiteral(" it's \"x\".<b>&y\n") + QString(47, QLatin1Char('z'));

QStringList column(const ui::RecordTable& table, int number)
{
    QStringList cells;
    for (int row = 0; row < table.model()->rowCount(); ++row)
        cells.append(table.model()->index(row, number).data().toString());
    return cells;
}

/// The dialog of a database, and what is pressed in it.
class Hands
{
public:
    Hands(WizardFixture& fixture, const store::Profile& profile, const QString& database)
        : m_fixture(fixture)
        , m_place{profile.id, database}
        , m_dialog(new ui::SanityDialog(fixture.services(), profile, database, nullptr))
        , changes(m_dialog.get(), &ui::SanityDialog::changed)
    {
        m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        m_dialog->show();
    }

    ui::SanityDialog& dialog() { return *m_dialog; }
    QList<core::SanityQuery> stored() const
    {
        const auto queries = store::SanityStore::beside(m_fixture.services().profiles.path()).of(m_place);
        return queries ? *queries : QList<core::SanityQuery>();
    }
    ui::RecordTable& table() { return *m_dialog->findChild<ui::RecordTable*>(QStringLiteral("sanityTable")); }
    QPushButton* button(const char* name) { return m_dialog->findChild<QPushButton*>(QLatin1String(name)); }
    void press(const char* name)
    {
        QPushButton* pressed = button(name);
        QVERIFY2(pressed && pressed->isVisible() && pressed->isEnabled(), name);
        pressed->setFocus();
        QTest::keyClick(pressed, Qt::Key_Space);
    }
    bool isIdle() { return !visible<QWidget>(*m_dialog, "spinner"); }
    ui::SanityEditor* editor() { return m_dialog->findChild<ui::SanityEditor*>(); }
    QString said()
    {
        auto* view = visible<ui::FindingsView>(*m_dialog, "findings");
        return view ? view->toText() : QString();
    }

private:
    WizardFixture& m_fixture;
    store::SanityPlace m_place;
    std::unique_ptr<ui::SanityDialog> m_dialog;

public:
    QSignalSpy changes;
};

void write(ui::SanityEditor& editor, const QString& name, const QString& sql)
{
    auto* nameField = editor.findChild<QLineEdit*>(QStringLiteral("sanityName"));
    auto* sqlField = editor.findChild<QPlainTextEdit*>(QStringLiteral("sanitySql"));
    nameField->setFocus();
    nameField->selectAll();
    QTest::keyClicks(nameField, name);
    QTest::keyClick(nameField, Qt::Key_Tab);
    sqlField->selectAll();
    QTest::keyClicks(sqlField, sql);
    QTest::keyClick(sqlField, Qt::Key_Tab); // leaves the field
}

void press(ui::SanityEditor& editor, const char* name)
{
    auto* button = editor.findChild<QPushButton*>(QLatin1String(name));
    QVERIFY2(button && button->isEnabled(), name);
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
}

} // namespace

class SanityDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void suggestsAsksAndRemoves();
    void whatTheServerRefusesIsNotKept();
    void twoDatabasesBesideEachOther();
    void longestNamesAreShownAndAsked();
    void damagedFileIsSaid();
    void serverThatIsGone();
};

void SanityDialogTest::initTestCase()
{
    TestCluster& server = TestCluster::shared();
    const QString tables = QStringLiteral(
        "CREATE TABLE orders(id int PRIMARY KEY, created_at timestamptz, note text);"
        "INSERT INTO orders SELECT i, '2026-01-01'::timestamptz + i * interval '1 hour', 'n' || i "
        "FROM generate_series(1, %1) i");
    QVERIFY(server.createDatabase(shop) && server.script(shop, tables.arg(120)));
    QVERIFY(server.createDatabase(QStringLiteral("other")));
    QVERIFY(server.script(QStringLiteral("other"), tables.arg(119)));
    QCOMPARE(hostile.toUtf8().size(), 63);
    QVERIFY(server.createDatabase(hostile) && server.script(hostile, tables.arg(7)));
}

void SanityDialogTest::suggestsAsksAndRemoves()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    QString asked;
    fixture.services().dialogs.confirm = [&asked](QWidget*, const ui::Confirmation& question,
                                                  const std::function<void(bool)>& answer) {
        asked = question.question;
        answer(true);
    };
    Hands hands(fixture, profile, shop);
    QVERIFY(visible<QLabel>(hands.dialog(), "sanityEmptyText"));
    QVERIFY(!hands.button("runSanity")->isEnabled() && !hands.button("editSanity")->isEnabled());
    hands.press("firstSuggestion");
    QTRY_COMPARE_WITH_TIMEOUT(hands.stored().size(), 3, patience);
    QTRY_VERIFY(hands.isIdle());
    QCOMPARE(hands.changes.size(), 1);
    QCOMPARE(hands.table().model()->rowCount(), 3);
    QVERIFY(visible<ui::IconLabel>(hands.dialog(), "sanityNote"));
    hands.press("suggestSanity"); // nothing is added again
    QTRY_VERIFY(hands.isIdle());
    QCOMPARE(hands.stored().size(), 3);

    hands.press("runSanity");
    QTRY_COMPARE_WITH_TIMEOUT(column(hands.table(), 2).constFirst(), QStringLiteral("120"), patience);
    QVERIFY(column(hands.table(), 2).at(1).startsWith(QStringLiteral("2026-01-06")));
    QCOMPARE(column(hands.table(), 4), QStringList(3, QStringLiteral("answered")));
    hands.table().selectRecord(2);
    auto* rows = visible<ui::RecordTable>(hands.dialog(), "answerTable");
    QVERIFY(rows);
    QCOMPARE(column(*rows, 0),
             (QStringList{QStringLiteral("120"), QStringLiteral("119"), QStringLiteral("118"),
                          QStringLiteral("117"), QStringLiteral("116")}));
    QVERIFY(!visible<QWidget>(hands.dialog(), "otherAnswerTable"));

    // Unticked it is not asked.
    hands.table().setFocus();
    QTest::keyClick(&hands.table(), Qt::Key_Space);
    QTRY_VERIFY(!hands.stored().constLast().enabled);
    QCOMPARE(hands.table().currentRecord(), 2);
    hands.press("runSanity");
    QTRY_VERIFY(hands.isIdle());
    QCOMPARE(column(hands.table(), 2).constLast(), QString());

    hands.table().setFocus();
    QTest::keyClick(&hands.table(), Qt::Key_Delete);
    QTRY_COMPARE(hands.stored().size(), 2);
    QVERIFY2(asked.contains(QStringLiteral("Last five rows")), qPrintable(asked));
}

void SanityDialogTest::whatTheServerRefusesIsNotKept()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    Hands hands(fixture, profile, shop);
    hands.press("addSanity");
    QPointer<ui::SanityEditor> editor(hands.editor());
    QVERIFY(editor);
    QVERIFY(!editor->findChild<QPushButton*>(QStringLiteral("sanitySave"))->isEnabled());
    const auto refusal = [&]() -> QString {
        auto* view = visible<ui::FindingsView>(*editor, "findings");
        return view ? view->toText() : QString();
    };
    // It reads only, and takes one SELECT.
    for (const char* bad :
         {"DELETE FROM orders RETURNING id", "SELECT 1; DELETE FROM orders", "SELECT * FROM nowhere"}) {
        write(*editor, QStringLiteral("orders"), QLatin1String(bad));
        press(*editor, "sanitySave");
        QTRY_VERIFY2_WITH_TIMEOUT(refusal().contains(QStringLiteral("does not take")), bad, patience);
        QVERIFY(hands.stored().isEmpty());
    }
    QCOMPARE(TestCluster::shared().value(shop, QStringLiteral("SELECT count(*) FROM orders")),
             QStringLiteral("120"));
    write(*editor, QStringLiteral("orders"), QStringLiteral("SELECT count(*) FROM orders"));
    press(*editor, "sanityTry");
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::RecordTable>(*editor, "answerTable"), patience);
    QCOMPARE(column(*visible<ui::RecordTable>(*editor, "answerTable"), 0),
             QStringList(QStringLiteral("120")));
    auto* expected = editor->findChild<QComboBox*>(QStringLiteral("sanityExpectation"));
    expected->setCurrentIndex(expected->findData(static_cast<int>(core::Expectation::AtLeast)));
    auto* least = visible<QLineEdit>(*editor, "sanityLeast");
    QVERIFY(least);
    least->setText(QStringLiteral("many"));
    QVERIFY(!editor->findChild<QPushButton*>(QStringLiteral("sanitySave"))->isEnabled());
    least->setText(QStringLiteral("100"));
    press(*editor, "sanitySave");
    QTRY_VERIFY_WITH_TIMEOUT(!editor, patience);
    QCOMPARE(hands.stored(), (QList<core::SanityQuery>{{QStringLiteral("orders"),
                                                        QStringLiteral("SELECT count(*) FROM orders"), true,
                                                        core::Expectation::AtLeast, 100}}));

    // Another one cannot take its name; a rename keeps its place.
    hands.press("addSanity");
    editor = hands.editor();
    write(*editor, QStringLiteral("orders"), QStringLiteral("SELECT 2"));
    press(*editor, "sanitySave");
    QTRY_VERIFY_WITH_TIMEOUT(refusal().contains(QStringLiteral("already")), patience);
    write(*editor, QStringLiteral("two"), QStringLiteral("SELECT 2"));
    press(*editor, "sanitySave");
    QTRY_VERIFY_WITH_TIMEOUT(!editor, patience);
    hands.table().selectRecord(0);
    hands.table().setFocus();
    QTest::keyClick(&hands.table(), Qt::Key_Return); // Enter edits
    editor = hands.editor();
    QVERIFY(editor);
    auto* name = editor->findChild<QLineEdit*>(QStringLiteral("sanityName"));
    QCOMPARE(name->text(), QStringLiteral("orders"));
    name->setText(QStringLiteral("all orders"));
    press(*editor, "sanitySave");
    QTRY_VERIFY_WITH_TIMEOUT(!editor, patience);
    QCOMPARE(column(hands.table(), 0), (QStringList{QStringLiteral("all orders"), QStringLiteral("two")}));
}

void SanityDialogTest::twoDatabasesBesideEachOther()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    const auto store = store::SanityStore::beside(fixture.services().profiles.path());
    const store::SanityPlace place{profile.id, shop};
    QVERIFY(store.save(place, {QStringLiteral("orders"), QStringLiteral("SELECT count(*) FROM orders"), true,
                               core::Expectation::Equal, 1}));
    QVERIFY(store.save(place, {QStringLiteral("one"), QStringLiteral("SELECT 1")}));
    Hands hands(fixture, profile, shop);
    auto* other = hands.dialog().findChild<QComboBox*>(QStringLiteral("sanityOther"));
    QTRY_VERIFY_WITH_TIMEOUT(other->findData(QStringLiteral("other")) >= 0, patience);
    other->setCurrentIndex(other->findData(QStringLiteral("other")));
    hands.press("runSanity");
    QTRY_COMPARE_WITH_TIMEOUT(column(hands.table(), 3).constFirst(), QStringLiteral("119"), patience);
    QCOMPARE(column(hands.table(), 4),
             (QStringList{QStringLiteral("not as it must be"), QStringLiteral("equal")}));
    hands.table().selectRecord(0);
    QCOMPARE(column(*visible<ui::RecordTable>(hands.dialog(), "answerTable"), 0),
             QStringList(QStringLiteral("120")));
    QCOMPARE(column(*visible<ui::RecordTable>(hands.dialog(), "otherAnswerTable"), 0),
             QStringList(QStringLiteral("119")));
    // Of another database there are others.
    auto* database = hands.dialog().findChild<QComboBox*>(QStringLiteral("sanityDatabase"));
    database->setCurrentIndex(database->findData(QStringLiteral("other")));
    QVERIFY(visible<QLabel>(hands.dialog(), "sanityEmptyText"));
}

void SanityDialogTest::longestNamesAreShownAndAsked()
{
    WizardFixture fixture;
    const store::Profile profile =
        fixture.addProfile(TestCluster::shared().spec(), QStringLiteral("Server <b>&\"x\""));
    const auto store = store::SanityStore::beside(fixture.services().profiles.path());
    const QString name = QStringLiteral("<i>\n") + QString(190, QLatin1Char('n'));
    QVERIFY(store.save({profile.id, hostile},
                       {name, QStringLiteral("SELECT count(*) AS \"a\n<b>\" FROM orders -- ")}));
    Hands hands(fixture, profile, hostile);
    hands.dialog().resize(hands.dialog().minimumSizeHint());
    QVERIFY(hands.dialog().width() <= 960);
    hands.press("runSanity");
    QTRY_COMPARE_WITH_TIMEOUT(column(hands.table(), 2), QStringList(QStringLiteral("7")), patience);
    auto* database = hands.dialog().findChild<QComboBox*>(QStringLiteral("sanityDatabase"));
    QCOMPARE(database->currentData().toString(), hostile);
    QVERIFY(!database->currentText().contains(QLatin1Char('\n')));
}

void SanityDialogTest::damagedFileIsSaid()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    QFile file(fixture.folder() + QStringLiteral("/sanity.json"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{ no") > 0);
    file.close();
    Hands hands(fixture, profile, shop);
    QVERIFY2(hands.said().contains(QStringLiteral("damaged")), qPrintable(hands.said()));
    for (const char* name : {"addSanity", "suggestSanity", "editSanity", "removeSanity", "runSanity"})
        QVERIFY2(!hands.button(name)->isEnabled() || !hands.button(name)->isVisible(), name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("{ no"));
}

void SanityDialogTest::serverThatIsGone()
{
    WizardFixture fixture;
    postgres::ConnectionSpec nowhere = TestCluster::shared().spec();
    nowhere.port = QStringLiteral("1");
    const store::Profile profile = fixture.addProfile(nowhere);
    Hands hands(fixture, profile, shop);
    hands.press("firstSuggestion");
    QTRY_VERIFY_WITH_TIMEOUT(!hands.said().isEmpty() && hands.isIdle(), patience);
    // A query can be written all the same.
    hands.press("addSanity");
    QPointer<ui::SanityEditor> editor(hands.editor());
    write(*editor, QStringLiteral("one"), QStringLiteral("SELECT 1"));
    press(*editor, "sanitySave");
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(*editor, "saveUnaskedButton"), patience);
    QVERIFY(hands.stored().isEmpty());
    visible<QPushButton>(*editor, "saveUnaskedButton")->click();
    QTRY_VERIFY(!editor);
    QCOMPARE(hands.stored().size(), 1);
    hands.press("runSanity");
    QTRY_VERIFY_WITH_TIMEOUT(!hands.said().isEmpty() && hands.isIdle(), patience);
}

QTEST_MAIN(SanityDialogTest)
#include "sanitydialogtest.moc"
