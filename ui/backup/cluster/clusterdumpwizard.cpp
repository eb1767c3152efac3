// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/cluster/clusterdumpwizard.h"

#include "core/quoting.h"
#include "ui/backup/cluster/clustercontentpage.h"
#include "ui/backup/cluster/clusterformpage.h"
#include "ui/backup/cluster/clusterreviewpage.h"
#include "ui/backup/cluster/clusterrunpage.h"

namespace tidemark::ui {

ClusterDumpWizard::ClusterDumpWizard(Services& services, const store::Profile& profile, QWidget* parent,
                                     const std::optional<backup::cluster::ClusterDumpDraft>& former)
    : RunWizard({tr("What"), tr("How"), tr("Review"), tr("Run")}, parent)
    , m_state(services, profile)
{
    if (former)
        m_state.takeDraft(*former);
    setObjectName(QStringLiteral("clusterDumpWizard"));
    setWindowTitle(tr("Dump of the whole server %1").arg(core::singleLine(profile.name)));
    resize(1000, 700);
    addPage(new ClusterContentPage(m_state, this));
    addPage(new ClusterFormPage(m_state, this));
    auto* review = new ClusterReviewPage(m_state, this);
    auto* run = new ClusterRunPage(m_state, this);
    addReviewAndRun(*this, review, run);
    connect(review, &CheckPage::roleRequested, this, &ClusterDumpWizard::roleRequested);
    connect(run, &WizardRunPage::succeeded, this, &ClusterDumpWizard::setWritten);
    connect(run, &WizardRunPage::verifyRequested, this, &ClusterDumpWizard::verifyRequested);
}

} // namespace tidemark::ui
