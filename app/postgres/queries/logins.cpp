// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/logins.h"

#include "core/quoting.h"

#include <QRegularExpression>

namespace tidemark::postgres {

QByteArray loginStatements()
{
    return "SELECT pg_catalog.encode(pg_catalog.convert_to(rolname::pg_catalog.text, "
           "pg_catalog.getdatabaseencoding()), 'hex') AS "
           "tidemark_role FROM pg_catalog.pg_authid WHERE rolsuper AND rolcanlogin ORDER BY oid\n"
           "SELECT pg_catalog.encode(pg_catalog.convert_to(datname::pg_catalog.text, "
           "pg_catalog.getdatabaseencoding()), 'hex') AS "
           "tidemark_database FROM pg_catalog.pg_database WHERE datallowconn ORDER BY oid\n";
}

Logins parseLogins(const QByteArray& output)
{
    static const QRegularExpression form(QStringLiteral("\\b1: tidemark_(role|database) = \"([0-9a-f]+)\""));
    Logins logins;
    const QList<QByteArray> lines = output.split('\n');
    for (const QByteArray& line : lines) {
        const auto match = form.match(QString::fromLatin1(line));
        if (!match.hasMatch())
            continue;
        const QByteArray bytes = QByteArray::fromHex(match.captured(2).toLatin1());
        const QString name = QString::fromUtf8(bytes);
        if (name.toUtf8() == bytes)
            (match.captured(1) == QLatin1String("role") ? logins.superusers : logins.databases).append(name);
    }
    return logins;
}

QByteArray makeLoginStatement(const QString& role)
{
    return "CREATE ROLE " + core::quoteIdentifier(role).toUtf8() + " SUPERUSER LOGIN\n";
}

} // namespace tidemark::postgres
