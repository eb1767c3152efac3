// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/timeserieschart.h"

#include "ui/common/theme.h"
#include "ui/common/timeserieschartlegend.h"
#include "ui/common/timeserieschartpainter.h"

#include <QFocusEvent>
#include <QImage>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr int mostTicks = 5;
constexpr qint64 sameTime = 250;
constexpr double zoomStep = 0.7;

} // namespace

TimeSeriesChart::TimeSeriesChart(ChartUnit unit, QWidget* parent)
    : QWidget(parent)
    , m_unit(unit)
    , m_legend(new TimeSeriesChartLegend(this))
    , m_empty(new QLabel(this))
    , m_now(QDateTime::currentMSecsSinceEpoch())
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumHeight(160);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_range = ChartRange::upTo(m_now, m_window.count());
    refresh();
}

TimeSeriesChart::~TimeSeriesChart() = default;

QRect TimeSeriesChart::plotRect() const
{
    const QFontMetrics metrics = fontMetrics();
    const int left = TimeSeriesChartPainter::labelWidth(metrics, m_unit) + 2 * gridStep;
    const int bottom = metrics.height() + 10 + m_legend->height() + gridStep + 4;
    return rect().adjusted(left, metrics.height(), -2 * gridStep, -bottom);
}

qint64 TimeSeriesChart::timeAt(double x) const
{
    const QRect plot = plotRect();
    return m_range.from + static_cast<qint64>((x - plot.left()) / std::max(1, plot.width()) *
                                              static_cast<double>(m_range.to - m_range.from));
}

void TimeSeriesChart::setEmptyText(const QString& text)
{
    m_empty->setText(text);
    describe();
}

void TimeSeriesChart::setWindow(std::chrono::seconds window)
{
    m_window = window;
    changeRange(ChartRange::upTo(m_now, m_window.count()));
}

std::chrono::seconds TimeSeriesChart::window() const
{
    return std::chrono::duration_cast<std::chrono::seconds>(m_window);
}

void TimeSeriesChart::setRange(const ChartRange& range)
{
    if (range.follows)
        m_window = std::chrono::milliseconds(range.to - range.from);
    m_range = range;
    refresh();
}

void TimeSeriesChart::changeRange(ChartRange range)
{
    if (range == m_range)
        return;
    m_range = range;
    refresh();
    Q_EMIT rangeChanged();
}

void TimeSeriesChart::zoom(double factor, qint64 middle)
{
    changeRange(m_range.zoomed(factor, middle, m_now));
}

void TimeSeriesChart::pan(qint64 milliseconds)
{
    changeRange(m_range.panned(milliseconds, m_now));
}

void TimeSeriesChart::follow()
{
    changeRange(ChartRange::upTo(m_now, m_window.count()));
}

void TimeSeriesChart::setMemory(std::chrono::seconds memory)
{
    m_memory = memory;
}

void TimeSeriesChart::setThreshold(std::optional<double> value, const QString& text)
{
    m_threshold = value;
    m_thresholdText = text;
    refresh();
}

void TimeSeriesChart::setSeriesName(const QString& id, const QString& name)
{
    m_curves.setName(id, name);
}

void TimeSeriesChart::append(const QString& id, const QDateTime& when, std::optional<double> value)
{
    m_curves.append(id, when.toMSecsSinceEpoch(), value);
}

void TimeSeriesChart::setPast(const QHash<QString, std::vector<ChartPoint>>& past)
{
    m_curves.setPast(past);
    refresh();
}

void TimeSeriesChart::setPastOutages(const std::vector<std::pair<qint64, qint64>>& outages)
{
    m_curves.setPastOutages(outages);
    update();
}

void TimeSeriesChart::interrupt(const QDateTime& when)
{
    m_curves.interrupt(when.toMSecsSinceEpoch());
}

void TimeSeriesChart::advance(const QDateTime& now)
{
    m_now = now.toMSecsSinceEpoch();
    m_curves.forgetBefore(m_now - m_memory.count());
    if (m_range.follows)
        m_range = ChartRange::upTo(m_now, m_window.count());
    refresh();
}

void TimeSeriesChart::clear()
{
    hideCrosshair();
    m_curves.clear();
    m_range = ChartRange::upTo(m_now, m_window.count());
    refresh();
}

void TimeSeriesChart::refresh()
{
    m_curves.show(m_range, std::max(1, plotRect().width()),
                  isVisible() ? ChartCurves::Columns::Make : ChartCurves::Columns::Leave);
    if (m_crosshair && (*m_crosshair < m_range.from || *m_crosshair > m_range.to))
        hideCrosshair();
    m_empty->setVisible(!hasVisibleValues());
    fillLegend();
    describe();
    update();
}

void TimeSeriesChart::fillLegend()
{
    QList<TimeSeriesChartLegend::Entry> entries;
    for (const auto& [id, one] : m_curves.all()) {
        if (one.visible)
            entries.append({m_curves.name(id), chartPen(one.style, palette())});
    }
    m_legend->setEntries(entries);
    const int inner = width() - 2 * gridStep;
    m_legend->setGeometry(gridStep, height() - gridStep - m_legend->heightForWidth(inner), inner,
                          m_legend->heightForWidth(inner));
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, toneColour(Tone::Muted, palette()));
    if (m_empty->palette() != quiet)
        m_empty->setPalette(quiet);
    m_empty->setGeometry(plotRect().adjusted(gridStep, 0, -gridStep, 0));
}

void TimeSeriesChart::describe()
{
    const QStringList parts = m_curves.lastValues(m_unit);
    setAccessibleDescription(parts.isEmpty() ? m_empty->text() : parts.join(QStringLiteral("; ")));
}

QString TimeSeriesChart::readout() const
{
    if (!m_crosshair)
        return {};
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(*m_crosshair);
    const QString time = when.time().toString(QStringLiteral("HH:mm:ss"));
    const bool today = when.date() == QDate::currentDate() && m_range.to - m_range.from <= 86'400'000;
    QStringList lines{
        today ? time : QLocale().toString(when.date(), QLocale::ShortFormat) + QLatin1Char(' ') + time};
    // Steps of the past begin at different times: what is nearest within a few pixels is meant.
    const qint64 tolerance =
        std::max(sameTime, (m_range.to - m_range.from) / std::max(1, plotRect().width()) * 2);
    lines += m_curves.valuesAt(*m_crosshair, tolerance, m_unit);
    return lines.join(QLatin1Char('\n'));
}

void TimeSeriesChart::moveCrosshair(qint64 time)
{
    const std::optional<qint64> best = m_curves.nearest(time, m_range);
    if (!best) {
        hideCrosshair();
        return;
    }
    m_crosshair = best;
    update();
    const QString text = readout();
    setAccessibleDescription(text);
    const QRect plot = plotRect();
    const double share =
        static_cast<double>(*best - m_range.from) / static_cast<double>(m_range.to - m_range.from);
    // Names are foreign: as rich text they could say anything.
    QToolTip::showText(mapToGlobal(QPoint(plot.left() + static_cast<int>(share * plot.width()) + gridStep,
                                          plot.top() + gridStep)),
                       QStringLiteral("<p style='white-space:pre'>%1</p>").arg(text.toHtmlEscaped()), this);
}

void TimeSeriesChart::stepCrosshair(int direction)
{
    if (!m_crosshair) {
        moveCrosshair(m_range.to);
        return;
    }
    // A pixel at least, or a key would do nothing that is seen.
    const qint64 step = std::max<qint64>(1, (m_range.to - m_range.from) / std::max(1, plotRect().width()));
    if (const auto found = m_curves.next(*m_crosshair, direction, step, m_range))
        moveCrosshair(*found);
}

void TimeSeriesChart::hideCrosshair()
{
    if (!m_crosshair)
        return;
    m_crosshair.reset();
    QToolTip::hideText();
    describe();
    update();
}

qsizetype TimeSeriesChart::pointCount(const QString& id) const
{
    return m_curves.pointCount(id);
}

QStringList TimeSeriesChart::seriesIds() const
{
    return m_curves.ids();
}

std::vector<ChartPoint> TimeSeriesChart::visiblePoints(const QString& id) const
{
    return m_curves.between(id, m_range);
}

void TimeSeriesChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        refresh();
}

void TimeSeriesChart::keyPressEvent(QKeyEvent* event)
{
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    const qint64 quarter = (m_range.to - m_range.from) / 4;
    const qint64 middle =
        m_crosshair.value_or(m_range.follows ? m_range.to : (m_range.from + m_range.to) / 2);
    switch (event->key()) {
    case Qt::Key_Left:
        return shift ? pan(-quarter) : stepCrosshair(-1);
    case Qt::Key_Right:
        return shift ? pan(quarter) : stepCrosshair(1);
    case Qt::Key_Home:
        return moveCrosshair(m_range.from);
    case Qt::Key_End:
        return moveCrosshair(m_range.to);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(zoomStep, middle);
    case Qt::Key_Minus:
        return zoom(1 / zoomStep, middle);
    case Qt::Key_0:
        return follow();
    case Qt::Key_Escape:
        if (m_crosshair)
            return hideCrosshair();
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void TimeSeriesChart::mouseMoveEvent(QMouseEvent* event)
{
    const QRect plot = plotRect();
    if (m_dragged) {
        const double perPixel =
            static_cast<double>(m_draggedRange.to - m_draggedRange.from) / std::max(1, plot.width());
        const auto moved = static_cast<qint64>((m_dragged->x() - event->pos().x()) * perPixel);
        pan(m_draggedRange.to + moved - m_range.to);
        return;
    }
    if (plot.contains(event->pos()))
        moveCrosshair(timeAt(event->position().x()));
    else
        hideCrosshair();
}

void TimeSeriesChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !plotRect().contains(event->pos())) {
        QWidget::mousePressEvent(event);
        return;
    }
    m_dragged = event->pos();
    m_draggedRange = m_range;
    setCursor(Qt::ClosedHandCursor);
}

void TimeSeriesChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_dragged)
        unsetCursor();
    m_dragged.reset();
    QWidget::mouseReleaseEvent(event);
}

void TimeSeriesChart::mouseDoubleClickEvent(QMouseEvent*)
{
    follow();
}

/// Without focus the wheel belongs to the page that scrolls.
void TimeSeriesChart::wheelEvent(QWheelEvent* event)
{
    const bool meant = hasFocus() || event->modifiers().testFlag(Qt::ControlModifier);
    if (!meant || event->angleDelta().isNull()) {
        event->ignore();
        return;
    }
    event->accept();
    const QPoint turned = event->angleDelta();
    if (std::abs(turned.x()) > std::abs(turned.y())) {
        pan(-(m_range.to - m_range.from) * turned.x() / 1200);
        return;
    }
    zoom(std::pow(zoomStep, turned.y() / 120.0), timeAt(event->position().x()));
}

void TimeSeriesChart::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void TimeSeriesChart::focusOutEvent(QFocusEvent* event)
{
    hideCrosshair();
    QWidget::focusOutEvent(event);
    update();
}

void TimeSeriesChart::leaveEvent(QEvent* event)
{
    if (!hasFocus())
        hideCrosshair();
    QWidget::leaveEvent(event);
}

void TimeSeriesChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    refresh();
}

void TimeSeriesChart::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh(); // what came while it was hidden
}

QImage TimeSeriesChart::toImage() const
{
    const double ratio = devicePixelRatioF();
    QImage image((QSizeF(size()) * ratio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(palette().color(QPalette::Base));
    QPainter painter(&image);
    painter.setFont(font());
    paintOn(painter);
    painter.translate(m_legend->pos());
    m_legend->render(&painter, {}, {}, QWidget::DrawChildren);
    return image;
}

void TimeSeriesChart::paintOn(QPainter& painter) const
{
    double highest = m_curves.greatest();
    if (m_threshold && *m_threshold <= 4 * highest)
        highest = std::max(highest, *m_threshold);
    const QRect plot = plotRect();
    if (plot.width() < gridStep || plot.height() < gridStep)
        return;
    TimeSeriesChartPainter parts(painter, plot, m_range, m_unit, axisTop(m_unit, highest, mostTicks),
                                 palette());
    for (const auto* outages : {&m_curves.pastOutages(), &m_curves.outages()}) {
        for (const auto& [from, to] : *outages)
            parts.drawOutage(from, to == 0 ? m_now : to);
    }
    parts.drawAxes();
    for (const auto& [id, one] : m_curves.all()) {
        if (one.visible)
            parts.drawSeries(one.columns, chartPen(one.style, palette()));
    }
    if (m_threshold && hasVisibleValues())
        parts.drawThreshold(*m_threshold, m_thresholdText);
    if (m_crosshair)
        parts.drawCrosshair(*m_crosshair);
}

void TimeSeriesChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor edge = palette().color(QPalette::WindowText);
    edge.setAlphaF(0.18F);
    painter.setPen(hasFocus() ? QPen(palette().color(QPalette::Highlight), 2) : QPen(edge, 1));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintOn(painter);
}

} // namespace tidemark::ui
