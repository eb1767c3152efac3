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
    qint64 ambiguousKeys = 0; // keys that several of the rows that differ have on one side
    std::vector<qint64> changesByColumn;
};

enum class Keys
{
    Match,
    Ambiguous, // all rows have one key, which the caller has counted
};

/// Matches the rows that are left of both sides by key, and says what became of each. All rows of a key must
/// be in `rows`. Errors: Cancelled, and those of the sink.
core::Status matchRows(const RowSet& rows, const RowForm& form, Keys keys, DiffSink& sink, DiffCounts& counts,
                       const core::RunContext& context);

} // namespace tidemark::archive
