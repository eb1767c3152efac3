// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "cluster/diskwatch.h"
#include "cluster/localcluster.h"
#include "core/finding.h"
#include "core/runcontext.h"
#include "postgres/queries/sandbox.h"
#include "process/toollocator.h"
#include "restore/drill/drilldraft.h"
#include "restore/restoresource.h"

#include <QStringList>

#include <memory>

namespace tidemark::restore::drill {

/// The major that a dump of this server's version is restored into here: its own where such a server can be
/// started, else the next newer one. 0 in `wanted` means the newest. Error: ToolMissing, with the package to
/// install.
core::Result<int> sandboxMajor(const process::ToolSet& tools, int wanted);

/// What a restored database is called there: by its own name, where a new server has not got one of that name
/// already.
QString sandboxDatabaseName(const QString& database);
/// The major of the server that a dump was made of; 0 where it does not say.
int majorOf(const RestoreSource& source);
inline constexpr char restrictedRole[] = "tidemark_drill"; // restores what came from elsewhere

/// Whether it is restored with a superuser's rights: what Tidemark dumped itself is. An imported dump is from
/// elsewhere, too.
bool isTrusted(const RestoreSource& source, Trust trust);
/// Why something could not be made of a dump that is not trusted, and how to trust it.
core::Finding untrusted();
/// The same as the hint of an error.
core::Error untrusted(const core::Error& error);

/// A running server for one backup, with a way in. Removed with the object.
class Sandbox
{
public:
    /// After what crashed runs left was removed. Errors: those of LocalCluster.
    static core::Result<Sandbox> start(int major, cluster::DataOrigin origin, const process::ToolSet& tools,
                                       const core::RunContext& context);

    /// As its superuser.
    const access::ServerAccess& server() const { return *m_server; }
    /// As this role, which can log in.
    core::Result<access::ServerAccess> serverAs(const QString& role, const core::RunContext& context) const;

    /// Makes the roles that are not there yet.
    core::Status addRoles(const QStringList& roles, const core::RunContext& context) const;

    /// One that can log in, and has no rights but over databases of its own.
    core::Status addLogin(const QString& role, const core::RunContext& context) const;

    cluster::LocalCluster& local() { return m_cluster; }
    QString folder() const { return m_cluster.folder(); }
    qint64 peakBytes() { return m_disk->peak(); }

private:
    core::Status addAbsent(const QStringList& roles, postgres::RoleUse use,
                           const core::RunContext& context) const;
    explicit Sandbox(cluster::LocalCluster cluster);
    cluster::LocalCluster m_cluster;
    std::unique_ptr<access::ServerAccess> m_server;
    std::unique_ptr<cluster::DiskWatch> m_disk; // first to go
};

} // namespace tidemark::restore::drill
