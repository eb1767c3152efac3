// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restorerunpage.h"

#include "core/quoting.h"
#include "jobs/recordedruns.h"
#include "jobs/verdictsentence.h"
#include "ui/activity/activities.h"
#include "ui/common/runwizard.h"
#include "ui/common/recordtable.h"
#include "ui/common/runpage.h"
#include "ui/common/verdictpage.h"
#include "ui/restore/restorestate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tidemark::ui {

RestoreRunPage::RestoreRunPage(RestoreState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_stack(new QStackedWidget(this))
    , m_run(new RunPage(this))
    , m_verdict(new VerdictPage(this))
{
    setTitle(tr("Restore"));
    m_stack->addWidget(m_run);
    m_stack->addWidget(m_verdict);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, {});
    layout->addWidget(m_stack, 1);
    connect(m_run, &RunPage::backgroundRequested, this, &RestoreRunPage::backgroundRequested);
    m_copyOpen = m_verdict->addAction(QStringLiteral("copyPsqlButton"), tr("Copy &psql command"), QStringLiteral("terminal"));
    m_copyOpen->setToolTip(tr("The command that opens the new database in psql."));
    connect(m_copyOpen, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_state.review ? m_state.review->openCommand : QString()); });
    QPushButton* copy = m_verdict->addAction(QStringLiteral("copyReportButton"), tr("&Copy report"), QStringLiteral("copy"));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(reportText()); });
}

void RestoreRunPage::initializePage()
{
    m_ended = false;
    setTitle(tr("Restoring %1").arg(core::singleLine(m_state.draft.targetDatabase)));
    m_stack->setCurrentWidget(m_run);
    Q_EMIT started();
    QPointer<RestoreRunPage> guard(this);
    resolveTarget(m_state.services, m_state.profile, [guard](core::Result<access::Target> target) {
        if (!guard)
            return;
        if (target)
            guard->begin(*target);
        else
            guard->showError(target.error());
    });
}

void RestoreRunPage::begin(const access::Target& target)
{
    const restore::RestorePlan plan = *m_state.review->plan;
    const QString title = tr("Restore of %1").arg(core::singleLine(plan.draft.targetDatabase));
    QPointer<RestoreRunPage> guard(this);
    Task* task = m_state.services.tasks.start<restore::RestoreReport>(
        title, nullptr,
        [plan, target, owner = ownerOf(m_state.services, m_state.profile)](const core::RunContext& context) -> core::Result<restore::RestoreReport> {
            auto server = access::ServerAccess::open(target, context);
            if (!server)
                return std::move(server).error();
            return jobs::runRestore(plan, *server, owner, context);
        },
        [guard](const core::Result<restore::RestoreReport>& report) {
            if (guard)
                guard->receive(report);
        });
    // From here on the run is everybody's: it survives this window.
    m_state.services.activities.add(task, {title, plan.draft.targetDatabase, m_state.profile.name, m_state.review->commands, plan.runId});
    m_run->follow(task);
}

void RestoreRunPage::receive(const core::Result<restore::RestoreReport>& report)
{
    if (!report) {
        showError(report.error());
        return;
    }
    m_ended = true;
    setTitle(tr("Restore of %1").arg(core::singleLine(m_state.draft.targetDatabase)));
    m_comparison.setTables(report->tables);
    m_verdict->showVerdict(report->verdict, jobs::verdictSentence(*report), report->findings);
    m_verdict->setRecords(report->tables.isEmpty() ? nullptr : &m_comparison, ComparisonModel::Table, tr("Ta&bles, compared with the backup"));
    m_verdict->table().sortByColumn(ComparisonModel::Result, Qt::AscendingOrder);
    const bool good = report->verdict == core::Verdict::Ok || report->verdict == core::Verdict::Warnings;
    m_copyOpen->setVisible(good);
    m_stack->setCurrentWidget(m_verdict);
    if (good)
        Q_EMIT succeeded(report->database);
    else
        Q_EMIT failed();
    Q_EMIT completeChanged();
}

void RestoreRunPage::showError(const core::Error& error)
{
    m_ended = true;
    setTitle(tr("Restore of %1").arg(core::singleLine(m_state.draft.targetDatabase)));
    // Where a database had been begun, the error's hint says what has become of it.
    m_verdict->showError(error, tr("The database %1 was not restored.").arg(core::singleLine(m_state.draft.targetDatabase)));
    m_copyOpen->hide();
    m_stack->setCurrentWidget(m_verdict);
    Q_EMIT failed();
    Q_EMIT completeChanged();
}

QString RestoreRunPage::reportText() const
{
    return QStringList{title(), m_verdict->report(), m_run->logText()}.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace tidemark::ui
