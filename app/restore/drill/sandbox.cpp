// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/drill/sandbox.h"

#include "cluster/loadsettings.h"
#include "cluster/orphans.h"
#include "cluster/servertool.h"
#include "postgres/queries/roles.h"
#include "postgres/queries/sandbox.h"

#include <QCoreApplication>
#include <QSet>

namespace tidemark::restore::drill {

namespace {

constexpr char ownDatabase[] = "postgres";

} // namespace

core::Result<int> sandboxMajor(const process::ToolSet& tools, int wanted)
{
    auto own = cluster::ServerTools::find(tools, wanted);
    if (own)
        return own->major;
    for (int major = wanted + 1; wanted > 0 && major <= tools.newestServerMajor(); ++major) {
        if (cluster::ServerTools::find(tools, major))
            return major;
    }
    return std::move(own).error();
}

QString sandboxDatabaseName(const QString& database)
{
    static const QSet<QString> taken{QStringLiteral("postgres"), QStringLiteral("template0"),
                                     QStringLiteral("template1")};
    if (database.isEmpty())
        return QStringLiteral("drill");
    return taken.contains(database) ? database + QStringLiteral("_drill") : database;
}

bool isTrusted(const RestoreSource& source, Trust trust)
{
    return trust == Trust::Superuser || source.isOwn();
}

core::Finding untrusted()
{
    return {core::Severity::Info,
            QStringLiteral("drill.untrusted"),
            QCoreApplication::translate("restore::drill",
                                        "This dump was not made by Tidemark, so it is restored by a role "
                                        "without special rights."),
            QCoreApplication::translate("restore::drill",
                                        "If you trust it, have it restored as a superuser: “I trust this "
                                        "dump” in the window, or --trusted."),
            {}};
}

core::Error untrusted(const core::Error& error)
{
    const core::Finding why = untrusted();
    core::Error result = error;
    result.hint = why.sentence + QLatin1Char('\n') + why.hint;
    return result;
}

int majorOf(const RestoreSource& source)
{
    QString text = source.toc.serverVersion;
    if (text.isEmpty() && source.set)
        text = source.set->manifest.serverVersion;
    const auto version = core::ServerVersion::parse(text);
    return version ? version->major() : 0;
}

Sandbox::Sandbox(cluster::LocalCluster cluster)
    : m_cluster(std::move(cluster))
    , m_disk(std::make_unique<cluster::DiskWatch>(m_cluster.folder()))
{
}

core::Result<Sandbox> Sandbox::start(int major, cluster::DataOrigin origin, const process::ToolSet& tools,
                                     const core::RunContext& context)
{
    if (auto removed = cluster::removeOrphans(context); !removed)
        context.log(core::LogLevel::Warning, removed.error().toText());
    cluster::ClusterOptions options;
    options.kind = cluster::ClusterKind::Sandbox;
    options.major = major;
    options.origin = origin;
    auto cluster = cluster::LocalCluster::create(options, tools, context);
    if (!cluster)
        return std::move(cluster).error();
    TIDEMARK_TRY(
        cluster->addSettings(cluster::loadSettings(cluster::MachineShare::ofThisMachine(cluster->folder()))));
    TIDEMARK_TRY(cluster->start(context));
    Sandbox sandbox(*std::move(cluster));
    auto server = sandbox.serverAs({}, context);
    if (!server)
        return std::move(server).error();
    sandbox.m_server = std::make_unique<access::ServerAccess>(*std::move(server));
    return sandbox;
}

core::Result<access::ServerAccess> Sandbox::serverAs(const QString& role,
                                                     const core::RunContext& context) const
{
    postgres::ConnectionSpec spec = m_cluster.spec(QLatin1String(ownDatabase));
    if (!role.isEmpty())
        spec.user = role;
    return access::ServerAccess::open(
        {spec, {}, {}, QCoreApplication::translate("restore::drill", "Sandbox")}, context);
}

core::Status Sandbox::addRoles(const QStringList& roles, const core::RunContext& context) const
{
    return addAbsent(roles, postgres::RoleUse::NameOnly, context);
}

core::Status Sandbox::addLogin(const QString& role, const core::RunContext& context) const
{
    return addAbsent({role}, postgres::RoleUse::Login, context);
}

core::Status Sandbox::addAbsent(const QStringList& roles, postgres::RoleUse use,
                                const core::RunContext& context) const
{
    auto connection = m_server->connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    const auto present = postgres::listRoleNames(*connection);
    if (!present)
        return present.error();
    QSet<QString> names(present->begin(), present->end());
    for (const QString& role : roles) {
        if (role.isEmpty() || names.contains(role))
            continue;
        TIDEMARK_TRY(postgres::createRole(*connection, role, use));
        names.insert(role);
    }
    return {};
}

} // namespace tidemark::restore::drill
