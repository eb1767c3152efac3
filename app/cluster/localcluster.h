// SPDX-License-Identifier: GPL-3.0-or-later
// A PostgreSQL server that we start ourselves, in a private folder, on a Unix socket only.
#pragma once

#include "cluster/clusterkind.h"
#include "cluster/serversettings.h"
#include "core/runcontext.h"
#include "postgres/connectionspec.h"
#include "process/process.h"
#include "process/toollocator.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace tidemark::cluster {

/// Where a new data directory comes from.
enum class DataOrigin
{
    InitDb,   // made by initdb: some seconds, and an identity of its own
    Template, // a kept copy of what initdb made, where there is one; else initdb makes it, and the copy
};

struct ClusterOptions
{
    ClusterKind kind = ClusterKind::Sandbox;
    int major = 0;          // 0: the newest of which initdb, pg_ctl and postgres are here
    QString folder;         // new or empty; when none is named, a private one below $TMPDIR, /var/tmp or /tmp
    quint16 port = 0;       // 0: one that no other server uses at the moment
    QStringList tablespaces; // of createFrom: absolute; new or empty folders, which are removed with the cluster
    ServerSettings settings; // on top of the kind's own
    /// RemoveWhenEmpty: the caller has seen to it that the folder that `folder` lies in is new or one of ours.
    ParentFolder parent = ParentFolder::Keep;
    DataOrigin origin = DataOrigin::InitDb; // Template is for what is thrown away: the copies share a system identifier
};

/// How long a server may take to accept connections when nothing has to be recovered.
inline constexpr std::chrono::seconds usualStartLimit{60};

/// One cluster: its folder holds data/ (the data directory) and run/ (server.log and the socket). The superuser, `postgres` as a rule,
/// needs no password through the socket; who may use the socket is held by the folder's mode 0700. As root the server
/// runs as another user (see unprivileged.h), and only that user and root can connect.
/// Used by one thread at a time. The destructor destroys, which takes a second at most as a rule and cannot be cancelled.
class LocalCluster
{
public:
    /// Makes the folder and runs initdb (UTF-8, C.UTF-8); the server is not started yet. Errors: ToolMissing with the
    /// package to install, InvalidInput, Conflict (the folder holds something), PermissionDenied, StorageFull, ToolFailed,
    /// Cancelled; nothing is left behind then.
    static core::Result<LocalCluster> create(const ClusterOptions& options, const process::ToolSet& tools, const core::RunContext& context);
    /// A streaming standby of a running cluster, made by pg_basebackup; not started yet. `name` is its application_name
    /// (up to 63 printable ASCII characters, else InvalidInput); in lower case, with all but a-z and 0-9 replaced by _, it is
    /// that of its physical slot on the primary, which stays there. Major and superuser are the primary's.
    static core::Result<LocalCluster> createStandby(const LocalCluster& primary, const QString& name, const ClusterOptions& options,
                                                    const process::ToolSet& tools, const core::RunContext& context);

    /// Fills data/, which is empty and nobody else's meanwhile; tablespaces may be in the rest of the cluster's folder (run/…), or in
    /// folders of the options, which are there then.
    using DataMaker = std::function<core::Status(const QString& dataFolder, const QString& runFolder)>;
    /// A cluster on files that come from elsewhere, such as a base backup; not started yet. Its configuration is ours
    /// alone: that of the files is for another machine, and may run programs; a Recovered one keeps copies of it (see
    /// foreigndata.h). `options.major` has to be theirs.
    static core::Result<LocalCluster> createFrom(const DataMaker& make, const ClusterOptions& options, const process::ToolSet& tools,
                                                 const core::RunContext& context);

    LocalCluster(LocalCluster&&) noexcept;
    LocalCluster& operator=(LocalCluster&& other) noexcept;
    ~LocalCluster();

    /// Returns when it accepts connections, or the limit is over. The detail of an error holds the log's last lines.
    core::Status start(const core::RunContext& context, std::chrono::seconds limit = usualStartLimit);
    /// No error where it does not run.
    core::Status stop(StopMode mode);
    /// Stops it and removes everything. The object is of no use afterwards.
    core::Status destroy();
    /// Runs a program that came with the server's, inside the cluster's folder, as the server's user: "pg_checksums". Its exit
    /// is the caller's to judge. Error: ToolMissing where it did not come.
    core::Result<process::Finished> runProgram(const QString& name, const QStringList& arguments, const core::RunContext& context) const;
    /// The answers to statements, one on a line, in single-user mode (manual, "postgres": it needs no role that can log in). Only while it
    /// is stopped; up to 4 kB. What comes back is postgres::parseLogins()'s to read.
    core::Result<QByteArray> askSingleUser(const QString& database, const QByteArray& statements, const core::RunContext& context) const;
    /// The superuser of files that come from elsewhere; else it is `postgres`.
    core::Status setUser(const QString& role);
    /// Leaves the cluster as it is when the object goes, also for the search for orphans.
    core::Status release();
    /// The same, with what lists of kept clusters say about it.
    core::Status release(const QString& label, const QString& database);

    bool isRunning() const;
    postgres::ConnectionSpec spec(const QString& database) const;
    ClusterKind kind() const;
    int major() const;
    quint16 port() const;
    QString folder() const;
    QString dataFolder() const;
    QString socketFolder() const;
    QString logFile() const;
    /// The last lines of the server's log.
    QString logTail(qint64 bytes = 8192) const;
    std::optional<qint64> postmasterPid() const;
    /// Who runs the server; empty when we do ourselves.
    QString serverUserName() const;
    /// Appends to postgresql.conf; in force after the next start.
    core::Status addSettings(const ServerSettings& settings);

private:
    struct State;
    explicit LocalCluster(std::unique_ptr<State> state);
    core::Status makeData(const ClusterOptions& options, const core::RunContext& context) const;
    static core::Result<LocalCluster> prepare(const ClusterOptions& options, const process::ToolSet& tools, int major, const core::RunContext& context);
    std::unique_ptr<State> m_state;
};

} // namespace tidemark::cluster
