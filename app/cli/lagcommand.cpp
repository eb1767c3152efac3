// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/laghistoryoutput.h"
#include "cli/lagthresholds.h"
#include "cli/texttable.h"
#include "core/quoting.h"
#include "core/text.h"
#include "core/wait.h"
#include "replication/alertwatch.h"
#include "replication/lagjson.h"
#include "replication/lagrecorder.h"
#include "replication/lagrules.h"
#include "replication/lagsampler.h"
#include "store/profilestore.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::lag", text);
}

QString bytesText(const std::optional<core::ByteSize>& bytes)
{
    return bytes ? bytes->toText() : QStringLiteral("–");
}

QString secondsText(const std::optional<double>& seconds)
{
    return seconds ? core::durationText(std::chrono::milliseconds(static_cast<qint64>(*seconds * 1000)))
                   : QStringLiteral("–");
}

/// Where it comes from, of those that come to this server; "–" is where that is not known.
QString addressText(const replication::StandbyLag& lag)
{
    if (!lag.address.isEmpty())
        return lag.address;
    const bool visible = lag.viewpoint == replication::Viewpoint::Sender &&
                         lag.condition != replication::Condition::NoPrivilege;
    return visible ? tr("socket") : QStringLiteral("–");
}

QString behindText(const replication::StandbyLag& lag)
{
    const auto seconds = countedSeconds(lag);
    const bool isLeast = lag.behind && lag.behind->atLeast && seconds && !(lag.seconds.replay >= *seconds);
    return isLeast ? QStringLiteral("≥ ") + secondsText(seconds) : secondsText(seconds);
}

void printSample(const replication::LagSample& sample, Printer& printer)
{
    const QString role = sample.role == replication::ServerRole::Primary ? tr("Primary") : tr("Standby");
    printer.line(
        tr("%1 at %2, %3")
            .arg(role, sample.lsn ? sample.lsn->toText() : QStringLiteral("?"),
                 QLocale().toString(sample.serverTime.toLocalTime().time(), QStringLiteral("HH:mm:ss"))));
    if (sample.standbys.isEmpty())
        printer.line(tr("No standby is connected."));
    TextTable table;
    for (const QString& title : {tr("Standby"), tr("Address"), tr("Condition")})
        table.addColumn(title);
    for (const QString& title :
         {tr("Sent"), tr("Write"), tr("Flush"), tr("Replay"), tr("Behind for"), tr("Last reply")})
        table.addColumn(title, TextTable::Align::Right);
    for (const replication::StandbyLag& lag : sample.standbys) {
        table.addRow({lag.name, addressText(lag), replication::conditionTitle(lag.condition),
                      bytesText(lag.bytes.sent), bytesText(lag.bytes.write), bytesText(lag.bytes.flush),
                      bytesText(lag.bytes.replay), behindText(lag), secondsText(lag.replyAge)});
    }
    if (!table.isEmpty()) {
        for (const QString& line : table.lines())
            printer.line(line);
    }
    TextTable slotTable;
    for (const QString& title : {tr("Slot"), tr("Type"), tr("Condition"), tr("WAL status")})
        slotTable.addColumn(title);
    slotTable.addColumn(tr("Retained"), TextTable::Align::Right);
    for (const replication::SlotLag& slot : sample.slotLags)
        slotTable.addRow({slot.name, slot.type, replication::slotConditionTitle(slot.condition),
                          slot.walStatus, bytesText(slot.retained)});
    if (!slotTable.isEmpty()) {
        printer.line({});
        for (const QString& line : slotTable.lines())
            printer.line(line);
    }
}

/// What a run was asked for.
struct Order
{
    std::chrono::milliseconds interval{2000};
    LagLimit warn;
    LagLimit critical;
    int standbys = 0; // that have to be connected

    bool hasLimits() const { return warn.isSet() || critical.isSet() || standbys > 0; }
    LagJudgement judge(const replication::LagSample& sample) const
    {
        if (!hasLimits())
            return {};
        LagJudgement judgement = judgeLimits(sample, warn, critical);
        judgeCount(sample, standbys, judgement);
        return judgement;
    }
};

QJsonObject jsonOf(const replication::LagSample& sample, const Order& order, const LagJudgement& judgement)
{
    QJsonObject object = replication::toJson(sample);
    if (order.hasLimits()) {
        object.insert(QStringLiteral("level"), lagLevelName(judgement.level));
        object.insert(QStringLiteral("reasons"), QJsonArray::fromStringList(judgement.reasons));
    }
    return object;
}

/// Whether somebody should look; also where the limits cannot be held against anything.
core::Verdict verdictOf(const LagJudgement& judgement)
{
    return judgement.level == LagLevel::Ok ? core::Verdict::Ok : core::Verdict::Differences;
}

void printReasons(const LagJudgement& judgement, Printer& printer)
{
    if (!judgement.reasons.isEmpty())
        printer.line(tr("%1: %2").arg(lagLevelName(judgement.level).toUpper(),
                                      judgement.reasons.join(QLatin1String(", "))));
}

/// What should be changed on the server, said again only when it is something else.
class NewFindings
{
public:
    void print(const core::Findings& findings, Printer& printer)
    {
        QStringList keys; // the hint has the name of the slot; a sentence has figures that change
        for (const core::Finding& finding : findings)
            keys.append(finding.id + QLatin1Char('\n') + finding.hint);
        core::Findings fresh;
        for (qsizetype i = 0; i < findings.size(); ++i) {
            if (!m_told.contains(keys.at(i)))
                fresh.append(findings.at(i));
        }
        m_told = keys;
        printer.findings(fresh);
    }

private:
    QStringList m_told; // at the last look
};

void print(const core::Result<replication::LagSample>& sample, const Order& order, NewFindings& findings,
           Printer& printer)
{
    if (sample) {
        const LagJudgement judgement = order.judge(*sample);
        QJsonObject object = jsonOf(*sample, order, judgement);
        object.insert(QStringLiteral("verdict"), core::verdictName(verdictOf(judgement)));
        printer.object(object);
        printSample(*sample, printer);
        printReasons(judgement, printer);
        findings.print(sample->findings, printer);
        printer.line({});
    } else if (sample.error().kind != core::ErrorKind::Cancelled) {
        printer.object({{QStringLiteral("verdict"), core::verdictName(core::Verdict::Failed)},
                        {QStringLiteral("error"), sample.error().toJson()}});
        printer.error(sample.error());
    }
}

void print(const QList<replication::AlertEvent>& events, Printer& printer)
{
    for (const replication::AlertEvent& event : events) {
        const bool raised = event.kind == replication::AlertEvent::Kind::Raised;
        printer.object(
            {{QStringLiteral("alert"), raised ? QStringLiteral("raised") : QStringLiteral("ended")},
             {QStringLiteral("cause"), replication::alertCauseName(event.alert.cause)},
             {QStringLiteral("severity"), replication::alertSeverityName(event.alert.severity)},
             {QStringLiteral("subject"), event.alert.subjectName},
             {QStringLiteral("sentence"), event.alert.sentence}});
        printer.say((raised ? tr("Alert: %1") : tr("Over: %1")).arg(event.alert.sentence));
    }
}

/// A profile's rules as they are now; the defaults for a connection without one.
class CurrentRules
{
public:
    explicit CurrentRules(const OpenServer& server)
        : m_profileId(server.owner.profileId)
    {
    }

    const replication::AlertRules& rules()
    {
        if (m_profileId.isEmpty())
            return m_rules;
        const QDateTime written = QFileInfo(m_profiles.path()).lastModified();
        if (written == m_written)
            return m_rules;
        m_written = written;
        if (m_profiles.load()) {
            if (const auto profile = m_profiles.find(m_profileId))
                m_rules = replication::AlertRules::fromJson(profile->alerts);
        }
        return m_rules;
    }

private:
    QString m_profileId;
    store::ProfileStore m_profiles;
    QDateTime m_written; // when the file was that the rules are from
    replication::AlertRules m_rules;
};

core::Result<Outcome> watch(Invocation& invocation, const OpenServer& server, const Order& order)
{
    const QString key = replication::serverKey(server.owner.profileId, server.label);
    replication::LagOptions options;
    options.interval = order.interval;
    std::optional<replication::LagRecorder> recorder;
    CurrentRules rules(server);
    std::optional<replication::AlertWatch> alerts;
    options.expected = replication::expectedStandbys(key);
    if (invocation.isSet("record"))
        recorder.emplace(key);
    if (invocation.isSet("alerts"))
        alerts.emplace(key, server.label, rules.rules());
    std::optional<core::Error> told; // why nothing is recorded
    std::optional<core::Error> toldOfAlerts;
    std::stop_source done;
    const std::stop_callback interrupted(invocation.context.stop, [&done] { done.request_stop(); });
    NewFindings findings;
    const auto looked = [&](const core::Result<replication::LagSample>& sample) {
        print(sample, order, findings, invocation.printer);
        if (recorder && sample)
            recorder->record(*sample);
        if (recorder && recorder->problem() && !told) {
            told = recorder->problem();
            invocation.printer.say(tr("Nothing is recorded: %1").arg(told->toText()));
        }
        if (alerts) {
            alerts->setRules(rules.rules());
            print(alerts->feed(sample, QDateTime::currentDateTimeUtc()), invocation.printer);
            if (alerts->problem() && !toldOfAlerts) {
                toldOfAlerts = alerts->problem();
                invocation.printer.say(tr("Alerts are shown here alone: %1").arg(toldOfAlerts->toText()));
            }
        }
        // `| head`, or a full disk: nobody would see what it goes on to say. What came of it says main().
        if (Printer::outputError() != 0)
            done.request_stop();
    };
    {
        // The sampler's thread is the only one that prints until it is gone.
        const replication::LagSampler sampler(server.target, options, looked);
        while (!done.stop_requested())
            core::sleepFor(std::chrono::hours(1), done.get_token());
    }
    if (!invocation.context.stopRequested())
        return Outcome{};
    return core::cancelledError();
}

/// Who was recorded here, or is missed by an alert, is missing where it is not connected.
core::Result<replication::LagSample> lookAt(const OpenServer& server, const core::RunContext& context)
{
    const QString key = replication::serverKey(server.owner.profileId, server.label);
    return replication::sampleOnce(server.access, context, replication::expectedStandbys(key));
}

core::Result<Outcome> lookOnce(Invocation& invocation, const OpenServer& server, const Order& order)
{
    auto sample = lookAt(server, invocation.context);
    if (!sample)
        return std::move(sample).error();
    const LagJudgement judgement = order.judge(*sample);
    printSample(*sample, invocation.printer);
    printReasons(judgement, invocation.printer);
    invocation.printer.findings(sample->findings);
    return Outcome{verdictOf(judgement), jsonOf(*sample, order, judgement)};
}

/// One line and the exit codes of monitoring plugins, also where nothing could be measured.
core::Result<Outcome> checkForNagios(Invocation& invocation, const Order& order)
{
    const auto unknown = [&invocation](const core::Error& error) {
        invocation.printer.line(QStringLiteral("LAG UNKNOWN - ") +
                                core::singleLine(error.message).replace(QLatin1Char('|'), QLatin1Char('/')));
        return Outcome{core::Verdict::Failed, {}, static_cast<int>(LagLevel::Unknown)};
    };
    const auto server = openServer(invocation);
    if (!server)
        return unknown(server.error());
    const auto sample = lookAt(*server, invocation.context);
    if (!sample)
        return unknown(sample.error());
    LagJudgement judgement = judgeHealth(*sample, order.warn, order.critical);
    judgeCount(*sample, order.standbys, judgement);
    invocation.printer.line(nagiosLine(*sample, judgement, order.warn, order.critical));
    return Outcome{verdictOf(judgement), {}, static_cast<int>(judgement.level)};
}

constexpr const char* notWithForget[]{"watch",    "nagios", "warn",   "critical", "standbys",
                                      "interval", "record", "alerts", "history"};

core::Status checkOptions(const Invocation& invocation)
{
    const auto usage = [](const QString& message) {
        return core::Status(usageError(message, QStringLiteral("lag")));
    };
    if (invocation.isSet("interval") && !invocation.isSet("watch"))
        return usage(tr("--interval needs --watch."));
    if ((invocation.isSet("record") || invocation.isSet("alerts")) && !invocation.isSet("watch"))
        return usage(tr("--record and --alerts need --watch."));
    if (invocation.isSet("nagios") && (invocation.isSet("watch") || !invocation.printer.isText()))
        return usage(tr("--nagios goes with neither --watch nor --json."));
    if (invocation.isSet("history") &&
        (invocation.isSet("watch") || invocation.isSet("nagios") || invocation.isSet("warn") ||
         invocation.isSet("critical") || invocation.isSet("standbys")))
        return usage(tr("--history shows what was recorded; it goes with none of the other options."));
    if (invocation.isSet("forget") &&
        std::any_of(std::begin(notWithForget), std::end(notWithForget),
                    [&](const char* option) { return invocation.isSet(option); }))
        return usage(tr("--forget goes with none of the other options."));
    return {};
}

core::Result<Order> orderOf(const Invocation& invocation)
{
    Order order;
    bool ok = true;
    const double seconds = invocation.isSet("interval") ? invocation.value("interval").toDouble(&ok) : 2.0;
    const auto least = static_cast<double>(replication::shortestInterval.count());
    const auto most = static_cast<double>(replication::longestInterval.count());
    if (!ok || !(seconds >= least && seconds <= most)) // "nan" is a number too
        return usageError(tr("--interval is a number of seconds from %1 to %2.").arg(least).arg(most),
                          QStringLiteral("lag"));
    order.interval = std::chrono::milliseconds(static_cast<qint64>(seconds * 1000));
    const auto warn = parseLagLimit(invocation.values("warn"), QStringLiteral("warn"));
    if (!warn)
        return warn.error();
    const auto critical = parseLagLimit(invocation.values("critical"), QStringLiteral("critical"));
    if (!critical)
        return critical.error();
    order.warn = *warn;
    order.critical = *critical;
    if (invocation.isSet("standbys")) {
        order.standbys = invocation.value("standbys").toInt(&ok);
        if (!ok || order.standbys < 1)
            return usageError(tr("--standbys is a number from 1 on."), QStringLiteral("lag"));
    }
    return order;
}

core::Result<Outcome> run(Invocation& invocation)
{
    const auto order = orderOf(invocation);
    if (!order)
        return order.error();
    TIDEMARK_TRY(checkOptions(invocation));
    if (invocation.isSet("history"))
        return printLagHistory(invocation);
    if (invocation.isSet("forget"))
        return forgetStandby(invocation);
    if (invocation.isSet("nagios"))
        return checkForNagios(invocation, *order);
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    return invocation.isSet("watch") ? watch(invocation, *server, *order)
                                     : lookOnce(invocation, *server, *order);
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "watch", tr("Goes on until interrupted; with --json one object per line."));
    addOption(parser, "interval", tr("Seconds between two looks, 1 to 60; 2 by default."), "S");
    addOption(
        parser, "warn",
        tr("Exit code 4 where a standby, or a slot that nobody reads from, is this far behind: 64MB, 30s, or "
           "both; and where no standby is connected. Of seconds a single look knows only what the server "
           "has measured, --watch measures by itself."),
        "LIMIT");
    addOption(parser, "critical", tr("The same, as critical."), "LIMIT");
    addOption(parser, "standbys",
              tr("Exit code 4 where fewer standbys and subscribers than this are connected."), "N");
    addOption(parser, "nagios",
              tr("One line with figures, and exit codes 0 ok, 1 warning, 2 critical, 3 unknown, for Nagios "
                 "and its kin."));
    addOption(parser, "record",
              tr("With --watch: keep what is seen in the history, unless another process does."));
    addOption(parser, "alerts",
              tr("With --watch: raise alerts by the profile's rules (tidemarkctl alerts), with its command "
                 "and webhook."));
    addOption(
        parser, "history",
        tr("What was recorded, as CSV: dates, ISO times, or -24h; an empty end is the first or the last."),
        "FROM..TO");
    addOption(parser, "forget",
              tr("A standby that was recorded and will not come back: it is not missed any more."),
              "STANDBY");
    addServerOptions(parser);
}

} // namespace

const Subcommand lagCommand{
    "lag",
    "[--warn LIMIT] [--critical LIMIT] [--standbys N] [--nagios]\n--watch [--interval S] "
    "[--record] [--alerts] [--warn LIMIT] [--critical LIMIT] [--standbys "
    "N]\n--history FROM..TO\n--forget STANDBY",
    QT_TRANSLATE_NOOP("cli", "How far the standbys are behind, in bytes first."),
    0,
    addOptions,
    run,
    "warn critical"};

} // namespace tidemark::cli
