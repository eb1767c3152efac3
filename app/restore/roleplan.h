// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of the roles that a backup names: made first, replaced by others, or left out.
#pragma once

#include "archive/entrysql.h"
#include "postgres/queries/roles.h"
#include "restore/restoredraft.h"

#include <QHash>

namespace tidemark::restore {

struct RestoreFacts;

/// A value.
struct RolePlan
{
    QList<postgres::NewRole> created; // in this order
    QHash<QString, QString> replaced; // as archive::EntrySqlOptions::roles
    QStringList absent;               // neither there nor made nor replaced: what names them is left out

    /// Whether what pg_restore would do of owners is not what is wanted.
    bool isOwnWork(Ownership ownership) const { return ownership == Ownership::Role || !replaced.isEmpty(); }
};

RolePlan rolePlanOf(const RestoreDraft& draft, const RestoreFacts& facts);
core::Findings roleFindings(const RestoreDraft& draft, const RestoreFacts& facts);

/// For what is written as SQL.
archive::EntrySqlOptions sqlOptionsOf(const RestoreDraft& draft, const RolePlan& roles);

} // namespace tidemark::restore
