// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the rows of a table: two streams of rows compared as sets, in bounded memory, without a
// server.
#pragma once

#include "archive/diffsink.h"
#include "archive/rowcursor.h"
#include "archive/rowform.h"
#include "core/result.h"
#include "core/runcontext.h"

#include <QString>

#include <vector>

namespace tidemark::archive {

enum class KeysAre
{
    Unique,     // as a primary key is
    PerhapsNot, // each is counted, so that rows that share one are not mixed
};

struct RowDiffOptions
{
    KeysAre keys = KeysAre::Unique;
    /// Of what does not fit into it, rows are put aside in a file. Besides it: what the cursors take, the
    /// longest rows, and some 20 MB. At least 256 KB are used.
    qint64 memoryBudget = 256LL << 20;
    /// For that file, which has no name and so leaves nothing behind. Not touched while memory is enough and
    /// keys are unique.
    QString spillFolder;
    /// For progress: the bytes that both cursors are going to read; 0 where that is not known.
    qint64 expectedBytes = 0;
    QString phase;         // for progress, while rows are read
    QString matchingPhase; // and while those that differ and did not fit into memory are matched
    QString item;
};

struct RowDiffSummary
{
    qint64 dumpRows = 0;
    qint64 liveRows = 0;
    qint64 equal = 0;   // rows of the dump that are in the live table as they are
    qint64 missing = 0; // only in the dump
    qint64 changed = 0; // the same key, other values
    qint64 extra = 0;   // only in the live table
    /// Equal in value and not in text were met: the dump was written in a session with other settings.
    bool otherSettings = false;
    /// Keys of rows that differ, which several rows of one side have. Such rows count as missing and extra.
    qint64 ambiguousKeys = 0;
    std::vector<qint64> changesByColumn; // one per column
    qint64 spilledBytes = 0;
};

/// Compares the rows of both cursors, which have the same columns in the same order and encoding; `form` is
/// made for these. The order of the rows does not matter, but is fastest where it is mostly the same: then
/// every row is compared once with its neighbour, and nothing is kept. Rows are told apart by 128 bits of
/// hash. Errors: those of the cursors and of the sink; Cancelled; StorageFull, NotFound, PermissionDenied, Io
/// for the file.
core::Result<RowDiffSummary> diffRows(RowCursor& dump, RowCursor& live, const RowForm& form,
                                      const RowDiffOptions& options, DiffSink& sink,
                                      const core::RunContext& context);

} // namespace tidemark::archive
