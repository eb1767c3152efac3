// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/role/backuprole.h"

#include "core/quoting.h"
#include "postgres/queries/basebackup.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRandomGenerator>

namespace tidemark::backup::role {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::role", text);
}

core::Status checkDraft(const RoleDraft& draft, const postgres::BackupRoleFacts& facts)
{
    if (draft.name.isEmpty() || draft.name.toUtf8().size() > 63 || draft.name.startsWith(QLatin1String("pg_"))) {
        return core::Error{core::ErrorKind::InvalidInput, tr("%1 cannot be the name of a role.").arg(core::singleLine(draft.name)), {},
                           tr("A name has up to 63 bytes and does not begin with pg_.")};
    }
    if (!draft.clientAddress.isEmpty() && !access::isAddress(draft.clientAddress)) {
        return core::Error{core::ErrorKind::InvalidInput, tr("%1 is not an IP address.").arg(core::singleLine(draft.clientAddress)), {},
                           tr("Give the address that the role will connect from, as the server sees it: 192.0.2.7, say.")};
    }
    if (facts.exists) {
        return core::Error{core::ErrorKind::Conflict, tr("The server has a role %1 already.").arg(core::singleLine(draft.name)), {},
                           tr("Choose another name. A role that is in use is not changed.")};
    }
    return {};
}

/// Its statements can be shown all the same, for somebody who may.
void checkMay(RolePlan& plan, core::ServerVersion version)
{
    const postgres::BackupRoleFacts& facts = plan.facts;
    // From 16 on CREATEROLE hands on what it has itself; before, only superusers could give REPLICATION.
    const bool mayGive = facts.superuser || (version.major() >= 16 && facts.mayReplicate);
    if (!facts.mayCreateRoles || (plan.role.replication == postgres::ReplicationGrant::Replication && !mayGive)) {
        plan.findings.append({core::Severity::Blocker, QStringLiteral("privilege.role"), tr("This user may not make such a role."),
                              tr("Connect as a superuser, or let one run these statements."), {}});
    }
}

core::Status planGrants(RolePlan& plan, const access::ServerAccess& server, const core::RunContext& context)
{
    if (plan.role.read != postgres::ReadGrant::Explicit)
        return {};
    for (const QString& database : std::as_const(plan.facts.databases)) {
        auto connection = server.connect(database, {}, context.stop);
        if (!connection)
            return connection.error().within(tr("The database %1 cannot be looked into.").arg(database));
        auto schemas = postgres::listGrantSchemas(*connection);
        if (!schemas)
            return std::move(schemas).error();
        plan.grants.append({database, *schemas});
        plan.statements.append(QStringLiteral("-- ") + core::singleLine(database));
        plan.statements.append(postgres::schemaGrants(plan.role, *schemas));
    }
    plan.findings.append({core::Severity::Warning, QStringLiteral("role.laterObjects"),
                          tr("Before version 14 a server has no pg_read_all_data: tables and schemas that other roles make later have to be granted again."),
                          tr("A backup says when there is something that the role cannot read."), {}});
    return {};
}

void planAdmissions(RolePlan& plan, postgres::Connection& connection, const postgres::ClientRoute& route)
{
    const QString address = plan.draft.clientAddress.isEmpty() ? route.address : plan.draft.clientAddress;
    auto rules = postgres::readHbaRules(connection, plan.draft.name);
    plan.rulesKnown = rules.has_value();
    const auto add = [&](const QString& database, const QString& line) {
        Admission admission{line, std::nullopt, false};
        if (rules)
            admission.rule = access::decidingRule(*rules, {plan.draft.name, address, route.encrypted, database});
        admission.letsIn = admission.rule && admission.rule->method != QLatin1String("reject");
        plan.admissions.append(admission);
    };
    // Also a base backup asks the server things first, in an ordinary session.
    add(connection.databaseName(), access::hbaLineForDatabases({plan.draft.name, address, route.encrypted, {}}));
    if (plan.role.replication == postgres::ReplicationGrant::Replication)
        add({}, access::hbaLine({plan.draft.name, address, route.encrypted, {}}));
}

} // namespace

QString purposeName(Purpose purpose)
{
    switch (purpose) {
    case Purpose::Dumps:
        return QStringLiteral("dump");
    case Purpose::BaseBackups:
        return QStringLiteral("base");
    case Purpose::Both:
        break;
    }
    return QStringLiteral("both");
}

std::optional<Purpose> purposeFromName(QStringView name)
{
    for (const Purpose purpose : {Purpose::Dumps, Purpose::BaseBackups, Purpose::Both}) {
        if (name == purposeName(purpose))
            return purpose;
    }
    return std::nullopt;
}

core::Result<RolePlan> makePlan(const RoleDraft& draft, const access::ServerAccess& server, const core::RunContext& context)
{
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto facts = postgres::readBackupRoleFacts(*connection, draft.name);
    if (!facts)
        return std::move(facts).error();
    auto source = postgres::readBaseBackupSource(*connection);
    if (!source)
        return std::move(source).error();
    RolePlan plan;
    plan.draft = draft;
    plan.facts = *facts;
    plan.role.name = draft.name;
    if (draft.purpose != Purpose::BaseBackups)
        plan.role.read = connection->serverVersion().hasReadAllData() ? postgres::ReadGrant::AllData : postgres::ReadGrant::Explicit;
    if (draft.purpose != Purpose::Dumps)
        plan.role.replication = postgres::ReplicationGrant::Replication;
    TIDEMARK_TRY(checkDraft(draft, plan.facts));
    checkMay(plan, connection->serverVersion());
    plan.statements = postgres::roleStatements(plan.role, plan.facts, QStringLiteral("SCRAM-SHA-256$…"));
    TIDEMARK_TRY(planGrants(plan, server, context));
    planAdmissions(plan, *connection, source->route);
    return plan;
}

core::Result<QStringList> runnableStatements(const RolePlan& plan, const core::Secret& password, const access::ServerAccess& server, const core::RunContext& context)
{
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    const auto verifier = postgres::scramVerifier(*connection, plan.role.name, password);
    if (!verifier)
        return verifier.error();
    QStringList statements = postgres::roleStatements(plan.role, plan.facts, *verifier);
    return statements + plan.statements.mid(statements.size()); // the grants within databases hold none
}

core::Status createRole(const RolePlan& plan, const core::Secret& password, const access::ServerAccess& server, const core::RunContext& context)
{
    for (const core::Finding& finding : plan.findings) {
        if (finding.severity == core::Severity::Blocker)
            return core::Error{core::ErrorKind::PermissionDenied, finding.sentence, {}, finding.hint};
    }
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto verifier = postgres::scramVerifier(*connection, plan.role.name, password);
    if (!verifier)
        return std::move(verifier).error();
    TIDEMARK_TRY(postgres::createBackupRole(*connection, plan.role, plan.facts, *verifier));
    for (const RolePlan::DatabaseGrants& grants : plan.grants) {
        auto inside = server.connect(grants.database, {}, context.stop);
        const core::Status done = inside ? postgres::grantSchemas(*inside, plan.role, grants.schemas) : core::Status(inside.error());
        if (!done)
            return done.error().within(tr("The role was made, but may not read all of %1 yet.").arg(core::singleLine(grants.database)));
    }
    return {};
}

core::Secret generatePassword()
{
    static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    QString text;
    for (int i = 0; i < 32; ++i)
        text += QLatin1Char(letters[QRandomGenerator::system()->bounded(static_cast<quint32>(sizeof letters - 1))]);
    return core::Secret(text);
}

QJsonObject RolePlan::toJson() const
{
    QJsonArray lines;
    for (const Admission& admission : admissions) {
        lines.append(QJsonObject{{QStringLiteral("line"), admission.line},
                                 {QStringLiteral("decidingRule"), admission.rule ? QJsonValue(access::hbaText(*admission.rule)) : QJsonValue()},
                                 {QStringLiteral("decidingLine"), admission.rule ? QJsonValue(admission.rule->line) : QJsonValue()},
                                 {QStringLiteral("letsIn"), admission.letsIn}});
    }
    return {{QStringLiteral("role"), role.name},
            {QStringLiteral("purpose"), purposeName(draft.purpose)},
            {QStringLiteral("statements"), QJsonArray::fromStringList(statements)},
            {QStringLiteral("rulesKnown"), rulesKnown},
            {QStringLiteral("pgHba"), lines},
            {QStringLiteral("findings"), core::toJson(findings)}};
}

} // namespace tidemark::backup::role
