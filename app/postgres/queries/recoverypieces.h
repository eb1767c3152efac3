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

inline Sql kindLiteral(StagedKind kind)
{
    return Sql("").literalValue(QLatin1String(stagedKindText(kind)));
}

} // namespace tidemark::postgres
