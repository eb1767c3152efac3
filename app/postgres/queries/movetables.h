// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/queries/relations.h"

namespace tidemark::postgres {

/// A name that something has in the end, in whichever schema that is.
struct OtherName
{
    enum class Kind
    {
        Relation, // sequences too
        Index,    // and the constraint that it belongs to
        Statistics,
    };
    Kind kind = Kind::Relation;
    RelationName from;
    QString to;
};

/// Gives what has another name that name, then moves relations into a schema, which is made where it is
/// absent; empty: they stay in theirs. Their indexes, sequences, keys and extended statistics go along. What
/// is inherited from tables that stay, or is a partition of them, is separated from these first: it would
/// show up in them. Sequences that move without their table belong to nothing then. Names of what is not
/// there are passed over. One transaction. Needs the owner of all.
core::Status moveRelations(Connection& connection, const QList<RelationName>& relations,
                           const QString& schema, const QList<OtherName>& names = {});

/// A foreign key that is there now.
struct AddedKey
{
    enum class Rows
    {
        KeepIt,
        BreakIt,    // some of them; it holds for new rows
        NotChecked, // it holds for new rows
    };
    Rows rows = Rows::KeepIt;
    core::Error why; // of NotChecked
};

/// Runs the statement that makes a foreign key NOT VALID, then looks whether the rows that are there keep it,
/// however long that takes. Errors: those of the statement; then there is no such key. Needs the owner of the
/// table and REFERENCES on the other one, which is locked against writing for a moment.
core::Result<AddedKey> addForeignKey(Connection& connection, const QByteArray& statement,
                                     const RelationName& table, const QString& name);

/// Runs one statement of a dump that makes, or says something about, what has that name. No long ones.
core::Status runFromDump(Connection& connection, const QByteArray& statement, const QString& name);

} // namespace tidemark::postgres
