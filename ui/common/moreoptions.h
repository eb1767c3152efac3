// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLayout;
class QScrollArea;
class QToolButton;

namespace tidemark::ui {

/// What only some people need: closed until its line is pressed, then brought into sight.
class MoreOptions : public QWidget
{
    Q_OBJECT
public:
    explicit MoreOptions(QWidget* parent);

    /// What it holds; once.
    void setContent(QLayout* layout);
    /// How many of them differ from what is usual.
    void setChosen(int count);

private:
    void open(bool on);
    QToolButton* m_button;
    QWidget* m_content;
};

/// A page's content that scrolls where the window is small. `content` is without a ground of its own.
QScrollArea* scrollingPage(QWidget* content, QWidget* parent);

} // namespace tidemark::ui
