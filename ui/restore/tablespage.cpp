// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/tablespage.h"

#include "core/quoting.h"
#include "store/folders.h"
#include "ui/common/findingsview.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"
#include "ui/common/theme.h"
#include "ui/contents/contentstree.h"
#include "ui/contents/rowsview.h"
#include "ui/contents/selectionpanel.h"
#include "ui/restore/restorestate.h"
#include "ui/restore/tickednames.h"

#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

constexpr int treeWidth = 400;
const QString untickAction = QStringLiteral("untickOthers");

QLabel* quietText(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    label->setContentsMargins(gridStep, gridStep, gridStep, gridStep);
    return label;
}

} // namespace

TablesPage::TablesPage(RestoreState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_spinner(new Spinner(this))
    , m_error(new FindingsView(this))
    , m_content(new QWidget(this))
    , m_tree(new ContentsTree(this))
    , m_tabs(new QTabWidget(this))
    , m_nothing(quietText(tr("Tick tables on the left. What they need to work – types, sequences, functions, "
                             "indexes – is listed here, each with its reason."),
                          this))
    , m_selection(new SelectionPanel(state.services, SelectionPanel::Purpose::Choose, this))
    , m_others(new FindingsView(this))
    , m_rowsStack(new QStackedWidget(this))
    , m_rows(new RowsView(state.services, this))
    , m_noRows(
          quietText(tr("Choose a table on the left to look at its rows, as they are in the backup."), this))
{
    setTitle(tr("Which tables"));
    m_error->setActionText(QStringLiteral("retry"), tr("&Try again"));
    m_others->setObjectName(QStringLiteral("othersFindings"));
    m_others->setActionText(untickAction, tr("Untick t&hem"));
    m_tabs->setObjectName(QStringLiteral("contentsTabs"));
    buildLayout();
    connect(m_error, &FindingsView::actionTriggered, this, &TablesPage::open);
    connect(m_others, &FindingsView::actionTriggered, this, &TablesPage::untickOthers);
    connect(m_tree, &ContentsTree::ticksChanged, this, &TablesPage::take);
    connect(m_tree, &ContentsTree::objectChosen, this, [this](int object) {
        const bool rows = m_shown && object >= 0 && hasRows(m_shown->index->object(object).kind) &&
                          m_shown->index->object(object).data >= 0;
        m_rows->setTable(rows ? m_shown : nullptr, m_part, rows ? m_shown->index->object(object).data : -1);
        m_rowsStack->setCurrentWidget(rows ? static_cast<QWidget*>(m_rows) : m_noRows);
    });
    connect(m_selection, &SelectionPanel::changed, this, &TablesPage::showSelection);
    connect(m_selection, &SelectionPanel::untickRequested, this, [this] { m_tree->model().setTicked({}); });
    connect(m_selection, &SelectionPanel::objectChosen, m_tree, &ContentsTree::select);
}

void TablesPage::buildLayout()
{
    auto* splitter = new QSplitter(Qt::Horizontal, m_content);
    splitter->addWidget(m_tree);
    splitter->addWidget(buildSides());
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({treeWidth, treeWidth});
    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->addWidget(splitter);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, {});
    layout->addWidget(m_spinner);
    layout->addWidget(m_error);
    layout->addWidget(m_content, 1);
    layout->addStretch(0);
}

QWidget* TablesPage::buildSides()
{
    auto* needed = new QWidget(this);
    auto* layout = new QVBoxLayout(needed);
    layout->setContentsMargins(gridStep, 0, gridStep, gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(m_others);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(m_selection, 1);
    m_rowsStack->addWidget(m_noRows);
    m_rowsStack->addWidget(m_rows);
    m_tabs->addTab(needed, tr("Also neede&d"));
    m_tabs->addTab(m_rowsStack, tr("Look &inside"));
    return m_tabs;
}

int TablesPage::nextId() const
{
    return static_cast<int>(RestoreStep::Where);
}

void TablesPage::initializePage()
{
    if (m_state.dump && m_state.dump == m_shown)
        return;
    if (m_state.dump)
        showDump();
    else
        open();
}

/// Another page may have changed the answer.
void TablesPage::showEvent(QShowEvent* event)
{
    QWizardPage::showEvent(event);
    m_selection->setForeignKeys(m_state.draft.foreignKeys);
}

void TablesPage::open()
{
    m_error->clear();
    m_content->hide();
    m_shown.reset();
    m_spinner->start(tr("Reading the contents…"));
    Q_EMIT completeChanged();
    m_inquiry.ask<std::shared_ptr<const OpenedDump>>(
        tr("Contents of a dump"),
        [path = m_state.draft.source, cache = store::cacheFolder()](const core::RunContext& context) {
            return openDump(path, cache, context);
        },
        [this](core::Result<std::shared_ptr<const OpenedDump>> dump) { receive(std::move(dump)); });
}

void TablesPage::receive(core::Result<std::shared_ptr<const OpenedDump>> dump)
{
    m_spinner->stop();
    if (!dump) {
        m_state.hurries = false;
        m_error->setError(dump.error(), QStringLiteral("retry"));
        return;
    }
    m_state.dump = *std::move(dump);
    showDump();
}

void TablesPage::showDump()
{
    m_shown = m_state.dump;
    m_part = partOf(*m_shown->index, m_state.draft.sourceDatabase);
    m_missing.clear();
    if (m_state.ticked.isEmpty() && m_part >= 0) { // names of an earlier run, whose objects are not known yet
        m_state.ticked = objectsOf(*m_shown->index, m_part, m_state.draft.tables, m_state.draft.schemas);
        m_missing = missingIn(*m_shown->index, m_part, m_state.draft.tables, m_state.draft.schemas);
        m_state.hurries = m_state.hurries && m_missing.isEmpty();
    }
    const QList<int> ticked = m_state.ticked;
    m_rows->setTable(nullptr, 0, -1);
    m_rowsStack->setCurrentWidget(m_noRows);
    m_selection->setDump(m_shown);
    m_tree->setDump(m_shown, m_shown->index->hasParts() ? std::optional(m_part) : std::nullopt);
    m_content->show();
    m_tree->model().setTicked(ticked);
    m_tree->focusSearch();
}

void TablesPage::take()
{
    if (!m_shown)
        return;
    m_state.ticked = m_tree->model().shown().ticked();
    const TickedNames names = namesOf(*m_shown->index, m_state.ticked);
    m_state.draft.tables = names.tables;
    m_state.draft.schemas = names.schemas;
    m_hasOthers = !names.others.isEmpty();
    core::Findings findings;
    if (m_hasOthers) {
        const int count = static_cast<int>(names.others.size());
        findings.append(
            {core::Severity::Blocker, QStringLiteral("tables.others"),
             tr("%n ticked object(s) are no tables: %1, for one.", nullptr, count)
                 .arg(m_shown->index->displayName(names.others.constFirst())),
             tr("Functions, types and the like come along where a ticked table needs them, and with a schema "
                "that is ticked as a whole. By themselves they can be extracted as SQL."),
             untickAction});
    }
    if (!m_missing.isEmpty()) {
        findings.append({core::Severity::Warning,
                         QStringLiteral("tables.missing"),
                         tr("This backup does not have all that was restored then: %1.")
                             .arg(core::singleLine(m_missing.join(QStringLiteral(", ")))),
                         {},
                         {}});
    }
    m_others->setFindings(findings);
    m_selection->setTicked(m_state.ticked);
}

void TablesPage::untickOthers()
{
    const QList<int> others = namesOf(*m_shown->index, m_state.ticked).others;
    QList<int> kept = m_state.ticked;
    kept.removeIf([&others](int object) { return others.contains(object); });
    m_tree->model().setTicked(kept);
}

void TablesPage::showSelection()
{
    m_nothing->setVisible(m_state.ticked.isEmpty());
    m_state.draft.foreignKeys = m_selection->foreignKeys();
    Q_EMIT completeChanged();
    if (!m_state.hurries || !isComplete())
        return;
    QTimer::singleShot(0, this, [this] {
        if (m_state.hurries && isVisible())
            wizard()->next();
    });
}

bool TablesPage::isComplete() const
{
    return m_shown && !m_hasOthers && !(m_state.draft.tables.isEmpty() && m_state.draft.schemas.isEmpty()) &&
           m_selection->selection().has_value();
}

} // namespace tidemark::ui
