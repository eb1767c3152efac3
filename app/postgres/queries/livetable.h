// SPDX-License-Identifier: GPL-3.0-or-later
// A table as it is now: its columns and keys, and its rows as text.
#pragma once

#include "postgres/connection.h"
#include "postgres/queries/relations.h"

#include <QStringList>

namespace tidemark::postgres {

struct LiveColumn
{
    QString name;
    QString type;      // as format_type() has it, which is what a dump says too: "character varying(20)"
    QString plainType; // of a domain: the type below it; else the same
    bool generated = false;
    bool identity = false;
    bool notNull = false;
};

struct LiveTable
{
    QString schema;
    QString name;
    RelationKind kind = RelationKind::Table;
    bool isPartition = false;
    qint64 bytes = 0;          // about, with TOAST and all partitions
    QList<LiveColumn> columns; // in the table's order
    QStringList primaryKey;    // in the order of the key; empty where there is none
    QList<QStringList>
        uniqueKeys; // columns of each valid unique index over whole rows, the primary key's too
};

/// NotFound where there is no relation of that name. Any role.
core::Result<LiveTable> describeTable(Connection& connection, const QString& schema, const QString& name);

/// Begins to read the rows, of a partitioned table through its root, else of the table itself without its
/// children: Connection::nextCopyRow() has them, in the pinned settings, in this order of columns and in this
/// encoding ("UTF8"). Fails rather than leaving out rows that a policy hides. Needs SELECT.
core::Status beginReadingTable(Connection& connection, const LiveTable& table, const QStringList& columns,
                               const QString& encoding);

} // namespace tidemark::postgres
