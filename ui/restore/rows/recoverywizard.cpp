// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/recoverywizard.h"

#include "ui/restore/rows/recoveryreviewpage.h"
#include "ui/restore/rows/recoveryrowspage.h"
#include "ui/restore/rows/recoveryrunpage.h"
#include "ui/restore/rows/recoverywhatpage.h"

namespace tidemark::ui {

namespace {
constexpr QSize usualSize(1040, 680);
}

RecoveryWizard::RecoveryWizard(Services& services, const QList<store::Profile>& servers,
                               const store::Profile& profile, const RowsSource& source, QWidget* parent)
    : RunWizard({tr("What"), tr("Rows"), tr("Review"), tr("Run")}, parent)
    , m_state(services, servers, profile, source)
{
    setObjectName(QStringLiteral("recoveryWizard"));
    setWindowTitle(tr("Bring back rows"));
    resize(parent ? usualSize.boundedTo(parent->window()->size()).expandedTo(minimumSize()) : usualSize);
    addPage(new RecoveryWhatPage(m_state, this));
    addPage(new RecoveryRowsPage(m_state, this));
    auto* review = new RecoveryReviewPage(m_state, this);
    const int reviewId = addPage(review);
    auto* run = new RecoveryRunPage(m_state, this);
    addPage(run);

    // Also on the way back: a plan serves one run, and what was wrong may have been put right.
    connect(this, &QWizard::currentIdChanged, review, [this, review, reviewId](int id) {
        if (id != reviewId)
            return;
        setStage(Stage::Preparing);
        review->check();
    });
    connect(run, &RecoveryRunPage::started, this, [this] { setStage(Stage::Running); });
    connect(run, &RecoveryRunPage::failed, this, [this] { setStage(Stage::Failed); });
    connect(run, &RecoveryRunPage::succeeded, this, [this] { setStage(Stage::Succeeded); });
    connect(run, &RecoveryRunPage::backgroundRequested, this, &QWizard::accept);
}

} // namespace tidemark::ui
