// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restorewizard.h"

#include "core/quoting.h"
#include "ui/restore/howpage.h"
#include "ui/restore/restorereviewpage.h"
#include "ui/restore/restorerunpage.h"
#include "ui/restore/sourcepage.h"
#include "ui/restore/tablespage.h"
#include "ui/restore/targetpage.h"

#include <QTimer>

namespace tidemark::ui {

RestoreWizard::RestoreWizard(Services& services, const store::Profile& profile, const RestoreRequest& request,
                             QWidget* parent)
    : RunWizard({tr("What"), tr("Contents"), tr("Where"), tr("How"), tr("Review"), tr("Run")}, parent)
    , m_state(services, profile, request)
{
    setObjectName(QStringLiteral("restoreWizard"));
    setWindowTitle(tr("Restore to %1").arg(core::singleLine(profile.name)));
    resize(1000, 700);
    auto* what = new SourcePage(m_state, this);
    auto* review = new RestoreReviewPage(m_state, this);
    auto* run = new RestoreRunPage(m_state, this);
    addStep(RestoreStep::What, what);
    addStep(RestoreStep::Contents, new TablesPage(m_state, this));
    addStep(RestoreStep::Where, new TargetPage(m_state, this));
    addStep(RestoreStep::How, new HowPage(m_state, this));
    addStep(RestoreStep::Review, review);
    addStep(RestoreStep::Run, run);

    // Also on the way back: a plan serves one run, and what was wrong may have been put right.
    connect(this, &QWizard::currentIdChanged, review, [this, review](int id) {
        if (id != static_cast<int>(RestoreStep::Review)) {
            review->leave();
            return;
        }
        setStage(Stage::Preparing);
        review->check();
    });
    connect(review, &RestoreReviewPage::decisionRequested, this, [this] { goTo(RestoreStep::How); });
    connect(what, &SourcePage::contentsRequested, this, [this](const QString& path) {
        Q_EMIT contentsRequested(path);
        close();
    });
    connect(what, &SourcePage::baseBackupChosen, this, [this](const QString& path) {
        close();
        Q_EMIT baseBackupChosen(path);
    });
    connect(run, &RestoreRunPage::started, this, [this] { setStage(Stage::Running); });
    connect(run, &RestoreRunPage::failed, this, [this] { setStage(Stage::Failed); });
    connect(run, &RestoreRunPage::succeeded, this, [this](const QString& database) {
        setStage(Stage::Succeeded);
        Q_EMIT databaseRestored(database);
    });
    connect(run, &RestoreRunPage::backgroundRequested, this, &QWizard::accept);
}

void RestoreWizard::addStep(RestoreStep step, QWizardPage* page)
{
    setPage(static_cast<int>(step), page);
}

/// Back to a page that was seen.
void RestoreWizard::goTo(RestoreStep step)
{
    QTimer::singleShot(0, this, [this, step] {
        while (currentId() > static_cast<int>(step) && visitedIds().size() > 1)
            back();
    });
}

} // namespace tidemark::ui
