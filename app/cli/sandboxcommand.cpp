// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/texttable.h"
#include "cluster/diskwatch.h"
#include "cluster/keptclusters.h"
#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::sandbox", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("sandbox"));
}

core::Result<Outcome> list(Invocation& invocation)
{
    const auto sandboxes = cluster::keptSandboxes();
    if (!sandboxes)
        return sandboxes.error();
    TextTable table;
    for (const QString& title : {tr("Name"), tr("Holds"), tr("PostgreSQL"), tr("State"), tr("Made"),
                                 tr("On disk"), tr("Connect with")})
        table.addColumn(title);
    QJsonArray array;
    for (const cluster::KeptCluster& sandbox : *sandboxes) {
        qint64 bytes = cluster::diskUse(sandbox.record.folder);
        for (const cluster::ClusterRecord::Tablespace& tablespace : sandbox.record.tablespaces) {
            if (!tablespace.folder.startsWith(sandbox.record.folder + QLatin1Char('/')))
                bytes += cluster::diskUse(tablespace.folder);
        }
        table.addRow({sandbox.name(), sandbox.record.label, QString::number(sandbox.record.major),
                      sandbox.isRunning ? tr("running") : tr("stopped"),
                      core::localDateTimeText(sandbox.record.made), core::ByteSize(bytes).toText(),
                      sandbox.spec().toConninfo()});
        array.append(QJsonObject{{QStringLiteral("name"), sandbox.name()},
                                 {QStringLiteral("label"), sandbox.record.label},
                                 {QStringLiteral("kind"), cluster::clusterKindName(sandbox.record.kind)},
                                 {QStringLiteral("folder"), sandbox.record.folder},
                                 {QStringLiteral("major"), sandbox.record.major},
                                 {QStringLiteral("running"), sandbox.isRunning},
                                 {QStringLiteral("made"), core::isoUtc(sandbox.record.made)},
                                 {QStringLiteral("bytes"), bytes},
                                 {QStringLiteral("conninfo"), sandbox.spec().toConninfo()}});
    }
    if (table.isEmpty())
        invocation.printer.line(
            tr("There are none. Make one with: tidemarkctl restore BACKUP --into-sandbox, or of a base backup: "
               "tidemarkctl restore BACKUP --into-cluster DIR"));
    else
        for (const QString& line : table.lines())
            invocation.printer.line(line);
    return Outcome{core::Verdict::Ok, {{QStringLiteral("sandboxes"), array}}};
}

core::Result<Outcome> change(Invocation& invocation, const QString& action)
{
    if (invocation.arguments().size() != 2)
        return wrong(tr("Which sandbox? Its name is missing; see them with: tidemarkctl sandbox list"));
    const auto sandbox = cluster::findKeptSandbox(invocation.arguments().at(1));
    if (!sandbox)
        return sandbox.error();
    if (action == QLatin1String("start")) {
        const auto tools = invocation.tools();
        if (!tools)
            return tools.error();
        TIDEMARK_TRY(cluster::startKept(*sandbox, *tools, invocation.context));
        invocation.printer.line(tr("It runs. Connect with: %1").arg(sandbox->spec().toConninfo()));
    } else if (action == QLatin1String("stop")) {
        TIDEMARK_TRY(cluster::stopKept(*sandbox));
        invocation.printer.line(
            tr("Stopped. What is in it stays; start it again with: tidemarkctl sandbox start %1")
                .arg(sandbox->name()));
    } else {
        TIDEMARK_TRY(cluster::removeKept(*sandbox));
        invocation.printer.line(tr("Stopped and removed with everything in it."));
    }
    return Outcome{core::Verdict::Ok, {{QStringLiteral("name"), sandbox->name()}}};
}

core::Result<Outcome> run(Invocation& invocation)
{
    const QString action =
        invocation.arguments().isEmpty() ? QStringLiteral("list") : invocation.arguments().constFirst();
    if (action == QLatin1String("list") && invocation.arguments().size() <= 1)
        return list(invocation);
    if (action == QLatin1String("start") || action == QLatin1String("stop") ||
        action == QLatin1String("remove"))
        return change(invocation, action);
    return wrong(
        tr("sandbox has no action %1.")
            .arg(core::singleLine(invocation.arguments().value(action == QLatin1String("list") ? 1 : 0))));
}

} // namespace

const Subcommand sandboxCommand{
    "sandbox",
    "[list]\nstart NAME\nstop NAME\nremove NAME",
    QT_TRANSLATE_NOOP("cli", "Servers of this machine that backups were restored into and that run on."),
    2,
    nullptr,
    run};

} // namespace tidemark::cli
