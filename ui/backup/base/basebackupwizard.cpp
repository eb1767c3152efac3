// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/base/basebackupwizard.h"

#include "core/quoting.h"
#include "ui/backup/base/baseformpage.h"
#include "ui/backup/base/basereviewpage.h"
#include "ui/backup/base/baserunpage.h"

namespace tidemark::ui {

BaseBackupWizard::BaseBackupWizard(Services& services, const store::Profile& profile, QWidget* parent,
                                   const std::optional<backup::base::BaseBackupDraft>& former)
    : RunWizard({tr("How"), tr("Review"), tr("Run")}, parent)
    , m_state(services, profile)
{
    if (former)
        m_state.takeDraft(*former);
    setObjectName(QStringLiteral("baseBackupWizard"));
    setWindowTitle(tr("Base backup of %1").arg(core::singleLine(profile.name)));
    resize(1000, 700);
    addPage(new BaseFormPage(m_state, this));
    auto* review = new BaseReviewPage(m_state, this);
    auto* run = new BaseRunPage(m_state, this);
    addReviewAndRun(*this, review, run);
    connect(review, &CheckPage::roleRequested, this, &BaseBackupWizard::roleRequested);
    connect(run, &WizardRunPage::succeeded, this, &BaseBackupWizard::setWritten);
    connect(run, &WizardRunPage::verifyRequested, this, &BaseBackupWizard::verifyRequested);
}

} // namespace tidemark::ui
