// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/iconlabel.h"

#include "ui/common/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace tidemark::ui {

IconLabel::IconLabel(QWidget* parent) : QWidget(parent), m_icon(new QLabel(this)), m_text(new QLabel(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_icon->setAlignment(Qt::AlignTop | Qt::AlignHCenter);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1, Qt::AlignTop);
}

IconLabel::IconLabel(const QString& iconName, Tone tone, const QString& text, QWidget* parent) : IconLabel(parent)
{
    setStatus(iconName, tone, text);
}

void IconLabel::setStatus(const QString& iconName, Tone tone, const QString& text)
{
    m_iconName = iconName;
    m_tone = tone;
    m_text->setText(text);
    setAccessibleName(text);
    paintIcon();
}

QString IconLabel::text() const
{
    return m_text->text();
}

void IconLabel::paintIcon()
{
    const int side = m_text->fontMetrics().height();
    m_icon->setFixedSize(side, side);
    m_icon->setPixmap(icon(m_iconName, m_tone).pixmap(QSize(side, side), devicePixelRatioF()));
}

void IconLabel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        paintIcon();
    QWidget::changeEvent(event);
}

} // namespace tidemark::ui
