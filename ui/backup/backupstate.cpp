// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupstate.h"

#include "catalog/setwriter.h"
#include "core/atomicfile.h"
#include "store/history.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace tidemark::ui {

namespace {

constexpr int searchedRuns = 500;

/// A missing or unreadable history costs the estimate and nothing else.
std::optional<Precedent> findPrecedent(const jobs::RunOwner& owner, const QString& database)
{
    const auto history = store::History::open(owner.historyPath);
    if (!history)
        return std::nullopt;
    const auto runs = history->recent(searchedRuns);
    if (!runs)
        return std::nullopt;
    for (const store::RunRecord& run : *runs) {
        const bool well = run.state == store::RunState::Ended && (run.verdict == core::Verdict::Ok || run.verdict == core::Verdict::Warnings);
        if (well && run.kind == store::RunKind::Backup && run.profileId == owner.profileId && run.subject == database)
            return Precedent{run.started, run.bytes, std::chrono::milliseconds(run.started.msecsTo(run.ended))};
    }
    return std::nullopt;
}

} // namespace

BackupState::BackupState(Services& allServices, const store::Profile& ofProfile)
    : services(allServices)
    , profile(ofProfile)
{
    draft.serverLabel = profile.name;
    draft.database = profile.spec.database;
    draft.destination = defaultBackupFolder(services, profile);
}

QString defaultBackupFolder(const Services& services, const store::Profile& profile)
{
    if (!profile.defaultBackupFolder.isEmpty())
        return profile.defaultBackupFolder;
    const QString common = services.preferences.defaultBackupFolder();
    return common.isEmpty() ? QDir::homePath() + QStringLiteral("/Backups/PostgreSQL") : common;
}

QString setsFolder(const backup::BackupDraft& draft)
{
    return catalog::SetPlace{draft.destination, draft.serverLabel, draft.database}.folder();
}

QString formSentence(const backup::DumpForm& form)
{
    QString sentence = form.format == archive::DumpFormat::Directory
        ? QCoreApplication::translate("ui::backup", "A folder in PostgreSQL's directory format, written by %n connection(s) at a time:", nullptr, form.jobs)
        : QCoreApplication::translate("ui::backup", "One file in PostgreSQL's custom format:");
    sentence += QLatin1Char(' ') + QCoreApplication::translate("ui::backup", "pg_restore reads it without Tidemark, also for single tables.");
    if (form.compression.method != core::CompressionMethod::None)
        sentence += QLatin1Char(' ') + QCoreApplication::translate("ui::backup", "Compressed with %1.").arg(core::compressionName(form.compression.method));
    return sentence;
}

core::Result<ServerDatabases> readDatabases(const access::ServerAccess& server, const core::RunContext& context)
{
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto databases = postgres::listDatabases(*connection);
    if (!databases)
        return std::move(databases).error();
    return ServerDatabases{*std::move(databases), connection->serverVersion()};
}

core::Result<FolderFacts> lookAtFolder(const QString& folder)
{
    FolderFacts facts;
    facts.exists = QFileInfo(folder).isDir();
    QFileInfo nearest(folder);
    while (!nearest.exists() && !nearest.isRoot())
        nearest = QFileInfo(nearest.absolutePath());
    facts.writable = nearest.isDir() && nearest.isWritable();
    facts.freeBytes = core::freeBytes(folder);
    return facts;
}

core::Result<BackupReview> reviewBackup(const backup::BackupDraft& draft, const ToolSource& toolSource, const jobs::RunOwner& owner,
                                        const access::ServerAccess& server, const core::RunContext& context)
{
    const auto tools = toolSource.tools(context);
    if (!tools)
        return tools.error();
    auto facts = backup::gatherFacts(draft, server, *tools, context);
    if (!facts)
        return std::move(facts).error();
    BackupReview review;
    review.facts = *std::move(facts);
    review.findings = backup::validate(draft, review.facts);
    review.precedent = findPrecedent(owner, draft.database);
    if (core::hasBlocker(review.findings))
        return review;
    auto plan = backup::makePlan(draft, review.facts);
    if (!plan)
        return std::move(plan).error();
    const auto access = server.forTool(draft.database, plan->applicationName());
    if (!access)
        return access.error();
    review.commands = backup::shownCommands(*plan, access->conninfo);
    review.plan = *std::move(plan);
    return review;
}

} // namespace tidemark::ui
