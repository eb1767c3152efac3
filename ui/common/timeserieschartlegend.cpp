// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/timeserieschartlegend.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace tidemark::ui {

namespace {
constexpr int sample = 32; // of the line
constexpr int gap = 8;
constexpr int between = 24; // entries
constexpr int longest = 240; // of a name
} // namespace

TimeSeriesChartLegend::TimeSeriesChartLegend(QWidget* parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void TimeSeriesChartLegend::setEntries(const QList<Entry>& entries)
{
    const bool same = entries.size() == m_entries.size()
                      && std::equal(entries.begin(), entries.end(), m_entries.begin(),
                                    [](const Entry& a, const Entry& b) { return a.name == b.name && a.pen == b.pen; });
    if (same)
        return;
    m_entries = entries;
    QStringList names;
    for (const Entry& entry : entries)
        names.append(entry.name);
    setAccessibleDescription(names.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int TimeSeriesChartLegend::textWidth(const Entry& entry) const
{
    return std::min(fontMetrics().horizontalAdvance(entry.name) + 1, longest);
}

QList<QRect> TimeSeriesChartLegend::place(int width) const
{
    QList<QRect> places;
    const int height = fontMetrics().height();
    int x = 0;
    int y = 0;
    for (const Entry& entry : m_entries) {
        const int needed = sample + gap + textWidth(entry);
        if (x > 0 && x + needed > width) {
            x = 0;
            y += height + gap / 2;
        }
        places.append(QRect(x, y, std::min(needed, std::max(width, sample)), height));
        x += needed + between;
    }
    return places;
}

int TimeSeriesChartLegend::heightForWidth(int width) const
{
    return m_entries.isEmpty() ? 0 : place(width).last().bottom() + 1;
}

QSize TimeSeriesChartLegend::sizeHint() const
{
    const int wanted = std::max(width(), 200);
    return {wanted, heightForWidth(wanted)};
}

void TimeSeriesChartLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QList<QRect> places = place(width());
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const QRect& rect = places.at(i);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(m_entries.at(i).pen);
        const double middle = rect.center().y() + 0.5;
        painter.drawLine(QPointF(rect.left() + 1, middle), QPointF(rect.left() + sample - 1, middle));
        painter.setPen(palette().color(QPalette::WindowText));
        const QRect text = rect.adjusted(sample + gap, 0, 0, 0);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(m_entries.at(i).name, Qt::ElideMiddle, text.width()));
    }
}

bool TimeSeriesChartLegend::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QList<QRect> places = place(width());
    for (qsizetype i = 0; i < places.size(); ++i) {
        if (places.at(i).contains(help->pos())) {
            QToolTip::showText(help->globalPos(), m_entries.at(i).name.toHtmlEscaped(), this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

void TimeSeriesChartLegend::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

} // namespace tidemark::ui
