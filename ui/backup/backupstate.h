// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of a backup wizard share, and the questions they ask.
#pragma once

#include "access/serveraccess.h"
#include "backup/backupanswers.h"
#include "backup/backupplan.h"
#include "backup/plankind.h"
#include "jobs/backupbatch.h"
#include "jobs/batchspace.h"
#include "postgres/queries/databases.h"
#include "ui/backup/relationtree.h"
#include "ui/common/toolsource.h"
#include "ui/services.h"

#include <QMap>

#include <memory>
#include <optional>

namespace tidemark::ui {

struct ServerDatabases
{
    QList<postgres::Database> databases;
    core::ServerVersion version;
};

/// The last backup of the same that came out well.
struct Precedent
{
    QDateTime when;
    qint64 bytes = 0;
    std::chrono::milliseconds duration{0};
};

/// Of one database.
struct DatabaseReview
{
    QString database;
    ContentSummary content;
    backup::DumpForm form;
    jobs::BackupEstimate estimate;
};

struct BackupReview
{
    QList<DatabaseReview> databases;
    core::Findings findings;
    QList<backup::BackupPlan> plans; // one for each database, or none while a finding forbids it
    QStringList commands;
};

/// The pg_dump that will be used, and what it can.
struct DumpTool
{
    process::Tool pgDump;
    QList<process::HelpOption> options;
    int cores = 1;
};

struct BackupState
{
    BackupState(Services& allServices, const store::Profile& ofProfile);

    /// One for each of the databases; several are backed up whole, or as the draft's own contents say.
    QList<backup::BackupDraft> drafts() const;
    /// What was answered so far; of the contents only those of the one database that is chosen.
    backup::BackupAnswers answers() const;
    /// As if a person had answered so. The server stays this one, and without a folder in them the folder stays, too.
    void takeAnswers(const backup::BackupAnswers& answers);
    /// For the next time that this server is backed up.
    void remember() const;

    Services& services;
    store::Profile profile;
    backup::BackupDraft draft; // its database is the only one, or the largest; its contents are for those without their own
    backup::Databases choice = backup::Databases::Named;
    QStringList databases;
    int taken = 0; // how often answers were taken: pages show them afresh then
    bool isFromBefore = false; // they are those of an earlier run, or of a preset: what of them is gone is worth saying
    QMap<QString, backup::ContentChoice> contents; // by database
    core::ByteSize read; // of the draft's database; an estimate
    std::optional<ServerDatabases> server;
    std::optional<DumpTool> tool;
    std::optional<BackupReview> review;
};

/// The profile's, else the one for all, else a folder of the home.
QString defaultBackupFolder(const Services& services, const store::Profile& profile);
/// Where sets of this draft go, without the last part, which is the time of the start.
QString setsFolder(const backup::BackupDraft& draft);
/// "zstd", "gzip, level 1", for people.
QString compressionWords(const core::CompressionSpec& compression);
/// "Custom"
QString formatWord(archive::DumpFormat format);

// Below: for worker threads.

/// `what` is the database, the format of a base backup, or the content of a dump of the whole server. A missing or unreadable history costs the estimate and nothing else.
std::optional<Precedent> findPrecedent(const jobs::RunOwner& owner, backup::PlanKind kind, const QString& what);
core::Result<ServerDatabases> readDatabases(const access::ServerAccess& server, const core::RunContext& context);
core::Result<std::shared_ptr<RelationTree>> readRelations(const access::ServerAccess& server, const QString& database, const core::RunContext& context);
core::Result<DumpTool> findDumpTool(const ToolSource& toolSource, int serverMajor, const core::RunContext& context);
core::Result<BackupReview> reviewBackup(const QList<backup::BackupDraft>& drafts, const ToolSource& toolSource, const jobs::RunOwner& owner,
                                        const access::ServerAccess& server, const core::RunContext& context);

} // namespace tidemark::ui
