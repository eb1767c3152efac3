// SPDX-License-Identifier: GPL-3.0-or-later
// The answers of the backup wizard, kept: as presets, as commands, and as those of an earlier run; pressed as a person presses it.
#include "catalog/backupset.h"
#include "core/quoting.h"
#include "store/history.h"
#include "store/presetstore.h"
#include "ui/activity/activitypanel.h"
#include "ui/backup/backupspage.h"
#include "ui/backup/backupwizard.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/iconlabel.h"
#include "ui/common/recordtable.h"
#include "ui/common/wizardsteps.h"
#include "ui/wizards/fixture.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QDirIterator>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTreeView>

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr int patience = 30'000; // milliseconds
const QString hostileName = QStringLiteral("we\"ird \\ na'me\nü &x");

QStringList ticked(QWidget& wizard)
{
    auto* table = visible<ui::RecordTable>(wizard, "databaseTable");
    QStringList names;
    for (int row = 0; table && row < table->model()->rowCount(); ++row) {
        const QModelIndex index = table->model()->index(row, 0);
        if (index.data(Qt::CheckStateRole).toInt() == Qt::Checked)
            names.append(index.data().toString());
    }
    return names;
}

void choosePreset(QWidget& wizard, const QString& text)
{
    auto* box = visible<QComboBox>(wizard, "presetBox");
    QVERIFY(box);
    const int index = box->findText(text);
    QVERIFY2(index >= 0, qPrintable(text));
    box->setFocus();
    while (box->currentIndex() != index)
        QTest::keyClick(box, box->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
}

/// From the first page, which is ready.
void walkToReview(QWizard& wizard)
{
    pressNext(wizard);
    if (!visible<QLineEdit>(wizard, "folderEdit")) {
        QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(wizard, "relationTree"), patience);
        pressNext(wizard);
    }
    QTRY_VERIFY_WITH_TIMEOUT(visible<QWidget>(wizard, "cardMark"), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner"), patience);
}

QStringList setsBelow(const QString& folder)
{
    const auto found = ui::scanFolders({folder}, core::silentContext());
    QStringList sets;
    for (const catalog::BackupSet& set : found ? found->sets : QList<catalog::BackupSet>())
        sets.append(set.folder);
    return sets;
}

} // namespace

class BackupAnswersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aPresetIsSavedChosenAndDeleted();
    void aPresetForAllServersGoesWithWhatIsThere();
    void aPresetOfANewerVersionIsSaid();
    void patternsAreSaidAndKept();
    void anEmptySchemaCanBeLeftOut();
    void aStepThatIsPassedOverHasNoTick();
    void theCommandDoesTheSame();
    void aScriptThatCannotBeWrittenIsSaid();
    void aSetIsBackedUpAgain();
    void aRunOfTheHistoryIsRunAgain();

private:
    QString backUp(WizardFixture& fixture, ui::BackupWizard& wizard);
};

void BackupAnswersTest::initTestCase()
{
    TestCluster& server = TestCluster::shared();
    for (const QString& name : {QStringLiteral("shop"), hostileName, QStringLiteral("blog")}) {
        QVERIFY(server.createDatabase(name));
        QVERIFY(server.script(name, QStringLiteral("CREATE TABLE orders AS SELECT i FROM generate_series(1, 50) i; CREATE TABLE orders_old(x int); CREATE TABLE log AS SELECT 1 AS x;"
                                                   "CREATE SCHEMA bare; CREATE FUNCTION bare.f() RETURNS int LANGUAGE sql AS 'SELECT 1';")));
    }
}

void BackupAnswersTest::aPresetIsSavedChosenAndDeleted()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    const QString name = QStringLiteral("night \"ü\" &1");
    {
        ui::BackupWizard wizard(fixture.services(), profile);
        wizard.setAttribute(Qt::WA_DeleteOnClose, false);
        wizard.preselect(QStringLiteral("shop"));
        wizard.show();
        QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
        QVERIFY(!visible<QPushButton>(wizard, "presetDeleteButton")->isEnabled());
        visible<QCheckBox>(wizard, "globalsCheck")->click();
        pressNext(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(wizard, "relationTree"), patience);
        auto* tree = visible<QTreeView>(wizard, "relationTree");
        tree->setCurrentIndex(lineOf(*tree->model(), QStringLiteral("log")));
        QTest::keyClick(tree, Qt::Key_S);
        pressNext(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(visible<QWidget>(wizard, "cardMark"), patience);
        visible<QRadioButton>(wizard, "directoryCardButton")->click();
        visible<QSpinBox>(wizard, "jobsSpin")->setValue(3);
        visible<QLineEdit>(wizard, "fileNameEdit")->setText(QStringLiteral("{date} x"));
        visible<QLineEdit>(wizard, "folderEdit")->setText(fixture.folder() + QStringLiteral("/mine"));
        pressNext(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner"), patience);
        QCOMPARE(visible<QLabel>(wizard, "reviewDatabaseLabel")->text(), QStringLiteral("Database:"));
        visible<QPushButton>(wizard, "savePresetButton")->click();
        auto* dialog = wizard.findChild<QDialog*>(QStringLiteral("presetNameDialog"));
        QVERIFY(dialog && dialog->isVisible());
        auto* save = dialog->findChild<QPushButton*>(QStringLiteral("presetSave"));
        QVERIFY(!save->isEnabled()); // no name yet
        auto* edit = dialog->findChild<QLineEdit*>(QStringLiteral("presetName"));
        edit->setText(name);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(!wizard.findChild<QDialog*>(QStringLiteral("presetNameDialog")));
        // Back at the first page it is offered at once; the wizard is given up, so nothing is remembered as the last time.
        wizard.back();
        wizard.back();
        wizard.back();
        QVERIFY(visible<QComboBox>(wizard, "presetBox")->findText(name) >= 0);
    }
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(QStringLiteral("blog"));
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    QCOMPARE(ticked(wizard), QStringList{QStringLiteral("blog")});
    choosePreset(wizard, name);
    QCOMPARE(ticked(wizard), QStringList{QStringLiteral("shop")});
    QVERIFY(!visible<QCheckBox>(wizard, "globalsCheck")->isChecked());
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(wizard, "relationTree"), patience);
    QCOMPARE(lineOf(*visible<QTreeView>(wizard, "relationTree")->model(), QStringLiteral("log")).siblingAtColumn(1).data().toString(), QStringLiteral("Structure only"));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QWidget>(wizard, "cardMark"), patience);
    QVERIFY(visible<QRadioButton>(wizard, "directoryCardButton")->isChecked());
    QCOMPARE(visible<QSpinBox>(wizard, "jobsSpin")->value(), 3);
    QCOMPARE(visible<QLineEdit>(wizard, "fileNameEdit")->text(), QStringLiteral("{date} x"));
    QCOMPARE(visible<QLineEdit>(wizard, "folderEdit")->text(), fixture.folder() + QStringLiteral("/mine"));
    // Other answers are a choice away, and reach pages that were seen already.
    wizard.back();
    wizard.back();
    choosePreset(wizard, QStringLiteral("As recommended"));
    QVERIFY(visible<QCheckBox>(wizard, "globalsCheck")->isChecked());
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(wizard, "relationTree"), patience);
    QCOMPARE(lineOf(*visible<QTreeView>(wizard, "relationTree")->model(), QStringLiteral("log")).siblingAtColumn(1).data().toString(), QStringLiteral("All"));
    pressNext(wizard);
    QVERIFY(visible<QRadioButton>(wizard, "customCardButton")->isChecked());
    QCOMPARE(visible<QLineEdit>(wizard, "fileNameEdit")->text(), QStringLiteral("{database}"));
    wizard.back();
    wizard.back();
    choosePreset(wizard, name);
    bool answer = false;
    fixture.services().dialogs.confirm = [&answer](QWidget*, const ui::Confirmation&, const std::function<void(bool)>& answered) { answered(answer); };
    visible<QPushButton>(wizard, "presetDeleteButton")->click();
    QVERIFY(visible<QComboBox>(wizard, "presetBox")->findText(name) >= 0); // refused
    answer = true;
    visible<QPushButton>(wizard, "presetDeleteButton")->click();
    QCOMPARE(visible<QComboBox>(wizard, "presetBox")->findText(name), -1);
    QVERIFY(store::PresetStore::beside(fixture.services().profiles.path()).all()->isEmpty());
}

void BackupAnswersTest::aPresetForAllServersGoesWithWhatIsThere()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    const store::PresetStore presets = store::PresetStore::beside(fixture.services().profiles.path());
    backup::BackupAnswers answers;
    answers.databases = {QStringLiteral("elsewhere"), QStringLiteral("blog")};
    answers.draft.form.format = archive::DumpFormat::Plain;
    QVERIFY(presets.save({QStringLiteral("both"), QStringLiteral("database"), {}, answers.toJson()}, store::IfTaken::Refuse));
    answers.databases = {QStringLiteral("elsewhere")};
    QVERIFY(presets.save({QStringLiteral("other"), QStringLiteral("database"), {}, answers.toJson()}, store::IfTaken::Refuse));
    answers.choice = backup::Databases::All;
    QVERIFY(presets.save({QStringLiteral("whole server"), QStringLiteral("database"), {}, answers.toJson()}, store::IfTaken::Refuse));
    QVERIFY(presets.save({QStringLiteral("physical"), QStringLiteral("base"), {}, {}}, store::IfTaken::Refuse));
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(QStringLiteral("shop"));
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    QCOMPARE(visible<QComboBox>(wizard, "presetBox")->findText(QStringLiteral("physical (all servers)")), -1);
    choosePreset(wizard, QStringLiteral("both (all servers)"));
    QCOMPARE(ticked(wizard), QStringList{QStringLiteral("blog")});
    QVERIFY(visible<ui::IconLabel>(wizard, "answersNotice")->text().contains(QStringLiteral("elsewhere")));
    QVERIFY(isEnabledNext(wizard));
    choosePreset(wizard, QStringLiteral("other (all servers)"));
    QCOMPARE(ticked(wizard), QStringList{QStringLiteral("blog")}); // stays
    QVERIFY(visible<ui::IconLabel>(wizard, "answersNotice")->text().contains(QStringLiteral("elsewhere")));
    choosePreset(wizard, QStringLiteral("whole server (all servers)"));
    QVERIFY(!visible<ui::IconLabel>(wizard, "answersNotice"));
    QCOMPARE(visible<QCheckBox>(wizard, "allDatabasesCheck")->checkState(), Qt::Checked);
}

void BackupAnswersTest::aPresetOfANewerVersionIsSaid()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    const store::PresetStore presets = store::PresetStore::beside(fixture.services().profiles.path());
    QJsonObject answers = backup::BackupAnswers().toJson();
    QJsonObject draft = answers.value(u"draft").toObject();
    draft.insert(QStringLiteral("planFormat"), 99);
    answers.insert(QStringLiteral("draft"), draft);
    QVERIFY(presets.save({QStringLiteral("tomorrow"), QStringLiteral("database"), {}, answers}, store::IfTaken::Refuse));
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(QStringLiteral("shop"));
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    choosePreset(wizard, QStringLiteral("tomorrow (all servers)"));
    QVERIFY(visible<ui::IconLabel>(wizard, "presetProblem")->text().contains(QStringLiteral("newer")));
    QCOMPARE(ticked(wizard), QStringList{QStringLiteral("shop")});
    QCOMPARE(presets.all()->first().answers, answers);
}

void BackupAnswersTest::patternsAreSaidAndKept()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    backup::BackupAnswers answers;
    answers.databases = {QStringLiteral("shop")};
    answers.draft.content.excludedTables = {QStringLiteral("orders_*"), QStringLiteral("\"public\".\"log\"")};
    QVERIFY(store::PresetStore::beside(fixture.services().profiles.path()).save({QStringLiteral("p"), QStringLiteral("database"), profile.id, answers.toJson()}, store::IfTaken::Refuse));
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    choosePreset(wizard, QStringLiteral("p"));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(wizard, "relationTree"), patience);
    QVERIFY(visible<ui::IconLabel>(wizard, "patternNotice")->text().contains(QStringLiteral("orders_*")));
    auto* tree = visible<QTreeView>(wizard, "relationTree");
    QCOMPARE(lineOf(*tree->model(), QStringLiteral("log")).siblingAtColumn(1).data().toString(), QStringLiteral("Left out")); // an exact name is a tick
    tree->setCurrentIndex(lineOf(*tree->model(), QStringLiteral("orders")));
    QTest::keyClick(tree, Qt::Key_S);
    pressNext(wizard);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(wizard, "commandText"), patience);
    const QString command = visible<QPlainTextEdit>(wizard, "commandText")->toPlainText();
    for (const char* part : {"--exclude-table=orders_*", R"(--exclude-table="public"."log")", R"(--exclude-table-data="public"."orders")"})
        QVERIFY2(command.contains(QLatin1String(part)), qPrintable(command));
    wizard.back();
    wizard.back();
    visible<QPushButton>(wizard, "forgetPatternsButton")->click();
    QVERIFY(!visible<ui::IconLabel>(wizard, "patternNotice"));
    pressNext(wizard);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(wizard, "commandText"), patience);
    QVERIFY(!visible<QPlainTextEdit>(wizard, "commandText")->toPlainText().contains(QStringLiteral("orders_*")));
    QVERIFY(visible<QPlainTextEdit>(wizard, "commandText")->toPlainText().contains(QStringLiteral("exclude-table-data")));
}

void BackupAnswersTest::anEmptySchemaCanBeLeftOut()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(QStringLiteral("shop"));
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(wizard, "relationTree"), patience);
    auto* tree = visible<QTreeView>(wizard, "relationTree");
    auto* search = visible<QLineEdit>(wizard, "relationSearch");
    search->setText(QStringLiteral("BAR"));
    QTRY_COMPARE(tree->model()->rowCount(), 1);
    const QModelIndex bare = lineOf(*tree->model(), QStringLiteral("bare"));
    QVERIFY(bare.isValid());
    QCOMPARE(bare.siblingAtColumn(1).data().toString(), QStringLiteral("All"));
    tree->setCurrentIndex(bare);
    QTest::keyClick(tree, Qt::Key_Space);
    QCOMPARE(bare.siblingAtColumn(1).data().toString(), QStringLiteral("Left out"));
    pressNext(wizard);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(wizard, "commandText"), patience);
    QVERIFY(visible<QPlainTextEdit>(wizard, "commandText")->toPlainText().contains(QStringLiteral(R"(--exclude-schema="bare")")));
    QVERIFY(visible<QLabel>(wizard, "reviewContents")->text().startsWith(QStringLiteral("1 whole schema(s) left out")));
    wizard.back();
    wizard.back();
    tree->setCurrentIndex(lineOf(*tree->model(), QStringLiteral("bare")));
    QTest::keyClick(tree, Qt::Key_Space);
    QCOMPARE(lineOf(*tree->model(), QStringLiteral("bare")).siblingAtColumn(1).data().toString(), QStringLiteral("All"));
}

void BackupAnswersTest::aStepThatIsPassedOverHasNoTick()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    auto* all = visible<QCheckBox>(wizard, "allDatabasesCheck");
    while (all->checkState() != Qt::Checked)
        all->click();
    pressNext(wizard);
    QTRY_VERIFY(visible<QLineEdit>(wizard, "folderEdit"));
    const auto* steps = visible<ui::WizardSteps>(wizard, "wizardSteps");
    QVERIFY2(steps->accessibleName().contains(QStringLiteral("not needed: Contents")), qPrintable(steps->accessibleName()));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner"), patience);
    QCOMPARE(visible<QLabel>(wizard, "reviewDatabaseLabel")->text(), QStringLiteral("Databases:"));
}

void BackupAnswersTest::theCommandDoesTheSame()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec(), QStringLiteral("ser'ver \"ö\" $x"));
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(hostileName);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QTreeView>(wizard, "relationTree"), patience);
    auto* tree = visible<QTreeView>(wizard, "relationTree");
    tree->setCurrentIndex(lineOf(*tree->model(), QStringLiteral("log")));
    QTest::keyClick(tree, Qt::Key_Space);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QWidget>(wizard, "cardMark"), patience);
    visible<QRadioButton>(wizard, "plainCardButton")->click();
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(wizard, "commandText"), patience);
    visible<QPushButton>(wizard, "saveCommandButton")->click();
    auto* dialog = wizard.findChild<QDialog*>(QStringLiteral("saveCommandDialog"));
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(!visible<QPushButton>(*dialog, "saveFormButton")); // of one line there is nothing to save
    visible<QPushButton>(*dialog, "copyFormButton")->click();
    const QString line = QGuiApplication::clipboard()->text();

    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto* folder : {"TIDEMARK_CONFIG_DIR", "TIDEMARK_DATA_DIR", "TIDEMARK_CACHE_DIR"})
        environment.insert(QLatin1String(folder), fixture.folder());
    environment.insert(QStringLiteral("PATH"), QFileInfo(QStringLiteral(TIDEMARKCTL)).path() + QStringLiteral(":/usr/bin:/bin"));
    const auto run = [&environment](const QString& program, const QStringList& arguments) {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(program, arguments);
        process.waitForFinished(patience);
        return std::pair(process.exitCode(), QString::fromUtf8(process.readAllStandardError()));
    };
    const auto [lineCode, lineSaid] = run(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), line});
    QVERIFY2(lineCode == 0, qPrintable(lineSaid));
    QStringList sets = setsBelow(fixture.backupFolder());
    QCOMPARE(sets.size(), 1);
    const auto set = catalog::readSet(sets.first());
    QCOMPARE(set->manifest.database, hostileName);
    QCOMPARE(set->manifest.server, profile.name);
    QCOMPARE(set->manifest.dumpFormat, QStringLiteral("plain"));
    QCOMPARE(set->manifest.tables.size(), 2);
    QTest::qSleep(1100); // sets are named by the second

    const QString path = fixture.folder() + QStringLiteral("/my script.sh");
    fixture.services().dialogs.chooseNewFile = [&path](QWidget*, const ui::FileQuestion& question, const ui::Dialogs::PathChosen& chosen) {
        QVERIFY(question.start.endsWith(QStringLiteral(".sh")));
        chosen(path);
    };
    auto* forms = visible<QTabWidget>(*dialog, "commandForms");
    QCOMPARE(forms->count(), 3);
    forms->setCurrentIndex(1);
    visible<QPushButton>(*dialog, "saveFormButton")->click();
    QVERIFY(visible<ui::IconLabel>(*dialog, "saveCommandSaid")->text().contains(path));
    QCOMPARE(QFile::permissions(path) & (QFile::ExeOwner | QFile::ReadGroup | QFile::ReadOther), QFile::Permissions(QFile::ExeOwner));
    const auto [scriptCode, scriptSaid] = run(path, {});
    QVERIFY2(scriptCode == 0, qPrintable(scriptSaid));
    QCOMPARE(setsBelow(fixture.backupFolder()).size(), 2);

    forms->setCurrentIndex(2);
    const QString stock = visible<QPlainTextEdit>(*dialog, "stockScript")->toPlainText();
    QVERIFY(stock.contains(QStringLiteral("nothing is read back")));
    visible<QPushButton>(*dialog, "saveFormButton")->click();
    const auto [stockCode, stockSaid] = run(path, {});
    QVERIFY2(stockCode == 0, qPrintable(stockSaid));
    QCOMPARE(setsBelow(fixture.backupFolder()).size(), 2); // none of Tidemark's
    QStringList files;
    QDirIterator found(fixture.backupFolder() + QStringLiteral("/pg_dump"), QDir::Files, QDirIterator::Subdirectories);
    while (found.hasNext())
        files.append(QFileInfo(found.next()).fileName());
    files.sort();
    QCOMPARE(files.size(), 2);
    QVERIFY2(files.contains(QStringLiteral("globals.sql")) && files.last().endsWith(QStringLiteral(".sql.gz")), qPrintable(files.join(u' ')));
    dialog->close();
}

void BackupAnswersTest::aScriptThatCannotBeWrittenIsSaid()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(QStringLiteral("shop"));
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    walkToReview(wizard);
    visible<QPushButton>(wizard, "saveCommandButton")->click();
    auto* dialog = wizard.findChild<QDialog*>(QStringLiteral("saveCommandDialog"));
    visible<QTabWidget>(*dialog, "commandForms")->setCurrentIndex(1);
    fixture.services().dialogs.chooseNewFile = [](QWidget*, const ui::FileQuestion&, const ui::Dialogs::PathChosen& chosen) { chosen(QStringLiteral("/proc/no/where.sh")); };
    visible<QPushButton>(*dialog, "saveFormButton")->click();
    const QString said = visible<ui::IconLabel>(*dialog, "saveCommandSaid")->text();
    QVERIFY2(!said.isEmpty() && !said.contains(QStringLiteral("Saved")), qPrintable(said));
}

QString BackupAnswersTest::backUp(WizardFixture& fixture, ui::BackupWizard& wizard)
{
    QSignalSpy written(&wizard, &ui::BackupWizard::setWritten);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.preselect(QStringLiteral("passing"));
    wizard.show();
    if (!QTest::qWaitFor([&] { return isEnabledNext(wizard); }, patience))
        return {};
    pressNext(wizard);
    pressNext(wizard);
    if (!QTest::qWaitFor([&] { return visible<QWidget>(wizard, "cardMark") != nullptr; }, patience))
        return {};
    visible<QRadioButton>(wizard, "directoryCardButton")->click();
    visible<QLineEdit>(wizard, "fileNameEdit")->setText(QStringLiteral("as then"));
    visible<QLineEdit>(wizard, "folderEdit")->setText(fixture.folder() + QStringLiteral("/disk"));
    pressNext(wizard);
    if (!QTest::qWaitFor([&] { return !visible<QWidget>(wizard, "spinner"); }, patience))
        return {};
    pressNext(wizard);
    return QTest::qWaitFor([&] { return written.size() == 1; }, patience) ? written.first().first().toString() : QString();
}

void BackupAnswersTest::aSetIsBackedUpAgain()
{
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.createDatabase(QStringLiteral("passing")));
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(server.spec());
    ui::BackupWizard first(fixture.services(), profile);
    QVERIFY(!backUp(fixture, first).isEmpty());
    {
        // What is answered meanwhile is not what that run had.
        ui::BackupWizard between(fixture.services(), profile);
        between.setAttribute(Qt::WA_DeleteOnClose, false);
        between.preselect(QStringLiteral("shop"));
        QSignalSpy written(&between, &ui::BackupWizard::setWritten);
        between.show();
        QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(between), patience);
        choosePreset(between, QStringLiteral("As recommended"));
        walkToReview(between);
        pressNext(between);
        QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
    }
    ui::BackupsPage page(fixture.services());
    QSignalSpy wanted(&page, &ui::BackupsPage::runAgainRequested);
    page.show();
    page.setProfile(profile);
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 2, patience);
    for (int row = 0; row < 2; ++row) {
        if (table->model()->index(row, ui::BackupSetModel::Database).data().toString() == QStringLiteral("passing"))
            table->setCurrentIndex(table->model()->index(row, 0));
    }
    const QList<QAction*> menu = table->actions();
    QVERIFY(std::any_of(menu.begin(), menu.end(), [](const QAction* action) {
        return action->isEnabled() && action->text().remove(QLatin1Char('&')).startsWith(QLatin1String("Run again"));
    }));
    visible<QPushButton>(page, "runAgainButton")->click();
    QCOMPARE(wanted.size(), 1);
    const auto former = ui::formerRun(wanted.first().first().value<catalog::BackupSet>());
    QVERIFY(former);
    {
        ui::BackupWizard wizard(fixture.services(), profile);
        wizard.setAttribute(Qt::WA_DeleteOnClose, false);
        wizard.takeAnswers(*former);
        wizard.show();
        QVERIFY(visible<QComboBox>(wizard, "presetBox")->currentText().startsWith(QStringLiteral("As on ")));
        QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
        QCOMPARE(ticked(wizard), QStringList{QStringLiteral("passing")});
        walkToReview(wizard);
        QVERIFY(visible<QPlainTextEdit>(wizard, "commandText")->toPlainText().contains(QStringLiteral("as%20then.dir")));
        QVERIFY2(visible<QLabel>(wizard, "estimate")->text().contains(QStringLiteral("as on")), qPrintable(visible<QLabel>(wizard, "estimate")->text()));
        QTest::qSleep(1100); // sets are named by the second
        QSignalSpy written(&wizard, &ui::BackupWizard::setWritten);
        pressNext(wizard);
        QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
        const auto again = catalog::readSet(written.first().first().toString());
        QVERIFY(again);
        const auto answers = backup::BackupAnswers::fromPlan(again->manifest.options);
        QVERIFY(answers);
        QCOMPARE(answers->toJson(), std::get<backup::BackupAnswers>(former->answers).toJson());
    }
    // The database and the folder are gone.
    QVERIFY(server.dropDatabase(QStringLiteral("passing")));
    QVERIFY(QDir(fixture.folder() + QStringLiteral("/disk")).removeRecursively());
    ui::BackupWizard wizard(fixture.services(), profile);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.takeAnswers(*former);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::IconLabel>(wizard, "answersNotice"), patience);
    QVERIFY(visible<ui::IconLabel>(wizard, "answersNotice")->text().contains(QStringLiteral("passing")));
    QVERIFY(!isEnabledNext(wizard)); // nothing else is taken in its place
    visible<QCheckBox>(wizard, "allDatabasesCheck")->click();
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::IconLabel>(wizard, "folderSpace")->text().contains(QStringLiteral("not there any more")), patience);
}

void BackupAnswersTest::aRunOfTheHistoryIsRunAgain()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    backup::BackupDraft draft;
    draft.database = hostileName;
    draft.destination = QStringLiteral("/srv/b");
    draft.content.exceptions = {{QStringLiteral("public"), QStringLiteral("log"), backup::Keep::Nothing}};
    backup::BackupPlan plan;
    plan.draft = draft;
    auto history = store::History::open(fixture.services().historyPath);
    QVERIFY(history);
    store::RunRecord run;
    run.runId = QStringLiteral("r1");
    run.profileId = profile.id;
    run.subject = hostileName;
    run.started = QDateTime::currentDateTimeUtc();
    run.plan = plan.toJson();
    QVERIFY(history->begin(run));
    QVERIFY(history->end(run.runId, {run.started.addSecs(1), core::Verdict::Failed, QStringLiteral("It failed."), {}, {}, 0}));
    store::RunRecord restore = run;
    restore.runId = QStringLiteral("r2");
    restore.kind = store::RunKind::Restore;
    restore.plan = {};
    QVERIFY(history->begin(restore));
    QVERIFY(history->end(restore.runId, {run.started.addSecs(1), core::Verdict::Ok, QStringLiteral("Restored."), {}, {}, 0}));
    ui::ActivityPanel panel(fixture.services());
    QSignalSpy wanted(&panel, &ui::ActivityPanel::runAgainRequested);
    panel.show();
    auto* table = panel.findChild<ui::RecordTable*>(QStringLiteral("activityTable"));
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 2, patience);
    auto* again = panel.findChild<QPushButton*>(QStringLiteral("activityRunAgain"));
    int offered = 0;
    for (int row = 0; row < 2; ++row) {
        table->selectRecord(row);
        offered += again->isVisible() ? 1 : 0;
        if (again->isVisible())
            again->click();
    }
    QCOMPARE(offered, 1); // a restore is none
    QCOMPARE(wanted.size(), 1);
    const auto former = ui::formerRun(wanted.first().first().value<store::RunRecord>());
    QVERIFY(former);
    const auto& answers = std::get<backup::BackupAnswers>(former->answers);
    QCOMPARE(answers.databases, QStringList{hostileName});
    QCOMPARE(answers.contentOf(hostileName), draft.content);
    QVERIFY(!answers.draft.form.format); // what was left open is open again
    store::RunRecord old = run;
    old.plan = {};
    QVERIFY(!ui::canRunAgain(old));
    QVERIFY(!ui::formerRun(old));
}

QTEST_MAIN(BackupAnswersTest)
#include "backupanswerstest.moc"
