// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/connection.h"

namespace tidemark::postgres {

/// Streams a table's rows as COPY text, named columns in the given order, in the session's pinned settings: the same
/// text that a dump holds. One row with its newline per call of the sink. Only the table itself, not its children.
/// Needs SELECT. No columns means a table without any.
core::Status copyTable(Connection& connection, const QString& schema, const QString& name, const QList<QString>& columns,
                       const std::function<core::Status(QByteArrayView)>& sink);

/// How many pages its file has.
core::Result<qint64> tablePages(Connection& connection, const QString& schema, const QString& name);
/// The same as copyTable of the rows in these pages alone, without the last, which -1 leaves open. PostgreSQL 14 and newer
/// (older ones read the whole table for it).
core::Status copyTablePages(Connection& connection, const QString& schema, const QString& name, const QList<QString>& columns, qint64 from, qint64 to,
                            const std::function<core::Status(QByteArrayView)>& sink);

/// Exact, and as slow as reading the table. Needs SELECT.
core::Result<qint64> countRows(Connection& connection, const QString& schema, const QString& name);

} // namespace tidemark::postgres
