// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/namepattern.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QStringList>

namespace tidemark::postgres {

namespace {

bool isSpecial(QChar c)
{
    return QStringLiteral("|*+?()[]{}.^$\\").contains(c);
}

core::Error notUnderstood(const QString& text, const QString& why)
{
    return {core::ErrorKind::InvalidInput, QCoreApplication::translate("postgres::NamePattern", "%1 is no pattern of names.").arg(core::singleLine(text)), why,
            QCoreApplication::translate("postgres::NamePattern", "Write it as SCHEMA.TABLE; in double quotes where it has capitals, spaces or dots.")};
}

/// The parts between the dots, each as a regular expression that is anchored at both ends.
core::Result<QStringList> partsOf(const QString& text)
{
    QStringList parts{QString()};
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        const QChar next = i + 1 < text.size() ? text.at(i + 1) : QChar();
        QString& part = parts.last();
        if (c == QLatin1Char('"')) {
            if (quoted && next == QLatin1Char('"')) {
                part.append(c);
                ++i;
            } else {
                quoted = !quoted;
            }
        } else if (!quoted && c >= QLatin1Char('A') && c <= QLatin1Char('Z')) {
            part.append(c.toLower());
        } else if (!quoted && c == QLatin1Char('*')) {
            part.append(QLatin1String(".*"));
        } else if (!quoted && c == QLatin1Char('?')) {
            part.append(QLatin1Char('.'));
        } else if (!quoted && c == QLatin1Char('.')) {
            parts.append(QString());
        } else {
            // "$" is an ordinary character of names, and "[]" is no class but the end of an array's type.
            if (c == QLatin1Char('$') || (quoted && isSpecial(c)) || (c == QLatin1Char('[') && next == QLatin1Char(']')))
                part.append(QLatin1Char('\\'));
            part.append(c);
        }
    }
    if (quoted)
        return notUnderstood(text, QCoreApplication::translate("postgres::NamePattern", "A quote is not closed."));
    for (QString& part : parts)
        part = QLatin1String("^(") + part + QLatin1String(")$");
    return parts;
}

} // namespace

core::Result<NamePattern> NamePattern::relation(const QString& text)
{
    auto parts = partsOf(text);
    if (!parts)
        return std::move(parts).error();
    if (parts->size() > 2 || text.isEmpty())
        return notUnderstood(text, QCoreApplication::translate("postgres::NamePattern", "It has more than a schema and a name, or nothing."));
    return parts->size() == 2 ? NamePattern{parts->first(), parts->last()} : NamePattern{{}, parts->first()};
}

core::Result<NamePattern> NamePattern::schemaName(const QString& text)
{
    auto parts = partsOf(text);
    if (!parts)
        return std::move(parts).error();
    if (parts->size() != 1 || text.isEmpty())
        return notUnderstood(text, QCoreApplication::translate("postgres::NamePattern", "It should be the name of a schema alone."));
    return NamePattern{{}, parts->first()};
}

core::Result<NamePattern> NamePattern::databaseName(const QString& text)
{
    auto parts = partsOf(text);
    if (!parts)
        return std::move(parts).error();
    if (parts->size() != 1 || text.isEmpty()) {
        core::Error error = notUnderstood(text, QCoreApplication::translate("postgres::NamePattern", "It should be the name of a database alone."));
        error.hint = QCoreApplication::translate("postgres::NamePattern", "Write it in double quotes where it has capitals, spaces or dots.");
        return error;
    }
    return NamePattern{{}, parts->first()};
}

QString exactPattern(const QString& schema, const QString& name)
{
    return exactPattern(schema) + QLatin1Char('.') + exactPattern(name);
}

QString exactPattern(const QString& schema)
{
    QString doubled = schema;
    doubled.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + doubled + QLatin1Char('"');
}

QStringList exactNames(const QString& pattern, int parts)
{
    QStringList names;
    qsizetype at = 0;
    while (at < pattern.size() && pattern.at(at) == QLatin1Char('"')) {
        QString name;
        for (++at; at < pattern.size(); ++at) {
            if (pattern.at(at) != QLatin1Char('"'))
                name.append(pattern.at(at));
            else if (at + 1 < pattern.size() && pattern.at(at + 1) == QLatin1Char('"'))
                name.append(pattern.at(at++));
            else
                break;
        }
        if (at == pattern.size() || name.isEmpty())
            return {};
        names.append(name);
        if (++at == pattern.size())
            return names.size() == parts ? names : QStringList();
        if (pattern.at(at++) != QLatin1Char('.'))
            return {};
    }
    return {};
}

} // namespace tidemark::postgres
