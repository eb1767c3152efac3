// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/timeserieschartticks.h"

#include <QDateTime>
#include <QWidget>

#include <chrono>
#include <memory>
#include <optional>

namespace tidemark::ui {

/// Lines over time, the newest at the right edge: one per series, told apart by name, colour and dashes; gaps where nothing
/// was measured. The mouse, or Left, Right, Home and End while it has the focus, move a crosshair that reads out the values;
/// Escape removes it. Follows the palette. GUI thread; appending costs microseconds, painting happens once per event loop turn.
class TimeSeriesChart : public QWidget
{
    Q_OBJECT
public:
    explicit TimeSeriesChart(ChartUnit unit, QWidget* parent = nullptr);
    ~TimeSeriesChart() override;

    /// What stands in its middle while nothing can be drawn.
    void setEmptyText(const QString& text);
    /// How much time is shown; 5 min at first.
    void setWindow(std::chrono::seconds window);
    std::chrono::seconds window() const;
    /// What is older than this (24 h at first) is forgotten, and never are more than 50 000 points kept per series.
    void setMemory(std::chrono::seconds memory);

    /// The name of a series, which is made with its first value. Names are foreign text.
    void setSeriesName(const QString& id, const QString& name);
    /// No value, or one that is not finite, is a gap. A time that is not after the last one replaces what came after it: the
    /// machine's clock was set back.
    void append(const QString& id, const QDateTime& when, std::optional<double> value);
    /// A gap in every series: there was no look at this time.
    void interrupt(const QDateTime& when);
    /// Moves the right edge.
    void advance(const QDateTime& now);
    void clear();

    qsizetype pointCount(const QString& id) const;
    /// True while at least one value lies within the window.
    bool hasVisibleValues() const;
    /// Time and values at the crosshair; empty while there is none.
    QString readout() const;

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    class Plot;
    std::unique_ptr<Plot> m_plot;
};

} // namespace tidemark::ui
