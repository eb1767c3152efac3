// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/rowsview.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/findingsview.h"
#include "ui/common/icons.h"
#include "ui/common/spinner.h"
#include "ui/common/status.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {
constexpr int widestColumn = 320;
constexpr int narrowestColumn = 56;
constexpr int measuredRows = 50;
constexpr int cellPadding = 20;
} // namespace

RowsView::RowsView(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_feed(services)
    , m_table(new QTableView(this))
    , m_spinner(new Spinner(this))
    , m_cancel(new QPushButton(tr("&Cancel"), this))
    , m_again(new QPushButton(tr("Read a&gain"), this))
    , m_error(new FindingsView(this))
    , m_count(new QLabel(this))
    , m_copy(new QToolButton(this))
    , m_valueCaption(new QLabel(this))
    , m_value(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("rowsView"));
    m_table->setObjectName(QStringLiteral("rowsTable"));
    m_table->setAccessibleName(tr("Rows"));
    m_table->setModel(&m_model);
    m_table->setAlternatingRowColors(true);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_cancel->setObjectName(QStringLiteral("cancelRows"));
    m_again->setObjectName(QStringLiteral("readRowsAgain"));
    m_again->hide();
    m_count->setObjectName(QStringLiteral("rowCount"));
    m_value->setObjectName(QStringLiteral("wholeValue"));
    buildLayout();
    connect(m_table, &QTableView::customContextMenuRequested, this, &RowsView::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &RowsView::showValue);
    // A page before the end is reached, so that scrolling seldom waits.
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        const QScrollBar* bar = m_table->verticalScrollBar();
        if (value >= bar->maximum() - 2 * bar->pageStep())
            m_model.fetchMore({});
    });
    connect(&m_model, &RowsModel::moreWanted, this, &RowsView::fetchMore);
    connect(&m_feed, &RowFeed::pageArrived, this, &RowsView::take);
    connect(&m_feed, &RowFeed::failed, this, &RowsView::fail);
    connect(m_cancel, &QPushButton::clicked, this, &RowsView::cancel);
    connect(m_again, &QPushButton::clicked, this, &RowsView::read);
    auto* copy = new QShortcut(QKeySequence::Copy, m_table);
    copy->setContext(Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, [this] {
        if (m_table->selectionModel()->selectedIndexes().size() > 1)
            copyRows(SeparatedText::Tab);
        else
            copyValue();
    });
}

void RowsView::buildLayout()
{
    auto* busy = new QHBoxLayout;
    busy->addWidget(m_spinner, 1);
    busy->addWidget(m_cancel);
    m_cancel->hide();
    m_valueCaption->setTextFormat(Qt::PlainText);
    m_valueCaption->setBuddy(m_value);
    m_value->setReadOnly(true);
    m_value->setTabChangesFocus(true);
    m_value->setAccessibleName(tr("The chosen value"));
    m_value->setFont(fixedFont(font()));
    m_value->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_value->setPlaceholderText(tr("Choose a value to read all of it here"));
    auto* value = new QWidget(this);
    auto* valueLayout = new QVBoxLayout(value);
    valueLayout->setContentsMargins(0, 4, 0, 0);
    valueLayout->setSpacing(4);
    valueLayout->addWidget(m_valueCaption);
    valueLayout->addWidget(m_value, 1);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_table);
    splitter->addWidget(value);
    splitter->setStretchFactor(0, 4);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({400, 110});
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridStep, gridStep, gridStep, gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(m_error);
    layout->addLayout(busy);
    layout->addWidget(splitter, 1);
    layout->addWidget(buildFoot());
}

QWidget* RowsView::buildFoot()
{
    m_copy->setObjectName(QStringLiteral("copyRows"));
    m_copy->setText(tr("Cop&y rows"));
    m_copy->setIcon(icon(QStringLiteral("copy")));
    m_copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_copy->setPopupMode(QToolButton::InstantPopup);
    m_copy->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(m_copy);
    menu->addAction(tr("As &CSV"), this, [this] { copyRows(SeparatedText::Comma); })->setObjectName(QStringLiteral("copyCsv"));
    menu->addAction(tr("As &tab-separated text"), this, [this] { copyRows(SeparatedText::Tab); })->setObjectName(QStringLiteral("copyTsv"));
    m_copy->setMenu(menu);
    auto* foot = new QWidget(this);
    auto* line = new QHBoxLayout(foot);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_count, 1);
    line->addWidget(m_again);
    line->addWidget(m_copy);
    return foot;
}

void RowsView::setTable(std::shared_ptr<const OpenedDump> dump, int part, int entry)
{
    m_feed.close();
    m_dump = std::move(dump);
    m_part = part;
    m_entry = entry;
    m_begun = false;
    m_model.clear();
    m_spinner->stop();
    m_cancel->hide();
    m_error->clear();
    m_again->hide();
    m_count->clear();
    showValue();
    if (isVisible())
        read();
}

void RowsView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_begun)
        read();
}

void RowsView::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    if (m_feed.isBusy()) // nobody waits for it any more; it begins afresh when it is seen again
        setTable(m_dump, m_part, m_entry);
}

void RowsView::read()
{
    if (!m_dump || m_entry < 0)
        return;
    m_begun = true;
    m_error->clear();
    m_again->hide();
    m_model.clear(archive::TextEncoding(m_dump->contents().parts.at(m_part).toc.encoding));
    m_spinner->start(tr("Reading the first rows…"));
    m_cancel->show();
    m_feed.open(m_dump, m_part, m_entry);
}

void RowsView::fetchMore()
{
    if (m_feed.isBusy())
        return;
    m_feed.more();
}

void RowsView::take(const RowPage& page)
{
    const bool first = m_model.rowCount() == 0;
    m_spinner->stop();
    m_cancel->hide();
    m_model.append(page);
    if (first) {
        fitColumns();
        if (m_model.rowCount() > 0 && m_model.columnCount() > 0)
            m_table->setCurrentIndex(m_model.index(0, 0));
    }
    sayCount();
}

void RowsView::fail(const core::Error& error)
{
    m_spinner->stop();
    m_cancel->hide();
    m_model.stop();
    m_error->setError(error);
    m_again->show();
    sayCount();
}

void RowsView::cancel()
{
    m_feed.close();
    m_spinner->stop();
    m_cancel->hide();
    m_model.stop();
    m_count->setText(tr("Reading was cancelled."));
    m_again->show();
}

void RowsView::sayCount()
{
    const int rows = m_model.rowCount();
    m_copy->setEnabled(rows > 0);
    if (!m_error->isEmpty())
        m_count->setText(tr("%n row(s) before the fault", nullptr, rows));
    else if (m_model.isComplete())
        m_count->setText(rows == 0 ? tr("This table has no rows.") : tr("All %Ln row(s)", nullptr, rows));
    else if (m_model.isFull())
        m_count->setText(tr("The first %Ln row(s). More is not held here: extract the table to a file.", nullptr, rows));
    else
        m_count->setText(tr("The first %Ln row(s); more come when you scroll", nullptr, rows));
}

void RowsView::showValue()
{
    const QModelIndex at = m_table->currentIndex();
    if (!at.isValid()) {
        m_valueCaption->setText(tr("Value"));
        m_value->clear();
        return;
    }
    const RowCell& cell = m_model.cell(at);
    const QString column = core::singleLine(m_model.columnName(at.column()));
    const QString place = tr("%1, row %2").arg(column, core::countText(at.row() + 1));
    QString size = cell.isNull ? tr("NULL") : core::ByteSize(cell.size).toText();
    if (cell.isCut())
        size = tr("the first %1 of %2; extract the table to have all of it").arg(core::ByteSize(cell.text.size()).toText(), size);
    m_valueCaption->setText(tr("%1 (%2)").arg(place, size));
    m_value->setPlaceholderText(cell.isNull ? tr("NULL: no value") : tr("An empty text"));
    m_value->setPlainText(cell.isNull ? QString() : m_model.wholeText(at));
}

void RowsView::fitColumns()
{
    const int rows = std::min(m_model.rowCount(), measuredRows);
    for (int column = 0; column < m_model.columnCount(); ++column) {
        int width = m_table->horizontalHeader()->sectionSizeHint(column);
        for (int row = 0; row < rows; ++row)
            width = std::max(width, fontMetrics().horizontalAdvance(m_model.index(row, column).data().toString()) + cellPadding);
        m_table->setColumnWidth(column, std::clamp(width, narrowestColumn, widestColumn));
    }
}

QList<int> RowsView::chosenRows() const
{
    QList<int> rows;
    const QModelIndexList chosen = m_table->selectionModel()->selectedIndexes();
    for (const QModelIndex& index : chosen)
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    if (rows.size() <= 1 && chosen.size() <= 1) {
        rows.resize(m_model.rowCount());
        for (int row = 0; row < m_model.rowCount(); ++row)
            rows[row] = row;
    }
    return rows;
}

void RowsView::copyRows(SeparatedText form)
{
    QGuiApplication::clipboard()->setText(m_model.separated(chosenRows(), form));
}

void RowsView::copyValue()
{
    const QModelIndex at = m_table->currentIndex();
    if (at.isValid())
        QGuiApplication::clipboard()->setText(m_model.cell(at).isNull ? QString() : m_model.wholeText(at));
}

void RowsView::showMenu(const QPoint& at)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy &value"), this, &RowsView::copyValue)->setShortcut(QKeySequence::Copy);
    menu->addAction(tr("Copy rows as &CSV"), this, [this] { copyRows(SeparatedText::Comma); });
    menu->addAction(tr("Copy rows as &tab-separated text"), this, [this] { copyRows(SeparatedText::Tab); });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

} // namespace tidemark::ui
