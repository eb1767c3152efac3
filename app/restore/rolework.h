// SPDX-License-Identifier: GPL-3.0-or-later
// Roles around a restore: made before it, taken back where it breaks off, and, where pg_restore cannot do it,
// given what is theirs.
#pragma once

#include "access/serveraccess.h"
#include "restore/restoreplan.h"
#include "restore/restorestage.h"

namespace tidemark::restore {

/// For one thread.
class RoleWork
{
public:
    /// All of them have to outlive it.
    RoleWork(const RestorePlan& plan, const access::ServerAccess& server, const core::RunContext& context);

    /// Makes the roles of the plan, all or none. Errors: those of postgres::createRole.
    core::Status create();
    /// Drops what create() has made; those that something rests on by now are left, and named.
    QStringList undo();

    /// In the restored database, after everything else: owners, then grants and policies of other roles than
    /// the backup names. What fails is in problems(). Errors: the connection's, Cancelled.
    core::Status giveAway(const QSet<int>& failed);
    const QList<EntryProblem>& problems() const { return m_problems; }
    const QList<EntryProblem>& ownerProblems() const { return m_ownerProblems; }

private:
    const RestorePlan& m_plan;
    const access::ServerAccess& m_server;
    const core::RunContext& m_context;
    QStringList m_made;
    QList<EntryProblem> m_problems;
    QList<EntryProblem> m_ownerProblems; // the objects are there, and belong to who restores
};

} // namespace tidemark::restore
