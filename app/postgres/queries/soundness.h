// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/queries/relations.h"

namespace tidemark::postgres {

/// What a table has that does not hold, or will get in the way.
struct Unsoundness
{
    enum class Kind
    {
        InvalidIndex,        // queries do not use it
        UncheckedConstraint, // NOT VALID: rows that were there may break it
        SequenceBehind,      // its next value may exist in its column
    };
    Kind kind = Kind::InvalidIndex;
    RelationName table;
    QString name; // of the index or constraint; of the sequence with its schema
};

/// Of these tables of the current database. Reads the greatest value of each column that has a sequence,
/// which is quick where there is an index. Sequences that the role may not read are passed over.
core::Result<QList<Unsoundness>> findUnsoundness(Connection& connection, const QSet<RelationName>& tables);

} // namespace tidemark::postgres
