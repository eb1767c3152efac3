// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/toolrun.h"

#include "core/wait.h"
#include "postgres/queries/activity.h"
#include "process/toolmessages.h"

namespace tidemark::backup {

core::Status runTool(const process::Command& command, const process::RunOptions& options, const core::RunContext& context, QByteArray& log)
{
    log += command.toShell().toUtf8() + '\n';
    context.log(core::LogLevel::Info, command.toShell());
    auto finished = process::run(command, options, context);
    if (!finished)
        return std::move(finished).error();
    if (!finished->succeeded())
        return process::toolFailure(command, *finished);
    return {};
}

void endToolSessions(const access::ServerAccess& server, const QString& database, const QString& applicationName)
{
    postgres::SessionOptions options;
    options.connectLimit = std::chrono::seconds(5);
    options.statementLimit = std::chrono::seconds(5);
    auto connection = server.connect(database, options, {});
    for (int attempt = 0; connection && attempt < 40; ++attempt) {
        const auto ended = postgres::endSessions(*connection, applicationName);
        if (!ended || *ended == 0)
            return;
        core::sleepFor(std::chrono::milliseconds(50), {});
    }
}

} // namespace tidemark::backup
