// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the Backups section in its states into PNG files, with made-up sets: setpictures FOLDER [dark] [WIDTHxHEIGHT]
#include "catalog/setwriter.h"
#include "ui/backup/deletesetsdialog.h"
#include "ui/backup/dumpimportdialog.h"
#include "ui/common/recordtable.h"
#include "ui/shell/mainwindow.h"
#include "ui/wizards/album.h"
#include "ui/wizards/fixture.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

QString writeSet(const QString& destination, const QString& server, const QString& database, int day, const QJsonObject& options = {})
{
    catalog::Manifest manifest;
    manifest.server = server;
    manifest.database = database;
    manifest.runId = u"20261122T020000Z-%1"_s.arg(day);
    manifest.serverVersion = u"15.8"_s;
    manifest.toolVersion = u"15.8"_s;
    manifest.dumpFormat = u"custom"_s;
    manifest.compression = u"gzip:1"_s;
    manifest.started = QDateTime(QDate(2026, 10, 1), QTime(2, 0), Qt::UTC).addDays(day);
    manifest.ended = options.isEmpty() ? manifest.started.addSecs(41 + day) : manifest.started;
    manifest.readBackSeconds = 4.2;
    manifest.digestMethod = u"test"_s;
    manifest.options = options;
    manifest.dumpFile = u"x.dump"_s;
    manifest.tables = {{u"public"_s, u"t"_s, {}, 199'276 + day, 10, {}}, {u"public"_s, u"u"_s, {}, 12, 10, {}}};
    manifest.findings = day % 7 == 3 ? core::Findings{{core::Severity::Warning, u"set.fewerRows"_s, u"\"public\".\"posts\" has 52 % fewer rows than on 2 October: 2,000 instead of 4,200."_s,
                                                       u"If that was not meant, keep the earlier backup: its rows can be brought back."_s, {}}}
                                     : core::Findings();
    manifest.files = {{u"x.dump"_s, 4'000'000 + 1000 * day, {}}};
    auto writer = catalog::SetWriter::create({destination, server, database}, manifest.started, manifest.runId);
    if (!writer)
        qFatal("%s", qPrintable(writer.error().toText()));
    QFile file(writer->filePath(u"x.dump"_s));
    if (!file.open(QIODevice::WriteOnly) || !file.resize(manifest.files.constFirst().size))
        qFatal("cannot write");
    file.close();
    if (!writer->finish(manifest))
        qFatal("cannot finish");
    return writer->finalFolder();
}

void press(QWidget& root, const char* name)
{
    auto* button = visible<QPushButton>(root, name);
    if (!button)
        qFatal("no button %s", name);
    button->click();
}

void draw(Album& album)
{
    WizardFixture fixture;
    qputenv("TIDEMARK_CACHE_DIR", (fixture.folder() + u"/cache"_s).toLocal8Bit());
    const store::Profile shop = fixture.addProfile({}, u"Shop server"_s, store::EnvironmentTag::Production);
    ui::MainWindow window(fixture.services());
    window.resize(album.size());
    window.show();
    window.beginWork();
    until([&] { return visible<QTabBar>(window, "sectionBar"); });
    visible<QTabBar>(window, "sectionBar")->setCurrentIndex(1);
    until([&] { return visible<QPushButton>(window, "firstBackupButton"); });
    album.take(window, u"1-empty"_s);

    const QString disk = fixture.folder() + u"/media/usb disk"_s;
    (void)writeSet(disk, shop.name, u"archive"_s, 2);
    fixture.services().preferences.setExtraBackupFolders({disk});
    QString damaged;
    for (int day = 3; day < 40; ++day) {
        const QString set = writeSet(fixture.backupFolder(), shop.name, day % 3 == 0 ? u"blog_db"_s : u"shop"_s, day);
        if (day == 37)
            damaged = set;
        if (day == 38)
            (void)catalog::appendCheck(set, {QDateTime(QDate(2026, 11, 20), QTime(9, 30), Qt::UTC), u"restore"_s, core::Verdict::Ok, 41.5, u"in a new database"_s});
    }
    QFile::resize(damaged + u"/x.dump"_s, 10);
    (void)writeSet(fixture.backupFolder(), shop.name, u"a database of \"marketing\" with a name that is as long as names can"_s, 41);
    (void)writeSet(fixture.backupFolder(), shop.name, u"legacy"_s, 42, {{u"origin"_s, u"imported"_s}, {u"originalName"_s, u"nightly from the old box.dump"_s}});
    const QString touched = writeSet(fixture.backupFolder(), shop.name, u"shop"_s, 43);
    QFile file(touched + u"/x.dump"_s);
    if (file.open(QIODevice::ReadWrite))
        file.setFileTime(QDateTime::currentDateTimeUtc().addSecs(60), QFileDevice::FileModificationTime);
    file.close();
    press(window, "refreshButton");
    auto* table = window.findChild<ui::RecordTable*>(u"backupsTable"_s);
    until([&] { return table->model()->rowCount() > 30; });
    album.take(window, u"2-touched"_s);
    table->selectRecord(1);
    album.take(window, u"3-imported"_s);
    table->selectRecord(2);
    album.take(window, u"4-long-name"_s);
    table->selectRecord(4);
    album.take(window, u"5-restored"_s);
    table->selectRecord(5);
    album.take(window, u"6-damaged"_s);
    press(window, "checkSetButton");
    QTest::qWait(800);
    album.take(window, u"7-check-failed"_s);
    QDir().rename(disk, disk + u" away"_s);
    press(window, "refreshButton");
    QTest::qWait(500);
    table->selectRecord(table->model()->rowCount() - 1);
    album.take(window, u"8-away"_s);
    table->selectRecord(6);
    press(window, "deleteSetButton");
    until([&] { return window.findChild<ui::DeleteSetsDialog*>(); });
    album.take(*window.findChild<ui::DeleteSetsDialog*>(), u"9-delete"_s);
    window.findChild<ui::DeleteSetsDialog*>()->reject();
    table->selectRecord(2);
    QTest::qWait(50);
    press(window, "deleteSetButton");
    QTest::qWait(300);
    album.take(*window.findChildren<ui::DeleteSetsDialog*>().constLast(), u"9-delete-last"_s);
    window.findChildren<ui::DeleteSetsDialog*>().constLast()->reject();
    table->selectAll();
    QTest::qWait(50);
    album.take(window, u"10-several"_s);
    press(window, "importDumpButton");
    album.take(*window.findChild<ui::DumpImportDialog*>(), u"11-import"_s);
    qunsetenv("TIDEMARK_CACHE_DIR");
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Album album(application);
    draw(album);
    return 0;
}
