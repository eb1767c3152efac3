// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backuprunpage.h"

#include "core/quoting.h"
#include "jobs/verdictsentence.h"
#include "ui/backup/backupstate.h"
#include "ui/backup/savebackup.h"
#include "ui/common/verdictpage.h"

#include <QFileInfo>
#include <QPushButton>

namespace tidemark::ui {

BackupRunPage::BackupRunPage(BackupState& state, QWidget* parent)
    : WizardRunPage(state.services, state.profile, parent)
    , m_state(state)
    , m_restore(verdict().addAction(QStringLiteral("restoreButton"), tr("&Restore it…"), QStringLiteral("rotate-ccw")))
{
    m_restore->hide();
    QPushButton* command = verdict().addAction(QStringLiteral("saveCommandButton"), tr("Save as co&mmand…"), QStringLiteral("terminal"));
    connect(command, &QPushButton::clicked, this, [this] { openSaveCommand(m_state, this); });
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreRequested(setFolder()); });
    connect(this, &WizardRunPage::failed, m_restore, &QWidget::hide);
}

QString BackupRunPage::subject() const
{
    const int count = static_cast<int>(m_state.databases.size());
    return count == 1 ? core::singleLine(m_state.databases.constFirst()) : tr("%n database(s)", nullptr, count);
}

QString BackupRunPage::destination() const
{
    return m_state.draft.destination;
}

void BackupRunPage::remember()
{
    m_state.remember();
}

void BackupRunPage::begin(const access::Target& target)
{
    using Report = std::shared_ptr<const jobs::BatchReport>;
    const QList<backup::BackupPlan> plans = m_state.review->plans;
    launch<Report>(
        target, m_state.review->commands, plans.size() == 1 ? plans.constFirst().runId : QString(),
        [plans, owner = ownerOf(services(), profile())](const access::ServerAccess& server, const core::RunContext& context) -> core::Result<Report> {
            return std::make_shared<const jobs::BatchReport>(jobs::runBackups(plans, server, owner, context));
        },
        [this](const Report& report) { receive(report); });
}

void BackupRunPage::receive(std::shared_ptr<const jobs::BatchReport> report)
{
    if (report->items.size() != 1 || m_state.databases.size() != 1)
        receiveSeveral(std::move(report));
    else if (report->items.front().report)
        receiveOne(*report->items.front().report);
    else
        showError(report->items.front().report.error());
}

void BackupRunPage::receiveOne(const backup::BackupReport& report)
{
    m_content.setTables(report.manifest.tables);
    verdict().showVerdict(report.verdict, jobs::verdictSentence(report), report.findings);
    verdict().setRecords(&m_content, ContentModel::Table, tr("Ta&bles in the backup"));
    m_restore->show();
    offerVerify();
    end(report.setFolder);
}

void BackupRunPage::receiveSeveral(std::shared_ptr<const jobs::BatchReport> report)
{
    QString folder;
    core::Findings findings;
    for (const jobs::BatchItem& item : report->items) {
        if (item.report && folder.isEmpty())
            folder = QFileInfo(QFileInfo(item.report->setFolder).path()).path(); // of the server: all sets are below
        const core::Findings own = item.report ? item.report->findings
                                               : core::Findings{{core::Severity::Blocker, QStringLiteral("database.failed"), item.report.error().toText(), {}, {}}};
        for (core::Finding finding : own) {
            finding.sentence = tr("%1: %2", "database: what is the case").arg(core::singleLine(item.database), finding.sentence);
            findings.append(finding);
        }
    }
    m_batch.setReport(report);
    verdict().showVerdict(report->verdict(), jobs::verdictSentence(*report), findings);
    verdict().setRecords(&m_batch, BatchModel::Database, tr("Data&bases"));
    m_restore->hide();
    end(folder);
}

} // namespace tidemark::ui
