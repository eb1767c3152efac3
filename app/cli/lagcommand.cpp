// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/texttable.h"
#include "core/text.h"
#include "core/wait.h"
#include "replication/lagjson.h"
#include "replication/lagmodel.h"
#include "replication/lagsampler.h"

#include <QCoreApplication>
#include <QLocale>

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
    return seconds ? core::durationText(std::chrono::milliseconds(static_cast<qint64>(*seconds * 1000))) : QStringLiteral("–");
}

void printSample(const replication::LagSample& sample, Printer& printer)
{
    const QString role = sample.role == replication::ServerRole::Primary ? tr("Primary") : tr("Standby");
    printer.line(tr("%1 at %2, %3").arg(role, sample.lsn ? sample.lsn->toText() : QStringLiteral("?"), QLocale().toString(sample.serverTime.toLocalTime().time(), QStringLiteral("HH:mm:ss"))));
    if (sample.standbys.isEmpty())
        printer.line(tr("No standby is connected."));
    TextTable table;
    for (const QString& title : {tr("Standby"), tr("Address"), tr("Condition")})
        table.addColumn(title);
    for (const QString& title : {tr("Sent"), tr("Write"), tr("Flush"), tr("Replay"), tr("Replay time"), tr("Last reply")})
        table.addColumn(title, TextTable::Align::Right);
    for (const replication::StandbyLag& lag : sample.standbys) {
        table.addRow({lag.name, lag.address.isEmpty() ? tr("socket") : lag.address, replication::conditionTitle(lag.condition), bytesText(lag.bytes.sent),
                      bytesText(lag.bytes.write), bytesText(lag.bytes.flush), bytesText(lag.bytes.replay), secondsText(lag.seconds.replay),
                      secondsText(lag.replyAge)});
    }
    if (!table.isEmpty()) {
        for (const QString& line : table.lines())
            printer.line(line);
    }
    TextTable slotTable;
    for (const QString& title : {tr("Slot"), tr("Type"), tr("Active"), tr("WAL status")})
        slotTable.addColumn(title);
    slotTable.addColumn(tr("Retained"), TextTable::Align::Right);
    for (const replication::SlotLag& slot : sample.slotLags)
        slotTable.addRow({slot.name, slot.type, slot.active ? tr("yes") : tr("no"), slot.walStatus, bytesText(slot.retained)});
    if (!slotTable.isEmpty()) {
        printer.line({});
        for (const QString& line : slotTable.lines())
            printer.line(line);
    }
    printer.findings(sample.findings);
}

void print(const core::Result<replication::LagSample>& sample, Printer& printer)
{
    if (sample) {
        QJsonObject object = replication::toJson(*sample);
        object.insert(QStringLiteral("verdict"), core::verdictName(core::Verdict::Ok));
        printer.object(object);
        printSample(*sample, printer);
        printer.line({});
    } else if (sample.error().kind != core::ErrorKind::Cancelled) {
        printer.object({{QStringLiteral("verdict"), core::verdictName(core::Verdict::Failed)}, {QStringLiteral("error"), sample.error().toJson()}});
        printer.error(sample.error());
    }
}

core::Result<Outcome> watch(Invocation& invocation, const access::Target& target, std::chrono::milliseconds interval)
{
    {
        // The sampler's thread is the only one that prints until it is gone.
        const replication::LagSampler sampler(target, interval, [&](const core::Result<replication::LagSample>& sample) { print(sample, invocation.printer); });
        while (!invocation.context.stopRequested())
            core::sleepFor(std::chrono::hours(1), invocation.context.stop);
    }
    return core::cancelledError();
}

core::Result<Outcome> run(Invocation& invocation)
{
    bool ok = true;
    const double seconds = invocation.isSet("interval") ? invocation.value("interval").toDouble(&ok) : 2.0;
    if (!ok || !(seconds >= 1 && seconds <= 3600)) // "nan" is a number too
        return usageError(tr("--interval is a number of seconds from 1 to 3600."), QStringLiteral("lag"));
    if (invocation.isSet("interval") && !invocation.isSet("watch"))
        return usageError(tr("--interval needs --watch."), QStringLiteral("lag"));
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    if (invocation.isSet("watch"))
        return watch(invocation, server->target, std::chrono::milliseconds(static_cast<qint64>(seconds * 1000)));
    auto sample = replication::sampleOnce(server->access, invocation.context);
    if (!sample)
        return std::move(sample).error();
    printSample(*sample, invocation.printer);
    return Outcome{core::Verdict::Ok, replication::toJson(*sample)};
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "watch", tr("Goes on until interrupted; with --json one object per line."));
    addOption(parser, "interval", tr("Seconds between two looks; 2 by default."), "S");
    addServerOptions(parser);
}

} // namespace

const Subcommand lagCommand{"lag", "[--watch] [--interval S]", QT_TRANSLATE_NOOP("cli", "How far the standbys are behind, in bytes first."), 0, addOptions, run};

} // namespace tidemark::cli
