// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/archivedatabase.h"

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
    static const QRegularExpression pattern(QStringLiteral("^CREATE DATABASE (?:\"(?:[^\"]|\"\")*\"|[^\"\\s]+) WITH (.*)"), QRegularExpression::DotMatchesEverythingOption);
    return pattern.match(statement).captured(1);
}

} // namespace

ArchiveDatabase describeDatabase(const archive::Toc& toc)
{
    ArchiveDatabase database;
    database.encoding = QString::fromLatin1(toc.encoding);
    for (const archive::TocEntry& entry : toc.entries) {
        if (entry.type() != QLatin1String("DATABASE"))
            continue;
        const QString statement = optionsOf(QString::fromUtf8(entry.definition()));
        if (const QString encoding = valueOf(statement, QStringLiteral("ENCODING")); !encoding.isEmpty())
            database.encoding = encoding;
        const QString locale = valueOf(statement, QStringLiteral("LOCALE"));
        const QString collation = valueOf(statement, QStringLiteral("LC_COLLATE"));
        const QString characterType = valueOf(statement, QStringLiteral("LC_CTYPE"));
        database.collation = collation.isEmpty() ? locale : collation;
        database.characterType = characterType.isEmpty() ? locale : characterType;
        database.otherProvider = statement.contains(QLatin1String("LOCALE_PROVIDER = icu")) || statement.contains(QLatin1String("LOCALE_PROVIDER = builtin"));
    }
    return database;
}

} // namespace tidemark::restore
