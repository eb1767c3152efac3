// SPDX-License-Identifier: GPL-3.0-or-later
// When to raise an alert, and when it is over. No widgets, no clock, no disk: window and command feed it
// alike.
#pragma once

#include "core/error.h"
#include "replication/lagsample.h"
#include "replication/standbyidentity.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace tidemark::replication {

enum class AlertCause
{
    ServerUnreachable,
    StandbyStuck,  // bytes behind and not moving, silent or paused
    StandbyBehind, // bytes or seconds behind, whether it moves or not
    StandbyMissing,
    NoStandby, // none is left where one was; then no StandbyMissing besides
    SlotHoldsWal,
    SlotLost, // or about to be
    ArchiverFailing,
    NoPrivilege, // the state of standbys is hidden: nothing above would be noticed of them
    CommitsWait, // too few of those in synchronous_standby_names are here
};
QString alertCauseName(AlertCause cause); // stable: "standbyStuck"
QString alertCauseTitle(AlertCause cause);
std::optional<AlertCause> alertCauseFromName(const QString& name);

/// A profile's thresholds. An absent one means: not watched.
struct AlertRules
{
    bool enabled = true;
    std::optional<core::ByteSize> stuckBytes = core::ByteSize(16 << 20);
    std::optional<core::ByteSize> behindBytes = core::ByteSize(qint64(1) << 30);
    std::optional<std::chrono::seconds> behindTime;
    std::optional<core::ByteSize> slotBytes = core::ByteSize(qint64(5) << 30);
    bool missingStandbys = true;
    bool archiveFailures = true;
    bool unreachable = true;
    bool commitsWait = true;
    /// It has to be so for this long before it is raised, and better for this long before it is over.
    std::chrono::seconds minimumDuration{30};
    /// What was raised at a threshold is over below this part of it, so that a value at the edge does not
    /// flap.
    double clearBelow = 0.8;
    /// A program to run, with its arguments; the alert is in its environment (see alertdelivery.h). Empty:
    /// none.
    QStringList command;
    /// Where to POST the alert as JSON. Empty: nowhere.
    QString webhook;

    QJsonObject toJson() const;
    static AlertRules fromJson(const QJsonObject& object); // what is missing or makes no sense is the default
    friend bool operator==(const AlertRules&, const AlertRules&) = default;
};
/// What cannot be meant: a relative program, an address that is not http(s), numbers out of range.
core::Findings validate(const AlertRules& rules);

enum class AlertSeverity
{
    Warning,
    Critical,
};
QString alertSeverityName(AlertSeverity severity);

struct Alert
{
    AlertCause cause = AlertCause::ServerUnreachable;
    AlertSeverity severity = AlertSeverity::Warning;
    QString subject;     // the standby's id or the slot's name; empty for the server itself
    QString subjectName; // for people
    QString sentence;    // what is the case
    QString hint;        // what to do
    std::optional<core::ByteSize> bytes;
    std::optional<double> seconds;
    QDateTime since; // UTC, our clock: when it began, not when it was raised
    /// Whom it is about, where these are to be missed: an alert that is resumed ends only when they are well.
    QList<ExpectedStandby> standbys = {};
};

struct AlertEvent
{
    enum class Kind
    {
        Raised,
        Ended,
    };
    Kind kind = Kind::Raised;
    Alert alert;
    QDateTime when;    // UTC, our clock
    qint64 logged = 0; // its row in the log; 0 where there is none
};

/// One per server. Each cause of each subject is raised once until it has ended. One that gives way to a
/// graver one (a standby that was stuck is gone, the last one went too, a slot is lost) has not ended: both
/// end when all is well.
class AlertPolicy
{
public:
    explicit AlertPolicy(AlertRules rules = {})
        : m_rules(std::move(rules))
    {
    }

    /// A look, or the error in its place, with what time it is by our clock (UTC).
    QList<AlertEvent> feed(const core::Result<LagSample>& look, const QDateTime& now);
    /// Those that are raised and not over.
    QList<Alert> lasting() const;
    /// What was raised before and has not ended, as an earlier run left it: it is not raised again.
    void resume(const QList<Alert>& lasting);
    /// New thresholds: what is raised is judged by them at the next look.
    void setRules(const AlertRules& rules) { m_rules = rules; }
    const AlertRules& rules() const { return m_rules; }

private:
    struct State
    {
        Alert alert;
        QDateTime badSince;
        QDateTime goodSince;
        bool raised = false;
    };
    QList<Alert> judge(const core::Result<LagSample>& look) const;
    void judgeStandby(const StandbyLag& lag, QList<Alert>& found) const;
    void judgeMissing(const LagSample& sample, QList<Alert>& found) const;
    void judgeSlot(const SlotLag& slot, QList<Alert>& found) const;
    void judgeServer(const LagSample& sample, QList<Alert>& found) const;
    /// The threshold as it is for one that is raised already.
    std::optional<core::ByteSize> limit(std::optional<core::ByteSize> threshold, AlertCause cause,
                                        const QString& subject) const;
    bool isRaised(AlertCause cause, const QString& subject) const;
    /// Whether nothing good is known of it, though it was not found: a graver one has taken its place.
    bool isCovered(const Alert& alert, const LagSample& sample, const QSet<QString>& found) const;

    AlertRules m_rules;
    QMap<QString, State> m_states; // by cause and subject
    QDateTime m_lastFed;           // our clock
};

} // namespace tidemark::replication
