// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/servertool.h"

#include "process/toolmessages.h"

#include <QCoreApplication>
#include <QProcessEnvironment>

namespace tidemark::cluster {

namespace {

/// The version to advise where no server is here at all: the one of the client programs, else Debian 12's.
int majorToAdvise(const process::ToolSet& tools)
{
    int newest = 0;
    for (const process::Tool& tool : tools.all())
        newest = std::max(newest, tool.version.major());
    return newest > 0 ? newest : 15;
}

} // namespace

core::Result<ServerTools> ServerTools::find(const process::ToolSet& tools, int major)
{
    const int wanted = major > 0 ? major : tools.newestServerMajor();
    if (wanted == 0) {
        return core::Error{core::ErrorKind::ToolMissing,
                           QCoreApplication::translate("cluster::ServerTools", "The programs that run a PostgreSQL server are not installed here."),
                           QCoreApplication::translate("cluster::ServerTools", "postgres, initdb and pg_ctl of one version are needed."),
                           process::installHint(process::ToolKind::Postgres, majorToAdvise(tools))};
    }
    auto initDb = tools.pickExact(process::ToolKind::InitDb, wanted);
    if (!initDb)
        return std::move(initDb).error();
    auto pgCtl = tools.pickExact(process::ToolKind::PgCtl, wanted);
    if (!pgCtl)
        return std::move(pgCtl).error();
    auto postgres = tools.pickExact(process::ToolKind::Postgres, wanted);
    if (!postgres)
        return std::move(postgres).error();
    return ServerTools{*initDb, *pgCtl, wanted};
}

core::Result<process::Finished> runServerProgram(const process::Command& program, const QString& folder, const ServerUser& user,
                                                 std::chrono::milliseconds limit, const core::RunContext& context,
                                                 std::optional<int> input)
{
    process::Command command = program;
    command.setWorkingDirectory(folder);
    const QStringList inherited = QProcessEnvironment::systemEnvironment().keys();
    for (const QString& name : inherited) {
        if (name.startsWith(QLatin1String("PG")))
            command.unsetEnvironment(name);
    }
    command.unsetEnvironment(QStringLiteral("LC_ALL"));
    command.unsetEnvironment(QStringLiteral("LANGUAGE"));
    command.setEnvironment(QStringLiteral("LC_MESSAGES"), QStringLiteral("C"));
    process::RunOptions options;
    options.runAs = user;
    options.limit = limit;
    options.inputDescriptor = input;
    return process::run(command, options, context);
}

core::Status runServerTool(const process::Tool& tool, const QStringList& arguments, const QString& folder,
                           const ServerUser& user, std::chrono::milliseconds limit, const core::RunContext& context)
{
    const process::Command command(tool.path, arguments);
    const auto finished = runServerProgram(command, folder, user, limit, context);
    if (!finished)
        return finished.error();
    if (finished->succeeded())
        return {};
    return process::toolFailure(command, *finished);
}

} // namespace tidemark::cluster
