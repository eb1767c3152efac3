// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/alertrulesoptions.h"

#include "cli/lagthresholds.h"
#include "cli/texttable.h"
#include "core/quoting.h"
#include "replication/alertcommandline.h"
#include "replication/lagsampler.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace tidemark::cli {

namespace {

using replication::AlertRules;
using std::chrono::seconds;

const QString on = QStringLiteral("on");
const QString off = QStringLiteral("off");

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::alerts", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("alerts"));
}

struct SizeRule
{
    const char* option;
    const char* title;
    std::optional<core::ByteSize> AlertRules::*size;
};
constexpr std::array<SizeRule, 3> sizes{{
    {"stuck", QT_TRANSLATE_NOOP("cli::alerts", "A standby does not get on, and is behind by"),
     &AlertRules::stuckBytes},
    {"behind", QT_TRANSLATE_NOOP("cli::alerts", "A standby is behind by"), &AlertRules::behindBytes},
    {"slot", QT_TRANSLATE_NOOP("cli::alerts", "A slot holds WAL of"), &AlertRules::slotBytes},
}};

struct Switch
{
    const char* option;
    const char* title;
    bool AlertRules::*on;
};
constexpr std::array<Switch, 5> switches{{
    {"raise", QT_TRANSLATE_NOOP("cli::alerts", "Alerts are raised for this server"), &AlertRules::enabled},
    {"missing-standby", QT_TRANSLATE_NOOP("cli::alerts", "A standby that was here is missing"),
     &AlertRules::missingStandbys},
    {"archiving", QT_TRANSLATE_NOOP("cli::alerts", "Archiving fails"), &AlertRules::archiveFailures},
    {"unreachable", QT_TRANSLATE_NOOP("cli::alerts", "The server cannot be reached"),
     &AlertRules::unreachable},
    {"commits", QT_TRANSLATE_NOOP("cli::alerts", "Commits wait for a synchronous standby that is not here"),
     &AlertRules::commitsWait},
}};

/// As the options take it, to the byte: "16MB".
QString exact(core::ByteSize size)
{
    constexpr std::array<const char*, 5> units{"B", "kB", "MB", "GB", "TB"};
    qint64 value = size.bytes();
    std::size_t unit = 0;
    while (unit + 1 < units.size() && value % 1024 == 0 && value > 0) {
        value /= 1024;
        ++unit;
    }
    return QString::number(value) + QLatin1String(units.at(unit));
}

QString exact(seconds time)
{
    return QString::number(time.count()) + QLatin1Char('s');
}

/// One limit of one kind. Error: InvalidInput.
core::Result<LagLimit> limitOf(const Invocation& invocation, const char* option)
{
    auto limit = parseLagLimit(invocation.values(option), QLatin1String(option), QStringLiteral("alerts"));
    if (limit && limit->bytes && limit->seconds)
        return wrong(tr("--%1 takes one value.").arg(QLatin1String(option)));
    return limit;
}

core::Status takeSize(const Invocation& invocation, const SizeRule& rule, AlertRules& rules)
{
    if (!invocation.isSet(rule.option))
        return {};
    if (invocation.value(rule.option) == off) {
        (rules.*rule.size).reset();
        return {};
    }
    const auto limit = limitOf(invocation, rule.option);
    if (!limit)
        return limit.error();
    if (!limit->bytes || limit->bytes->bytes() < 1)
        return core::Status(
            wrong(tr("--%1 is a size, such as 64MB, or off.").arg(QLatin1String(rule.option))));
    rules.*rule.size = limit->bytes;
    return {};
}

/// Whole seconds, from `least` on.
core::Result<seconds> timeOf(const Invocation& invocation, const char* option, int least)
{
    const auto limit = limitOf(invocation, option);
    if (!limit)
        return limit.error();
    constexpr double longest = 365.0 * 86400;
    if (!limit->seconds || *limit->seconds < least || *limit->seconds > longest)
        return wrong(tr("--%1 is a time, such as 30s or 5min.").arg(QLatin1String(option)));
    return seconds(std::llround(*limit->seconds));
}

core::Status takeTimes(const Invocation& invocation, AlertRules& rules)
{
    if (invocation.isSet("behind-time")) {
        rules.behindTime.reset();
        if (invocation.value("behind-time") != off) {
            const auto time = timeOf(invocation, "behind-time", 1);
            if (!time)
                return time.error();
            rules.behindTime = *time;
        }
    }
    if (invocation.isSet("lasting")) {
        const auto time = timeOf(invocation, "lasting", 0);
        if (!time)
            return time.error();
        if (*time > std::chrono::hours(1)) // as in the window
            return core::Status(wrong(tr("--lasting is at most 1h.")));
        rules.minimumDuration = *time;
    }
    return {};
}

core::Status takeSwitch(const Invocation& invocation, const Switch& rule, AlertRules& rules)
{
    if (!invocation.isSet(rule.option))
        return {};
    const QString value = invocation.value(rule.option);
    if (value != on && value != off)
        return core::Status(wrong(tr("--%1 is on or off.").arg(QLatin1String(rule.option))));
    rules.*rule.on = value == on;
    return {};
}

} // namespace

void addAlertRulesOptions(QCommandLineParser& parser)
{
    addOption(parser, "raise", tr("For set: on, or off for no alerts of this server at all."), "on|off");
    addOption(parser, "stuck",
              tr("For set: a standby does not get on, and is this far behind: 16MB, or off."), "SIZE");
    addOption(parser, "behind", tr("For set: a standby is this far behind, moving or not: 1GB, or off."),
              "SIZE");
    addOption(parser, "behind-time", tr("For set: the same in time: 5min, or off."), "TIME");
    addOption(parser, "slot", tr("For set: a slot holds this much WAL: 5GB, or off."), "SIZE");
    addOption(parser, "missing-standby", tr("For set: a standby that was here is missing."), "on|off");
    addOption(parser, "archiving", tr("For set: archiving fails."), "on|off");
    addOption(parser, "unreachable", tr("For set: the server cannot be reached."), "on|off");
    addOption(parser, "commits", tr("For set: commits wait for a standby that is not here."), "on|off");
    addOption(parser, "lasting",
              tr("For set: it has to last this long, and to be better for as long until it is over: 30s."),
              "TIME");
    addOption(
        parser, "run",
        tr("For set: the program to run, with its whole path and its arguments as one word; empty: none."),
        "PROGRAM");
    addOption(parser, "webhook", tr("For set: the address to send alerts to as JSON; empty: none."), "URL");
    addOption(parser, "look-every", tr("For set: the window looks at this server every 1 to 60 s: 2s."),
              "TIME");
    addOption(
        parser, "in-background",
        tr("For set: the window watches this server as long as it runs, not only while it is looked at."),
        "on|off");
    addOption(parser, "defaults", tr("For set: begin with what holds where nothing was ever set."));
}

bool changesAlertRules(const Invocation& invocation)
{
    const auto given = [&invocation](const auto& rule) { return invocation.isSet(rule.option); };
    return std::any_of(sizes.begin(), sizes.end(), given) ||
           std::any_of(switches.begin(), switches.end(), given) || invocation.isSet("behind-time") ||
           invocation.isSet("lasting") || invocation.isSet("run") || invocation.isSet("webhook") ||
           invocation.isSet("defaults");
}

core::Result<AlertRules> alertRulesFrom(const Invocation& invocation, const AlertRules& before)
{
    AlertRules rules = invocation.isSet("defaults") ? AlertRules() : before;
    for (const Switch& rule : switches)
        TIDEMARK_TRY(takeSwitch(invocation, rule, rules));
    for (const SizeRule& rule : sizes)
        TIDEMARK_TRY(takeSize(invocation, rule, rules));
    TIDEMARK_TRY(takeTimes(invocation, rules));
    if (invocation.isSet("run"))
        rules.command = replication::alertCommandWords(invocation.value("run"));
    if (invocation.isSet("webhook"))
        rules.webhook = invocation.value("webhook").trimmed();
    for (const core::Finding& finding : replication::validate(rules)) {
        if (finding.severity == core::Severity::Blocker)
            return core::Error{core::ErrorKind::InvalidInput, finding.sentence, {}, finding.hint};
    }
    return rules;
}

bool changesWatching(const Invocation& invocation)
{
    return invocation.isSet("look-every") || invocation.isSet("in-background");
}

core::Result<replication::WatchSettings> watchSettingsFrom(const Invocation& invocation,
                                                           const replication::WatchSettings& before)
{
    replication::WatchSettings settings = before;
    if (invocation.isSet("look-every")) {
        const auto time = timeOf(invocation, "look-every", 1);
        if (!time)
            return time.error();
        if (*time < replication::shortestInterval || *time > replication::longestInterval)
            return wrong(tr("--look-every is a time from 1s to 60s."));
        settings.interval = *time;
    }
    if (invocation.isSet("in-background")) {
        const QString value = invocation.value("in-background");
        if (value != on && value != off)
            return wrong(tr("--%1 is on or off.").arg(QStringLiteral("in-background")));
        settings.inBackground = value == on;
    }
    return settings;
}

QStringList alertRulesLines(const AlertRules& rules, const replication::WatchSettings& watching)
{
    TextTable table;
    for (const QString& title : {tr("Rule"), tr("Value"), tr("Option")})
        table.addColumn(title);
    const auto add = [&table](const char* title, const QString& value, const char* option) {
        table.addRow({tr(title), value, QLatin1String("--") + QLatin1String(option)});
    };
    for (const Switch& rule : switches)
        add(rule.title, rules.*rule.on ? on : off, rule.option);
    for (const SizeRule& rule : sizes)
        add(rule.title, rules.*rule.size ? exact(*(rules.*rule.size)) : off, rule.option);
    add(QT_TRANSLATE_NOOP("cli::alerts", "A standby is behind in time by"),
        rules.behindTime ? exact(*rules.behindTime) : off, "behind-time");
    add(QT_TRANSLATE_NOOP("cli::alerts", "It has to last for"), exact(rules.minimumDuration), "lasting");
    add(QT_TRANSLATE_NOOP("cli::alerts", "Program to run"),
        rules.command.isEmpty() ? QStringLiteral("–") : replication::alertCommandLine(rules.command), "run");
    add(QT_TRANSLATE_NOOP("cli::alerts", "Address to call"),
        rules.webhook.isEmpty() ? QStringLiteral("–") : rules.webhook, "webhook");
    add(QT_TRANSLATE_NOOP("cli::alerts", "The window looks every"), exact(watching.interval), "look-every");
    add(QT_TRANSLATE_NOOP("cli::alerts", "The window watches as long as it runs"),
        watching.inBackground ? on : off, "in-background");
    return table.lines();
}

} // namespace tidemark::cli
