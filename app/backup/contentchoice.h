// SPDX-License-Identifier: GPL-3.0-or-later
// What of a database goes into a dump: the choice, what pg_dump is told, and what must be in the archive afterwards.
#pragma once

#include "backup/tooloptions.h"
#include "core/result.h"
#include "postgres/queries/relations.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace tidemark::backup {

/// Definitions, rows, or both, of everything that is dumped.
enum class Part
{
    Everything,
    Definitions, // --schema-only
    Rows,        // --data-only
};

/// How much of one table is kept.
enum class Keep
{
    Everything,
    Definition, // --exclude-table-data
    Nothing,    // --exclude-table
};

/// A table (or view, sequence …) of which not everything is kept, by its exact name.
struct Exception
{
    QString schema;
    QString name;
    Keep keep = Keep::Nothing;

    friend bool operator==(const Exception&, const Exception&) = default;
};

enum class LargeObjects
{
    AsTool, // all of a whole database, none where tables or schemas are named
    Include,
    Leave,
};

/// Patterns are pg_dump's own (see postgres::NamePattern) and mean what they mean there: tables named with `tables` leave
/// out everything else, also schemas, types and functions. Exceptions leave out what they name and nothing else.
struct ContentChoice
{
    Part part = Part::Everything;
    QStringList tables;
    QStringList excludedTables;
    QStringList tablesWithoutRows;
    QStringList schemas;
    QStringList excludedSchemas;
    QList<Exception> exceptions;
    QStringList skippedSchemas; // exact names
    LargeObjects largeObjects = LargeObjects::AsTool;

    bool isEverything() const;
    bool hasPatterns() const; // beside exact names
    /// Patterns for leaving out that are exact names become exceptions and skipped schemas, which are then sorted: two
    /// choices that mean the same by names are equal afterwards.
    void takeExactNames();
    /// What pg_dump is told. Error: InvalidInput where a pattern cannot be one.
    core::Result<QStringList> arguments() const;
    QJsonObject toJson() const;
    /// Unknown words are taken as the default. The reverse of toJson().
    static ContentChoice fromJson(const QJsonObject& object);

    friend bool operator==(const ContentChoice&, const ContentChoice&) = default;
};

/// One relation of the database, and what the dump must have of it.
struct ExpectedRelation
{
    postgres::Relation relation;
    bool definition = true;
    bool rows = true; // where it is of a kind that has rows of its own
};

/// Applies the choice, and options that leave out rows, to the relations of a database as pg_dump does (selectDumpableTable in PostgreSQL's
/// src/bin/pg_dump/pg_dump.c). Asks the server what patterns mean. Errors: InvalidInput, QueryFailed.
core::Result<QList<ExpectedRelation>> expectedRelations(const ContentChoice& choice, const QList<ToolOption>& options,
                                                        const QList<postgres::Relation>& relations, postgres::Connection& connection);

/// Of the patterns that say what to dump, those that mean nothing in this database. Errors as above.
core::Result<QStringList> patternsWithoutMatch(const ContentChoice& choice, postgres::Connection& connection);

} // namespace tidemark::backup
