// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/recoveryrowspage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/spinner.h"
#include "ui/restore/rows/columnsbutton.h"
#include "ui/restore/rows/differencesview.h"
#include "ui/restore/rows/serverbanner.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>
#include <QWizard>

#include <algorithm>
#include <cmath>

namespace tidemark::ui {

namespace {

constexpr int fullBar = 1000;
constexpr int watchMilliseconds = 100;
constexpr int pauseMilliseconds = 300;
const QString retryAction = QStringLiteral("compareAgain");

enum Panel
{
    Busy,
    Failed,
    Content,
};

} // namespace

RecoveryRowsPage::RecoveryRowsPage(RecoveryState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_comparing(state.services)
    , m_filtering(state.services)
    , m_reader(state.services)
    , m_banner(new ServerBanner(this))
    , m_stack(new QStackedWidget(this))
    , m_spinner(new Spinner(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("&Cancel the comparison"), this))
    , m_error(new FindingsView(this))
    , m_summary(new QLabel(this))
    , m_key(new ColumnsButton(tr("whole rows"), this))
    , m_text(new QLineEdit(this))
    , m_condition(new QLineEdit(this))
    , m_apply(new QPushButton(tr("F&ilter"), this))
    , m_filterSpinner(new Spinner(this))
    , m_filterError(new FindingsView(this))
    , m_findings(new FindingsView(this))
    , m_tabs(new QTabWidget(this))
    , m_ticked(new IconLabel(this))
{
    setTitle(tr("What differs"));
    m_progress->setObjectName(QStringLiteral("compareProgress"));
    m_progress->setAccessibleName(tr("Progress of the comparison"));
    m_progress->setTextVisible(false);
    m_cancel->setObjectName(QStringLiteral("cancelCompare"));
    m_error->setObjectName(QStringLiteral("compareError"));
    m_error->setActionText(retryAction, tr("Compare a&gain"));
    m_summary->setObjectName(QStringLiteral("compareSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_key->setObjectName(QStringLiteral("keyColumns"));
    m_key->setAccessibleName(tr("Columns that identify a row"));
    m_text->setObjectName(QStringLiteral("textFilter"));
    m_condition->setObjectName(QStringLiteral("conditionFilter"));
    m_apply->setObjectName(QStringLiteral("applyFilter"));
    m_filterError->setObjectName(QStringLiteral("filterError"));
    m_findings->setObjectName(QStringLiteral("rowFindings"));
    m_tabs->setObjectName(QStringLiteral("kindTabs"));
    m_ticked->setObjectName(QStringLiteral("tickedSentence"));
    for (const RowKind kind : rowKinds) {
        auto* view = new DifferencesView(kind, m_reader, this);
        m_views.at(placeOf(kind)) = view;
        m_tabs->addTab(view, {});
        connect(view, &DifferencesView::ticksChanged, this, &RecoveryRowsPage::sayTicks);
    }
    buildLayout();
    m_watch.setInterval(watchMilliseconds);
    m_pause.setInterval(pauseMilliseconds);
    m_pause.setSingleShot(true);
    connect(&m_watch, &QTimer::timeout, this, &RecoveryRowsPage::showProgress);
    connect(&m_pause, &QTimer::timeout, this, &RecoveryRowsPage::applyFilter);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_comparing.drop();
        receive(core::cancelledError());
    });
    connect(m_error, &FindingsView::actionTriggered, this, &RecoveryRowsPage::compare);
    connect(m_key, &ColumnsButton::changed, this, [this](const QStringList& columns) {
        m_state.draft.diff.key = columns;
        compare();
    });
    for (QLineEdit* line : {m_text, m_condition})
        line->installEventFilter(this);
    connect(m_text, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(m_apply, &QPushButton::clicked, this, &RecoveryRowsPage::applyFilter);
    connect(m_condition, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty() && !m_state.filterCondition.isEmpty())
            applyFilter();
    });
    connect(&m_reader, &RowReader::failed, this,
            [this](const core::Error& error) { m_filterError->setError(error); });
}

void RecoveryRowsPage::buildLayout()
{
    m_stack->addWidget(buildBusy());
    auto* failed = new QWidget(this);
    auto* column = new QVBoxLayout(failed);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_error);
    column->addStretch(1);
    m_stack->addWidget(failed);
    m_stack->addWidget(buildContent());
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(gridStep);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
}

QWidget* RecoveryRowsPage::buildBusy()
{
    m_cancel->setAutoDefault(false);
    auto* busy = new QWidget(this);
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(m_progress, 1);
    line->addWidget(m_cancel);
    auto* layout = new QVBoxLayout(busy);
    layout->setContentsMargins(0, gridStep, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(m_spinner);
    layout->addLayout(line);
    layout->addStretch(1);
    return busy;
}

QWidget* RecoveryRowsPage::buildContent()
{
    auto* again = new QPushButton(icon(QStringLiteral("refresh-cw")), tr("Compare a&gain"), this);
    again->setObjectName(QStringLiteral("compareAgain"));
    again->setAutoDefault(false);
    connect(again, &QPushButton::clicked, this, &RecoveryRowsPage::compare);
    auto* key = new QLabel(tr("Rows are told apart &by:"), this);
    key->setBuddy(m_key);
    auto* head = new QHBoxLayout;
    head->setSpacing(gridStep);
    head->addWidget(m_summary, 1);
    head->addWidget(key);
    head->addWidget(m_key);
    head->addWidget(again);
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addLayout(head);
    layout->addWidget(m_findings);
    layout->addLayout(buildFilter());
    layout->addWidget(m_filterSpinner);
    layout->addWidget(m_filterError);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_ticked);
    return content;
}

QLayout* RecoveryRowsPage::buildFilter()
{
    m_apply->setAutoDefault(false);
    m_text->setClearButtonEnabled(true);
    m_text->setPlaceholderText(tr("text in any column"));
    m_condition->setClearButtonEnabled(true);
    m_condition->setPlaceholderText(tr("author_id = 7 AND created_at >= '2026-11-01'"));
    m_condition->setToolTip(tr("An SQL condition on the values in the backup, and on those now for rows that "
                               "are only in the live table. The server evaluates it."));
    auto* text = new QLabel(tr("&Find:"), this);
    text->setBuddy(m_text);
    auto* condition = new QLabel(tr("&Where:"), this);
    condition->setBuddy(m_condition);
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(text);
    line->addWidget(m_text, 2);
    line->addWidget(condition);
    line->addWidget(m_condition, 3);
    line->addWidget(m_apply);
    return line;
}

void RecoveryRowsPage::initializePage()
{
    m_banner->setProfile(m_state.profile);
    if (!m_state.comparison || m_state.comparedKey != m_state.comparisonKey())
        compare();
}

/// On the way back nothing is lost but a comparison that is under way.
void RecoveryRowsPage::cleanupPage()
{
    m_watch.stop();
    m_comparing.drop();
}

void RecoveryRowsPage::compare()
{
    m_filtering.drop();
    m_reader.open(nullptr);
    for (DifferencesView* view : m_views)
        view->setRows(nullptr, nullptr);
    m_state.forgetComparison();
    clearFilter();
    m_progress->setRange(0, 0);
    m_spinner->start(
        tr("Comparing %1 with the live table…").arg(m_state.dump->index->displayName(m_state.object)));
    m_stack->setCurrentIndex(Busy);
    Q_EMIT completeChanged();
    m_comparing.askServer<RowComparison>(
        m_state.profile, tr("Comparison of a table"),
        [dump = m_state.dump, draft = m_state.draft](const access::ServerAccess& server,
                                                     const core::RunContext& context) {
            return compareRows(*dump, draft, server, context);
        },
        [this](core::Result<RowComparison> comparison) { receive(std::move(comparison)); });
    m_watch.start();
}

void RecoveryRowsPage::showProgress()
{
    const Task* task = m_comparing.task();
    if (!task)
        return;
    const core::Progress& progress = task->progress();
    if (progress.fraction) {
        m_progress->setRange(0, fullBar);
        m_progress->setValue(static_cast<int>(std::lround(*progress.fraction * fullBar)));
    }
    if (!progress.phase.isEmpty())
        m_spinner->start(core::singleLine(progress.phase));
}

void RecoveryRowsPage::receive(core::Result<RowComparison> comparison)
{
    m_watch.stop();
    m_spinner->stop();
    if (!comparison) {
        m_error->setError(comparison.error(), retryAction);
        m_stack->setCurrentIndex(Failed);
        Q_EMIT completeChanged();
        return;
    }
    m_state.comparison = *std::move(comparison);
    m_state.comparedKey = m_state.comparisonKey();
    m_state.ticks =
        std::make_shared<RowTicks>(m_state.comparison->index, m_state.comparison->facts->rows->count());
    m_state.ticks->setAll(RowKind::Missing, true); // what overwrites or deletes is for people to tick
    showComparison();
}

void RecoveryRowsPage::showComparison()
{
    const restore::rows::RecoveryFacts& facts = *m_state.comparison->facts;
    m_summary->setText(tr("%1 rows in the backup of %2, %3 in %4 of %5 now; compared in %6.")
                           .arg(core::countText(facts.diff.rows.dumpRows), facts.diff.backupTable.toText(),
                                core::countText(facts.diff.rows.liveRows), facts.diff.liveTable.toText(),
                                core::singleLine(facts.database), core::durationText(facts.diff.duration)));
    core::Findings findings = facts.diff.findings;
    for (core::Finding& finding : findings) {
        if (finding.id == QLatin1String("diff.keyRepeats"))
            finding.hint = tr("Choose more columns that tell rows apart.");
    }
    m_findings->setFindings(findings);
    m_key->setColumns(facts.compared.mapping.columnNames(), facts.compared.mapping.keyNames());
    m_reader.open(m_state.comparison->facts);
    for (DifferencesView* view : m_views)
        view->setRows(m_state.comparison->facts, m_state.ticks);
    showTabTexts();
    const auto first = std::find_if(rowKinds.begin(), rowKinds.end(), [this](RowKind kind) {
        return !m_state.comparison->index->entries(kind).empty();
    });
    if (first != rowKinds.end())
        m_tabs->setCurrentIndex(static_cast<int>(placeOf(*first)));
    m_stack->setCurrentIndex(Content);
    m_views.at(static_cast<std::size_t>(m_tabs->currentIndex()))->focusTable();
    sayTicks();
}

void RecoveryRowsPage::showTabTexts()
{
    const archive::RowDiffSummary& rows = m_state.comparison->facts->diff.rows;
    m_tabs->setTabText(0, tr("&Missing from live (%1)").arg(core::countText(rows.missing)));
    m_tabs->setTabText(1, tr("C&hanged (%1)").arg(core::countText(rows.changed)));
    m_tabs->setTabText(2, tr("&Only in live (%1)").arg(core::countText(rows.extra)));
    m_tabs->setTabToolTip(0, tr("In the backup and not in the live table: they can be inserted."));
    m_tabs->setTabToolTip(1, tr("In both, with other values: they can be set back."));
    m_tabs->setTabToolTip(2, tr("In the live table and not in the backup: they can be deleted."));
}

void RecoveryRowsPage::sayTicks()
{
    const RowTicks& ticks = *m_state.ticks;
    QStringList parts;
    if (const qint64 rows = ticks.count(RowKind::Missing); rows > 0)
        parts.append(tr("%1 to insert").arg(core::countText(rows)));
    if (const qint64 rows = ticks.count(RowKind::Changed); rows > 0)
        parts.append(tr("%1 to set back").arg(core::countText(rows)));
    if (const qint64 rows = ticks.count(RowKind::Extra); rows > 0)
        parts.append(tr("%1 to delete").arg(core::countText(rows)));
    const bool deletes = ticks.count(RowKind::Extra) > 0;
    if (m_state.comparison->facts->diff.areRowsEqual())
        m_ticked->setStatus(QStringLiteral("circle-check"), Tone::Ok,
                            tr("Nothing differs: the live table has the same rows as the backup."));
    else if (parts.isEmpty())
        m_ticked->setStatus(QStringLiteral("info"), Tone::Muted, tr("No row is ticked."));
    else
        m_ticked->setStatus(deletes ? QStringLiteral("triangle-alert") : QStringLiteral("info"),
                            deletes ? Tone::Danger : Tone::Accent,
                            tr("Ticked: %1.").arg(parts.join(tr(", "))));
    Q_EMIT completeChanged();
}

void RecoveryRowsPage::clearFilter()
{
    const QSignalBlocker quietText(m_text);
    const QSignalBlocker quietCondition(m_condition);
    m_text->clear();
    m_condition->clear();
    m_meeting.reset();
    m_evaluated.clear();
    m_pause.stop();
    m_filterSpinner->stop();
    m_filterError->clear();
}

void RecoveryRowsPage::applyFilter()
{
    if (!m_state.comparison)
        return;
    m_pause.stop();
    m_filterError->clear();
    m_state.filterText = m_text->text();
    m_state.filterCondition = m_condition->text().trimmed();
    if (m_state.filterCondition.isEmpty() || m_state.filterCondition == m_evaluated) {
        filterByText();
        return;
    }
    m_filterSpinner->start(tr("The server evaluates the condition…"));
    m_filtering.askServer<Numbers>(
        m_state.profile, tr("Condition on rows"),
        [dump = m_state.dump, draft = m_state.draft, facts = m_state.comparison->facts,
         condition = m_state.filterCondition](const access::ServerAccess& server,
                                              const core::RunContext& context) -> core::Result<Numbers> {
            auto connection = server.connect(draft.database, {}, context.stop);
            if (!connection)
                return std::move(connection).error();
            auto meeting =
                restore::rows::rowsMeeting(condition, draft, *dump->dump, *facts, *connection, context);
            if (!meeting)
                return std::move(meeting).error();
            return std::make_shared<const std::vector<bool>>(*std::move(meeting));
        },
        [this, condition = m_state.filterCondition](core::Result<Numbers> numbers) {
            m_filterSpinner->stop();
            if (!numbers) {
                m_filterError->setError(numbers.error());
                m_state.filterCondition.clear();
                return;
            }
            m_meeting = *std::move(numbers);
            m_evaluated = condition;
            filterByText();
        });
}

void RecoveryRowsPage::filterByText()
{
    if (m_state.filterText.isEmpty() && m_state.filterCondition.isEmpty()) {
        m_filtering.drop();
        m_filterSpinner->stop();
        for (DifferencesView* view : m_views)
            view->setShown(std::nullopt);
        return;
    }
    m_filterSpinner->start(tr("Looking through the rows…"));
    m_filtering.ask<Places>(
        tr("Filter of rows"),
        [comparison = *m_state.comparison, text = m_state.filterText,
         meeting = m_state.filterCondition.isEmpty() ? Numbers() : m_meeting](
            const core::RunContext& context) { return filterRows(comparison, text, meeting, context); },
        [this](core::Result<Places> places) { receivePlaces(std::move(places)); });
}

void RecoveryRowsPage::receivePlaces(core::Result<Places> places)
{
    m_filterSpinner->stop();
    if (!places) {
        m_filterError->setError(places.error());
        return;
    }
    for (const RowKind kind : rowKinds)
        m_views.at(placeOf(kind))->setShown(std::move(places->at(placeOf(kind))));
}

/// Enter filters, and does not press Next.
bool RecoveryRowsPage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            applyFilter();
            return true;
        }
    }
    return QWizardPage::eventFilter(watched, event);
}

bool RecoveryRowsPage::isComplete() const
{
    return m_state.comparison && m_state.ticks && m_state.ticks->kinds();
}

} // namespace tidemark::ui
