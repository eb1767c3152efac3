// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupwizard.h"

#include "core/quoting.h"
#include "ui/backup/backuprunpage.h"
#include "ui/backup/contentchoicepage.h"
#include "ui/backup/databasepage.h"
#include "ui/backup/folderpage.h"
#include "ui/backup/reviewpage.h"

namespace tidemark::ui {

BackupWizard::BackupWizard(Services& services, const store::Profile& profile, QWidget* parent)
    : RunWizard({tr("What"), tr("Contents"), tr("How"), tr("Review"), tr("Run")}, parent)
    , m_state(services, profile)
{
    setObjectName(QStringLiteral("backupWizard"));
    setWindowTitle(tr("Back up %1").arg(core::singleLine(profile.name)));
    resize(1000, 700);
    m_databases = new DatabasePage(m_state, this);
    addPage(m_databases);
    connect(m_databases, &DatabasePage::baseBackupRequested, this, &BackupWizard::baseBackupRequested);
    addPage(new ContentChoicePage(m_state, this));
    addPage(new FolderPage(m_state, this));
    auto* review = new BackupReviewPage(m_state, this);
    auto* run = new BackupRunPage(m_state, this);
    addReviewAndRun(*this, review, run);
    connect(review, &CheckPage::roleRequested, this, &BackupWizard::roleRequested);
    connect(run, &WizardRunPage::succeeded, this, &BackupWizard::setWritten);
    connect(run, &BackupRunPage::restoreRequested, this, &BackupWizard::restoreRequested);
    connect(run, &WizardRunPage::verifyRequested, this, &BackupWizard::verifyRequested);
}

void BackupWizard::takeAnswers(const FormerRun& former)
{
    m_state.isFromBefore = true;
    const auto& answers = std::get<backup::BackupAnswers>(former.answers);
    m_state.takeAnswers(answers);
    m_databases->setOrigin(former.origin, answers.toJson());
}

} // namespace tidemark::ui
