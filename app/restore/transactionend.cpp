// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/transactionend.h"

#include "core/wait.h"

#include <QCoreApplication>

namespace tidemark::restore {

namespace {

constexpr std::chrono::seconds outcomeLimit{20}; // a server that crashed needs a moment to recover

} // namespace

postgres::TransactionOutcome outcomeOf(const QString& transaction, const access::ServerAccess& server,
                                       const QString& database)
{
    const auto until = std::chrono::steady_clock::now() + outcomeLimit;
    do {
        auto connection = server.connect(database, {}, {});
        if (connection) {
            auto known = postgres::transactionOutcome(*connection, transaction);
            if (known && *known != postgres::TransactionOutcome::Unknown)
                return *known;
        }
        core::sleepFor(std::chrono::milliseconds(250), {});
    } while (std::chrono::steady_clock::now() < until);
    return postgres::TransactionOutcome::Unknown;
}

QString askForOutcome(const QString& transaction)
{
    return QCoreApplication::translate("restore::transaction",
                                       "Find out with: SELECT txid_status(%1); — “committed” or “aborted”.")
        .arg(transaction);
}

} // namespace tidemark::restore
