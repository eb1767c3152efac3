// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/runcontext.h"
#include "restore/drill/drilldraft.h"
#include "restore/drill/drillreport.h"
#include "restore/drill/sandbox.h"
#include "restore/restorerun.h"

namespace tidemark::restore {
class ParallelComparison;
class ResultCheck;
struct EntryProblem;
} // namespace tidemark::restore

namespace tidemark::restore::drill {

/// Where databases are restored on trial: a sandbox of ours, or a server that somebody chose.
struct DrillServer
{
    Sandbox* sandbox = nullptr; // null: the chosen one
    const access::ServerAccess& server;
    process::ToolSet tools;
};

/// Restores one database on trial, in one run of pg_restore (or psql, for what it cannot read), compares its
/// tables while others are still loaded or indexed, and asks the sanity queries. For one thread.
class DatabaseDrill
{
public:
    /// All of them have to outlive it. `answers` are those of the backup's own moment, where it has them.
    DatabaseDrill(const DrillServer& place, const DrillDraft& draft, const QList<core::SanityResult>& answers,
                  const core::RunContext& context);
    /// On a chosen server the database is dropped.
    ~DatabaseDrill();
    DatabaseDrill(const DatabaseDrill&) = delete;
    DatabaseDrill& operator=(const DatabaseDrill&) = delete;

    /// `database` is one of a dump of a whole server; else empty. What is wrong with the backup are findings.
    /// Errors: what says nothing about it; Corrupt; and where
    /// isRefusal() says so what the tools say of it.
    core::Result<DrilledDatabase> run(const QString& database);

    /// Of run()'s error: whether a tool or the server said it of what the backup holds, and not of
    /// themselves.
    bool isRefusal() const { return m_isRefusal; }

    std::chrono::milliseconds restoreDuration() const { return m_restoreDuration; }
    qint64 bytes() const { return m_bytes; } // of the database on the server's disk, once it was restored
    /// Drops it on a chosen server. An error's hint names what is left.
    core::Status clear();

private:
    core::Status prepare(const QString& database);
    core::Status checkExtensions();
    core::Status createDatabase();
    core::Status createExtensions();
    core::Status restore();
    core::Status throughPgRestore(ResultCheck& check);
    core::Status throughPsql();
    core::Status compare(ResultCheck& check);
    core::Status judgeFailures(const QList<EntryProblem>& problems) const;
    core::Error explained(const core::Error& error);
    core::Error withDisk(const core::Error& error) const;
    core::Status ask();

    const DrillServer& m_place;
    const DrillDraft& m_draft;
    const QList<core::SanityResult>& m_answers;
    const core::RunContext& m_context;
    std::unique_ptr<access::ServerAccess> m_restricted; // as a role without rights
    const access::ServerAccess* m_server = nullptr;     // as whom it is restored
    RestoreFacts m_facts;
    QList<int> m_privileged; // extensions of the archive that only a superuser creates
    RestorePlan m_plan;
    QList<catalog::ManifestTable> m_content;
    RestoreReport m_report;
    std::unique_ptr<ParallelComparison> m_comparison;
    DrilledDatabase m_result;
    std::chrono::milliseconds m_restoreDuration{0};
    qint64 m_bytes = 0;
    bool m_isCreated = false;
    bool m_isRefusal = false;
};

} // namespace tidemark::restore::drill
