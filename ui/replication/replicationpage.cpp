// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/replicationpage.h"

#include "core/atomicfile.h"
#include "core/quoting.h"
#include "core/text.h"
#include "store/laghistory.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"
#include "ui/common/task.h"
#include "ui/replication/alertlogdialog.h"
#include "ui/replication/alertrulesdialog.h"
#include "ui/replication/cardgrid.h"
#include "ui/replication/lagchartpanel.h"
#include "ui/replication/lagfeed.h"
#include "ui/replication/lagtext.h"
#include "ui/replication/recordpanel.h"
#include "ui/replication/replicationhead.h"
#include "ui/replication/settingsmodel.h"
#include "ui/replication/slotsmodel.h"
#include "ui/replication/standbycard.h"
#include "ui/replication/topologyview.h"
#include "ui/replication/watchchoices.h"

#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {

using std::chrono::milliseconds;

constexpr int leastCardWidth = 304;
const QString retryAction = QStringLiteral("retry");

} // namespace

ReplicationPage::ReplicationPage(Services& services, ServerWatches& watches, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_watches(watches)
    , m_feed(new LagFeed(watches, this))
{
    build();
}

ReplicationPage::ReplicationPage(Services& services, QWidget* parent, replication::LagOptions options)
    : ReplicationPage(services, *new ServerWatches(services, std::move(options)), parent)
{
    m_watches.setParent(this);
}

ReplicationPage::~ReplicationPage()
{
    m_feed->stop();
    delete m_feed; // before its watches, where they are this page's
}

void ReplicationPage::build()
{
    setObjectName(QStringLiteral("replicationPage"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 0, 0);
    layout->setSpacing(gridStep);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(0, 0, 2 * gridStep, 0);
    top->setSpacing(gridStep);
    m_head = new ReplicationHead(this);
    top->addWidget(m_head);
    buildProblems(*top);
    layout->addLayout(top);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(buildWaiting());
    m_stack->addWidget(buildContent());
    layout->addWidget(m_stack, 1);

    connect(m_head, &ReplicationHead::pauseToggled, this, &ReplicationPage::togglePause);
    connect(m_head, &ReplicationHead::copyRequested, this, &ReplicationPage::copyReport);
    connect(m_head, &ReplicationHead::csvRequested, this, &ReplicationPage::saveCsv);
    connect(m_head, &ReplicationHead::pictureRequested, this, &ReplicationPage::savePicture);
    connect(m_head, &ReplicationHead::rulesRequested, this, &ReplicationPage::openRules);
    connect(m_head, &ReplicationHead::logRequested, this, &ReplicationPage::openLog);
    connect(m_feed, &LagFeed::sampled, this, &ReplicationPage::showSample);
    connect(m_feed, &LagFeed::failed, this, &ReplicationPage::showFailure);
    connect(&m_services.secrets, &store::SecretStore::secretArrived, this,
            &ReplicationPage::resumeWithNewPassword);
    m_clock.setInterval(1000);
    connect(&m_clock, &QTimer::timeout, this, &ReplicationPage::tick);
    setState(State::NoProfile);
}

void ReplicationPage::buildProblems(QVBoxLayout& layout)
{
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

QWidget* ReplicationPage::buildWaiting()
{
    auto* waiting = new QWidget(m_stack);
    auto* layout = new QVBoxLayout(waiting);
    m_spinner = new Spinner(waiting);
    m_hint = new QLabel(tr("Choose a server on the left to see how far its standbys are behind."), waiting);
    m_hint->setWordWrap(true);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_spinner);
    layout->addWidget(m_hint);
    layout->addStretch(1);
    return waiting;
}

QWidget* ReplicationPage::buildContent()
{
    auto* scroll = new QScrollArea(m_stack);
    scroll->setObjectName(QStringLiteral("replicationContent"));
    scroll->setAccessibleName(tr("Standbys, chart, slots and settings"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(scroll);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(2 * gridStep);

    m_noStandby = new IconLabel(QStringLiteral("network"), Tone::Muted,
                                tr("Each standby that streams from this server has a card here with how far "
                                   "it is behind, and a line in a chart. "
                                   "One that was set up and is not here cannot reach this server or is "
                                   "refused: look at the standby's log. "
                                   "To make one, run on another machine: pg_basebackup -R -D FOLDER -d "
                                   "\"host=… user=…\", then start PostgreSQL on that folder."),
                                content);
    m_noStandby->setObjectName(QStringLiteral("noStandby"));
    m_noStandby->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    m_topology = new TopologyView(content);
    m_grid = new CardGrid(leastCardWidth, content);
    m_grid->setObjectName(QStringLiteral("standbyCards"));
    m_chart = new LagChartPanel(m_services, content);
    m_slots = new SlotsModel(this);
    m_slotsPart = new RecordPanel(tr("Replication slots"), m_slots, SlotsModel::Name, content);
    m_slotsPart->table().setObjectName(QStringLiteral("slotsTable"));
    m_settings = new SettingsModel(this);
    auto* settings = new RecordPanel(tr("Settings that matter"), m_settings, SettingsModel::Meaning, content);
    settings->table().setObjectName(QStringLiteral("settingsTable"));

    for (QWidget* part : std::initializer_list<QWidget*>{m_noStandby, m_topology, m_grid})
        layout->addWidget(part);
    layout->addWidget(m_chart, 1);
    layout->addWidget(m_slotsPart);
    layout->addWidget(settings);
    layout->addStretch(0);
    scroll->setWidget(content);
    return scroll;
}

void ReplicationPage::setProfile(const std::optional<store::Profile>& profile)
{
    const bool sameServer = profile && m_profile && isSameConnection(*profile, *m_profile);
    m_profile = profile;
    if (sameServer) {
        m_chart->setRules(replication::AlertRules::fromJson(profile->alerts));
        if (ServerWatch* watch = m_watches.find(profile->id))
            watch->setProfile(*profile);
        return;
    }
    forget();
    if (!profile) {
        setState(State::NoProfile);
        return;
    }
    m_chart->setServer(*profile);
    m_feed->watch(*profile);
    setState(State::Connecting);
}

void ReplicationPage::forget()
{
    m_feed->stop();
    m_sample.reset();
    m_trends.clear();
    m_cards.clear();
    m_grid->setCards({});
    m_chart->clear();
    m_slots->setSlots({});
    m_settings->clear();
    m_findings->clear();
    m_problem->clear();
    m_head->setAlerts({});
}

void ReplicationPage::restart()
{
    if (!m_profile)
        return;
    m_problem->clear();
    m_feed->restart();
    setState(State::Connecting);
}

void ReplicationPage::resumeWithNewPassword(const QString& profileId)
{
    if (m_profile && m_profile->id == profileId && m_state == State::Failed)
        restart();
}

void ReplicationPage::togglePause()
{
    if (!m_profile)
        return;
    if (m_state == State::Paused) {
        restart();
        return;
    }
    m_feed->pause();
    m_problem->clear();
    m_chart->interrupt(QDateTime::currentDateTimeUtc());
    setState(State::Paused);
}

void ReplicationPage::showSample(const replication::LagSample& sample)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const bool isTaken = sample.measuredAt.isValid(); // by a sampler, maybe some time ago
    m_sample = sample;
    m_sampledAt = isTaken ? sample.measured : std::chrono::steady_clock::now();
    m_sampledTime = isTaken ? sample.measuredAt : now;
    m_problem->clear();
    m_findings->setFindings(sample.findings);
    m_head->setAlerts(m_feed->alerts());
    if (sample.afterGap)
        m_chart->interrupt(m_sampledTime.addMSecs(-1));
    m_chart->addSample(sample, m_sampledTime);
    showCards(sample);
    m_topology->setSample(sample, m_profile ? m_profile->name : QString());
    m_noStandby->setVisible(sample.standbys.isEmpty());
    m_chart->setVisible(!sample.standbys.isEmpty() || m_chart->hasValues());
    m_grid->setVisible(!sample.standbys.isEmpty());
    m_slots->setSlots(sample.slotLags);
    m_settings->setSample(sample);
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
        if (!card) {
            card = new StandbyCard(m_grid);
            connect(card, &StandbyCard::forgetRequested, this, &ReplicationPage::forgetStandby);
        }
        card->setLag(lag, trend);
        card->setFreshness(Freshness::Fresh);
        present.insert(lag.id, card);
        inOrder.append(card);
    }
    m_cards = present;
    m_trends = trends;
    m_grid->setCards(inOrder);
}

void ReplicationPage::showFailure(const core::Error& error, milliseconds retry)
{
    m_retry = retry;
    m_failedAt.start();
    m_problem->setError(error, retryAction);
    m_head->setAlerts(m_feed->alerts());
    m_chart->interrupt(QDateTime::currentDateTimeUtc());
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
    m_head->setOffer(!hasProfile              ? ReplicationHead::Offer::Nothing
                     : state == State::Paused ? ReplicationHead::Offer::Resume
                                              : ReplicationHead::Offer::Pause);
    m_head->setHasContent(m_sample.has_value());
    m_retryLabel->setVisible(state == State::Failed);
    tick();
}

void ReplicationPage::showSummary()
{
    if (m_state == State::NoProfile)
        m_head->setSummary(QStringLiteral("info"), Tone::Muted, tr("No server is chosen."));
    else if (m_sample) {
        const Summary summary = summaryOf(*m_sample);
        if (isFresh())
            m_head->setSummary(summary.icon, summary.tone, summary.sentence);
        else
            m_head->setSummary(QStringLiteral("history"), Tone::Muted,
                               tr("Last seen: %1").arg(summary.sentence));
    } else if (m_state == State::Failed)
        m_head->setSummary(QStringLiteral("unplug"), Tone::Warning, tr("Replication cannot be seen now."));
    else if (m_state == State::Paused)
        m_head->setSummary(QStringLiteral("pause"), Tone::Muted, tr("Paused before the first look."));
    else
        m_head->setSummary(QStringLiteral("loader"), Tone::Muted, tr("Looking at the server."));
}

/// The greater one of two clocks: one stands still while the machine sleeps, the other one may be set.
milliseconds ReplicationPage::sampleAge() const
{
    const auto steady =
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - m_sampledAt);
    return std::max(steady, milliseconds(m_sampledTime.msecsTo(QDateTime::currentDateTimeUtc())));
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
    m_chart->advance(QDateTime::currentDateTimeUtc());
}

void ReplicationPage::showAge()
{
    if (!m_sample) {
        m_head->setAge({}, Tone::Muted, {});
        return;
    }
    const QString age = ageText(sampleAge());
    if (m_state == State::Paused)
        m_head->setAge(QStringLiteral("pause"), Tone::Warning, tr("Paused. Measured %1").arg(age));
    else if (isFresh())
        m_head->setAge(QStringLiteral("clock"), Tone::Muted, tr("Measured %1").arg(age));
    else
        m_head->setAge(QStringLiteral("triangle-alert"), Tone::Warning,
                       tr("Not fresh. Measured %1").arg(age));
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
        m_retryLabel->setText(
            tr("Next try in %1; the pauses grow to 30 s while it fails.")
                .arg(tr("%1 s").arg(std::chrono::ceil<std::chrono::seconds>(left).count())));
    else
        m_retryLabel->setText(tr("Trying again."));
}

QString ReplicationPage::reportText() const
{
    return m_sample && m_profile ? ui::reportText(m_profile->name, *m_sample) : QString();
}

void ReplicationPage::copyReport() const
{
    QGuiApplication::clipboard()->setText(reportText());
}

void ReplicationPage::saveCsv()
{
    save(tr("Save the chart's values"), QStringLiteral("csv"), m_chart->toCsv().toUtf8());
}

void ReplicationPage::savePicture()
{
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    m_chart->toImage().save(&buffer, "PNG");
    save(tr("Save the chart as a picture"), QStringLiteral("png"), content);
}

void ReplicationPage::save(const QString& title, const QString& suffix, const QByteArray& content)
{
    FileQuestion question;
    question.title = title;
    question.start = QStringLiteral("replication-%1.%2")
                         .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmm")), suffix);
    m_services.dialogs.chooseNewFile(this, question, [this, content](const QString& path) {
        m_services.tasks.start<void>(
            tr("Save the chart"), this,
            [path, content](const core::RunContext&) {
                return core::writeFileAtomically(path, content, core::FileMode::Shared);
            },
            [this](const core::Status& saved) {
                if (!saved)
                    m_problem->setError(saved.error());
            });
    });
}

void ReplicationPage::openRules()
{
    if (!m_profile)
        return;
    // The command may have set them meanwhile.
    if (m_services.profiles.load()) {
        if (const auto stored = m_services.profiles.find(m_profile->id))
            m_profile->alerts = stored->alerts;
    }
    auto* dialog = new AlertRulesDialog(m_profile->name, replication::AlertRules::fromJson(m_profile->alerts),
                                        WatchChoices::of(m_services, m_profile->id), this);
    connect(dialog, &AlertRulesDialog::chosen, this, &ReplicationPage::takeRules);
    dialog->open();
}

void ReplicationPage::takeRules(const replication::AlertRules& rules, const WatchChoices& choices)
{
    m_profile->alerts = rules.toJson();
    choices.store(m_services, m_profile->id);
    // One of this session only is in no store; its rules hold until it ends.
    if (auto stored = m_services.profiles.find(m_profile->id)) {
        stored->alerts = m_profile->alerts;
        if (const core::Status updated = m_services.profiles.update(*stored); !updated)
            m_problem->setError(updated.error());
        else
            Q_EMIT profileStored(stored->id);
    }
    m_chart->setRules(rules);
    if (m_state != State::Paused)
        m_feed->watch(*m_profile); // takes the rules, and another interval starts it anew
}

void ReplicationPage::openLog()
{
    if (m_profile)
        (new AlertLogDialog(m_services, *m_profile, this))->open();
}

void ReplicationPage::forgetStandby(const QString& standbyId)
{
    m_feed->forget(standbyId);
    m_services.tasks.start<void>(
        tr("Forget a standby"), this,
        [id = m_profile->id, standbyId,
         path = WatchFiles::of(m_services).history](const core::RunContext&) -> core::Status {
            auto history = store::LagHistory::open(path);
            if (!history)
                return std::move(history).error();
            return history->forget(id, standbyId);
        },
        [this](const core::Status& forgotten) {
            if (!forgotten)
                m_problem->setError(forgotten.error());
        });
}

} // namespace tidemark::ui
