// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/lagchartpanel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "replication/secondsbehind.h"
#include "ui/common/icons.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/task.h"
#include "ui/common/theme.h"
#include "ui/common/timeserieschart.h"
#include "ui/replication/lagtext.h"
#include "ui/replication/recordedlag.h"
#include "ui/replication/serverwatch.h"

#include <QButtonGroup>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>

namespace tidemark::ui {

namespace {

constexpr std::chrono::seconds memory{3600 +
                                      300}; // of what is measured; what is older comes from the history
constexpr int mostRecordedPoints = 3000;
constexpr std::chrono::milliseconds settling{150};
constexpr std::chrono::seconds reloadEvery{60};

struct WindowChoice
{
    int seconds;
    const char* text;
    const char* objectName;
};
constexpr std::array<WindowChoice, 5> windows{
    {{300, QT_TRANSLATE_NOOP("tidemark::ui::LagChartPanel", "&5 min"), "chart5Minutes"},
     {3600, QT_TRANSLATE_NOOP("tidemark::ui::LagChartPanel", "&1 h"), "chart1Hour"},
     {86400, QT_TRANSLATE_NOOP("tidemark::ui::LagChartPanel", "&24 h"), "chart24Hours"},
     {7 * 86400, QT_TRANSLATE_NOOP("tidemark::ui::LagChartPanel", "&7 d"), "chart7Days"},
     {90 * 86400, QT_TRANSLATE_NOOP("tidemark::ui::LagChartPanel", "&90 d"), "chart90Days"}}};

QPushButton* choiceButton(const QString& text, const QString& objectName, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(objectName);
    button->setCheckable(true);
    button->setAutoDefault(false);
    // Some styles hardly show which one is pressed.
    const QIcon chosen = icon(QStringLiteral("check"));
    button->setMinimumWidth(button->fontMetrics().horizontalAdvance(text) + button->iconSize().width() +
                            2 * gridStep);
    QObject::connect(button, &QPushButton::toggled, button,
                     [button, chosen](bool on) { button->setIcon(on ? chosen : QIcon()); });
    return button;
}

QString csvCell(QString text)
{
    // Excel and its kin take a cell that begins so for a formula.
    if (!text.isEmpty() && QStringLiteral("=+-@").contains(text.at(0)))
        text.prepend(QLatin1Char('\''));
    static const QList<QChar> special{QLatin1Char('"'), QLatin1Char(','), QLatin1Char('\n'),
                                      QLatin1Char('\r')};
    if (std::any_of(special.begin(), special.end(), [&text](QChar one) { return text.contains(one); }))
        return QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    return text;
}

} // namespace

LagChartPanel::LagChartPanel(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_inquiry(services)
    , m_charts(new QStackedWidget(this))
    , m_bytes(makeChart(false))
    , m_seconds(makeChart(true))
    , m_units(new QButtonGroup(this))
    , m_windows(new QButtonGroup(this))
    , m_now(new QPushButton(tr("&Now"), this))
    , m_note(new MutedLabel(tr("Drag, or Shift with an arrow key, moves in time; plus and minus zoom, so "
                               "does the wheel after a click; 0 goes back to now."),
                            this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    m_charts->addWidget(m_bytes);
    m_charts->addWidget(m_seconds);
    m_charts->setMinimumHeight(224);
    m_note->setWordWrap(true);
    m_note->setObjectName(QStringLiteral("chartNote"));
    layout->addWidget(buildChoices());
    layout->addWidget(m_charts, 1);
    layout->addWidget(m_note);
    m_settle.setSingleShot(true);
    m_settle.setInterval(settling);
    m_reload.setInterval(reloadEvery);
    connect(&m_settle, &QTimer::timeout, this, &LagChartPanel::load);
    connect(&m_reload, &QTimer::timeout, this, [this] {
        if (isVisible())
            load();
    });
    showChoices();
}

TimeSeriesChart* LagChartPanel::makeChart(bool seconds)
{
    auto* chart = new TimeSeriesChart(seconds ? ChartUnit::Seconds : ChartUnit::Bytes, m_charts);
    chart->setObjectName(seconds ? QStringLiteral("lagSecondsChart") : QStringLiteral("lagBytesChart"));
    chart->setAccessibleName(seconds ? tr("Chart of the seconds behind") : tr("Chart of the bytes behind"));
    chart->setEmptyText(
        seconds ? tr("No time was measured in this span. It is measured as long as the standby can be seen.")
                : tr("Nothing was measured in this time."));
    chart->setMemory(memory);
    connect(chart, &TimeSeriesChart::rangeChanged, this, [this] {
        showChoices();
        m_settle.start();
    });
    return chart;
}

QWidget* LagChartPanel::buildChoices()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* title = new QLabel(tr("Behind in replay"), row);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    layout->addWidget(title);
    layout->addStretch(1);
    m_now->setObjectName(QStringLiteral("chartNow"));
    m_now->setAutoDefault(false);
    m_now->setToolTip(tr("Back to the present"));
    connect(m_now, &QPushButton::clicked, this, [this] { current()->follow(); });
    layout->addWidget(m_now);
    layout->addSpacing(2 * gridStep);
    auto* bytes = choiceButton(tr("&Bytes"), QStringLiteral("chartBytes"), row);
    auto* seconds = choiceButton(tr("&Seconds"), QStringLiteral("chartSeconds"), row);
    m_units->addButton(bytes, 0);
    m_units->addButton(seconds, 1);
    layout->addWidget(bytes);
    layout->addWidget(seconds);
    layout->addSpacing(2 * gridStep);
    for (const WindowChoice& window : windows) {
        auto* button = choiceButton(tr(window.text), QLatin1String(window.objectName), row);
        m_windows->addButton(button, window.seconds);
        layout->addWidget(button);
    }
    connect(m_units, &QButtonGroup::idClicked, this, [this](int id) { chooseUnit(id == 1); });
    connect(m_windows, &QButtonGroup::idClicked, this,
            [this](int id) { chooseWindow(std::chrono::seconds(id)); });
    return row;
}

TimeSeriesChart* LagChartPanel::current() const
{
    return m_choices.seconds ? m_seconds : m_bytes;
}

void LagChartPanel::setServer(const store::Profile& profile)
{
    clear();
    m_server = profile.id;
    m_choices = WatchChoices::of(m_services, profile.id);
    for (TimeSeriesChart* chart : {m_bytes, m_seconds})
        chart->setWindow(m_choices.window);
    m_charts->setCurrentWidget(current());
    setRules(replication::AlertRules::fromJson(profile.alerts));
    showChoices();
    m_settle.start();
    m_reload.start();
}

void LagChartPanel::clear()
{
    m_server.clear();
    m_inquiry.drop();
    m_settle.stop();
    m_reload.stop();
    m_addresses.clear();
    m_present.clear();
    m_bytes->clear();
    m_seconds->clear();
}

void LagChartPanel::setRules(const replication::AlertRules& rules)
{
    m_bytes->setThreshold(std::nullopt, {});
    m_seconds->setThreshold(std::nullopt, {});
    if (rules.enabled && rules.behindBytes)
        m_bytes->setThreshold(static_cast<double>(rules.behindBytes->bytes()),
                              tr("Alert at %1").arg(rules.behindBytes->toText()));
    if (rules.enabled && rules.behindTime)
        m_seconds->setThreshold(static_cast<double>(rules.behindTime->count()),
                                tr("Alert at %1").arg(core::durationText(*rules.behindTime)));
}

void LagChartPanel::addSample(const replication::LagSample& sample, const QDateTime& now)
{
    QHash<QString, int> namesakes;
    QStringList present;
    for (const replication::StandbyLag& lag : sample.standbys) {
        ++namesakes[displayName(lag)];
        if (lag.condition != replication::Condition::Missing)
            present.append(lag.id);
    }
    // A gap for whoever is not there this time, then the values of those who are.
    for (const QString& id : std::as_const(m_present)) {
        if (!present.contains(id)) {
            m_bytes->append(id, now, std::nullopt);
            m_seconds->append(id, now, std::nullopt);
        }
    }
    m_present = present;
    for (const replication::StandbyLag& lag : sample.standbys) {
        const QString address = core::singleLine(lag.address);
        QString name = displayName(lag);
        if (namesakes.value(name) > 1)
            name += QStringLiteral(" (%1)").arg(
                address.isEmpty() ? core::singleLine(lag.id.section(QLatin1Char('\n'), -1)) : address);
        m_addresses.insert(lag.id, address);
        m_bytes->setSeriesName(lag.id, name);
        m_seconds->setSeriesName(lag.id, name);
        if (!present.contains(lag.id))
            continue;
        // What the server says of a silent standby is what it last heard: a line would pretend that it is
        // measured.
        const bool known = lag.condition != replication::Condition::Silent ||
                           lag.viewpoint == replication::Viewpoint::Sender;
        m_bytes->append(lag.id, now,
                        known && lag.bytes.replay
                            ? std::optional(static_cast<double>(lag.bytes.replay->bytes()))
                            : std::nullopt);
        m_seconds->append(lag.id, now, known ? replication::secondsBehind(lag) : std::nullopt);
    }
    advance(now);
}

void LagChartPanel::interrupt(const QDateTime& now)
{
    m_bytes->interrupt(now);
    m_seconds->interrupt(now);
}

void LagChartPanel::advance(const QDateTime& now)
{
    m_bytes->advance(now);
    m_seconds->advance(now);
}

bool LagChartPanel::hasValues() const
{
    return m_bytes->hasVisibleValues() || m_seconds->hasVisibleValues();
}

void LagChartPanel::chooseUnit(bool seconds)
{
    const ChartRange range = current()->range();
    m_choices.seconds = seconds;
    current()->setRange(range);
    m_charts->setCurrentWidget(current());
    rememberChoices();
    load();
}

void LagChartPanel::chooseWindow(std::chrono::seconds window)
{
    m_choices.window = window;
    m_bytes->setWindow(window);
    m_seconds->setWindow(window);
    showChoices();
    rememberChoices();
}

/// A range that was zoomed or moved is none of the buttons'.
void LagChartPanel::showChoices()
{
    m_units->button(m_choices.seconds ? 1 : 0)->setChecked(true);
    const ChartRange range = current()->range();
    QAbstractButton* chosen =
        range.follows ? m_windows->button(static_cast<int>((range.to - range.from) / 1000)) : nullptr;
    m_windows->setExclusive(false);
    for (QAbstractButton* button : m_windows->buttons())
        button->setChecked(button == chosen);
    m_windows->setExclusive(chosen != nullptr);
    m_now->setVisible(!range.follows || !chosen);
}

void LagChartPanel::rememberChoices()
{
    if (m_server.isEmpty())
        return;
    WatchChoices stored = WatchChoices::of(m_services, m_server);
    stored.seconds = m_choices.seconds;
    stored.window = m_choices.window;
    stored.store(m_services, m_server);
}

void LagChartPanel::load()
{
    if (m_server.isEmpty())
        return;
    const ChartRange range = current()->range();
    const auto quantity =
        m_choices.seconds ? store::LagQuantity::SecondsBehind : store::LagQuantity::ReplayBytes;
    m_inquiry.ask<RecordedLag>(
        tr("Recorded replication"),
        [path = WatchFiles::of(m_services).history, server = m_server, quantity,
         range](const core::RunContext& context) {
            // A bit more, so that lines come from beyond the edges.
            const qint64 margin = (range.to - range.from) / 20 + 30'000;
            return readRecordedLag(path, server, quantity, range.from - margin, range.to + margin,
                                   mostRecordedPoints, context);
        },
        [this](const core::Result<RecordedLag>& recorded) {
            if (recorded)
                take(*recorded);
        });
}

void LagChartPanel::take(const RecordedLag& recorded)
{
    TimeSeriesChart* chart = current();
    for (auto it = recorded.names.begin(); it != recorded.names.end(); ++it) {
        if (!m_addresses.contains(it.key())) // what is there now has its name already
            chart->setSeriesName(it.key(), it.value());
    }
    chart->setPastOutages(recorded.outages);
    chart->setPast(recorded.series);
}

void LagChartPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_settle.start();
}

QString LagChartPanel::toCsv() const
{
    const QString unit =
        m_choices.seconds ? QStringLiteral("seconds_behind") : QStringLiteral("bytes_behind");
    QStringList lines{QStringLiteral("time,standby,address,%1_least,%1_mean,%1_greatest").arg(unit)};
    const auto number = [](double value) { return QString::number(value, 'g', 15); };
    for (const QString& id : current()->seriesIds()) {
        const QString who =
            csvCell(current()->seriesName(id)) + QLatin1Char(',') + csvCell(m_addresses.value(id));
        for (const ChartPoint& point : current()->visiblePoints(id)) {
            const QString when =
                QDateTime::fromMSecsSinceEpoch(point.time, Qt::UTC).toString(Qt::ISODateWithMs);
            if (!point.isGap())
                lines.append(
                    QStringList{when, who, number(point.least), number(point.mean), number(point.greatest)}
                        .join(QLatin1Char(',')));
        }
    }
    return lines.join(QStringLiteral("\r\n")) + QStringLiteral("\r\n");
}

QImage LagChartPanel::toImage() const
{
    return current()->toImage();
}

} // namespace tidemark::ui
