// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/lagthresholds.h"

#include "cli/commandline.h"
#include "core/quoting.h"
#include "core/text.h"
#include "replication/lagrules.h"
#include "replication/secondsbehind.h"

#include <QCoreApplication>
#include <QMap>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace tidemark::cli {

using replication::Condition;
using replication::LagSample;
using replication::SlotLag;
using replication::StandbyLag;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::lag", text);
}

struct Unit
{
    const char* name;
    bool isTime;
    double factor; // to bytes or seconds
};
constexpr std::array<Unit, 9> units{{{"B", false, 1},
                                     {"kB", false, 1024},
                                     {"MB", false, 1048576},
                                     {"GB", false, 1073741824},
                                     {"TB", false, 1099511627776},
                                     {"ms", true, 0.001},
                                     {"s", true, 1},
                                     {"min", true, 60},
                                     {"h", true, 3600}}};

void worsen(LagJudgement& judgement, LagLevel level, const QString& reason)
{
    // Critical outweighs Unknown: what is known to be bad is bad.
    const auto weight = [](LagLevel of) { return of == LagLevel::Critical ? 4 : static_cast<int>(of); };
    if (weight(level) > weight(judgement.level)) {
        judgement.level = level;
        judgement.reasons.prepend(reason);
    } else {
        judgement.reasons.append(reason);
    }
}

QString nameOf(const StandbyLag& lag)
{
    return core::singleLine(lag.name);
}

QString timeText(double seconds)
{
    return core::durationText(std::chrono::milliseconds(std::llround(seconds * 1000)));
}

/// Nothing where the limit is not passed.
QString past(const StandbyLag& lag, const LagLimit& limit)
{
    const auto bytes = countedBytes(lag);
    const auto seconds = countedSeconds(lag);
    if (limit.bytes && bytes && *bytes >= *limit.bytes)
        return tr("%1 is %2 behind").arg(nameOf(lag), bytes->toText());
    if (limit.seconds && seconds && *seconds >= *limit.seconds)
        return tr("%1 is %2 behind").arg(nameOf(lag), timeText(*seconds));
    return {};
}

/// Whether it is behind for nobody knows how long, perhaps for longer than the limit.
bool isTimeOpen(const StandbyLag& lag, const LagLimit& limit)
{
    constexpr core::ByteSize little{1 << 20}; // one that follows closely is seldom level
    if (!limit.seconds || !lag.behind || countedSeconds(lag))
        return false;
    const bool held = lag.condition == Condition::Stalled || lag.condition == Condition::Paused;
    if (!held && lag.bytes.replay <= little)
        return false;
    return lag.lastReplayedCommitAge.value_or(*limit.seconds) >= *limit.seconds;
}

/// A standby that is not connected has no row; its slot says how far it is behind.
void judgeSlots(const LagSample& sample, const LagLimit& warn, const LagLimit& critical,
                LagJudgement& judgement)
{
    const LagLevel worst = critical.isSet() ? LagLevel::Critical : LagLevel::Warning;
    for (const SlotLag& slot : sample.slotLags) {
        const QString name = core::singleLine(slot.name);
        const auto isPast = [&slot](const LagLimit& limit) {
            return limit.bytes && slot.retained && *slot.retained >= *limit.bytes;
        };
        if (slot.condition == replication::SlotCondition::Lost ||
            slot.condition == replication::SlotCondition::Endangered) {
            worsen(judgement, worst,
                   tr("slot %1: %2").arg(name, replication::slotConditionTitle(slot.condition)));
        } else if (slot.condition != replication::SlotCondition::InUse &&
                   (isPast(critical) || isPast(warn))) {
            worsen(
                judgement, isPast(critical) ? LagLevel::Critical : LagLevel::Warning,
                tr("nobody reads from the slot %1, which is %2 behind").arg(name, slot.retained->toText()));
        }
    }
}

bool isLost(Condition condition)
{
    return condition == Condition::Missing || condition == Condition::Silent ||
           condition == Condition::Disconnected;
}

QString perfValue(const QString& label, double value, const char* unit, const std::optional<double>& warn,
                  const std::optional<double>& critical)
{
    const auto text = [](const std::optional<double>& limit) {
        return limit ? QString::number(*limit, 'f', *limit == std::floor(*limit) ? 0 : 3) : QString();
    };
    QString safe = label;
    safe.replace(QLatin1Char('\''), QLatin1String("''"))
        .replace(QLatin1Char('='), QLatin1Char('_'))
        .replace(QLatin1Char('|'), QLatin1Char('_'));
    return QStringLiteral("'%1'=%2%3;%4;%5;0")
        .arg(safe, text(value), QLatin1String(unit), text(warn), text(critical));
}

/// The name, and where others have the same one what tells it apart: its slot, its address, else its number.
/// The order of `id` is that in which they were numbered, so that a label stays with a standby.
QMap<QString, QString> labelsOf(const QList<StandbyLag>& standbys)
{
    const auto isUnique = [](const QMap<QString, QString>& labels, const QString& label) {
        return labels.values().count(label) < 2;
    };
    QMap<QString, QString> names; // by id
    for (const StandbyLag& lag : standbys)
        names.insert(lag.id, nameOf(lag));
    QMap<QString, QString> labels = names;
    for (const StandbyLag& lag : standbys) {
        const QString detail = core::singleLine(lag.slot.isEmpty() ? lag.address : lag.slot);
        if (!isUnique(names, nameOf(lag)) && !detail.isEmpty())
            labels[lag.id] += QLatin1Char(' ') + detail;
    }
    const QMap<QString, QString> detailed = labels;
    QMap<QString, int> counts;
    for (auto it = labels.begin(); it != labels.end(); ++it) {
        if (!isUnique(detailed, *it))
            *it += QStringLiteral(" #%1").arg(++counts[*it]);
    }
    return labels;
}

std::optional<double> numberOf(const std::optional<core::ByteSize>& size)
{
    return size ? std::optional(static_cast<double>(size->bytes())) : std::nullopt;
}

} // namespace

core::Result<LagLimit> parseLagLimit(const QStringList& texts, const QString& option, const QString& command)
{
    static const QRegularExpression form(QStringLiteral("^\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]+)\\s*$"));
    LagLimit limit;
    for (const QString& text : texts) {
        for (const QString& part : text.split(QLatin1Char(','))) {
            const QRegularExpressionMatch match = form.match(part);
            const auto unit = std::find_if(units.begin(), units.end(), [&match](const Unit& row) {
                return match.captured(2) == QLatin1String(row.name);
            });
            const double value = match.captured(1).toDouble();
            if (!match.hasMatch() || unit == units.end() || value * unit->factor > 9e18)
                return usageError(
                    tr("--%1 is a size or a time: 64MB, 30s. Units: B, kB, MB, GB, TB, ms, s, min, h.")
                        .arg(option),
                    command);
            if (unit->isTime)
                limit.seconds = value * unit->factor;
            else
                limit.bytes = core::ByteSize(static_cast<qint64>(value * unit->factor));
        }
    }
    return limit;
}

QString lagLevelName(LagLevel level)
{
    switch (level) {
    case LagLevel::Warning:
        return QStringLiteral("warning");
    case LagLevel::Critical:
        return QStringLiteral("critical");
    case LagLevel::Unknown:
        return QStringLiteral("unknown");
    case LagLevel::Ok:
        break;
    }
    return QStringLiteral("ok");
}

std::optional<core::ByteSize> countedBytes(const StandbyLag& lag)
{
    if (lag.bytes.replay || lag.viewpoint != replication::Viewpoint::Sender)
        return lag.bytes.replay;
    // pg_receivewal reports as flushed only whole files of WAL: that is no distance.
    return lag.bytes.write ? lag.bytes.write : lag.bytes.flush;
}

std::optional<double> countedSeconds(const StandbyLag& lag)
{
    return replication::secondsBehind(lag);
}

int connectedStandbys(const LagSample& sample)
{
    return static_cast<int>(
        std::count_if(sample.standbys.begin(), sample.standbys.end(), [](const StandbyLag& lag) {
            return lag.viewpoint == replication::Viewpoint::Sender && lag.condition != Condition::Missing &&
                   lag.condition != Condition::Silent && lag.condition != Condition::ReceiverOnly;
        }));
}

LagJudgement judgeLimits(const LagSample& sample, const LagLimit& warn, const LagLimit& critical)
{
    LagJudgement judgement;
    const LagLevel worst = critical.isSet() ? LagLevel::Critical : LagLevel::Warning;
    for (const StandbyLag& lag : sample.standbys) {
        if (lag.condition == Condition::NoPrivilege) {
            worsen(judgement, LagLevel::Unknown, tr("%1 is not visible to this role").arg(nameOf(lag)));
        } else if (lag.condition == Condition::Unheard) {
            worsen(judgement, LagLevel::Unknown,
                   tr("%1: %2").arg(nameOf(lag), replication::conditionTitle(lag.condition)));
        } else if (isLost(lag.condition)) {
            worsen(judgement, worst,
                   tr("%1: %2").arg(nameOf(lag), replication::conditionTitle(lag.condition)));
        } else if (const QString severe = past(lag, critical); !severe.isEmpty()) {
            worsen(judgement, LagLevel::Critical, severe);
        } else if (const QString mild = past(lag, warn); !mild.isEmpty()) {
            worsen(judgement, LagLevel::Warning, mild);
        } else if (isTimeOpen(lag, warn) || isTimeOpen(lag, critical)) {
            worsen(judgement, LagLevel::Unknown,
                   tr("for how long %1 has been behind cannot be known from this look").arg(nameOf(lag)));
        }
    }
    if (!warn.isSet() && !critical.isSet())
        return judgement;
    judgeSlots(sample, warn, critical, judgement);
    for (const core::Finding& finding : sample.findings) {
        if (finding.severity == core::Severity::Blocker)
            worsen(judgement, worst, finding.sentence);
    }
    if (sample.role == replication::ServerRole::Primary && sample.standbys.isEmpty())
        worsen(judgement, LagLevel::Warning, tr("no standby is connected"));
    return judgement;
}

void judgeCount(const LagSample& sample, int least, LagJudgement& judgement)
{
    const int count = connectedStandbys(sample);
    if (count < least)
        worsen(judgement, LagLevel::Critical,
               tr("standbys that are connected: %1 of %2").arg(count).arg(least));
}

LagJudgement judgeHealth(const LagSample& sample, const LagLimit& warn, const LagLimit& critical)
{
    LagJudgement judgement;
    const auto add = [&judgement](LagLevel level, const QString& reason) {
        if (!judgement.reasons.contains(reason))
            worsen(judgement, level, reason);
    };
    for (const StandbyLag& lag : sample.standbys) {
        if (isLost(lag.condition))
            add(LagLevel::Critical,
                tr("%1: %2").arg(nameOf(lag), replication::conditionTitle(lag.condition)));
        else if (lag.condition == Condition::Stalled)
            add(LagLevel::Warning, tr("%1: %2").arg(nameOf(lag), replication::conditionTitle(lag.condition)));
        if (lag.replayPaused || lag.condition == Condition::Paused)
            add(LagLevel::Warning,
                tr("%1: %2").arg(nameOf(lag), replication::conditionTitle(Condition::Paused)));
    }
    for (const SlotLag& slot : sample.slotLags) {
        if (replication::isTrouble(slot.condition))
            add(slot.condition == replication::SlotCondition::HoldingWal ? LagLevel::Warning
                                                                         : LagLevel::Critical,
                tr("slot %1: %2")
                    .arg(core::singleLine(slot.name), replication::slotConditionTitle(slot.condition)));
    }
    for (const core::Finding& finding : sample.findings) {
        if (finding.severity == core::Severity::Blocker)
            add(LagLevel::Critical, finding.sentence);
        else if (finding.id == QLatin1String("archiver.failing"))
            add(LagLevel::Warning, finding.sentence);
    }
    const LagJudgement limits = judgeLimits(sample, warn, critical);
    for (const QString& reason : limits.reasons)
        add(limits.level, reason);
    if (sample.role == replication::ServerRole::Primary && sample.standbys.isEmpty())
        add(LagLevel::Warning, tr("no standby is connected"));
    return judgement;
}

QString nagiosLine(const LagSample& sample, const LagJudgement& judgement, const LagLimit& warn,
                   const LagLimit& critical)
{
    QString said = judgement.reasons.isEmpty() ? tr("standbys that follow: %1").arg(sample.standbys.size())
                                               : judgement.reasons.join(QLatin1String(", "));
    said.replace(QLatin1Char('|'), QLatin1Char('/')); // begins the figures
    QStringList figures;
    const QMap<QString, QString> labels = labelsOf(sample.standbys);
    for (const StandbyLag& lag : sample.standbys) {
        const QString label = labels.value(lag.id);
        if (const auto bytes = numberOf(countedBytes(lag)))
            figures.append(perfValue(label + QStringLiteral(" bytes"), *bytes, "B", numberOf(warn.bytes),
                                     numberOf(critical.bytes)));
        if (const auto seconds = countedSeconds(lag))
            figures.append(
                perfValue(label + QStringLiteral(" seconds"), *seconds, "s", warn.seconds, critical.seconds));
    }
    for (const SlotLag& slot : sample.slotLags) {
        if (const auto retained = numberOf(slot.retained))
            figures.append(perfValue(core::singleLine(slot.name) + QStringLiteral(" retained"), *retained,
                                     "B", std::nullopt, std::nullopt));
    }
    return QStringLiteral("LAG %1 - %2").arg(lagLevelName(judgement.level).toUpper(), said) +
           (figures.isEmpty() ? QString() : QStringLiteral(" | ") + figures.join(QLatin1Char(' ')));
}

} // namespace tidemark::cli
