// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/flowtext.h"

#include <QWheelEvent>

#include <cmath>
#include <memory>

namespace tidemark::ui {

FlowText::FlowText(QWidget* parent) : QTextEdit(parent)
{
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::ClickFocus);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    QPalette clear = palette();
    clear.setBrush(QPalette::Base, Qt::NoBrush);
    setPalette(clear);
    viewport()->setCursor(Qt::IBeamCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int FlowText::heightForWidth(int width) const
{
    const std::unique_ptr<QTextDocument> copy(document()->clone());
    copy->setDefaultFont(font());
    copy->setDocumentMargin(0);
    copy->setDefaultTextOption(document()->defaultTextOption());
    copy->setTextWidth(width);
    return static_cast<int>(std::ceil(copy->size().height()));
}

QSize FlowText::sizeHint() const
{
    return {320, heightForWidth(320)};
}

QSize FlowText::minimumSizeHint() const
{
    return {64, fontMetrics().lineSpacing()};
}

void FlowText::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

} // namespace tidemark::ui
