// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/testcluster.h"

namespace tidemark::test {

/// A database with what the browser must not stumble over: NULLs and empty texts, long values, hostile names, a table
/// of several pages of rows, large objects, foreign keys and types between schemas.
core::Status createBrowsable(TestCluster& server, const QString& database);

/// Names in it that have to be seen as they are: a line break, quotes, a turn of direction.
inline const QString brokenName = QStringLiteral("two\nlines");
inline const QString quotedName = QStringLiteral("it's \"quoted\"");
inline const QString turnedName = QStringLiteral("\u202eturned");

/// A custom archive of that many tables, as pg_dump lays it out, without data.
QByteArray archiveOf(int tables);

} // namespace tidemark::test
