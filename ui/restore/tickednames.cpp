// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/tickednames.h"

#include "archive/selection.h"

#include <QMap>
#include <QSet>

namespace tidemark::ui {

namespace {

constexpr qsizetype listedAtMost = 50; // tables of a schema that are named one by one

bool isRelation(ObjectKind kind)
{
    return kind <= ObjectKind::Sequence;
}

struct SchemaTicks
{
    qsizetype choosable = 0;
    bool hasMore = false; // than relations
    QList<int> ticked;
};

} // namespace

TickedNames namesOf(const ContentIndex& index, const QList<int>& ticked)
{
    TickedNames names;
    if (ticked.isEmpty())
        return names;
    const int part = index.object(ticked.constFirst()).part;
    const QSet<int> chosen(ticked.begin(), ticked.end());
    QMap<QString, SchemaTicks> schemas;
    for (int i = 0; i < static_cast<int>(index.objects().size()); ++i) {
        const ContentObject& object = index.object(i);
        if (object.part != part || !canBeChosen(object.kind))
            continue;
        SchemaTicks& schema = schemas[index.entry(object).schema()];
        ++schema.choosable;
        schema.hasMore = schema.hasMore || !isRelation(object.kind);
        if (chosen.contains(i))
            schema.ticked.append(i);
    }
    for (auto schema = schemas.cbegin(); schema != schemas.cend(); ++schema) {
        const bool isWhole = !schema.key().isEmpty() && schema->ticked.size() == schema->choosable;
        if (isWhole && (schema->hasMore || schema->choosable > listedAtMost)) {
            names.schemas.append(schema.key());
            continue;
        }
        for (const int object : schema->ticked) {
            if (isRelation(index.object(object).kind))
                names.tables.append(index.commandName(object));
            else
                names.others.append(object);
        }
    }
    return names;
}

QList<int> objectsOf(const ContentIndex& index, int part, const QStringList& tables,
                     const QStringList& schemas)
{
    QSet<int> found;
    for (const QString& table : tables) {
        if (const auto dumpId = archive::findRelation(index.toc(part), table))
            found.insert(index.objectOf(part, *dumpId));
    }
    for (int i = 0; !schemas.isEmpty() && i < static_cast<int>(index.objects().size()); ++i) {
        const ContentObject& object = index.object(i);
        if (object.part == part && canBeChosen(object.kind) && schemas.contains(index.entry(object).schema()))
            found.insert(i);
    }
    found.remove(-1);
    QList<int> sorted(found.begin(), found.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

QStringList missingIn(const ContentIndex& index, int part, const QStringList& tables,
                      const QStringList& schemas)
{
    QStringList missing;
    for (const QString& table : tables) {
        if (!archive::findRelation(index.toc(part), table))
            missing.append(table);
    }
    for (const QString& schema : schemas) {
        if (objectsOf(index, part, {}, {schema}).isEmpty())
            missing.append(schema);
    }
    return missing;
}

int partOf(const ContentIndex& index, const QString& database)
{
    int only = -1;
    int count = 0;
    const auto& parts = index.contents().parts;
    for (int i = 0; i < static_cast<int>(parts.size()); ++i) {
        if (parts.at(i).kind != archive::DumpPart::Kind::Database)
            continue;
        if (!database.isEmpty() && parts.at(i).toc.database == database)
            return i;
        only = i;
        ++count;
    }
    return database.isEmpty() && count == 1 ? only : -1;
}

} // namespace tidemark::ui
