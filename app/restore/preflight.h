// SPDX-License-Identifier: GPL-3.0-or-later
// What will go wrong, or should be known, before a restore runs: what the server lacks, what the role may not
// do, and what is going on in the target.
#pragma once

#include "core/finding.h"
#include "postgres/queries/targetserver.h"
#include "restore/restoredraft.h"

namespace tidemark::restore {

struct RestoreFacts;

/// What was asked of the server and, of an existing target, of the database. A value.
struct PreflightFacts
{
    bool isKnown = false; // of an SQL file nothing is
    postgres::TargetServer server;
    postgres::TargetUse use;
    QSet<QString> missingLocales; // that collations of the archive are made from
    qint64 freeBytes = -1;        // where the server's data are; -1: not known
};

core::Findings preflightFindings(const RestoreDraft& draft, const RestoreFacts& facts);

/// Free space of the file system that has the folder, -1 where that cannot be said.
qint64 freeBytesAt(const QString& folder);

/// About what the rows that are restored take as text; -1: not known.
qint64 expectedText(const RestoreFacts& facts);
/// The same on the server's disk: a third more for indexes and headers.
qint64 onDisk(qint64 text);

} // namespace tidemark::restore
