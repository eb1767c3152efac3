// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/manifest.h"
#include "core/runcontext.h"
#include "restore/restoreplan.h"

namespace tidemark::restore {

/// What the tables that a plan restores have to hold afterwards: rows and digests as the set's manifest says
/// them. A dump from elsewhere is read once for it, which also proves that it is whole before anything is
/// created. Empty where rows are added to others, which leaves nothing to compare. Blocks.
core::Result<QList<catalog::ManifestTable>> expectedContent(const RestorePlan& plan,
                                                            const core::RunContext& context);

} // namespace tidemark::restore
