// SPDX-License-Identifier: GPL-3.0-or-later
// pg_dump's words for kinds of entries, as an enumeration: comparing a hundred thousand words again and again
// is slow. Source: PostgreSQL's src/bin/pg_dump/pg_dump.c, the `description` of every ArchiveEntry.
#pragma once

#include <QString>

namespace tidemark::archive {

enum class EntryKind
{
    Unknown, // of a newer pg_dump

    Table,
    View,
    MaterializedView,
    Sequence,
    ForeignTable,

    TableData,
    MaterializedViewData, // REFRESH
    SequenceSet,
    LargeObjects, // their contents

    Default,
    Constraint, // primary key, unique, exclusion
    CheckConstraint,
    ForeignKey,
    Index,
    IndexAttach,
    TableAttach,
    Trigger,
    Rule,
    Policy,
    RowSecurity,
    Statistics,
    StatisticsData,
    SequenceOwnedBy,

    Comment,
    Privileges, // ACL
    SecurityLabel,

    Schema,
    Extension,
    Type,
    Domain,
    ShellType,
    Function, // and procedures
    Aggregate,
    Operator,
    OperatorClass,
    OperatorFamily,
    Cast,
    Collation,
    Conversion,
    Language,
    Transform,
    AccessMethod,
    TextSearch,
    ForeignServer, // and wrappers, user mappings
    LargeObject,   // or, since PostgreSQL 17, several

    DefaultPrivileges,
    EventTrigger,
    Publication, // and their tables and schemas
    Subscription,
    Database, // and its properties
    Setting,  // ENCODING and the like: not restored by itself
};

EntryKind entryKindOf(const QString& type);

/// Exists under a name that queries use.
constexpr bool isRelation(EntryKind kind)
{
    return kind >= EntryKind::Table && kind <= EntryKind::ForeignTable;
}
/// Says something about an object and cannot be without it.
constexpr bool isDecoration(EntryKind kind)
{
    return kind >= EntryKind::Comment && kind <= EntryKind::SecurityLabel;
}

} // namespace tidemark::archive
