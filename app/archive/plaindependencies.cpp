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

namespace tidemark::archive {

namespace {

using Name = QPair<QString, QString>;

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

    int m_present = 0;
    Name m_own; // of the present entry
    QSet<int> m_found;
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
        look(i);
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
    while (!reader.atEnd() && !reader.isSymbol('('))
        reader.advance();
    m_keys.insert({typeKey(entry.schema, table), takeGroup(reader)}, index);
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
    TocEntry& entry = m_toc.entries[index];
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
    entry.dependencies.clear();
    for (const int other : std::as_const(m_found))
        entry.dependencies.append(m_toc.entries.at(other).dumpId);
    std::sort(entry.dependencies.begin(), entry.dependencies.end());
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
        const auto found = m_byTypeAndTag.constFind({typeKey(type, entry.schema), name});
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

void inferDependencies(Toc& toc)
{
    Inference(toc).run();
}

} // namespace tidemark::archive
