// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/recoveryrunpage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "jobs/recordedruns.h"
#include "jobs/verdictsentence.h"
#include "process/command.h"
#include "ui/activity/activities.h"
#include "ui/common/recordtable.h"
#include "ui/common/resolvedtarget.h"
#include "ui/common/runpage.h"
#include "ui/common/theme.h"
#include "ui/common/verdictpage.h"
#include "ui/restore/rows/recoverystate.h"
#include "ui/restore/rows/serverbanner.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace tidemark::ui {

RecoveryRunPage::RecoveryRunPage(RecoveryState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_banner(new ServerBanner(this))
    , m_stack(new QStackedWidget(this))
    , m_run(new RunPage(this))
    , m_verdict(new VerdictPage(this))
{
    setTitle(tr("Bring back rows"));
    m_stack->addWidget(m_run);
    m_stack->addWidget(m_verdict);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(gridStep);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    m_showFolder = m_verdict->addAction(QStringLiteral("showUndoFolder"), tr("Show in &folder"),
                                        QStringLiteral("folder-open"));
    m_showFolder->setToolTip(tr("The folder of the undo script"));
    m_copyUndo = m_verdict->addAction(QStringLiteral("copyUndoButton"), tr("Copy &undo command"),
                                      QStringLiteral("terminal"));
    m_copyUndo->setToolTip(tr("The command that takes everything back."));
    QPushButton* copy =
        m_verdict->addAction(QStringLiteral("copyReportButton"), tr("&Copy report"), QStringLiteral("copy"));
    connect(m_run, &RunPage::backgroundRequested, this, &RecoveryRunPage::backgroundRequested);
    connect(m_showFolder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_undoFile).absolutePath())); });
    connect(m_copyUndo, &QPushButton::clicked, this, [this] {
        const QString conninfo =
            m_state.profile.spec.withDatabase(m_state.comparison->facts->database).toConninfo();
        QGuiApplication::clipboard()->setText(
            process::Command(QStringLiteral("psql"),
                             {QStringLiteral("-X"), QStringLiteral("-f"), m_undoFile, conninfo})
                .toShell());
    });
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(reportText()); });
}

void RecoveryRunPage::initializePage()
{
    m_ended = false;
    m_undoFile.clear();
    m_banner->setProfile(m_state.profile);
    setTitle(tr("Bringing back rows of %1").arg(m_state.liveTableText()));
    m_stack->setCurrentWidget(m_run);
    Q_EMIT started();
    resolveTargetFor(this, m_state.services, m_state.profile, &RecoveryRunPage::begin,
                     &RecoveryRunPage::showError);
}

void RecoveryRunPage::begin(const access::Target& target)
{
    const restore::rows::RecoveryPlan plan = *m_state.review->plan;
    const QString title = tr("Rows of %1 brought back").arg(m_state.liveTableText());
    QPointer<RecoveryRunPage> guard(this);
    // The backup stays locked, and open, until the run has ended.
    Task* task = m_state.services.tasks.start<restore::rows::RecoveryReport>(
        title, nullptr,
        [plan, target, dump = m_state.dump, owner = ownerOf(m_state.services, m_state.profile)](
            const core::RunContext& context) -> core::Result<restore::rows::RecoveryReport> {
            auto server = access::ServerAccess::open(target, context);
            if (!server)
                return std::move(server).error();
            return jobs::runRecovery(plan, *server, owner, context);
        },
        [guard](const core::Result<restore::rows::RecoveryReport>& report) {
            if (guard)
                guard->receive(report);
        });
    // From here on the run is everybody's: it survives this window.
    m_state.services.activities.add(task, {title, plan.database, m_state.profile.name, {}, plan.runId});
    m_run->follow(task);
}

void RecoveryRunPage::receive(const core::Result<restore::rows::RecoveryReport>& report)
{
    if (report)
        showReport(*report);
    else
        showError(report.error());
}

void RecoveryRunPage::showReport(const restore::rows::RecoveryReport& report)
{
    m_ended = true;
    m_undoFile = report.written() > 0 ? report.undoFile : QString();
    setTitle(tr("Rows of %1").arg(m_state.liveTableText()));
    core::Findings findings;
    for (const core::Finding& finding : report.findings) {
        // What was said before is not said again.
        const bool isNews = finding.id == QLatin1String("rows.refused") ||
                            finding.id == QLatin1String("rows.different") ||
                            finding.id == QLatin1String("rows.committed");
        if (isNews)
            findings.append(finding);
    }
    for (const restore::rows::RecoveredTable& table : report.tables) {
        if (!table.sequences.isEmpty())
            findings.append({core::Severity::Info,
                             QStringLiteral("rows.sequences"),
                             tr("Set forward, so that the next row gets a key of its own: %1.")
                                 .arg(table.sequences.join(tr(", "))),
                             {},
                             {}});
    }
    if (!m_undoFile.isEmpty())
        findings.append({core::Severity::Info,
                         QStringLiteral("rows.undo"),
                         tr("The script that takes it all back: %1")
                             .arg(core::singleLine(QDir::toNativeSeparators(m_undoFile))),
                         tr("Every key that was written is listed beside it: %1")
                             .arg(core::singleLine(QFileInfo(report.keysFile).fileName())),
                         {}});
    m_verdict->showVerdict(report.verdict, jobs::verdictSentence(report), findings);
    m_recovered.setTables(report.tables);
    m_leftOut.setRows(report.refused);
    if (report.refused.isEmpty())
        m_verdict->setRecords(&m_recovered, RecoveredModel::Table, tr("&Tables"));
    else
        m_verdict->setRecords(&m_leftOut, LeftOutModel::Why, tr("Rows &that were left out"));
    m_showFolder->setVisible(!m_undoFile.isEmpty());
    m_copyUndo->setVisible(!m_undoFile.isEmpty());
    m_stack->setCurrentWidget(m_verdict);
    // What was written is not compared any more.
    if (report.written() > 0)
        m_state.comparedKey.clear();
    Q_EMIT succeeded();
    Q_EMIT completeChanged();
}

void RecoveryRunPage::showError(const core::Error& error)
{
    m_ended = true;
    setTitle(tr("Rows of %1").arg(m_state.liveTableText()));
    // Where a connection ended at the commit, the error itself says what is known.
    const bool isKnown = error.kind != core::ErrorKind::ConnectionFailed;
    m_verdict->showError(error,
                         isKnown ? tr("Nothing was written to %1.").arg(m_state.liveTableText()) : QString());
    m_showFolder->hide();
    m_copyUndo->hide();
    m_stack->setCurrentWidget(m_verdict);
    Q_EMIT failed();
    Q_EMIT completeChanged();
}

QString RecoveryRunPage::reportText() const
{
    return QStringList{title(), m_verdict->report(), m_run->logText()}.join(QLatin1Char('\n')) +
           QLatin1Char('\n');
}

} // namespace tidemark::ui
