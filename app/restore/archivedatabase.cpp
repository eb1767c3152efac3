// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/archivedatabase.h"

#include "archive/sqlnames.h"

#include <QRegularExpression>

namespace tidemark::restore {

namespace {

QString valueOf(const QString& statement, const QString& keyword)
{
    const QRegularExpression pattern(QStringLiteral("\\b%1 = '((?:[^']|'')*)'").arg(keyword));
    QString value = pattern.match(statement).captured(1);
    value.replace(QLatin1String("''"), QLatin1String("'"));
    return value;
}

/// What stands behind the name; a name may say anything.
QString optionsOf(const QString& statement)
{
    static const QRegularExpression pattern(
        QStringLiteral("^CREATE DATABASE (?:\"(?:[^\"]|\"\")*\"|[^\"\\s]+) WITH (.*)"),
        QRegularExpression::DotMatchesEverythingOption);
    return pattern.match(statement).captured(1);
}

} // namespace

namespace {

void readProvider(const QString& statement, ArchiveDatabase& database)
{
    using postgres::CollationProvider;
    if (statement.contains(QLatin1String("LOCALE_PROVIDER = icu"))) {
        database.provider = CollationProvider::Icu;
        database.providerLocale = valueOf(statement, QStringLiteral("ICU_LOCALE"));
    } else if (statement.contains(QLatin1String("LOCALE_PROVIDER = builtin"))) {
        database.provider = CollationProvider::Builtin;
        database.providerLocale = valueOf(statement, QStringLiteral("BUILTIN_LOCALE"));
    } else if (statement.contains(QLatin1String("LOCALE_PROVIDER = libc"))) {
        database.provider = CollationProvider::Libc;
    }
    database.otherProvider =
        database.provider == CollationProvider::Icu || database.provider == CollationProvider::Builtin;
}

/// ALTER DATABASE x CONNECTION LIMIT = 5; among others, each on a line. A name may say anything.
std::optional<int> connectionLimitIn(const QByteArray& definition)
{
    archive::SqlReader reader(definition);
    while (!reader.atEnd()) {
        const bool isAlter = reader.takeWords("ALTER DATABASE") && reader.takeName().has_value();
        if (isAlter && reader.takeWords("CONNECTION LIMIT") && reader.takeSymbol('='))
            return reader.written().toByteArray().toInt();
        while (!reader.atEnd() && !reader.takeSymbol(';'))
            reader.advance();
    }
    return {};
}

} // namespace

ArchiveDatabase describeDatabase(const archive::Toc& toc)
{
    ArchiveDatabase database;
    database.encoding = QString::fromLatin1(toc.encoding);
    for (const archive::TocEntry& entry : toc.entries) {
        const QString type = entry.type();
        if (type == QLatin1String("DATABASE PROPERTIES"))
            database.connectionLimit = connectionLimitIn(entry.definition());
        if (type != QLatin1String("DATABASE"))
            continue;
        const QString statement = optionsOf(QString::fromUtf8(entry.definition()));
        if (const QString encoding = valueOf(statement, QStringLiteral("ENCODING")); !encoding.isEmpty())
            database.encoding = encoding;
        const QString locale = valueOf(statement, QStringLiteral("LOCALE"));
        const QString collation = valueOf(statement, QStringLiteral("LC_COLLATE"));
        const QString characterType = valueOf(statement, QStringLiteral("LC_CTYPE"));
        database.collation = collation.isEmpty() ? locale : collation;
        database.characterType = characterType.isEmpty() ? locale : characterType;
        database.owner = entry.owner();
        database.tablespace = entry.tablespace();
        readProvider(statement, database);
    }
    return database;
}

} // namespace tidemark::restore
