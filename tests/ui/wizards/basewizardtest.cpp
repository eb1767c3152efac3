// SPDX-License-Identifier: GPL-3.0-or-later
// The base backup wizard, pressed as a person presses it, against a real server.
#include "catalog/backupset.h"
#include "core/quoting.h"
#include "store/history.h"
#include "support/baseruns.h"
#include "ui/backup/base/basebackupwizard.h"
#include "ui/backup/runagain.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/wizards/fixture.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDirIterator>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>

using namespace tidemark;
using namespace tidemark::test;
using ui::BaseBackupWizard;

namespace {

constexpr int patience = 60'000; // milliseconds
const bool inMemory = workInMemory();

QStringList setsBelow(const QString& folder)
{
    QStringList found;
    QDirIterator files(folder, {QStringLiteral("tidemark.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext())
        found.append(QFileInfo(files.next()).path());
    return found;
}

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

class BaseWizardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void makesATarSetByKeyboard();
    void answersReachTheCommandAndAreKept();
    void tablespacesOfAPlainBackup();
    void lackOfPrivilegeLeadsToARole();
    void unreachableServerIsSaid();
    void cancelledHalfWayLeavesNothing();

private:
    BaseBackupWizard* open(WizardFixture& fixture, const store::Profile& profile);
    std::optional<TestCluster> m_server;
    QString m_location;
};

void BaseWizardTest::initTestCase()
{
    qInfo("in memory: %d", int(inMemory));
    auto server = TestCluster::start();
    QVERIFY2(server, qPrintable(server ? QString() : server.error().toText()));
    m_server.emplace(std::move(*server));
    QVERIFY(m_server->createDatabase(QStringLiteral("shop")));
    QVERIFY(m_server->script(
        QStringLiteral("shop"),
        QStringLiteral(
            "CREATE TABLE orders AS SELECT i, md5(i::text) AS t FROM generate_series(1, 20000) i")));
}

BaseBackupWizard* BaseWizardTest::open(WizardFixture& fixture, const store::Profile& profile)
{
    auto* wizard = new BaseBackupWizard(fixture.services(), profile);
    wizard->show();
    return wizard;
}

void BaseWizardTest::makesATarSetByKeyboard()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(m_server->spec());
    QPointer<BaseBackupWizard> wizard = open(fixture, profile);
    QVERIFY(QTest::qWaitForWindowActive(wizard));
    QSignalSpy written(wizard.data(), &BaseBackupWizard::setWritten);
    QVERIFY(isEnabledNext(*wizard)); // nothing has to be waited for
    QTRY_VERIFY_WITH_TIMEOUT(
        visible<QLabel>(*wizard, "formNote")->text().contains(QStringLiteral("pg_basebackup")), patience);
    QVERIFY(visible<QLabel>(*wizard, "serverSize")->text().contains(QStringLiteral("MB")));
    QVERIFY(visible<QRadioButton>(*wizard, "tarCardButton")->isChecked());
    QVERIFY(!visible<QWidget>(*wizard, "tablespaceChoice")); // there are none
    QVERIFY(tabTo(*wizard, "folderEdit"));
    QTest::keyClick(wizard->focusWidget(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(wizard->focusWidget(), fixture.folder() + QStringLiteral("/else where"));
    QTest::keyClick(wizard->focusWidget(), Qt::Key_Return); // the default button is Next
    QTRY_VERIFY_WITH_TIMEOUT(commandsOf(*wizard).contains(QStringLiteral("pg_basebackup ")), patience);
    QVERIFY(commandsOf(*wizard).contains(QStringLiteral("--checkpoint=fast")));
    QVERIFY(!commandsOf(*wizard).contains(QStringLiteral("--max-rate")));
    QVERIFY(visible<ui::IconLabel>(*wizard, "allWell"));
    QVERIFY(visible<QLabel>(*wizard, "estimate")->text().contains(QStringLiteral("no earlier run")));
    pressNext(*wizard);
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
    QCOMPARE(visible<QLabel>(*wizard, "verdictWord")->text(), QStringLiteral("Done"));
    QVERIFY(visible<QLabel>(*wizard, "verdictSentence")
                ->text()
                .contains(QStringLiteral("every byte was read back")));
    QVERIFY(visible<QPushButton>(*wizard, "openFolderButton"));
    QVERIFY(!visible<QPushButton>(*wizard, "restoreButton")); // nothing that would lead nowhere

    const QString path = written.first().first().toString();
    QVERIFY(path.startsWith(fixture.folder() + QStringLiteral("/else where/")));
    const auto set = catalog::readSet(path);
    QVERIFY(set);
    QVERIFY(set->manifest.kind == catalog::SetKind::BaseBackup);
    QCOMPARE(set->manifest.server, profile.name);
    QCOMPARE(set->proven(), catalog::Proven::ReadBack);
    QCOMPARE(fixture.services().profiles.find(profile.id)->defaultBackupFolder,
             fixture.folder() + QStringLiteral("/else where"));
    const auto history = store::History::open(fixture.services().historyPath);
    QVERIFY(history);
    const auto runs = history->recent(10);
    QVERIFY(runs && runs->size() == 1);
    QCOMPARE(runs->first().setPath, path);
    QSignalSpy verify(wizard.data(), &BaseBackupWizard::verifyRequested);
    auto* button = visible<QPushButton>(*wizard, "verifyButton");
    QVERIFY(button);
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(verify.size(), 1);
    QCOMPARE(verify.first().first().toString(), path);
    QTest::keyClick(wizard.data(), Qt::Key_Escape);
    QTRY_VERIFY(!wizard);

    // The next one knows how long this one took.
    QPointer<BaseBackupWizard> again = open(fixture, *fixture.services().profiles.find(profile.id));
    pressNext(*again);
    QTRY_VERIFY_WITH_TIMEOUT(
        visible<QLabel>(*again, "estimate")->text().contains(QStringLiteral("as last time")), patience);
    again->close();
}

void BaseWizardTest::answersReachTheCommandAndAreKept()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile(m_server->spec());
    // What the databases' wizard has kept stays.
    fixture.services().preferences.setBackupAnswers(profile.id,
                                                    {{QStringLiteral("draft"), QStringLiteral("kept")}});
    const auto choose = [](QWidget& wizard, const char* name, int index) {
        visible<QComboBox>(wizard, name)->setCurrentIndex(index);
    };
    QPointer<BaseBackupWizard> wizard = open(fixture, profile);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QComboBox>(*wizard, "compressionCombo")->count() > 2, patience);
    choose(*wizard, "compressionCombo",
           visible<QComboBox>(*wizard, "compressionCombo")->findText(QStringLiteral("gzip")));
    visible<QSpinBox>(*wizard, "compressionLevel")->setValue(3);
    choose(*wizard, "rateUnit", 1);
    visible<QSpinBox>(*wizard, "rateSpin")->setValue(20); // less than the server takes
    visible<QToolButton>(*wizard, "moreOptionsButton")->click();
    choose(*wizard, "walCombo", 1);
    choose(*wizard, "checksumCombo",
           visible<QComboBox>(*wizard, "checksumCombo")
               ->findText(QStringLiteral("CRC32C"), Qt::MatchStartsWith));
    visible<QLineEdit>(*wizard, "labelEdit")->setText(QStringLiteral("before 'it'"));
    QVERIFY(visible<QToolButton>(*wizard, "moreOptionsButton")->text().contains(QLatin1Char('3')));
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!commandsOf(*wizard).isEmpty(), patience);
    for (const char* part :
         {"--wal-method=fetch", "--manifest-checksums=CRC32C", "--max-rate=32", "gzip:3", "before "})
        QVERIFY2(commandsOf(*wizard).contains(QLatin1String(part)), part);
    QVERIFY(visible<QLabel>(*wizard, "reviewForm")->text().contains(QStringLiteral("gzip, level 3")));
    visible<QPushButton>(*wizard, "saveCommandButton")->click();
    auto* dialog = wizard->findChild<QDialog*>(QStringLiteral("saveCommandDialog"));
    QVERIFY(dialog && dialog->isVisible());
    visible<QPushButton>(*dialog, "copyFormButton")->click();
    const QString line = QGuiApplication::clipboard()->text();
    for (const char* part : {" backup --physical --to ", "--compress gzip:3", "--wal-method fetch", "--label "})
        QVERIFY2(line.contains(QLatin1String(part)), qPrintable(line));
    dialog->close();
    // Back never loses an answer; without the limit, so that it ends today.
    wizard->back();
    QCOMPARE(visible<QSpinBox>(*wizard, "compressionLevel")->value(), 3);
    visible<QSpinBox>(*wizard, "rateSpin")->setValue(0);
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!commandsOf(*wizard).isEmpty() &&
                                 !commandsOf(*wizard).contains(QStringLiteral("--max-rate")),
                             patience);
    QSignalSpy written(wizard.data(), &BaseBackupWizard::setWritten);
    pressNext(*wizard);
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
    wizard->close();

    QPointer<BaseBackupWizard> again = open(fixture, *fixture.services().profiles.find(profile.id));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QComboBox>(*again, "compressionCombo")->count() > 2, patience);
    QCOMPARE(visible<QComboBox>(*again, "compressionCombo")->currentText(), QStringLiteral("gzip"));
    QCOMPARE(visible<QSpinBox>(*again, "compressionLevel")->value(), 3);
    visible<QToolButton>(*again, "moreOptionsButton")->click();
    QCOMPARE(visible<QComboBox>(*again, "walCombo")->currentIndex(), 1);
    QCOMPARE(visible<QLineEdit>(*again, "labelEdit")->text(), QStringLiteral("before 'it'"));
    QCOMPARE(
        fixture.services().preferences.backupAnswers(profile.id).value(QStringLiteral("draft")).toString(),
        QStringLiteral("kept"));
    again->close();

    const auto former = ui::formerRun(catalog::readSet(written.first().first().toString()).value_or(catalog::BackupSet()));
    QVERIFY2(former.has_value(), former ? "" : qPrintable(former.error().toText()));
    fixture.services().preferences.setBackupAnswers(profile.id, {});
    BaseBackupWizard like(fixture.services(), profile, nullptr, std::get<backup::base::BaseBackupDraft>(former->answers));
    like.setAttribute(Qt::WA_DeleteOnClose, false);
    like.show();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QComboBox>(like, "compressionCombo")->count() > 2, patience);
    QCOMPARE(visible<QComboBox>(like, "compressionCombo")->currentText(), QStringLiteral("gzip"));
    visible<QToolButton>(like, "moreOptionsButton")->click();
    QCOMPARE(visible<QLineEdit>(like, "labelEdit")->text(), QStringLiteral("before 'it'"));
}

void BaseWizardTest::tablespacesOfAPlainBackup()
{
    m_location = m_server->local().folder() + QStringLiteral("/odd = \"space\"");
    const auto user = cluster::serverUser(core::silentContext());
    QVERIFY(user && cluster::makePrivateFolder(m_location, *user));
    QVERIFY(
        m_server->sql(QStringLiteral("postgres"),
                      QStringLiteral("CREATE TABLESPACE \"slow \"\"disk\" LOCATION '%1'").arg(m_location)));
    QVERIFY(m_server->sql(QStringLiteral("shop"),
                          QStringLiteral("CREATE TABLE far TABLESPACE \"slow \"\"disk\" AS SELECT 1 AS i")));
    WizardFixture fixture;
    QPointer<BaseBackupWizard> wizard = open(fixture, fixture.addProfile(m_server->spec()));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QWidget>(*wizard, "tablespaceChoice"), patience);
    QVERIFY(visible<QLabel>(*wizard, "tablespaceNote")->text().contains(QStringLiteral("tar file")));
    QVERIFY(!visible<QComboBox>(*wizard, "tablespacePlace"));
    visible<QRadioButton>(*wizard, "plainCardButton")->click();
    QVERIFY(!visible<QComboBox>(*wizard, "compressionCombo")->isEnabled());
    auto* place = visible<QComboBox>(*wizard, "tablespacePlace");
    QVERIFY(place);
    QCOMPARE(place->currentIndex(), 0); // into the set

    place->setCurrentIndex(1); // where the server's own is: refused, with a remedy
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<ui::FindingsView>(*wizard, "findings"), patience);
    QVERIFY(visible<ui::FindingsView>(*wizard, "findings")->toText().contains(QStringLiteral("slow")) ||
            visible<ui::FindingsView>(*wizard, "findings")->toText().contains(QStringLiteral("odd")));
    QVERIFY(!isEnabledNext(*wizard));
    wizard->back();

    place->setCurrentIndex(2);
    QVERIFY(!isEnabledNext(*wizard)); // no folder yet
    // The Tab key goes down the page.
    QVERIFY(QTest::qWaitForWindowActive(wizard));
    visible<QLineEdit>(*wizard, "folderEdit")->setFocus();
    for (const char* name : {"browseButton", "checkpointCombo", "rateSpin", "rateUnit", "tablespacePlace",
                             "tablespaceFolder", "tablespaceBrowse", "moreOptionsButton"}) {
        QTest::keyClick(wizard->focusWidget(), Qt::Key_Tab);
        QCOMPARE(wizard->focusWidget()->objectName(), QLatin1String(name));
    }
    const QString elsewhere = fixture.folder() + QStringLiteral("/new = folder");
    visible<QLineEdit>(*wizard, "tablespaceFolder")->setText(elsewhere);
    QVERIFY(isEnabledNext(*wizard));
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(commandsOf(*wizard).contains(QStringLiteral("--tablespace-mapping")), patience);
    QVERIFY(visible<QLabel>(*wizard, "reviewTablespaces")->text().contains(QStringLiteral("new = folder")));
    QSignalSpy written(wizard.data(), &BaseBackupWizard::setWritten);
    pressNext(*wizard);
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
    QVERIFY(!QDir(elsewhere).isEmpty());
    QVERIFY(QFileInfo::exists(written.first().first().toString() + QStringLiteral("/base/PG_VERSION")));
    wizard->close();
}

void BaseWizardTest::lackOfPrivilegeLeadsToARole()
{
    QVERIFY(m_server->sql(QStringLiteral("postgres"), QStringLiteral("CREATE ROLE weak LOGIN")));
    WizardFixture fixture;
    store::Profile profile = fixture.addProfile(m_server->spec());
    profile.spec.user = QStringLiteral("weak");
    QPointer<BaseBackupWizard> wizard = open(fixture, profile);
    QSignalSpy role(wizard.data(), &BaseBackupWizard::roleRequested);
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(*wizard, "makeRoleButton"), patience);
    QVERIFY(!isEnabledNext(*wizard));
    QVERIFY(visible<ui::FindingsView>(*wizard, "findings")->toText().contains(QStringLiteral("REPLICATION")));
    visible<QPushButton>(*wizard, "makeRoleButton")->click();
    QCOMPARE(role.size(), 1);
    // Once it has been given, coming back to the review finds that out.
    QVERIFY(m_server->sql(QStringLiteral("postgres"), QStringLiteral("ALTER ROLE weak REPLICATION")));
    wizard->back();
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!commandsOf(*wizard).isEmpty(), patience);
    wizard->close();
}

void BaseWizardTest::unreachableServerIsSaid()
{
    WizardFixture fixture;
    store::Profile profile = fixture.addProfile(m_server->spec());
    profile.spec.host = QStringLiteral("/nowhere");
    QPointer<BaseBackupWizard> wizard = open(fixture, profile);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPushButton>(*wizard, "retryButton"), patience);
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(
        visible<QPushButton>(*wizard, "retryButton") && visible<QLabel>(*wizard, "estimate"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(visible<QLabel>(*wizard, "estimate")->text(), QStringLiteral("not known"),
                              patience);
    QVERIFY(!isEnabledNext(*wizard));
    wizard->close();
}

void BaseWizardTest::cancelledHalfWayLeavesNothing()
{
    WizardFixture fixture;
    QPointer<BaseBackupWizard> wizard = open(fixture, fixture.addProfile(m_server->spec()));
    QTRY_VERIFY_WITH_TIMEOUT(visible<QComboBox>(*wizard, "compressionCombo")->count() > 2, patience);
    visible<QSpinBox>(*wizard, "rateSpin")->setValue(1); // so that it is still at work
    pressNext(*wizard);
    QTRY_VERIFY_WITH_TIMEOUT(!commandsOf(*wizard).isEmpty(), patience);
    pressNext(*wizard);
    // True percent, and the server's phase in words.
    QTRY_VERIFY_WITH_TIMEOUT(visible<QProgressBar>(*wizard, "progress") &&
                                 visible<QProgressBar>(*wizard, "progress")->maximum() > 0 &&
                                 visible<QProgressBar>(*wizard, "progress")->value() > 0,
                             patience);
    QCOMPARE(visible<QLabel>(*wizard, "phase")->text(), QStringLiteral("Copying the server's files"));
    visible<QPushButton>(*wizard, "cancelRunButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(visible<QLabel>(*wizard, "verdictWord"), patience);
    QCOMPARE(visible<QLabel>(*wizard, "verdictWord")->text(), QStringLiteral("Cancelled"));
    QVERIFY(setsBelow(fixture.folder()).isEmpty());
    QDirIterator partial(fixture.folder(), {QStringLiteral("*.partial")}, QDir::Dirs,
                         QDirIterator::Subdirectories);
    QVERIFY(!partial.hasNext());
    QCOMPARE(m_server->value(QStringLiteral("postgres"),
                             QStringLiteral("SELECT count(*) FROM pg_stat_replication")),
             QStringLiteral("0"));
    QVERIFY(wizard->button(QWizard::BackButton)->isVisible());
    wizard->close();
}

QTEST_MAIN(BaseWizardTest)
#include "basewizardtest.moc"
