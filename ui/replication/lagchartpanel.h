// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/alertpolicy.h"
#include "replication/lagsample.h"
#include "ui/common/inquiry.h"
#include "ui/replication/watchchoices.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace tidemark::ui {

struct RecordedLag;
class TimeSeriesChart;

/// The chart with its choices: bytes or seconds, how much time. What is measured now comes from samples, what
/// was before from the history, read in the background whenever the time that is shown changes.
class LagChartPanel : public QWidget
{
    Q_OBJECT
public:
    explicit LagChartPanel(Services& services, QWidget* parent = nullptr);

    /// Another server, with its choices; forgets everything of the one before.
    void setServer(const store::Profile& profile);
    void clear();
    void setRules(const replication::AlertRules& rules);
    void addSample(const replication::LagSample& sample, const QDateTime& now);
    /// Nothing is known from now on.
    void interrupt(const QDateTime& now);
    void advance(const QDateTime& now);
    bool hasValues() const;
    /// Time, name, address and value of everything that is shown; RFC 4180.
    QString toCsv() const;
    QImage toImage() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildChoices();
    TimeSeriesChart* makeChart(bool seconds);
    TimeSeriesChart* current() const;
    void chooseUnit(bool seconds);
    void chooseWindow(std::chrono::seconds window);
    void showChoices();
    void rememberChoices();
    void load();
    void take(const RecordedLag& recorded);

    Services& m_services;
    QString m_server; // a profile's id; empty for none
    WatchChoices m_choices;
    Inquiry m_inquiry;
    QTimer m_settle; // until the person has chosen a range
    QTimer m_reload;
    QHash<QString, QString> m_addresses;
    QStringList m_present; // ids at the last look
    QStackedWidget* m_charts;
    TimeSeriesChart* m_bytes;
    TimeSeriesChart* m_seconds;
    QButtonGroup* m_units;
    QButtonGroup* m_windows;
    QPushButton* m_now;
    QLabel* m_note;
};

} // namespace tidemark::ui
