// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/moreoptions.h"

#include "ui/common/icons.h"

#include <QScrollArea>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace tidemark::ui {

MoreOptions::MoreOptions(QWidget* parent)
    : QWidget(parent)
    , m_button(new QToolButton(this))
    , m_content(new QWidget(this))
{
    m_button->setObjectName(QStringLiteral("moreOptionsButton"));
    m_button->setCheckable(true);
    m_button->setAutoRaise(true);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setIcon(icon(QStringLiteral("chevron-right")));
    m_content->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_button, 0, Qt::AlignLeft);
    layout->addWidget(m_content);
    connect(m_button, &QToolButton::toggled, this, &MoreOptions::open);
    setChosen(0);
}

void MoreOptions::setContent(QLayout* layout)
{
    layout->setContentsMargins(24, 0, 0, 0);
    m_content->setLayout(layout);
}

void MoreOptions::setChosen(int count)
{
    m_button->setText(count == 0 ? tr("&More options") : tr("&More options (%n chosen)", nullptr, count));
}

void MoreOptions::open(bool on)
{
    m_button->setIcon(icon(on ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    m_content->setVisible(on);
    if (!on)
        return;
    QTimer::singleShot(0, this, [this] { // once it has its place
        QWidget* around = parentWidget();
        while (around && !qobject_cast<QScrollArea*>(around))
            around = around->parentWidget();
        if (auto* scroll = qobject_cast<QScrollArea*>(around))
            scroll->ensureWidgetVisible(m_content, 0, 0);
    });
}

QScrollArea* scrollingPage(QWidget* content, QWidget* parent)
{
    auto* scroll = new QScrollArea(parent);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return scroll;
}

} // namespace tidemark::ui
