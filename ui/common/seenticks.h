// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace tidemark::ui {

/// Native, but for an edge around radio buttons and check boxes, in lists or not, that is also seen on a dark
/// ground. The application has it; a widget with another style needs its own.
class SeenTicks : public QProxyStyle
{
    Q_OBJECT
public:
    using QProxyStyle::QProxyStyle;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
};

} // namespace tidemark::ui
