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
    addPage(new DatabasePage(m_state, this));
    addPage(new ContentChoicePage(m_state, this));
    addPage(new FolderPage(m_state, this));
    auto* review = new BackupReviewPage(m_state, this);
    const int reviewId = addPage(review);
    auto* run = new BackupRunPage(m_state, this);
    addPage(run);

    // Also on the way back: a plan serves one run, and what was wrong may have been put right.
    connect(this, &QWizard::currentIdChanged, review, [this, review, reviewId](int id) {
        if (id != reviewId)
            return;
        setStage(Stage::Preparing);
        review->check();
    });
    connect(run, &BackupRunPage::started, this, [this] { setStage(Stage::Running); });
    connect(run, &BackupRunPage::failed, this, [this] { setStage(Stage::Failed); });
    connect(run, &BackupRunPage::succeeded, this, [this](const QString& folder) {
        setStage(Stage::Succeeded);
        Q_EMIT setWritten(folder);
    });
    connect(run, &BackupRunPage::backgroundRequested, this, &QWizard::accept);
    connect(run, &BackupRunPage::restoreRequested, this, &BackupWizard::restoreRequested);
}

} // namespace tidemark::ui
