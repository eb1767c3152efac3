// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/cluster/newclusterwizard.h"

#include "ui/restore/cluster/newclusterreviewpage.h"
#include "ui/restore/cluster/newclusterrunpage.h"
#include "ui/restore/cluster/newclusterwherepage.h"

namespace tidemark::ui {

NewClusterWizard::NewClusterWizard(Services& services, const store::Profile& profile, const QString& source,
                                   QWidget* parent)
    : RunWizard({tr("Where"), tr("Review"), tr("Run")}, parent)
    , m_state{services, profile, {}, {}, {}}
{
    setObjectName(QStringLiteral("newClusterWizard"));
    setWindowTitle(tr("Restore a base backup on this computer"));
    resize(1000, 700);
    m_state.draft.source = source;
    m_state.draft.after = restore::base::AfterCheck::LetRun; // whoever restores by hand wants to look at it
    auto* review = new NewClusterReviewPage(m_state, this);
    auto* run = new NewClusterRunPage(m_state, this);
    addPage(new NewClusterWherePage(m_state, this));
    const int reviewId = addPage(review);
    addPage(run);
    connect(this, &QWizard::currentIdChanged, review, [this, review, reviewId](int id) {
        if (id != reviewId)
            return;
        setStage(Stage::Preparing);
        review->check();
    });
    connect(run, &NewClusterRunPage::started, this, [this] { setStage(Stage::Running); });
    connect(run, &NewClusterRunPage::succeeded, this, [this] { setStage(Stage::Succeeded); });
    connect(run, &NewClusterRunPage::failed, this, [this] { setStage(Stage::Failed); });
    connect(run, &NewClusterRunPage::backgroundRequested, this, &QWizard::accept);
}

} // namespace tidemark::ui
