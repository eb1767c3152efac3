// SPDX-License-Identifier: GPL-3.0-or-later
// The backup wizard, pressed as a person presses it, against a real server.
#include "catalog/backupset.h"
#include "core/quoting.h"
#include "store/history.h"
#include "ui/backup/backupwizard.h"
#include "ui/common/findingsview.h"
#include "ui/common/recordtable.h"
#include "ui/wizards/fixture.h"

#include <QCheckBox>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr int patience = 30'000; // milliseconds
const QString hostileName = QStringLiteral("we\"ird \\ na'me\nü &x");

void selectDatabase(QWidget& wizard, const QString& shownName)
{
    auto* table = visible<ui::RecordTable>(wizard, "databaseTable");
    QVERIFY(table);
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        if (table->model()->index(row, 0).data().toString() == shownName) {
            table->setCurrentIndex(table->model()->index(row, 0));
            return;
        }
    }
    QFAIL("the database is not listed");
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
    void serverDownIsSaidAndRetryRecovers();

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
    visible<QLineEdit>(wizard, "folderEdit")->setText(fixture.folder() + QStringLiteral("/mine"));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner"), patience);
    QVERIFY(!visible<QPlainTextEdit>(wizard, "commandText")->toPlainText().contains(QStringLiteral("pg_dumpall")));
    wizard.back();
    QCOMPARE(visible<QLineEdit>(wizard, "folderEdit")->text(), fixture.folder() + QStringLiteral("/mine"));
    wizard.back();
    QVERIFY(!visible<QCheckBox>(wizard, "globalsCheck")->isChecked());
    auto* table = visible<ui::RecordTable>(wizard, "databaseTable");
    QCOMPARE(table->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("shop"));
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

QTEST_MAIN(BackupWizardTest)
#include "backupwizardtest.moc"
