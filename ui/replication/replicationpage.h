// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/lagsampler.h"
#include "store/profile.h"
#include "ui/replication/lagtrend.h"
#include "ui/services.h"

#include <QElapsedTimer>
#include <QHash>
#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace tidemark::ui {

class CardGrid;
class FindingsView;
class IconLabel;
class LagFeed;
class RecordTable;
class SlotsModel;
class Spinner;
class StandbyCard;
class TimeSeriesChart;

/// How far the standbys of the chosen server are behind, now and over the last hour. Looks at the server every two seconds
/// while a profile is chosen, whether the page is visible or not, so that the chart has no holes. GUI thread.
class ReplicationPage : public QWidget
{
    Q_OBJECT
public:
    ReplicationPage(Services& services, QWidget* parent, replication::LagOptions options = {});
    ~ReplicationPage() override;

    /// Another profile, or one whose connection has changed, starts anew; nothing stops.
    void setProfile(const std::optional<store::Profile>& profile);
    /// Everything that is shown, as text.
    QString reportText() const;

private:
    /// What the page can say about its knowledge.
    enum class State
    {
        NoProfile,
        Connecting,
        Watching,
        Failed, // and trying again
        Paused,
    };
    void buildHead(QVBoxLayout& layout);
    QWidget* buildContent();
    QWidget* buildChart();
    void restart();
    void forget();
    void showSample(const replication::LagSample& sample);
    void showCards(const replication::LagSample& sample);
    void chartSample(const replication::LagSample& sample);
    void showFailure(const core::Error& error, std::chrono::milliseconds retry);
    void setPaused(bool paused);
    void setState(State state);
    void tick();
    void showSummary();
    void showAge();
    void showRetry();
    void chooseUnit(int index);
    void chooseWindow(std::chrono::seconds window);
    void copyReport() const;
    void resumeWithNewPassword(const QString& profileId);
    std::chrono::milliseconds sampleAge() const;
    bool isFresh() const;

    Services& m_services;
    LagFeed* m_feed;
    std::optional<store::Profile> m_profile;
    State m_state = State::NoProfile;
    std::optional<replication::LagSample> m_sample;
    QElapsedTimer m_sampledAt;
    std::chrono::milliseconds m_retry{0};
    QElapsedTimer m_failedAt;
    QTimer m_clock;
    QHash<QString, LagTrend> m_trends;
    QHash<QString, StandbyCard*> m_cards;

    IconLabel* m_summary = nullptr;
    IconLabel* m_age = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_copy = nullptr;
    FindingsView* m_problem = nullptr;
    QLabel* m_retryLabel = nullptr;
    FindingsView* m_findings = nullptr;
    QStackedWidget* m_stack = nullptr;
    Spinner* m_spinner = nullptr;
    QLabel* m_hint = nullptr; // without a profile
    IconLabel* m_noStandby = nullptr;
    CardGrid* m_grid = nullptr;
    QWidget* m_chartPart = nullptr;
    QStackedWidget* m_charts = nullptr;
    TimeSeriesChart* m_bytesChart = nullptr;
    TimeSeriesChart* m_secondsChart = nullptr;
    QWidget* m_slotsPart = nullptr;
    RecordTable* m_slotsTable = nullptr;
    SlotsModel* m_slots = nullptr;
};

} // namespace tidemark::ui
