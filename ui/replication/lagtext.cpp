// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/lagtext.h"

#include "core/quoting.h"
#include "core/text.h"
#include "replication/lagrules.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tidemark::ui {

using replication::Condition;
using replication::LagSample;
using replication::SlotLag;
using replication::StandbyLag;

struct LagWords
{
    Q_DECLARE_TR_FUNCTIONS(tidemark::ui::LagWords)
};

namespace {

QStringList standbyLines(const StandbyLag& lag)
{
    const auto stage = [](const QString& name, const std::optional<core::ByteSize>& bytes,
                          const std::optional<double>& seconds) {
        return QStringLiteral("  %1: %2, %3").arg(name, bytesText(bytes), secondsText(seconds));
    };
    QStringList lines{displayName(lag) + QStringLiteral(": ") + replication::conditionTitle(lag.condition)};
    QStringList facts;
    for (const QString& fact : {core::singleLine(lag.address), lag.state, lag.syncState}) {
        if (!fact.isEmpty())
            facts.append(fact);
    }
    if (!facts.isEmpty())
        lines.append(QStringLiteral("  ") + facts.join(QStringLiteral(", ")));
    if (lag.viewpoint == replication::Viewpoint::Sender)
        lines.append(stage(LagWords::tr("Sent"), lag.bytes.sent, std::nullopt));
    lines.append(stage(LagWords::tr("Written"), lag.bytes.write, lag.seconds.write));
    lines.append(stage(LagWords::tr("Flushed"), lag.bytes.flush, lag.seconds.flush));
    lines.append(stage(LagWords::tr("Replayed"), lag.bytes.replay, lag.seconds.replay));
    lines.append(QStringLiteral("  ") + LagWords::tr("Behind in time: %1").arg(behindText(lag.behind)));
    if (const QString text = catchUpText(lag); !text.isEmpty())
        lines.append(QStringLiteral("  ") + text);
    if (!lag.slot.isEmpty())
        lines.append(QStringLiteral("  ") + LagWords::tr("Slot: %1").arg(core::singleLine(lag.slot)));
    lines.append(QStringLiteral("  ") +
                 LagWords::tr("Last heard of: %1 before").arg(secondsText(lag.replyAge)));
    return lines;
}

QString slotLine(const SlotLag& slot)
{
    return QStringLiteral("%1: %2, %3, %4")
               .arg(core::singleLine(slot.name), slot.type,
                    slot.active ? LagWords::tr("active") : LagWords::tr("not active"),
                    LagWords::tr("retains %1").arg(bytesText(slot.retained))) +
           (slot.walStatus.isEmpty() ? QString() : QStringLiteral(", ") + slot.walStatus) +
           QStringLiteral(", ") + replication::slotConditionTitle(slot.condition);
}

/// The further back in this list, the more it matters.
int weight(Condition condition)
{
    static constexpr std::array order{
        Condition::Idle,        Condition::ReceiverOnly, Condition::Streaming, Condition::Starting,
        Condition::FromArchive, Condition::Disabled,     Condition::Delayed,   Condition::CatchingUp,
        Condition::Behind,      Condition::NoPrivilege,  Condition::Unheard,   Condition::Paused,
        Condition::Silent,      Condition::Stalled,      Condition::Missing,   Condition::Disconnected};
    return static_cast<int>(std::find(order.begin(), order.end(), condition) - order.begin());
}

bool isWorse(const StandbyLag& a, const StandbyLag& b)
{
    if (needsAttention(a.condition) != needsAttention(b.condition))
        return needsAttention(b.condition);
    if (needsAttention(a.condition) && weight(a.condition) != weight(b.condition))
        return weight(a.condition) < weight(b.condition);
    return leadingBytes(a) < leadingBytes(b);
}

} // namespace

ConditionLook lookOf(Condition condition)
{
    switch (condition) {
    case Condition::Starting:
        return {QStringLiteral("loader"), Tone::Muted};
    case Condition::Streaming:
    case Condition::Idle:
        return {QStringLiteral("circle-check"), Tone::Ok};
    case Condition::CatchingUp:
        return {QStringLiteral("activity"), Tone::Accent};
    case Condition::Behind:
        return {QStringLiteral("clock"), Tone::Accent};
    case Condition::Stalled:
    case Condition::Silent:
        return {QStringLiteral("triangle-alert"), Tone::Warning};
    case Condition::Paused:
        return {QStringLiteral("pause"), Tone::Warning};
    case Condition::ReceiverOnly:
    case Condition::FromArchive:
        return {QStringLiteral("hard-drive"), Tone::Muted};
    case Condition::Unheard:
        return {QStringLiteral("triangle-alert"), Tone::Warning};
    case Condition::NoPrivilege:
        return {QStringLiteral("lock"), Tone::Warning};
    case Condition::Delayed:
        return {QStringLiteral("clock"), Tone::Accent};
    case Condition::Disabled:
        return {QStringLiteral("pause"), Tone::Muted};
    case Condition::Missing:
    case Condition::Disconnected:
        return {QStringLiteral("unplug"), Tone::Warning};
    }
    return {};
}

bool needsAttention(Condition condition)
{
    return lookOf(condition).tone == Tone::Warning;
}

QString displayName(const StandbyLag& lag)
{
    if (lag.viewpoint == replication::Viewpoint::Inside)
        return LagWords::tr("This standby");
    if (lag.viewpoint == replication::Viewpoint::Subscription)
        return LagWords::tr("Subscription %1").arg(core::singleLine(lag.name));
    const QString name = core::singleLine(lag.name);
    return name.isEmpty() ? LagWords::tr("(no name)") : name;
}

QString bytesText(const std::optional<core::ByteSize>& bytes)
{
    return bytes ? bytes->toText() : QStringLiteral("–");
}

QString secondsText(const std::optional<double>& seconds)
{
    if (!seconds)
        return QStringLiteral("–");
    const std::chrono::milliseconds time(static_cast<qint64>(*seconds * 1000));
    return time < std::chrono::milliseconds(100) ? LagWords::tr("%1 ms").arg(time.count())
                                                 : core::durationText(time);
}

std::optional<core::ByteSize> leadingBytes(const StandbyLag& lag)
{
    if (lag.bytes.replay)
        return lag.bytes.replay;
    // A standby's own figures without the one for replay would be those of an old message.
    if (lag.viewpoint == replication::Viewpoint::Inside)
        return std::nullopt;
    return lag.bytes.write ? lag.bytes.write : lag.bytes.sent;
}

QString leadingLabel(const StandbyLag& lag)
{
    if (!leadingBytes(lag) && lag.viewpoint == replication::Viewpoint::Subscription)
        return LagWords::tr("only its publisher knows how far it is");
    if (!leadingBytes(lag))
        return LagWords::tr("distance not known");
    if (lag.bytes.replay)
        return lag.viewpoint == replication::Viewpoint::Inside ? LagWords::tr("to replay")
                                                               : LagWords::tr("behind");
    return lag.bytes.write ? LagWords::tr("not yet written there") : LagWords::tr("not yet sent");
}

QString behindText(const std::optional<replication::TimeBehind>& behind)
{
    if (!behind)
        return QStringLiteral("–");
    const QString text = secondsText(behind->seconds);
    return behind->atLeast ? LagWords::tr("more than %1").arg(text) : text;
}

QString rateText(double bytesPerSecond)
{
    return LagWords::tr("%1/s").arg(core::ByteSize(static_cast<qint64>(bytesPerSecond)).toText());
}

QString catchUpText(const StandbyLag& lag)
{
    if (lag.fallsBehind)
        return lag.replayRate ? LagWords::tr("Falls behind: WAL is written faster than it replays (%1).")
                                    .arg(rateText(*lag.replayRate))
                              : LagWords::tr("Falls behind: WAL is written faster than it replays.");
    if (!lag.catchUpSeconds || *lag.catchUpSeconds < 1)
        return {};
    const QString time = secondsText(lag.catchUpSeconds);
    return lag.replayRate
               ? LagWords::tr("At %1 it has everything in %2.").arg(rateText(*lag.replayRate), time)
               : LagWords::tr("It has everything in %1.").arg(time);
}

Summary summaryOf(const LagSample& sample)
{
    if (sample.standbys.isEmpty())
        return {QStringLiteral("info"), Tone::Muted, LagWords::tr("No standby is connected to this server.")};
    const StandbyLag& worst = *std::max_element(sample.standbys.begin(), sample.standbys.end(), isWorse);
    const ConditionLook look = lookOf(worst.condition);
    const auto troubled = std::count_if(sample.standbys.begin(), sample.standbys.end(),
                                        [](const StandbyLag& lag) { return needsAttention(lag.condition); });
    const QString title = replication::conditionTitle(worst.condition);
    if (sample.standbys.size() == 1) {
        const auto bytes = leadingBytes(worst);
        const QString distance =
            bytes ? QStringLiteral("%1 %2").arg(bytes->toText(), leadingLabel(worst)) : leadingLabel(worst);
        return {look.icon, look.tone, LagWords::tr("%1: %2, %3.").arg(displayName(worst), title, distance)};
    }
    if (troubled > 1)
        return {look.icon, look.tone,
                LagWords::tr("%n standbys need attention; %1: %2.", nullptr, static_cast<int>(troubled))
                    .arg(displayName(worst), title)};
    if (troubled == 1)
        return {look.icon, look.tone,
                LagWords::tr("One of %n standbys needs attention; %1: %2.", nullptr,
                             static_cast<int>(sample.standbys.size()))
                    .arg(displayName(worst), title)};
    return {look.icon, look.tone,
            LagWords::tr("%n standbys; the furthest is %1: %2 %3.", nullptr,
                         static_cast<int>(sample.standbys.size()))
                .arg(displayName(worst), bytesText(leadingBytes(worst)), leadingLabel(worst))};
}

QString ageText(std::chrono::milliseconds age)
{
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::max(age, std::chrono::milliseconds(0)));
    if (seconds.count() == 0)
        return LagWords::tr("just now");
    if (seconds < std::chrono::minutes(1))
        return LagWords::tr("%1 s ago").arg(seconds.count());
    return core::agoText(seconds);
}

QString reportText(const QString& server, const LagSample& sample)
{
    QStringList lines{LagWords::tr("Replication of %1").arg(core::singleLine(server)),
                      core::isoUtc(sample.serverTime)};
    lines.append((sample.role == replication::ServerRole::Primary ? LagWords::tr("Primary at %1")
                                                                  : LagWords::tr("Standby at %1"))
                     .arg(sample.lsn ? sample.lsn->toText() : QStringLiteral("–")));
    if (sample.walRate)
        lines.append((sample.role == replication::ServerRole::Primary ? LagWords::tr("WAL is written at %1")
                                                                      : LagWords::tr("WAL arrives at %1"))
                         .arg(rateText(*sample.walRate)));
    lines.append(summaryOf(sample).sentence);
    for (const StandbyLag& lag : sample.standbys)
        lines += standbyLines(lag);
    if (!sample.slotLags.isEmpty())
        lines.append(LagWords::tr("Replication slots"));
    for (const SlotLag& slot : sample.slotLags)
        lines.append(QStringLiteral("  ") + slotLine(slot));
    for (const core::Finding& finding : sample.findings)
        lines.append(finding.sentence + QLatin1Char(' ') + finding.hint);
    if (sample.facts && !sample.facts->settings.isEmpty()) {
        lines.append(LagWords::tr("Settings"));
        for (const postgres::SettingRow& setting : sample.facts->settings)
            lines.append(QStringLiteral("  %1 = %2").arg(setting.name, core::singleLine(setting.text)));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace tidemark::ui
