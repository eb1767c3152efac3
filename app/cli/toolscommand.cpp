// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/texttable.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

QString serves(const process::Tool& tool)
{
    using process::ToolKind;
    const int major = tool.version.major();
    switch (tool.kind) {
    case ToolKind::PgDump:
    case ToolKind::PgDumpAll:
        // (Manual, pg_dump, "Notes": servers back to 9.2 since version 15.)
        return QCoreApplication::translate("cli::tools", "backs up servers up to %1").arg(major);
    case ToolKind::PgRestore:
        return QCoreApplication::translate("cli::tools", "restores archives of pg_dump up to %1").arg(major);
    case ToolKind::PgBaseBackup:
    case ToolKind::PgReceiveWal:
        return QCoreApplication::translate("cli::tools", "streams from servers up to %1").arg(major);
    case ToolKind::PgVerifyBackup:
        return QCoreApplication::translate("cli::tools", "checks base backups");
    case ToolKind::Psql:
        return QCoreApplication::translate("cli::tools", "runs plain SQL dumps");
    case ToolKind::InitDb:
    case ToolKind::PgCtl:
    case ToolKind::Postgres:
        break;
    }
    return QCoreApplication::translate("cli::tools", "starts local servers of %1").arg(major);
}

core::Result<Outcome> run(Invocation& invocation)
{
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    if (tools->all().isEmpty()) {
        return core::Error{core::ErrorKind::ToolMissing, QCoreApplication::translate("cli::tools", "No PostgreSQL programs were found here."), {},
                           process::installHint(process::ToolKind::PgDump, 15)};
    }
    TextTable table;
    table.addColumn(QCoreApplication::translate("cli::tools", "Program"));
    table.addColumn(QCoreApplication::translate("cli::tools", "Version"));
    table.addColumn(QCoreApplication::translate("cli::tools", "Can"));
    table.addColumn(QCoreApplication::translate("cli::tools", "Path"));
    QJsonArray array;
    for (const process::Tool& tool : tools->all()) {
        table.addRow({process::toolName(tool.kind), tool.version.toText(), serves(tool), tool.path});
        array.append(QJsonObject{{QStringLiteral("name"), process::toolName(tool.kind)},
                                 {QStringLiteral("version"), tool.version.toText()},
                                 {QStringLiteral("major"), tool.version.major()},
                                 {QStringLiteral("path"), tool.path}});
    }
    for (const QString& line : table.lines())
        invocation.printer.line(line);
    return Outcome{core::Verdict::Ok, {{QStringLiteral("tools"), array}}};
}

} // namespace

const Subcommand toolsCommand{"tools", "", QT_TRANSLATE_NOOP("cli", "PostgreSQL programs found here, their versions and what each can serve."), 0, nullptr, run};

} // namespace tidemark::cli
