// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/finding.h"
#include "postgres/queries/soundness.h"
#include "restore/restoredraft.h"

namespace tidemark::restore {

/// What people should know of the restored tables. Only an index that is not valid, and a sequence that rows
/// were added behind, is more than the state the backup had.
core::Findings soundnessFindings(const QList<postgres::Unsoundness>& found, ExistingObjects existing);

} // namespace tidemark::restore
