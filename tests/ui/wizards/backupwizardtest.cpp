// SPDX-License-Identifier: GPL-3.0-or-later
// The backup wizard, pressed as a person presses it, against a real server.
#include "catalog/backupset.h"
#include "core/quoting.h"
#include "store/history.h"
#include "ui/backup/backupwizard.h"
#include "ui/common/choicecard.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/recordtable.h"
#include "ui/wizards/fixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>
#include <QTreeView>

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr int patience = 30'000; // milliseconds
const QString hostileName = QStringLiteral("we\"ird \\ na'me\nü &x");

/// Leaves ticked what is named, and nothing else, by keyboard.
void selectDatabases(QWidget& wizard, const QStringList& shownNames)
{
    auto* table = visible<ui::RecordTable>(wizard, "databaseTable");
    QVERIFY(table);
    int found = 0;
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        const QModelIndex index = table->model()->index(row, 0);
        const bool isWanted = shownNames.contains(index.data().toString());
        const bool isTicked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        found += isWanted ? 1 : 0;
        if (isWanted == isTicked)
            continue;
        table->setCurrentIndex(index.siblingAtColumn(1)); // whichever column is the current one
        QTest::keyClick(table, Qt::Key_Space);
        QCOMPARE(index.data(Qt::CheckStateRole).toInt() == Qt::Checked, isWanted);
    }
    QCOMPARE(found, shownNames.size());
}

void selectDatabase(QWidget& wizard, const QString& shownName)
{
    selectDatabases(wizard, {shownName});
}

QStringList foldersBelow(const QString& root, const QString& pattern)
{
    QStringList found;
    QDirIterator files(root, {pattern}, QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (files.hasNext())
        found.append(files.next());
    return found;
}

} // namespace

class BackupWizardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void makesASetByKeyboard();
    void keepsAnswersOnTheWayBack();
    void backsUpAHostileName();
    void nextDuringTheCheckWaitsAndThenRuns();
    void cancelledHalfWayLeavesNothing();
    void goesOnInTheBackground();
    void escapeDoesNotStopARun();
    void unusableFolderIsAFindingAndCanBePutRight();
    void lackOfPrivilegeLeadsToARole();
    void serverDownIsSaidAndRetryRecovers();
    void chosenContentsAreWhatIsInTheSet();
    void formatAndOptionsReachTheCommand();
    void everyFormatMakesASet_data();
    void everyFormatMakesASet();
    void severalDatabasesInOneRun();
    void aHundredThousandTablesAreQuick();

private:
    /// Through the first two pages to a review that is ready.
    void walkToReview(ui::BackupWizard& wizard, const QString& shownName);
};

void BackupWizardTest::initTestCase()
{
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.createDatabase(QStringLiteral("shop")));
    QVERIFY(server.script(QStringLiteral("shop"), QStringLiteral("CREATE TABLE orders(id int PRIMARY KEY, note text);"
                                                                 "INSERT INTO orders SELECT i, 'note ' || i FROM generate_series(1, 1234) i;"
                                                                 "CREATE TABLE empty_one(x int);")));
    QVERIFY(server.createDatabase(hostileName));
    QVERIFY(server.script(hostileName, QStringLiteral("CREATE TABLE t(x int); INSERT INTO t VALUES (1), (2);")));
    QVERIFY(server.createDatabase(QStringLiteral("big")));
    QVERIFY(server.script(QStringLiteral("big"), QStringLiteral("CREATE TABLE noise AS SELECT i, md5(i::text) || md5((i * 7)::text) AS t FROM generate_series(1, 2500000) i;")));
}

void BackupWizardTest::walkToReview(ui::BackupWizard& wizard, const QString& shownName)
{
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    selectDatabase(wizard, shownName);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(wizard, "relationTree"), patience);
    pressNext(wizard);
    QTRY_VERIFY(visible<QLineEdit>(wizard, "folderEdit"));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(wizard, "commandText"), patience);
    QVERIFY(isEnabledNext(wizard));
}

void BackupWizardTest::makesASetByKeyboard()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    const QString elsewhere = fixture.folder() + QStringLiteral("/elsewhere");
    QPointer<ui::BackupWizard> wizard(new ui::BackupWizard(fixture.services(), profile));
    QSignalSpy written(wizard.data(), &ui::BackupWizard::setWritten);
    wizard->show();
    QVERIFY(!isEnabledNext(*wizard)); // nothing is listed yet
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    QVERIFY(visible<QCheckBox>(*wizard, "globalsCheck")->isChecked());
    selectDatabase(*wizard, QStringLiteral("shop"));
    pressNext(*wizard);
    pressNext(*wizard); // all of it

    auto* folder = visible<QLineEdit>(*wizard, "folderEdit");
    QVERIFY(folder);
    QCOMPARE(folder->text(), fixture.backupFolder());
    folder->setFocus();
    folder->selectAll();
    QTest::keyClicks(folder, elsewhere);
    QTest::keyClick(folder, Qt::Key_Return); // the default button is Next

    auto* commands = wizard->findChild<QPlainTextEdit*>(QStringLiteral("commandText"));
    QVERIFY(commands);
    QTRY_VERIFY_WITH_TIMEOUT(commands->toPlainText().contains(QStringLiteral("pg_dump ")), patience);
    QVERIFY(commands->toPlainText().contains(QStringLiteral("--format=custom")));
    QVERIFY(commands->toPlainText().contains(QStringLiteral("pg_dumpall")));
    pressNext(*wizard);
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
    QCOMPARE(visible<QLabel>(*wizard, "verdictWord")->text(), QStringLiteral("Done"));
    QVERIFY(visible<QLabel>(*wizard, "verdictSentence")->text().contains(QStringLiteral("1,234")));
    auto* table = visible<ui::RecordTable>(*wizard, "verdictTable");
    QVERIFY(table);
    QCOMPARE(table->model()->rowCount(), 2);
    QVERIFY(visible<QPushButton>(*wizard, "openFolderButton"));
    QVERIFY(visible<QPushButton>(*wizard, "restoreButton"));

    const QString path = written.first().first().toString();
    QVERIFY(path.startsWith(elsewhere + QLatin1Char('/')));
    const auto set = catalog::readSet(path);
    QVERIFY(set);
    QCOMPARE(set->manifest.database, QStringLiteral("shop"));
    QCOMPARE(set->manifest.server, profile.name);
    QCOMPARE(set->proven(), catalog::Proven::ReadBack);
    QVERIFY(QFileInfo::exists(path + QStringLiteral("/globals.sql")));
    QVERIFY(foldersBelow(elsewhere, QStringLiteral("*.partial")).isEmpty());
    QCOMPARE(fixture.services().profiles.find(profile.id)->defaultBackupFolder, elsewhere); // remembered

    const auto history = store::History::open(fixture.services().historyPath);
    QVERIFY(history);
    const auto runs = history->recent(10);
    QVERIFY(runs);
    QCOMPARE(runs->size(), 1);
    QCOMPARE(runs->first().setPath, path);
    QVERIFY(runs->first().verdict == core::Verdict::Ok);
    wizard->button(QWizard::FinishButton)->click();
    QTRY_VERIFY(!wizard); // deletes itself
}

void BackupWizardTest::keepsAnswersOnTheWayBack()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    selectDatabase(wizard, QStringLiteral("shop"));
    visible<QCheckBox>(wizard, "globalsCheck")->click();
    pressNext(wizard);
    pressNext(wizard);
    visible<QLineEdit>(wizard, "folderEdit")->setText(fixture.folder() + QStringLiteral("/mine"));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner"), patience);
    QVERIFY(!visible<QPlainTextEdit>(wizard, "commandText")->toPlainText().contains(QStringLiteral("pg_dumpall")));
    wizard.back();
    QCOMPARE(visible<QLineEdit>(wizard, "folderEdit")->text(), fixture.folder() + QStringLiteral("/mine"));
    wizard.back();
    wizard.back();
    QVERIFY(!visible<QCheckBox>(wizard, "globalsCheck")->isChecked());
    auto* table = visible<ui::RecordTable>(wizard, "databaseTable");
    QCOMPARE(table->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("shop"));
    pressNext(wizard);
    pressNext(wizard);
    QCOMPARE(visible<QLineEdit>(wizard, "folderEdit")->text(), fixture.folder() + QStringLiteral("/mine"));
}

void BackupWizardTest::backsUpAHostileName()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec(), QStringLiteral("ser/ver \"ö\" ../x"));
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy written(&wizard, &ui::BackupWizard::setWritten);
    walkToReview(wizard, core::singleLine(hostileName));
    pressNext(wizard);
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
    const QString path = written.first().first().toString();
    QVERIFY(path.startsWith(fixture.backupFolder() + QLatin1Char('/')));
    const auto set = catalog::readSet(path);
    QVERIFY(set);
    QCOMPARE(set->manifest.database, hostileName);
    QCOMPARE(set->manifest.tables.value(0).rows, 2);
}

void BackupWizardTest::nextDuringTheCheckWaitsAndThenRuns()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(QStringLiteral("shop"));
    QSignalSpy written(&wizard, &ui::BackupWizard::setWritten);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    pressNext(wizard);
    pressNext(wizard);
    QVERIFY(visible<QWidget>(wizard, "spinner")); // the answer cannot be there before the event loop has turned
    QVERIFY(isEnabledNext(wizard));
    pressNext(wizard);
    QVERIFY(visible<QWidget>(wizard, "setPath")); // still the same page
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
    QCOMPARE(catalog::readSet(written.first().first().toString())->manifest.database, QStringLiteral("shop"));
}

void BackupWizardTest::cancelledHalfWayLeavesNothing()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy written(&wizard, &ui::BackupWizard::setWritten);
    walkToReview(wizard, QStringLiteral("big"));
    pressNext(wizard);
    auto* log = visible<QPlainTextEdit>(wizard, "log");
    QVERIFY(log);
    QTRY_VERIFY_WITH_TIMEOUT(log->toPlainText().contains(QStringLiteral("dumping contents of table")), patience);
    QVERIFY(!foldersBelow(fixture.backupFolder(), QStringLiteral("*.partial")).isEmpty()); // it is half-way
    auto* cancel = visible<QPushButton>(wizard, "cancelRunButton");
    cancel->setFocus();
    QTest::keyClick(cancel, Qt::Key_Space);
    QVERIFY(!cancel->isEnabled());
    QVERIFY(visible<QLabel>(wizard, "phase")->text().startsWith(QStringLiteral("Cancelling")));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(wizard, "verdictWord"), patience);
    QCOMPARE(visible<QLabel>(wizard, "verdictWord")->text(), QStringLiteral("Cancelled"));
    QCOMPARE(written.size(), 0);
    QVERIFY(foldersBelow(fixture.backupFolder(), QStringLiteral("*.dump")).isEmpty());
    QVERIFY(foldersBelow(fixture.backupFolder(), QStringLiteral("*.partial")).isEmpty());
    QVERIFY(foldersBelow(fixture.backupFolder(), QStringLiteral("tidemark.json")).isEmpty());
    QTRY_COMPARE(TestCluster::shared().value(QStringLiteral("postgres"),
                                             QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'tidemark/%'")),
                 QStringLiteral("0"));
    // Back leads to a review that plans a new run.
    QVERIFY(wizard.button(QWizard::BackButton)->isVisible());
    wizard.back();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(wizard, "commandText") && !visible<QWidget>(wizard, "spinner"), patience);
    QVERIFY(isEnabledNext(wizard));
}

void BackupWizardTest::goesOnInTheBackground()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    QPointer<ui::BackupWizard> wizard(new ui::BackupWizard(fixture.services(), profile));
    QSignalSpy ended(&fixture.services().activities, &ui::Activities::ended);
    walkToReview(*wizard, QStringLiteral("big"));
    pressNext(*wizard);
    QTRY_COMPARE(fixture.services().activities.running().size(), 1);
    QTest::mouseClick(visible<QPushButton>(*wizard, "backgroundButton"), Qt::LeftButton);
    QTRY_VERIFY(!wizard);
    QCOMPARE(fixture.services().activities.running().size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 2 * patience);
    QCOMPARE(foldersBelow(fixture.backupFolder(), QStringLiteral("tidemark.json")).size(), 1);
}

void BackupWizardTest::escapeDoesNotStopARun()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    QPointer<ui::BackupWizard> wizard(new ui::BackupWizard(fixture.services(), profile));
    QSignalSpy ended(&fixture.services().activities, &ui::Activities::ended);
    walkToReview(*wizard, QStringLiteral("big"));
    pressNext(*wizard);
    QTRY_COMPARE(fixture.services().activities.running().size(), 1);
    QTest::keyClick(wizard.data(), Qt::Key_Escape);
    QTRY_VERIFY(!wizard);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 2 * patience);
    QCOMPARE(foldersBelow(fixture.backupFolder(), QStringLiteral("tidemark.json")).size(), 1);
}

void BackupWizardTest::unusableFolderIsAFindingAndCanBePutRight()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    QFile file(fixture.folder() + QStringLiteral("/a file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy written(&wizard, &ui::BackupWizard::setWritten);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    selectDatabase(wizard, QStringLiteral("shop"));
    pressNext(wizard);
    pressNext(wizard);
    auto* folder = visible<QLineEdit>(wizard, "folderEdit");
    folder->setText(QStringLiteral("not/a/whole/path"));
    QVERIFY(!isEnabledNext(wizard));
    // The dialog for choosing is answered by the test.
    fixture.services().dialogs.chooseFolder = [&file](QWidget*, const ui::FileQuestion&, const ui::Dialogs::PathChosen& chosen) {
        chosen(file.fileName() + QStringLiteral("/below"));
    };
    visible<QPushButton>(wizard, "browseButton")->click();
    QCOMPARE(folder->text(), file.fileName() + QStringLiteral("/below"));
    QTRY_VERIFY(visible<QWidget>(wizard, "folderSpace")->findChildren<QLabel*>().constLast()->text().contains(QStringLiteral("may not write")));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::FindingsView>(wizard, "findings"), patience);
    QVERIFY(visible<ui::FindingsView>(wizard, "findings")->toText().contains(QStringLiteral("cannot be written to")));
    QVERIFY(!isEnabledNext(wizard));
    wizard.back();
    visible<QLineEdit>(wizard, "folderEdit")->setText(fixture.backupFolder());
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner"), patience);
    pressNext(wizard);
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
}

void BackupWizardTest::lackOfPrivilegeLeadsToARole()
{
    QVERIFY(TestCluster::shared().sql(QStringLiteral("postgres"), QStringLiteral("CREATE ROLE nobody_yet LOGIN")));
    WizardFixture fixture;
    store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    profile.spec.user = QStringLiteral("nobody_yet");
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy role(&wizard, &ui::BackupWizard::roleRequested);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    selectDatabase(wizard, QStringLiteral("shop"));
    pressNext(wizard);
    pressNext(wizard);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(wizard, "makeRoleButton"), patience);
    QCOMPARE(wizard.findChildren<QPushButton*>(QStringLiteral("makeRoleButton")).size(), 1); // two tables cannot be read
    visible<QPushButton>(wizard, "makeRoleButton")->click();
    QCOMPARE(role.size(), 1);
    QVERIFY(!isEnabledNext(wizard));
}

void BackupWizardTest::serverDownIsSaidAndRetryRecovers()
{
    auto server = TestCluster::start();
    QVERIFY(server);
    QVERIFY(server->createDatabase(QStringLiteral("lonely")));
    QVERIFY(server->stop());
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(server->spec());
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(wizard, "retryButton"), patience);
    QVERIFY(!isEnabledNext(wizard));
    QVERIFY(!visible<ui::FindingsView>(wizard, "findings")->toText().isEmpty());
    QVERIFY(server->startAgain());
    visible<QPushButton>(wizard, "retryButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    QVERIFY(!visible<ui::FindingsView>(wizard, "findings"));
    selectDatabase(wizard, QStringLiteral("lonely"));

    // It may also go away between the review and the run.
    pressNext(wizard);
    pressNext(wizard);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner"), patience);
    QVERIFY(server->stop());
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(wizard, "verdictWord"), patience);
    QCOMPARE(visible<QLabel>(wizard, "verdictWord")->text(), QStringLiteral("Failed"));
    QVERIFY(foldersBelow(fixture.backupFolder(), QStringLiteral("tidemark.json")).isEmpty());
    QVERIFY(server->startAgain());
    wizard.back();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard) && !visible<QWidget>(wizard, "spinner"), patience);
    QSignalSpy written(&wizard, &ui::BackupWizard::setWritten);
    pressNext(wizard);
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
}

/// A part of a database, chosen with the keyboard; the set has it, and the next wizard knows it.
void BackupWizardTest::chosenContentsAreWhatIsInTheSet()
{
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.createDatabase(QStringLiteral("parts")));
    QVERIFY(server.script(QStringLiteral("parts"), QStringLiteral(
        "CREATE TABLE kept(id serial, x int); INSERT INTO kept(x) VALUES (1), (2);"
        "CREATE TABLE \"wei\"\"rd . name\"(id serial, x int); INSERT INTO \"wei\"\"rd . name\"(x) VALUES (1);"
        "CREATE TABLE log(x int); INSERT INTO log SELECT generate_series(1, 50);"
        "CREATE TABLE parent(x int) PARTITION BY RANGE (x);"
        "CREATE TABLE child PARTITION OF parent FOR VALUES FROM (0) TO (9); INSERT INTO parent VALUES (1);"
        "CREATE SCHEMA other; CREATE TABLE other.t(x int); CREATE FUNCTION other.f() RETURNS int LANGUAGE sql AS 'SELECT 1';")));
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(server.spec());
    {
        ui::BackupWizard wizard(fixture.services(), profile);
        wizard.setAttribute(Qt::WA_DeleteOnClose, false);
        QSignalSpy written(&wizard, &ui::BackupWizard::setWritten);
        wizard.show();
        QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
        selectDatabase(wizard, QStringLiteral("parts"));
        pressNext(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(wizard, "relationTree"), patience);
        auto* tree = visible<QTreeView>(wizard, "relationTree");
        const auto press = [tree](const QString& name, Qt::Key key) {
            const QModelIndex line = lineOf(*tree->model(), name);
            QVERIFY2(line.isValid(), qPrintable(name));
            tree->setCurrentIndex(line);
            QTest::keyClick(tree, key);
        };
        press(QStringLiteral("wei\"rd . name"), Qt::Key_Space);
        press(QStringLiteral("log"), Qt::Key_S);
        press(QStringLiteral("parent"), Qt::Key_Space);
        press(QStringLiteral("other"), Qt::Key_Space);
        QCOMPARE(lineOf(*tree->model(), QStringLiteral("child")).data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        QCOMPARE(lineOf(*tree->model(), QStringLiteral("public")).data(Qt::CheckStateRole).toInt(), int(Qt::PartiallyChecked));
        QCOMPARE(lineOf(*tree->model(), QStringLiteral("log")).siblingAtColumn(1).data().toString(), QStringLiteral("Structure only"));
        const QString sentence = visible<QWidget>(wizard, "contentSummary")->accessibleName();
        QVERIFY2(sentence.startsWith(QStringLiteral("1 whole schema(s) left out, 2 table(s) left out, 1 table(s) without rows; ")), qPrintable(sentence));
        // A search changes nothing that it hides.
        auto* search = visible<QLineEdit>(wizard, "relationSearch");
        QTest::keyClicks(search, QStringLiteral("kep"));
        QTRY_COMPARE(tree->model()->rowCount(), 1);
        QTest::keyClick(search, Qt::Key_Down);
        QVERIFY(tree->hasFocus());
        search->clear();
        QTRY_COMPARE(tree->model()->rowCount(), 2);
        pressNext(wizard);
        pressNext(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(wizard, "commandText"), patience);
        QCOMPARE(visible<QLabel>(wizard, "reviewContents")->text().section(QLatin1Char(';'), 0, 0), sentence.section(QLatin1Char(';'), 0, 0));
        pressNext(wizard);
        QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
        const auto set = catalog::readSet(written.first().first().toString());
        QVERIFY(set);
        QVERIFY(set->manifest.coverage == catalog::Coverage::Part);
        QMap<QString, qint64> rows;
        for (const catalog::ManifestTable& table : set->manifest.tables)
            rows.insert(table.schema + QLatin1Char('.') + table.name, table.rows);
        QCOMPARE(rows, (QMap<QString, qint64>{{QStringLiteral("public.kept"), 2}}));
    }
    ui::BackupWizard again(fixture.services(), profile);
    again.setAttribute(Qt::WA_DeleteOnClose, false);
    again.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(again), patience);
    pressNext(again);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(again, "relationTree"), patience);
    QAbstractItemModel& model = *visible<QTreeView>(again, "relationTree")->model();
    QCOMPARE(lineOf(model, QStringLiteral("parent")).siblingAtColumn(1).data().toString(), QStringLiteral("Left out"));
    QCOMPARE(lineOf(model, QStringLiteral("log")).siblingAtColumn(1).data().toString(), QStringLiteral("Structure only"));
    QCOMPARE(lineOf(model, QStringLiteral("other")).siblingAtColumn(1).data().toString(), QStringLiteral("Left out"));
}

void BackupWizardTest::formatAndOptionsReachTheCommand()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(QStringLiteral("shop"));
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    pressNext(wizard);
    auto* custom = visible<QRadioButton>(wizard, "customCardButton");
    QTRY_COMPARE_WITH_TIMEOUT(visible<ui::ChoiceCard>(wizard, "customCard")->mark(), QStringLiteral("Recommended"), patience);
    QVERIFY(custom->isChecked());
    QVERIFY(!visible<QSpinBox>(wizard, "jobsSpin")->isEnabled());
    custom->setFocus();
    QTest::keyClick(custom, Qt::Key_Right);
    QVERIFY(visible<QRadioButton>(wizard, "directoryCardButton")->isChecked());
    QVERIFY(visible<QSpinBox>(wizard, "jobsSpin")->isEnabled());
    visible<QSpinBox>(wizard, "jobsSpin")->setValue(3);
    auto* compression = visible<QComboBox>(wizard, "compressionCombo");
    compression->setCurrentIndex(compression->findText(QStringLiteral("gzip")));
    visible<QSpinBox>(wizard, "compressionLevel")->setValue(5);
    visible<QLineEdit>(wizard, "fileNameEdit")->setText(QStringLiteral("{server}-{database}"));
    QVERIFY(visible<ui::ElidedLabel>(wizard, "fileNamePreview")->text().endsWith(QStringLiteral("Shop%20server-shop.dir")));

    // An option without its value keeps Next away, and says why.
    auto* more = visible<QToolButton>(wizard, "moreOptionsButton");
    more->setFocus();
    QTest::keyClick(more, Qt::Key_Space);
    auto* options = visible<QTreeView>(wizard, "optionTree");
    QVERIFY(options);
    const auto setValue = [options](const QString& name, int column, const QVariant& value, int role) {
        const QModelIndex line = lineOf(*options->model(), name);
        QVERIFY2(line.isValid(), qPrintable(name));
        QVERIFY(options->model()->setData(line.siblingAtColumn(column), value, role));
    };
    setValue(QStringLiteral("--rows-per-insert"), 0, Qt::Checked, Qt::CheckStateRole);
    QVERIFY(!isEnabledNext(wizard));
    QVERIFY(visible<ui::FindingsView>(wizard, "optionFindings")->toText().contains(QStringLiteral("--rows-per-insert wants a value.")));
    setValue(QStringLiteral("--rows-per-insert"), 1, QStringLiteral("100"), Qt::EditRole);
    setValue(QStringLiteral("--no-owner"), 0, Qt::Checked, Qt::CheckStateRole);
    QVERIFY(isEnabledNext(wizard));
    QVERIFY(more->text().contains(QStringLiteral("2")));
    visible<QLineEdit>(wizard, "optionSearch")->setText(QStringLiteral("ownership"));
    QVERIFY(lineOf(*options->model(), QStringLiteral("--no-owner")).isValid());
    QVERIFY(!lineOf(*options->model(), QStringLiteral("--rows-per-insert")).isValid());

    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(wizard, "commandText"), patience);
    const QString command = visible<QPlainTextEdit>(wizard, "commandText")->toPlainText();
    for (const char* part : {"--format=directory", "--jobs=3", "--rows-per-insert=100", "--no-owner", "Shop%20server-shop.dir"})
        QVERIFY2(command.contains(QLatin1String(part)), part);
    QCOMPARE(visible<QLabel>(wizard, "reviewForm")->text(), QStringLiteral("Directory, gzip, level 5, 3 job(s) at the same time"));
    // Another format takes back what only this one can.
    wizard.back();
    visible<QRadioButton>(wizard, "tarCardButton")->click();
    QVERIFY(!visible<QComboBox>(wizard, "compressionCombo")->isEnabled());
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(wizard, "commandText"), patience);
    QVERIFY(!visible<QPlainTextEdit>(wizard, "commandText")->toPlainText().contains(QStringLiteral("--jobs")));
    QVERIFY(isEnabledNext(wizard));
}

void BackupWizardTest::everyFormatMakesASet_data()
{
    QTest::addColumn<QByteArray>("card");
    for (const char* card : {"customCardButton", "directoryCardButton", "tarCardButton", "plainCardButton"})
        QTest::newRow(card) << QByteArray(card);
}

void BackupWizardTest::everyFormatMakesASet()
{
    QFETCH(QByteArray, card);
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(QStringLiteral("shop"));
    QSignalSpy written(&wizard, &ui::BackupWizard::setWritten);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QWidget>(wizard, "cardMark"), patience);
    visible<QRadioButton>(wizard, card.constData())->click();
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(wizard, "commandText"), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(wizard, "verdictWord"), patience);
    QVERIFY2(written.size() == 1, qPrintable(visible<ui::FindingsView>(wizard, "findings") ? visible<ui::FindingsView>(wizard, "findings")->toText() : QString()));
    QCOMPARE(visible<QLabel>(wizard, "verdictWord")->text(), QStringLiteral("Done"));
    const auto set = catalog::readSet(written.first().first().toString());
    QVERIFY(set);
    QFile dump(set->dumpPath());
    if (set->dumpPath().endsWith(QLatin1String(".gz"))) {
        QVERIFY(dump.open(QIODevice::ReadOnly));
        QCOMPARE(dump.read(2), QByteArray("\x1f\x8b")); // it is what its name says
    }
}

void BackupWizardTest::severalDatabasesInOneRun()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy written(&wizard, &ui::BackupWizard::setWritten);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    selectDatabases(wizard, {});
    QVERIFY(!isEnabledNext(wizard));
    selectDatabases(wizard, {QStringLiteral("shop"), core::singleLine(hostileName)});
    QVERIFY(visible<QLabel>(wizard, "databaseSum")->text().startsWith(QStringLiteral("2 ")));
    pressNext(wizard);
    QVERIFY(visible<QLineEdit>(wizard, "folderEdit")); // several are whole: no contents to choose from
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(wizard, "commandText"), patience);
    QCOMPARE(visible<QPlainTextEdit>(wizard, "commandText")->toPlainText().count(QStringLiteral("--format=")), 2);
    pressNext(wizard);
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
    auto* table = visible<ui::RecordTable>(wizard, "verdictTable");
    QVERIFY(table);
    QCOMPARE(table->model()->rowCount(), 2);
    QCOMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("Done"));
    QCOMPARE(foldersBelow(fixture.backupFolder(), QStringLiteral("tidemark.json")).size(), 2);
}

void BackupWizardTest::aHundredThousandTablesAreQuick()
{
    QList<postgres::Relation> relations;
    for (int i = 0; i < 100'000; ++i) {
        postgres::Relation relation;
        relation.schema = QStringLiteral("schema_%1").arg(i / 1000, 3, 10, QLatin1Char('0'));
        relation.name = QStringLiteral("table_%1").arg(i);
        relation.size = core::ByteSize(i);
        relations.append(relation);
    }
    ui::RelationTree tree(relations);
    QElapsedTimer clock;
    clock.start();
    tree.setFilter(QStringLiteral("_4242"));
    QVERIFY2(clock.elapsed() < 100, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(tree.shownCount(), 11); // table_4242, table_42420 …
    tree.setKeep(tree.top().front(), backup::Keep::Nothing); // only what is shown
    QCOMPARE(tree.summary().tablesLeftOut, 1);
    clock.restart();
    tree.setFilter({});
    tree.setKeep(tree.top().at(7), backup::Keep::Nothing);
    tree.setOrder(ui::RelationColumn::Size, Qt::DescendingOrder);
    QVERIFY2(clock.elapsed() < 300, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(tree.summary().schemasLeftOut, 1);
    backup::ContentChoice choice;
    tree.fillChoice(choice);
    QCOMPARE(choice.skippedSchemas, QStringList{QStringLiteral("schema_007")});
    QCOMPARE(choice.exceptions, (QList<backup::Exception>{{QStringLiteral("schema_004"), QStringLiteral("table_4242"), backup::Keep::Nothing}}));
    tree.setKeep(tree.top().at(0), backup::Keep::Definition); // the largest schema comes first now
    QCOMPARE(tree.summary().tablesWithoutRows, 1000);
}

QTEST_MAIN(BackupWizardTest)
#include "backupwizardtest.moc"
