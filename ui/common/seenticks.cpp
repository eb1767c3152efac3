// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/seenticks.h"

#include "ui/common/theme.h"

#include <QPainter>
#include <QStyleOption>

namespace tidemark::ui {

void SeenTicks::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool isRadio = element == PE_IndicatorRadioButton;
    const bool isOfList = element == PE_IndicatorItemViewItemCheck;
    if ((element != PE_IndicatorCheckBox && !isOfList && !isRadio) || !isDark(option->palette))
        return;
    painter->save();
    const bool selected = isOfList && option->state.testFlag(State_Selected);
    painter->setPen(selected ? option->palette.color(QPalette::HighlightedText) : toneColour(Tone::Muted, option->palette));
    painter->setBrush(Qt::NoBrush);
    if (isRadio) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->drawEllipse(QRectF(option->rect).adjusted(1, 1, -1, -1));
    } else {
        painter->drawRect(option->rect.adjusted(1, 1, -2, -2));
    }
    painter->restore();
}

} // namespace tidemark::ui
