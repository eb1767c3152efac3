// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sanityquery.h"
#include "ui/restore/restorestate.h"

namespace tidemark::ui {

/// What the restored database will be asked, as the review's plan is. Errors: those of the store.
core::Result<QList<core::SanityQuery>> sanityQueriesOf(const RestoreState& state);

/// The server that the source is of, where it is one that is known here.
std::optional<store::Profile> sanityServerOf(const RestoreState& state);

} // namespace tidemark::ui
