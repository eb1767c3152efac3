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

SqlPieces& SqlPieces::set(const char* name, const Sql& piece)
{
    m_pieces.insert(QByteArray(name), piece.text());
    return *this;
}

Sql SqlPieces::fill(QByteArrayView pattern) const
{
    Sql filled;
    qsizetype done = 0;
    for (;;) {
        const qsizetype open = pattern.indexOf('{', done);
        const qsizetype close = open < 0 ? -1 : pattern.indexOf('}', open);
        if (close < 0)
            break;
        const auto piece = m_pieces.constFind(pattern.sliced(open + 1, close - open - 1).toByteArray());
        filled.m_text += pattern.sliced(done, open - done);
        filled.m_text += piece == m_pieces.constEnd() ? pattern.sliced(open, close + 1 - open) : QByteArrayView(*piece);
        done = close + 1;
    }
    filled.m_text += pattern.sliced(done);
    return filled;
}

} // namespace tidemark::postgres
