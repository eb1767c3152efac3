// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/finding.h"
#include "core/runcontext.h"
#include "postgres/queries/databases.h"
#include "postgres/queries/server.h"
#include "process/toollocator.h"
#include "restore/globalroles.h"
#include "restore/leftout.h"
#include "restore/newdatabase.h"
#include "restore/preflight.h"
#include "restore/restoredraft.h"
#include "restore/restorescope.h"
#include "restore/restoresource.h"
#include "restore/targetcontents.h"

namespace tidemark::restore {

/// What was found out about the archive and the target server before a plan is made.
struct RestoreFacts
{
    RestoreSource source;
    postgres::ServerFacts server;
    QList<postgres::Database> databases;
    QStringList missingRoles; // that the archive names as owners and the server does not have
    QStringList absentRoles;  // the same of all that it names: in grants and policies too
    QStringList archiveRoles; // all that the archive names, sorted
    QSet<QString> serverRoles;
    QSet<QString> actsFor;                 // roles that objects can be given to
    QSet<QString> superusers;              // membership in one of these is not for giving away
    QMap<QString, GlobalRole> globalRoles; // described beside the dump, or in the same file
    NewDatabaseFacts newDatabase;
    QList<process::HelpOption> toolOptions; // of pg_restore, where options are given by name
    QList<DamagedTable> damaged;            // where what is damaged is to be left out
    QList<catalog::ManifestTable> intact;   // then what was read of the others
    PreflightFacts preflight;
    process::ToolSet tools;
    archive::Selection
        selection;         // of the archive, where not all of it goes into a new database through pg_restore
    TargetContents target; // of an existing database

    bool hasDatabase(const QString& name) const;
};

/// For openSource().
Damaged allowedDamage(const RestoreDraft& draft);
/// Blocks; for a worker thread. Where what is damaged is to be left out all of the backup is read. For an SQL
/// file the server is not asked, and nothing is known of it.
core::Result<RestoreFacts> gatherFacts(const RestoreDraft& draft, const access::ServerAccess& server,
                                       const process::ToolSet& tools, const core::RunContext& context);
core::Findings validate(const RestoreDraft& draft, const RestoreFacts& facts);

/// What is restored and what makes way for it; needed where the selection is.
RestoreScope scopeOf(const RestoreDraft& draft, const RestoreFacts& facts);
/// Of what is chosen, or of the whole archive where there is no selection.
LeftOut leftOutOf(const RestoreDraft& draft, const RestoreFacts& facts);
/// Whether pg_restore does it, in stages with parallel workers: into a database that is there for nothing
/// else. Else psql does, in one transaction.
bool goesThroughPgRestore(const RestoreDraft& draft, const RestoreSource& source);

/// The pg_restore that reads this archive and suits the target: of the target's major where that can read it.
core::Result<process::Tool> pickPgRestore(const RestoreFacts& facts);
/// The psql that suits the target and can be kept from running what a dump says to it. Errors: also
/// ToolTooOld.
core::Result<process::Tool> pickPsql(const RestoreFacts& facts);

} // namespace tidemark::restore
