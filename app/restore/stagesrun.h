// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/runcontext.h"
#include "restore/restoreplan.h"
#include "restore/restoreprogress.h"
#include "restore/restorestage.h"

#include <QTemporaryDir>

namespace tidemark::restore {

/// pg_restore over the stages of a plan: before the rows, the rows, and after them; the last two with
/// parallel workers. Blocks; for one thread.
class StagesRun
{
public:
    /// All of them have to outlive it. Progress goes to `context`, from 0 to restoreShare.
    StagesRun(const RestorePlan& plan, const access::ServerAccess& server, const core::RunContext& context);

    /// What fails for want of something that comes later in the stage is tried again. Errors: also Corrupt,
    /// where the tool crashes on the archive.
    core::Status run(const Stage& stage);

    /// Is told of every entry that a parallel worker has finished, well or not; on this thread.
    void setEntryListener(std::function<void(int dumpId)> listener) { m_listener = std::move(listener); }

    qint64 objects() const { return m_objects; } // restored so far, with those of problems()
    const QList<EntryProblem>& problems() const { return m_problems; } // what could not be restored

private:
    bool mayTryAgain(int dumpId);
    core::Result<QList<EntryProblem>> runOnce(const QList<int>& dumpIds, int jobs, const QString& phase);

    const RestorePlan& m_plan;
    const access::ServerAccess& m_server;
    const core::RunContext& m_context;
    RestoreProgress m_progress;
    QTemporaryDir m_scratch;
    QList<EntryProblem> m_problems;
    qint64 m_objects = 0;
    std::function<void(int)> m_listener;
};

} // namespace tidemark::restore
