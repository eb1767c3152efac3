// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plaindependencies.h"

#include "archive/plainobjects.h"
#include "archive/sqlnames.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace tidemark::archive {

namespace {

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

bool isDecoration(const QString& type)
{
    return type == QLatin1String("COMMENT") || type == QLatin1String("ACL") ||
           type == QLatin1String("SECURITY LABEL");
}

class Inference
{
public:
    explicit Inference(Toc& toc)
        : m_toc(toc)
        , m_known(toc)
    {
    }
    void run();

private:
    void look(int index);
    void lookAgain(int index);
    void followTrigger(int index);
    void tie(int index, const QString& partType, bool isIndex);
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
    QString decode(const QByteArray& name) const { return m_known.decode(name); }

    Toc& m_toc;
    const PlainObjects m_known;

    int m_present = 0;
    ObjectName m_own; // of the present entry
    QSet<int> m_found;
    std::vector<QSet<int>> m_foundOf; // for every entry: what it needs
};

void Inference::run()
{
    m_foundOf.reserve(std::size_t(m_toc.entries.size()));
    for (int i = 0; i < int(m_toc.entries.size()); ++i)
        look(i);
    for (int i = 0; i < int(m_toc.entries.size()); ++i)
        lookAgain(i);
    for (int i = 0; i < int(m_toc.entries.size()); ++i) {
        QSet<int>& found = m_foundOf[std::size_t(i)];
        found.remove(i);
        QList<int> dependencies = m_toc.entries.at(i).fields().dependencies; // with those that were told
        for (const int other : std::as_const(found))
            dependencies.append(m_toc.entries.at(other).dumpId());
        std::sort(dependencies.begin(), dependencies.end());
        dependencies.erase(std::unique(dependencies.begin(), dependencies.end()), dependencies.end());
        m_toc.entries.setDependencies(i, dependencies);
    }
}

void Inference::need(int index)
{
    if (index != m_present)
        m_found.insert(index);
}

void Inference::needRelation(const TocEntry& entry)
{
    for (const int index : m_known.objects.value({entry.schema(), entry.tag()}))
        need(index);
}

void Inference::look(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    m_present = index;
    m_found.clear();
    m_own = {entry.schema(), entry.tag().left(entry.tag().indexOf(QLatin1Char('(')))};
    if (!PlainObjects::isRoutine(entry.type()))
        m_own = {};
    if (const int schema = m_known.schemas.value(entry.schema(), -1); schema >= 0)
        need(schema);
    if (const int method = m_known.ofType(QStringLiteral("ACCESS METHOD"), {}, entry.accessMethod());
        method >= 0)
        need(method);
    const bool standsForRelation = entry.isTableData() || entry.type() == QLatin1String("SEQUENCE SET") ||
                                   entry.type() == QLatin1String("MATERIALIZED VIEW DATA");
    if (standsForRelation) {
        needRelation(entry);
    } else if (!isDecoration(entry.type()) || !decorated(entry)) {
        SqlReader reader(entry.definition());
        lookAt(reader);
    }
    m_foundOf.push_back(std::move(m_found));
}

// What follows from the dependencies of others.
void Inference::lookAgain(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    QSet<int>& found = m_foundOf[std::size_t(index)];
    if (entry.type() == QLatin1String("SEQUENCE OWNED BY"))
        return tie(index, QStringLiteral("SEQUENCE"), false);
    if (entry.type() == QLatin1String("TABLE ATTACH"))
        return tie(index, QStringLiteral("TABLE"), false);
    if (entry.type() == QLatin1String("INDEX ATTACH"))
        return tie(index, {}, true);
    if (entry.type() == QLatin1String("TYPE")) {
        const int shell = m_known.ofType(QStringLiteral("SHELL TYPE"), entry.schema(), entry.tag());
        if (shell >= 0)
            found.insert(shell);
        return;
    }
    if (!m_known.casts.isEmpty() && entry.definition().contains("::"))
        needCasts(found);
    if (entry.type() == QLatin1String("TRIGGER") && entry.definition().trimmed().startsWith("ALTER TABLE "))
        return followTrigger(index);
    const bool isIndex =
        entry.type() == QLatin1String("INDEX") || entry.type() == QLatin1String("CONSTRAINT");
    const bool isView =
        entry.type() == QLatin1String("RULE") && entry.definition().startsWith("CREATE OR REPLACE VIEW");
    const bool isRefresh = entry.type() == QLatin1String("MATERIALIZED VIEW DATA");
    if (!isIndex && !isView && !isRefresh)
        return;
    const QList<int> direct(found.cbegin(), found.cend());
    for (const int other : direct) {
        const TocEntry& relation = m_toc.entries.at(other);
        if (isView) { // that was split in two: its columns depend on a key
            const int key = m_known.primaryKeys.value({relation.schema(), relation.tag()}, -1);
            if (key >= 0 && relation.type() == QLatin1String("TABLE"))
                found.insert(key);
            continue;
        }
        for (const int further : std::as_const(m_foundOf[std::size_t(other)])) {
            if (isIndex)
                found.unite(m_known.defaultClasses.value(further));
            const TocEntry& source = m_toc.entries.at(further);
            const int refresh = m_known.ofType(entry.type(), source.schema(), source.tag());
            if (isRefresh && source.type() == QLatin1String("MATERIALIZED VIEW") && refresh >= 0)
                found.insert(refresh);
        }
    }
}

// An expression x::type may use any cast from a type that it has to do with, itself or by a table's columns.
void Inference::needCasts(QSet<int>& found) const
{
    QSet<int> casts;
    for (const int other : std::as_const(found)) {
        casts.unite(m_known.casts.value(other));
        for (const int further : m_foundOf[std::size_t(other)])
            casts.unite(m_known.casts.value(further));
    }
    found.unite(casts);
}

// A trigger of a partition that is only switched on or off came from a partitioned table.
void Inference::followTrigger(int index)
{
    const TocEntry& entry = m_toc.entries.at(index);
    QSet<int>& found = m_foundOf[std::size_t(index)];
    const QString table = QStringLiteral("TABLE");
    const auto isTable = [&](int other) { return m_toc.entries.at(other).type() == table; };
    auto present = std::find_if(found.cbegin(), found.cend(), isTable);
    if (present == found.cend() ||
        !entry.tag().startsWith(m_toc.entries.at(*present).tag() + QLatin1Char(' ')))
        return;
    const QString trigger = entry.tag().mid(m_toc.entries.at(*present).tag().size());
    int relation = *present;
    for (int level = 0; level < mostLevels; ++level) { // a damaged dump may claim a circle
        const QSet<int>& above = m_foundOf[std::size_t(relation)];
        const auto parent = std::find_if(above.cbegin(), above.cend(), isTable);
        if (parent == above.cend())
            return;
        relation = *parent;
        const TocEntry& origin = m_toc.entries.at(relation);
        const int same = m_known.ofType(entry.type(), origin.schema(), origin.tag() + trigger);
        if (same >= 0)
            return void(found.insert(same));
    }
}

// The statement of the entry ties two objects together; pg_dump has one depend on the other. The part is the
// one of that type that the entry is named after.
void Inference::tie(int index, const QString& partType, bool isIndex)
{
    const TocEntry& entry = m_toc.entries.at(index);
    QList<int> parts;
    if (isIndex)
        parts = m_known.objects.value({entry.schema(), entry.tag()});
    else if (const int part = m_known.ofType(partType, entry.schema(), entry.tag()); part >= 0)
        parts.append(part);
    for (const int part : std::as_const(parts)) {
        for (const int other : std::as_const(m_foundOf[std::size_t(index)])) {
            const QString& type = m_toc.entries.at(other).type();
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
                const ObjectName table{decode(name->parts.at(0)), decode(name->parts.at(1))};
                const int key = m_known.keys.value(
                    {PlainObjects::typeKey(table.first, table.second), takeParentheses(reader)}, -1);
                if (key >= 0)
                    need(key);
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
    const ObjectName key{decode(name.parts.at(0)), decode(name.parts.at(1))};
    const QList<int> routines = m_known.routines.value(key);
    const QList<int> objects = m_known.objects.value(key);
    if (key == m_own && objects.isEmpty())
        return; // itself, and others that share the name
    const QList<int>& found = (isCall && !routines.isEmpty()) || objects.isEmpty() ? routines : objects;
    for (const int index : found)
        need(index);
    if (found.isEmpty()) {
        // What an extension made is not in the dump by itself.
        for (const int index : m_known.extensions.value(key.first))
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
    const QList<int> found = m_known.operators.value({key, QString::fromUtf8(symbols)});
    for (const int index : found.isEmpty() ? m_known.extensions.value(key) : found)
        need(index);
}

void Inference::loose(const QByteArray& word, const SqlName& name)
{
    for (const LooseKind& kind : looseKinds) {
        if (word != kind.word)
            continue;
        const int found = m_known.ofType(QLatin1String(kind.type), {}, decode(name.name()));
        if (found >= 0)
            need(found);
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
    const qsizetype space = entry.tag().indexOf(QLatin1Char(' '));
    if (space < 0)
        return false;
    for (qsizetype end = space; end > 0; end = entry.tag().indexOf(QLatin1Char(' '), end + 1)) {
        QString type = entry.tag().left(end);
        if (type.size() > 40)
            break;
        const QString name = entry.tag().mid(end + 1);
        if (type == QLatin1String("LARGE OBJECT"))
            type = QStringLiteral("BLOB");
        else if (type == QLatin1String("LANGUAGE"))
            type = QStringLiteral("PROCEDURAL LANGUAGE");
        int found = m_known.ofType(type, entry.schema(), name);
        if (found < 0) // casts and transforms have the word in their name
            found = m_known.ofType(type, entry.schema(), entry.tag());
        if (found >= 0) {
            need(found);
            return true;
        }
    }
    SqlReader reader(entry.definition());
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
        const int found = m_known.ofType(type, decode(table->schema()), tag);
        if (found >= 0) {
            need(found);
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
        if (!dependent.contains(entry.type()))
            continue;
        if (entry.dependencies().empty())
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
