// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/contentstree.h"

#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/seenticks.h"
#include "ui/common/theme.h"
#include "ui/contents/objectfacts.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

namespace tidemark::ui {

namespace {
constexpr int pauseMilliseconds = 60; // between letters
constexpr int leastWidth = 280;
constexpr int indentation = 14;
constexpr int openedAtOnce = 1000;    // objects that a search or the first look opens

} // namespace

ContentsTree::ContentsTree(QWidget* parent)
    : QWidget(parent)
    , m_search(new QLineEdit(this))
    , m_kind(new QComboBox(this))
    , m_tree(new QTreeView(this))
    , m_count(new MutedLabel({}, this))
{
    buildSearch();
    buildTree();
    m_count->setObjectName(QStringLiteral("shownCount"));
    setMinimumWidth(leastWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(m_search, 3);
    line->addWidget(m_kind, 2);
    layout->addLayout(line);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_count);
}

void ContentsTree::buildSearch()
{
    m_search->setObjectName(QStringLiteral("contentsSearch"));
    m_search->setAccessibleName(tr("Search the contents"));
    m_search->setPlaceholderText(tr("Search (Ctrl+F)"));
    m_search->setToolTip(tr("A part of a name, or of schema.name"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search"), Tone::Muted), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_kind->setObjectName(QStringLiteral("contentsKind"));
    m_kind->setAccessibleName(tr("Kind of object"));
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind->setMinimumContentsLength(8);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMilliseconds);
    connect(m_search, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ContentsTree::filter);
    connect(&m_pause, &QTimer::timeout, this, &ContentsTree::filter);
}

void ContentsTree::buildTree()
{
    m_tree->setObjectName(QStringLiteral("contentsTree"));
    m_tree->setAccessibleName(tr("Contents of the dump"));
    m_tree->setModel(&m_model);
    auto* ticks = new SeenTicks;
    ticks->setParent(m_tree);
    m_tree->setStyle(ticks);
    m_tree->setIndentation(indentation);
    m_tree->setUniformRowHeights(true);
    m_tree->setSortingEnabled(true);
    m_tree->sortByColumn(static_cast<int>(ContentColumn::Name), Qt::AscendingOrder);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (int column = 1; column < ContentTreeModel::columns; ++column) {
        auto* action = new QAction(m_model.headerData(column, Qt::Horizontal).toString(), m_tree->header());
        action->setCheckable(true);
        m_tree->header()->addAction(action);
        connect(action, &QAction::toggled, this, [this, column](bool shown) { m_tree->setColumnHidden(column, !shown); });
    }
    m_tree->installEventFilter(this);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ContentsTree::announceCurrent);
    connect(m_tree, &QTreeView::expanded, this, [this](const QModelIndex& index) { rememberExpansion(index, true); });
    connect(m_tree, &QTreeView::collapsed, this, [this](const QModelIndex& index) { rememberExpansion(index, false); });
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &ContentsTree::showMenu);
    connect(&m_model, &ContentTreeModel::ticksChanged, this, &ContentsTree::ticksChanged);
}

void ContentsTree::setDump(std::shared_ptr<const OpenedDump> dump, std::optional<int> part)
{
    m_dump = std::move(dump);
    m_chosen = -1;
    m_open.clear();
    m_search->clear();
    m_pause.stop(); // nothing is to be searched for
    m_model.setContents(m_dump ? std::shared_ptr<const ContentIndex>(m_dump, m_dump->index.get()) : nullptr,
                        part);
    fillKinds();
    setUpColumns();
    expandFirst();
    filter();
}

void ContentsTree::fillKinds()
{
    const QSignalBlocker staysQuiet(m_kind);
    m_kind->clear();
    m_kind->addItem(tr("All kinds"), -1);
    if (!m_dump)
        return;
    std::array<bool, objectKindCount> has{};
    for (const ContentObject& object : m_dump->index->objects())
        has.at(static_cast<size_t>(object.kind)) = true;
    for (int kind = 0; kind < objectKindCount; ++kind) {
        if (has.at(static_cast<size_t>(kind)))
            m_kind->addItem(icon(kindIcon(static_cast<ObjectKind>(kind))), kindTitle(static_cast<ObjectKind>(kind)), kind);
    }
}

/// Columns that have something to say; the owner when asked for.
void ContentsTree::setUpColumns()
{
    bool rows = false;
    bool sizes = false;
    if (m_dump) {
        for (const ContentObject& object : m_dump->index->objects()) {
            rows = rows || object.rows >= 0;
            sizes = sizes || object.bytes >= 0;
        }
    }
    const std::array<bool, ContentTreeModel::columns> shown{true, rows, sizes, false};
    for (int column = 1; column < ContentTreeModel::columns; ++column) {
        m_tree->header()->actions().at(column - 1)->setChecked(shown.at(static_cast<size_t>(column)));
        m_tree->setColumnHidden(column, !shown.at(static_cast<size_t>(column)));
    }
    QHeaderView& header = *m_tree->header();
    header.setSectionResizeMode(static_cast<int>(ContentColumn::Name), QHeaderView::Stretch);
    for (int column = 1; column < ContentTreeModel::columns; ++column) {
        header.setSectionResizeMode(column, QHeaderView::Interactive);
        const QString widest = column == static_cast<int>(ContentColumn::Owner) ? QStringLiteral("an_owner_name") : QStringLiteral("99.9 MB00");
        header.resizeSection(column, std::max(header.sectionSizeHint(column), fontMetrics().horizontalAdvance(widest) + gridStep));
    }
}

/// What one wants to see first: the schemas, and the tables of the only or the first one.
void ContentsTree::expandFirst()
{
    if (!m_dump)
        return;
    const ContentIndex& index = *m_dump->index;
    int left = openedAtOnce;
    const auto open = [&](auto&& self, int number) -> void {
        const ContentGroup& group = index.group(number);
        const bool isTables = group.level == ContentGroup::Level::Kind && group.kind == ObjectKind::Table;
        const bool isAround = group.level == ContentGroup::Level::Schema || group.level == ContentGroup::Level::Part;
        const int size = static_cast<int>(group.groups.size() + group.objects.size());
        if (!(isTables || isAround) || size > left)
            return;
        left -= size;
        m_open.insert(number);
        for (const int below : group.groups)
            self(self, below);
    };
    for (const int number : index.topGroups())
        open(open, number);
}

void ContentsTree::filter()
{
    m_pause.stop();
    if (!m_dump)
        return;
    const int kind = m_kind->currentData().toInt();
    m_quiet = true;
    m_model.setFilter(m_search->text(), kind < 0 ? std::nullopt : std::optional(static_cast<ObjectKind>(kind)));
    restoreExpansion();
    const QModelIndex again = m_model.indexOfObject(m_chosen);
    if (again.isValid())
        m_tree->setCurrentIndex(again);
    m_quiet = false;
    const int all = m_model.shown().countOfAll();
    const int shown = m_model.shown().count();
    if (shown == 0 && all > 0)
        m_count->setText(tr("None of %1 objects is like that. Esc shows all.").arg(core::countText(all)));
    else
        m_count->setText(m_model.shown().isFiltered() ? tr("%1 of %2 objects").arg(core::countText(shown), core::countText(all))
                                                      : tr("%Ln object(s)", nullptr, all));
}

void ContentsTree::restoreExpansion()
{
    const bool filtered = m_model.shown().isFiltered();
    const bool openAll = filtered && m_model.shown().count() <= openedAtOnce;
    const auto& groups = m_dump->index->groups();
    for (int number = 0; number < static_cast<int>(groups.size()); ++number) {
        const bool isLeaf = groups[static_cast<size_t>(number)].level == ContentGroup::Level::Kind;
        if (openAll || m_open.contains(number) || (filtered && !isLeaf))
            m_tree->expand(m_model.indexOfGroup(number));
    }
}

void ContentsTree::rememberExpansion(const QModelIndex& index, bool open)
{
    if (m_model.shown().isFiltered())
        return;
    const int group = m_model.groupAt(index);
    if (open)
        m_open.insert(group);
    else
        m_open.remove(group);
}

void ContentsTree::announceCurrent()
{
    if (m_quiet)
        return;
    const QModelIndex current = m_tree->currentIndex();
    m_chosen = m_model.objectAt(current.siblingAtColumn(0));
    Q_EMIT objectChosen(m_chosen);
}

void ContentsTree::select(int object)
{
    m_chosen = object;
    if (!m_model.indexOfObject(object).isValid() && m_model.shown().isFiltered()) {
        const QSignalBlocker kindStaysQuiet(m_kind);
        m_search->clear();
        m_kind->setCurrentIndex(0);
        filter();
    }
    const QModelIndex index = m_model.indexOfObject(object);
    if (!index.isValid())
        return;
    m_quiet = true;
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
    m_quiet = false;
}

void ContentsTree::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool ContentsTree::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (watched == m_search && key->key() == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        return true;
    }
    if (watched == m_search && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
        if (m_pause.isActive())
            filter();
        m_tree->setFocus(Qt::OtherFocusReason);
        if (!m_tree->currentIndex().isValid())
            m_tree->setCurrentIndex(m_model.index(0, 0));
        return true;
    }
    if (watched == m_tree && key->matches(QKeySequence::Copy)) {
        if (m_chosen >= 0)
            QGuiApplication::clipboard()->setText(m_dump->index->sqlName(m_chosen));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ContentsTree::showMenu(const QPoint& at)
{
    const int object = m_model.objectAt(m_tree->indexAt(at).siblingAtColumn(0));
    if (object < 0)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto copy = [](const QString& text) { QGuiApplication::clipboard()->setText(text); };
    menu->addAction(tr("Copy &name"), this, [this, object, copy] { copy(m_dump->index->sqlName(object)); })->setShortcut(QKeySequence::Copy);
    menu->addAction(tr("Copy &definition"), this, [this, object, copy] { copy(definitionOf(*m_dump, object)); });
    menu->addAction(tr("Copy &command for a terminal"), this, [this, object, copy] { copy(commandFor(*m_dump, object)); });
    if (canBringRowsBack(*m_dump, object)) {
        menu->addSeparator();
        menu->addAction(icon(QStringLiteral("rotate-ccw")), tr("&Bring back rows of this table…"), this, [this, object] { Q_EMIT rowsRequested(object); })
            ->setObjectName(QStringLiteral("bringBackRowsAction"));
    }
    menu->popup(m_tree->viewport()->mapToGlobal(at));
}

} // namespace tidemark::ui
