// SPDX-License-Identifier: GPL-3.0-or-later
// Sequences that columns take their values from, and setting them past what the columns have.
#pragma once

#include "postgres/queries/relations.h"

namespace tidemark::postgres {

struct ColumnSequence
{
    QString column;
    QString schema;
    QString name;
    bool maySet = false; // this role may read it and set its value
};

struct TableSequence
{
    RelationName table;
    bool isPartitioned = false;
    ColumnSequence sequence;
};

/// Those that belong to a column, and those that a default takes values from: of all tables of the current
/// database, or of the one with this oid. Any role.
core::Result<QList<TableSequence>> columnSequences(Connection& connection, const QString& tableOid = {});

/// Sets the sequence to the greatest value of the column (the least, where it counts down), never backwards.
/// One row where it was set, none where it was far enough. `rows` is the table as it stands behind FROM.
Sql advanceText(const Sql& rows, const ColumnSequence& sequence);
/// The same at once, and whether it was set. Reads the greatest value, which is quick where there is an
/// index.
core::Result<bool> advanceSequence(Connection& connection, const TableSequence& sequence);

} // namespace tidemark::postgres
