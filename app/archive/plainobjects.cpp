// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plainobjects.h"

namespace tidemark::archive {

namespace {

// Their names are no names that definitions use.
bool isUnnamed(const QString& type)
{
    static const QSet<QString> types{
        QStringLiteral("TABLE DATA"),
        QStringLiteral("SEQUENCE SET"),
        QStringLiteral("COMMENT"),
        QStringLiteral("ACL"),
        QStringLiteral("SECURITY LABEL"),
        QStringLiteral("MATERIALIZED VIEW DATA"),
        QStringLiteral("TABLE ATTACH"),
        QStringLiteral("INDEX ATTACH"),
        QStringLiteral("SEQUENCE OWNED BY"),
        QStringLiteral("ROW SECURITY"),
        QStringLiteral("DEFAULT"),
        QStringLiteral("DEFAULT ACL"),
        QStringLiteral("TRIGGER"),
        QStringLiteral("RULE"),
        QStringLiteral("POLICY"),
        QStringLiteral("FK CONSTRAINT"),
        QStringLiteral("CHECK CONSTRAINT"),
        QStringLiteral("STATISTICS DATA"),
        QStringLiteral("PUBLICATION TABLE"),
        QStringLiteral("PUBLICATION TABLES IN SCHEMA"),
        QStringLiteral("SHELL TYPE"),
        QStringLiteral("CAST"),
    };
    return types.contains(type);
}

} // namespace

QString PlainObjects::typeKey(const QString& type, const QString& schema)
{
    return type + QLatin1Char('\n') + schema;
}

bool PlainObjects::isRoutine(const QString& type)
{
    return type == QLatin1String("FUNCTION") || type == QLatin1String("PROCEDURE") ||
           type == QLatin1String("AGGREGATE");
}

QByteArray takeParentheses(SqlReader& reader)
{
    if (!reader.isSymbol('('))
        return {};
    const qsizetype start = reader.token().start;
    reader.skipGroup();
    return reader.since(start);
}

PlainObjects::PlainObjects(const Toc& toc)
    : m_toc(toc)
    , m_encoding(toc.encoding)
{
    for (int i = 0; i < int(toc.entries.size()); ++i)
        indexEntry(i);
    for (int i = 0; i < int(toc.entries.size()); ++i) {
        indexOperatorClass(i);
        indexCast(i);
    }
}

void PlainObjects::indexEntry(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    byTypeAndTag.insert({typeKey(entry.type(), entry.schema()), entry.tag()}, index);
    if (entry.type() == QLatin1String("SCHEMA"))
        schemas.insert(entry.tag(), index);
    if (entry.type() == QLatin1String("EXTENSION")) {
        SqlReader reader(entry.definition());
        while (!reader.atEnd() && !reader.takeWords("WITH SCHEMA"))
            reader.advance();
        if (const auto schema = reader.takeName())
            extensions[decode(schema->name())].append(index);
    }
    if (entry.type() == QLatin1String("CONSTRAINT"))
        return indexConstraint(index);
    if (entry.schema().isEmpty() || isUnnamed(entry.type()))
        return;
    if (isRoutine(entry.type()))
        routines[{entry.schema(), entry.tag().left(entry.tag().indexOf(QLatin1Char('(')))}].append(index);
    else if (entry.type() == QLatin1String("OPERATOR"))
        operators[{entry.schema(), entry.tag()}].append(index);
    else
        objects[{entry.schema(), entry.tag()}].append(index);
}

// A key is also an index of that name, and what foreign keys rely on.
void PlainObjects::indexConstraint(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    SqlReader reader(entry.definition());
    while (!reader.atEnd() && !reader.takeWords("ADD CONSTRAINT"))
        reader.advance();
    const auto name = reader.takeName();
    if (!name)
        return;
    const QString constraint = decode(name->name());
    objects[{entry.schema(), constraint}].append(index);
    if (!entry.tag().endsWith(QLatin1Char(' ') + constraint))
        return;
    const QString table = entry.tag().chopped(constraint.size() + 1);
    if (reader.isWord("PRIMARY"))
        primaryKeys.insert({entry.schema(), table}, index);
    while (!reader.atEnd() && !reader.isSymbol('('))
        reader.advance();
    keys.insert({typeKey(entry.schema(), table), takeParentheses(reader)}, index);
}

// CREATE OPERATOR CLASS c DEFAULT FOR TYPE t …
void PlainObjects::indexOperatorClass(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    if (entry.type() != QLatin1String("OPERATOR CLASS"))
        return;
    SqlReader reader(entry.definition());
    while (!reader.atEnd() && !reader.isSymbol(';') && !reader.takeWords("DEFAULT FOR TYPE"))
        reader.advance();
    const auto type = reader.takeName();
    if (!type || !type->isQualified())
        return;
    for (const int found : objects.value({decode(type->schema()), decode(type->name())}))
        defaultClasses[found].insert(index);
}

// CREATE CAST (from AS to) …
void PlainObjects::indexCast(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    SqlReader reader(entry.definition());
    if (entry.type() != QLatin1String("CAST") || !reader.takeWords("CREATE CAST") || !reader.takeSymbol('('))
        return;
    const auto from = reader.takeName();
    if (!from || !from->isQualified())
        return;
    for (const int found : objects.value({decode(from->schema()), decode(from->name())}))
        casts[found].insert(index);
}

} // namespace tidemark::archive
