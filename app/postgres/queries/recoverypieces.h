// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of the statements of RecoverySql, for its files alone.
#pragma once

#include "postgres/queries/rowrecoverysql.h"

namespace tidemark::postgres {

inline Sql column(const char* alias, const QString& name)
{
    return Sql::script(QByteArray(alias) + '.').identifier(name);
}

inline Sql equals(const EqualityOperator& operation)
{
    return Sql(" OPERATOR(")
        .identifier(operation.schema)
        .add(".")
        .add(Sql::script(operation.name.toUtf8()))
        .add(") ");
}

// Where the search path is a role's, what could be meant by = is said.
inline constexpr char plainEquals[] = " OPERATOR(pg_catalog.=) ";

} // namespace tidemark::postgres
