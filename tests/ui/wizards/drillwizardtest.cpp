// SPDX-License-Identifier: GPL-3.0-or-later
// Verify by restoring, pressed as a person presses it: from the Backups section to the verdict.
#include "ui/backup/drill/drillwizard.h"

#include "backup/backuprun.h"
#include "catalog/backupset.h"
#include "cluster/clusterregistry.h"
#include "store/history.h"
#include "store/sanitystore.h"
#include "ui/backup/backupspage.h"
#include "ui/common/findingsview.h"
#include "ui/common/recordtable.h"
#include "ui/wizards/fixture.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr int patience = 60'000; // milliseconds
const QString hostile = QStringLiteral(" sh.op \"ü\" it's");

QString copyOf(const QString& set, const QString& to)
{
    QDir().mkpath(to);
    const QStringList files = QDir(set).entryList(QDir::Files);
    for (const QString& file : files) {
        if (!QFile::copy(set + QLatin1Char('/') + file, to + QLatin1Char('/') + file))
            return {};
    }
    return to;
}

int sandboxes()
{
    const auto registry = cluster::ClusterRegistry::open();
    const QList<cluster::ClusterRecord> records =
        registry ? registry->list() : QList<cluster::ClusterRecord>();
    return static_cast<int>(
        std::count_if(records.begin(), records.end(), [](const cluster::ClusterRecord& record) {
            return record.kind == cluster::ClusterKind::Sandbox;
        }));
}

QString text(QWidget& root, const char* label)
{
    auto* found = visible<QLabel>(root, label);
    return found ? found->text() : QString();
}

QStringList column(const ui::RecordTable& table, int number)
{
    QStringList cells;
    for (int row = 0; row < table.model()->rowCount(); ++row)
        cells.append(table.model()->index(row, number).data().toString());
    return cells;
}

} // namespace

class DrillWizardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fromTheListToTheVerdict();
    void whatIsNotAsItWasIsSaid();
    void missingServerNamesThePackage();
    void cancelledLeavesNothing();
    void windowMayBeClosedMeanwhile();
    void onAChosenServer();
    void dumpsFromElsewhereAreNotTrusted();

private:
    QTemporaryDir m_sets;
    QString m_shop;
};

void DrillWizardTest::initTestCase()
{
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.createDatabase(hostile));
    QVERIFY(server.script(hostile, QStringLiteral("CREATE TABLE orders(id int PRIMARY KEY, note text);"
                                                  "INSERT INTO orders SELECT i, 'note ' || i FROM "
                                                  "generate_series(1, 1234) i;"
                                                  "CREATE TABLE \"a.b \"\"c\"\"\"(x int);")));
    m_shop = makeSet(hostile, m_sets.path());
    QVERIFY(!m_shop.isEmpty());
}

void DrillWizardTest::fromTheListToTheVerdict()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    const QString set = copyOf(m_shop, fixture.backupFolder() + QStringLiteral("/Shop server/x/one"));
    const auto queries = store::SanityStore::beside(fixture.services().profiles.path());
    const store::SanityPlace place{profile.id, hostile};
    QVERIFY(queries.save(place, {QStringLiteral("orders"), QStringLiteral("SELECT count(*) FROM orders")}));
    QVERIFY(queries.save({profile.id, QStringLiteral("another")},
                         {QStringLiteral("not of this one"), QStringLiteral("SELECT 2")}));
    core::SanityQuery off{QStringLiteral("not asked"), QStringLiteral("SELECT 1")};
    off.enabled = false;
    QVERIFY(queries.save(place, off));
    ui::BackupsPage page(fixture.services());
    page.show();
    page.setProfile(profile);
    auto* list = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE(list->model()->rowCount(), 1);
    auto* verify = page.findChild<QAction*>(QStringLiteral("verifySetAction"));
    QVERIFY(verify && verify->isEnabled() && list->actions().contains(verify));
    verify->trigger();
    QPointer<ui::DrillWizard> wizard(page.findChild<ui::DrillWizard*>());
    QVERIFY(wizard);
    auto* commands = wizard->findChild<QPlainTextEdit*>(QStringLiteral("commandText"));
    QTRY_VERIFY_WITH_TIMEOUT(commands->toPlainText().startsWith(QStringLiteral("tidemarkctl verify ")),
                             patience);
    QVERIFY(text(*wizard, "drillPlace").startsWith(QStringLiteral("PostgreSQL 15 is started ")));
    QVERIFY(text(*wizard, "drillCompared").contains(QStringLiteral("2 table(s)")));
    QCOMPARE(text(*wizard, "drillSanity"), QStringLiteral("orders"));
    QVERIFY(fixture.services().activities.running().isEmpty());

    pressNext(*wizard);
    QCOMPARE(fixture.services().activities.running().size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(*wizard, "verdictWord"), patience);
    QCOMPARE(text(*wizard, "verdictWord"), QStringLiteral("Done"));
    QVERIFY2(text(*wizard, "verdictSentence")
                 .startsWith(QStringLiteral("Proven: restored in a sandbox of PostgreSQL 15")),
             qPrintable(text(*wizard, "verdictSentence")));
    auto* tables = visible<ui::RecordTable>(*wizard, "verdictTable");
    QVERIFY(tables);
    QCOMPARE(column(*tables, 3), QStringList(2, QStringLiteral("equal")));
    QVERIFY(column(*tables, 0).contains(QStringLiteral("public.a.b \"c\"")));
    auto* answers = visible<ui::RecordTable>(*wizard, "verdictMoreTable");
    QVERIFY(answers);
    QCOMPARE(column(*answers, 0), QStringList(QStringLiteral("orders")));
    QVERIFY(column(*answers, 2).constFirst().contains(QStringLiteral("234")));
    visible<QPushButton>(*wizard, "copyReportButton")->click();
    const QString report = QGuiApplication::clipboard()->text();
    QVERIFY2(report.contains(QStringLiteral("Proven: ")) &&
                 report.contains(QStringLiteral("public.orders\t")) &&
                 report.contains(QStringLiteral("\norders\t")),
             qPrintable(report));

    // Noted beside the set, in the history, and shown in the list.
    QCOMPARE(catalog::readSet(set)->proven(), catalog::Proven::Restored);
    const auto history = store::History::open(fixture.services().historyPath);
    const auto run = history->recent(1)->constFirst();
    QCOMPARE(run.kind, store::RunKind::Check);
    QCOMPARE(run.profileId, profile.id);
    QCOMPARE(run.verdict, core::Verdict::Ok);
    QTRY_VERIFY(text(page, "setChecks").contains(QStringLiteral("restored on trial and compared")));
    QCOMPARE(sandboxes(), 0);
    wizard->button(QWizard::FinishButton)->click();
    QTRY_VERIFY(!wizard);
}

void DrillWizardTest::whatIsNotAsItWasIsSaid()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    const QString set = copyOf(m_shop, fixture.backupFolder() + QStringLiteral("/Shop server/x/two"));
    // The backup claims more rows than it holds.
    QFile file(set + QStringLiteral("/tidemark.json"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray manifest = file.readAll();
    QVERIFY(manifest.contains("1234"));
    manifest.replace("1234", "1235");
    QVERIFY(file.resize(0) && file.seek(0) && file.write(manifest) == manifest.size());
    file.close();
    ui::DrillWizard wizard(fixture.services(), profile, set);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY(isEnabledNext(wizard));
    pressNext(wizard); // also before the answer is there
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(wizard, "verdictWord"), patience);
    QVERIFY(text(wizard, "verdictSentence").startsWith(QStringLiteral("NOT proven: ")));
    auto* tables = visible<ui::RecordTable>(wizard, "verdictTable");
    QVERIFY(tables);
    QCOMPARE(column(*tables, 0).constFirst(),
             QStringLiteral("public.orders")); // what needs attention is first
    QCOMPARE(column(*tables, 3).constFirst(), QStringLiteral("rows differ"));
    QVERIFY(!visible<QWidget>(wizard, "verdictMoreTable"));
    QVERIFY(!visible<QWidget>(wizard, "backButton") && wizard.stage() == ui::RunWizard::Stage::Succeeded);
    QVERIFY(catalog::inspectSet(set)->proven() != catalog::Proven::Restored);
    QCOMPARE(sandboxes(), 0);
}

void DrillWizardTest::missingServerNamesThePackage()
{
    WizardFixture fixture;
    fixture.services().tools = {}; // nothing is installed
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::DrillWizard wizard(fixture.services(), profile, m_shop);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::FindingsView>(wizard, "findings"), patience);
    const QString said = visible<ui::FindingsView>(wizard, "findings")->toText();
    QVERIFY2(said.contains(QStringLiteral("postgresql-15")), qPrintable(said));
    QVERIFY(!isEnabledNext(wizard));
    // It is installed meanwhile.
    fixture.services().tools = tools();
    visible<QPushButton>(wizard, "retryButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!visible<ui::FindingsView>(wizard, "findings") && isEnabledNext(wizard),
                             patience);
}

void DrillWizardTest::cancelledLeavesNothing()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    const QString set = copyOf(m_shop, fixture.backupFolder() + QStringLiteral("/Shop server/x/three"));
    ui::DrillWizard wizard(fixture.services(), profile, set);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY(isEnabledNext(wizard));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(wizard, "cancelRunButton"), patience);
    visible<QPushButton>(wizard, "cancelRunButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(wizard, "verdictWord"), patience);
    QCOMPARE(text(wizard, "verdictWord"), QStringLiteral("Cancelled"));
    QVERIFY(text(wizard, "verdictSentence").contains(QStringLiteral("no verdict")));
    QCOMPARE(wizard.stage(), ui::RunWizard::Stage::Failed);
    QCOMPARE(sandboxes(), 0);
    QCOMPARE(catalog::readSet(set)->checks.size(), catalog::readSet(m_shop)->checks.size());
    // Back, and again: now to its end.
    wizard.button(QWizard::BackButton)->click();
    QTRY_VERIFY(isEnabledNext(wizard));
    pressNext(wizard);
    QTRY_COMPARE_WITH_TIMEOUT(wizard.stage(), ui::RunWizard::Stage::Succeeded, patience);
    QCOMPARE(text(wizard, "verdictWord"), QStringLiteral("Done"));
}

void DrillWizardTest::windowMayBeClosedMeanwhile()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    const QString set = copyOf(m_shop, fixture.backupFolder() + QStringLiteral("/Shop server/x/four"));
    QPointer<ui::DrillWizard> wizard(new ui::DrillWizard(fixture.services(), profile, set));
    QSignalSpy ended(&fixture.services().activities, &ui::Activities::ended);
    wizard->show();
    QTRY_VERIFY(isEnabledNext(*wizard));
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(*wizard, "backgroundButton"), patience);
    visible<QPushButton>(*wizard, "backgroundButton")->click();
    QTRY_VERIFY(!wizard);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, patience);
    QCOMPARE(catalog::readSet(set)->proven(), catalog::Proven::Restored);
}

void DrillWizardTest::onAChosenServer()
{
    WizardFixture fixture;
    fixture.services().tools = {}; // nothing can be started here
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    postgres::ConnectionSpec nowhere = TestCluster::shared().spec();
    nowhere.port = QStringLiteral("1");
    (void)fixture.addProfile(nowhere, QStringLiteral("Gone"));
    const QString set = copyOf(m_shop, fixture.backupFolder() + QStringLiteral("/Shop server/x/five"));
    ui::DrillWizard wizard(fixture.services(), profile, set);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    auto* where = wizard.findChild<QComboBox*>(QStringLiteral("drillWhere"));
    QVERIFY(where);
    QCOMPARE(where->count(), 3);
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::FindingsView>(wizard, "findings"), patience);
    QVERIFY(!isEnabledNext(wizard));
    fixture.services().tools = tools(); // pg_restore is needed all the same
    const auto choose = [&](const QString& server) {
        where->setCurrentIndex(where->findText(QStringLiteral("A new database on ") + server));
        QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner") && isEnabledNext(wizard), patience);
    };
    choose(QStringLiteral("Gone"));
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(wizard, "verdictWord"), patience);
    QVERIFY(text(wizard, "verdictSentence").contains(QStringLiteral("no verdict")));
    wizard.button(QWizard::BackButton)->click();
    choose(QStringLiteral("Shop server"));
    QVERIFY(text(wizard, "drillPlace").contains(QStringLiteral("dropped again")));
    auto* commands = wizard.findChild<QPlainTextEdit*>(QStringLiteral("commandText"));
    QVERIFY(commands->toPlainText().contains(QStringLiteral("--profile 'Shop server'")));
    const QString count = QStringLiteral("SELECT count(*) FROM pg_database");
    const QString before = TestCluster::shared().value(QStringLiteral("postgres"), count);
    pressNext(wizard);
    QTRY_COMPARE_WITH_TIMEOUT(wizard.stage(), ui::RunWizard::Stage::Succeeded, patience);
    QVERIFY2(text(wizard, "verdictSentence").startsWith(QStringLiteral("Proven: restored on Shop server")),
             qPrintable(text(wizard, "verdictSentence")));
    QCOMPARE(TestCluster::shared().value(QStringLiteral("postgres"), count), before);
    QCOMPARE(catalog::readSet(set)->proven(), catalog::Proven::Restored);
}

void DrillWizardTest::dumpsFromElsewhereAreNotTrusted()
{
    TestCluster& server = TestCluster::shared();
    const QString database = QStringLiteral("elsewhere");
    QVERIFY(server.createDatabase(database));
    // Only a superuser may make such a function.
    QVERIFY(server.script(
        database,
        QStringLiteral("CREATE TABLE t AS SELECT 1 AS i; CREATE FUNCTION f(internal) RETURNS internal "
                       "LANGUAGE internal AS 'int4_avg_accum_inv';")));
    WizardFixture fixture;
    const QString file = fixture.folder() + QStringLiteral("/from \"cron\" & <b>.dump");
    QVERIFY(server.dump(database, {QStringLiteral("--format=custom")}, file));
    const store::Profile profile = fixture.addProfile(server.spec());
    ui::DrillWizard wizard(fixture.services(), profile, file);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard) && !visible<QWidget>(wizard, "spinner"), patience);
    auto* trust = visible<QCheckBox>(wizard, "drillTrust");
    QVERIFY(trust && !trust->isChecked());
    QVERIFY(text(wizard, "drillTrustWords").contains(QStringLiteral("superuser")));
    pressNext(wizard);
    QTRY_COMPARE_WITH_TIMEOUT(wizard.stage(), ui::RunWizard::Stage::Succeeded, patience);
    QVERIFY2(text(wizard, "verdictSentence").startsWith(QStringLiteral("NOT proven")),
             qPrintable(text(wizard, "verdictSentence")));
    QVERIFY(visible<ui::FindingsView>(wizard, "findings")
                ->toText()
                .contains(QStringLiteral("I trust this dump")));

    ui::DrillWizard again(fixture.services(), profile, file);
    again.setAttribute(Qt::WA_DeleteOnClose, false);
    again.show();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QCheckBox>(again, "drillTrust"), patience);
    visible<QCheckBox>(again, "drillTrust")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(again, "spinner") && isEnabledNext(again), patience);
    QVERIFY(again.findChild<QPlainTextEdit*>(QStringLiteral("commandText"))
                ->toPlainText()
                .endsWith(QStringLiteral("--trusted")));
    pressNext(again);
    QTRY_COMPARE_WITH_TIMEOUT(again.stage(), ui::RunWizard::Stage::Succeeded, patience);
    QVERIFY2(text(again, "verdictSentence").startsWith(QStringLiteral("Proven")),
             qPrintable(text(again, "verdictSentence")));
    QCOMPARE(sandboxes(), 0);
    // On a server of the person's it would have the person's rights: that has to be wanted.
    ui::DrillWizard there(fixture.services(), profile, file);
    there.setAttribute(Qt::WA_DeleteOnClose, false);
    there.show();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QCheckBox>(there, "drillTrust"), patience);
    visible<QCheckBox>(there, "drillTrust")->click();
    there.findChild<QComboBox*>(QStringLiteral("drillWhere"))->setCurrentIndex(1);
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(there, "spinner") && !isEnabledNext(there), patience);
    QVERIFY(!visible<QCheckBox>(there, "drillTrust")->isChecked());
    QVERIFY(visible<ui::FindingsView>(there, "findings")->toText().contains(QStringLiteral("your rights")));
    visible<QCheckBox>(there, "drillTrust")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(there, "spinner") && isEnabledNext(there), patience);
    // What Tidemark dumped is trusted: nothing is asked.
    ui::DrillWizard own(fixture.services(), profile, m_shop);
    own.setAttribute(Qt::WA_DeleteOnClose, false);
    own.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(own) && !visible<QWidget>(own, "spinner"), patience);
    QVERIFY(!visible<QWidget>(own, "drillTrust"));
}

QTEST_MAIN(DrillWizardTest)
#include "drillwizardtest.moc"
