// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/commandview.h"

#include "ui/common/status.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QTimer>

namespace tidemark::ui {

CommandView::CommandView(QWidget* parent)
    : QWidget(parent)
    , m_text(new QPlainTextEdit(this))
    , m_copy(new QPushButton(tr("&Copy"), this))
{
    m_text->setObjectName(QStringLiteral("commandText"));
    m_text->setAccessibleName(tr("Commands that will be run"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(fixedFont(font()));
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    const int line = m_text->fontMetrics().lineSpacing();
    m_text->setMinimumHeight(3 * line + 12);
    m_copy->setObjectName(QStringLiteral("copyCommandButton"));
    m_copy->setAccessibleName(tr("Copy the commands"));
    m_copy->setAutoDefault(false);
    m_copy->setEnabled(false);
    connect(m_copy, &QPushButton::clicked, this, &CommandView::copy);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_copy, 0, Qt::AlignTop);
}

void CommandView::setCommands(const QStringList& commands)
{
    m_text->setPlainText(commands.join(QLatin1Char('\n')));
    m_copy->setEnabled(!commands.isEmpty());
}

void CommandView::copy()
{
    QGuiApplication::clipboard()->setText(text());
    m_copy->setText(tr("Copied"));
    QTimer::singleShot(1500, m_copy, [this] { m_copy->setText(tr("&Copy")); });
}

} // namespace tidemark::ui
