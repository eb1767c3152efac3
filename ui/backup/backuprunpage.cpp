// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backuprunpage.h"

#include "core/quoting.h"
#include "jobs/verdictsentence.h"
#include "ui/activity/activities.h"
#include "ui/backup/backupstate.h"
#include "ui/common/runwizard.h"
#include "ui/common/runpage.h"
#include "ui/common/verdictpage.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace tidemark::ui {

BackupRunPage::BackupRunPage(BackupState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_stack(new QStackedWidget(this))
    , m_run(new RunPage(this))
    , m_verdict(new VerdictPage(this))
{
    setTitle(tr("Backup"));
    m_stack->addWidget(m_run);
    m_stack->addWidget(m_verdict);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, {});
    layout->addWidget(m_stack, 1);
    connect(m_run, &RunPage::backgroundRequested, this, &BackupRunPage::backgroundRequested);
    buildActions();
}

void BackupRunPage::buildActions()
{
    m_openFolder = m_verdict->addAction(QStringLiteral("openFolderButton"), tr("&Open folder"), QStringLiteral("folder-open"));
    connect(m_openFolder, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_setFolder)); });
    m_restore = m_verdict->addAction(QStringLiteral("restoreButton"), tr("&Restore it…"), QStringLiteral("rotate-ccw"));
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreRequested(m_setFolder); });
    QPushButton* copy = m_verdict->addAction(QStringLiteral("copyReportButton"), tr("&Copy report"), QStringLiteral("copy"));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(reportText()); });
}

void BackupRunPage::initializePage()
{
    m_ended = false;
    setTitle(tr("Backing up %1").arg(subject()));
    m_stack->setCurrentWidget(m_run);
    rememberFolder();
    m_state.remember();
    Q_EMIT started();
    QPointer<BackupRunPage> guard(this);
    resolveTarget(m_state.services, m_state.profile, [guard](core::Result<access::Target> target) {
        if (!guard)
            return;
        if (target)
            guard->begin(*target);
        else
            guard->showError(target.error());
    });
}

QString BackupRunPage::subject() const
{
    const int count = static_cast<int>(m_state.databases.size());
    return count == 1 ? core::singleLine(m_state.databases.constFirst()) : tr("%n database(s)", nullptr, count);
}

void BackupRunPage::begin(const access::Target& target)
{
    const QList<backup::BackupPlan> plans = m_state.review->plans;
    const QString title = tr("Backup of %1").arg(subject());
    QPointer<BackupRunPage> guard(this);
    using Report = std::shared_ptr<const jobs::BatchReport>;
    Task* task = m_state.services.tasks.start<Report>(
        title, nullptr,
        [plans, target, owner = ownerOf(m_state.services, m_state.profile)](const core::RunContext& context) -> core::Result<Report> {
            auto server = access::ServerAccess::open(target, context);
            if (!server)
                return std::move(server).error();
            return std::make_shared<const jobs::BatchReport>(jobs::runBackups(plans, *server, owner, context));
        },
        [guard](const core::Result<Report>& report) {
            if (!guard)
                return;
            if (report)
                guard->receive(*report);
            else
                guard->showError(report.error());
        });
    // From here on the run is everybody's: it survives this window.
    m_state.services.activities.add(task, {title, subject(), m_state.profile.name, m_state.review->commands, plans.size() == 1 ? plans.constFirst().runId : QString()});
    m_run->follow(task);
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
    m_ended = true;
    m_setFolder = report.setFolder;
    setTitle(tr("Backup of %1").arg(subject()));
    m_content.setTables(report.manifest.tables);
    m_verdict->showVerdict(report.verdict, jobs::verdictSentence(report), report.findings);
    m_verdict->setRecords(&m_content, ContentModel::Table, tr("Ta&bles in the backup"));
    m_openFolder->show();
    m_restore->show();
    m_stack->setCurrentWidget(m_verdict);
    Q_EMIT succeeded(m_setFolder);
    Q_EMIT completeChanged();
}

void BackupRunPage::receiveSeveral(std::shared_ptr<const jobs::BatchReport> report)
{
    m_ended = true;
    m_setFolder.clear();
    setTitle(tr("Backup of %1").arg(subject()));
    core::Findings findings;
    for (const jobs::BatchItem& item : report->items) {
        if (item.report && m_setFolder.isEmpty())
            m_setFolder = QFileInfo(QFileInfo(item.report->setFolder).path()).path(); // of the server: all sets are below
        const core::Findings own = item.report ? item.report->findings
                                               : core::Findings{{core::Severity::Blocker, QStringLiteral("database.failed"), item.report.error().toText(), {}, {}}};
        for (core::Finding finding : own) {
            finding.sentence = tr("%1: %2", "database: what is the case").arg(core::singleLine(item.database), finding.sentence);
            findings.append(finding);
        }
    }
    m_batch.setReport(report);
    m_verdict->showVerdict(report->verdict(), jobs::verdictSentence(*report), findings);
    m_verdict->setRecords(&m_batch, BatchModel::Database, tr("Data&bases"));
    m_openFolder->setVisible(!m_setFolder.isEmpty());
    m_restore->hide();
    m_stack->setCurrentWidget(m_verdict);
    if (m_setFolder.isEmpty())
        Q_EMIT failed();
    else
        Q_EMIT succeeded(m_setFolder);
    Q_EMIT completeChanged();
}

void BackupRunPage::showError(const core::Error& error)
{
    m_ended = true;
    setTitle(tr("Backup of %1").arg(subject()));
    m_verdict->showError(error, tr("No backup was made, and nothing half-made was left behind."));
    m_openFolder->hide();
    m_restore->hide();
    m_stack->setCurrentWidget(m_verdict);
    Q_EMIT failed();
    Q_EMIT completeChanged();
}

void BackupRunPage::rememberFolder()
{
    Services& services = m_state.services;
    const QString folder = m_state.draft.destination;
    if (services.preferences.defaultBackupFolder().isEmpty())
        services.preferences.setDefaultBackupFolder(folder);
    // The profile may have been changed since the wizard was opened. Not being able to remember is no reason to stop.
    if (auto profile = services.profiles.find(m_state.profile.id); profile && profile->defaultBackupFolder != folder) {
        profile->defaultBackupFolder = folder;
        (void)services.profiles.update(*profile);
    }
}

QString BackupRunPage::reportText() const
{
    QStringList parts{title(), m_verdict->report()};
    if (!m_setFolder.isEmpty())
        parts.append(m_setFolder);
    parts.append(m_run->logText());
    return parts.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace tidemark::ui
