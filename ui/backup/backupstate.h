// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of a backup wizard share, and the questions they ask.
#pragma once

#include "access/serveraccess.h"
#include "backup/backupplan.h"
#include "postgres/queries/databases.h"
#include "ui/common/toolsource.h"
#include "ui/services.h"

#include <optional>

namespace tidemark::ui {

struct ServerDatabases
{
    QList<postgres::Database> databases;
    core::ServerVersion version;
};

/// The last backup of this database that came out well.
struct Precedent
{
    QDateTime when;
    qint64 bytes = 0;
    std::chrono::milliseconds duration{0};
};

struct BackupReview
{
    backup::BackupFacts facts;
    core::Findings findings;
    std::optional<backup::BackupPlan> plan; // absent while a finding forbids it
    QStringList commands;
    std::optional<Precedent> precedent;
};

struct FolderFacts
{
    bool exists = false;
    bool writable = false; // it, or where it would be created
    qint64 freeBytes = -1; // -1: not known
};

struct BackupState
{
    BackupState(Services& allServices, const store::Profile& ofProfile);

    Services& services;
    store::Profile profile;
    backup::BackupDraft draft;
    std::optional<ServerDatabases> server;
    std::optional<BackupReview> review;
};

/// The profile's, else the one for all, else a folder of the home.
QString defaultBackupFolder(const Services& services, const store::Profile& profile);
/// Where sets of this draft go, without the last part, which is the time of the start.
QString setsFolder(const backup::BackupDraft& draft);
/// What kind of files a dump in this form is, and who reads them: a sentence.
QString formSentence(const backup::DumpForm& form);

// Below: for worker threads.

core::Result<ServerDatabases> readDatabases(const access::ServerAccess& server, const core::RunContext& context);
core::Result<FolderFacts> lookAtFolder(const QString& folder);
core::Result<BackupReview> reviewBackup(const backup::BackupDraft& draft, const ToolSource& toolSource, const jobs::RunOwner& owner,
                                        const access::ServerAccess& server, const core::RunContext& context);

} // namespace tidemark::ui
