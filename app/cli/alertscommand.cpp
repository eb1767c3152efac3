// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/alertrulesoptions.h"
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/texttable.h"
#include "core/quoting.h"
#include "core/text.h"
#include "replication/lagrecorder.h"
#include "store/alertlog.h"
#include "store/preferences.h"
#include "store/profilestore.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

constexpr int shownAlerts = 50;
constexpr int mostAlerts = 10'000;

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::alerts", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("alerts"));
}

replication::WatchSettings watchingOf(const QString& profileId)
{
    return replication::WatchSettings::fromJson(store::Preferences().replicationChoices(profileId));
}

Outcome told(const QString& label, const replication::AlertRules& rules,
             const replication::WatchSettings& watching, Printer& printer)
{
    printer.line(tr("Alerts of %1").arg(core::singleLine(label)));
    for (const QString& line : alertRulesLines(rules, watching))
        printer.line(line);
    return {core::Verdict::Ok,
            {{QStringLiteral("server"), label},
             {QStringLiteral("rules"), rules.toJson()},
             {QStringLiteral("watching"),
              QJsonObject{{QStringLiteral("seconds"), static_cast<qint64>(watching.interval.count())},
                          {QStringLiteral("inBackground"), watching.inBackground}}}}};
}

core::Result<Outcome> show(Invocation& invocation)
{
    if (!invocation.isSet("profile") && !invocation.isSet("connection"))
        return told(tr("a server of which nothing was set"), {}, {}, invocation.printer);
    const auto server = nameServer(invocation);
    if (!server)
        return server.error();
    replication::AlertRules rules;
    replication::WatchSettings watching;
    if (!server->profileId.isEmpty()) {
        store::ProfileStore profiles;
        TIDEMARK_TRY(profiles.load());
        const auto profile = profiles.find(server->profileId);
        if (!profile)
            return profile.error();
        rules = replication::AlertRules::fromJson(profile->alerts);
        watching = watchingOf(profile->id);
    }
    return told(server->label, rules, watching, invocation.printer);
}

core::Result<Outcome> set(Invocation& invocation)
{
    if (!invocation.isSet("profile"))
        return wrong(tr("Rules belong to a profile: --profile is missing."));
    if (!changesAlertRules(invocation) && !changesWatching(invocation))
        return wrong(tr("Nothing is to be changed; to see the rules: alerts show."));
    store::ProfileStore profiles;
    TIDEMARK_TRY(profiles.load());
    auto profile = profiles.find(invocation.value("profile"));
    if (!profile)
        return std::move(profile).error();
    const auto rules = alertRulesFrom(invocation, replication::AlertRules::fromJson(profile->alerts));
    if (!rules)
        return rules.error();
    const auto watching = watchSettingsFrom(invocation, watchingOf(profile->id));
    if (!watching)
        return watching.error();
    if (changesAlertRules(invocation)) {
        profile->alerts = rules->toJson();
        TIDEMARK_TRY(profiles.update(*profile));
    }
    if (changesWatching(invocation)) {
        store::Preferences preferences;
        QJsonObject choices = preferences.replicationChoices(profile->id);
        watching->writeTo(choices);
        preferences.setReplicationChoices(profile->id, choices);
    }
    return told(profile->name, *rules, *watching, invocation.printer);
}

QString textOf(const QDateTime& when)
{
    return when.isValid() ? when.toUTC().toString(Qt::ISODateWithMs) : QString();
}

QJsonObject jsonOf(const store::LoggedAlert& alert)
{
    return {{QStringLiteral("server"), alert.serverName},
            {QStringLiteral("cause"), alert.cause},
            {QStringLiteral("severity"), alert.severity},
            {QStringLiteral("subject"), alert.subjectName},
            {QStringLiteral("sentence"), alert.sentence},
            {QStringLiteral("raised"), textOf(alert.raised)},
            {QStringLiteral("ended"), alert.ended.isValid() ? QJsonValue(textOf(alert.ended)) : QJsonValue()},
            {QStringLiteral("delivery"), alert.delivery},
            {QStringLiteral("endDelivery"), alert.endDelivery}};
}

QString deliveryText(const store::LoggedAlert& alert)
{
    if (alert.delivery.isEmpty() && alert.endDelivery.isEmpty())
        return QStringLiteral("–");
    if (alert.endDelivery.isEmpty() || alert.endDelivery == alert.delivery)
        return alert.delivery;
    return tr("%1; at the end: %2")
        .arg(alert.delivery.isEmpty() ? QStringLiteral("–") : alert.delivery, alert.endDelivery);
}

QStringList rowOf(const store::LoggedAlert& alert)
{
    const auto cause = replication::alertCauseFromName(alert.cause);
    const qint64 lasted = std::max<qint64>(
        0, alert.raised.secsTo(alert.ended.isValid() ? alert.ended : QDateTime::currentDateTimeUtc()));
    const QString time = core::durationText(std::chrono::seconds(lasted));
    return {core::localDateTimeText(alert.raised),
            alert.ended.isValid() ? time : tr("%1, lasts").arg(time),
            alert.serverName,
            cause ? replication::alertCauseTitle(*cause) : alert.cause,
            alert.subjectName.isEmpty() ? QStringLiteral("–") : alert.subjectName,
            alert.sentence,
            deliveryText(alert)};
}

core::Result<Outcome> log(Invocation& invocation)
{
    bool ok = true;
    const int limit = invocation.isSet("limit") ? invocation.value("limit").toInt(&ok) : shownAlerts;
    if (!ok || limit < 1 || limit > mostAlerts)
        return wrong(tr("--limit is a number from 1 to %1.").arg(mostAlerts));
    QString key; // of all servers
    if (invocation.isSet("profile") || invocation.isSet("connection")) {
        const auto server = nameServer(invocation);
        if (!server)
            return server.error();
        key = replication::serverKey(server->profileId, server->label);
    }
    QList<store::LoggedAlert> alerts;
    if (QFileInfo::exists(store::AlertLog::defaultPath())) {
        const auto log = store::AlertLog::open();
        if (!log)
            return log.error();
        auto recent = log->recent(key, limit);
        if (!recent)
            return std::move(recent).error();
        alerts = *std::move(recent);
    }
    TextTable table;
    for (const QString& title : {tr("Raised"), tr("Lasted"), tr("Server"), tr("Cause"), tr("Standby or slot"),
                                 tr("What was the case"), tr("Program or address")})
        table.addColumn(title);
    QJsonArray array;
    for (const store::LoggedAlert& alert : std::as_const(alerts)) {
        table.addRow(rowOf(alert));
        array.append(jsonOf(alert));
    }
    if (alerts.isEmpty())
        invocation.printer.line(tr("No alert was ever raised here."));
    else
        for (const QString& line : table.lines())
            invocation.printer.line(line);
    return Outcome{core::Verdict::Ok, {{QStringLiteral("alerts"), array}}};
}

struct NamedAction
{
    const char* name;
    core::Result<Outcome> (*action)(Invocation&);
};
constexpr NamedAction actions[]{{"show", show}, {"set", set}, {"log", log}};

core::Result<Outcome> run(Invocation& invocation)
{
    const QString name =
        invocation.arguments().isEmpty() ? QStringLiteral("show") : invocation.arguments().constFirst();
    if (name != QLatin1String("set") && (changesAlertRules(invocation) || changesWatching(invocation)))
        return wrong(tr("Rules are changed by: alerts set."));
    if (name != QLatin1String("log") && invocation.isSet("limit"))
        return wrong(tr("--limit is for: alerts log."));
    for (const NamedAction& known : actions) {
        if (name == QLatin1String(known.name))
            return known.action(invocation);
    }
    return wrong(tr("alerts has no action %1.").arg(core::singleLine(name)));
}

void addOptions(QCommandLineParser& parser)
{
    addAlertRulesOptions(parser);
    addOption(parser, "limit", tr("For log: how many, the newest first; 50 by default."), "N");
    addOption(parser, "profile", tr("The profile whose server is meant."), "NAME");
    addOption(parser, "connection", tr("For show and log: a server without a profile."), "CONNINFO");
}

} // namespace

const Subcommand alertsCommand{
    "alerts",
    "[show] [--profile NAME]\n"
    "set --profile NAME [--raise on|off] [--stuck SIZE] [--behind SIZE] [--behind-time TIME] [--slot SIZE] "
    "[--missing-standby on|off] [--archiving on|off] [--unreachable on|off] [--commits on|off] [--lasting "
    "TIME] "
    "[--run PROGRAM] [--webhook URL] [--look-every TIME] [--in-background on|off] [--defaults]\n"
    "log [--profile NAME | --connection CONNINFO] [--limit N]",
    QT_TRANSLATE_NOOP("cli",
                      "When replication is worth an alert, per profile, and what was raised; shared with "
                      "the window."),
    1,
    addOptions,
    run};

} // namespace tidemark::cli
