// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of the wizard for dumps of a whole server share, and the questions they ask.
#pragma once

#include "backup/cluster/clusterdumpplan.h"
#include "ui/backup/backupstate.h"

#include <optional>

namespace tidemark::ui {

/// What the choices depend on.
struct ClusterSource
{
    QList<postgres::Database> databases;
    core::ServerVersion version;
    core::Result<process::Tool> tool;   // the pg_dumpall that fits
    QList<process::HelpOption> options; // of it, that may be given by name
};

struct ClusterReview
{
    core::Findings findings;
    std::optional<backup::cluster::ClusterDumpPlan> plan; // none while a finding forbids it
    QStringList commands;
    QStringList databases;                                         // to be dumped
    core::ByteSize tables;                                         // of them
    backup::RolePasswords passwords = backup::RolePasswords::Keep; // in the file
    std::optional<Precedent> precedent;
};

struct ClusterDumpState
{
    ClusterDumpState(Services& allServices, const store::Profile& ofProfile);

    /// Of what was chosen, the part that the content has: of globals no database is left out.
    backup::cluster::ClusterDumpDraft effective() const;
    /// Of an earlier run, for this server.
    void takeDraft(const backup::cluster::ClusterDumpDraft& former);
    /// For the next time that this server is backed up.
    void remember() const;

    Services& services;
    store::Profile profile;
    backup::cluster::ClusterDumpDraft draft;
    std::optional<ClusterSource> source;
    std::optional<ClusterReview> review;
};

/// Where dumps of this draft go, without the last part, which is the time of the start.
QString setsFolder(const backup::cluster::ClusterDumpDraft& draft);

// Below: for worker threads.

core::Result<ClusterSource> readClusterSource(const ToolSource& toolSource,
                                              const access::ServerAccess& server,
                                              const core::RunContext& context);
core::Result<ClusterReview> reviewClusterDump(const backup::cluster::ClusterDumpDraft& draft,
                                              const ToolSource& toolSource, const jobs::RunOwner& owner,
                                              const access::ServerAccess& server,
                                              const core::RunContext& context);

} // namespace tidemark::ui
