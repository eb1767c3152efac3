// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/connection.h"

namespace tidemark::postgres {

/// Streams a table's rows as COPY text, named columns in the given order, in the session's pinned settings: the same
/// text that a dump holds. One row with its newline per call of the sink. Only the table itself, not its children.
/// Needs SELECT. No columns means a table without any. The rows come in `encoding`, by PostgreSQL's name for it; in
/// the session's, UTF-8, where it is empty. Rows of an SQL_ASCII database that are no UTF-8 can be had in SQL_ASCII.
core::Status copyTable(Connection& connection, const QString& schema, const QString& name, const QList<QString>& columns,
                       const std::function<core::Status(QByteArrayView)>& sink, const QString& encoding = {});

/// From now on what row-level security would hide some rows of is refused instead (PermissionDenied), as for pg_dump.
core::Status demandAllRows(Connection& connection);

/// How many pages its file has.
core::Result<qint64> tablePages(Connection& connection, const QString& schema, const QString& name);
/// The same as copyTable of the rows in these pages alone, without the last, which -1 leaves open. PostgreSQL 14 and newer
/// (older ones read the whole table for it).
core::Status copyTablePages(Connection& connection, const QString& schema, const QString& name, const QList<QString>& columns, qint64 from, qint64 to,
                            const std::function<core::Status(QByteArrayView)>& sink, const QString& encoding = {});

/// Exact, and as slow as reading the table. Needs SELECT.
core::Result<qint64> countRows(Connection& connection, const QString& schema, const QString& name);

} // namespace tidemark::postgres
