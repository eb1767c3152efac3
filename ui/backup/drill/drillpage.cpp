// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/drill/drillpage.h"

#include "core/quoting.h"
#include "jobs/recordedsets.h"
#include "ui/common/elidedlabel.h"

#include <QDir>
#include <QLabel>
#include <QWizard>

namespace tidemark::ui {

DrillPage::DrillPage(Services& services, const store::Profile& profile, QString folder, QWidget* parent)
    : CheckPage(profile, parent)
    , m_services(services)
    , m_folder(std::move(folder))
    , m_inquiry(services)
    , m_path(new ElidedLabel(core::singleLine(QDir::toNativeSeparators(m_folder)), this))
{
    setTitle(tr("Verify by restoring"));
    setButtonText(QWizard::NextButton, tr("&Verify"));
    setWords({tr("Looking at the backup, and for PostgreSQL's programs…"),
              tr("The trial restore begins as soon as that is known…"),
              tr("Everything that it needs is installed.")});
    m_path->setObjectName(QStringLiteral("drillPath"));
    m_backup = addText(tr("Backup:"), QStringLiteral("drillBackup"));
    addFact(tr("Folder:"), m_path);
    m_place = addText(tr("Restored into:"), QStringLiteral("drillPlace"));
    m_compared = addText(tr("Compared:"), QStringLiteral("drillCompared"));
    m_sanity = addText(tr("Sanity queries:"), QStringLiteral("drillSanity"));
}

void DrillPage::ask()
{
    m_review.reset();
    m_inquiry.ask<DrillReview>(
        tr("What a trial restore needs"),
        [folder = m_folder, tools = ToolSource(m_services), profiles = m_services.profiles](
            const core::RunContext& context) { return reviewDrill(folder, tools, profiles, context); },
        [this](core::Result<DrillReview> review) { receive(std::move(review)); });
}

void DrillPage::receive(core::Result<DrillReview> review)
{
    if (!review) {
        showError(review.error());
        return;
    }
    m_review = *std::move(review);
    if (m_review->refusal)
        showError(*m_review->refusal);
    else
        showAnswer(m_review->findings, {drillCommand(m_folder)});
    describe();
}

/// What is known of it, also where it cannot be done here.
void DrillPage::describe()
{
    const QString server = core::singleLine(m_review->set.manifest.server);
    m_backup->setText(
        server.isEmpty()
            ? jobs::subjectOf(m_review->set)
            : tr("%1, of %2", "database and time; server").arg(jobs::subjectOf(m_review->set), server));
    const QString place =
        m_review->major > 0 ? tr("A server of PostgreSQL %1 that is started on this computer for it, and "
                                 "removed afterwards.")
                                  .arg(m_review->major)
                            : tr("A server that is started on this computer for it, and removed afterwards.");
    if (!m_review->refusal)
        m_place->setText(place + QLatin1Char(' ') + tr("No other server is touched."));
    m_compared->setText(comparedWords(*m_review));
    m_sanity->setText(sanityWords(*m_review));
}

} // namespace tidemark::ui
