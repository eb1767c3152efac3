// SPDX-License-Identifier: GPL-3.0-or-later
// The Backups and Restore sections over folders with sets of several servers, good and damaged.
#include "catalog/setwriter.h"
#include "ui/backup/backupspage.h"
#include "ui/common/findingsview.h"
#include "ui/common/recordtable.h"
#include "ui/restore/dropzone.h"
#include "ui/restore/restorepage.h"
#include "ui/wizards/fixture.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>
#include <QUrl>

using namespace tidemark;
using namespace tidemark::test;

namespace {

struct SetOf
{
    QString server;
    QString database;
    int day = 1;
    QString systemIdentifier;
};

/// A set whose dump is no archive: the lists only read manifests.
QString writeSet(const QString& destination, const SetOf& what)
{
    catalog::Manifest manifest;
    manifest.server = what.server;
    manifest.database = what.database;
    manifest.systemIdentifier = what.systemIdentifier;
    manifest.started = QDateTime(QDate(2026, 3, what.day), QTime(2, 0), Qt::UTC);
    manifest.ended = manifest.started.addSecs(41);
    manifest.digestMethod = QStringLiteral("test");
    manifest.dumpFile = QStringLiteral("x.dump");
    manifest.tables = {{QStringLiteral("public"), QStringLiteral("t"), {}, 1000 * what.day, 10, {}}};
    manifest.files = {{QStringLiteral("x.dump"), 4, {}}};
    auto writer = catalog::SetWriter::create({destination, what.server, what.database}, manifest.started, manifest.runId);
    if (!writer)
        return {};
    QFile file(writer->filePath(QStringLiteral("x.dump")));
    if (!file.open(QIODevice::WriteOnly) || file.write("dump") != 4)
        return {};
    file.close();
    return writer->finish(manifest) ? writer->finalFolder() : QString();
}

} // namespace

class BackupsPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyStateOffersTheFirstBackup();
    void otherWaysByKeyboard();
    void listsTheSetsOfThisServer();
    void sortsByValueAndCopiesAsText();
    void damagedSetIsAFinding();
    void restoreSectionOffersEverySet();
    void droppedFileIsASource();
};

void BackupsPageTest::emptyStateOffersTheFirstBackup()
{
    WizardFixture fixture;
    ui::BackupsPage page(fixture.services());
    QSignalSpy wanted(&page, &ui::BackupsPage::backupRequested);
    page.show();
    page.setProfile(fixture.addProfile({}));
    QTRY_VERIFY(visible<QPushButton>(page, "firstBackupButton"));
    QVERIFY(!visible<QPushButton>(page, "restoreSetButton")->isEnabled());
    QVERIFY(!visible<ui::FindingsView>(page, "findings")); // a folder that was never made is nothing to report
    visible<QPushButton>(page, "firstBackupButton")->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().value<ui::BackupWay>(), ui::BackupWay::Databases);
}

void BackupsPageTest::otherWaysByKeyboard()
{
    WizardFixture fixture;
    ui::BackupsPage page(fixture.services());
    QSignalSpy wanted(&page, &ui::BackupsPage::backupRequested);
    page.show();
    page.setProfile(fixture.addProfile({}));
    QVERIFY(QTest::qWaitForWindowActive(&page));
    auto* menu = page.findChild<ui::BackupMenu*>();
    QVERIFY(menu);
    const auto choose = [&](const QList<Qt::Key>& keys) {
        QTimer::singleShot(0, menu, [menu, keys] {
            for (const Qt::Key key : keys)
                QTest::keyClick(menu, key);
        });
        QTest::keyClick(&page, Qt::Key_Down, Qt::AltModifier); // returns once the menu is closed
    };
    // The sentences below the entries are no stops of the arrow keys.
    choose({Qt::Key_Down, Qt::Key_Down, Qt::Key_Return});
    QTRY_COMPARE(wanted.size(), 1);
    QCOMPARE(wanted.last().first().value<ui::BackupWay>(), ui::BackupWay::BaseBackup);
    choose({Qt::Key_R});
    QTRY_COMPARE(wanted.size(), 2);
    QCOMPARE(wanted.last().first().value<ui::BackupWay>(), ui::BackupWay::Role);
    choose({Qt::Key_Down, Qt::Key_Return});
    QTRY_COMPARE(wanted.size(), 3);
    QCOMPARE(wanted.last().first().value<ui::BackupWay>(), ui::BackupWay::Databases);
    for (const QAction* entry : menu->actions())
        QVERIFY(entry->objectName().isEmpty() || !entry->statusTip().isEmpty());
}

void BackupsPageTest::listsTheSetsOfThisServer()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({});
    const QString newest = writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("a"), 9, QStringLiteral("77")});
    QVERIFY(!newest.isEmpty());
    QVERIFY(!writeSet(fixture.backupFolder(), {QStringLiteral("its former name"), QStringLiteral("b"), 3, QStringLiteral("77")}).isEmpty());
    QVERIFY(!writeSet(fixture.backupFolder(), {QStringLiteral("another"), QStringLiteral("c"), 5, QStringLiteral("88")}).isEmpty());
    ui::BackupsPage page(fixture.services());
    QSignalSpy wanted(&page, &ui::BackupsPage::restoreRequested);
    page.show();
    page.setProfile(profile);
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QVERIFY(table->isColumnHidden(ui::BackupSetModel::Server));
    auto* every = visible<QCheckBox>(page, "everyServerCheck");
    QVERIFY(every);
    every->click();
    QCOMPARE(table->model()->rowCount(), 3);
    QVERIFY(!table->isColumnHidden(ui::BackupSetModel::Server));
    visible<QPushButton>(page, "restoreSetButton")->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toString(), newest);
}

void BackupsPageTest::sortsByValueAndCopiesAsText()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({});
    for (const int day : {2, 10, 9})
        QVERIFY(!writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("db%1").arg(day), day, {}}).isEmpty());
    ui::BackupsPage page(fixture.services());
    page.show();
    page.setProfile(profile);
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 3);
    QCOMPARE(table->model()->index(0, ui::BackupSetModel::Database).data().toString(), QStringLiteral("db10")); // newest first
    table->sortByColumn(ui::BackupSetModel::Rows, Qt::AscendingOrder);
    QCOMPARE(table->model()->index(0, ui::BackupSetModel::Database).data().toString(), QStringLiteral("db2"));
    QCOMPARE(table->model()->index(2, ui::BackupSetModel::Database).data().toString(), QStringLiteral("db10")); // as numbers
    table->setCurrentIndex(table->model()->index(0, 0));
    table->setFocus();
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.last().contains(QStringLiteral("\tdb2\t")));
}

void BackupsPageTest::damagedSetIsAFinding()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({});
    const QString good = writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("good"), 1, {}});
    const QString bad = writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("bad"), 2, {}});
    QVERIFY(!good.isEmpty() && QFile::resize(bad + QStringLiteral("/x.dump"), 1));
    ui::BackupsPage page(fixture.services());
    page.show();
    page.setProfile(profile);
    QTRY_VERIFY(visible<ui::FindingsView>(page, "findings"));
    QVERIFY(visible<ui::FindingsView>(page, "findings")->toText().contains(bad));
    auto* table = visible<ui::RecordTable>(page, "backupsTable");
    QCOMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->index(0, ui::BackupSetModel::Database).data().toString(), QStringLiteral("good"));
}

void BackupsPageTest::restoreSectionOffersEverySet()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({});
    const QString own = writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("a"), 1, {}});
    QVERIFY(!writeSet(fixture.backupFolder(), {QStringLiteral("another"), QStringLiteral("c"), 5, {}}).isEmpty());
    ui::RestorePage page(fixture.services());
    QSignalSpy wanted(&page, &ui::RestorePage::restoreRequested);
    page.show();
    page.setProfile(profile);
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("recentBackupsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 2);
    visible<QPushButton>(page, "restoreButton")->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toString(), own); // this server's first, though the other is newer
    fixture.services().dialogs.chooseFile = [](QWidget*, const ui::FileQuestion&, const ui::Dialogs::PathChosen& chosen) { chosen(QStringLiteral("/x/y.dump")); };
    visible<QPushButton>(page, "openFileButton")->click();
    QCOMPARE(wanted.last().first().toString(), QStringLiteral("/x/y.dump"));
}

void BackupsPageTest::droppedFileIsASource()
{
    WizardFixture fixture;
    ui::RestorePage page(fixture.services());
    QSignalSpy wanted(&page, &ui::RestorePage::restoreRequested);
    page.setProfile(fixture.addProfile({}));
    page.show();
    auto* zone = visible<ui::DropZone>(page, "dropZone");
    QVERIFY(zone);
    const auto drop = [zone](const QList<QUrl>& urls) {
        QMimeData data;
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(zone, &enter);
        QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(zone, &event);
    };
    drop({QUrl(QStringLiteral("https://example.org/x.dump"))});
    drop({QUrl::fromLocalFile(QStringLiteral("/a")), QUrl::fromLocalFile(QStringLiteral("/b"))});
    QCOMPARE(wanted.size(), 0);
    drop({QUrl::fromLocalFile(QStringLiteral("/a/nice file.dump"))});
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toString(), QStringLiteral("/a/nice file.dump"));
}

QTEST_MAIN(BackupsPageTest)
#include "backupspagetest.moc"
