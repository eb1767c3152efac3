// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>
#include <QStringList>

namespace tidemark::postgres {

/// A pattern of object names as psql and pg_dump understand it (manual, psql, "Patterns"), as regular expressions of the
/// server. PostgreSQL's src/fe_utils/string_utils.c is the rule.
struct NamePattern
{
    QString schema; // empty: what is visible in the search path
    QString name;

    /// "orders", "app.*", "\"My Table\"". Error: InvalidInput for more than a schema and a name, or an open quote.
    static core::Result<NamePattern> relation(const QString& text);
    /// Of a schema: `name` is its name.
    static core::Result<NamePattern> schemaName(const QString& text);
    /// Of a database: `name` is its name.
    static core::Result<NamePattern> databaseName(const QString& text);
};

/// The pattern that means exactly this relation.
QString exactPattern(const QString& schema, const QString& name);
/// The pattern that means exactly this schema, or database.
QString exactPattern(const QString& schema);
/// The way back: the names in a pattern that consists of `parts` quoted names and nothing else; empty for every other one.
QStringList exactNames(const QString& pattern, int parts);

} // namespace tidemark::postgres
