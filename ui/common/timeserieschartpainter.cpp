// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/timeserieschartpainter.h"

#include "ui/common/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPolygonF>

#include <algorithm>
#include <array>

namespace tidemark::ui {

namespace {

constexpr int mostTicks = 5;
constexpr int leastLabelledOutage = 96;
// Okabe and Ito; made readable on the background when they are used.
constexpr std::array<QRgb, 6> colours{0xd55e00, 0x009e73, 0xcc79a7, 0x0072b2, 0xe69f00, 0x56b4e9};

const QVector<qreal>& dashes(int style)
{
    static const std::array<QVector<qreal>, 5> patterns{
        {{}, {5, 2.5}, {1.5, 2}, {6, 2, 1.5, 2}, {6, 2, 1.5, 2, 1.5, 2}}};
    return patterns[static_cast<std::size_t>(style) % patterns.size()];
}

} // namespace

QPen chartPen(int style, const QPalette& palette)
{
    const QColor wanted = style == 0 ? palette.color(QPalette::Highlight)
                                     : QColor(colours[static_cast<std::size_t>(style - 1) % colours.size()]);
    QPen pen(readableOn(wanted, palette.color(QPalette::Base)), 1.75);
    if (!dashes(style).isEmpty())
        pen.setDashPattern(dashes(style));
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::BevelJoin);
    return pen;
}

TimeSeriesChartPainter::TimeSeriesChartPainter(QPainter& painter, const QRect& rect, const ChartRange& range,
                                               ChartUnit unit, double top, const QPalette& palette)
    : m_painter(painter)
    , m_rect(rect)
    , m_range(range)
    , m_unit(unit)
    , m_top(top)
    , m_ink(toneColour(Tone::Muted, palette))
    , m_faint(palette.color(QPalette::Text))
    , m_palette(palette)
{
    m_faint.setAlphaF(0.15F);
}

int TimeSeriesChartPainter::labelWidth(const QFontMetrics& metrics, ChartUnit unit)
{
    return metrics.horizontalAdvance(unit == ChartUnit::Bytes ? QStringLiteral("99.9 MB")
                                                              : QStringLiteral("99.9 min"));
}

double TimeSeriesChartPainter::xOf(qint64 time) const
{
    return m_rect.left() + static_cast<double>(time - m_range.from) * m_rect.width() /
                               static_cast<double>(std::max<qint64>(1, m_range.to - m_range.from));
}

double TimeSeriesChartPainter::yOf(double value) const
{
    return m_rect.bottom() - value / m_top * (m_rect.height() - 1);
}

void TimeSeriesChartPainter::drawAxes()
{
    const QFontMetrics metrics = m_painter.fontMetrics();
    QList<double> values;
    const double step = tickStep(m_unit, m_top, mostTicks);
    for (int i = 0; i * step <= m_top * (1 + 1e-9); ++i)
        values.append(i * step);
    const QStringList texts = tickTexts(m_unit, values);
    for (qsizetype i = 0; i < values.size(); ++i) {
        const int y = qRound(yOf(values.at(i)));
        m_painter.setPen(m_faint);
        m_painter.drawLine(m_rect.left(), y, m_rect.right(), y);
        m_painter.setPen(m_ink);
        m_painter.drawText(QRect(0, y - metrics.height(), m_rect.left() - 6, 2 * metrics.height()),
                           Qt::AlignRight | Qt::AlignVCenter, texts.at(i));
    }
    const int widest = metrics.horizontalAdvance(QStringLiteral("00:00:00 AM"));
    for (const TimeTick& tick :
         timeTicks(m_range.from, m_range.to, std::max(2, m_rect.width() / (widest + 16)))) {
        const int x = qRound(xOf(tick.time));
        m_painter.setPen(m_faint);
        m_painter.drawLine(x, m_rect.bottom(), x, m_rect.bottom() + 4);
        m_painter.setPen(m_ink);
        const int half = metrics.horizontalAdvance(tick.text) / 2 + 1;
        const int middle =
            std::clamp(x, m_rect.left() - half / 2, std::max(m_rect.left(), m_rect.right() + 8 - half));
        m_painter.drawText(QRect(middle - half, m_rect.bottom() + 6, 2 * half, metrics.height()),
                           Qt::AlignCenter, tick.text);
    }
}

void TimeSeriesChartPainter::drawOutage(qint64 from, qint64 to)
{
    const double left = std::max<double>(m_rect.left(), xOf(from));
    const double right = std::min<double>(m_rect.right() + 1, xOf(to));
    if (right - left < 2)
        return;
    const QRectF area(left, m_rect.top(), right - left, m_rect.height());
    m_painter.fillRect(area, QBrush(m_faint, Qt::BDiagPattern));
    if (area.width() < leastLabelledOutage)
        return;
    const QString text = QCoreApplication::translate("ui::Chart", "not connected");
    const QRect label =
        m_painter.fontMetrics().boundingRect(area.toRect(), Qt::AlignCenter, text).adjusted(-4, -1, 4, 1);
    m_painter.fillRect(label, m_palette.color(QPalette::Base));
    m_painter.setPen(m_ink);
    m_painter.drawText(label, Qt::AlignCenter, text);
}

void TimeSeriesChartPainter::drawSeries(const std::vector<ChartColumn>& columns, const QPen& pen)
{
    m_painter.save();
    m_painter.setClipRect(m_rect.adjusted(0, -1, 1, 2));
    m_painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t begin = 0; begin < columns.size();) {
        std::size_t end = begin + 1;
        while (end < columns.size() && columns[end].joined)
            ++end;
        drawRun(columns, begin, end, pen);
        begin = end;
    }
    m_painter.restore();
}

void TimeSeriesChartPainter::drawRun(const std::vector<ChartColumn>& columns, std::size_t begin,
                                     std::size_t end, const QPen& pen)
{
    // A column for every pixel: lines of one pixel look the same and cost a tenth.
    if (end - begin > static_cast<std::size_t>(m_rect.width()) / 2 &&
        columns[end - 1].x - columns[begin].x < 1.5 * static_cast<double>(end - begin)) {
        drawDenseRun(columns, begin, end, pen);
        return;
    }
    QPolygonF line;
    QPolygonF lower;
    QPolygonF band;
    bool hasBand = false;
    for (std::size_t i = begin; i < end; ++i) {
        const ChartColumn& column = columns[i];
        const double x = m_rect.left() + column.x;
        line.append(QPointF(x, yOf(column.mean)));
        band.append(QPointF(x, yOf(column.greatest)));
        lower.append(QPointF(x, yOf(column.least)));
        hasBand = hasBand || column.greatest > column.least;
    }
    if (line.size() == 1) {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(pen.color());
        m_painter.drawEllipse(line.first(), 2, 2);
        return;
    }
    if (hasBand) {
        std::reverse(lower.begin(), lower.end());
        QColor fill = pen.color();
        fill.setAlphaF(0.22F);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(fill);
        m_painter.drawPolygon(band + lower);
    }
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(pen);
    m_painter.drawPolyline(line);
}

void TimeSeriesChartPainter::drawDenseRun(const std::vector<ChartColumn>& columns, std::size_t begin,
                                          std::size_t end, const QPen& pen)
{
    QPolygon line;
    QList<QLine> band;
    line.reserve(static_cast<qsizetype>(end - begin));
    band.reserve(static_cast<qsizetype>(end - begin));
    for (std::size_t i = begin; i < end; ++i) {
        const int x = m_rect.left() + static_cast<int>(columns[i].x);
        line.append(QPoint(x, qRound(yOf(columns[i].mean))));
        if (columns[i].greatest > columns[i].least)
            band.append(QLine(x, qRound(yOf(columns[i].least)), x, qRound(yOf(columns[i].greatest))));
    }
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    QColor fill = pen.color();
    fill.setAlphaF(0.22F);
    m_painter.setPen(QPen(fill, 1));
    m_painter.drawLines(band);
    QPen thin = pen;
    thin.setWidth(1);
    m_painter.setPen(thin);
    m_painter.drawPolyline(line);
    m_painter.setRenderHint(QPainter::Antialiasing);
}

void TimeSeriesChartPainter::drawThreshold(double value, const QString& text)
{
    const QFontMetrics metrics = m_painter.fontMetrics();
    const QColor ink = toneColour(Tone::Warning, m_palette);
    const bool above = value > m_top;
    const int y = above ? m_rect.top() : qRound(yOf(value));
    m_painter.setPen(QPen(ink, 1, Qt::DashDotLine));
    if (!above)
        m_painter.drawLine(m_rect.left(), y, m_rect.right(), y);
    const QString shown = above ? text + QStringLiteral(" ↑") : text;
    const int width = metrics.horizontalAdvance(shown) + 8;
    const bool below = above || y - metrics.height() - 2 < m_rect.top();
    const QRect label(m_rect.right() - width, below ? y + 2 : y - metrics.height() - 2, width,
                      metrics.height());
    QColor ground = m_palette.color(QPalette::Base);
    ground.setAlphaF(0.85F);
    m_painter.fillRect(label, ground);
    m_painter.drawText(label, Qt::AlignCenter, shown);
}

void TimeSeriesChartPainter::drawCrosshair(qint64 time)
{
    const int x = qRound(xOf(time));
    m_painter.setPen(m_ink);
    m_painter.drawLine(x, m_rect.top(), x, m_rect.bottom());
}

} // namespace tidemark::ui
