// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/entrykind.h"
#include "archive/selection.h"
#include "archive/sqlnames.h"
#include "archive/textencoding.h"
#include "core/quoting.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

QString fullName(const Relation& relation)
{
    return relation.schema.isEmpty() ? relation.name : relation.schema + QLatin1Char('.') + relation.name;
}

/// As one can type it: in quotes where the plain name would mean something else.
QString typedName(const Relation& relation)
{
    const auto quoted = [](const QString& name) {
        return QString::fromUtf8(quoteNameIfNeeded(name.toUtf8()));
    };
    return relation.schema.isEmpty() ? quoted(relation.name)
                                     : quoted(relation.schema) + QLatin1Char('.') + quoted(relation.name);
}

/// By the rules of SQL; empty where `name` is no name.
QStringList nameParts(const QString& name)
{
    const QByteArray text = name.toUtf8();
    SqlReader reader(text);
    const auto parts = reader.takeName();
    QStringList decoded;
    if (parts && reader.atEnd()) {
        for (const QByteArray& part : parts->parts)
            decoded.append(QString::fromUtf8(part));
    }
    return decoded;
}

/// Insertions, deletions and changes from one to the other; more than two are as good as many.
bool isAlike(const QString& a, const QString& b)
{
    constexpr qsizetype most = 2;
    if (std::abs(a.size() - b.size()) > most || a.size() > 100)
        return false;
    QList<qsizetype> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const qsizetype changed = diagonal + (a.at(i - 1) == b.at(j - 1) ? 0 : 1);
            diagonal = row.at(j);
            row[j] = std::min({row.at(j) + 1, row.at(j - 1) + 1, changed});
        }
    }
    return row.constLast() <= std::min(most, (a.size() - 1) / 2);
}

QStringList alike(const QList<Relation>& relations, const QString& name)
{
    constexpr qsizetype enough = 5;
    const QStringList parts = nameParts(name);
    const QString last = (parts.isEmpty() ? name : parts.constLast()).toLower();
    const QString whole = name.toLower();
    QStringList found;
    for (const Relation& relation : relations) {
        const QString candidate = relation.name.toLower();
        if (candidate == last || candidate == whole || isAlike(candidate, last) ||
            (last.size() > 3 && candidate.contains(last)))
            found.append(typedName(relation));
        if (found.size() == enough)
            break;
    }
    return found;
}

core::Error notFound(const QList<Relation>& relations, const QString& name)
{
    const QStringList similar = alike(relations, name);
    return core::Error{core::ErrorKind::NotFound,
                       tr("The backup has no table “%1”.").arg(core::singleLine(name)),
                       {},
                       similar.isEmpty()
                           ? tr("Names are written as in SQL: capital letters need double quotes.")
                           : tr("It has %1.").arg(core::singleLine(similar.join(QLatin1String(", "))))};
}

} // namespace

core::Result<int> findRelation(const Toc& toc, const QString& name)
{
    const QList<Relation> relations = toc.relations();
    QList<const Relation*> found;
    for (const Relation& relation : relations) {
        if (relation.name == name || fullName(relation) == name)
            found.append(&relation);
    }
    if (const QStringList parts = nameParts(name); found.isEmpty() && !parts.isEmpty()) {
        for (const Relation& relation : relations) {
            if (relation.name == parts.constLast() &&
                (parts.size() == 1 || relation.schema == parts.at(parts.size() - 2)))
                found.append(&relation);
        }
    }
    if (found.size() == 1)
        return found.constFirst()->dumpId;
    if (found.isEmpty())
        return notFound(relations, name);
    QStringList candidates;
    for (const Relation* relation : std::as_const(found))
        candidates.append(typedName(*relation) == name
                              ? core::quoteQualified(relation->schema, relation->name)
                              : typedName(*relation));
    return core::Error{
        core::ErrorKind::InvalidInput,
        tr("“%1” means more than one: %2.")
            .arg(core::singleLine(name), core::singleLine(candidates.join(QLatin1String(", ")))),
        {},
        tr("Say which schema, each name in double quotes of its own.")};
}

} // namespace tidemark::archive
