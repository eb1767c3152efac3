// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/drill/drillwizard.h"

#include "ui/backup/drill/drillpage.h"
#include "ui/backup/drill/drillrunpage.h"

namespace tidemark::ui {

DrillWizard::DrillWizard(Services& services, const store::Profile& profile, const QString& source,
                         QWidget* parent)
    : RunWizard({tr("Review"), tr("Run")}, parent)
{
    setObjectName(QStringLiteral("drillWizard"));
    setWindowTitle(tr("Verify a backup by restoring it"));
    auto* review = new DrillPage(services, profile, source, this);
    auto* run = new DrillRunPage(services, profile, *review, this);
    const int reviewId = addPage(review);
    addPage(run);
    connect(this, &QWizard::currentIdChanged, review, [this, review, reviewId](int id) {
        if (id != reviewId)
            return;
        setStage(Stage::Preparing);
        review->check();
    });
    connect(run, &DrillRunPage::started, this, [this] { setStage(Stage::Running); });
    connect(run, &DrillRunPage::succeeded, this, [this] { setStage(Stage::Succeeded); });
    connect(run, &DrillRunPage::failed, this, [this] { setStage(Stage::Failed); });
    connect(run, &DrillRunPage::backgroundRequested, this, &QWizard::accept);
}

} // namespace tidemark::ui
