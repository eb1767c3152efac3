// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "postgres/queries/rowrecovery.h"

namespace tidemark::restore {

/// What became of a transaction whose end was not heard. Asks on a connection of its own, which a requested
/// stop does not keep from being made, until the server knows; Unknown after 20 seconds. Blocks.
postgres::TransactionOutcome outcomeOf(const QString& transaction, const access::ServerAccess& server,
                                       const QString& database);

/// For people whom Tidemark cannot tell.
QString askForOutcome(const QString& transaction);

} // namespace tidemark::restore
