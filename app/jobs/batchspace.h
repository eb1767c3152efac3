// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backupfacts.h"
#include "jobs/backupestimate.h"

namespace tidemark::jobs {

/// One backup of a run, for the question whether all of them have room.
struct SpaceNeed
{
    QString folder; // where its set goes; need not be there yet
    qint64 freeBytes = -1; // on its file system; -1: not known
    backup::DumpForm form;
    BackupEstimate estimate;
};

/// Warnings where what goes to one file system will probably not fit there, all databases of the run together. Looks at no
/// server; a few system calls.
core::Findings checkSpace(const QList<SpaceNeed>& needs);

/// The findings of one backup without that about its own space: checkSpace() says it for all of them, and knows more.
core::Findings withoutSpace(core::Findings findings);

} // namespace tidemark::jobs
