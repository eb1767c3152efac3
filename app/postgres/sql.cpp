// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/sql.h"

#include "core/quoting.h"

namespace tidemark::postgres {

Sql& Sql::identifier(const QString& name)
{
    m_text += core::quoteIdentifier(name).toUtf8();
    return *this;
}

Sql& Sql::qualified(const QString& schema, const QString& name)
{
    m_text += core::quoteQualified(schema, name).toUtf8();
    return *this;
}

Sql& Sql::literalValue(const QString& value)
{
    m_text += core::quoteLiteral(value).toUtf8();
    return *this;
}

Sql& Sql::number(qint64 value)
{
    m_text += QByteArray::number(value);
    return *this;
}

Sql& Sql::identifiers(const QList<QString>& names)
{
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (i > 0)
            m_text += ", ";
        identifier(names.at(i));
    }
    return *this;
}

Sql Sql::script(const QByteArray& text)
{
    Sql sql;
    sql.m_text = text;
    return sql;
}

} // namespace tidemark::postgres
