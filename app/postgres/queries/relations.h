// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesize.h"
#include "postgres/connection.h"

namespace tidemark::postgres {

enum class RelationKind
{
    Table,
    PartitionedTable,
    View,
    MaterializedView,
    Sequence,
    ForeignTable,
};

struct Relation
{
    QString schema;
    QString name;
    RelationKind kind = RelationKind::Table;
    core::ByteSize size;     // with TOAST, without indexes; what a dump has to read
    qint64 rowEstimate = -1; // reltuples; -1 where never analysed
    bool isPartition = false;
};

/// Of pg_class.relkind: "p".
RelationKind relationKindOf(const QString& relkind);

/// The relations of the current database that a dump of it contains: not the system's, not temporary ones, not those
/// that an extension owns. Inside a snapshot it lists what that snapshot sees. Any role.
core::Result<QList<Relation>> listRelations(Connection& connection);

enum class ObstacleKind
{
    NoUsage,     // on its schema
    NoSelect,    // on the relation
    RowSecurity, // a policy applies to this role, so it would see only some rows
    LargeObjects, // no SELECT on `count` large objects; `name` is the number of the first, there is no schema
};

struct ReadObstacle
{
    ObstacleKind kind = ObstacleKind::NoSelect;
    QString schema;
    QString name;
    qint64 count = 1;
};

/// What keeps this role from reading everything a dump of the database needs. Any role.
core::Result<QList<ReadObstacle>> readObstacles(Connection& connection);

} // namespace tidemark::postgres
