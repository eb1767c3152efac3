// SPDX-License-Identifier: GPL-3.0-or-later
// The Backups and Restore sections over folders with sets of several servers, good and damaged.
#include "catalog/setimport.h"
#include "catalog/setlock.h"
#include "catalog/setwriter.h"
#include "store/history.h"
#include "ui/backup/backupspage.h"
#include "ui/backup/deletesetsdialog.h"
#include "ui/backup/dumpimportdialog.h"
#include "ui/backup/setlogdialog.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/recordtable.h"
#include "ui/restore/dropzone.h"
#include "ui/restore/restorepage.h"
#include "ui/wizards/fixture.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
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

bool writePlainDump(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly)
        && file.write("--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 15.1\n-- Dumped by pg_dump version 15.1\n\nSET statement_timeout = 0;\n\n"
                      "--\n-- Name: t; Type: TABLE; Schema: public; Owner: -\n--\n\nCREATE TABLE public.t (\n    i integer\n);\n\n\n"
                      "--\n-- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: -\n--\n\nCOPY public.t (i) FROM stdin;\n1\n2\n\\.\n\n\n"
                      "--\n-- PostgreSQL database dump complete\n--\n\n") > 0;
}

/// A set with a dump that can be read.
QString writeDump(WizardFixture& fixture, const store::Profile& profile, const QString& database)
{
    const QString dump = fixture.folder() + QStringLiteral("/made.sql");
    if (!writePlainDump(dump))
        return {};
    catalog::ImportRequest request;
    request.source = dump;
    request.destination = fixture.backupFolder();
    request.server = profile.name;
    request.database = database;
    const auto report = catalog::importDump(request, {}, core::silentContext());
    return report ? report->setFolder : QString();
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
    void damagedSetsAreMarked();
    void checkNow();
    void deleteNeedsTheNameOfTheLast();
    void usedSetIsNotDeleted();
    void importByDialog();
    void foldersThatAreAway();
    void changesAreSeen();
    void tenThousandSetsScroll();
    void filterAndLog();
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
    QVERIFY(!page.findChild<QPushButton*>(QStringLiteral("restoreSetButton"))->isEnabled());
    QVERIFY(!page.findChild<QPushButton*>(QStringLiteral("deleteSetButton"))->isEnabled());
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

void BackupsPageTest::damagedSetsAreMarked()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({});
    const QString good = writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("good"), 1, {}});
    const QString bad = writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("bad"), 2, {}});
    const QString unreadable = writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("lost"), 3, {}});
    QVERIFY(!good.isEmpty() && QFile::resize(bad + QStringLiteral("/x.dump"), 1) && QFile::resize(unreadable + QStringLiteral("/tidemark.json"), 10));
    ui::BackupsPage page(fixture.services());
    page.resize(800, 600);
    page.show();
    page.setProfile(profile);
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 3);
    const auto state = [table](int row) { return table->model()->index(row, ui::BackupSetModel::HowProven).data().toString(); };
    QCOMPARE(state(0), QStringLiteral("Unreadable")); // newest first
    QCOMPARE(state(1), QStringLiteral("Damaged"));
    QCOMPARE(state(2), QStringLiteral("Read back"));
    table->selectionModel()->setCurrentIndex(table->model()->index(1, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    QTRY_VERIFY(visible<ui::FindingsView>(page, "setFindings"));
    QVERIFY(visible<ui::FindingsView>(page, "setFindings")->toText().contains(QStringLiteral("x.dump")));
    table->selectionModel()->setCurrentIndex(table->model()->index(0, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    QVERIFY(!visible<QPushButton>(page, "restoreSetButton")->isEnabled());
    QVERIFY(!visible<QPushButton>(page, "checkSetButton")->isEnabled());
    QVERIFY(!visible<ui::FindingsView>(page, "findings")); // said once, with the set itself
}

void BackupsPageTest::checkNow()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({});
    const QString set = writeDump(fixture, profile, QStringLiteral("shop"));
    QVERIFY(!set.isEmpty());
    ui::BackupsPage page(fixture.services());
    page.show();
    page.setProfile(profile);
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QSignalSpy ended(&fixture.services().activities, &ui::Activities::ended);
    visible<QPushButton>(page, "checkSetButton")->click();
    QCOMPARE(fixture.services().activities.running().size(), 1); // in the activity bar
    QTRY_COMPARE(ended.size(), 1);
    QTRY_VERIFY(visible<ui::FindingsView>(page, "setOutcome"));
    QVERIFY2(visible<ui::FindingsView>(page, "setOutcome")->toText().contains(QStringLiteral("equals what the backup's manifest says")),
             qPrintable(visible<ui::FindingsView>(page, "setOutcome")->toText()));
    QCOMPARE(catalog::readSet(set)->checks.size(), 2); // that of the import, and this one
    QTRY_VERIFY(visible<QLabel>(page, "setChecks") && visible<QLabel>(page, "setChecks")->text().count(QStringLiteral("read from end to end")) == 2);
    const auto history = store::History::open(fixture.services().historyPath);
    QCOMPARE(history->recent(1)->first().kind, store::RunKind::Check);
    // Now somebody changes a byte.
    QFile dump(catalog::readSet(set)->dumpPath());
    QVERIFY(dump.open(QIODevice::ReadWrite) && dump.seek(dump.size() - 20));
    dump.write("x");
    dump.close();
    visible<QPushButton>(page, "checkSetButton")->click();
    QTRY_COMPARE(ended.size(), 2);
    QTRY_COMPARE(table->model()->index(0, ui::BackupSetModel::HowProven).data().toString(), QStringLiteral("Damaged"));
    QTRY_VERIFY(visible<ui::FindingsView>(page, "setFindings"));
    QVERIFY(visible<ui::FindingsView>(page, "setFindings")->toText().contains(QStringLiteral("another backup")));
}

void BackupsPageTest::deleteNeedsTheNameOfTheLast()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({}, QStringLiteral("Shop & <b>co</b>"), store::EnvironmentTag::Production);
    const QString old = writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("shop"), 1, {}});
    const QString fresh = writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("shop"), 2, {}});
    ui::BackupsPage page(fixture.services());
    page.show();
    page.setProfile(profile);
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 2);
    const auto dialog = [&page] { return page.findChild<ui::DeleteSetsDialog*>(); };
    // One of two: no name wanted, Enter does not confirm.
    visible<QPushButton>(page, "deleteSetButton")->click();
    QTRY_VERIFY(dialog());
    QVERIFY(!visible<QLineEdit>(*dialog(), "deleteTyped"));
    QVERIFY(visible<QLabel>(*dialog(), "deleteList")->text().contains(profile.name));
    QTest::keyClick(dialog(), Qt::Key_Return);
    QTRY_VERIFY(!dialog());
    QVERIFY(catalog::readSet(fresh).has_value());
    // It is deleted for good.
    visible<QPushButton>(page, "deleteSetButton")->click();
    QTRY_VERIFY(dialog());
    if (auto* forGood = visible<QCheckBox>(*dialog(), "deleteForGood"))
        forGood->setChecked(true);
    visible<QPushButton>(*dialog(), "deleteAction")->click();
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QVERIFY(!QFileInfo::exists(fresh));
    // The last one wants its name.
    QTRY_VERIFY(!dialog());
    visible<QPushButton>(page, "deleteSetButton")->click();
    QTRY_VERIFY(dialog());
    auto* action = visible<QPushButton>(*dialog(), "deleteAction");
    QVERIFY(!action->isEnabled());
    QVERIFY(visible<ui::IconLabel>(*dialog(), "deleteLoss")->text().contains(QStringLiteral("shop")));
    auto* typed = visible<QLineEdit>(*dialog(), "deleteTyped");
    QTest::keyClicks(typed, QStringLiteral("sho"));
    QVERIFY(!action->isEnabled());
    QTest::keyClicks(typed, QStringLiteral("p"));
    QVERIFY(action->isEnabled());
    QTest::keyClick(typed, Qt::Key_Return); // also now
    QTRY_VERIFY(!dialog());
    QVERIFY(catalog::readSet(old).has_value());
}

void BackupsPageTest::usedSetIsNotDeleted()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({});
    const QString set = writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("shop"), 1, {}});
    QVERIFY(!writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("shop"), 2, {}}).isEmpty());
    ui::BackupsPage page(fixture.services());
    page.show();
    page.setProfile(profile);
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 2);
    const auto reader = catalog::SetLock::share(set);
    table->selectionModel()->setCurrentIndex(table->model()->index(1, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    visible<QPushButton>(page, "deleteSetButton")->click();
    QTRY_VERIFY(page.findChild<ui::DeleteSetsDialog*>());
    visible<QPushButton>(*page.findChild<ui::DeleteSetsDialog*>(), "deleteAction")->click();
    QTRY_VERIFY(visible<ui::FindingsView>(page, "setOutcome"));
    QVERIFY(visible<ui::FindingsView>(page, "setOutcome")->toText().contains(QStringLiteral("in use")));
    QVERIFY(catalog::readSet(set).has_value());
}

void BackupsPageTest::importByDialog()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({});
    const QString dump = fixture.folder() + QStringLiteral("/it's \"x\".sql");
    QVERIFY(writePlainDump(dump));
    ui::BackupsPage page(fixture.services());
    page.show();
    page.setProfile(profile);
    QTRY_VERIFY(visible<QPushButton>(page, "firstBackupButton"));
    // Dropped onto the page.
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(dump)});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&page, &enter);
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&page, &drop);
    auto* dialog = page.findChild<ui::DumpImportDialog*>();
    QVERIFY(dialog);
    QCOMPARE(visible<QLineEdit>(*dialog, "importSource")->text(), dump);
    // It does not say which database it is of.
    visible<QPushButton>(*dialog, "importAction")->click();
    QTRY_VERIFY(visible<ui::FindingsView>(page, "setOutcome"));
    QVERIFY(visible<ui::FindingsView>(page, "setOutcome")->toText().contains(QStringLiteral("which database")));
    visible<QPushButton>(page, "importDumpButton")->click();
    QTRY_VERIFY(page.findChild<ui::DumpImportDialog*>());
    dialog = page.findChild<ui::DumpImportDialog*>();
    QVERIFY(!visible<QPushButton>(*dialog, "importAction")->isEnabled());
    visible<QLineEdit>(*dialog, "importSource")->setText(dump);
    visible<QLineEdit>(*dialog, "importDatabase")->setText(QStringLiteral("shop"));
    visible<QPushButton>(*dialog, "importAction")->click();
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->index(0, ui::BackupSetModel::Database).data().toString(), QStringLiteral("shop (imported)"));
    QCOMPARE(table->model()->index(0, ui::BackupSetModel::Rows).data().toString(), QStringLiteral("2"));
}

void BackupsPageTest::foldersThatAreAway()
{
    WizardFixture fixture;
    qputenv("TIDEMARK_CACHE_DIR", (fixture.folder() + QStringLiteral("/cache")).toLocal8Bit());
    const store::Profile profile = fixture.addProfile({});
    const QString disk = fixture.folder() + QStringLiteral("/disk");
    QVERIFY(!writeSet(disk, {profile.name, QStringLiteral("shop"), 1, {}}).isEmpty());
    fixture.services().dialogs.chooseFolder = [disk](QWidget*, const ui::FileQuestion&, const ui::Dialogs::PathChosen& chosen) { chosen(disk); };
    ui::BackupsPage page(fixture.services());
    page.show();
    page.setProfile(profile);
    QTRY_VERIFY(visible<QPushButton>(page, "firstBackupButton"));
    auto* menu = page.findChild<QMenu*>(QStringLiteral("backupFoldersMenu"));
    Q_EMIT menu->aboutToShow();
    menu->actions().constLast()->trigger(); // look in another folder
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QVERIFY(QDir().rename(disk, disk + QStringLiteral(" unplugged")));
    visible<QPushButton>(page, "refreshButton")->click();
    QTRY_COMPARE(table->model()->index(0, ui::BackupSetModel::HowProven).data().toString(), QStringLiteral("Not reachable"));
    QCOMPARE(table->model()->index(0, ui::BackupSetModel::Rows).data().toString(), QLocale().toString(1000));
    QVERIFY(visible<ui::FindingsView>(page, "findings")->toText().contains(disk));
    for (const auto* button : {"restoreSetButton", "lookInsideButton", "checkSetButton", "openSetButton", "deleteSetButton"})
        QVERIFY2(!visible<QPushButton>(page, button)->isEnabled(), button);
    QVERIFY(QDir().rename(disk + QStringLiteral(" unplugged"), disk));
    visible<QPushButton>(page, "refreshButton")->click();
    QTRY_COMPARE(table->model()->index(0, ui::BackupSetModel::HowProven).data().toString(), QStringLiteral("Read back"));
    // Not looked for any more.
    Q_EMIT menu->aboutToShow();
    menu->actions().constFirst()->trigger();
    QTRY_COMPARE(table->model()->rowCount(), 0);
    qunsetenv("TIDEMARK_CACHE_DIR");
}

void BackupsPageTest::changesAreSeen()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({});
    const QString first = writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("shop"), 1, {}});
    ui::BackupsPage page(fixture.services());
    page.show();
    page.setProfile(profile);
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QVERIFY(!writeSet(fixture.backupFolder(), {profile.name, QStringLiteral("shop"), 2, {}}).isEmpty());
    QTRY_COMPARE(table->model()->rowCount(), 2);
    // While nobody looks, nothing is scanned; afterwards at once.
    page.hide();
    QVERIFY(QDir(first).removeRecursively());
    page.refresh();
    QCOMPARE(table->model()->rowCount(), 2);
    page.show();
    QTRY_COMPARE(table->model()->rowCount(), 1);
}

void BackupsPageTest::tenThousandSetsScroll()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({});
    QList<catalog::BackupSet> sets;
    for (int i = 0; i < 10'000; ++i) {
        catalog::BackupSet set;
        set.folder = QStringLiteral("/x/%1").arg(i);
        set.manifest.server = profile.name;
        set.manifest.database = QStringLiteral("db%1").arg(i % 100);
        set.manifest.started = QDateTime(QDate(2020, 1, 1), QTime(2, 0), Qt::UTC).addSecs(i * 3600);
        set.manifest.ended = set.manifest.started.addSecs(i % 600);
        set.manifest.files = {{QStringLiteral("x.dump"), qint64(i) << 20, {}}};
        for (int table = 0; table < 50; ++table)
            set.manifest.tables.append({QStringLiteral("public"), QStringLiteral("t%1").arg(table), {}, i, 10, {}});
        sets.append(set);
    }
    ui::BackupSetModel model;
    ui::RecordTable table;
    table.setRecords(&model, ui::BackupSetModel::Database);
    table.resize(800, 400);
    table.show();
    QElapsedTimer timer;
    timer.start();
    model.setSets(ui::setsOfServer(sets, profile.name));
    table.sortByColumn(ui::BackupSetModel::Rows, Qt::DescendingOrder);
    QCoreApplication::processEvents();
    const qint64 shown = timer.restart();
    for (int i = 0; i < 100; ++i) {
        table.verticalScrollBar()->setValue(table.verticalScrollBar()->maximum() * i / 100);
        table.viewport()->repaint();
    }
    const qint64 scrolled = timer.elapsed();
    qInfo("shown and sorted in %lld ms, 100 pages in %lld ms", shown, scrolled);
    QVERIFY2(shown < 2000, qPrintable(QString::number(shown)));
    QVERIFY2(scrolled < 3000, qPrintable(QString::number(scrolled)));
}

void BackupsPageTest::filterAndLog()
{
    WizardFixture fixture;
    const store::Profile profile = fixture.addProfile({});
    for (const auto* name : {"apples", "pears"})
        QVERIFY(!writeSet(fixture.backupFolder(), {profile.name, QLatin1String(name), 1, {}}).isEmpty());
    ui::BackupsPage page(fixture.services());
    page.show();
    page.setProfile(profile);
    auto* table = page.findChild<ui::RecordTable*>(QStringLiteral("backupsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 2);
    visible<QLineEdit>(page, "setFilter")->setText(QStringLiteral("PEAR"));
    QCOMPARE(table->model()->rowCount(), 1);
    table->selectionModel()->setCurrentIndex(table->model()->index(0, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    visible<QPushButton>(page, "setLogButton")->click();
    auto* dialog = page.findChild<ui::SetLogDialog*>();
    QVERIFY(dialog);
    QTRY_VERIFY(visible<ui::IconLabel>(*dialog, "setLogNone")); // these have none
    dialog->close();
    visible<QLineEdit>(page, "setFilter")->clear();
    table->selectAll();
    QVERIFY(visible<QLabel>(page, "setTitle")->text().startsWith(QStringLiteral("2 backup")));
    QVERIFY(!visible<QPushButton>(page, "restoreSetButton")->isEnabled());
    QVERIFY(visible<QPushButton>(page, "checkSetButton")->isEnabled());
    QVERIFY(visible<QPushButton>(page, "deleteSetButton")->isEnabled());
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
