// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/restorefacts.h"

namespace tidemark::restore {

/// What the role may not do to tables of an existing database that are dropped, emptied or loaded, or have
/// keys and triggers taken off meanwhile; and, beside originals, to schemas that something goes into.
core::Findings rightsFindings(const RestoreDraft& draft, const RestoreFacts& facts,
                              const RestoreScope& scope);

} // namespace tidemark::restore
