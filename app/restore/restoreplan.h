// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/queries/databaseadmin.h"
#include "postgres/queries/movetables.h"
#include "restore/pgrestorecommand.h"
#include "restore/restorefacts.h"
#include "restore/roleplan.h"
#include "restore/stages.h"

#include <QJsonObject>

#include <array>

namespace tidemark::restore {

/// Exactly what will be done. A value: shown before the run, stored with it, serialises to JSON without
/// secrets.
struct RestorePlan
{
    RestoreDraft draft;
    QString runId;
    RestoreSource source;
    process::Tool pgRestore; // one of the two; neither for a file
    process::Tool psql;
    int jobs = 1;
    postgres::NewDatabase
        database;          // under the name it has while it is incomplete; or the existing one's name alone
    QString databaseOwner; // whose the new one is in the end; empty: who restores
    std::optional<int> connectionLimit; // of the new one, in the end
    std::array<Stage, 3> stages;        // of pg_restore
    RestoreScope scope;                 // of a script for psql, and wherever not everything is restored
    RolePlan roles;
    core::Findings notes;                 // what is left out and belongs into the verdict
    QList<catalog::ManifestTable> intact; // of a damaged backup
    QSet<int> leftOut;                    // of all that goes through pg_restore into a new database
    /// Through pg_restore, where owners are others than it would make them: what is given to its owner once
    /// everything is there, and what is said about roles after that.
    QList<int> owned;
    QList<int> late;
    QList<postgres::OtherName> newNames; // of what goes beside its original
    TargetContents target;  // of an existing database
    process::ToolSet tools; // for what is planned on the way
    int serverMajor = 0;
    bool isSuperuser = false; // who restores

    bool isThroughPgRestore() const { return goesThroughPgRestore(draft, source); }
    /// Not all of the archive, into whatever it goes.
    bool isPart() const { return !draft.isWhole() || draft.target == TargetKind::ExistingDatabase; }
    /// Everything that the backup has is there afterwards, as far as roles allow.
    bool isEverything() const;

    QString applicationName() const;
    /// An empty list file: everything.
    PgRestoreParameters pgRestoreParameters(const QString& listFile, int workers) const;
    QJsonObject toJson() const;
};

/// Errors: the first blocker of validate(), as an error of its kind.
core::Result<RestorePlan> makePlan(const RestoreDraft& draft, const RestoreFacts& facts);

/// The commands for reading and copying: create, restore in stages, rename. None where no command does it.
QStringList shownCommands(const RestorePlan& plan, const QString& conninfo);

/// "<name>.incomplete-1a2b3c4d", cut so that it fits PostgreSQL's 63 bytes.
QString incompleteName(const QString& database, const QString& runId);
/// Of a restore, or a trial, that is at work or did not end.
bool isIncompleteName(const QString& database);

} // namespace tidemark::restore
