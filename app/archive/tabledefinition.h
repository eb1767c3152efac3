// SPDX-License-Identifier: GPL-3.0-or-later
// A CREATE TABLE statement cut into its parts.
#pragma once

#include "archive/sqlnames.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace tidemark::archive {

struct ColumnDefinition
{
    enum class Generated
    {
        No,
        Stored,  // GENERATED ALWAYS AS (…) STORED
        Virtual, // since PostgreSQL 18
    };
    enum class Identity
    {
        No,
        Always,
        ByDefault,
    };

    QByteArray name;      // without quotes
    QByteArray type;      // as written: "character varying(20)", "app.\"odd type\"[]"; empty in a typed table
    QByteArray collation; // as written
    QByteArray defaultExpression;
    QByteArray generatedExpression; // without the outer parentheses
    Generated generated = Generated::No;
    Identity identity = Identity::No;
    bool notNull = false;
    QList<QByteArray> constraints; // CHECK, UNIQUE, PRIMARY KEY, REFERENCES, each with its name, as written
};

struct TableDefinition
{
    SqlName name;
    QList<ColumnDefinition> columns; // in the order of the statement; inherited ones may not be there
    QList<QByteArray> constraints;   // of the table, as written
    QList<SqlName> inherits;
    std::optional<SqlName> partitionOf;
    std::optional<SqlName> ofType;
};

/// Reads CREATE [UNLOGGED] [FOREIGN] TABLE. Nothing where `definition` does not begin with such a statement
/// or its list of columns does not end.
std::optional<TableDefinition> readTableDefinition(QByteArrayView definition);

} // namespace tidemark::archive
