// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesize.h"
#include "postgres/connection.h"
#include "postgres/namepattern.h"

#include <QSet>

#include <utility>

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
    /// Of a partition: the table it is part of. Of a sequence that belongs to a column: its table. Else both
    /// empty.
    QString parentSchema;
    QString parentName;
    bool isIdentity = false; // a sequence that is a part of its column: it goes and comes with the table
    bool isUnlogged = false;
    quint32 oid = 0;
};

using RelationName = std::pair<QString, QString>; // schema, name

/// Of pg_class.relkind: "p".
RelationKind relationKindOf(const QString& relkind);

/// The relations of the current database that a dump of it contains: not the system's, not temporary ones,
/// not those that an extension owns. Inside a snapshot it lists what that snapshot sees. Any role.
core::Result<QList<Relation>> listRelations(Connection& connection);

/// The schemas of the current database that a dump of it contains, also those without relations: not the
/// system's, not those that an extension owns. Any role.
core::Result<QStringList> listSchemas(Connection& connection);

/// Which relations, of those that pg_dump's --table and its like look through, the patterns mean. A pattern
/// without a schema means what is visible in the search path that the role has in this database. Any role.
core::Result<QSet<RelationName>> relationsMatching(Connection& connection,
                                                   const QList<NamePattern>& patterns);
/// The same of schemas.
core::Result<QSet<QString>> schemasMatching(Connection& connection, const QList<NamePattern>& patterns);

/// The numbers of all large objects of the current database. Any role.
core::Result<QSet<quint32>> listLargeObjects(Connection& connection);

enum class ObstacleKind
{
    NoUsage,      // on its schema
    NoSelect,     // on the relation
    RowSecurity,  // a policy applies to this role, so it would see only some rows
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
