// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plaindependencies.h"

#include "archive/sqlnames.h"
#include "archive/textencoding.h"

#include <QHash>
#include <QPair>
#include <QSet>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace tidemark::archive {

namespace {

using Name = QPair<QString, QString>;

constexpr int mostLevels = 64; // of partitions of partitions

// Objects without schema, and the word before their name where others name them.
struct LooseKind
{
    const char* word;
    const char* type;
};
constexpr std::array<LooseKind, 9> looseKinds{{
    {"EXTENSION", "EXTENSION"},
    {"SCHEMA", "SCHEMA"},
    {"LANGUAGE", "PROCEDURAL LANGUAGE"},
    {"WRAPPER", "FOREIGN DATA WRAPPER"},
    {"SERVER", "SERVER"},
    {"PUBLICATION", "PUBLICATION"},
    {"SUBSCRIPTION", "SUBSCRIPTION"},
    {"METHOD", "ACCESS METHOD"},
    {"USING", "ACCESS METHOD"},
}};

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

bool isRoutine(const QString& type)
{
    return type == QLatin1String("FUNCTION") || type == QLatin1String("PROCEDURE") ||
           type == QLatin1String("AGGREGATE");
}

bool isDecoration(const QString& type)
{
    return type == QLatin1String("COMMENT") || type == QLatin1String("ACL") ||
           type == QLatin1String("SECURITY LABEL");
}

// "integer, text" of a function, and the columns of a key: what stands between the parentheses.
QByteArray takeGroup(SqlReader& reader)
{
    if (!reader.isSymbol('('))
        return {};
    const qsizetype start = reader.token().start;
    reader.skipGroup();
    return reader.since(start);
}

class Inference
{
public:
    explicit Inference(Toc& toc)
        : m_toc(toc)
        , m_encoding(toc.encoding)
    {
    }
    void run();

private:
    void indexEntry(int index);
    void indexConstraint(int index);
    void look(int index);
    void lookAgain(int index);
    void followTrigger(int index);
    void tie(int index, const QString& partType, bool isIndex);
    void indexOperatorClass(int index);
    void indexCast(int index);
    void needCasts(QSet<int>& found) const;
    void lookAt(SqlReader& reader);
    void qualified(const SqlName& name, bool isCall);
    void operatorName(const QByteArray& schema, SqlReader& reader);
    void loose(const QByteArray& word, const SqlName& name);
    void textConstant(SqlReader& reader);
    bool decorated(const TocEntry& entry);
    bool partOfTable(const QString& kind, SqlReader& reader);
    void need(int index);
    void needRelation(const TocEntry& entry);
    QString decode(const QByteArray& name) const { return m_encoding.decode(name); }

    Toc& m_toc;
    TextEncoding m_encoding;
    QHash<Name, QList<int>> m_objects;
    QHash<Name, QList<int>> m_routines;
    QHash<Name, QList<int>> m_operators;
    QHash<Name, int> m_byTypeAndTag;               // type, schema and tag
    QHash<QPair<QString, QByteArray>, int> m_keys; // table, and columns as written
    QHash<QString, QList<int>> m_extensions;       // by the schema that they put their objects into
    QHash<QString, int> m_schemas;
    QHash<Name, int> m_primaryKeys;         // by table
    QHash<int, QSet<int>> m_defaultClasses; // by type: operator classes that indexes use unsaid
    QHash<int, QSet<int>> m_casts;          // by the type that they are from

    int m_present = 0;
    Name m_own; // of the present entry
    QSet<int> m_found;
    std::vector<QSet<int>> m_foundOf; // for every entry: what it needs
};

QString typeKey(const QString& type, const QString& schema)
{
    return type + QLatin1Char('\n') + schema;
}

void Inference::run()
{
    for (int i = 0; i < int(m_toc.entries.size()); ++i)
        indexEntry(i);
    for (int i = 0; i < int(m_toc.entries.size()); ++i)
        indexOperatorClass(i);
    for (int i = 0; i < int(m_toc.entries.size()); ++i)
        indexCast(i);
    m_foundOf.reserve(std::size_t(m_toc.entries.size()));
    for (int i = 0; i < int(m_toc.entries.size()); ++i)
        look(i);
    for (int i = 0; i < int(m_toc.entries.size()); ++i)
        lookAgain(i);
    for (int i = 0; i < int(m_toc.entries.size()); ++i) {
        QSet<int>& found = m_foundOf[std::size_t(i)];
        found.remove(i);
        QList<int>& dependencies = m_toc.entries[i].dependencies; // with those that were told
        for (const int other : std::as_const(found))
            dependencies.append(m_toc.entries.at(other).dumpId);
        std::sort(dependencies.begin(), dependencies.end());
        dependencies.erase(std::unique(dependencies.begin(), dependencies.end()), dependencies.end());
    }
}

void Inference::indexEntry(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    m_byTypeAndTag.insert({typeKey(entry.type, entry.schema), entry.tag}, index);
    if (entry.type == QLatin1String("SCHEMA"))
        m_schemas.insert(entry.tag, index);
    if (entry.type == QLatin1String("EXTENSION")) {
        SqlReader reader(entry.definition);
        while (!reader.atEnd() && !reader.takeWords("WITH SCHEMA"))
            reader.advance();
        if (const auto schema = reader.takeName())
            m_extensions[decode(schema->name())].append(index);
    }
    if (entry.type == QLatin1String("CONSTRAINT"))
        return indexConstraint(index);
    if (entry.schema.isEmpty() || isUnnamed(entry.type))
        return;
    if (isRoutine(entry.type))
        m_routines[{entry.schema, entry.tag.left(entry.tag.indexOf(QLatin1Char('(')))}].append(index);
    else if (entry.type == QLatin1String("OPERATOR"))
        m_operators[{entry.schema, entry.tag}].append(index);
    else
        m_objects[{entry.schema, entry.tag}].append(index);
}

// A key is also an index of that name, and what foreign keys rely on.
void Inference::indexConstraint(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    SqlReader reader(entry.definition);
    while (!reader.atEnd() && !reader.takeWords("ADD CONSTRAINT"))
        reader.advance();
    const auto name = reader.takeName();
    if (!name)
        return;
    const QString constraint = decode(name->name());
    m_objects[{entry.schema, constraint}].append(index);
    if (!entry.tag.endsWith(QLatin1Char(' ') + constraint))
        return;
    const QString table = entry.tag.chopped(constraint.size() + 1);
    if (reader.isWord("PRIMARY"))
        m_primaryKeys.insert({entry.schema, table}, index);
    while (!reader.atEnd() && !reader.isSymbol('('))
        reader.advance();
    m_keys.insert({typeKey(entry.schema, table), takeGroup(reader)}, index);
}

// CREATE OPERATOR CLASS c DEFAULT FOR TYPE t …
void Inference::indexOperatorClass(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    if (entry.type != QLatin1String("OPERATOR CLASS"))
        return;
    SqlReader reader(entry.definition);
    while (!reader.atEnd() && !reader.isSymbol(';') && !reader.takeWords("DEFAULT FOR TYPE"))
        reader.advance();
    const auto type = reader.takeName();
    if (!type || !type->isQualified())
        return;
    for (const int found : m_objects.value({decode(type->schema()), decode(type->name())}))
        m_defaultClasses[found].insert(index);
}

void Inference::need(int index)
{
    if (index != m_present)
        m_found.insert(index);
}

void Inference::needRelation(const TocEntry& entry)
{
    for (const int index : m_objects.value({entry.schema, entry.tag}))
        need(index);
}

void Inference::look(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    m_present = index;
    m_found.clear();
    m_own = {entry.schema, entry.tag.left(entry.tag.indexOf(QLatin1Char('(')))};
    if (!isRoutine(entry.type))
        m_own = {};
    if (const auto schema = m_schemas.constFind(entry.schema); schema != m_schemas.cend())
        need(*schema);
    if (const auto method =
            m_byTypeAndTag.constFind({typeKey(QStringLiteral("ACCESS METHOD"), {}), entry.accessMethod});
        method != m_byTypeAndTag.cend())
        need(*method);
    const bool standsForRelation = entry.isTableData() || entry.type == QLatin1String("SEQUENCE SET") ||
                                   entry.type == QLatin1String("MATERIALIZED VIEW DATA");
    if (standsForRelation) {
        needRelation(entry);
    } else if (!isDecoration(entry.type) || !decorated(entry)) {
        SqlReader reader(entry.definition);
        lookAt(reader);
    }
    m_foundOf.push_back(std::move(m_found));
}

// What follows from the dependencies of others.
void Inference::lookAgain(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    QSet<int>& found = m_foundOf[std::size_t(index)];
    if (entry.type == QLatin1String("SEQUENCE OWNED BY"))
        return tie(index, QStringLiteral("SEQUENCE"), false);
    if (entry.type == QLatin1String("TABLE ATTACH"))
        return tie(index, QStringLiteral("TABLE"), false);
    if (entry.type == QLatin1String("INDEX ATTACH"))
        return tie(index, {}, true);
    if (entry.type == QLatin1String("TYPE")) {
        const auto shell =
            m_byTypeAndTag.constFind({typeKey(QStringLiteral("SHELL TYPE"), entry.schema), entry.tag});
        if (shell != m_byTypeAndTag.cend())
            found.insert(*shell);
        return;
    }
    if (!m_casts.isEmpty() && entry.definition.contains("::"))
        needCasts(found);
    if (entry.type == QLatin1String("TRIGGER") && entry.definition.trimmed().startsWith("ALTER TABLE "))
        return followTrigger(index);
    const bool isIndex = entry.type == QLatin1String("INDEX") || entry.type == QLatin1String("CONSTRAINT");
    const bool isView =
        entry.type == QLatin1String("RULE") && entry.definition.startsWith("CREATE OR REPLACE VIEW");
    const bool isRefresh = entry.type == QLatin1String("MATERIALIZED VIEW DATA");
    if (!isIndex && !isView && !isRefresh)
        return;
    const QList<int> direct(found.cbegin(), found.cend());
    for (const int other : direct) {
        const TocEntry& relation = m_toc.entries.at(other);
        if (isView) { // that was split in two: its columns depend on a key
            const auto key = m_primaryKeys.constFind({relation.schema, relation.tag});
            if (key != m_primaryKeys.cend() && relation.type == QLatin1String("TABLE"))
                found.insert(*key);
            continue;
        }
        for (const int further : std::as_const(m_foundOf[std::size_t(other)])) {
            if (isIndex)
                found.unite(m_defaultClasses.value(further));
            const TocEntry& source = m_toc.entries.at(further);
            const auto refresh = m_byTypeAndTag.constFind({typeKey(entry.type, source.schema), source.tag});
            if (isRefresh && source.type == QLatin1String("MATERIALIZED VIEW") &&
                refresh != m_byTypeAndTag.cend())
                found.insert(*refresh);
        }
    }
}

// An expression x::type may use any cast from a type that it has to do with, itself or by a table's columns.
void Inference::needCasts(QSet<int>& found) const
{
    QSet<int> casts;
    for (const int other : std::as_const(found)) {
        casts.unite(m_casts.value(other));
        for (const int further : m_foundOf[std::size_t(other)])
            casts.unite(m_casts.value(further));
    }
    found.unite(casts);
}

// CREATE CAST (from AS to) …
void Inference::indexCast(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    SqlReader reader(entry.definition);
    if (entry.type != QLatin1String("CAST") || !reader.takeWords("CREATE CAST") || !reader.takeSymbol('('))
        return;
    const auto from = reader.takeName();
    if (!from || !from->isQualified())
        return;
    for (const int found : m_objects.value({decode(from->schema()), decode(from->name())}))
        m_casts[found].insert(index);
}

// A trigger of a partition that is only switched on or off came from a partitioned table.
void Inference::followTrigger(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    QSet<int>& found = m_foundOf[std::size_t(index)];
    const QString table = QStringLiteral("TABLE");
    const auto isTable = [&](int other) { return m_toc.entries.at(other).type == table; };
    auto present = std::find_if(found.cbegin(), found.cend(), isTable);
    if (present == found.cend() || !entry.tag.startsWith(m_toc.entries.at(*present).tag + QLatin1Char(' ')))
        return;
    const QString trigger = entry.tag.mid(m_toc.entries.at(*present).tag.size());
    int relation = *present;
    for (int level = 0; level < mostLevels; ++level) { // a damaged dump may claim a circle
        const QSet<int>& above = m_foundOf[std::size_t(relation)];
        const auto parent = std::find_if(above.cbegin(), above.cend(), isTable);
        if (parent == above.cend())
            return;
        relation = *parent;
        const TocEntry& origin = m_toc.entries.at(relation);
        const auto same =
            m_byTypeAndTag.constFind({typeKey(entry.type, origin.schema), origin.tag + trigger});
        if (same != m_byTypeAndTag.cend())
            return void(found.insert(*same));
    }
}

// The statement of the entry ties two objects together; pg_dump has one depend on the other. The part is the
// one of that type that the entry is named after.
void Inference::tie(int index, const QString& partType, bool isIndex)
{
    const TocEntry& entry = m_toc.entries.at(index);
    QList<int> parts;
    if (isIndex)
        parts = m_objects.value({entry.schema, entry.tag});
    else if (const auto part = m_byTypeAndTag.constFind({typeKey(partType, entry.schema), entry.tag});
             part != m_byTypeAndTag.cend())
        parts.append(*part);
    for (const int part : std::as_const(parts)) {
        for (const int other : std::as_const(m_foundOf[std::size_t(index)])) {
            const QString& type = m_toc.entries.at(other).type;
            const bool isSchema = type == QLatin1String("SCHEMA");
            if (other != part && !isSchema)
                m_foundOf[std::size_t(part)].insert(other);
        }
    }
}

void Inference::lookAt(SqlReader& reader)
{
    QByteArray word;
    while (!reader.atEnd()) {
        if (reader.token().kind == SqlToken::Kind::String) {
            textConstant(reader);
            word.clear();
            continue;
        }
        if (!reader.isName()) {
            reader.advance();
            word.clear();
            continue;
        }
        const auto name = reader.takeName();
        if (!name)
            return;
        if (reader.isSymbol('.')) {
            operatorName(name->name(), reader);
        } else if (name->isQualified()) {
            qualified(*name, reader.isSymbol('('));
            if (word == "REFERENCES") {
                const Name table{decode(name->parts.at(0)), decode(name->parts.at(1))};
                const auto key = m_keys.constFind({typeKey(table.first, table.second), takeGroup(reader)});
                if (key != m_keys.cend())
                    need(*key);
            }
        } else {
            loose(word, *name);
        }
        const bool isWord = !name->isQualified();
        if (!(isWord && word == "REFERENCES" && name->name() == "only"))
            word = isWord ? name->name().toUpper() : QByteArray();
    }
}

void Inference::qualified(const SqlName& name, bool isCall)
{
    // schema.table.column too
    const Name key{decode(name.parts.at(0)), decode(name.parts.at(1))};
    const QList<int> routines = m_routines.value(key);
    const QList<int> objects = m_objects.value(key);
    if (key == m_own && objects.isEmpty())
        return; // itself, and others that share the name
    const QList<int>& found = (isCall && !routines.isEmpty()) || objects.isEmpty() ? routines : objects;
    for (const int index : found)
        need(index);
    if (found.isEmpty()) {
        // What an extension made is not in the dump by itself.
        for (const int index : m_extensions.value(key.first))
            need(index);
    }
}

// schema.=== , with the reader at the point
void Inference::operatorName(const QByteArray& schema, SqlReader& reader)
{
    reader.advance();
    QByteArray symbols;
    while (reader.token().kind == SqlToken::Kind::Symbol && !reader.isSymbol('(') && !reader.isSymbol(')') &&
           !reader.isSymbol(',') && !reader.isSymbol(';')) {
        symbols += reader.written().toByteArray();
        reader.advance();
    }
    const QString key = decode(schema);
    const QList<int> found = m_operators.value({key, QString::fromUtf8(symbols)});
    for (const int index : found.isEmpty() ? m_extensions.value(key) : found)
        need(index);
}

void Inference::loose(const QByteArray& word, const SqlName& name)
{
    for (const LooseKind& kind : looseKinds) {
        if (word != kind.word)
            continue;
        const auto found =
            m_byTypeAndTag.constFind({typeKey(QLatin1String(kind.type), {}), decode(name.name())});
        if (found != m_byTypeAndTag.cend())
            need(*found);
    }
}

// 'schema.sequence'::regclass and its relatives name an object.
void Inference::textConstant(SqlReader& reader)
{
    const QByteArrayView written = reader.written();
    reader.advance();
    if (!reader.takeSymbol(':') || !reader.takeSymbol(':') || !reader.isName() ||
        !reader.written().toByteArray().toLower().startsWith("reg"))
        return;
    const auto text = unquoteText(written);
    if (!text)
        return;
    SqlReader inner(*text);
    if (const auto name = inner.takeName(); name && name->isQualified())
        qualified(*name, inner.isSymbol('('));
}

// The very object that a comment, a grant or a label is about. False where the names have to tell.
bool Inference::decorated(const TocEntry& entry)
{
    const qsizetype space = entry.tag.indexOf(QLatin1Char(' '));
    if (space < 0)
        return false;
    for (qsizetype end = space; end > 0; end = entry.tag.indexOf(QLatin1Char(' '), end + 1)) {
        QString type = entry.tag.left(end);
        if (type.size() > 40)
            break;
        const QString name = entry.tag.mid(end + 1);
        if (type == QLatin1String("LARGE OBJECT"))
            type = QStringLiteral("BLOB");
        else if (type == QLatin1String("LANGUAGE"))
            type = QStringLiteral("PROCEDURAL LANGUAGE");
        auto found = m_byTypeAndTag.constFind({typeKey(type, entry.schema), name});
        if (found == m_byTypeAndTag.cend()) // casts and transforms have the word in their name
            found = m_byTypeAndTag.constFind({typeKey(type, entry.schema), entry.tag});
        if (found != m_byTypeAndTag.cend()) {
            need(*found);
            return true;
        }
    }
    SqlReader reader(entry.definition);
    if (!reader.takeWords("COMMENT ON"))
        return false;
    const QString kind = QString::fromLatin1(reader.written().toByteArray()).toUpper();
    reader.advance();
    return partOfTable(kind, reader);
}

// COMMENT ON CONSTRAINT c ON [DOMAIN] s.t, and the like for triggers, rules and policies.
bool Inference::partOfTable(const QString& kind, SqlReader& reader)
{
    const auto part = reader.takeName();
    if (!part || !reader.takeWord("ON"))
        return false;
    reader.takeWord("DOMAIN");
    const auto table = reader.takeName();
    if (!table || !table->isQualified())
        return false;
    const QString tag = decode(table->name()) + QLatin1Char(' ') + decode(part->name());
    for (const char* suffix : {"", "FK ", "CHECK "}) {
        const QString type = QLatin1String(suffix) + kind;
        const auto found = m_byTypeAndTag.constFind({typeKey(type, decode(table->schema())), tag});
        if (found != m_byTypeAndTag.cend()) {
            need(*found);
            return true;
        }
    }
    qualified(*table, false); // a check within CREATE TABLE
    return true;
}

} // namespace

bool hasAllDependencies(const Toc& toc)
{
    static const QSet<QString> dependent{
        QStringLiteral("CONSTRAINT"), QStringLiteral("FK CONSTRAINT"), QStringLiteral("INDEX"),
        QStringLiteral("TRIGGER"),    QStringLiteral("RULE"),          QStringLiteral("POLICY"),
        QStringLiteral("DEFAULT"),    QStringLiteral("TABLE ATTACH"),  QStringLiteral("SEQUENCE OWNED BY"),
    };
    bool hasSome = false;
    for (const TocEntry& entry : toc.entries) {
        if (!dependent.contains(entry.type))
            continue;
        if (entry.dependencies.isEmpty())
            return false;
        hasSome = true;
    }
    return hasSome;
}

void inferDependencies(Toc& toc)
{
    Inference(toc).run();
}

} // namespace tidemark::archive
