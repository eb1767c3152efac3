// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/wizards.h"

#include "core/quoting.h"
#include "restore/base/basesource.h"

#include "ui/backup/backupwizard.h"
#include "ui/backup/base/basebackupwizard.h"
#include "ui/backup/cluster/clusterdumpwizard.h"
#include "ui/backup/drill/drillwizard.h"
#include "ui/backup/role/roledialog.h"
#include "ui/restore/cluster/newclusterwizard.h"
#include "ui/restore/restorewizard.h"
#include "ui/restore/rows/recoverywizard.h"
#include "ui/sanity/sanitydialog.h"
#include "ui/shell/serverview.h"

namespace tidemark::ui {

Wizards::Wizards(Services& services, CurrentProfile current, QWidget* window)
    : QObject(window)
    , m_services(services)
    , m_current(std::move(current))
    , m_window(window)
    , m_look(services)
{
}

void Wizards::serve(ServerView& view)
{
    connect(&view, &ServerView::backupRequested, this, &Wizards::backUp);
    connect(&view, &ServerView::restoreRequested, this, &Wizards::restore);
    connect(&view, &ServerView::sanityRequested, this, &Wizards::askSanity);
    connect(&view, &ServerView::rowsRequested, this, [this](const QString& source) {
        bringBackRows({source, {}, -1});
    });
}

void Wizards::backUp(BackupWay way)
{
    const auto profile = m_current();
    if (!profile)
        return;
    switch (way) {
    case BackupWay::Databases:
        backUpDatabases(*profile, nullptr);
        break;
    case BackupWay::BaseBackup:
        backUpServer(*profile);
        break;
    case BackupWay::WholeDump:
        dumpServer(*profile);
        break;
    case BackupWay::Role:
        makeRole(*profile, backup::role::Purpose::Both);
        break;
    }
}

void Wizards::runAgain(const store::Profile& profile, const FormerRun& former)
{
    if (const auto* base = std::get_if<backup::base::BaseBackupDraft>(&former.answers))
        backUpServer(profile, *base);
    else if (const auto* cluster = std::get_if<backup::cluster::ClusterDumpDraft>(&former.answers))
        dumpServer(profile, *cluster);
    else if (const auto* draft = std::get_if<restore::RestoreDraft>(&former.answers))
        restoreAgain(profile, *draft);
    else
        backUpDatabases(profile, &former);
}

void Wizards::backUpDatabases(const store::Profile& profile, const FormerRun* former)
{
    auto* wizard = new BackupWizard(m_services, profile, m_window);
    if (former)
        wizard->takeAnswers(*former);
    connect(wizard, &BackupWizard::restoreRequested, this, &Wizards::restoreFrom);
    connect(wizard, &BackupWizard::verifyRequested, this,
            [this, profile](const QString& folder) { openDrill(profile, folder); });
    connect(wizard, &BackupWizard::roleRequested, this,
            [this, profile] { makeRole(profile, backup::role::Purpose::Dumps); });
    connect(wizard, &BackupWizard::baseBackupRequested, this, [this, profile, wizard] {
        wizard->reject();
        backUpServer(profile);
    });
    wizard->show();
}

void Wizards::backUpServer(const store::Profile& profile,
                           const std::optional<backup::base::BaseBackupDraft>& former)
{
    auto* wizard = new BaseBackupWizard(m_services, profile, m_window, former);
    connect(wizard, &BaseBackupWizard::verifyRequested, this,
            [this, profile](const QString& folder) { openDrill(profile, folder); });
    connect(wizard, &BaseBackupWizard::roleRequested, this,
            [this, profile] { makeRole(profile, backup::role::Purpose::BaseBackups); });
    wizard->show();
}

void Wizards::dumpServer(const store::Profile& profile,
                         const std::optional<backup::cluster::ClusterDumpDraft>& former)
{
    auto* wizard = new ClusterDumpWizard(m_services, profile, m_window, former);
    connect(wizard, &ClusterDumpWizard::verifyRequested, this,
            [this, profile](const QString& folder) { openDrill(profile, folder); });
    connect(wizard, &ClusterDumpWizard::roleRequested, this,
            [this, profile] { makeRole(profile, backup::role::Purpose::Dumps); });
    wizard->show();
}

void Wizards::makeRole(const store::Profile& profile, backup::role::Purpose purpose)
{
    auto* dialog = new RoleDialog(m_services, profile, purpose, m_window);
    connect(dialog, &RoleDialog::profileStored, this, &Wizards::profileStored);
    dialog->show();
}

void Wizards::verify(const QString& source)
{
    store::Profile here; // it needs none of the servers
    here.name = tr("This computer");
    openDrill(m_current().value_or(here), source);
}

void Wizards::openDrill(const store::Profile& profile, const QString& source)
{
    (new DrillWizard(m_services, profile, source, m_window))->show();
}

void Wizards::askSanity(const QString& database)
{
    if (const auto profile = m_current())
        (new SanityDialog(m_services, *profile, database, m_window))->open();
}

void Wizards::restore(const RestoreRequest& request)
{
    if (const auto profile = m_current())
        openRestore(*profile, request);
}

void Wizards::restoreAgain(const store::Profile& profile, const restore::RestoreDraft& draft)
{
    RestoreRequest request{draft.source, draft.isWhole() ? RestoreWhat::Whole : RestoreWhat::Tables,
                           draft.sourceDatabase};
    request.former = draft;
    openRestore(profile, request);
}

void Wizards::openRestore(const store::Profile& profile, const RestoreRequest& request)
{
    unlessBaseBackup(profile, request.source, [this, profile, request] {
        auto* wizard = new RestoreWizard(m_services, profile, request, m_window);
        connect(wizard, &RestoreWizard::contentsRequested, this, &Wizards::contentsRequested);
        connect(wizard, &RestoreWizard::baseBackupChosen, this, &Wizards::restoreFrom);
        wizard->show();
    });
}

void Wizards::unlessBaseBackup(const store::Profile& profile, const QString& source,
                               std::function<void()> otherwise)
{
    m_look.drop();
    if (source.isEmpty()) {
        otherwise();
        return;
    }
    m_look.ask<bool>(
        tr("Look at %1").arg(core::singleLine(source)),
        [source](const core::RunContext&) -> core::Result<bool> {
            return !restore::base::baseFolderOf(source).isEmpty();
        },
        [this, profile, source, otherwise = std::move(otherwise)](const core::Result<bool>& isBase) {
            if (isBase && *isBase)
                (new NewClusterWizard(m_services, profile, source, m_window))->show();
            else
                otherwise();
        });
}

void Wizards::bringBackRows(const RowsSource& source)
{
    if (const auto profile = m_current())
        openRecovery(*profile, source);
}

void Wizards::openRecovery(const store::Profile& profile, const RowsSource& source)
{
    unlessBaseBackup(profile, source.dump ? QString() : source.path, [this, profile, source] {
        QList<store::Profile> servers = m_services.profiles.profiles();
        // The demo's servers are in no store.
        if (!m_services.profiles.find(profile.id))
            servers.prepend(profile);
        (new RecoveryWizard(m_services, servers, profile, source, m_window))->show();
    });
}

} // namespace tidemark::ui
