// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of the base backup wizard share, and the questions they ask.
#pragma once

#include "backup/base/basebackupplan.h"
#include "ui/backup/backupstate.h"

#include <optional>

namespace tidemark::ui {

/// What the choices depend on.
struct BaseSource
{
    core::ServerVersion version;
    postgres::BaseBackupSource source;
    core::Result<process::Tool> tool; // the pg_basebackup that fits
};

struct BaseReview
{
    core::Findings findings;
    std::optional<backup::base::BaseBackupPlan> plan; // none while a finding forbids it
    QStringList commands;
    std::optional<core::ByteSize> size; // of the server's files
    std::optional<Precedent> precedent;
};

struct BaseBackupState
{
    BaseBackupState(Services& allServices, const store::Profile& ofProfile);

    /// Of what was chosen, the part that the format has: plain is not compressed, tar maps no tablespaces.
    backup::base::BaseBackupDraft effective() const;
    /// Of an earlier run, for this server.
    void takeDraft(const backup::base::BaseBackupDraft& former);
    /// For the next time that this server is backed up.
    void remember() const;

    Services& services;
    store::Profile profile;
    backup::base::BaseBackupDraft draft;
    std::optional<BaseSource> source;
    std::optional<BaseReview> review;
};

/// Where base backups of this draft go, without the last part, which is the time of the start.
QString setsFolder(const backup::base::BaseBackupDraft& draft);
/// "zstd, level 1", "not compressed"
QString compressionWords(const backup::base::Compression& compression);

// Below: for worker threads.

core::Result<BaseSource> readBaseSource(const ToolSource& toolSource, const access::ServerAccess& server,
                                        const core::RunContext& context);
core::Result<BaseReview> reviewBaseBackup(const backup::base::BaseBackupDraft& draft,
                                          const ToolSource& toolSource, const jobs::RunOwner& owner,
                                          const access::ServerAccess& server,
                                          const core::RunContext& context);

} // namespace tidemark::ui
