// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/toc.h"

#include <QString>

namespace tidemark::ui {

/// What people call the objects of a dump, coarser than pg_dump's words. In the order in which a schema lists them.
enum class ObjectKind : quint8
{
    Table,
    View,
    MaterializedView,
    ForeignTable,
    Sequence,
    Function,
    Aggregate,
    Type,
    Operator,
    Collation,
    TextSearch,
    Index,
    Constraint,
    ForeignKey,
    Trigger,
    Rule,
    Policy,
    Statistics,
    Schema,
    Extension,
    Language,
    Cast,
    ForeignServer,
    Publication,
    Subscription,
    EventTrigger,
    LargeObjects,
    Role,
    Tablespace,
    Privileges,
    Setting,
    Other,
};
inline constexpr int objectKindCount = static_cast<int>(ObjectKind::Other) + 1;

ObjectKind kindOf(const archive::TocEntry& entry);
/// "Tables"
QString kindTitle(ObjectKind kind);
/// "Table"
QString kindWord(ObjectKind kind);
/// Below :/icons
QString kindIcon(ObjectKind kind);
/// Whether one may want it by itself: relations, functions, types and the like. What hangs on a table is not.
bool canBeChosen(ObjectKind kind);
/// Whether it can hold rows that can be looked at.
bool hasRows(ObjectKind kind);

/// The entry belongs to another object and is shown with it: its rows, comment, privileges, defaults.
bool isAttachment(const archive::TocEntry& entry);

} // namespace tidemark::ui
