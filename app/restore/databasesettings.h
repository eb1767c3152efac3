// SPDX-License-Identifier: GPL-3.0-or-later
// What a backup says of its database itself: its settings and those of roles in it, comment, security labels
// and privileges (pg_dump.c, dumpDatabase). pg_restore takes them with --create alone, and under the old
// name.
#pragma once

#include "core/finding.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace tidemark::postgres {
class Connection;
}

namespace tidemark::restore {

struct RestorePlan;

struct DatabaseSettings
{
    QList<QByteArray> statements; // UTF-8, one each, in the archive's order
    QStringList withoutRole;      // settings of roles that are not on the server, for people
};

/// For a database of that name. Nothing where the plan makes none, or only a part of it. A connection limit,
/// the owner and whether it is a template are not among them.
DatabaseSettings databaseSettings(const RestorePlan& plan, const QString& name);

/// Once everything else is there: a setting may forbid to write. What the server refuses is a warning.
core::Findings applySettings(postgres::Connection& connection, const RestorePlan& plan, const QString& name);

} // namespace tidemark::restore
