// SPDX-License-Identifier: GPL-3.0-or-later
// What of a damaged backup can still be read.
#pragma once

#include "catalog/manifest.h"
#include "core/runcontext.h"
#include "restore/leftout.h"
#include "restore/restoresource.h"

namespace tidemark::restore {

struct Damage
{
    QList<DamagedTable> tables;
    QList<catalog::ManifestTable> intact; // what was read of the others
};

/// Reads the rows of every table, each for itself, and large objects; holds them against the manifest where
/// there is one. Of a plain dump that is cut off its last table counts as damaged too: how many rows it lacks
/// nobody knows. Errors: only what keeps the contents from being read; Cancelled.
core::Result<Damage> findDamage(const RestoreSource& source, const core::RunContext& context);

/// About source.looseStatements.
core::Finding looseStatements(const RestoreSource& source);

} // namespace tidemark::restore
