// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/wizards.h"

#include "ui/backup/backupwizard.h"
#include "ui/restore/restorewizard.h"

namespace tidemark::ui {

Wizards::Wizards(Services& services, CurrentProfile current, QWidget* window)
    : QObject(window)
    , m_services(services)
    , m_current(std::move(current))
    , m_window(window)
{
}

void Wizards::backUp(BackupWay way)
{
    const auto profile = m_current();
    if (!profile)
        return;
    switch (way) {
    case BackupWay::Databases:
        backUpDatabases(*profile);
        break;
    case BackupWay::BaseBackup:
    case BackupWay::Role:
        break;
    }
}

void Wizards::backUpDatabases(const store::Profile& profile)
{
    auto* wizard = new BackupWizard(m_services, profile, m_window);
    connect(wizard, &BackupWizard::restoreRequested, this, &Wizards::restore);
    wizard->show();
}

void Wizards::restore(const QString& source)
{
    const auto profile = m_current();
    if (!profile)
        return;
    auto* wizard = new RestoreWizard(m_services, *profile, source, m_window);
    connect(wizard, &RestoreWizard::contentsRequested, this, &Wizards::contentsRequested);
    wizard->show();
}

} // namespace tidemark::ui
