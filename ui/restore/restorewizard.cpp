// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restorewizard.h"

#include "core/quoting.h"
#include "ui/restore/restorereviewpage.h"
#include "ui/restore/restorerunpage.h"
#include "ui/restore/sourcepage.h"
#include "ui/restore/targetpage.h"

namespace tidemark::ui {

RestoreWizard::RestoreWizard(Services& services, const store::Profile& profile, const QString& source, QWidget* parent)
    : RunWizard({tr("What"), tr("Where"), tr("Review"), tr("Run")}, parent)
    , m_state(services, profile, source)
{
    setObjectName(QStringLiteral("restoreWizard"));
    setWindowTitle(tr("Restore to %1").arg(core::singleLine(profile.name)));
    auto* what = new SourcePage(m_state, this);
    addPage(what);
    addPage(new TargetPage(m_state, this));
    auto* review = new RestoreReviewPage(m_state, this);
    const int reviewId = addPage(review);
    auto* run = new RestoreRunPage(m_state, this);
    addPage(run);

    // Also on the way back: a plan serves one run, and what was wrong may have been put right.
    connect(this, &QWizard::currentIdChanged, review, [this, review, reviewId](int id) {
        if (id != reviewId)
            return;
        setStage(Stage::Preparing);
        review->check();
    });
    connect(what, &SourcePage::contentsRequested, this, [this](const QString& path) {
        Q_EMIT contentsRequested(path);
        close();
    });
    connect(run, &RestoreRunPage::started, this, [this] { setStage(Stage::Running); });
    connect(run, &RestoreRunPage::failed, this, [this] { setStage(Stage::Failed); });
    connect(run, &RestoreRunPage::succeeded, this, [this](const QString& database) {
        setStage(Stage::Succeeded);
        Q_EMIT databaseRestored(database);
    });
    connect(run, &RestoreRunPage::backgroundRequested, this, &QWizard::accept);
}

} // namespace tidemark::ui
