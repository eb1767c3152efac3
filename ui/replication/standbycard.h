// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/lagsample.h"
#include "ui/replication/lagtrend.h"

#include <QFrame>

#include <array>

class QGridLayout;
class QLabel;
class QPushButton;

namespace tidemark::ui {

class ElidedLabel;
class IconLabel;
class StageBar;

enum class Freshness
{
    Fresh,
    Old, // what is shown was the case some time ago
};

/// One standby: who it is, what is the case with it in words, and how far it is behind, bytes before seconds.
class StandbyCard : public QFrame
{
    Q_OBJECT
public:
    explicit StandbyCard(QWidget* parent = nullptr);

    void setLag(const replication::StandbyLag& lag, const LagTrend& trend);
    void setFreshness(Freshness freshness);

Q_SIGNALS:
    /// It will not come back; nobody shall miss it.
    void forgetRequested(const QString& standbyId);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Stage
    {
        QLabel* title;
        QLabel* bytes;
        QLabel* seconds;
    };
    Stage addStage(const QString& title, const QString& objectName, int row, QGridLayout& grid);
    void showStage(const Stage& stage, const std::optional<core::ByteSize>& bytes,
                   const std::optional<double>& seconds);
    void showCondition();
    void showStages(const replication::StandbyLag& lag);
    void showTimes(const replication::StandbyLag& lag);
    QString showHeard(const replication::StandbyLag& lag);
    void paintQuiet();

    ElidedLabel* m_name;
    QLabel* m_place; // address, state, sync state
    IconLabel* m_condition;
    QLabel* m_sentence;
    QLabel* m_lead;      // the number that matters
    QLabel* m_leadLabel; // what it counts
    IconLabel* m_trend;
    StageBar* m_bar;
    QLabel* m_times; // behind in time, and until when
    QPushButton* m_forget;
    std::array<Stage, 4> m_stages;
    QLabel* m_heard; // when it was last heard of
    QString m_id;
    replication::Condition m_shown = replication::Condition::Starting;
    Freshness m_freshness = Freshness::Fresh;
};

} // namespace tidemark::ui
