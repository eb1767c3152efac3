// SPDX-License-Identifier: GPL-3.0-or-later
// The restore wizard, pressed as a person presses it, against a real server.
#include "backup/backuprun.h"
#include "catalog/backupset.h"
#include "cluster/keptclusters.h"
#include "postgres/queries/relations.h"
#include "store/sanitystore.h"
#include "ui/common/findingsview.h"
#include "ui/common/recordtable.h"
#include "ui/restore/restorewizard.h"
#include "ui/wizards/fixture.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr int patience = 30'000; // milliseconds

/// A set as the backup itself makes it, without the window.
QString count(const QString& database, const QString& table)
{
    return TestCluster::shared().value(database, QStringLiteral("SELECT count(*) FROM ") + table);
}

QString databasesLike(const QString& pattern)
{
    return TestCluster::shared().value(QStringLiteral("postgres"), QStringLiteral("SELECT count(*) FROM pg_database WHERE datname LIKE '%1'").arg(pattern));
}

int startedSandboxes()
{
    const auto registry = cluster::ClusterRegistry::open();
    const QList<cluster::ClusterRecord> records = registry ? registry->list() : QList<cluster::ClusterRecord>();
    return static_cast<int>(std::count_if(records.begin(), records.end(), [](const cluster::ClusterRecord& record) {
        return record.kind == cluster::ClusterKind::Sandbox;
    }));
}

} // namespace

class RestoreWizardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void restoresASetIntoANewDatabase();
    void sanityQueriesAreAskedAgain();
    void takenNamesAreSaidWhileTyping();
    void cancelledHalfWayLeavesNoDatabase();
    void saysWhatAWrongFileIs();
    void foreignDumpIsRestoredAndCompared();
    void serverDownIsSaidAndRetryRecovers();
    void intoAServerOfItsOwn();
    void trustIsAskedForOfForeignDumps();

private:
    QTemporaryDir m_sets;
    QString m_shop;
};

void RestoreWizardTest::initTestCase()
{
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.createDatabase(QStringLiteral("shop")));
    QVERIFY(server.script(QStringLiteral("shop"), QStringLiteral("CREATE TABLE orders(id int PRIMARY KEY, note text);"
                                                                 "INSERT INTO orders SELECT i, 'note ' || i FROM generate_series(1, 1234) i;"
                                                                 "CREATE TABLE empty_one(x int);")));
    m_shop = makeSet(QStringLiteral("shop"), m_sets.path());
    QVERIFY(!m_shop.isEmpty());
}

void RestoreWizardTest::restoresASetIntoANewDatabase()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    QPointer<ui::RestoreWizard> wizard(new ui::RestoreWizard(fixture.services(), profile, {m_shop}));
    QSignalSpy restored(wizard.data(), &ui::RestoreWizard::databaseRestored);
    wizard->show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    QVERIFY(visible<QWidget>(*wizard, "sourceFacts"));
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    QCOMPARE(visible<QLineEdit>(*wizard, "targetName")->text(), QStringLiteral("shop_restored"));
    QVERIFY(visible<QRadioButton>(*wizard, "targetNew")->isChecked());
    QVERIFY(visible<QLabel>(*wizard, "optionsSummary")->text().startsWith(QStringLiteral("Everything belongs to ")));
    QTest::keyClick(visible<QLineEdit>(*wizard, "targetName"), Qt::Key_Return);
    auto* commands = wizard->findChild<QPlainTextEdit*>(QStringLiteral("commandText"));
    QVERIFY(commands);
    QTRY_VERIFY_WITH_TIMEOUT(commands->toPlainText().contains(QStringLiteral("pg_restore ")), patience);
    QVERIFY(commands->toPlainText().contains(QStringLiteral("CREATE DATABASE \"shop_restored\"")));
    pressNext(*wizard);
    QTRY_COMPARE_WITH_TIMEOUT(restored.size(), 1, patience);
    QCOMPARE(restored.first().first().toString(), QStringLiteral("shop_restored"));
    QCOMPARE(visible<QLabel>(*wizard, "verdictWord")->text(), QStringLiteral("Done"));
    auto* table = visible<ui::RecordTable>(*wizard, "verdictTable");
    QVERIFY(table);
    QCOMPARE(table->model()->rowCount(), 2);
    for (int row = 0; row < 2; ++row) {
        QCOMPARE(table->model()->index(row, 1).data(), table->model()->index(row, 2).data());
        QCOMPARE(table->model()->index(row, 3).data().toString(), QStringLiteral("equal"));
    }
    QCOMPARE(count(QStringLiteral("shop_restored"), QStringLiteral("orders")), QStringLiteral("1234"));
    QCOMPARE(TestCluster::shared().value(QStringLiteral("shop_restored"), QStringLiteral("SELECT sum(hashtext(o::text)) FROM orders o")),
             TestCluster::shared().value(QStringLiteral("shop"), QStringLiteral("SELECT sum(hashtext(o::text)) FROM orders o")));
    const auto set = catalog::readSet(m_shop);
    QVERIFY(set);
    QCOMPARE(set->proven(), catalog::Proven::Restored);
    wizard->button(QWizard::FinishButton)->click();
    QTRY_VERIFY(!wizard);
    QVERIFY(TestCluster::shared().dropDatabase(QStringLiteral("shop_restored")));
}

void RestoreWizardTest::sanityQueriesAreAskedAgain()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    const core::SanityQuery before{QStringLiteral("orders"), QStringLiteral("SELECT count(*) FROM orders"), true, core::Expectation::Equal, 1};
    const core::SanityQuery later{QStringLiteral("notes"), QStringLiteral("SELECT note FROM orders WHERE id < 3 ORDER BY id"), true, core::Expectation::AtLeast, 5};
    const QString set = makeSet(QStringLiteral("shop"), m_sets.path(), {before});
    const auto queries = store::SanityStore::beside(fixture.services().profiles.path());
    const store::SanityPlace place{profile.id, QStringLiteral("shop")};
    QVERIFY(queries.save(place, later) && queries.save(place, before));
    ui::RestoreWizard wizard(fixture.services(), profile, {set});
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy restored(&wizard, &ui::RestoreWizard::databaseRestored);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner"), patience);
    QCOMPARE(visible<QLabel>(wizard, "reviewSanity")->text(), QStringLiteral("notes, orders"));
    QVERIFY(visible<QPushButton>(wizard, "reviewSanityButton"));
    pressNext(wizard);
    QTRY_COMPARE_WITH_TIMEOUT(restored.size(), 1, patience); // all of it is there
    auto* loads = wizard.findChild<ui::RecordTable*>(QStringLiteral("runRecords"));
    QVERIFY(loads);
    QCOMPARE(loads->model()->rowCount(), 2);
    for (int row = 0; row < 2; ++row)
        QCOMPARE(loads->model()->index(row, 3).data().toString(), QStringLiteral("loaded"));
    QCOMPARE(visible<QLabel>(wizard, "verdictWord")->text(), QStringLiteral("Differences found"));
    QVERIFY(visible<ui::FindingsView>(wizard, "findings")->toText().contains(QStringLiteral("has to be at least 5")));
    QVERIFY(!visible<QPushButton>(wizard, "dropRemainsButton"));
    auto* answers = visible<ui::RecordTable>(wizard, "verdictMoreTable");
    QVERIFY(answers);
    const auto cell = [answers](int row, int column) { return answers->model()->index(row, column).data().toString(); };
    // What is wrong is first; its source is the live database, the other's what the backup noted.
    QCOMPARE(cell(0, 0), QStringLiteral("notes"));
    QVERIFY2(cell(0, 1).endsWith(QStringLiteral("(now)")), qPrintable(cell(0, 1)));
    QCOMPARE(cell(0, 3), QStringLiteral("not as it must be"));
    QCOMPARE(cell(1, 1), QStringLiteral("1234"));
    QCOMPARE(cell(1, 2), QStringLiteral("1234"));
    QCOMPARE(cell(1, 3), QStringLiteral("equal"));
    answers->setFocus();
    answers->selectRecord(0);
    QTest::keyClick(answers, Qt::Key_Return);
    QPointer<QDialog> rows(wizard.findChild<QDialog*>(QStringLiteral("answersDialog")));
    QVERIFY(rows);
    for (const char* name : {"answerTable", "otherAnswerTable"}) {
        auto* table = visible<ui::RecordTable>(*rows, name);
        QVERIFY2(table && table->model()->rowCount() == 2, name);
        QCOMPARE(table->model()->index(1, 0).data().toString(), QStringLiteral("note 2"));
    }
    QTest::keyClick(rows, Qt::Key_Escape);
    QTRY_VERIFY(!rows);
    QVERIFY(TestCluster::shared().dropDatabase(QStringLiteral("shop_restored")));
}

void RestoreWizardTest::takenNamesAreSaidWhileTyping()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::RestoreWizard wizard(fixture.services(), profile, {m_shop});
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    auto* name = visible<QLineEdit>(wizard, "targetName");
    const auto type = [name](const QString& text) {
        name->setFocus();
        name->selectAll();
        QTest::keyClick(name, Qt::Key_Delete);
        QTest::keyClicks(name, text);
    };
    type(QStringLiteral("shop"));
    const auto says = [&wizard](const char* sentence) {
        auto* findings = visible<ui::FindingsView>(wizard, "targetFindings");
        return findings && findings->toText().contains(QLatin1String(sentence));
    };
    QTRY_VERIFY(says("already has a database named shop"));
    QVERIFY(!isEnabledNext(wizard));
    type(QStringLiteral("SHOP"));
    QTRY_VERIFY(isEnabledNext(wizard) && says("upper and lower case"));
    type(QString(64, QLatin1Char('x')));
    QTRY_VERIFY(says("63 bytes"));
    QVERIFY(!isEnabledNext(wizard));
    type({});
    QTRY_VERIFY(!says("63 bytes"));
    QVERIFY(!isEnabledNext(wizard));
    type(QStringLiteral("shop two"));
    QTRY_VERIFY(isEnabledNext(wizard));
    QVERIFY(!visible<ui::FindingsView>(wizard, "targetFindings"));
    // Back and forth keeps it.
    wizard.back();
    pressNext(wizard);
    QCOMPARE(visible<QLineEdit>(wizard, "targetName")->text(), QStringLiteral("shop two"));
}

void RestoreWizardTest::cancelledHalfWayLeavesNoDatabase()
{
    TestCluster& server = TestCluster::shared();
    QVERIFY(server.createDatabase(QStringLiteral("big")));
    QVERIFY(server.script(QStringLiteral("big"), QStringLiteral("CREATE TABLE noise AS SELECT i, md5(i::text) || md5((i * 7)::text) AS t FROM generate_series(1, 2500000) i;")));
    const QString set = makeSet(QStringLiteral("big"), m_sets.path());
    QVERIFY(!set.isEmpty());
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(server.spec());
    ui::RestoreWizard wizard(fixture.services(), profile, {set});
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner"), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(wizard, "phase") && visible<QLabel>(wizard, "phase")->text().startsWith(QLatin1String("Loading rows")), patience);
    auto* loads = visible<ui::RecordTable>(wizard, "runRecords");
    QVERIFY(loads);
    QTRY_COMPARE(loads->model()->index(0, 3).data().toString(), QStringLiteral("being loaded"));
    QCOMPARE(databasesLike(QStringLiteral("big_restored%")), QStringLiteral("1")); // it is half-way, under another name
    QCOMPARE(databasesLike(QStringLiteral("big_restored")), QStringLiteral("0"));
    visible<QPushButton>(wizard, "cancelRunButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(wizard, "verdictWord"), patience);
    QCOMPARE(visible<QLabel>(wizard, "verdictWord")->text(), QStringLiteral("Cancelled"));
    QVERIFY(visible<ui::FindingsView>(wizard, "findings")->toText().contains(QStringLiteral("half-restored database was removed")));
    QCOMPARE(databasesLike(QStringLiteral("big_restored%")), QStringLiteral("0"));
}

void RestoreWizardTest::saysWhatAWrongFileIs()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    QFile zip(fixture.folder() + QStringLiteral("/photos.dump"));
    QVERIFY(zip.open(QIODevice::WriteOnly));
    zip.write("PK\x03\x04 and so on and so on");
    zip.close();
    ui::RestoreWizard wizard(fixture.services(), profile, {zip.fileName()});
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::FindingsView>(wizard, "findings"), patience);
    QVERIFY(visible<ui::FindingsView>(wizard, "findings")->toText().contains(QStringLiteral("ZIP file")));
    QVERIFY(!isEnabledNext(wizard));
    // Another choice puts it right.
    fixture.services().dialogs.chooseFolder = [this](QWidget*, const ui::FileQuestion&, const ui::Dialogs::PathChosen& chosen) { chosen(m_shop); };
    visible<QPushButton>(wizard, "chooseFolderButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    QVERIFY(!visible<ui::FindingsView>(wizard, "findings"));
}

void RestoreWizardTest::foreignDumpIsRestoredAndCompared()
{
    WizardFixture fixture;
    const QString file = fixture.folder() + QStringLiteral("/from cron.dump");
    QVERIFY(TestCluster::shared().dump(QStringLiteral("shop"), {QStringLiteral("--format=custom")}, file));
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    ui::RestoreWizard wizard(fixture.services(), profile, {file});
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy restored(&wizard, &ui::RestoreWizard::databaseRestored);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    visible<QLineEdit>(wizard, "targetName")->setText(QStringLiteral("Ünï \"x\""));
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!visible<QWidget>(wizard, "spinner"), patience);
    pressNext(wizard);
    QTRY_COMPARE_WITH_TIMEOUT(restored.size(), 1, patience);
    QCOMPARE(count(QStringLiteral("Ünï \"x\""), QStringLiteral("orders")), QStringLiteral("1234"));
    QVERIFY(TestCluster::shared().dropDatabase(QStringLiteral("Ünï \"x\"")));
}

void RestoreWizardTest::serverDownIsSaidAndRetryRecovers()
{
    auto server = TestCluster::start();
    QVERIFY(server);
    QVERIFY(server->stop());
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(server->spec());
    ui::RestoreWizard wizard(fixture.services(), profile, {m_shop});
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
    pressNext(wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(wizard, "retryButton"), patience);
    QVERIFY(!isEnabledNext(wizard));
    QVERIFY(server->startAgain());
    visible<QPushButton>(wizard, "retryButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
}

void RestoreWizardTest::intoAServerOfItsOwn()
{
    WizardFixture fixture;
    postgres::ConnectionSpec nowhere; // the profile's server is not needed
    nowhere.host = QStringLiteral("/nonexistent");
    const store::Profile profile = fixture.addProfile(nowhere);
    QPointer<ui::RestoreWizard> wizard(new ui::RestoreWizard(fixture.services(), profile, {m_shop}));
    QSignalSpy restored(wizard.data(), &ui::RestoreWizard::databaseRestored);
    wizard->show();
    QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(*wizard), patience);
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QRadioButton>(*wizard, "targetSandbox"), patience);
    QVERIFY(!isEnabledNext(*wizard));
    visible<QRadioButton>(*wizard, "targetSandbox")->click();
    QVERIFY(isEnabledNext(*wizard));
    pressNext(*wizard);
    auto* commands = wizard->findChild<QPlainTextEdit*>(QStringLiteral("commandText"));
    QTRY_VERIFY_WITH_TIMEOUT(commands->toPlainText().contains(QStringLiteral("--into-sandbox")), patience);
    QVERIFY(!commands->toPlainText().contains(QStringLiteral("--profile")));
    QVERIFY(commands->toPlainText().startsWith(QStringLiteral("tidemarkctl restore ")));
    QVERIFY(cluster::keptSandboxes()->isEmpty());
    QCOMPARE(startedSandboxes(), 1);
    // Another review has a server of its own, and that of the first goes.
    wizard->back();
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(commands->toPlainText().contains(QStringLiteral("--into-sandbox")), patience);
    QCOMPARE(startedSandboxes(), 1);
    pressNext(*wizard);
    QTRY_COMPARE_WITH_TIMEOUT(restored.size(), 1, patience);
    const auto kept = cluster::keptSandboxes();
    QCOMPARE(kept->size(), 1);
    const QString said = visible<ui::FindingsView>(*wizard, "findings")->toText();
    QVERIFY2(said.contains(QStringLiteral("tidemarkctl sandbox stop|remove ") + kept->constFirst().name()), qPrintable(said));
    visible<QPushButton>(*wizard, "copyPsqlButton")->click();
    const QString command = QGuiApplication::clipboard()->text();
    QVERIFY2(command.startsWith(QStringLiteral("psql ")) && said.contains(command), qPrintable(command));
    wizard->button(QWizard::FinishButton)->click();
    QTRY_VERIFY(!wizard);
    // A review that nobody runs leaves no server.
    {
        ui::RestoreWizard another(fixture.services(), profile, {m_shop});
        another.setAttribute(Qt::WA_DeleteOnClose, false);
        another.show();
        QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(another), patience);
        pressNext(another);
        QTRY_VERIFY_WITH_TIMEOUT(visible<QRadioButton>(another, "targetSandbox"), patience);
        visible<QRadioButton>(another, "targetSandbox")->click();
        pressNext(another);
        QTRY_COMPARE_WITH_TIMEOUT(startedSandboxes(), 2, patience);
    }
    QTRY_COMPARE_WITH_TIMEOUT(startedSandboxes(), 1, patience);
    // It runs on without the window, with everything in it.
    QVERIFY(cluster::keptSandboxes()->constFirst().isRunning);
    {
        auto connection = postgres::Connection::open(kept->constFirst().spec(), {}, {}, {});
        QVERIFY2(connection, connection ? "" : qPrintable(connection.error().toText()));
        const auto relations = postgres::listRelations(*connection);
        QVERIFY(relations);
        QCOMPARE(std::count_if(relations->begin(), relations->end(),
                               [](const postgres::Relation& relation) { return relation.name == QLatin1String("orders"); }),
                 1);
    }
    QVERIFY(cluster::removeKept(kept->constFirst()));
    QCOMPARE(cluster::keptSandboxes()->size(), 0);
}

void RestoreWizardTest::trustIsAskedForOfForeignDumps()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(TestCluster::shared().spec());
    const QString file = fixture.folder() + QStringLiteral("/from cron.dump");
    QVERIFY(TestCluster::shared().dump(QStringLiteral("shop"), {QStringLiteral("--format=custom")}, file));
    for (const QString& source : {m_shop, file}) {
        ui::RestoreWizard wizard(fixture.services(), profile, {source});
        wizard.setAttribute(Qt::WA_DeleteOnClose, false);
        wizard.show();
        QTRY_VERIFY_WITH_TIMEOUT(isEnabledNext(wizard), patience);
        pressNext(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(visible<QRadioButton>(wizard, "targetSandbox"), patience);
        visible<QRadioButton>(wizard, "targetSandbox")->click();
        auto* trust = visible<QCheckBox>(wizard, "restoreTrust");
        QCOMPARE(trust != nullptr, source == file);
        if (!trust)
            continue;
        QVERIFY(!trust->isChecked());
        QVERIFY(visible<QLabel>(wizard, "optionsSummary")->text().contains(QStringLiteral("tidemark_drill")));
        QTest::keyClick(trust, Qt::Key_Space);
        QVERIFY(visible<QLabel>(wizard, "optionsSummary")->text().contains(QStringLiteral("belongs to postgres")));
        pressNext(wizard);
        auto* commands = wizard.findChild<QPlainTextEdit*>(QStringLiteral("commandText"));
        QTRY_VERIFY_WITH_TIMEOUT(commands->toPlainText().contains(QStringLiteral("--into-sandbox --trusted")), patience);
    }
}

QTEST_MAIN(RestoreWizardTest)
#include "restorewizardtest.moc"
