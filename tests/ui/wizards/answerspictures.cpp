// SPDX-License-Identifier: GPL-3.0-or-later
// Draws what keeps the answers of the backup wizard into PNG files: answerspictures FOLDER [dark] [WIDTHxHEIGHT]
#include "store/presetstore.h"
#include "ui/activity/activitypanel.h"
#include "ui/backup/backupspage.h"
#include "ui/backup/backupwizard.h"
#include "ui/wizards/album.h"
#include "ui/wizards/fixture.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeView>

using namespace tidemark;
using namespace tidemark::test;

namespace {

const QString longName = QStringLiteral("a database of \"marketing\" with a name that is as long as names can be");

void drawAnswers(Album& album, WizardFixture& fixture, const store::Profile& profile)
{
    const store::PresetStore presets = store::PresetStore::beside(fixture.services().profiles.path());
    backup::BackupAnswers answers;
    answers.databases = {QStringLiteral("blog_db")};
    answers.draft.content.excludedTables = {QStringLiteral("audit_*"), QStringLiteral("public.\"Old things\"*")};
    (void)presets.save({QStringLiteral("nightly, without the audit trail"), QStringLiteral("database"), profile.id, answers.toJson()}, store::IfTaken::Replace);
    (void)presets.save({longName, QStringLiteral("database"), {}, answers.toJson()}, store::IfTaken::Replace);
    {
        ui::BackupWizard wizard(fixture.services(), profile);
        wizard.setAttribute(Qt::WA_DeleteOnClose, false);
        wizard.preselect(QStringLiteral("tenant_1"));
        wizard.resize(album.size());
        wizard.show();
        until([&] { return isEnabledNext(wizard); });
        auto* box = visible<QComboBox>(wizard, "presetBox");
        box->setCurrentIndex(box->count() - 2);
        Q_EMIT box->activated(box->currentIndex());
        album.take(wizard, QStringLiteral("answers-1-preset"));
        visible<QPushButton>(wizard, "presetSaveButton")->click();
        QTest::qWait(200);
        album.take(*wizard.findChild<QDialog*>(QStringLiteral("presetNameDialog")), QStringLiteral("answers-1-replace"));
        wizard.findChild<QDialog*>(QStringLiteral("presetNameDialog"))->close();
        pressNext(wizard);
        until([&] { return visible<QTreeView>(wizard, "relationTree"); });
        album.take(wizard, QStringLiteral("answers-2-patterns"));
        pressNext(wizard);
        until([&] { return visible<QWidget>(wizard, "cardMark"); });
        pressNext(wizard);
        until([&] { return !visible<QWidget>(wizard, "spinner"); });
        album.take(wizard, QStringLiteral("answers-4-review"));
        visible<QPushButton>(wizard, "savePresetButton")->click();
        QTest::qWait(200);
        album.take(*wizard.findChild<QDialog*>(QStringLiteral("presetNameDialog")), QStringLiteral("answers-4-name"));
        wizard.findChild<QDialog*>(QStringLiteral("presetNameDialog"))->close();
        visible<QPushButton>(wizard, "saveCommandButton")->click();
        auto* dialog = wizard.findChild<QDialog*>(QStringLiteral("saveCommandDialog"));
        for (int form = 0; form < 3; ++form) {
            visible<QTabWidget>(*dialog, "commandForms")->setCurrentIndex(form);
            if (form == 1)
                visible<QPushButton>(*dialog, "copyFormButton")->click();
            album.take(*dialog, QStringLiteral("answers-5-command-%1").arg(form));
        }
        dialog->close();
        pressNext(wizard);
        until([&] { return visible<QWidget>(wizard, "verdictWord") != nullptr; });
        album.take(wizard, QStringLiteral("answers-6-end"));
    }
    const auto sets = ui::scanFolders({fixture.backupFolder()}, core::silentContext());
    auto former = ui::formerRun(sets->sets.first());
    auto& asked = std::get<backup::BackupAnswers>(former->answers);
    asked.databases = {QStringLiteral("gone\none"), longName};
    asked.draft.destination = QStringLiteral("/media/backup disk/sets");
    ui::BackupWizard again(fixture.services(), profile);
    again.setAttribute(Qt::WA_DeleteOnClose, false);
    again.takeAnswers(*former);
    again.resize(album.size());
    again.show();
    until([&] { return visible<QWidget>(again, "answersNotice"); });
    album.take(again, QStringLiteral("answers-7-gone"));
    visible<QCheckBox>(again, "allDatabasesCheck")->click();
    pressNext(again);
    QTest::qWait(600);
    album.take(again, QStringLiteral("answers-7-folder"));
    ui::ActivityPanel panel(fixture.services());
    panel.resize(album.size().width(), 320);
    panel.show();
    QTest::qWait(500);
    album.take(panel, QStringLiteral("answers-8-activity"));
    ui::BackupsPage backups(fixture.services());
    backups.resize(album.size() - QSize(240, 120));
    backups.show();
    backups.setProfile(profile);
    QTest::qWait(500);
    album.take(backups, QStringLiteral("answers-9-backups"));
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Album album(application);
    TestCluster& server = TestCluster::shared();
    if (const auto made = server.createSample(QStringLiteral("blog_db")); !made)
        qFatal("%s", qPrintable(made.error().toText()));
    for (int i = 0; i < 12; ++i)
        (void)server.createDatabase(QStringLiteral("tenant_%1").arg(i));
    WizardFixture fixture;
    drawAnswers(album, fixture, fixture.addProfile(server.spec(), QStringLiteral("Shop server"), store::EnvironmentTag::Production));
    return 0;
}
