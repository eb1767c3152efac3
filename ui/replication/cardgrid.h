// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QGridLayout;

namespace tidemark::ui {

/// Cards of equal width, as many beside each other as fit. The width they need only grows while they are the same, so that
/// changing figures do not make them jump.
class CardGrid : public QWidget
{
    Q_OBJECT
public:
    explicit CardGrid(int leastCardWidth, QWidget* parent = nullptr);

    /// In this order. The cards become children; those that were here and are not in the list are deleted later.
    void setCards(const QList<QWidget*>& cards);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    int columnsFor(int width);
    void arrange(int columns);
    void arrangeAnew();
    QGridLayout* m_grid;
    QList<QWidget*> m_cards;
    const int m_leastAtFirst;
    int m_leastWidth;
    int m_columns = 0;
};

} // namespace tidemark::ui
