// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/cluster/newclusterrunpage.h"

#include "cluster/keptclusters.h"
#include "core/quoting.h"
#include "jobs/newclusters.h"
#include "process/command.h"
#include "ui/activity/activities.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/runpage.h"
#include "ui/common/runwizard.h"
#include "ui/common/task.h"
#include "ui/common/verdictpage.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace base = restore::base;

NewClusterRunPage::NewClusterRunPage(NewClusterState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_stack(new QStackedWidget(this))
    , m_run(new RunPage(this))
    , m_verdict(new VerdictPage(this))
{
    setTitle(tr("Restore"));
    m_stack->addWidget(m_run);
    m_stack->addWidget(m_verdict);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, NewClusterState::place(), {});
    layout->addWidget(m_stack, 1);
    connect(m_run, &RunPage::backgroundRequested, this, &NewClusterRunPage::backgroundRequested);
    buildActions();
}

void NewClusterRunPage::buildActions()
{
    m_copyOpen = m_verdict->addAction(QStringLiteral("copyPsqlButton"), tr("Copy &psql command"),
                                      QStringLiteral("terminal"));
    m_toggle = m_verdict->addAction(QStringLiteral("toggleServerButton"), {}, QStringLiteral("square"));
    m_remove = m_verdict->addAction(QStringLiteral("removeClusterButton"), tr("Re&move the cluster…"),
                                    QStringLiteral("trash-2"));
    QPushButton* copy =
        m_verdict->addAction(QStringLiteral("copyReportButton"), tr("&Copy report"), QStringLiteral("copy"));
    connect(m_copyOpen, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(psqlCommand()); });
    connect(m_toggle, &QPushButton::clicked, this,
            [this] { change(m_report->isRunning ? Change::Stop : Change::Start); });
    connect(m_remove, &QPushButton::clicked, this, &NewClusterRunPage::askToRemove);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(reportText()); });
}

void NewClusterRunPage::initializePage()
{
    if (!m_state.review || !m_state.review->plan)
        return; // the page before lets nobody through
    m_ended = false;
    m_report.reset();
    const base::NewClusterPlan plan = *m_state.review->plan;
    const QString title = tr("Restore of %1 into a new cluster").arg(m_state.subject());
    setTitle(tr("Restoring %1").arg(m_state.subject()));
    m_stack->setCurrentWidget(m_run);
    Q_EMIT started();
    QPointer<NewClusterRunPage> guard(this);
    Task* task = m_state.services.tasks.start<base::NewClusterReport>(
        title, nullptr,
        [plan, tools = m_state.review->tools, owner = ownerOf(m_state.services, m_state.profile)](
            const core::RunContext& context) { return jobs::runNewCluster(plan, tools, owner, context); },
        [guard](const core::Result<base::NewClusterReport>& report) {
            if (guard)
                guard->receive(report);
        });
    m_state.services.activities.add(
        task, {title, m_state.subject(), m_state.profile.name, {m_state.command()}, plan.runId});
    m_run->follow(task);
}

void NewClusterRunPage::receive(const core::Result<base::NewClusterReport>& report)
{
    m_ended = true;
    setTitle(tr("Restore of %1").arg(m_state.subject()));
    if (report) {
        m_report = *report;
        m_databases.setDatabases(report->databases);
        showReport();
    } else {
        m_verdict->showError(report.error(), tr("No new cluster was made."));
        m_verdict->setRecords(nullptr, 0, {});
    }
    for (QPushButton* button : {m_copyOpen, m_toggle, m_remove})
        button->setVisible(report.has_value());
    m_stack->setCurrentWidget(m_verdict);
    if (report)
        Q_EMIT succeeded();
    else
        Q_EMIT failed();
    Q_EMIT completeChanged();
}

void NewClusterRunPage::showReport()
{
    core::Findings findings = m_report->findings;
    findings.prepend(
        {core::Severity::Info,
         QStringLiteral("cluster.connect"),
         m_report->isRunning ? tr("Connect to it with: %1").arg(psqlCommand())
                             : tr("When it runs, connect to it with: %1").arg(psqlCommand()),
         tr("Start, stop or remove it with the buttons below, or later with: tidemarkctl sandbox "
            "start|stop|remove %1")
             .arg(core::quoteShell(core::singleLine(m_report->name))),
         {}});
    m_verdict->showVerdict(m_report->verdict, jobs::verdictSentence(*m_report), findings);
    m_verdict->setRecords(&m_databases, FoundDatabaseModel::Name, tr("Its data&bases"));
    m_toggle->setText(m_report->isRunning ? tr("S&top the server") : tr("S&tart the server"));
    m_toggle->setIcon(icon(m_report->isRunning ? QStringLiteral("square") : QStringLiteral("play")));
}

void NewClusterRunPage::askToRemove()
{
    Confirmation confirmation;
    confirmation.title = tr("Remove the cluster");
    confirmation.question = tr("Stop the server in %1 and remove it with everything in it?")
                                .arg(core::singleLine(m_report->folder));
    confirmation.detail = tr("What was changed in it since the restore is lost. The backup stays as it is.");
    confirmation.action = tr("Remove it");
    confirmation.danger = Danger::LosesData;
    QPointer<NewClusterRunPage> guard(this);
    m_state.services.dialogs.confirm(this, confirmation, [guard](bool yes) {
        if (guard && yes)
            guard->change(Change::Remove);
    });
}

void NewClusterRunPage::change(Change what)
{
    for (QPushButton* button : {m_toggle, m_remove})
        button->setEnabled(false);
    m_inquiry.ask<bool>(
        what == Change::Remove ? tr("Removal of a cluster") : tr("Start or stop of a server"),
        [folder = m_report->folder, tools = m_state.review->tools,
         what](const core::RunContext& context) -> core::Result<bool> {
            const auto kept = cluster::findKeptSandbox(folder);
            if (!kept)
                return kept.error();
            if (what == Change::Start)
                TIDEMARK_TRY(cluster::startKept(*kept, tools, context));
            else if (what == Change::Stop)
                TIDEMARK_TRY(cluster::stopKept(*kept));
            else
                TIDEMARK_TRY(cluster::removeKept(*kept));
            return true;
        },
        [this, what](const core::Result<bool>& done) { changed(what, done); });
}

void NewClusterRunPage::changed(Change what, const core::Result<bool>& done)
{
    for (QPushButton* button : {m_toggle, m_remove})
        button->setEnabled(true);
    if (!done) {
        m_verdict->showError(done.error(), what == Change::Remove  ? tr("The cluster could not be removed.")
                                           : what == Change::Start ? tr("The server could not be started.")
                                                                   : tr("The server could not be stopped."));
        return;
    }
    if (what != Change::Remove) {
        m_report->isRunning = what == Change::Start;
        showReport();
        return;
    }
    m_verdict->showVerdict(
        core::Verdict::Ok,
        tr("The cluster was stopped and removed; nothing of it is left. The backup is as it was."), {});
    m_verdict->setRecords(nullptr, 0, {});
    for (QPushButton* button : {m_copyOpen, m_toggle, m_remove})
        button->hide();
}

QString NewClusterRunPage::psqlCommand() const
{
    return m_report ? process::Command(QStringLiteral("psql"), {m_report->spec.toConninfo()}).toShell()
                    : QString();
}

QString NewClusterRunPage::reportText() const
{
    return QStringList{title(), m_verdict->report(), m_run->logText()}.join(QLatin1Char('\n')) +
           QLatin1Char('\n');
}

} // namespace tidemark::ui
