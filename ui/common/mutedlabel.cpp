// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/mutedlabel.h"

#include "ui/common/theme.h"

#include <QEvent>
#include <QGuiApplication>

namespace tidemark::ui {

MutedLabel::MutedLabel(const QString& text, QWidget* parent) : QLabel(text, parent)
{
    setTextFormat(Qt::PlainText);
    takeColour();
}

void MutedLabel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::ApplicationPaletteChange)
        takeColour();
    QLabel::changeEvent(event);
}

void MutedLabel::takeColour()
{
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, toneColour(Tone::Muted, QGuiApplication::palette()));
    setPalette(colours);
}

} // namespace tidemark::ui
