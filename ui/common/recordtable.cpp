// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/recordtable.h"

#include "ui/common/seenticks.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QTimer>

#include <algorithm>

namespace tidemark::ui {

namespace {
constexpr int leastStretch = 120;
constexpr int cellPadding = 24;
constexpr int measuredRows = 200; // enough to fit columns, and quick with 100 000 rows

/// Native in everything but the room around the text of cells and heads, and ticks that are seen.
class RoomyStyle : public SeenTicks
{
public:
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override
    {
        if (metric == PM_FocusFrameHMargin)
            return textMargin - 1; // item views add one
        if (metric == PM_HeaderMargin)
            return textMargin;
        return SeenTicks::pixelMetric(metric, option, widget);
    }

private:
    static constexpr int textMargin = 8;
};

} // namespace

RecordTable::RecordTable(QWidget* parent) : QTableView(parent)
{
    auto* roomy = new RoomyStyle;
    roomy->setParent(this);
    setStyle(roomy);
    horizontalHeader()->setStyle(roomy);
    m_proxy.setSortRole(SortRole);
    m_proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_proxy.setSortCaseSensitivity(Qt::CaseInsensitive);
    m_proxy.setDynamicSortFilter(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setSortingEnabled(true);
    connect(this, &QTableView::activated, this, [this](const QModelIndex& index) { Q_EMIT recordActivated(m_proxy.mapToSource(index).row()); });
}

void RecordTable::setRecords(QAbstractItemModel* model, int stretched)
{
    m_stretched = stretched;
    m_proxy.setSourceModel(model);
    if (QTableView::model() != &m_proxy) {
        setModel(&m_proxy);
        connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RecordTable::currentRecordChanged);
        connect(&m_proxy, &QAbstractItemModel::modelReset, this, [this] {
            fitColumns();
            Q_EMIT currentRecordChanged(); // a reset model has no current row and says nothing about it
        });
    }
    sortByColumn(-1, Qt::AscendingOrder);
    fitColumns();
}

void RecordTable::setColumnShown(int column, bool shown)
{
    setColumnHidden(column, !shown);
    fitColumns();
}

void RecordTable::setWidestColumn(int width)
{
    m_widest = width;
    fitColumns();
}

int RecordTable::currentRecord() const
{
    const QModelIndex index = currentIndex();
    return index.isValid() ? m_proxy.mapToSource(index).row() : -1;
}

void RecordTable::selectRecord(int modelRow)
{
    const QModelIndex index = m_proxy.mapFromSource(m_proxy.sourceModel()->index(modelRow, 0));
    // Not setCurrentIndex(): with several to be chosen it asks which keys are held down at this moment.
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

QString RecordTable::toText() const
{
    const QAbstractItemModel& model = m_proxy;
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells.append(model.headerData(column, Qt::Horizontal).toString());
    QStringList lines{cells.join(QLatin1Char('\t'))};
    const bool some = selectionModel() && selectionModel()->hasSelection();
    for (int row = 0; row < model.rowCount(); ++row) {
        if (some && !selectionModel()->isRowSelected(row, {}))
            continue;
        cells.clear();
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(model.index(row, column).data().toString());
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void RecordTable::copy() const
{
    QGuiApplication::clipboard()->setText(toText());
}

void RecordTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

void RecordTable::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(actions());
    if (!actions().isEmpty())
        menu->addSeparator();
    QAction* action = menu->addAction(tr("&Copy as text"), this, &RecordTable::copy);
    action->setShortcut(QKeySequence::Copy);
    menu->popup(event->globalPos());
}

void RecordTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fitColumns();
}

void RecordTable::fitColumns()
{
    const int columns = m_proxy.columnCount();
    if (columns == 0)
        return;
    const int rows = std::min(m_proxy.rowCount(), measuredRows);
    int taken = 0;
    for (int column = 0; column < columns; ++column) {
        if (column == m_stretched || isColumnHidden(column))
            continue;
        int width = horizontalHeader()->sectionSizeHint(column);
        for (int row = 0; row < rows; ++row) {
            const QModelIndex index = m_proxy.index(row, column);
            const int icon = index.data(Qt::DecorationRole).isValid() ? style()->pixelMetric(QStyle::PM_SmallIconSize) + cellPadding : 0;
            width = std::max(width, fontMetrics().horizontalAdvance(index.data().toString()) + icon + cellPadding);
        }
        width = std::min(width, m_widest);
        setColumnWidth(column, width);
        taken += width;
    }
    setColumnWidth(m_stretched, std::max(leastStretch, viewport()->width() - taken));
}

} // namespace tidemark::ui
