// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/contentchoice.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <tuple>

namespace tidemark::backup {

namespace {

constexpr std::array<const char*, 3> partNames{"everything", "definitions", "rows"};
constexpr std::array<const char*, 3> keepNames{"everything", "definition", "nothing"};
constexpr std::array<const char*, 3> largeObjectNames{"default", "include", "leave"};

template <typename Enum>
QString wordOf(const std::array<const char*, 3>& words, Enum value)
{
    return QLatin1String(words.at(static_cast<std::size_t>(value)));
}

template <typename Enum>
Enum fromWord(const std::array<const char*, 3>& words, const QJsonValue& value)
{
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (value.toString() == QLatin1String(words.at(i)))
            return static_cast<Enum>(i);
    }
    return Enum{};
}

QStringList textsOf(const QJsonValue& value)
{
    QStringList texts;
    for (const QJsonValue item : value.toArray())
        texts.append(item.toString());
    return texts;
}

/// What the dump's own options name, as the server sees it.
struct Named
{
    QSet<postgres::RelationName> tables;
    QSet<postgres::RelationName> excludedTables;
    QSet<postgres::RelationName> withoutRows;
    QSet<QString> schemas;
    QSet<QString> excludedSchemas;
};

core::Result<QSet<postgres::RelationName>> relationsNamed(const QStringList& texts, postgres::Connection& connection)
{
    QList<postgres::NamePattern> patterns;
    for (const QString& text : texts) {
        auto pattern = postgres::NamePattern::relation(text);
        if (!pattern)
            return std::move(pattern).error();
        patterns.append(*pattern);
    }
    return postgres::relationsMatching(connection, patterns);
}

core::Result<QSet<QString>> schemasNamed(const QStringList& texts, postgres::Connection& connection)
{
    QList<postgres::NamePattern> patterns;
    for (const QString& text : texts) {
        auto pattern = postgres::NamePattern::schemaName(text);
        if (!pattern)
            return std::move(pattern).error();
        patterns.append(*pattern);
    }
    return postgres::schemasMatching(connection, patterns);
}

core::Result<Named> whatIsNamed(const ContentChoice& choice, postgres::Connection& connection)
{
    auto tables = relationsNamed(choice.tables, connection);
    auto excludedTables = tables ? relationsNamed(choice.excludedTables, connection) : std::move(tables);
    if (!excludedTables)
        return std::move(excludedTables).error();
    auto withoutRows = relationsNamed(choice.tablesWithoutRows, connection);
    if (!withoutRows)
        return std::move(withoutRows).error();
    auto schemas = schemasNamed(choice.schemas, connection);
    if (!schemas)
        return std::move(schemas).error();
    auto excludedSchemas = schemasNamed(choice.excludedSchemas, connection);
    if (!excludedSchemas)
        return std::move(excludedSchemas).error();
    Named named;
    named.tables = *std::move(tables);
    named.excludedTables = *std::move(excludedTables);
    named.withoutRows = *std::move(withoutRows);
    named.schemas = *std::move(schemas);
    named.excludedSchemas = *std::move(excludedSchemas);
    for (const Exception& exception : choice.exceptions)
        (exception.keep == Keep::Nothing ? named.excludedTables : named.withoutRows).insert({exception.schema, exception.name});
    for (const QString& schema : choice.skippedSchemas)
        named.excludedSchemas.insert(schema);
    return named;
}

} // namespace

bool ContentChoice::isEverything() const
{
    return *this == ContentChoice{};
}

bool ContentChoice::hasPatterns() const
{
    return !(tables.isEmpty() && excludedTables.isEmpty() && tablesWithoutRows.isEmpty() && schemas.isEmpty() && excludedSchemas.isEmpty());
}

core::Result<QStringList> ContentChoice::arguments() const
{
    QStringList arguments;
    const auto add = [&arguments](const char* option, const QString& value) { arguments.append(QStringLiteral("--%1=%2").arg(QLatin1String(option), value)); };
    if (part != Part::Everything)
        arguments.append(part == Part::Rows ? QStringLiteral("--data-only") : QStringLiteral("--schema-only"));
    struct Patterns
    {
        const char* option;
        const QStringList& texts;
    };
    for (const Patterns& patterns : {Patterns{"table", tables}, {"exclude-table", excludedTables}, {"exclude-table-data", tablesWithoutRows}}) {
        for (const QString& text : patterns.texts) {
            TIDEMARK_TRY(postgres::NamePattern::relation(text));
            add(patterns.option, text);
        }
    }
    for (const Patterns& patterns : {Patterns{"schema", schemas}, {"exclude-schema", excludedSchemas}}) {
        for (const QString& text : patterns.texts) {
            TIDEMARK_TRY(postgres::NamePattern::schemaName(text));
            add(patterns.option, text);
        }
    }
    for (const QString& schema : skippedSchemas)
        add("exclude-schema", postgres::exactPattern(schema));
    for (const Exception& exception : exceptions) {
        if (exception.keep != Keep::Everything)
            add(exception.keep == Keep::Nothing ? "exclude-table" : "exclude-table-data", postgres::exactPattern(exception.schema, exception.name));
    }
    if (largeObjects != LargeObjects::AsTool) // the names that every version knows
        arguments.append(largeObjects == LargeObjects::Include ? QStringLiteral("--blobs") : QStringLiteral("--no-blobs"));
    return arguments;
}

void ContentChoice::takeExactNames()
{
    const auto take = [this](QStringList& patterns, Keep keep) {
        patterns.removeIf([&](const QString& pattern) {
            const QStringList names = postgres::exactNames(pattern, 2);
            if (names.isEmpty())
                return false;
            exceptions.append({names.first(), names.last(), keep});
            return true;
        });
    };
    take(excludedTables, Keep::Nothing);
    take(tablesWithoutRows, Keep::Definition);
    excludedSchemas.removeIf([this](const QString& pattern) {
        const QStringList names = postgres::exactNames(pattern, 1);
        skippedSchemas += names;
        return !names.isEmpty();
    });
    exceptions.removeIf([](const Exception& one) { return one.keep == Keep::Everything; });
    const auto key = [](const Exception& one) { return std::tie(one.schema, one.name, one.keep); };
    std::sort(exceptions.begin(), exceptions.end(), [&](const Exception& a, const Exception& b) { return key(a) < key(b); });
    exceptions.erase(std::unique(exceptions.begin(), exceptions.end()), exceptions.end());
    skippedSchemas.sort();
    skippedSchemas.removeDuplicates();
}

QJsonObject ContentChoice::toJson() const
{
    QJsonArray named;
    for (const Exception& exception : exceptions) {
        named.append(QJsonObject{{QStringLiteral("schema"), exception.schema},
                                 {QStringLiteral("name"), exception.name},
                                 {QStringLiteral("keep"), wordOf(keepNames, exception.keep)}});
    }
    return {{QStringLiteral("part"), wordOf(partNames, part)},
            {QStringLiteral("tables"), QJsonArray::fromStringList(tables)},
            {QStringLiteral("excludedTables"), QJsonArray::fromStringList(excludedTables)},
            {QStringLiteral("tablesWithoutRows"), QJsonArray::fromStringList(tablesWithoutRows)},
            {QStringLiteral("schemas"), QJsonArray::fromStringList(schemas)},
            {QStringLiteral("excludedSchemas"), QJsonArray::fromStringList(excludedSchemas)},
            {QStringLiteral("exceptions"), named},
            {QStringLiteral("skippedSchemas"), QJsonArray::fromStringList(skippedSchemas)},
            {QStringLiteral("largeObjects"), wordOf(largeObjectNames, largeObjects)}};
}

ContentChoice ContentChoice::fromJson(const QJsonObject& object)
{
    ContentChoice choice;
    choice.part = fromWord<Part>(partNames, object.value(u"part"));
    choice.tables = textsOf(object.value(u"tables"));
    choice.excludedTables = textsOf(object.value(u"excludedTables"));
    choice.tablesWithoutRows = textsOf(object.value(u"tablesWithoutRows"));
    choice.schemas = textsOf(object.value(u"schemas"));
    choice.excludedSchemas = textsOf(object.value(u"excludedSchemas"));
    choice.skippedSchemas = textsOf(object.value(u"skippedSchemas"));
    choice.largeObjects = fromWord<LargeObjects>(largeObjectNames, object.value(u"largeObjects"));
    for (const QJsonValue value : object.value(u"exceptions").toArray()) {
        const QJsonObject named = value.toObject();
        choice.exceptions.append({named.value(u"schema").toString(), named.value(u"name").toString(), fromWord<Keep>(keepNames, named.value(u"keep"))});
    }
    return choice;
}

core::Result<QList<ExpectedRelation>> expectedRelations(const ContentChoice& choice, const QList<ToolOption>& options,
                                                        const QList<postgres::Relation>& relations, postgres::Connection& connection)
{
    auto named = whatIsNamed(choice, connection);
    if (!named)
        return std::move(named).error();
    const auto isDumped = [&choice, &named](const postgres::Relation& relation) {
        const postgres::RelationName name{relation.schema, relation.name};
        if (named->excludedTables.contains(name))
            return false;
        if (!choice.tables.isEmpty())
            return named->tables.contains(name);
        return (choice.schemas.isEmpty() || named->schemas.contains(relation.schema)) && !named->excludedSchemas.contains(relation.schema);
    };
    QSet<postgres::RelationName> dumped;
    for (const postgres::Relation& relation : relations) {
        if (isDumped(relation))
            dumped.insert({relation.schema, relation.name});
    }
    const bool leavesUnlogged = hasOption(options, "no-unlogged-table-data");
    QList<ExpectedRelation> expected;
    expected.reserve(relations.size());
    for (const postgres::Relation& relation : relations) {
        const postgres::RelationName name{relation.schema, relation.name};
        bool present = dumped.contains(name);
        if (relation.kind == postgres::RelationKind::Sequence && !relation.parentName.isEmpty()) {
            // A sequence comes with its table; that of an identity column has no life of its own.
            const bool withTable = dumped.contains({relation.parentSchema, relation.parentName});
            present = withTable || (present && !relation.isIdentity);
        }
        const bool rows = present && choice.part != Part::Definitions && !named->withoutRows.contains(name) && !(relation.isUnlogged && leavesUnlogged);
        expected.append({relation, present && choice.part != Part::Rows, rows});
    }
    return expected;
}

core::Result<QStringList> patternsWithoutMatch(const ContentChoice& choice, postgres::Connection& connection)
{
    QStringList without;
    for (const QString& text : choice.tables) {
        auto found = relationsNamed({text}, connection);
        if (!found)
            return std::move(found).error();
        if (found->isEmpty())
            without.append(text);
    }
    for (const QString& text : choice.schemas) {
        auto found = schemasNamed({text}, connection);
        if (!found)
            return std::move(found).error();
        if (found->isEmpty())
            without.append(text);
    }
    return without;
}

} // namespace tidemark::backup
