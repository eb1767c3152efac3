// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/replication/lagtrend.h"
#include "ui/replication/serverwatches.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace tidemark::ui {

class CardGrid;
class FindingsView;
class IconLabel;
class LagChartPanel;
class LagFeed;
class RecordPanel;
class ReplicationHead;
class SettingsModel;
class SlotsModel;
class Spinner;
class StandbyCard;
class TopologyView;
struct WatchChoices;

/// How far the standbys of the chosen server are behind, now and as far back as it was recorded. Its server
/// is looked at while a profile is chosen, whether the page is visible or not, so that the chart has no
/// holes. GUI thread.
class ReplicationPage : public QWidget
{
    Q_OBJECT
public:
    ReplicationPage(Services& services, ServerWatches& watches, QWidget* parent);
    /// With watches of its own.
    ReplicationPage(Services& services, QWidget* parent, replication::LagOptions options = {});
    ~ReplicationPage() override;

    /// Another profile, or one whose connection has changed, starts anew; nothing stops.
    void setProfile(const std::optional<store::Profile>& profile);
    /// Everything that is shown, as text.
    QString reportText() const;

Q_SIGNALS:
    /// A profile was changed in the store: its thresholds.
    void profileStored(const QString& profileId);

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
    void build();
    void buildProblems(QVBoxLayout& layout);
    QWidget* buildWaiting();
    QWidget* buildContent();
    void restart();
    void forget();
    void showSample(const replication::LagSample& sample);
    void showCards(const replication::LagSample& sample);
    void showFailure(const core::Error& error, std::chrono::milliseconds retry);
    void togglePause();
    void setState(State state);
    void tick();
    void showSummary();
    void showAge();
    void showRetry();
    void copyReport() const;
    void saveCsv();
    void savePicture();
    void save(const QString& title, const QString& suffix, const QByteArray& content);
    void openRules();
    void takeRules(const replication::AlertRules& rules, const WatchChoices& choices);
    void openLog();
    void forgetStandby(const QString& standbyId);
    void resumeWithNewPassword(const QString& profileId);
    std::chrono::milliseconds sampleAge() const;
    bool isFresh() const;

    Services& m_services;
    ServerWatches& m_watches;
    LagFeed* m_feed;
    std::optional<store::Profile> m_profile;
    State m_state = State::NoProfile;
    std::optional<replication::LagSample> m_sample;
    std::chrono::steady_clock::time_point m_sampledAt;
    QDateTime m_sampledTime; // the same by the clock that goes on while the machine sleeps
    std::chrono::milliseconds m_retry{0};
    QElapsedTimer m_failedAt;
    QTimer m_clock;
    QHash<QString, LagTrend> m_trends;
    QHash<QString, StandbyCard*> m_cards;

    ReplicationHead* m_head = nullptr;
    FindingsView* m_problem = nullptr;
    QLabel* m_retryLabel = nullptr;
    FindingsView* m_findings = nullptr;
    QStackedWidget* m_stack = nullptr;
    Spinner* m_spinner = nullptr;
    QLabel* m_hint = nullptr; // without a profile
    IconLabel* m_noStandby = nullptr;
    TopologyView* m_topology = nullptr;
    CardGrid* m_grid = nullptr;
    LagChartPanel* m_chart = nullptr;
    RecordPanel* m_slotsPart = nullptr;
    SlotsModel* m_slots = nullptr;
    SettingsModel* m_settings = nullptr;
};

} // namespace tidemark::ui
