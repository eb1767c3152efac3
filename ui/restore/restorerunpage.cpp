// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restorerunpage.h"

#include "core/quoting.h"
#include "jobs/verdictsentence.h"
#include "postgres/queries/databaseadmin.h"
#include "process/command.h"
#include "ui/activity/activities.h"
#include "ui/common/recordtable.h"
#include "ui/common/resolvedtarget.h"
#include "ui/common/runpage.h"
#include "ui/common/runwizard.h"
#include "ui/common/verdictpage.h"
#include "ui/restore/restoresanity.h"
#include "ui/restore/restorestate.h"
#include "ui/restore/restorewords.h"
#include "ui/restore/saverestore.h"
#include "ui/sanity/sanityresults.h"

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

namespace {

using jobs::AnsweredRestore;
using Queries = QList<core::SanityQuery>;

/// The plan as it was reviewed, with the backup before it where one is wanted.
core::Result<AnsweredRestore> runPlans(const restore::RestorePlan& plan,
                                       const std::optional<backup::BackupPlan>& before,
                                       const Queries& queries, const access::Target& target,
                                       const jobs::RunOwner& owner, const core::RunContext& context)
{
    auto server = access::ServerAccess::open(target, context);
    if (!server)
        return std::move(server).error();
    if (plan.draft.target != restore::TargetKind::SqlFile)
        return jobs::runAnsweredRestore(before, plan, queries, *server, owner, context);
    auto written = restore::run(plan, *server, context); // no server's history is about it
    if (!written)
        return std::move(written).error();
    return AnsweredRestore{*std::move(written), {}, {}};
}

/// All of it is there, whatever is said about it.
bool isRestored(const restore::RestoreReport& report)
{
    return report.verdict != core::Verdict::Failed && report.verdict != core::Verdict::Cancelled;
}

/// Into a server that is started for it. Where that comes out well it runs on, and `openCommand` says how to
/// connect.
core::Result<AnsweredRestore> runInSandbox(const restore::RestorePlan& plan, const Queries& queries,
                                           restore::drill::KeptSandbox& sandbox, const jobs::RunOwner& owner,
                                           QString& openCommand, const core::RunContext& context)
{
    auto answered = jobs::runAnsweredRestore(std::nullopt, plan, queries, sandbox.server(), owner, context);
    if (!answered)
        return sandbox.explained(answered.error());
    sandbox.explain(answered->report);
    if (!isRestored(answered->report))
        return answered;
    const auto spec = sandbox.keep(answered->report.database);
    if (!spec)
        return spec.error();
    openCommand = process::Command(QStringLiteral("psql"), {spec->toConninfo()}).toShell();
    context.log(core::LogLevel::Info, openCommand);
    answered->report.findings.append(
        {core::Severity::Info,
         QStringLiteral("sandbox.kept"),
         RestoreRunPage::tr("The server runs on. Connect to it with: %1").arg(openCommand),
         RestoreRunPage::tr("Stop or remove it with: tidemarkctl sandbox stop|remove %1").arg(sandbox.name()),
         {}});
    return answered;
}

} // namespace

RestoreRunPage::RestoreRunPage(RestoreState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_stack(new QStackedWidget(this))
    , m_run(new RunPage(this))
    , m_verdict(new VerdictPage(this))
    , m_sanity(new SanityResults(*m_verdict))
{
    setTitle(tr("Restore"));
    m_stack->addWidget(m_run);
    m_stack->addWidget(m_verdict);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, {});
    layout->addWidget(m_stack, 1);
    connect(m_run, &RunPage::backgroundRequested, this, &RestoreRunPage::backgroundRequested);
    buildActions();
}

void RestoreRunPage::buildActions()
{
    m_drop = m_verdict->addAction(QStringLiteral("dropRemainsButton"), tr("&Drop the half-made database…"),
                                  QStringLiteral("trash-2"));
    connect(m_drop, &QPushButton::clicked, this, &RestoreRunPage::askToDrop);
    m_openFolder = m_verdict->addAction(QStringLiteral("openFolderButton"), tr("&Open folder"),
                                        QStringLiteral("folder-open"));
    connect(m_openFolder, &QPushButton::clicked, this, &RestoreRunPage::openFolder);
    m_copyOpen = m_verdict->addAction(QStringLiteral("copyPsqlButton"), tr("Copy &psql command"),
                                      QStringLiteral("terminal"));
    m_copyOpen->setToolTip(tr("The command that opens the database in psql."));
    connect(m_copyOpen, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_openCommand); });
    QPushButton* save = m_verdict->addAction(QStringLiteral("saveCommandButton"), tr("Save as co&mmand…"),
                                             QStringLiteral("terminal"));
    connect(save, &QPushButton::clicked, this, [this] { openSaveCommand(m_state, {}, this); });
    QPushButton* copy =
        m_verdict->addAction(QStringLiteral("copyReportButton"), tr("&Copy report"), QStringLiteral("copy"));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(reportText()); });
}

void RestoreRunPage::initializePage()
{
    m_ended = false;
    m_remains.clear();
    m_drop->hide();
    setTitle(m_state.draft.target == restore::TargetKind::SqlFile
                 ? tr("Writing %1").arg(placeWords(m_state))
                 : tr("Restoring into %1").arg(placeWords(m_state)));
    m_stack->setCurrentWidget(m_run);
    m_state.remember();
    Q_EMIT started();
    if (m_state.isSandbox) {
        beginInSandbox();
        return;
    }
    if (m_state.draft.target == restore::TargetKind::SqlFile) {
        begin({});
        return;
    }
    resolveTargetFor(this, m_state.services, m_state.profile, &RestoreRunPage::begin,
                     &RestoreRunPage::showError);
}

void RestoreRunPage::begin(const access::Target& target)
{
    const RestoreReview& review = *m_state.review;
    const restore::RestorePlan plan = *review.plan;
    if (review.asksForName &&
        plan.draft.confirmed != plan.draft.targetDatabase) { // the review lets nobody through
        showError({core::ErrorKind::Conflict,
                   tr("Rows of %1 would be lost, and that was not confirmed.")
                       .arg(core::singleLine(plan.draft.targetDatabase)),
                   {},
                   {}});
        return;
    }
    const std::optional<backup::BackupPlan> before = m_state.savesFirst ? review.safety : std::nullopt;
    m_openCommand = review.openCommand;
    const QString title = tr("Restore into %1").arg(placeWords(m_state));
    QPointer<RestoreRunPage> guard(this);
    Task* task = m_state.services.tasks.start<AnsweredRestore>(
        title, nullptr,
        [plan, before, queries = sanityQueriesOf(m_state).value_or(Queries()), target,
         owner = ownerOf(m_state.services, m_state.profile)](const core::RunContext& context) {
            return runPlans(plan, before, queries, target, owner, context);
        },
        [guard](const core::Result<AnsweredRestore>& report) {
            if (guard)
                guard->receive(report);
        });
    follow(task, plan, title);
}

void RestoreRunPage::beginInSandbox()
{
    const restore::RestorePlan plan = *m_state.review->plan;
    const QString title = tr("Restore into %1").arg(placeWords(m_state));
    const jobs::RunOwner owner{{}, tr("Sandbox"), m_state.services.historyPath};
    const auto openCommand = std::make_shared<QString>(); // written before the end, read after it
    QPointer<RestoreRunPage> guard(this);
    Task* task = m_state.services.tasks.start<AnsweredRestore>(
        title, nullptr,
        [plan, queries = sanityQueriesOf(m_state).value_or(Queries()), sandbox = m_state.review->sandbox,
         owner, openCommand](const core::RunContext& context) {
            return runInSandbox(plan, queries, *sandbox, owner, *openCommand, context);
        },
        [guard, openCommand](const core::Result<AnsweredRestore>& report) {
            RestoreRunPage* page = guard.data();
            if (!page)
                return;
            page->m_openCommand = *openCommand;
            page->receive(report);
        });
    follow(task, plan, title);
}

/// From here on the run is everybody's: it survives this window.
void RestoreRunPage::follow(Task* task, const restore::RestorePlan& plan, const QString& title)
{
    const QStringList commands = QStringList{tidemarkCommand(m_state)} + m_state.review->commands;
    m_state.services.activities.add(task,
                                    {title, placeWords(m_state), m_state.profile.name, commands, plan.runId});
    m_run->follow(task);
    m_loads.setPlan(plan);
    const bool isKnown = m_loads.rowCount() > 0;
    m_run->setRecords(isKnown ? &m_loads : nullptr, TableLoadModel::Table, tr("Ta&bles"));
    m_run->records().sortByColumn(TableLoadModel::State, Qt::AscendingOrder);
    connect(task, &Task::logGrown, this, [this](const QList<core::LogLine>& lines) {
        m_loads.readLines(lines);
        if (!m_run->records().hasFocus())
            m_run->records().scrollToTop(); // what is worked on comes first
    });
}

void RestoreRunPage::receive(const core::Result<AnsweredRestore>& report)
{
    if (report)
        showReport(*report);
    else
        showError(report.error());
}

void RestoreRunPage::showReport(const AnsweredRestore& answered)
{
    const restore::RestoreReport& report = answered.report;
    const bool good = isRestored(report);
    m_comparison.setTables(report.tables);
    m_verdict->showVerdict(report.verdict, jobs::verdictSentence(report), report.findings);
    m_verdict->setRecords(report.tables.isEmpty() ? nullptr : &m_comparison, ComparisonModel::Table,
                          tr("Ta&bles, compared with the backup"));
    m_verdict->table().sortByColumn(ComparisonModel::Result, Qt::AscendingOrder);
    m_sanity->show(answered.sanity, answered.live);
    m_copyOpen->setVisible(good && report.file.isEmpty());
    m_openFolder->setVisible(!report.file.isEmpty());
    if (!good && m_state.draft.target == restore::TargetKind::NewDatabase && !m_state.isSandbox)
        offerDrop(report.database);
    end();
    if (good)
        Q_EMIT succeeded(report.database);
    else
        Q_EMIT failed();
}

void RestoreRunPage::showError(const core::Error& error)
{
    const bool isFile = m_state.draft.target == restore::TargetKind::SqlFile;
    const QString state = isFile ? tr("%1 was not written.").arg(placeWords(m_state))
                                 : tr("The restore into %1 did not succeed.").arg(placeWords(m_state));
    // Where something had been begun, the error's hint says what has become of it.
    m_verdict->showError(error, state);
    m_sanity->show({});
    m_copyOpen->hide();
    m_openFolder->hide();
    end();
    lookForRemains();
    Q_EMIT failed();
}

void RestoreRunPage::end()
{
    m_ended = true;
    setTitle(tr("Restore into %1").arg(placeWords(m_state)));
    m_stack->setCurrentWidget(m_verdict);
    Q_EMIT completeChanged();
}

/// A server that went away kept the half-made database from being dropped.
void RestoreRunPage::lookForRemains()
{
    if (m_state.isSandbox || !m_state.review || !m_state.review->plan ||
        m_state.draft.target != restore::TargetKind::NewDatabase)
        return; // a sandbox goes as a whole
    const QString database = m_state.review->plan->database.name;
    m_inquiry.askServer<bool>(
        m_state.profile, tr("What is left of a restore"),
        [database](const access::ServerAccess& server,
                   const core::RunContext& context) -> core::Result<bool> {
            auto connection = server.connect({}, {}, context.stop);
            if (!connection)
                return std::move(connection).error();
            return postgres::databaseExists(*connection, database);
        },
        [this, database](const core::Result<bool>& there) {
            if (there && *there)
                offerDrop(database);
        });
}

void RestoreRunPage::offerDrop(const QString& database)
{
    m_remains = database;
    m_drop->show();
}

void RestoreRunPage::askToDrop()
{
    Confirmation confirmation;
    confirmation.title = tr("Drop the half-made database");
    confirmation.question = tr("Drop the database %1 on %2?")
                                .arg(core::singleLine(m_remains), core::singleLine(m_state.profile.name));
    confirmation.detail =
        tr("It holds what this restore could bring back, and nothing else. The backup stays as it is.");
    confirmation.action = tr("Drop it");
    confirmation.danger = Danger::LosesData;
    QPointer<RestoreRunPage> guard(this);
    m_state.services.dialogs.confirm(this, confirmation, [guard](bool yes) {
        if (guard && yes)
            guard->drop();
    });
}

void RestoreRunPage::drop()
{
    m_drop->setEnabled(false);
    m_inquiry.askServer<bool>(
        m_state.profile, tr("Drop of a half-made database"),
        [database = m_remains](const access::ServerAccess& server,
                               const core::RunContext& context) -> core::Result<bool> {
            auto connection = server.connect({}, {}, context.stop);
            if (!connection)
                return std::move(connection).error();
            TIDEMARK_TRY(postgres::dropDatabase(*connection, database));
            return true;
        },
        [this](const core::Result<bool>& dropped) {
            m_drop->setEnabled(true);
            if (!dropped) {
                m_verdict->showError(
                    dropped.error(),
                    tr("The half-made database %1 is still there.").arg(core::singleLine(m_remains)));
                return;
            }
            m_drop->hide();
            m_verdict->showVerdict(core::Verdict::Failed,
                                   tr("The restore did not succeed. The half-made database %1 was dropped; "
                                      "nothing of it is left.")
                                       .arg(core::singleLine(m_remains)),
                                   {});
            m_remains.clear();
        });
}

void RestoreRunPage::openFolder() const
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_state.draft.file).absolutePath()));
}

QString RestoreRunPage::reportText() const
{
    return QStringList{title(), m_verdict->report(), m_run->logText()}.join(QLatin1Char('\n')) +
           QLatin1Char('\n');
}

} // namespace tidemark::ui
