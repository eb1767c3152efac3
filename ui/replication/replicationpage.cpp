// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/replicationpage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"
#include "ui/common/status.h"
#include "ui/common/timeserieschart.h"
#include "ui/replication/cardgrid.h"
#include "ui/replication/lagfeed.h"
#include "ui/replication/lagtext.h"
#include "ui/replication/slotsmodel.h"
#include "ui/replication/standbycard.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {

using std::chrono::milliseconds;

constexpr int leastCardWidth = 304;
constexpr int mostSlotRows = 8;
constexpr std::chrono::seconds shortWindow{5 * 60};
constexpr std::chrono::seconds longWindow{3600};
const QString retryAction = QStringLiteral("retry");

QPushButton* choiceButton(const QString& text, const QString& objectName, QButtonGroup& group, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(objectName);
    button->setCheckable(true);
    button->setAutoDefault(false);
    // Some styles hardly show which one is pressed.
    const QIcon chosen = icon(QStringLiteral("check"));
    button->setMinimumWidth(button->fontMetrics().horizontalAdvance(text) + button->iconSize().width() + 3 * gridStep);
    QObject::connect(button, &QPushButton::toggled, button, [button, chosen](bool on) { button->setIcon(on ? chosen : QIcon()); });
    group.addButton(button);
    return button;
}

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

ReplicationPage::ReplicationPage(Services& services, QWidget* parent, replication::LagOptions options)
    : QWidget(parent)
    , m_services(services)
    , m_feed(new LagFeed(services, std::move(options), this))
{
    setObjectName(QStringLiteral("replicationPage"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 0, 0);
    layout->setSpacing(gridStep);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(0, 0, 2 * gridStep, 0);
    head->setSpacing(gridStep);
    buildHead(*head);
    layout->addLayout(head);

    m_stack = new QStackedWidget(this);
    auto* waiting = new QWidget(m_stack);
    auto* waitingLayout = new QVBoxLayout(waiting);
    m_spinner = new Spinner(waiting);
    m_hint = new QLabel(tr("Choose a server on the left to see how far its standbys are behind."), waiting);
    m_hint->setWordWrap(true);
    waitingLayout->setContentsMargins(0, 0, 0, 0);
    waitingLayout->addWidget(m_spinner);
    waitingLayout->addWidget(m_hint);
    waitingLayout->addStretch(1);
    m_stack->addWidget(waiting);
    m_stack->addWidget(buildContent());
    layout->addWidget(m_stack, 1);

    connect(m_feed, &LagFeed::sampled, this, &ReplicationPage::showSample);
    connect(m_feed, &LagFeed::failed, this, &ReplicationPage::showFailure);
    connect(&services.secrets, &store::SecretStore::secretArrived, this, &ReplicationPage::resumeWithNewPassword);
    m_clock.setInterval(1000);
    connect(&m_clock, &QTimer::timeout, this, &ReplicationPage::tick);
    setState(State::NoProfile);
}

ReplicationPage::~ReplicationPage() = default;

void ReplicationPage::buildHead(QVBoxLayout& layout)
{
    m_summary = new IconLabel(this);
    m_summary->setObjectName(QStringLiteral("replicationSummary"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    m_summary->setFont(large);
    m_age = new IconLabel(this);
    m_age->setObjectName(QStringLiteral("sampleAge"));
    m_pause = new QPushButton(this);
    m_pause->setObjectName(QStringLiteral("pauseReplication"));
    m_pause->setAutoDefault(false);
    m_copy = new QPushButton(icon(QStringLiteral("copy")), tr("&Copy as text"), this);
    m_copy->setObjectName(QStringLiteral("copyReplication"));
    m_copy->setAutoDefault(false);
    connect(m_pause, &QPushButton::clicked, this, [this] { setPaused(m_state != State::Paused); });
    connect(m_copy, &QPushButton::clicked, this, &ReplicationPage::copyReport);

    auto* row = new QHBoxLayout;
    row->setSpacing(gridStep);
    row->addWidget(m_summary, 1, Qt::AlignVCenter);
    row->addWidget(m_age, 0, Qt::AlignVCenter);
    row->addSpacing(gridStep);
    row->addWidget(m_pause);
    row->addWidget(m_copy);
    layout.addLayout(row);

    m_problem = new FindingsView(this);
    m_problem->setObjectName(QStringLiteral("replicationProblem"));
    m_problem->setActionText(retryAction, tr("&Try now"));
    connect(m_problem, &FindingsView::actionTriggered, this, &ReplicationPage::restart);
    m_retryLabel = new QLabel(this);
    m_retryLabel->setObjectName(QStringLiteral("replicationRetry"));
    m_retryLabel->setTextFormat(Qt::PlainText);
    m_retryLabel->setIndent(4 * gridStep); // below the words of the problem
    m_findings = new FindingsView(this);
    m_findings->setObjectName(QStringLiteral("replicationFindings"));
    layout.addWidget(m_problem);
    layout.addWidget(m_retryLabel);
    layout.addWidget(m_findings);
}

QWidget* ReplicationPage::buildContent()
{
    auto* scroll = new QScrollArea(m_stack);
    scroll->setObjectName(QStringLiteral("replicationContent"));
    scroll->setAccessibleName(tr("Standbys, chart and slots"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(scroll);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(2 * gridStep);

    m_noStandby = new IconLabel(QStringLiteral("network"), Tone::Muted, tr("Each standby that streams from this server has a card here with how far it is behind, and a line in a chart. "
                               "One that was set up and is not here cannot reach this server or is refused: look at the standby's log."),
                                content);
    m_noStandby->setObjectName(QStringLiteral("noStandby"));
    m_noStandby->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    m_grid = new CardGrid(leastCardWidth, content);
    m_grid->setObjectName(QStringLiteral("standbyCards"));

    m_slotsPart = new QWidget(content);
    auto* slotsLayout = new QVBoxLayout(m_slotsPart);
    slotsLayout->setContentsMargins(0, 0, 0, 0);
    slotsLayout->setSpacing(gridStep);
    m_slots = new SlotsModel(this);
    m_slotsTable = new RecordTable(m_slotsPart);
    m_slotsTable->setObjectName(QStringLiteral("slotsTable"));
    m_slotsTable->setAccessibleName(tr("Replication slots"));
    m_slotsTable->setRecords(m_slots, SlotsModel::Name);
    slotsLayout->addWidget(heading(tr("Replication slots"), m_slotsPart));
    slotsLayout->addWidget(m_slotsTable);

    layout->addWidget(m_noStandby);
    layout->addWidget(m_grid);
    m_chartPart = buildChart();
    layout->addWidget(m_chartPart, 1);
    layout->addWidget(m_slotsPart);
    layout->addStretch(0);
    scroll->setWidget(content);
    return scroll;
}

QWidget* ReplicationPage::buildChart()
{
    auto* part = new QWidget(m_stack);
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);

    m_charts = new QStackedWidget(part);
    m_bytesChart = new TimeSeriesChart(ChartUnit::Bytes, m_charts);
    m_bytesChart->setObjectName(QStringLiteral("lagBytesChart"));
    m_bytesChart->setAccessibleName(tr("Chart of the bytes behind"));
    m_bytesChart->setEmptyText(tr("Nothing was measured in this time."));
    m_secondsChart = new TimeSeriesChart(ChartUnit::Seconds, m_charts);
    m_secondsChart->setObjectName(QStringLiteral("lagSecondsChart"));
    m_secondsChart->setAccessibleName(tr("Chart of the seconds behind"));
    m_secondsChart->setEmptyText(tr("No replay time was reported in this time. A primary measures it only while something is written; a standby does not know it."));
    for (TimeSeriesChart* chart : {m_bytesChart, m_secondsChart}) {
        chart->setMemory(longWindow + std::chrono::minutes(5));
        m_charts->addWidget(chart);
    }
    m_charts->setMinimumHeight(208);

    auto* units = new QButtonGroup(this);
    auto* bytes = choiceButton(tr("&Bytes"), QStringLiteral("chartBytes"), *units, part);
    auto* seconds = choiceButton(tr("&Seconds"), QStringLiteral("chartSeconds"), *units, part);
    auto* windows = new QButtonGroup(this);
    auto* minutes = choiceButton(tr("&5 min"), QStringLiteral("chart5Minutes"), *windows, part);
    auto* hour = choiceButton(tr("&1 h"), QStringLiteral("chart1Hour"), *windows, part);
    bytes->setChecked(true);
    minutes->setChecked(true);
    connect(bytes, &QPushButton::clicked, this, [this] { chooseUnit(0); });
    connect(seconds, &QPushButton::clicked, this, [this] { chooseUnit(1); });
    connect(minutes, &QPushButton::clicked, this, [this] { chooseWindow(shortWindow); });
    connect(hour, &QPushButton::clicked, this, [this] { chooseWindow(longWindow); });

    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(heading(tr("Behind in replay"), part));
    row->addStretch(1);
    row->addWidget(bytes);
    row->addWidget(seconds);
    row->addSpacing(2 * gridStep);
    row->addWidget(minutes);
    row->addWidget(hour);
    layout->addLayout(row);
    layout->addWidget(m_charts, 1);
    return part;
}

void ReplicationPage::setProfile(const std::optional<store::Profile>& profile)
{
    const bool sameServer = profile && m_profile && profile->id == m_profile->id && profile->spec == m_profile->spec
                            && profile->tunnel == m_profile->tunnel && profile->passwordSaved == m_profile->passwordSaved;
    m_profile = profile;
    if (sameServer)
        return;
    forget();
    if (profile)
        restart();
    else
        setState(State::NoProfile);
}

void ReplicationPage::forget()
{
    m_feed->stop();
    m_sample.reset();
    m_trends.clear();
    m_cards.clear();
    m_grid->setCards({});
    m_bytesChart->clear();
    m_secondsChart->clear();
    m_slots->setSlots({});
    m_findings->clear();
    m_problem->clear();
}

void ReplicationPage::restart()
{
    if (!m_profile)
        return;
    m_problem->clear();
    m_feed->watch(*m_profile);
    setState(State::Connecting);
}

void ReplicationPage::resumeWithNewPassword(const QString& profileId)
{
    if (m_profile && m_profile->id == profileId && m_state == State::Failed)
        restart();
}

void ReplicationPage::setPaused(bool paused)
{
    if (!m_profile)
        return;
    if (!paused) {
        restart();
        return;
    }
    m_feed->stop();
    m_problem->clear();
    m_bytesChart->interrupt(QDateTime::currentDateTimeUtc());
    m_secondsChart->interrupt(QDateTime::currentDateTimeUtc());
    setState(State::Paused);
}

void ReplicationPage::showSample(const replication::LagSample& sample)
{
    m_sample = sample;
    m_sampledAt.start();
    m_problem->clear();
    m_findings->setFindings(sample.findings);
    chartSample(sample);
    showCards(sample);
    m_noStandby->setVisible(sample.standbys.isEmpty());
    m_chartPart->setVisible(!sample.standbys.isEmpty() || m_bytesChart->hasVisibleValues());
    m_grid->setVisible(!sample.standbys.isEmpty());
    m_slots->setSlots(sample.slotLags);
    m_slotsPart->setVisible(!sample.slotLags.isEmpty());
    const auto rows = std::min(static_cast<int>(sample.slotLags.size()), mostSlotRows);
    m_slotsTable->setFixedHeight(m_slotsTable->horizontalHeader()->sizeHint().height() + rows * m_slotsTable->verticalHeader()->defaultSectionSize()
                                 + 2 * m_slotsTable->frameWidth() + 2);
    setState(State::Watching);
}

void ReplicationPage::showCards(const replication::LagSample& sample)
{
    QHash<QString, StandbyCard*> present;
    QHash<QString, LagTrend> trends;
    QList<QWidget*> inOrder;
    for (const replication::StandbyLag& lag : sample.standbys) {
        LagTrend trend = m_trends.value(lag.id);
        trend.add(sample.serverTime, lag.bytes.replay);
        trends.insert(lag.id, trend);
        StandbyCard* card = m_cards.value(lag.id);
        if (!card)
            card = new StandbyCard(m_grid);
        card->setLag(lag, trend);
        card->setFreshness(Freshness::Fresh);
        present.insert(lag.id, card);
        inOrder.append(card);
    }
    m_cards = present;
    m_trends = trends;
    m_grid->setCards(inOrder);
}

void ReplicationPage::chartSample(const replication::LagSample& sample)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QHash<QString, int> namesakes;
    for (const replication::StandbyLag& lag : sample.standbys)
        ++namesakes[displayName(lag)];
    // A gap for whoever is not there this time, then the values of those who are.
    if (m_sample) {
        for (auto it = m_cards.cbegin(); it != m_cards.cend(); ++it) {
            const bool there = std::any_of(sample.standbys.begin(), sample.standbys.end(), [&](const replication::StandbyLag& lag) { return lag.id == it.key(); });
            if (!there) {
                m_bytesChart->append(it.key(), now, std::nullopt);
                m_secondsChart->append(it.key(), now, std::nullopt);
            }
        }
    }
    for (const replication::StandbyLag& lag : sample.standbys) {
        QString name = displayName(lag);
        if (namesakes.value(name) > 1)
            name += QStringLiteral(" (%1)").arg(core::singleLine(lag.id.section(QLatin1Char('\n'), 1).replace(QLatin1Char('\n'), QLatin1Char(' ')).trimmed()));
        // What the server says of a silent standby is what it last heard: a line would pretend that it is measured.
        const bool known = lag.condition != replication::Condition::Silent || lag.viewpoint == replication::Viewpoint::Sender;
        m_bytesChart->setSeriesName(lag.id, name);
        m_bytesChart->append(lag.id, now, known && lag.bytes.replay ? std::optional(static_cast<double>(lag.bytes.replay->bytes())) : std::nullopt);
        m_secondsChart->setSeriesName(lag.id, name);
        m_secondsChart->append(lag.id, now, lag.seconds.replay);
    }
    m_bytesChart->advance(now);
    m_secondsChart->advance(now);
}

void ReplicationPage::showFailure(const core::Error& error, milliseconds retry)
{
    m_retry = retry;
    m_failedAt.start();
    m_problem->setError(error, retryAction);
    m_bytesChart->interrupt(QDateTime::currentDateTimeUtc());
    m_secondsChart->interrupt(QDateTime::currentDateTimeUtc());
    setState(State::Failed);
}

void ReplicationPage::setState(State state)
{
    m_state = state;
    const bool hasProfile = state != State::NoProfile;
    if (hasProfile)
        m_clock.start();
    else
        m_clock.stop();
    m_hint->setVisible(!hasProfile);
    if (state == State::Connecting && !m_sample)
        m_spinner->start(tr("Connecting to %1").arg(core::singleLine(m_profile->name)));
    else
        m_spinner->stop();
    m_stack->setCurrentIndex(m_sample ? 1 : 0);
    m_pause->setVisible(hasProfile);
    m_pause->setText(state == State::Paused ? tr("&Resume") : tr("&Pause"));
    m_pause->setIcon(icon(state == State::Paused ? QStringLiteral("play") : QStringLiteral("pause")));
    m_copy->setVisible(m_sample.has_value());
    m_retryLabel->setVisible(state == State::Failed);
    tick();
}

void ReplicationPage::showSummary()
{
    if (m_state == State::NoProfile)
        m_summary->setStatus(QStringLiteral("info"), Tone::Muted, tr("No server is chosen."));
    else if (m_sample) {
        const Summary summary = summaryOf(*m_sample);
        if (isFresh())
            m_summary->setStatus(summary.icon, summary.tone, summary.sentence);
        else
            m_summary->setStatus(QStringLiteral("history"), Tone::Muted, tr("Last seen: %1").arg(summary.sentence));
    } else if (m_state == State::Failed)
        m_summary->setStatus(QStringLiteral("unplug"), Tone::Warning, tr("Replication cannot be seen now."));
    else if (m_state == State::Paused)
        m_summary->setStatus(QStringLiteral("pause"), Tone::Muted, tr("Paused before the first look."));
    else
        m_summary->setStatus(QStringLiteral("loader"), Tone::Muted, tr("Looking at the server."));
}

milliseconds ReplicationPage::sampleAge() const
{
    return milliseconds(m_sampledAt.elapsed());
}

bool ReplicationPage::isFresh() const
{
    return m_sample && m_state != State::Paused && sampleAge() <= 3 * m_feed->interval();
}

void ReplicationPage::tick()
{
    showSummary();
    showAge();
    showRetry();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_bytesChart->advance(now);
    m_secondsChart->advance(now);
}

void ReplicationPage::showAge()
{
    m_age->setVisible(m_sample.has_value());
    if (!m_sample)
        return;
    const QString age = ageText(sampleAge());
    if (m_state == State::Paused)
        m_age->setStatus(QStringLiteral("pause"), Tone::Warning, tr("Paused. Measured %1").arg(age));
    else if (isFresh())
        m_age->setStatus(QStringLiteral("clock"), Tone::Muted, tr("Measured %1").arg(age));
    else
        m_age->setStatus(QStringLiteral("triangle-alert"), Tone::Warning, tr("Not fresh. Measured %1").arg(age));
    // Wide enough for what it says, and never narrower again: a head that moves every second is hard to read.
    const int needed = m_age->fontMetrics().horizontalAdvance(m_age->text()) + m_age->fontMetrics().height() + 2 * gridStep;
    m_age->setMinimumWidth(std::max(m_age->minimumWidth(), needed));
    for (StandbyCard* card : std::as_const(m_cards))
        card->setFreshness(isFresh() ? Freshness::Fresh : Freshness::Old);
}

void ReplicationPage::showRetry()
{
    if (m_state != State::Failed)
        return;
    const milliseconds left = m_retry - milliseconds(m_failedAt.elapsed());
    if (m_retry.count() == 0)
        m_retryLabel->setText(tr("It is not tried again until you ask for it."));
    else if (left > milliseconds(500))
        m_retryLabel->setText(tr("Next try in %1; the pauses grow to 30 s while it fails.").arg(tr("%1 s").arg(std::chrono::ceil<std::chrono::seconds>(left).count())));
    else
        m_retryLabel->setText(tr("Trying again."));
}

void ReplicationPage::chooseUnit(int index)
{
    m_charts->setCurrentIndex(index);
}

void ReplicationPage::chooseWindow(std::chrono::seconds window)
{
    m_bytesChart->setWindow(window);
    m_secondsChart->setWindow(window);
}

QString ReplicationPage::reportText() const
{
    return m_sample && m_profile ? ui::reportText(m_profile->name, *m_sample) : QString();
}

void ReplicationPage::copyReport() const
{
    QGuiApplication::clipboard()->setText(reportText());
}

} // namespace tidemark::ui
