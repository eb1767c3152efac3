// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/diffsink.h"
#include "archive/rowform.h"
#include "archive/rowset.h"
#include "core/runcontext.h"

#include <vector>

namespace tidemark::archive {

struct DiffCounts
{
    qint64 missing = 0;
    qint64 changed = 0;
    qint64 extra = 0;
    qint64 ambiguousKeys = 0; // keys of rows that differ, which several rows of one side have
    std::vector<qint64> changesByColumn;
};

/// What is known of the keys of a set of rows.
struct KeyKnowledge
{
    /// All rows have one key, and the caller has counted it as ambiguous.
    bool onlyOne = false;
    /// Sorted hashes of keys that rows of one side share, those that are not in the set too.
    std::vector<quint64> repeated;
};

/// Matches the rows that are left of both sides by key, and says what became of each. All rows of a key must
/// be in `rows`. Errors: Cancelled, and those of the sink.
core::Status matchRows(const RowSet& rows, const RowForm& form, const KeyKnowledge& keys, DiffSink& sink,
                       DiffCounts& counts, const core::RunContext& context);

} // namespace tidemark::archive
