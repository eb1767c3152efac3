// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/scripttext.h"

#include "postgres/sql.h"

namespace tidemark::postgres {

QByteArray beginText()
{
    return "BEGIN;\n";
}

QByteArray commitText()
{
    return "COMMIT;\n";
}

QByteArray transactionIdText()
{
    return "SELECT pg_catalog.txid_current();\n";
}

QByteArray clientEncodingText(const QString& encoding)
{
    Sql sql("SET client_encoding = ");
    return sql.literalValue(encoding).add(";\n").text();
}

QByteArray truncateText(const QList<std::pair<QString, QString>>& tables)
{
    if (tables.isEmpty())
        return {};
    Sql sql("TRUNCATE ONLY ");
    for (qsizetype i = 0; i < tables.size(); ++i) {
        if (i > 0)
            sql.add(", ONLY ");
        sql.qualified(tables.at(i).first, tables.at(i).second);
    }
    return sql.add(";\n").text();
}

QByteArray unlinkText(const QList<quint32>& largeObjects)
{
    QByteArray text;
    for (const quint32 oid : largeObjects)
        text += "SELECT pg_catalog.lo_unlink(" + QByteArray::number(oid) + ");\n";
    return text;
}

} // namespace tidemark::postgres
