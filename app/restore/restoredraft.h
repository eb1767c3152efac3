// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/entrysql.h"
#include "archive/selection.h"
#include "process/tooloptions.h"
#include "restore/stages.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace tidemark::restore {

enum class Ownership
{
    Me,   // everything belongs to the role that restores
    Keep, // as in the backup; needs the roles, and the right to act for them
    Role, // everything belongs to RestoreDraft::ownerRole
};

/// What becomes of a role that the backup names.
enum class RoleFate
{
    LeaveOut, // where the server does not have it: what it owns belongs to who restores, its privileges go
    Create,   // where the server does not have it: without a password
    Map,      // another role takes its place
};

struct RoleChoice
{
    RoleFate fate = RoleFate::LeaveOut;
    QString to; // of RoleFate::Map: a role that the server has, or that is created too
};

enum class TargetKind
{
    NewDatabase,
    ExistingDatabase, // in one transaction: all of it, or nothing has changed
    SqlFile,          // what would be run, for psql; .gz, .zst and .lz4 are compressed
};

/// What happens to objects of an existing database that have the names of restored ones. Schemas, extensions
/// and whatever else the restored ones only need stay as they are in any case.
enum class ExistingObjects
{
    Stop,         // nothing runs where there are any
    Keep,         // they stay, and their rows; what is missing is restored
    Replace,      // they are dropped first
    EmptyAndLoad, // only rows are restored, into emptied tables
    Append,       // only rows are restored, to those that are there
};

/// How a new database sorts and classifies characters.
enum class LocaleProvider
{
    AsInBackup,
    Libc,
    Icu,     // PostgreSQL 15 and newer
    Builtin, // PostgreSQL 17 and newer
};

enum class DamagedTables
{
    Stop,     // a backup of which anything cannot be read is not restored
    LeaveOut, // everything else is restored, and the verdict lists what is missing
};

/// What a wizard page or the command line has filled in. Nothing is checked here; see validate().
struct RestoreDraft
{
    QString source;         // folder of a backup set, or a dump of any format
    QString targetDatabase; // to be created, or the existing one
    Ownership ownership = Ownership::Me;
    int jobs = 0; // parallel workers for data and indexes; 0: as many as this machine has cores, at most 4
    TargetKind target = TargetKind::NewDatabase;
    QString file;           // of TargetKind::SqlFile; new
    QString sourceDatabase; // which one, in a dump of a whole server
    QStringList tables;     // as in SQL, see archive::findRelation(); with no schemas either: everything
    QStringList schemas;    // exact names
    archive::ForeignKeys foreignKeys = archive::ForeignKeys::Skip;
    ExistingObjects existing = ExistingObjects::Stop;
    QString intoSchema; // of an existing database: the chosen tables beside their originals; empty: where
                        // they were
    QMap<QString, QString> newNames; // of an existing database: chosen relations, named as in `tables`, beside
                                     // their originals under these names; in intoSchema or their own schema
    QString confirmed;  // what was typed to allow that something is lost: the target's name

    // Roles
    QString ownerRole;                          // of Ownership::Role; one that the server has, or is created
    RoleFate missingRoles = RoleFate::LeaveOut; // LeaveOut or Create; of those that `roles` does not name
    QMap<QString, RoleChoice> roles;            // by their names in the backup
    archive::Privileges privileges = archive::Privileges::Keep; // GRANT, REVOKE and default privileges

    // The new database; what is empty is as in the backup, where this server can do that
    QString databaseOwner; // empty: who restores; with Ownership::Role that role
    QString encoding;      // "UTF8"
    QString locale;        // of the provider: "de_DE.UTF-8" for libc, "de-DE" for ICU
    LocaleProvider localeProvider = LocaleProvider::AsInBackup;
    QString templateDatabase;           // empty: template0, which has nothing of this server's own
    QString tablespace;                 // empty: the template's
    std::optional<int> connectionLimit; // -1: none; set once everything is restored

    // What of it
    QList<StageKind> sections; // empty: all. Definitions alone: PreData and PostData; rows alone: Data
    archive::Tablespaces tablespaces = archive::Tablespaces::None; // Keep: objects go where they were
    QList<process::ToolOption> options; // any other of pg_restore, see restore/restoreoptions.h
    DamagedTables damaged = DamagedTables::Stop;

    bool isProduction = false; // the target server's profile says so

    bool isWhole() const { return tables.isEmpty() && schemas.isEmpty(); }
    bool isBeside() const { return !intoSchema.isEmpty() || !newNames.isEmpty(); }
    bool has(StageKind section) const { return sections.isEmpty() || sections.contains(section); }
    bool loadsExisting() const
    {
        return existing == ExistingObjects::EmptyAndLoad || existing == ExistingObjects::Append;
    }
    /// Rows alone: definitions are the target's.
    bool isRowsOnly() const
    {
        return sections.isEmpty() ? loadsExisting()
                                  : has(StageKind::Data) && !has(StageKind::PreData) && !has(StageKind::PostData);
    }
    /// Tables are the target's, and what belongs to them is restored.
    bool isForExistingTables() const { return isRowsOnly() || !has(StageKind::PreData); }
    bool losesRows() const
    {
        return existing == ExistingObjects::Replace || existing == ExistingObjects::EmptyAndLoad;
    }
};

} // namespace tidemark::restore
