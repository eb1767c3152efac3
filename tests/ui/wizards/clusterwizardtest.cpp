// SPDX-License-Identifier: GPL-3.0-or-later
// The wizard for dumps of a whole server, pressed as a person presses it, against a real server.
#include "catalog/backupset.h"
#include "store/history.h"
#include "ui/backup/backupspage.h"
#include "ui/backup/cluster/clusterdumpwizard.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/recordtable.h"
#include "ui/wizards/fixture.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;
using ui::ClusterDumpWizard;

namespace {

constexpr int patience = 60'000; // milliseconds

QString commandsOf(QWidget& wizard)
{
    auto* text = visible<QPlainTextEdit>(wizard, "commandText");
    return text ? text->toPlainText() : QString();
}

/// The Tab key until a widget of that name has the focus, as somebody without a mouse would.
bool tabTo(QWidget& window, const char* objectName)
{
    for (int i = 0; i < 60; ++i) {
        if (QWidget* now = window.focusWidget(); now && now->objectName() == QLatin1String(objectName))
            return true;
        QTest::keyClick(window.focusWidget() ? window.focusWidget() : &window, Qt::Key_Tab);
    }
    return false;
}

} // namespace

class ClusterWizardTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everythingByKeyboard();
    void globalsAlone();
    void answersReachTheCommandAndAreKept();
    void lackOfPrivilegeIsSaid();
    void listNamesThem();

private:
    ClusterDumpWizard* open(WizardFixture& fixture, const store::Profile& profile);
    std::optional<TestCluster> m_server;
};

void ClusterWizardTest::initTestCase()
{
    auto server = TestCluster::start();
    QVERIFY2(server, qPrintable(server ? QString() : server.error().toText()));
    m_server.emplace(std::move(*server));
    for (const QString& name : {u"shop"_s, u"odd \"name\""_s}) {
        QVERIFY(m_server->createDatabase(name));
        QVERIFY(m_server->script(name, u"CREATE TABLE orders AS SELECT i FROM generate_series(1, 200) i"_s));
    }
    QVERIFY(m_server->sql(u"postgres"_s, u"CREATE ROLE reader LOGIN"_s));
}

ClusterDumpWizard* ClusterWizardTest::open(WizardFixture& fixture, const store::Profile& profile)
{
    auto* wizard = new ClusterDumpWizard(fixture.services(), profile);
    wizard->show();
    return wizard;
}

void ClusterWizardTest::everythingByKeyboard()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(m_server->spec());
    QPointer<ClusterDumpWizard> wizard = open(fixture, profile);
    QVERIFY(QTest::qWaitForWindowActive(wizard));
    QSignalSpy written(wizard.data(), &ClusterDumpWizard::setWritten);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    QVERIFY(visible<QRadioButton>(*wizard, "everythingCardButton")->isChecked());
    QVERIFY(visible<QLabel>(*wizard, "databaseSum")->text().startsWith(u"3 database"_s));
    QVERIFY(tabTo(*wizard, "passwordsCheck"));
    QTest::keyClick(wizard->focusWidget(), Qt::Key_Return); // the default button is Next
    QTRY_VERIFY(visible<QLineEdit>(*wizard, "folderEdit"));
    QVERIFY(visible<ui::ElidedLabel>(*wizard, "fileNamePreview")->text().contains(u"+cluster"_s));
    QVERIFY(visible<ui::ElidedLabel>(*wizard, "fileNamePreview")->text().contains(u".sql.gz"_s));
    QVERIFY(tabTo(*wizard, "folderEdit"));
    QTest::keyClick(wizard->focusWidget(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(wizard->focusWidget(), fixture.folder() + u"/else where"_s);
    QTest::keyClick(wizard->focusWidget(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(commandsOf(*wizard).contains(u"pg_dumpall "_s), patience);
    QVERIFY(visible<QLabel>(*wizard, "reviewContents")->text().contains(u"odd \"name\""_s));
    QVERIFY(visible<QLabel>(*wizard, "reviewPasswords")->text().contains(u"hashes"_s));
    pressNext(*wizard);
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
    QCOMPARE(visible<QLabel>(*wizard, "verdictWord")->text(), u"Done"_s);
    QVERIFY(visible<QLabel>(*wizard, "verdictSentence")->text().contains(u"4 database"_s)); // with template1
    const auto set = catalog::readSet(written.first().first().toString());
    QVERIFY(set);
    QCOMPARE(set->manifest.kind, catalog::SetKind::Cluster);
    QCOMPARE(set->manifest.coverage, catalog::Coverage::Whole);
    const auto history = store::History::open(fixture.services().historyPath);
    QVERIFY(history);
    const auto runs = history->recent(10);
    QVERIFY(runs && runs->size() == 1);
    QCOMPARE(runs->first().setPath, set->folder);
    QSignalSpy verify(wizard.data(), &ClusterDumpWizard::verifyRequested);
    auto* button = visible<QPushButton>(*wizard, "verifyButton");
    QVERIFY(button);
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(verify.size(), 1);
    QCOMPARE(verify.first().first().toString(), set->folder);
    QTest::keyClick(wizard.data(), Qt::Key_Escape);
    QTRY_VERIFY(!wizard);
}

void ClusterWizardTest::globalsAlone()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(m_server->spec());
    QPointer<ClusterDumpWizard> wizard = open(fixture, profile);
    QSignalSpy written(wizard.data(), &ClusterDumpWizard::setWritten);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    visible<QRadioButton>(*wizard, "globalsCardButton")->click();
    QVERIFY(!visible<QWidget>(*wizard, "databaseTable"));
    visible<QCheckBox>(*wizard, "passwordsCheck")->click();
    pressNext(*wizard);
    QVERIFY(!visible<ui::ElidedLabel>(*wizard, "fileNamePreview")->text().contains(u".gz"_s));
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(commandsOf(*wizard).contains(u"--globals-only"_s), patience);
    QVERIFY(commandsOf(*wizard).contains(u"--no-role-passwords"_s));
    visible<QPushButton>(*wizard, "saveCommandButton")->click();
    auto* dialog = wizard->findChild<QDialog*>(u"saveCommandDialog"_s);
    QVERIFY(dialog && dialog->isVisible());
    visible<QPushButton>(*dialog, "copyFormButton")->click();
    const QString line = QGuiApplication::clipboard()->text();
    for (const char* part : {" backup --globals-only --to ", "--no-role-passwords"})
        QVERIFY2(line.contains(QLatin1String(part)), qPrintable(line));
    dialog->close();
    pressNext(*wizard);
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
    QVERIFY(visible<QLabel>(*wizard, "verdictSentence")->text().contains(u"2 role"_s));
    QVERIFY(!visible<QPushButton>(*wizard, "verifyButton")); // there is nothing to restore on trial
    wizard->close();
}

void ClusterWizardTest::answersReachTheCommandAndAreKept()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(m_server->spec());
    // What the databases' wizard has kept stays.
    fixture.services().preferences.setBackupAnswers(profile.id, {{u"draft"_s, u"kept"_s}});
    QPointer<ClusterDumpWizard> wizard = open(fixture, profile);
    QSignalSpy written(wizard.data(), &ClusterDumpWizard::setWritten);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    auto* table = visible<ui::RecordTable>(*wizard, "databaseTable");
    QVERIFY(table);
    table->setFocus();
    table->setCurrentIndex(table->proxy().index(0, 0)); // odd "name"
    QTest::keyClick(table, Qt::Key_Space);
    QVERIFY(visible<QLabel>(*wizard, "databaseSum")->text().contains(u"1 left out"_s));
    visible<QComboBox>(*wizard, "partCombo")->setCurrentIndex(1);
    pressNext(*wizard);
    auto* compression = visible<QComboBox>(*wizard, "compressionCombo");
    compression->setCurrentIndex(compression->findText(u"zstd"_s));
    visible<QSpinBox>(*wizard, "compressionLevel")->setValue(5);
    visible<QLineEdit>(*wizard, "fileNameEdit")->setText(u"all of {server}"_s);
    visible<QToolButton>(*wizard, "moreOptionsButton")->click();
    visible<QSpinBox>(*wizard, "lockWaitSpin")->setValue(7);
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!commandsOf(*wizard).isEmpty(), patience);
    for (const char* part :
         {"--schema-only", "--exclude-database=", "--lock-wait-timeout=7000", "zstd", "all%20of"})
        QVERIFY2(commandsOf(*wizard).contains(QLatin1String(part)), qPrintable(commandsOf(*wizard)));
    pressNext(*wizard);
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
    wizard->close();
    QCOMPARE(fixture.services().preferences.backupAnswers(profile.id).value(u"draft").toString(), u"kept"_s);

    QPointer<ClusterDumpWizard> again = open(fixture, *fixture.services().profiles.find(profile.id));
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*again), patience);
    QVERIFY(visible<QLabel>(*again, "databaseSum")->text().contains(u"1 left out"_s));
    QCOMPARE(visible<QComboBox>(*again, "partCombo")->currentIndex(), 1);
    pressNext(*again);
    QCOMPARE(visible<QSpinBox>(*again, "compressionLevel")->value(), 5);
    again->close();
}

void ClusterWizardTest::lackOfPrivilegeIsSaid()
{
    WizardFixture fixture;
    postgres::ConnectionSpec spec = m_server->spec();
    spec.user = u"reader"_s;
    const store::Profile profile = fixture.addProfile(spec);
    QPointer<ClusterDumpWizard> wizard = open(fixture, profile);
    QSignalSpy role(wizard.data(), &ClusterDumpWizard::roleRequested);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    pressNext(*wizard);
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(*wizard, "makeRoleButton"), patience);
    QVERIFY(!isEnabledNext(*wizard));
    visible<QPushButton>(*wizard, "makeRoleButton")->click();
    QCOMPARE(role.size(), 1);
    wizard->close();
}

void ClusterWizardTest::listNamesThem()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(m_server->spec());
    for (const bool everything : {true, false}) {
        QPointer<ClusterDumpWizard> wizard = open(fixture, profile);
        QSignalSpy written(wizard.data(), &ClusterDumpWizard::setWritten);
        QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
        visible<QRadioButton>(*wizard, everything ? "everythingCardButton" : "globalsCardButton")->click();
        pressNext(*wizard);
        pressNext(*wizard);
        QTRY_VERIFY_WITH_TIMEOUT(!commandsOf(*wizard).isEmpty(), patience);
        pressNext(*wizard);
        QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
        wizard->close();
    }
    ui::BackupsPage page(fixture.services());
    page.resize(1000, 600);
    page.show();
    page.setProfile(*fixture.services().profiles.find(profile.id));
    auto* table = page.findChild<ui::RecordTable*>(u"backupsTable"_s);
    QTRY_COMPARE_WITH_TIMEOUT(table->proxy().rowCount(), 2, patience);
    QStringList names;
    for (int row = 0; row < 2; ++row)
        names.append(table->proxy().index(row, ui::BackupSetModel::Database).data().toString());
    names.sort();
    QCOMPARE(names, (QStringList{u"(all databases)"_s, u"(globals)"_s}));
    for (int row = 0; row < 2; ++row) { // one database of it can be restored, where there is one
        const QModelIndex line = table->proxy().index(row, ui::BackupSetModel::Database);
        table->setCurrentIndex(line);
        QCOMPARE(page.findChild<QPushButton*>(u"restoreSetButton"_s)->isEnabled(), line.data().toString() == u"(all databases)"_s);
    }
    QVERIFY(page.findChild<QPushButton*>(u"lookInsideButton"_s)->isEnabled());
    QSignalSpy contents(&page, &ui::BackupsPage::contentsRequested);
    page.findChild<QPushButton*>(u"lookInsideButton"_s)->click();
    QCOMPARE(contents.size(), 1);
}

QTEST_MAIN(ClusterWizardTest)
#include "clusterwizardtest.moc"
