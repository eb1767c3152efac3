// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/cardgrid.h"

#include "ui/common/theme.h"

#include <QGridLayout>
#include <QResizeEvent>

#include <algorithm>

namespace tidemark::ui {

namespace {
constexpr int gap = 2 * gridStep;
}

CardGrid::CardGrid(int leastCardWidth, QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_leastAtFirst(leastCardWidth)
    , m_leastWidth(leastCardWidth)
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(gap);
}

void CardGrid::setCards(const QList<QWidget*>& cards)
{
    if (cards == m_cards)
        return;
    for (QWidget* old : std::as_const(m_cards)) {
        m_grid->removeWidget(old);
        if (!cards.contains(old)) {
            old->hide();
            old->deleteLater();
        }
    }
    m_cards = cards;
    m_leastWidth = m_leastAtFirst;
    arrange(columnsFor(width()));
}

int CardGrid::columnsFor(int width)
{
    for (const QWidget* card : std::as_const(m_cards))
        m_leastWidth = std::max(m_leastWidth, card->minimumSizeHint().width());
    const int fit = std::max(1, (width + gap) / (m_leastWidth + gap));
    // One card alone need not be as wide as the window.
    return std::min(fit, std::max(2, static_cast<int>(m_cards.size())));
}

void CardGrid::arrange(int columns)
{
    for (int column = 0; column < std::max(columns, m_columns); ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    m_columns = columns;
    for (qsizetype i = 0; i < m_cards.size(); ++i)
        m_grid->addWidget(m_cards.at(i), static_cast<int>(i) / columns, static_cast<int>(i) % columns);
    for (qsizetype i = 1; i < m_cards.size(); ++i)
        setTabOrder(m_cards.at(i - 1), m_cards.at(i));
}

void CardGrid::arrangeAnew()
{
    const int columns = columnsFor(width());
    if (columns == m_columns || m_cards.isEmpty())
        return;
    for (QWidget* card : std::as_const(m_cards))
        m_grid->removeWidget(card);
    arrange(columns);
}

void CardGrid::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrangeAnew();
}

bool CardGrid::event(QEvent* event)
{
    const bool handled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) // a card has come to need more
        arrangeAnew();
    return handled;
}

} // namespace tidemark::ui
