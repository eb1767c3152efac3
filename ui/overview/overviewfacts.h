// SPDX-License-Identifier: GPL-3.0-or-later
// What the overview says, made from what was found. No widgets and no clock of its own, so that every sentence can be tested.
#pragma once

#include "catalog/backupset.h"
#include "core/finding.h"
#include "postgres/queries/databases.h"
#include "postgres/queries/server.h"
#include "process/toollocator.h"
#include "store/profile.h"
#include "ui/common/status.h"

#include <QDateTime>
#include <QList>

#include <optional>

namespace tidemark::ui {

/// What the server said about itself when it was asked.
struct ServerAnswer
{
    postgres::ServerFacts facts;
    QList<postgres::Database> databases;
};

struct DatabaseBackup
{
    QString database;
    std::optional<catalog::BackupSet> newest; // absent: none is known
    std::optional<core::ByteSize> size;       // on the server; absent where it was not told
    bool onServer = true;                     // false: only its backups are left
};

struct LastDrill
{
    QDateTime when;
    double seconds = 0;
};

struct OverviewFacts
{
    QList<DatabaseBackup> databases; // by name
    bool databasesKnown = false;     // the server was asked and answered
    std::optional<LastDrill> restored; // the newest restore of a set of this server that came out well
};

/// A sentence with the look that goes with it.
struct OverviewSentence
{
    StatusLook look;
    QString text;
};

/// Whether a set is of this server: by its system identifier, and where that is not known on both sides by its name.
bool belongsTo(const catalog::Manifest& manifest, const store::Profile& profile, const std::optional<ServerAnswer>& server);
OverviewFacts overviewFacts(const store::Profile& profile, const QList<catalog::BackupSet>& sets, const std::optional<ServerAnswer>& server);

/// "If this server died now you would lose at most 3 h 12 min."
OverviewSentence lossSentence(const OverviewFacts& facts, const QDateTime& now);
/// "Last proven restore: 2 days ago, took 41 s."
OverviewSentence proofSentence(const OverviewFacts& facts, const QDateTime& now);
/// What keeps this server from being backed up here, or needs attention.
core::Findings overviewFindings(const std::optional<ServerAnswer>& server, const process::ToolSet& tools, bool toolsReady,
                                const QList<core::Error>& problems);

} // namespace tidemark::ui
