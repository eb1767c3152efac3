// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPen>
#include <QRect>
#include <QWidget>

namespace tidemark::ui {

/// The names of a chart's lines, each with a piece of its line: dashes tell them apart where colours do not. Wraps to as
/// many rows as its width needs; long names are shortened, and whole in the tooltip.
class TimeSeriesChartLegend : public QWidget
{
    Q_OBJECT
public:
    struct Entry
    {
        QString name;
        QPen pen;
    };
    explicit TimeSeriesChartLegend(QWidget* parent = nullptr);

    void setEntries(const QList<Entry>& entries);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QList<QRect> place(int width) const;
    int textWidth(const Entry& entry) const;
    QList<Entry> m_entries;
};

} // namespace tidemark::ui
