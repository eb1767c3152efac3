// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/crashedruns.h"

#include "catalog/runid.h"
#include "postgres/queries/activity.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tidemark::backup {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::crashedRuns", text);
}

/// How many sessions there were.
int endSessions(const QString& runId, postgres::Connection& connection, const core::RunContext& context)
{
    if (runId.isEmpty())
        return 0;
    auto ended = postgres::endSessions(connection, catalog::applicationNameOf(runId));
    if (ended)
        return *ended;
    context.log(core::LogLevel::Warning, ended.error().toText());
    return 0;
}

} // namespace

core::Findings settleCrashedRuns(const QList<catalog::Leftover>& runs, postgres::Connection& connection,
                                 const core::RunContext& context)
{
    core::Findings findings;
    for (const catalog::Leftover& run : runs) {
        QString sentence =
            tr("An earlier backup was interrupted before it was whole; its folder %1 is removed.")
                .arg(QFileInfo(run.folder).fileName());
        const int sessions = endSessions(run.runId, connection, context);
        if (sessions > 0)
            sentence +=
                QLatin1Char(' ') + QCoreApplication::translate(
                                       "backup::crashedRuns",
                                       "%n of its processes on the server were still at work and are ended.",
                                       nullptr, sessions);
        context.log(core::LogLevel::Info, sentence);
        findings.append({core::Severity::Info, QStringLiteral("run.interrupted"), sentence, {}, {}});
    }
    return findings;
}

} // namespace tidemark::backup
