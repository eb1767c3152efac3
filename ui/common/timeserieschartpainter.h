// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chartrange.h"
#include "ui/common/chartseries.h"
#include "ui/common/timeserieschartticks.h"

#include <QPainter>
#include <QPalette>
#include <QRect>

namespace tidemark::ui {

/// How the line of this style (0, 1, …) looks on this palette: distinguishable with every common colour
/// blindness, and by dashes.
QPen chartPen(int style, const QPalette& palette);

/// Draws the parts of a chart. `rect` is the plot's, without its labels.
class TimeSeriesChartPainter
{
public:
    TimeSeriesChartPainter(QPainter& painter, const QRect& rect, const ChartRange& range, ChartUnit unit,
                           double top, const QPalette& palette);

    void drawAxes();
    void drawOutage(qint64 from, qint64 to);
    void drawSeries(const std::vector<ChartColumn>& columns, const QPen& pen);
    void drawThreshold(double value, const QString& text);
    void drawCrosshair(qint64 time);

    /// How wide the labels at the left are.
    static int labelWidth(const QFontMetrics& metrics, ChartUnit unit);

private:
    double xOf(qint64 time) const;
    double yOf(double value) const;
    void drawDenseRun(const std::vector<ChartColumn>& columns, std::size_t begin, std::size_t end,
                      const QPen& pen);
    void drawRun(const std::vector<ChartColumn>& columns, std::size_t begin, std::size_t end,
                 const QPen& pen);

    QPainter& m_painter;
    QRect m_rect;
    ChartRange m_range;
    ChartUnit m_unit;
    double m_top;
    QColor m_ink;
    QColor m_faint;
    QPalette m_palette;
};

} // namespace tidemark::ui
