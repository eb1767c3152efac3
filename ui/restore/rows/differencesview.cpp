// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/differencesview.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/seenticks.h"
#include "ui/common/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr int widestColumn = 320;
constexpr int narrowestColumn = 64;
constexpr int measuredRows = 50;
constexpr int cellPadding = 24;
constexpr int valueHeight = 64;

QPlainTextEdit* makeValue(const char* objectName, const QString& accessibleName, QWidget* parent)
{
    auto* edit = new QPlainTextEdit(parent);
    edit->setObjectName(QLatin1String(objectName));
    edit->setAccessibleName(accessibleName);
    edit->setReadOnly(true);
    edit->setTabChangesFocus(true);
    edit->setMinimumHeight(valueHeight - 2 * gridStep);
    return edit;
}

} // namespace

TickTable::TickTable(QWidget* parent)
    : QTableView(parent)
{
    auto* seen = new SeenTicks;
    seen->setParent(this);
    setStyle(seen);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
}

void TickTable::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier && selectionModel()) {
        QList<int> rows;
        for (const QItemSelectionRange& range : selectionModel()->selection()) {
            for (int row = range.top(); row <= range.bottom(); ++row)
                rows.append(row);
        }
        if (rows.isEmpty() && currentIndex().isValid())
            rows.append(currentIndex().row());
        if (!rows.isEmpty())
            Q_EMIT toggled(rows);
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

DifferencesView::DifferencesView(RowKind kind, RowReader& reader, QWidget* parent)
    : QWidget(parent)
    , m_model(kind, reader)
    , m_table(new TickTable(this))
    , m_caption(new QLabel(this))
    , m_live(makeValue("liveValue", tr("Value now"), this))
    , m_backup(makeValue("backupValue", tr("Value in the backup"), this))
    , m_count(new QLabel(this))
    , m_all(new QPushButton(tr("Tick &all"), this))
    , m_none(new QPushButton(tr("&Untick all"), this))
{
    m_table->setObjectName(QStringLiteral("differencesTable"));
    m_table->setAccessibleName(tr("Rows; the space bar ticks those that are selected"));
    m_table->setModel(&m_model);
    m_all->setObjectName(QStringLiteral("tickAll"));
    m_none->setObjectName(QStringLiteral("tickNone"));
    m_count->setObjectName(QStringLiteral("tickCount"));
    m_caption->setObjectName(QStringLiteral("valueCaption"));
    m_caption->setTextFormat(Qt::PlainText);
    for (QPushButton* button : {m_all, m_none})
        button->setAutoDefault(false);
    buildLayout();
    connect(m_table, &TickTable::toggled, &m_model, &DifferencesModel::toggle);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &DifferencesView::showValue);
    connect(&m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex&, const QModelIndex& last) {
                if (last.column() == DifferencesModel::tickColumn)
                    return;
                if (!m_isFitted)
                    fitColumns();
                showValue();
            });
    connect(&m_model, &DifferencesModel::ticksChanged, this, [this] {
        sayCount();
        Q_EMIT ticksChanged();
    });
    connect(m_all, &QPushButton::clicked, this, [this] { m_model.tickShown(true); });
    connect(m_none, &QPushButton::clicked, this, [this] { m_model.tickShown(false); });
    auto* copy = new QShortcut(QKeySequence::Copy, m_table);
    copy->setContext(Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, &DifferencesView::copyValue);
}

void DifferencesView::buildLayout()
{
    auto* values = new QWidget(this);
    auto* both = new QHBoxLayout;
    both->setSpacing(gridStep);
    both->addWidget(m_live);
    both->addWidget(m_backup);
    auto* lower = new QVBoxLayout(values);
    lower->setContentsMargins(0, gridStep / 2, 0, 0);
    lower->setSpacing(gridStep / 2);
    lower->addWidget(m_caption);
    lower->addLayout(both, 1);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_table);
    splitter->addWidget(values);
    splitter->setStretchFactor(0, 5);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({400, valueHeight});
    splitter->setChildrenCollapsible(false);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(gridStep);
    foot->addWidget(m_count, 1);
    foot->addWidget(m_all);
    foot->addWidget(m_none);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridStep, gridStep, gridStep, gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(splitter, 1);
    layout->addLayout(foot);
}

void DifferencesView::setRows(std::shared_ptr<const restore::rows::RecoveryFacts> facts,
                              std::shared_ptr<RowTicks> ticks)
{
    m_ticks = ticks;
    m_isFitted = false;
    m_model.setRows(std::move(facts), ticks);
    fitColumns();
    sayCount();
    showValue();
}

void DifferencesView::setShown(std::optional<std::vector<quint32>> places)
{
    m_model.setShown(std::move(places));
    sayCount();
    showValue();
}

void DifferencesView::focusTable()
{
    if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_model.index(0, std::min(1, m_model.columnCount() - 1)));
    m_table->setFocus(Qt::OtherFocusReason);
}

void DifferencesView::fitColumns()
{
    const int rows = std::min(m_model.rowCount(), measuredRows);
    QFont bold = m_table->font(); // as changes are
    bold.setBold(m_model.kind() == RowKind::Changed);
    const QFontMetrics metrics(bold);
    for (int column = 0; column < m_model.columnCount(); ++column) {
        int width = m_table->horizontalHeader()->sectionSizeHint(column) + cellPadding;
        for (int row = 0; row < rows; ++row) {
            const QString text = m_model.index(row, column).data().toString();
            width = std::max(width, metrics.horizontalAdvance(text) + cellPadding);
            m_isFitted = m_isFitted || (column > 0 && text != QString(QChar(0x2026)));
        }
        m_table->setColumnWidth(column, std::clamp(width, narrowestColumn, widestColumn));
    }
}

void DifferencesView::showValue()
{
    const std::optional<DifferingValue> value = m_model.value(m_table->currentIndex());
    const auto show = [](QPlainTextEdit& edit, bool isThere, const std::optional<QString>& text) {
        edit.setVisible(isThere);
        edit.setPlaceholderText(!isThere ? QString() : text ? tr("An empty text") : tr("NULL: no value"));
        edit.setPlainText(text.value_or(QString()));
    };
    if (!value) {
        m_caption->setText(m_model.rowCount() > 0 ? tr("Choose a cell to see the whole of its value.")
                                                  : QString());
        show(*m_live, false, {});
        show(*m_backup, true, {});
        m_backup->setPlaceholderText({});
        return;
    }
    const QString column = core::singleLine(value->column);
    QString caption = value->hasBackup && value->hasLive
                          ? tr("%1: now (left), in the backup (right)").arg(column)
                      : value->hasBackup ? tr("%1, in the backup").arg(column)
                                         : tr("%1, now").arg(column);
    if (value->isCut)
        caption = tr("%1; long values are shown in their beginning").arg(caption);
    m_caption->setText(caption);
    show(*m_live, value->hasLive, value->live);
    show(*m_backup, value->hasBackup, value->backup);
}

void DifferencesView::copyValue()
{
    const std::optional<DifferingValue> value = m_model.value(m_table->currentIndex());
    if (value)
        QGuiApplication::clipboard()->setText(
            (value->hasBackup ? value->backup : value->live).value_or(QString()));
}

void DifferencesView::sayCount()
{
    const int rows = m_model.rowCount();
    m_all->setEnabled(rows > 0);
    m_none->setEnabled(rows > 0);
    m_all->setText(m_model.isFiltered() ? tr("Tick &all shown") : tr("Tick &all"));
    m_none->setText(m_model.isFiltered() ? tr("&Untick all shown") : tr("&Untick all"));
    if (!m_ticks) {
        m_count->clear();
        return;
    }
    const RowKind kind = m_model.kind();
    if (m_ticks->index().entries(kind).empty()) {
        m_count->setText(kind == RowKind::Missing ? tr("No row of the backup is missing from the live table.")
                         : kind == RowKind::Changed ? tr("No row has other values than in the backup.")
                                                    : tr("No row is only in the live table."));
        return;
    }
    const QString ticked = core::countText(m_ticks->count(kind));
    const QString all = core::countText(m_ticks->index().rows(kind));
    m_count->setText(m_model.isFiltered()
                         ? tr("%1 shown; %2 of all %3 ticked").arg(core::countText(rows), ticked, all)
                         : tr("%1 of %2 ticked").arg(ticked, all));
}

} // namespace tidemark::ui
