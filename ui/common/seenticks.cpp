// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/seenticks.h"

#include "ui/common/theme.h"

#include <QPainter>
#include <QStyleOption>

namespace tidemark::ui {

void SeenTicks::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element != PE_IndicatorItemViewItemCheck || !isDark(option->palette))
        return;
    painter->save();
    const bool selected = option->state.testFlag(State_Selected);
    painter->setPen(selected ? option->palette.color(QPalette::HighlightedText) : toneColour(Tone::Muted, option->palette));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(option->rect.adjusted(1, 1, -2, -2));
    painter->restore();
}

} // namespace tidemark::ui
