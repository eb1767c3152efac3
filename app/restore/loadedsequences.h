// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/restoreplan.h"

namespace tidemark::restore {

/// Sets the sequences of loaded tables, and of what they are partitions of, past the values of their columns;
/// never backwards, and not those that were restored themselves. Those that were set. Such as the role may
/// not set are passed over: the look at the result names them.
core::Result<QStringList> advanceLoaded(const RestorePlan& plan, const access::ServerAccess& server,
                                        const core::RunContext& context);

} // namespace tidemark::restore
