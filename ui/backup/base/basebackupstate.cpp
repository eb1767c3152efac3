// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/base/basebackupstate.h"

#include "catalog/setwriter.h"

#include <QCoreApplication>

namespace tidemark::ui {

namespace base = backup::base;

BaseBackupState::BaseBackupState(Services& allServices, const store::Profile& ofProfile)
    : services(allServices)
    , profile(ofProfile)
{
    if (auto former = base::BaseBackupDraft::fromJson(
            services.preferences.backupAnswers(profile.id).value(u"baseDraft").toObject()))
        draft = *std::move(former);
    draft.serverLabel = profile.name;
    draft.destination = defaultBackupFolder(services, profile);
}

base::BaseBackupDraft BaseBackupState::effective() const
{
    base::BaseBackupDraft one = draft;
    if (one.format == base::Format::Plain)
        one.compression.reset();
    else
        one.mappings.clear();
    return one;
}

void BaseBackupState::takeDraft(const backup::base::BaseBackupDraft& former)
{
    draft = former;
    draft.serverLabel = profile.name;
}

void BaseBackupState::remember() const
{
    QJsonObject answers = services.preferences.backupAnswers(profile.id);
    answers.insert(QStringLiteral("baseDraft"), draft.toJson());
    services.preferences.setBackupAnswers(profile.id, answers);
}

QString setsFolder(const base::BaseBackupDraft& draft)
{
    return catalog::SetPlace{draft.destination, draft.serverLabel, {}, catalog::SetKind::BaseBackup}.folder();
}

QString compressionWords(const base::Compression& compression)
{
    const QString name = base::methodName(compression.method);
    if (compression.method == base::CompressionMethod::None)
        return QCoreApplication::translate("ui::backup", "not compressed");
    return compression.level
               ? QCoreApplication::translate("ui::backup", "%1, level %2").arg(name).arg(*compression.level)
               : name;
}

core::Result<BaseSource> readBaseSource(const ToolSource& toolSource, const access::ServerAccess& server,
                                        const core::RunContext& context)
{
    const auto tools = toolSource.tools(context);
    if (!tools)
        return tools.error();
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto source = postgres::readBaseBackupSource(*connection);
    if (!source)
        return std::move(source).error();
    const core::ServerVersion version = connection->serverVersion();
    return BaseSource{version, *std::move(source),
                      tools->pick(process::ToolKind::PgBaseBackup, version.major())};
}

core::Result<BaseReview> reviewBaseBackup(const base::BaseBackupDraft& draft, const ToolSource& toolSource,
                                          const jobs::RunOwner& owner, const access::ServerAccess& server,
                                          const core::RunContext& context)
{
    const auto tools = toolSource.tools(context);
    if (!tools)
        return tools.error();
    const auto facts = base::gatherFacts(draft, server, *tools, context);
    if (!facts)
        return facts.error();
    BaseReview review;
    review.findings = base::validate(draft, *facts);
    review.size = facts->source.size;
    review.precedent = findPrecedent(owner, backup::PlanKind::BaseBackup, base::formatName(draft.format));
    if (core::hasBlocker(review.findings))
        return review;
    auto plan = base::makePlan(draft, *facts);
    if (!plan)
        return std::move(plan).error();
    const auto access = server.forTool({}, plan->applicationName());
    if (!access)
        return access.error();
    review.commands = base::shownCommands(*plan, access->conninfo);
    review.plan = *std::move(plan);
    return review;
}

} // namespace tidemark::ui
