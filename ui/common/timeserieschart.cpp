// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/timeserieschart.h"

#include "core/text.h"
#include "ui/common/theme.h"
#include "ui/common/timeserieschartlegend.h"

#include <QLabel>
#include <QToolTip>
#include <QVBoxLayout>

#include <array>
#include <cmath>
#include <limits>
#include <map>

// QCustomPlot is written with Qt's keywords, which are off here. Nothing else sees them.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach(variable, container) for (variable : container)
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach

namespace tidemark::ui {

namespace {

constexpr int mostTicks = 5;
constexpr int mostPoints = 50'000;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
// Distinguishable with every common colour blindness (Okabe and Ito); made readable on the background when they are used.
constexpr std::array<QRgb, 6> colours{0xd55e00, 0x009e73, 0xcc79a7, 0x0072b2, 0xe69f00, 0x56b4e9};

QVector<qreal> dashes(int style)
{
    static const std::array<QVector<qreal>, 5> patterns{{{}, {5, 2.5}, {1.5, 2}, {6, 2, 1.5, 2}, {6, 2, 1.5, 2, 1.5, 2}}};
    return patterns[static_cast<std::size_t>(style) % patterns.size()];
}

QPen penOf(int style, const QPalette& palette)
{
    const QColor wanted = style == 0 ? palette.color(QPalette::Highlight) : QColor(colours[static_cast<std::size_t>(style - 1) % colours.size()]);
    QPen pen(readableOn(wanted, palette.color(QPalette::Base)), 1.75);
    if (const QVector<qreal> pattern = dashes(style); !pattern.isEmpty())
        pen.setDashPattern(pattern);
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::RoundJoin);
    return pen;
}

class ValueTicker : public QCPAxisTicker
{
public:
    explicit ValueTicker(ChartUnit unit) : m_unit(unit) {}

protected:
    double getTickStep(const QCPRange& range) override { return tickStep(m_unit, range.upper, mostTicks); }
    int getSubTickCount(double) override { return 0; }
    QVector<QString> createLabelVector(const QVector<double>& ticks, const QLocale&, QChar, int) override { return tickTexts(m_unit, ticks); }

private:
    ChartUnit m_unit;
};

double keyOf(const QDateTime& when)
{
    return static_cast<double>(when.toMSecsSinceEpoch()) / 1000.0;
}

} // namespace

class TimeSeriesChart::Plot
{
public:
    struct Series
    {
        QString name;
        int style = -1;
        QCPGraph* graph = nullptr; // owned by the plot
    };

    Plot(ChartUnit chartUnit, TimeSeriesChart& chart);
    void theme();
    Series& series(const QString& id);
    void append(Series& one, double key, double value);
    void forgetBefore(double key);
    void refresh();
    void describe();
    void fillLegend();
    double nearestKey(double key) const;
    std::optional<double> valueAt(const Series& one, double key) const;
    void moveCrosshair(double key);
    void stepCrosshair(int direction);
    void hideCrosshair();
    QString readout() const;
    QCPRange range() const { return {now - static_cast<double>(window.count()), now}; }

    TimeSeriesChart& owner;
    ChartUnit unit;
    QCustomPlot* view;
    TimeSeriesChartLegend* legend;
    QLabel* empty;
    QCPItemLine* line;
    std::map<QString, Series> all; // in the order of the names' ids, so that the legend keeps its order
    QHash<QString, QString> names;
    std::chrono::seconds window{300};
    std::chrono::seconds memory{24 * 3600};
    double now = 0;
    double crosshair = nothing;
    bool shows = false;
};

TimeSeriesChart::Plot::Plot(ChartUnit chartUnit, TimeSeriesChart& chart)
    : owner(chart)
    , unit(chartUnit)
    , view(new QCustomPlot(&chart))
    , legend(new TimeSeriesChartLegend(&chart))
    , empty(new QLabel(&chart))
    , line(new QCPItemLine(view))
{
    view->setFocusPolicy(Qt::NoFocus);
    view->setMouseTracking(true);
    view->setMinimumHeight(120);
    view->xAxis->setTicker([] {
        auto ticker = QSharedPointer<QCPAxisTickerDateTime>::create();
        ticker->setDateTimeFormat(QLocale().timeFormat(QLocale::ShortFormat));
        ticker->setTickCount(6);
        return ticker;
    }());
    view->yAxis->setTicker(QSharedPointer<ValueTicker>::create(unit));
    view->xAxis->setSubTicks(false);
    view->yAxis->setSubTicks(false);
    view->xAxis->grid()->setVisible(false);
    view->yAxis->setRange(0, axisTop(unit, 0, mostTicks));
    // Room for half of the topmost label, which is left out otherwise.
    view->axisRect()->setMinimumMargins(QMargins(8, owner.fontMetrics().height(), 16, 8));
    line->setVisible(false);
    line->setSelectable(false);
    line->start->setTypeX(QCPItemPosition::ptPlotCoords);
    line->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->end->setTypeX(QCPItemPosition::ptPlotCoords);
    line->end->setTypeY(QCPItemPosition::ptAxisRectRatio);

    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setTextFormat(Qt::PlainText);
    empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* over = new QVBoxLayout(view);
    over->setContentsMargins(96, 16, 32, 48);
    over->addWidget(empty);

    auto* layout = new QVBoxLayout(&owner);
    layout->setContentsMargins(gridStep, gridStep / 2, gridStep, gridStep);
    layout->setSpacing(gridStep / 2);
    layout->addWidget(view, 1);
    layout->addWidget(legend);
    theme();
}

void TimeSeriesChart::Plot::theme()
{
    const QPalette palette = owner.palette();
    const QColor base = palette.color(QPalette::Base);
    const QColor ink = toneColour(Tone::Muted, palette);
    QColor faint = palette.color(QPalette::Text);
    faint.setAlphaF(0.15F);
    view->setBackground(base);
    for (QCPAxis* axis : {view->xAxis, view->yAxis}) {
        axis->setBasePen(QPen(faint));
        axis->setTickPen(QPen(faint));
        axis->setTickLabelColor(ink);
        axis->setTickLabelFont(owner.font());
        axis->grid()->setPen(QPen(faint));
        axis->grid()->setZeroLinePen(QPen(faint));
    }
    for (auto& [id, one] : all)
        one.graph->setPen(penOf(one.style, palette));
    line->setPen(QPen(ink, 1, Qt::SolidLine));
    QPalette quiet = palette;
    quiet.setColor(QPalette::WindowText, ink);
    empty->setPalette(quiet);
    fillLegend();
    view->replot(QCustomPlot::rpQueuedReplot);
}

TimeSeriesChart::Plot::Series& TimeSeriesChart::Plot::series(const QString& id)
{
    const auto found = all.find(id);
    if (found != all.end())
        return found->second;
    // The first style that is free, so that the others keep theirs when one goes.
    int style = 0;
    while (std::any_of(all.begin(), all.end(), [style](const auto& entry) { return entry.second.style == style; }))
        ++style;
    Series made{names.value(id, id), style, view->addGraph()};
    made.graph->setPen(penOf(style, owner.palette()));
    made.graph->setAntialiased(true);
    made.graph->setSelectable(QCP::stNone);
    return all.emplace(id, made).first->second;
}

void TimeSeriesChart::Plot::append(Series& one, double key, double value)
{
    const auto data = one.graph->data();
    if (!data->isEmpty()) {
        const auto last = std::prev(data->constEnd());
        if (key <= last->key)
            data->removeAfter(key - 1e-3);
        else if (std::isnan(value) && std::isnan(last->value))
            return; // one gap is one point
    }
    data->add(QCPGraphData(key, value));
    if (data->size() > mostPoints)
        data->removeBefore(data->at(data->size() - mostPoints)->key);
}

void TimeSeriesChart::Plot::forgetBefore(double key)
{
    for (auto it = all.begin(); it != all.end();) {
        it->second.graph->data()->removeBefore(key);
        if (it->second.graph->data()->isEmpty()) {
            view->removeGraph(it->second.graph);
            it = all.erase(it);
        } else {
            ++it;
        }
    }
}

void TimeSeriesChart::Plot::refresh()
{
    const QCPRange visible = range();
    double highest = 0;
    shows = false;
    for (auto& [id, one] : all) {
        bool found = false;
        const QCPRange values = one.graph->getValueRange(found, QCP::sdBoth, visible);
        one.graph->setVisible(found);
        if (found) {
            shows = true;
            highest = std::max(highest, values.upper);
        }
    }
    view->xAxis->setRange(visible);
    view->yAxis->setRange(0, axisTop(unit, highest, mostTicks));
    if (crosshair < visible.lower)
        hideCrosshair();
    empty->setVisible(!shows);
    fillLegend();
    describe();
    if (owner.isVisible())
        view->replot(QCustomPlot::rpQueuedReplot);
}

void TimeSeriesChart::Plot::fillLegend()
{
    QList<TimeSeriesChartLegend::Entry> entries;
    for (const auto& [id, one] : all) {
        if (one.graph->visible() && !one.graph->data()->isEmpty())
            entries.append({one.name, one.graph->pen()});
    }
    legend->setEntries(entries);
}

void TimeSeriesChart::Plot::describe()
{
    QStringList parts;
    for (const auto& [id, one] : all) {
        const auto data = one.graph->data();
        if (!one.graph->visible() || data->isEmpty())
            continue;
        parts.append(QStringLiteral("%1: %2").arg(one.name, valueText(unit, std::prev(data->constEnd())->value)));
    }
    owner.setAccessibleDescription(parts.isEmpty() ? empty->text() : parts.join(QStringLiteral("; ")));
}

double TimeSeriesChart::Plot::nearestKey(double key) const
{
    double best = nothing;
    for (const auto& [id, one] : all) {
        const auto data = one.graph->data();
        if (data->isEmpty() || !one.graph->visible())
            continue;
        auto after = data->findBegin(key, false);
        for (const auto& it : {after, after == data->constBegin() ? after : std::prev(after)}) {
            if (it == data->constEnd() || it->key < range().lower)
                continue;
            if (std::isnan(best) || std::abs(it->key - key) < std::abs(best - key))
                best = it->key;
        }
    }
    return best;
}

std::optional<double> TimeSeriesChart::Plot::valueAt(const Series& one, double key) const
{
    const auto data = one.graph->data();
    const auto it = data->findBegin(key - 0.25, false);
    if (it == data->constEnd() || std::abs(it->key - key) > 0.25 || std::isnan(it->value))
        return std::nullopt;
    return it->value;
}

QString TimeSeriesChart::Plot::readout() const
{
    if (std::isnan(crosshair))
        return {};
    QStringList lines{QLocale().toString(QDateTime::fromMSecsSinceEpoch(std::llround(crosshair * 1000)).time(), QStringLiteral("HH:mm:ss"))};
    for (const auto& [id, one] : all) {
        if (one.graph->visible())
            lines.append(QStringLiteral("%1: %2").arg(one.name, valueText(unit, valueAt(one, crosshair))));
    }
    return lines.join(QLatin1Char('\n'));
}

void TimeSeriesChart::Plot::moveCrosshair(double key)
{
    crosshair = nearestKey(key);
    if (std::isnan(crosshair)) {
        hideCrosshair();
        return;
    }
    line->start->setCoords(crosshair, 0);
    line->end->setCoords(crosshair, 1);
    line->setVisible(true);
    view->replot(QCustomPlot::rpQueuedReplot);
    const QString text = readout();
    owner.setAccessibleDescription(text);
    const int x = static_cast<int>(view->xAxis->coordToPixel(crosshair));
    // Names are foreign: as rich text they could say anything.
    QToolTip::showText(view->mapToGlobal(QPoint(x + gridStep, gridStep)),
                       QStringLiteral("<p style='white-space:pre'>%1</p>").arg(text.toHtmlEscaped()), view);
}

void TimeSeriesChart::Plot::stepCrosshair(int direction)
{
    if (std::isnan(crosshair)) {
        moveCrosshair(now);
        return;
    }
    double best = nothing;
    for (const auto& [id, one] : all) {
        const auto data = one.graph->data();
        auto it = direction > 0 ? data->findBegin(crosshair + 0.01, false) : data->findBegin(crosshair - 0.01, false);
        if (direction < 0) {
            if (it == data->constBegin())
                continue;
            --it;
        }
        if (it == data->constEnd() || it->key < range().lower)
            continue;
        if (std::isnan(best) || std::abs(it->key - crosshair) < std::abs(best - crosshair))
            best = it->key;
    }
    moveCrosshair(std::isnan(best) ? crosshair : best);
}

void TimeSeriesChart::Plot::hideCrosshair()
{
    if (!line->visible() && std::isnan(crosshair))
        return;
    crosshair = nothing;
    line->setVisible(false);
    QToolTip::hideText();
    describe();
    view->replot(QCustomPlot::rpQueuedReplot);
}

TimeSeriesChart::TimeSeriesChart(ChartUnit unit, QWidget* parent)
    : QWidget(parent)
    , m_plot(std::make_unique<Plot>(unit, *this))
{
    setFocusPolicy(Qt::StrongFocus);
    connect(m_plot->view, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        if (m_plot->view->axisRect()->rect().contains(event->pos()))
            m_plot->moveCrosshair(m_plot->view->xAxis->pixelToCoord(event->pos().x()));
        else
            m_plot->hideCrosshair();
    });
    m_plot->refresh();
}

TimeSeriesChart::~TimeSeriesChart() = default;

void TimeSeriesChart::setEmptyText(const QString& text)
{
    m_plot->empty->setText(text);
    m_plot->describe();
}

void TimeSeriesChart::setWindow(std::chrono::seconds window)
{
    m_plot->window = window;
    m_plot->refresh();
}

std::chrono::seconds TimeSeriesChart::window() const
{
    return m_plot->window;
}

void TimeSeriesChart::setMemory(std::chrono::seconds memory)
{
    m_plot->memory = memory;
}

void TimeSeriesChart::setSeriesName(const QString& id, const QString& name)
{
    m_plot->names.insert(id, name);
    if (const auto found = m_plot->all.find(id); found != m_plot->all.end())
        found->second.name = name;
}

void TimeSeriesChart::append(const QString& id, const QDateTime& when, std::optional<double> value)
{
    const double number = value && std::isfinite(*value) ? *value : nothing;
    if (std::isnan(number) && !m_plot->all.contains(id))
        return; // a series begins with its first value
    m_plot->append(m_plot->series(id), keyOf(when), number);
}

void TimeSeriesChart::interrupt(const QDateTime& when)
{
    for (auto& [id, one] : m_plot->all)
        m_plot->append(one, keyOf(when), nothing);
}

void TimeSeriesChart::advance(const QDateTime& now)
{
    m_plot->now = keyOf(now);
    m_plot->forgetBefore(m_plot->now - static_cast<double>(m_plot->memory.count()));
    m_plot->refresh();
}

void TimeSeriesChart::clear()
{
    m_plot->hideCrosshair();
    m_plot->all.clear();
    m_plot->names.clear();
    m_plot->view->clearGraphs();
    m_plot->refresh();
}

qsizetype TimeSeriesChart::pointCount(const QString& id) const
{
    const auto found = m_plot->all.find(id);
    return found == m_plot->all.end() ? 0 : found->second.graph->data()->size();
}

bool TimeSeriesChart::hasVisibleValues() const
{
    return m_plot->shows;
}

QString TimeSeriesChart::readout() const
{
    return m_plot->readout();
}

void TimeSeriesChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (m_plot && (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange))
        m_plot->theme();
}

void TimeSeriesChart::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        m_plot->stepCrosshair(-1);
        return;
    case Qt::Key_Right:
        m_plot->stepCrosshair(1);
        return;
    case Qt::Key_Home:
        m_plot->moveCrosshair(m_plot->range().lower);
        return;
    case Qt::Key_End:
        m_plot->moveCrosshair(m_plot->now);
        return;
    case Qt::Key_Escape:
        if (!std::isnan(m_plot->crosshair)) {
            m_plot->hideCrosshair();
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void TimeSeriesChart::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void TimeSeriesChart::focusOutEvent(QFocusEvent* event)
{
    m_plot->hideCrosshair();
    QWidget::focusOutEvent(event);
    update();
}

void TimeSeriesChart::leaveEvent(QEvent* event)
{
    if (!hasFocus())
        m_plot->hideCrosshair();
    QWidget::leaveEvent(event);
}

void TimeSeriesChart::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_plot->refresh(); // what came while it was hidden
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
}

} // namespace tidemark::ui
