// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/alertpolicy.h"

#include "core/quoting.h"
#include "core/text.h"
#include "replication/lagrules.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QUrl>

#include <algorithm>
#include <array>

namespace tidemark::replication {

namespace {

struct CauseRow
{
    AlertCause cause;
    AlertSeverity severity;
    const char* name;
    const char* title;
};

constexpr std::array<CauseRow, 10> causes{{
    {AlertCause::ServerUnreachable, AlertSeverity::Critical, "serverUnreachable",
     QT_TRANSLATE_NOOP("replication", "Server cannot be reached")},
    {AlertCause::StandbyStuck, AlertSeverity::Warning, "standbyStuck",
     QT_TRANSLATE_NOOP("replication", "Standby does not get on")},
    {AlertCause::StandbyBehind, AlertSeverity::Warning, "standbyBehind",
     QT_TRANSLATE_NOOP("replication", "Standby is far behind")},
    {AlertCause::StandbyMissing, AlertSeverity::Warning, "standbyMissing",
     QT_TRANSLATE_NOOP("replication", "Standby is missing")},
    {AlertCause::NoStandby, AlertSeverity::Critical, "noStandby",
     QT_TRANSLATE_NOOP("replication", "No standby is left")},
    {AlertCause::SlotHoldsWal, AlertSeverity::Warning, "slotHoldsWal",
     QT_TRANSLATE_NOOP("replication", "Slot holds WAL")},
    {AlertCause::SlotLost, AlertSeverity::Critical, "slotLost",
     QT_TRANSLATE_NOOP("replication", "Slot is lost")},
    {AlertCause::ArchiverFailing, AlertSeverity::Warning, "archiverFailing",
     QT_TRANSLATE_NOOP("replication", "Archiving fails")},
    {AlertCause::NoPrivilege, AlertSeverity::Warning, "noPrivilege",
     QT_TRANSLATE_NOOP("replication", "Standbys cannot be seen")},
    {AlertCause::CommitsWait, AlertSeverity::Critical, "commitsWait",
     QT_TRANSLATE_NOOP("replication", "Commits wait for a standby")},
}};

const CauseRow& rowOf(AlertCause cause)
{
    return *std::find_if(causes.begin(), causes.end(),
                         [cause](const CauseRow& row) { return row.cause == cause; });
}

QString said(const char* text)
{
    return QCoreApplication::translate("replication", text);
}

QString keyOf(AlertCause cause, const QString& subject)
{
    return alertCauseName(cause) + QLatin1Char('\n') + subject;
}

Alert alertOf(AlertCause cause, const QString& subject, const QString& subjectName, const QString& sentence,
              const QString& hint)
{
    Alert alert;
    alert.cause = cause;
    alert.severity = rowOf(cause).severity;
    alert.subject = subject;
    alert.subjectName = core::singleLine(subjectName);
    alert.sentence = sentence;
    alert.hint = hint;
    return alert;
}

QString nameOf(const StandbyLag& lag)
{
    return core::singleLine(lag.name.isEmpty() ? lag.address : lag.name);
}

QList<ExpectedStandby> concerned(const StandbyLag& lag)
{
    return isToBeMissed(lag) ? QList<ExpectedStandby>{expectedFrom(lag)} : QList<ExpectedStandby>();
}

std::optional<core::ByteSize> farthest(const StandbyLag& lag)
{
    if (lag.bytes.replay || lag.viewpoint != Viewpoint::Sender)
        return lag.bytes.replay;
    return lag.bytes.flush ? lag.bytes.flush : lag.bytes.sent;
}

/// What a slot's WAL waits for. That of a logical slot is kept from the begin of the oldest transaction on
/// that is open, however far its reader is (restart_lsn and confirmed_flush_lsn in pg_replication_slots).
QString slotHint(const SlotLag& slot)
{
    if (slot.condition != SlotCondition::InUse)
        return slotConditionSentence(SlotCondition::HoldingWal);
    if (slot.unconfirmed && slot.retained && slot.unconfirmed->bytes() < slot.retained->bytes() / 4)
        return said(QT_TRANSLATE_NOOP("replication",
                                      "Its reader has nearly everything; a transaction that has been open "
                                      "for long on this server holds "
                                      "the WAL. Look for the oldest xact_start in pg_stat_activity, and in "
                                      "pg_prepared_xacts, and end it."));
    return said(QT_TRANSLATE_NOOP(
        "replication", "Its reader is connected and that far behind: look at what holds it up. Until "
                       "it gets on, the WAL fills this server's disk."));
}

QJsonValue number(const std::optional<core::ByteSize>& size)
{
    return size ? QJsonValue(size->bytes()) : QJsonValue();
}

/// null is "not watched"; what is missing or is no size is the default.
void takeSize(const QJsonObject& object, const char* name, std::optional<core::ByteSize>& size)
{
    const QJsonValue value = object.value(QLatin1String(name));
    if (value.isNull())
        size.reset();
    else if (value.isDouble() && value.toDouble() > 0)
        size = core::ByteSize(value.toInteger());
}

} // namespace

QString alertCauseName(AlertCause cause)
{
    return QLatin1String(rowOf(cause).name);
}

QString alertCauseTitle(AlertCause cause)
{
    return said(rowOf(cause).title);
}

std::optional<AlertCause> alertCauseFromName(const QString& name)
{
    const auto found = std::find_if(causes.begin(), causes.end(),
                                    [&name](const CauseRow& row) { return name == QLatin1String(row.name); });
    return found == causes.end() ? std::nullopt : std::optional(found->cause);
}

QString alertSeverityName(AlertSeverity severity)
{
    return severity == AlertSeverity::Critical ? QStringLiteral("critical") : QStringLiteral("warning");
}

QJsonObject AlertRules::toJson() const
{
    return {{QStringLiteral("enabled"), enabled},
            {QStringLiteral("stuckBytes"), number(stuckBytes)},
            {QStringLiteral("behindBytes"), number(behindBytes)},
            {QStringLiteral("behindSeconds"),
             behindTime ? QJsonValue(static_cast<qint64>(behindTime->count())) : QJsonValue()},
            {QStringLiteral("slotBytes"), number(slotBytes)},
            {QStringLiteral("missingStandbys"), missingStandbys},
            {QStringLiteral("archiveFailures"), archiveFailures},
            {QStringLiteral("unreachable"), unreachable},
            {QStringLiteral("commitsWait"), commitsWait},
            {QStringLiteral("minimumSeconds"), static_cast<qint64>(minimumDuration.count())},
            {QStringLiteral("clearBelow"), clearBelow},
            {QStringLiteral("command"), QJsonArray::fromStringList(command)},
            {QStringLiteral("webhook"), webhook}};
}

AlertRules AlertRules::fromJson(const QJsonObject& object)
{
    AlertRules rules;
    const auto flag = [&object](const char* name, bool& value) {
        value = object.value(QLatin1String(name)).toBool(value);
    };
    flag("enabled", rules.enabled);
    flag("missingStandbys", rules.missingStandbys);
    flag("archiveFailures", rules.archiveFailures);
    flag("unreachable", rules.unreachable);
    flag("commitsWait", rules.commitsWait);
    takeSize(object, "stuckBytes", rules.stuckBytes);
    takeSize(object, "behindBytes", rules.behindBytes);
    takeSize(object, "slotBytes", rules.slotBytes);
    if (const qint64 seconds = object.value(u"behindSeconds").toInteger(); seconds > 0)
        rules.behindTime = std::chrono::seconds(seconds);
    if (const QJsonValue seconds = object.value(u"minimumSeconds");
        seconds.isDouble() && seconds.toDouble() >= 0)
        rules.minimumDuration = std::chrono::seconds(seconds.toInteger());
    if (const double part = object.value(u"clearBelow").toDouble(); part > 0 && part <= 1)
        rules.clearBelow = part;
    for (const QJsonValue& word : object.value(u"command").toArray())
        rules.command.append(word.toString());
    rules.webhook = object.value(u"webhook").toString();
    return rules;
}

bool AlertPolicy::isRaised(AlertCause cause, const QString& subject) const
{
    const auto state = m_states.constFind(keyOf(cause, subject));
    return state != m_states.constEnd() && state->raised;
}

std::optional<core::ByteSize> AlertPolicy::limit(std::optional<core::ByteSize> threshold, AlertCause cause,
                                                 const QString& subject) const
{
    if (threshold && isRaised(cause, subject))
        return core::ByteSize(
            static_cast<qint64>(static_cast<double>(threshold->bytes()) * m_rules.clearBelow));
    return threshold;
}

void AlertPolicy::judgeStandby(const StandbyLag& lag, QList<Alert>& found) const
{
    const auto bytes = farthest(lag);
    const bool unheard = lag.condition == Condition::Silent || lag.condition == Condition::Disconnected;
    const bool still = lag.condition == Condition::Stalled || lag.condition == Condition::Paused;
    const auto stuck = limit(m_rules.stuckBytes, AlertCause::StandbyStuck, lag.id);
    if (stuck && (unheard || (still && bytes >= *stuck))) {
        const QString sentence = bytes ? said(QT_TRANSLATE_NOOP("replication", "%1: %2, %3 behind."))
                                             .arg(nameOf(lag), conditionTitle(lag.condition), bytes->toText())
                                       : said(QT_TRANSLATE_NOOP("replication", "%1: %2."))
                                             .arg(nameOf(lag), conditionTitle(lag.condition));
        Alert alert = alertOf(AlertCause::StandbyStuck, lag.id, nameOf(lag), sentence,
                              conditionSentence(lag.condition));
        alert.bytes = bytes;
        alert.standbys = concerned(lag);
        found.append(alert);
        return;
    }
    const auto far = limit(m_rules.behindBytes, AlertCause::StandbyBehind, lag.id);
    double most = m_rules.behindTime ? static_cast<double>(m_rules.behindTime->count()) : 0;
    if (isRaised(AlertCause::StandbyBehind, lag.id))
        most *= m_rules.clearBelow;
    const bool late = m_rules.behindTime && lag.behind && lag.behind->seconds >= most &&
                      lag.condition != Condition::Delayed;
    if ((far && bytes && *bytes >= *far) || late) {
        Alert alert = alertOf(
            AlertCause::StandbyBehind, lag.id, nameOf(lag),
            bytes
                ? said(QT_TRANSLATE_NOOP("replication", "%1 is %2 behind.")).arg(nameOf(lag), bytes->toText())
                : said(QT_TRANSLATE_NOOP("replication", "%1 is behind.")).arg(nameOf(lag)),
            conditionSentence(lag.condition));
        alert.bytes = bytes;
        if (lag.behind)
            alert.seconds = lag.behind->seconds;
        alert.standbys = concerned(lag);
        found.append(alert);
    }
}

void AlertPolicy::judgeMissing(const LagSample& sample, QList<Alert>& found) const
{
    if (!m_rules.missingStandbys)
        return;
    QStringList names;
    QList<ExpectedStandby> gone;
    bool anyHere = false;
    for (const StandbyLag& lag : sample.standbys) {
        if (lag.condition == Condition::Missing) {
            names.append(nameOf(lag));
            gone.append(expectedFrom(lag));
        } else {
            anyHere = anyHere || lag.viewpoint == Viewpoint::Sender;
        }
    }
    if (names.isEmpty())
        return;
    if (!anyHere) {
        found.append(
            alertOf(AlertCause::NoStandby, {}, {},
                    said(QT_TRANSLATE_NOOP("replication",
                                           "No standby is connected to this server any more; there was: %1."))
                        .arg(names.join(QLatin1String(", "))),
                    conditionSentence(Condition::Missing)));
        found.last().standbys = gone;
        return;
    }
    for (const StandbyLag& lag : sample.standbys) {
        if (lag.condition != Condition::Missing)
            continue;
        found.append(alertOf(
            AlertCause::StandbyMissing, lag.id, nameOf(lag),
            said(QT_TRANSLATE_NOOP("replication", "%1 was connected to this server and is not any more."))
                .arg(nameOf(lag)),
            conditionSentence(Condition::Missing)));
        found.last().standbys = {expectedFrom(lag)};
    }
}

void AlertPolicy::judgeSlot(const SlotLag& slot, QList<Alert>& found) const
{
    if (!m_rules.slotBytes)
        return;
    const QString name = core::singleLine(slot.name);
    if (slot.condition == SlotCondition::Lost || slot.condition == SlotCondition::Endangered) {
        found.append(alertOf(
            AlertCause::SlotLost, slot.name, name,
            slot.condition == SlotCondition::Lost
                ? said(QT_TRANSLATE_NOOP("replication", "The slot %1 is lost.")).arg(name)
                : said(QT_TRANSLATE_NOOP("replication", "The slot %1 is about to be lost.")).arg(name),
            slotConditionSentence(slot.condition)));
        return;
    }
    if (slot.retained >= limit(m_rules.slotBytes, AlertCause::SlotHoldsWal, slot.name)) {
        Alert alert = alertOf(AlertCause::SlotHoldsWal, slot.name, name,
                              said(QT_TRANSLATE_NOOP("replication", "The slot %1 keeps %2 of WAL."))
                                  .arg(name, slot.retained->toText()),
                              slotHint(slot));
        alert.bytes = slot.retained;
        found.append(alert);
    }
}

void AlertPolicy::judgeServer(const LagSample& sample, QList<Alert>& found) const
{
    const auto finding = [&sample](const char* id) {
        const auto it =
            std::find_if(sample.findings.begin(), sample.findings.end(),
                         [id](const core::Finding& entry) { return entry.id == QLatin1String(id); });
        return it == sample.findings.end() ? nullptr : &*it;
    };
    if (const core::Finding* failing = finding("archiver.failing"); failing && m_rules.archiveFailures)
        found.append(alertOf(AlertCause::ArchiverFailing, {}, {}, failing->sentence, failing->hint));
    // Whoever watches should know that the watch is blind.
    if (const core::Finding* hidden = finding("privilege.monitor"))
        found.append(alertOf(AlertCause::NoPrivilege, {}, {}, hidden->sentence, hidden->hint));
    for (const char* id : {"sync.nobody", "sync.tooFew"}) {
        if (const core::Finding* waits = finding(id); waits && m_rules.commitsWait)
            found.append(alertOf(AlertCause::CommitsWait, {}, {}, waits->sentence, waits->hint));
    }
}

QList<Alert> AlertPolicy::judge(const core::Result<LagSample>& look) const
{
    QList<Alert> found;
    if (!m_rules.enabled)
        return found;
    if (!look) {
        if (m_rules.unreachable)
            found.append(
                alertOf(AlertCause::ServerUnreachable, {}, {}, look.error().message, look.error().hint));
        return found;
    }
    for (const StandbyLag& lag : look->standbys) {
        if (lag.condition != Condition::Missing)
            judgeStandby(lag, found);
    }
    judgeMissing(*look, found);
    for (const SlotLag& slot : look->slotLags)
        judgeSlot(slot, found);
    judgeServer(*look, found);
    return found;
}

bool AlertPolicy::isCovered(const Alert& alert, const LagSample& sample, const QSet<QString>& found) const
{
    if (!m_rules.enabled)
        return false;
    const auto standby = std::find_if(sample.standbys.begin(), sample.standbys.end(),
                                      [&alert](const StandbyLag& lag) { return lag.id == alert.subject; });
    const bool isMissing = standby != sample.standbys.end() && standby->condition == Condition::Missing;
    const bool isHidden = standby != sample.standbys.end() && standby->condition == Condition::NoPrivilege;
    switch (alert.cause) {
    case AlertCause::StandbyMissing:
        return m_rules.missingStandbys && isMissing;
    case AlertCause::StandbyStuck:
        return m_rules.stuckBytes && (isMissing || isHidden);
    case AlertCause::StandbyBehind:
        return (m_rules.behindBytes || m_rules.behindTime) &&
               (isMissing || isHidden || found.contains(keyOf(AlertCause::StandbyStuck, alert.subject)));
    case AlertCause::SlotHoldsWal:
        return m_rules.slotBytes && found.contains(keyOf(AlertCause::SlotLost, alert.subject));
    default:
        return false;
    }
}

QList<AlertEvent> AlertPolicy::feed(const core::Result<LagSample>& look, const QDateTime& now)
{
    if (!look && look.error().kind == core::ErrorKind::Cancelled)
        return {};
    // Of a pause (the machine slept, nobody watched) nothing is known: what was not raised yet begins anew.
    const bool paused = m_lastFed.isValid() && (m_lastFed.secsTo(now) > 300 || now < m_lastFed);
    m_lastFed = now;
    const auto longEnough = [&](const QDateTime& since) {
        return since.msecsTo(now) >= std::chrono::milliseconds(m_rules.minimumDuration).count();
    };
    QList<AlertEvent> events;
    QSet<QString> bad;
    for (const Alert& alert : judge(look)) {
        const QString key = keyOf(alert.cause, alert.subject);
        bad.insert(key);
        State& state = m_states[key];
        if (!state.badSince.isValid() || state.badSince > now || (paused && !state.raised))
            state.badSince = now;
        state.goodSince = {};
        state.alert = alert;
        state.alert.since = state.badSince;
        if (!state.raised && longEnough(state.badSince)) {
            state.raised = true;
            events.append({AlertEvent::Kind::Raised, state.alert, now});
        }
    }
    for (auto it = m_states.begin(); it != m_states.end();) {
        // An error says nothing about standbys and slots: what was the case stays so.
        const bool judged = look || it->alert.cause == AlertCause::ServerUnreachable;
        if (bad.contains(it.key()) || !judged) {
            ++it;
            continue;
        }
        if (it->raised && look && isCovered(it->alert, *look, bad)) {
            it->goodSince = {};
            ++it;
            continue;
        }
        if (!it->goodSince.isValid() || it->goodSince > now || paused)
            it->goodSince = now;
        const bool over = longEnough(it->goodSince) || !m_rules.enabled;
        if (it->raised && over)
            events.append({AlertEvent::Kind::Ended, it->alert, now});
        if (!it->raised || over)
            it = m_states.erase(it);
        else
            ++it;
    }
    return events;
}

QList<Alert> AlertPolicy::lasting() const
{
    QList<Alert> alerts;
    for (const State& state : m_states) {
        if (state.raised)
            alerts.append(state.alert);
    }
    return alerts;
}

void AlertPolicy::resume(const QList<Alert>& lasting)
{
    for (const Alert& alert : lasting)
        m_states.insert(keyOf(alert.cause, alert.subject), {alert, alert.since, {}, true});
}

core::Findings validate(const AlertRules& rules)
{
    core::Findings findings;
    if (!rules.command.isEmpty() && !rules.command.constFirst().startsWith(QLatin1Char('/'))) {
        findings.append(
            {core::Severity::Blocker,
             QStringLiteral("alert.command"),
             said(QT_TRANSLATE_NOOP("replication",
                                    "The program for alerts has to be named with its whole path.")),
             said(QT_TRANSLATE_NOOP(
                 "replication",
                 "It is started without a shell: name a script of yours, /home/you/alert.sh for instance.")),
             {}});
    }
    if (!rules.webhook.isEmpty()) {
        const QUrl address(rules.webhook, QUrl::StrictMode);
        const bool web =
            address.scheme() == QLatin1String("https") || address.scheme() == QLatin1String("http");
        if (!address.isValid() || !web || address.host().isEmpty()) {
            findings.append(
                {core::Severity::Blocker,
                 QStringLiteral("alert.webhook"),
                 said(QT_TRANSLATE_NOOP("replication", "The address for alerts is no web address.")),
                 said(QT_TRANSLATE_NOOP("replication",
                                        "It begins with https:// (or http:// where nobody listens in).")),
                 {}});
        }
    }
    if (rules.clearBelow <= 0 || rules.clearBelow > 1) {
        findings.append(
            {core::Severity::Blocker,
             QStringLiteral("alert.clearBelow"),
             said(QT_TRANSLATE_NOOP(
                 "replication", "The part of a threshold below which an alert ends lies between 0 and 1.")),
             {},
             {}});
    }
    return findings;
}

} // namespace tidemark::replication
