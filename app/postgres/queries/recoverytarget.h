// SPDX-License-Identifier: GPL-3.0-or-later
// What the statements of a row recovery are about: a table, and the rows that are staged for it.
#pragma once

#include "postgres/queries/recoverytable.h"

namespace tidemark::postgres {

struct RecoveryTarget
{
    QString schema;
    QString name;
    bool isPartitioned = false;
    QStringList columns;        // of staged rows, in their order
    QStringList allColumns;     // of the live table but generated ones
    QStringList identityAlways; // of those
    QHash<QString, QString> baseTypes; // as of RecoveryTable, and the next
    QStringList uncheckedDomains;
    QStringList changed;        // what an UPDATE sets; parts of the key only where pairs are set back
    QList<KeyColumn> key;       // of a unique index; empty: rows are found by their whole content
    int number = 1;             // of this table in the recovery
    QString fileEncoding;       // of the rows that are read for files
};

/// What a row of the state table is for. The words are those in the table.
enum class StagedKind
{
    Missing, // "m": to be inserted
    Changed, // "c": to be updated
    Extra,   // "x": to be deleted
};

enum class StagedState
{
    Guarding, // "g": not wanted, staged so that no live row is deleted that the server holds for equal
    Offered,  // "o": only where another row needs it
    Waiting,  // "w"
    Done,     // "d"
    Refused,  // "r"
};

struct RowRange
{
    qint64 first = 0;
    qint64 last = 0; // included
};

/// What becomes of a missing row and an extra one whose keys are equal to the server and written otherwise.
enum class Pairs
{
    SetBack, // one row that is to be changed, its key too
    Refuse,  // both
};

const char* stagedKindText(StagedKind kind);

} // namespace tidemark::postgres
