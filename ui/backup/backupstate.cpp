// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupstate.h"

#include "catalog/setwriter.h"
#include "core/quoting.h"
#include "store/history.h"

#include <QCoreApplication>
#include <QDir>
#include <QThread>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr int searchedRuns = 500;

} // namespace

BackupState::BackupState(Services& allServices, const store::Profile& ofProfile)
    : services(allServices)
    , profile(ofProfile)
{
    draft.destination = defaultBackupFolder(services, profile);
    draft.serverLabel = profile.name;
    if (auto last = backup::BackupAnswers::fromJson(services.preferences.backupAnswers(profile.id))) {
        last->draft.destination.clear(); // the profile's is the newest
        takeAnswers(*last);
    }
    if (databases.isEmpty() && !profile.spec.database.isEmpty())
        databases.append(profile.spec.database);
    draft.database = databases.value(0);
}

QList<backup::BackupDraft> BackupState::drafts() const
{
    return answers().draftsFor(databases);
}

backup::BackupAnswers BackupState::answers() const
{
    backup::BackupAnswers all{draft, choice, databases, {}};
    if (databases.size() == 1 && contents.contains(databases.constFirst()))
        all.contents.insert(databases.constFirst(), contents.value(databases.constFirst()));
    return all;
}

void BackupState::takeAnswers(const backup::BackupAnswers& answers)
{
    const QString folder = answers.draft.destination.isEmpty() ? draft.destination : answers.draft.destination;
    draft = answers.draft;
    draft.destination = folder;
    draft.serverLabel = profile.name;
    choice = answers.choice;
    if (!answers.databases.isEmpty())
        databases = answers.databases;
    draft.database = databases.value(0);
    contents = answers.contents;
    draft.content.takeExactNames(); // the tree shows what is left out by name
    for (backup::ContentChoice& content : contents)
        content.takeExactNames();
    ++taken;
}

void BackupState::remember() const
{
    backup::BackupAnswers all{draft, choice, databases, {}};
    for (auto of = contents.begin(); of != contents.end(); ++of) {
        if (of.value() != draft.content)
            all.contents.insert(of.key(), of.value());
    }
    QJsonObject answers = services.preferences.backupAnswers(profile.id); // with those of other kinds of backup
    const QJsonObject own = all.toJson();
    for (auto field = own.begin(); field != own.end(); ++field)
        answers.insert(field.key(), field.value());
    services.preferences.setBackupAnswers(profile.id, answers);
}

std::optional<Precedent> findPrecedent(const jobs::RunOwner& owner, backup::PlanKind kind, const QString& what)
{
    const auto history = store::History::open(owner.historyPath);
    if (!history)
        return std::nullopt;
    const auto runs = history->recent(searchedRuns);
    if (!runs)
        return std::nullopt;
    for (const store::RunRecord& run : *runs) {
        const bool well = run.state == store::RunState::Ended && (run.verdict == core::Verdict::Ok || run.verdict == core::Verdict::Warnings);
        if (!well || run.kind != store::RunKind::Backup || run.profileId != owner.profileId)
            continue;
        const auto ofKind = backup::planKindOf(run.plan);
        const QString subject = kind == backup::PlanKind::Database  ? run.subject
                                : kind == backup::PlanKind::Cluster ? run.plan.value(u"content").toString()
                                                                    : run.plan.value(u"format").toString();
        if (ofKind && *ofKind == kind && subject == what)
            return Precedent{run.started, run.bytes, std::chrono::milliseconds(run.started.msecsTo(run.ended))};
    }
    return std::nullopt;
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

QString compressionWords(const core::CompressionSpec& compression)
{
    const QString name = core::compressionName(compression.method);
    if (compression.method == core::CompressionMethod::None)
        return QCoreApplication::translate("ui::backup", "not compressed");
    return compression.level ? QCoreApplication::translate("ui::backup", "%1, level %2").arg(name).arg(*compression.level) : name;
}

QString formatWord(archive::DumpFormat format)
{
    switch (format) {
    case archive::DumpFormat::Custom:
        return QCoreApplication::translate("ui::backup", "Custom");
    case archive::DumpFormat::Directory:
        return QCoreApplication::translate("ui::backup", "Directory");
    case archive::DumpFormat::Tar:
        return QCoreApplication::translate("ui::backup", "Tar");
    case archive::DumpFormat::Plain:
    case archive::DumpFormat::PlainCluster:
        break;
    }
    return QCoreApplication::translate("ui::backup", "Plain SQL");
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

core::Result<std::shared_ptr<RelationTree>> readRelations(const access::ServerAccess& server, const QString& database, const core::RunContext& context)
{
    auto connection = server.connect(database, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto relations = postgres::listRelations(*connection);
    if (!relations)
        return std::move(relations).error();
    auto schemas = postgres::listSchemas(*connection);
    if (!schemas)
        return std::move(schemas).error();
    return std::make_shared<RelationTree>(*std::move(relations), *std::move(schemas));
}

core::Result<DumpTool> findDumpTool(const ToolSource& toolSource, int serverMajor, const core::RunContext& context)
{
    const auto tools = toolSource.tools(context);
    if (!tools)
        return tools.error();
    auto pgDump = tools->pick(process::ToolKind::PgDump, serverMajor);
    if (!pgDump)
        return std::move(pgDump).error();
    auto options = process::readToolHelp(*pgDump, context);
    if (!options)
        return std::move(options).error();
    return DumpTool{*std::move(pgDump), backup::freeOptions(*options), std::max(1, QThread::idealThreadCount())};
}

namespace {

/// What holds for every database is said once; what holds for one names it.
core::Findings together(const QList<core::Findings>& ofEach, const QStringList& databases)
{
    const auto isSaid = [](const core::Findings& findings, const core::Finding& wanted) {
        return std::any_of(findings.begin(), findings.end(), [&](const core::Finding& one) { return one.id == wanted.id && one.sentence == wanted.sentence; });
    };
    core::Findings all;
    for (qsizetype i = 0; i < ofEach.size(); ++i) {
        for (core::Finding finding : ofEach.at(i)) {
            const bool common = std::all_of(ofEach.begin(), ofEach.end(), [&](const core::Findings& other) { return isSaid(other, finding); });
            if (!common)
                finding.sentence = QCoreApplication::translate("ui::backup", "%1: %2", "database: what is the case").arg(core::singleLine(databases.at(i)), finding.sentence);
            if (!isSaid(all, finding))
                all.append(finding);
        }
    }
    return all;
}

core::Status planDatabase(const backup::BackupDraft& draft, const backup::BackupFacts& facts, const access::ServerAccess& server, BackupReview& review)
{
    auto plan = backup::makePlan(draft, facts);
    if (!plan)
        return std::move(plan).error();
    const auto access = server.forTool(draft.database, plan->applicationName());
    if (!access)
        return access.error();
    review.commands += backup::shownCommands(*plan, access->conninfo);
    review.plans.append(*std::move(plan));
    return {};
}

} // namespace

core::Result<BackupReview> reviewBackup(const QList<backup::BackupDraft>& drafts, const ToolSource& toolSource, const jobs::RunOwner& owner,
                                        const access::ServerAccess& server, const core::RunContext& context)
{
    const auto tools = toolSource.tools(context);
    if (!tools)
        return tools.error();
    BackupReview review;
    QList<backup::BackupFacts> facts;
    QList<core::Findings> findings;
    QList<jobs::SpaceNeed> needs;
    QStringList databases;
    for (const backup::BackupDraft& draft : drafts) {
        auto found = backup::gatherFacts(draft, server, *tools, context);
        if (!found)
            return found.error().within(QCoreApplication::translate("ui::backup", "%1 cannot be backed up.").arg(core::singleLine(draft.database)));
        const auto pgDump = tools->pick(process::ToolKind::PgDump, found->server.version.major());
        const backup::DumpForm form = pgDump ? backup::decideForm(draft.form, *pgDump, found->tableBytes, found->cores) : backup::DumpForm{};
        const bool hasRows = draft.content.part != backup::Part::Definitions;
        const auto past = jobs::pastBackups(draft, owner, found->server.systemIdentifier.value_or(QString()));
        const auto estimate = jobs::estimateBackup(draft.database, found->tableBytes, hasRows, form, past);
        review.databases.append({draft.database, summaryOf(draft.content, found->relations), form, estimate});
        needs.append({draft.destination, found->freeBytes, form, estimate});
        findings.append(jobs::withoutSpace(backup::validate(draft, *found)));
        databases.append(draft.database);
        facts.append(*std::move(found));
    }
    review.findings = together(findings, databases) + jobs::checkSpace(needs);
    if (core::hasBlocker(review.findings))
        return review;
    for (qsizetype i = 0; i < drafts.size(); ++i)
        TIDEMARK_TRY(planDatabase(drafts.at(i), facts.at(i), server, review));
    return review;
}

} // namespace tidemark::ui
