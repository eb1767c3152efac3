// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/selection.h"

#include <QString>
#include <QStringList>

namespace tidemark::restore {

enum class Ownership
{
    Me,   // everything belongs to the role that restores
    Keep, // as in the backup; needs the roles, and the right to act for them
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
    QString confirmed;  // what was typed to allow that something is lost: the target's name

    bool isWhole() const { return tables.isEmpty() && schemas.isEmpty(); }
    /// Rows alone: definitions are the target's.
    bool isRowsOnly() const
    {
        return existing == ExistingObjects::EmptyAndLoad || existing == ExistingObjects::Append;
    }
    bool losesRows() const
    {
        return existing == ExistingObjects::Replace || existing == ExistingObjects::EmptyAndLoad;
    }
};

} // namespace tidemark::restore
