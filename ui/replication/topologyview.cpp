// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/topologyview.h"

#include "core/quoting.h"
#include "replication/lagrules.h"
#include "ui/common/icons.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

namespace tidemark::ui {

namespace {
constexpr int mostBelow = 6;
constexpr int boxHeight = 44;
constexpr int between = 8;
constexpr int arrow = 48;
constexpr int iconSize = 16;
} // namespace

TopologyView::TopologyView(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("topology"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Who sends to whom"));
    hide();
}

void TopologyView::setSample(const replication::LagSample& sample, const QString& server)
{
    using replication::Viewpoint;
    m_below.clear();
    m_hidden = 0;
    bool hasSender = false;
    for (const replication::StandbyLag& lag : sample.standbys) {
        const Node node{displayName(lag), replication::conditionTitle(lag.condition), lookOf(lag.condition)};
        if (lag.viewpoint == Viewpoint::Inside) {
            hasSender = true;
            const QString address = core::singleLine(lag.address);
            m_sender = {address.isEmpty() ? tr("its sender") : address,
                        tr("sends"),
                        {QStringLiteral("server"), Tone::Muted}};
            m_self = {core::singleLine(server), node.note, node.look};
        } else if (lag.viewpoint == Viewpoint::Sender) {
            if (m_below.size() < mostBelow)
                m_below.append(node);
            else
                ++m_hidden;
        }
    }
    m_hasLevels = hasSender && !m_below.isEmpty();
    setVisible(m_hasLevels);
    QStringList words;
    for (const Node& node : std::as_const(m_below))
        words.append(QStringLiteral("%1 (%2)").arg(node.name, node.note));
    setAccessibleDescription(m_hasLevels
                                 ? tr("%1 sends to %2, which sends to %3")
                                       .arg(m_sender.name, m_self.name, words.join(QStringLiteral(", ")))
                                 : QString());
    updateGeometry();
    update();
}

int TopologyView::rows() const
{
    return std::max(1, static_cast<int>(m_below.size()));
}

QSize TopologyView::sizeHint() const
{
    return {480, rows() * boxHeight + (rows() - 1) * between +
                     (m_hidden > 0 ? fontMetrics().height() + between : 0)};
}

QRect TopologyView::boxOf(int column, int row, int rows) const
{
    const int boxWidth = std::min(240, (width() - 2 * arrow) / 3);
    const int all = rows * boxHeight + (rows - 1) * between;
    const int top = (this->rows() * (boxHeight + between) - between - all) / 2;
    return {column * (boxWidth + arrow), top + row * (boxHeight + between), boxWidth, boxHeight};
}

void TopologyView::paintNode(QPainter& painter, const QRect& box, const Node& node) const
{
    QColor edge = palette().color(QPalette::WindowText);
    edge.setAlphaF(0.25F);
    painter.setPen(edge);
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    const QRect inner = box.adjusted(between, 2, -between, -2);
    icon(node.look.icon, node.look.tone)
        .paint(&painter, QRect(inner.left(), box.center().y() - iconSize / 2, iconSize, iconSize));
    const QRect text = inner.adjusted(iconSize + between, 0, 0, 0);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(text.adjusted(0, 2, 0, -text.height() / 2), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(node.name, Qt::ElideMiddle, text.width()));
    painter.setPen(toneColour(Tone::Muted, palette()));
    painter.drawText(text.adjusted(0, text.height() / 2, 0, -2), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(node.note, Qt::ElideRight, text.width()));
}

void TopologyView::paintEvent(QPaintEvent*)
{
    if (!m_hasLevels)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto join = [&](const QRect& from, const QRect& to) {
        const QPointF begin(from.right() + 1, from.center().y());
        const QPointF end(to.left() - 1, to.center().y());
        QPainterPath path(begin);
        const double middle = (begin.x() + end.x()) / 2;
        path.cubicTo(QPointF(middle, begin.y()), QPointF(middle, end.y()), end);
        painter.setPen(QPen(toneColour(Tone::Muted, palette()), 1.25));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        painter.setBrush(toneColour(Tone::Muted, palette()));
        painter.drawPolygon(QPolygonF{end, end + QPointF(-7, -4), end + QPointF(-7, 4)});
    };
    const QRect sender = boxOf(0, 0, 1);
    const QRect self = boxOf(1, 0, 1);
    join(sender, self);
    for (int i = 0; i < m_below.size(); ++i)
        join(self, boxOf(2, i, rows()));
    paintNode(painter, sender, m_sender);
    paintNode(painter, self, m_self);
    for (int i = 0; i < m_below.size(); ++i)
        paintNode(painter, boxOf(2, i, rows()), m_below.at(i));
    if (m_hidden > 0) {
        painter.setPen(toneColour(Tone::Muted, palette()));
        painter.drawText(
            QRect(boxOf(2, 0, 1).left(), height() - fontMetrics().height(), width(), fontMetrics().height()),
            Qt::AlignLeft, tr("and %n more", nullptr, m_hidden));
    }
}

bool TopologyView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !m_hasLevels)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto tell = [&](const QRect& box, const Node& node) {
        if (box.contains(help->pos()))
            QToolTip::showText(help->globalPos(),
                               QStringLiteral("%1: %2").arg(node.name, node.note).toHtmlEscaped(), this);
        return box.contains(help->pos());
    };
    bool told = tell(boxOf(0, 0, 1), m_sender) || tell(boxOf(1, 0, 1), m_self);
    for (int i = 0; i < m_below.size() && !told; ++i)
        told = tell(boxOf(2, i, rows()), m_below.at(i));
    if (!told)
        QToolTip::hideText();
    return true;
}

} // namespace tidemark::ui
