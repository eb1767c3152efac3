// SPDX-License-Identifier: GPL-3.0-or-later
// The database that a restore makes: as in the backup, as far as the server can do that, or as the draft
// says.
#pragma once

#include "postgres/queries/databaseadmin.h"
#include "postgres/queries/newdatabase.h"
#include "restore/restoredraft.h"

#include <optional>

namespace tidemark::restore {

struct RestoreFacts;

/// What was asked of the server for it. A value.
struct NewDatabaseFacts
{
    postgres::NewDatabaseOffer offer;
    qint64 templateObjects = 0; // that the draft's template has beyond what initdb makes
};

struct NewDatabasePlan
{
    postgres::NewDatabase database; // without a name, and without an owner until it is restored
    QString owner;                  // whose it is then; empty: who restores
    std::optional<int> connectionLimit;
    core::Findings findings;
};

NewDatabasePlan newDatabaseOf(const RestoreDraft& draft, const RestoreFacts& facts);

/// Creates it; where the server cannot make it with the archive's locale, or with an encoding that only the
/// dump itself is known to have, then with its own, and says so in a warning. Errors: as createDatabase().
core::Result<core::Findings> createFitting(postgres::Connection& connection,
                                           const postgres::NewDatabase& database, const RestoreDraft& draft);

/// The locales of libc that the draft or the archive name.
QStringList wantedLocales(const RestoreDraft& draft, const archive::Toc& toc);

} // namespace tidemark::restore
