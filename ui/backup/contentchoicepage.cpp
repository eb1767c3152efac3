// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/contentchoicepage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/runwizard.h"
#include "ui/common/seenticks.h"
#include "ui/common/spinner.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeView>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {
constexpr int pauseMilliseconds = 60;
constexpr int openedAtOnce = 1000; // lines that a search or the first look opens
} // namespace

ContentChoicePage::ContentChoicePage(BackupState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_part(new QComboBox(this))
    , m_largeObjects(new QCheckBox(tr("&Large objects, too"), this))
    , m_search(new QLineEdit(this))
    , m_tree(new QTreeView(this))
    , m_spinner(new Spinner(this))
    , m_error(new FindingsView(this))
    , m_hint(new MutedLabel(tr("Space takes or leaves a line, S takes the structure without rows, Enter shows the choices."), this))
    , m_summary(new IconLabel(this))
    , m_patternLine(new QWidget(this))
    , m_patterns(new IconLabel(m_patternLine))
{
    m_error->setActionText(QStringLiteral("retry"), tr("&Try again"));
    m_summary->setObjectName(QStringLiteral("contentSummary"));
    m_hint->setWordWrap(true);
    buildControls();
    buildTree();
    buildLayout();
    connect(m_error, &FindingsView::actionTriggered, this, &ContentChoicePage::load);
    connect(&m_model, &RelationTreeModel::choiceChanged, this, &ContentChoicePage::take);
}

void ContentChoicePage::buildControls()
{
    m_part->setObjectName(QStringLiteral("partCombo"));
    m_part->setAccessibleName(tr("What is backed up"));
    m_part->addItem(tr("Definitions and rows"), static_cast<int>(backup::Part::Everything));
    m_part->addItem(tr("Definitions only"), static_cast<int>(backup::Part::Definitions));
    m_part->addItem(tr("Rows only"), static_cast<int>(backup::Part::Rows));
    m_largeObjects->setObjectName(QStringLiteral("largeObjectsCheck"));
    m_largeObjects->setToolTip(tr("They belong to no table: what lo_create() and the like have stored."));
    m_search->setObjectName(QStringLiteral("relationSearch"));
    m_search->setAccessibleName(tr("Search tables"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setToolTip(tr("A part of a name, or of schema.name"));
    m_search->addAction(icon(QStringLiteral("search"), Tone::Muted), QLineEdit::LeadingPosition);
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMilliseconds);
    connect(m_search, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(&m_pause, &QTimer::timeout, this, &ContentChoicePage::filter);
    connect(m_part, &QComboBox::currentIndexChanged, this, &ContentChoicePage::take);
    connect(m_largeObjects, &QCheckBox::toggled, this, &ContentChoicePage::take);
}

void ContentChoicePage::buildTree()
{
    m_tree->setObjectName(QStringLiteral("relationTree"));
    m_tree->setAccessibleName(tr("Schemas and tables"));
    m_tree->setModel(&m_model);
    auto* ticks = new SeenTicks;
    ticks->setParent(m_tree);
    m_tree->setStyle(ticks);
    m_tree->setUniformRowHeights(true);
    m_tree->setSortingEnabled(true);
    m_tree->sortByColumn(static_cast<int>(RelationColumn::Name), Qt::AscendingOrder);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    m_tree->setExpandsOnDoubleClick(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView& header = *m_tree->header();
    header.setStretchLastSection(false);
    header.setSectionResizeMode(static_cast<int>(RelationColumn::Name), QHeaderView::Stretch);
    const auto fit = [&](RelationColumn column, const QString& widest) {
        const int section = static_cast<int>(column);
        header.resizeSection(section, std::max(header.sectionSizeHint(section), fontMetrics().horizontalAdvance(widest) + 3 * gridStep));
    };
    fit(RelationColumn::Kept, tr("Structure only"));
    fit(RelationColumn::Rows, QStringLiteral("~ 999,999,999"));
    fit(RelationColumn::Size, QStringLiteral("999.9 MB"));
    m_tree->installEventFilter(this);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, [this](const QPoint& at) { showMenu(m_tree->viewport()->mapToGlobal(at)); });
    connect(m_tree, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == static_cast<int>(RelationColumn::Kept))
            showMenu(m_tree->viewport()->mapToGlobal(m_tree->visualRect(index).bottomLeft()));
    });
}

void ContentChoicePage::buildLayout()
{
    auto* forget = new QPushButton(tr("&Forget patterns"), m_patternLine);
    forget->setObjectName(QStringLiteral("forgetPatternsButton"));
    forget->setAutoDefault(false);
    auto* patternLayout = new QHBoxLayout(m_patternLine);
    patternLayout->setContentsMargins(0, 0, 0, 0);
    patternLayout->addWidget(m_patterns, 1);
    patternLayout->addWidget(forget, 0, Qt::AlignTop);
    m_patterns->setObjectName(QStringLiteral("patternNotice"));
    m_patternLine->hide();
    connect(forget, &QPushButton::clicked, this, &ContentChoicePage::forgetPatterns);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, {});
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(m_search, 1);
    line->addWidget(m_part);
    line->addWidget(m_largeObjects);
    layout->addWidget(m_patternLine);
    layout->addLayout(line);
    layout->addWidget(m_spinner);
    layout->addWidget(m_error);
    layout->addWidget(m_tree, 1);
    layout->addStretch(0);
    layout->addWidget(m_hint);
    layout->addWidget(m_summary);
}

backup::ContentChoice& ContentChoicePage::choice()
{
    if (!m_state.contents.contains(m_state.draft.database))
        m_state.contents.insert(m_state.draft.database, m_state.draft.content);
    return m_state.contents[m_state.draft.database];
}

void ContentChoicePage::initializePage()
{
    setTitle(tr("What of %1").arg(core::singleLine(m_state.draft.database)));
    const backup::ContentChoice chosen = choice();
    {
        const QSignalBlocker partStaysQuiet(m_part);
        const QSignalBlocker boxStaysQuiet(m_largeObjects);
        m_part->setCurrentIndex(m_part->findData(static_cast<int>(chosen.part)));
        m_largeObjects->setChecked(chosen.largeObjects != backup::LargeObjects::Leave);
    }
    showPatterns();
    if (m_loaded != m_state.draft.database)
        load();
    else if (m_taken != m_state.taken)
        m_model.takeChoice(chosen);
    m_taken = m_state.taken;
}

/// Patterns mean what the server says they mean; the tree does not know.
void ContentChoicePage::showPatterns()
{
    const backup::ContentChoice& chosen = choice();
    backup::ContentChoice patterns;
    patterns.tables = chosen.tables;
    patterns.excludedTables = chosen.excludedTables;
    patterns.tablesWithoutRows = chosen.tablesWithoutRows;
    patterns.schemas = chosen.schemas;
    patterns.excludedSchemas = chosen.excludedSchemas;
    m_patterns->setStatus(QStringLiteral("info"), Tone::Accent,
                          tr("Patterns choose here, too: %1. The tree does not show what they mean; what is unticked in it is left out as well.").arg(wordsOf(patterns)));
    m_patternLine->setVisible(chosen.hasPatterns());
}

void ContentChoicePage::forgetPatterns()
{
    backup::ContentChoice& chosen = choice();
    for (QStringList* patterns : {&chosen.tables, &chosen.excludedTables, &chosen.tablesWithoutRows, &chosen.schemas, &chosen.excludedSchemas})
        patterns->clear();
    showPatterns();
    take();
    m_tree->setFocus();
}

void ContentChoicePage::load()
{
    m_loaded.clear();
    m_error->clear();
    m_model.setTree(nullptr);
    m_tree->hide();
    m_hint->hide();
    m_summary->hide();
    m_spinner->start(tr("Asking %1 for its tables…").arg(core::singleLine(m_state.draft.database)));
    m_inquiry.askServer<std::shared_ptr<RelationTree>>(
        m_state.profile, tr("List of tables"),
        [database = m_state.draft.database](const access::ServerAccess& server, const core::RunContext& context) { return readRelations(server, database, context); },
        [this](core::Result<std::shared_ptr<RelationTree>> answer) { receive(std::move(answer)); });
}

void ContentChoicePage::receive(core::Result<std::shared_ptr<RelationTree>> answer)
{
    m_spinner->stop();
    if (!answer) {
        m_error->setError(answer.error(), QStringLiteral("retry"));
        return;
    }
    m_search->clear();
    m_pause.stop();
    const backup::ContentChoice chosen = choice(); // a new tree has none
    (*answer)->takeChoice(chosen);
    m_loaded = m_state.draft.database;
    m_model.setTree(*std::move(answer));
    m_model.sort(m_tree->header()->sortIndicatorSection(), m_tree->header()->sortIndicatorOrder());
    m_tree->show();
    m_hint->show();
    expandFirst();
    m_tree->setCurrentIndex(m_model.index(0, 0));
    m_tree->setFocus();
}

void ContentChoicePage::expandFirst()
{
    int left = openedAtOnce;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex schema = m_model.index(row, 0);
        left -= m_model.rowCount(schema);
        if (left >= 0)
            m_tree->expand(schema);
    }
}

void ContentChoicePage::filter()
{
    m_pause.stop();
    if (!m_model.tree())
        return;
    m_model.setFilter(m_search->text());
    if (m_model.tree()->isFiltered() && m_model.tree()->shownCount() <= openedAtOnce)
        m_tree->expandAll();
    else
        expandFirst();
    take();
}

void ContentChoicePage::take()
{
    if (!m_model.tree() || m_loaded.isEmpty())
        return;
    backup::ContentChoice& chosen = choice();
    chosen.part = static_cast<backup::Part>(m_part->currentData().toInt());
    if (!m_largeObjects->isChecked())
        chosen.largeObjects = backup::LargeObjects::Leave;
    else if (chosen.largeObjects == backup::LargeObjects::Leave)
        chosen.largeObjects = backup::LargeObjects::AsTool;
    m_model.tree()->fillChoice(chosen);
    ContentSummary summary = m_model.tree()->summary();
    summary.part = chosen.part;
    summary.largeObjects = m_largeObjects->isChecked();
    summary.patterns = summary.isUpperBound = chosen.hasPatterns();
    m_state.read = chosen.part == backup::Part::Definitions ? core::ByteSize() : summary.read;
    QString text = sentenceOf(summary);
    if (m_model.tree()->isFiltered())
        text += QLatin1Char(' ') + tr("The search shows %1 of %2.").arg(core::countText(m_model.tree()->shownCount()), core::countText(m_model.tree()->relationCount()));
    m_summary->setStatus(summary.isEverything() ? QStringLiteral("circle-check") : QStringLiteral("info"), summary.isEverything() ? Tone::Ok : Tone::Accent, text);
    m_summary->show();
}

QModelIndexList ContentChoicePage::selectedLines() const
{
    QModelIndexList lines = m_tree->selectionModel()->selectedRows();
    if (lines.isEmpty() && m_tree->currentIndex().isValid())
        lines.append(m_tree->currentIndex().siblingAtColumn(0));
    return lines;
}

void ContentChoicePage::keepSelected(backup::Keep keep)
{
    m_model.setKeep(selectedLines(), keep);
}

void ContentChoicePage::showMenu(const QPoint& globalPosition)
{
    const QModelIndexList lines = selectedLines();
    const RelationTree* tree = m_model.tree();
    const auto choosable = [tree](const QModelIndex& line) { return tree->canBeChosen(RelationTreeModel::nodeOf(line)); };
    if (!tree || std::none_of(lines.begin(), lines.end(), choosable))
        return;
    const bool structure = std::any_of(lines.begin(), lines.end(), [tree](const QModelIndex& line) { return tree->canLoseRows(RelationTreeModel::nodeOf(line)); });
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("keepMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&All"), this, [this] { keepSelected(backup::Keep::Everything); });
    QAction* definition = menu->addAction(tr("&Structure only"), this, [this] { keepSelected(backup::Keep::Definition); });
    definition->setEnabled(structure);
    menu->addAction(tr("&Leave out"), this, [this] { keepSelected(backup::Keep::Nothing); });
    menu->popup(globalPosition);
}

bool ContentChoicePage::pressed(const QKeyEvent& key)
{
    const QModelIndex current = m_tree->currentIndex().siblingAtColumn(0);
    if (!current.isValid() || key.modifiers() & (Qt::ControlModifier | Qt::AltModifier))
        return false;
    const Kept kept = m_model.tree()->kept(RelationTreeModel::nodeOf(current));
    switch (key.key()) {
    case Qt::Key_Space:
        keepSelected(kept == Kept::All ? backup::Keep::Nothing : backup::Keep::Everything);
        return true;
    case Qt::Key_S:
        keepSelected(kept == Kept::Structure ? backup::Keep::Everything : backup::Keep::Definition);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        showMenu(m_tree->viewport()->mapToGlobal(m_tree->visualRect(current.siblingAtColumn(static_cast<int>(RelationColumn::Kept))).bottomLeft()));
        return true;
    default:
        return false;
    }
}

bool ContentChoicePage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWizardPage::eventFilter(watched, event);
    const auto& key = *static_cast<QKeyEvent*>(event);
    if (watched == m_tree)
        return pressed(key);
    const bool leaves = key.key() == Qt::Key_Down || key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    if (watched == m_search && leaves && m_model.tree()) {
        filter();
        m_tree->setFocus(Qt::OtherFocusReason);
        m_tree->setCurrentIndex(m_tree->indexAt({1, 1}).siblingAtColumn(0));
        return true;
    }
    if (watched == m_search && key.key() == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        return true;
    }
    return false;
}

} // namespace tidemark::ui
