// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be known of a table before rows are put back into it: what the server will check, fire and
// refuse.
#pragma once

#include "postgres/queries/columnsequences.h"

#include <QHash>
#include <QStringList>

namespace tidemark::postgres {

/// An operator by its full name, so that it is found whatever the search path is.
struct EqualityOperator
{
    QString schema;
    QString name;
};

struct KeyColumn
{
    QString column;
    EqualityOperator equals;
};

/// A unique index over whole rows and plain columns.
struct UniqueKey
{
    QString index;
    QList<KeyColumn> columns;
    bool isPrimary = false;
};

struct ForeignKey
{
    struct Pair
    {
        QString own;             // of the table that refers
        QString other;           // of the table that is referred to
        EqualityOperator equals; // other = own
    };
    QString name;
    QString schema; // of the other table, seen from the one that was asked about
    QString table;
    QList<Pair> columns;
    QChar onDelete;           // pg_constraint.confdeltype: 'a' and 'r' refuse, 'c' deletes, 'n' and 'd' set
    bool isReadable = false;  // this role may SELECT from the other table
    bool ofPartition = false; // of one or more partitions, perhaps not of all
};

struct TableTrigger
{
    QString schema; // of its table: the table itself or a partition
    QString table;
    QString name;
    QString function;
    QChar enabled; // pg_trigger.tgenabled: 'O', 'A', 'R', 'D'
    bool onInsert = false;
    bool onUpdate = false;
    bool onDelete = false;
    friend bool operator==(const TableTrigger&, const TableTrigger&) = default;
    bool fires() const { return enabled == QLatin1Char('O') || enabled == QLatin1Char('A'); }
};

/// For the rest of a transaction: those of `triggers` that fire now are switched off, wherever they stood when they
/// were described; switchTriggersBack() puts exactly these back as they were.
Sql switchTriggersOff(const QList<TableTrigger>& triggers);
Sql switchTriggersBack();

struct TableRule
{
    QString name;
    QChar event; // pg_rewrite.ev_type: '2' UPDATE, '3' INSERT, '4' DELETE
    bool instead = false;
};

struct RecoveryTable
{
    QString oid;
    bool isPartitioned = false;
    QStringList allColumns;     // but the generated ones
    QStringList identityAlways; // of those: only an INSERT may set them
    QStringList notNullWithoutDefault;
    QHash<QString, QString> baseTypes; // of columns whose type is a domain: the type below it, as SQL
    QStringList uncheckedDomains; // of those: with a constraint that is NOT VALID, which rows may break
    QList<UniqueKey> uniqueKeys;
    bool hasOtherUniqueness = false; // unique over expressions or some rows, or an exclusion constraint
    QList<ForeignKey> parents;
    QList<ForeignKey> children; // `own` columns are the children's
    QList<TableTrigger> triggers;
    QList<TableRule> rules;
    QList<ColumnSequence> sequences;
    QString fileEncoding; // of files with its rows: UTF8; SQL_ASCII, the bytes as they are, where the database has none
    QString owner;
    bool isOwner = false;   // this role is, or is a member of, the owner
    bool hidesRows = false; // a policy applies to this role
    bool mayInsert = false;
    bool mayUpdate = false;
    bool mayDelete = false;
    bool mayMakeTemporary = false; // tables in this database
    bool publishesChanges = false; // a publication has UPDATE or DELETE of it
    bool hasReplicaIdentity = true;
};

/// NotFound where there is no such table. Any role.
core::Result<RecoveryTable> describeForRecovery(Connection& connection, const QString& schema,
                                                const QString& name);

} // namespace tidemark::postgres
