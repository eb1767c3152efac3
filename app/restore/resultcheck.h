// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/runcontext.h"
#include "restore/restorerun.h"
#include "restore/restorestage.h"

namespace tidemark::restore {

/// Judges what a restore made: what the tool could not do, relations that are absent, rows and digests
/// against the backup, and whether indexes, constraints and sequences are sound. Findings and comparisons go
/// into `report`; for one thread.
class ResultCheck
{
public:
    /// Both have to outlive it.
    ResultCheck(const RestorePlan& plan, RestoreReport& report);

    /// Takes the objects of lost entries off the report's number.
    void judgeProblems(const QList<EntryProblem>& problems);
    /// Of objects that could not be given to their owners.
    void judgeOwners(const QList<EntryProblem>& problems);
    /// Blocks. Reads the tables of `content`; progress goes from restoreShare to 0.97. Errors: only where it
    /// cannot be said how the database is.
    core::Status compare(postgres::Connection& connection, const QList<catalog::ManifestTable>& content,
                         const core::RunContext& context);
    /// The same with tables that were read already, in the order of `content`. Those whose text differs are
    /// read once more, and compared by value.
    core::Status judge(postgres::Connection& connection, const QList<catalog::ManifestTable>& content,
                       const QList<TableComparison>& tables, const core::RunContext& context);

private:
    QString subjectOf(const EntryProblem& problem) const;
    QList<archive::Relation> expectedRelations() const;
    core::Status checkRelations(postgres::Connection& connection);
    void judgeContent();
    void addRowsOnly();
    core::Status judgeSoundness(postgres::Connection& connection);

    const RestorePlan& m_plan;
    RestoreReport& m_report;
};

} // namespace tidemark::restore
