// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/runs.h"

#include <QDirIterator>
#include <QFile>

namespace tidemark::test {

access::ServerAccess openAccess(const postgres::ConnectionSpec& spec, const QString& password)
{
    auto opened = access::ServerAccess::open({spec, password.isEmpty() ? core::Secret() : core::Secret(password), {}, QStringLiteral("test")}, {});
    if (!opened)
        qFatal("%s", qPrintable(opened.error().toText()));
    return *std::move(opened);
}

backup::BackupDraft draftOf(const QString& database, const QString& destination)
{
    backup::BackupDraft draft;
    draft.serverLabel = QStringLiteral("test server");
    draft.database = database;
    draft.destination = destination;
    draft.lockWait = std::chrono::seconds(2);
    return draft;
}

namespace {

core::Result<backup::BackupPlan> planOf(const access::ServerAccess& server, const backup::BackupDraft& draft, const process::ToolSet& toolSet)
{
    auto facts = backup::gatherFacts(draft, server, toolSet, {});
    if (!facts)
        return std::move(facts).error();
    return backup::makePlan(draft, *facts);
}

} // namespace

core::Result<backup::BackupPlan> planBackup(const access::ServerAccess& server, const QString& database, const QString& destination, const process::ToolSet& toolSet)
{
    return planOf(server, draftOf(database, destination), toolSet);
}

core::Result<backup::BackupReport> backUp(const access::ServerAccess& server, const backup::BackupDraft& draft, const core::RunContext& context,
                                          const process::ToolSet& toolSet)
{
    auto plan = planOf(server, draft, toolSet);
    if (!plan)
        return std::move(plan).error();
    return backup::run(*plan, server, context);
}

core::Result<backup::BackupReport> backUp(const access::ServerAccess& server, const QString& database, const QString& destination,
                                          const core::RunContext& context, const process::ToolSet& toolSet)
{
    return backUp(server, draftOf(database, destination), context, toolSet);
}

core::Result<restore::RestorePlan> planRestore(const access::ServerAccess& server, const QString& source, const QString& target)
{
    restore::RestoreDraft draft;
    draft.source = source;
    draft.targetDatabase = target;
    auto facts = restore::gatherFacts(draft, server, tools(), {});
    if (!facts)
        return std::move(facts).error();
    return restore::makePlan(draft, *facts);
}

core::Result<restore::RestoreReport> restoreInto(const access::ServerAccess& server, const QString& source, const QString& target, const core::RunContext& context)
{
    auto plan = planRestore(server, source, target);
    if (!plan)
        return std::move(plan).error();
    return restore::run(*plan, server, context);
}

process::ToolSet withScript(process::ToolKind kind, const QByteArray& script, const QString& folder)
{
    QList<process::Tool> changed = tools().all();
    for (process::Tool& tool : changed) {
        if (tool.kind != kind)
            continue;
        const QString path = folder + QLatin1Char('/') + process::toolName(kind);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write the script");
        file.write(QByteArray(script).replace("%REAL%", tool.path.toLocal8Bit()));
        file.close();
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
        tool.path = path;
    }
    return process::ToolSet(changed);
}

QStringList filesBelow(const QString& folder)
{
    QStringList files;
    QDirIterator walk(folder, QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        walk.next();
        if (walk.fileName() != QLatin1String(".tidemark.lock"))
            files.append(walk.filePath());
    }
    files.sort();
    return files;
}

QString leftovers(const QString& destination)
{
    QStringList found;
    for (const QString& path : filesBelow(destination)) {
        if (QFileInfo(path).isFile())
            found.append(path);
    }
    return found.join(QLatin1Char('\n'));
}

QString tidemarkSessions(const TestCluster& cluster)
{
    return cluster.value(QStringLiteral("postgres"),
                         QStringLiteral("SELECT coalesce(string_agg(application_name || ': ' || query, '; '), '') FROM pg_stat_activity"
                                        " WHERE application_name LIKE 'tidemark/%' OR application_name = 'tidemark progress'"));
}

core::RunContext stoppedWhen(std::stop_source& source, std::function<bool(const core::Progress&)> condition)
{
    core::RunContext context;
    context.stop = source.get_token();
    context.onProgress = [&source, condition = std::move(condition)](const core::Progress& progress) {
        if (condition(progress))
            source.request_stop();
    };
    return context;
}

} // namespace tidemark::test
