// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chartcurves.h"

#include <QDateTime>
#include <QWidget>

#include <chrono>
#include <optional>

class QLabel;

namespace tidemark::ui {

class TimeSeriesChartLegend;

/// Lines over time: one per series, told apart by name, colour and dashes, with the band between least and
/// greatest where a point stands for a span; gaps where nothing was measured. The mouse, or Left, Right, Home
/// and End while it has the focus, move a crosshair that reads out the values; Escape removes it. Plus and
/// minus, or the wheel while it has the focus or Ctrl is held, zoom; Shift with Left or Right, or dragging,
/// pans; 0 or a double click goes back to the present. Follows the palette. GUI thread; appending costs
/// microseconds, painting happens once per event loop turn.
class TimeSeriesChart : public QWidget
{
    Q_OBJECT
public:
    explicit TimeSeriesChart(ChartUnit unit, QWidget* parent = nullptr);
    ~TimeSeriesChart() override;

    /// What stands in its middle while nothing can be drawn.
    void setEmptyText(const QString& text);
    /// How much time is shown, up to the present; 5 min at first.
    void setWindow(std::chrono::seconds window);
    std::chrono::seconds window() const;
    ChartRange range() const { return m_range; }
    void setRange(const ChartRange& range);
    /// Both keep the range between 10 s and 90 days. `middle` stays where it is.
    void zoom(double factor, qint64 middle);
    void pan(qint64 milliseconds);
    /// Back to the present, with the window that was set last.
    void follow();

    /// What is older than this (24 h at first) is forgotten unless it is of the past, and never are more than
    /// 50 000 points kept per series.
    void setMemory(std::chrono::seconds memory);
    /// A line across, where an alert begins; none where there is no value.
    void setThreshold(std::optional<double> value, const QString& text);

    /// The name of a series, which is made with its first value. Names are foreign text.
    void setSeriesName(const QString& id, const QString& name);
    /// No value, or one that is not finite, is a gap. A time that is not after the last one replaces what
    /// came after it: the machine's clock was set back.
    void append(const QString& id, const QDateTime& when, std::optional<double> value);
    /// What was recorded before the first value that was appended; of all series, those that are not named
    /// have none.
    void setPast(const QHash<QString, std::vector<ChartPoint>>& past);
    /// When nobody looked, in the past: drawn as hatched. Each from, to.
    void setPastOutages(const std::vector<std::pair<qint64, qint64>>& outages);
    /// A gap in every series: there was no look at this time, and none until the next value.
    void interrupt(const QDateTime& when);
    /// Moves the present.
    void advance(const QDateTime& now);
    void clear();

    qsizetype pointCount(const QString& id) const;
    /// True while at least one value lies within the range.
    bool hasVisibleValues() const { return m_curves.hasVisibleValues(); }
    /// Time and values at the crosshair; empty while there is none.
    QString readout() const;
    QStringList seriesIds() const;
    QString seriesName(const QString& id) const { return m_curves.name(id); }
    /// What is shown of a series.
    std::vector<ChartPoint> visiblePoints(const QString& id) const;
    /// As it is, without a frame for the focus.
    QImage toImage() const;

Q_SIGNALS:
    /// By the person, not by the present moving on.
    void rangeChanged();

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void fillLegend();
    void describe();
    void moveCrosshair(qint64 time);
    void stepCrosshair(int direction);
    void hideCrosshair();
    void changeRange(ChartRange range);
    void paintOn(QPainter& painter) const;
    QRect plotRect() const;
    qint64 timeAt(double x) const;

    const ChartUnit m_unit;
    TimeSeriesChartLegend* m_legend;
    QLabel* m_empty;
    ChartCurves m_curves;
    ChartRange m_range;
    std::chrono::milliseconds m_window{300'000};
    std::chrono::milliseconds m_memory{24 * 3600'000};
    qint64 m_now = 0;
    std::optional<qint64> m_crosshair;
    std::optional<double> m_threshold;
    QString m_thresholdText;
    std::optional<QPoint> m_dragged; // from where
    ChartRange m_draggedRange;
};

} // namespace tidemark::ui
