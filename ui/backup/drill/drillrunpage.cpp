// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/drill/drillrunpage.h"

#include "catalog/runid.h"
#include "core/quoting.h"
#include "ui/activity/activities.h"
#include "ui/backup/drill/drillpage.h"
#include "ui/common/recordtable.h"
#include "ui/common/resolvedtarget.h"
#include "ui/common/runpage.h"
#include "ui/common/runwizard.h"
#include "ui/common/task.h"
#include "ui/common/verdictpage.h"
#include "ui/sanity/sanityresults.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

/// Those of all databases; named after theirs where there are several.
QList<restore::TableComparison> tablesOf(const restore::drill::DrillReport& report)
{
    QList<restore::TableComparison> tables;
    for (const restore::drill::DrilledDatabase& database : report.databases) {
        for (restore::TableComparison table : database.tables) {
            if (report.databases.size() > 1)
                table.schema =
                    DrillRunPage::tr("%1: %2", "database: schema").arg(database.name, table.schema);
            tables.append(table);
        }
    }
    return tables;
}

} // namespace

DrillRunPage::DrillRunPage(Services& services, const store::Profile& profile, const DrillPage& before,
                           QWidget* parent)
    : QWizardPage(parent)
    , m_services(services)
    , m_profile(profile)
    , m_before(before)
    , m_stack(new QStackedWidget(this))
    , m_run(new RunPage(this))
    , m_verdict(new VerdictPage(this))
    , m_sanity(new SanityResults(*m_verdict))
{
    setTitle(tr("Verify by restoring"));
    m_stack->addWidget(m_run);
    m_stack->addWidget(m_verdict);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_profile, {});
    layout->addWidget(m_stack, 1);
    connect(m_run, &RunPage::backgroundRequested, this, &DrillRunPage::backgroundRequested);
    QPushButton* copy =
        m_verdict->addAction(QStringLiteral("copyReportButton"), tr("&Copy report"), QStringLiteral("copy"));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(reportText()); });
}

void DrillRunPage::initializePage()
{
    const DrillReview* review = m_before.review();
    if (!review)
        return; // the page before lets nobody through
    m_ended = false;
    m_subject = review->subject;
    setTitle(tr("Verifying %1").arg(m_subject));
    m_stack->setCurrentWidget(m_run);
    Q_EMIT started();
    if (const auto& server = m_before.choice().server; server && !review->isBase())
        resolveTargetFor(this, m_services, *server, &DrillRunPage::beginThere, &DrillRunPage::showError);
    else
        begin(std::nullopt);
}

/// Into a server that is started for it, or on `target`.
void DrillRunPage::begin(const std::optional<access::Target>& target)
{
    const QString runId = catalog::newRunId(QDateTime::currentDateTimeUtc());
    const QString title = tr("Trial restore of %1").arg(m_subject);
    const DrillReview& review = *m_before.review();
    QPointer<DrillRunPage> guard(this);
    Task* task = m_services.tasks.start<restore::drill::DrillReport>(
        title, nullptr,
        [draft = review.draft, runId, tools = review.tools, target, owner = ownerOf(m_services, m_profile)](
            const core::RunContext& context) -> core::Result<restore::drill::DrillReport> {
            if (!target)
                return jobs::runDrill(draft, runId, tools, nullptr, owner, context);
            const auto server = access::ServerAccess::open(*target, context);
            if (!server)
                return server.error();
            return jobs::runDrill(draft, runId, tools, &*server, owner, context);
        },
        [guard](const core::Result<restore::drill::DrillReport>& report) {
            if (guard)
                guard->receive(report);
        });
    m_services.activities.add(task,
                              {title, m_subject, m_profile.name, {drillCommand(m_before.choice())}, runId});
    m_run->follow(task);
}

void DrillRunPage::receive(const core::Result<restore::drill::DrillReport>& report)
{
    if (!report) {
        showError(report.error());
        return;
    }
    showReport(*report);
    end();
    Q_EMIT succeeded();
}

void DrillRunPage::showError(const core::Error& error)
{
    m_verdict->showError(error, tr("The trial restore came to no verdict. The backup is as it was."));
    m_sanity->show({});
    end();
    Q_EMIT failed();
}

void DrillRunPage::end()
{
    m_ended = true;
    setTitle(tr("Trial restore of %1").arg(m_subject));
    m_stack->setCurrentWidget(m_verdict);
    Q_EMIT completeChanged();
}

void DrillRunPage::showReport(const restore::drill::DrillReport& report)
{
    const QList<restore::TableComparison> tables = tablesOf(report);
    QList<core::SanityResult> answers;
    for (const restore::drill::DrilledDatabase& database : report.databases)
        answers += database.sanity;
    m_comparison.setTables(tables);
    m_verdict->showVerdict(report.verdict, jobs::verdictSentence(report), report.allFindings());
    m_verdict->setRecords(tables.isEmpty() ? nullptr : &m_comparison, ComparisonModel::Table,
                          tr("Ta&bles, compared with the backup"));
    m_verdict->table().sortByColumn(ComparisonModel::Result, Qt::AscendingOrder);
    m_sanity->show(answers);
}

QString DrillRunPage::reportText() const
{
    return QStringList{title(), m_verdict->report(), m_run->logText()}.join(QLatin1Char('\n')) +
           QLatin1Char('\n');
}

} // namespace tidemark::ui
