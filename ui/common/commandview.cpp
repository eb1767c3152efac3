// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/commandview.h"

#include "ui/common/status.h"

#include <QAbstractTextDocumentLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

#include <algorithm>

namespace tidemark::ui {

namespace {
constexpr int mostLines = 10; // then it scrolls
}

CommandView::CommandView(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(tr("Exact commands"), this))
    , m_text(new QPlainTextEdit(this))
    , m_copy(new QPushButton(tr("&Copy"), this))
{
    m_text->setObjectName(QStringLiteral("commandText"));
    m_text->setAccessibleName(tr("Commands that will be run"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(fixedFont(font()));
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_text->document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &CommandView::fitHeight);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_copy->setObjectName(QStringLiteral("copyCommandButton"));
    m_copy->setAccessibleName(tr("Copy the commands"));
    m_copy->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this, &CommandView::copy);

    m_heading->setBuddy(m_text);
    QFont bold = m_heading->font();
    bold.setBold(true);
    m_heading->setFont(bold);
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_heading, 0, 0);
    layout->addWidget(m_copy, 0, 1);
    layout->addWidget(m_text, 1, 0, 1, 2);
    layout->setColumnStretch(0, 1);
    hide();
}

void CommandView::setHeading(const QString& text)
{
    m_heading->setText(text);
    m_text->setAccessibleName(text);
}

void CommandView::setCommands(const QStringList& commands)
{
    m_text->setPlainText(commands.join(QLatin1Char('\n')));
    setVisible(!commands.isEmpty());
}

void CommandView::fitHeight()
{
    // The size of such a document is counted in lines.
    const int all = qRound(m_text->document()->size().height());
    const int lines = std::clamp(all, 2, mostLines);
    m_text->setVerticalScrollBarPolicy(all > mostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    m_text->setFixedHeight(lines * m_text->fontMetrics().lineSpacing() + 2 * (m_text->frameWidth() + qRound(m_text->document()->documentMargin())));
}

void CommandView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    QTimer::singleShot(0, this, &CommandView::fitHeight); // after the text has been wrapped to its new width
}

void CommandView::copy()
{
    QGuiApplication::clipboard()->setText(text());
    m_copy->setText(tr("Copied"));
    QTimer::singleShot(1500, m_copy, [this] { m_copy->setText(tr("&Copy")); });
}

} // namespace tidemark::ui
