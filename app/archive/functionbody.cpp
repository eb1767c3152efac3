// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/functionbody.h"

#include <QSet>
#include <QStringList>

#include <algorithm>

namespace tidemark::archive {

namespace {

constexpr int deepest = 4; // texts within texts

struct Body
{
    QList<QByteArray> texts;
    QStringList searchPath; // the function's own; empty where it has none
    bool isOpaque = false;  // there is nothing to read
};

bool isOpaqueLanguage(const QByteArray& name)
{
    return name == "c" || name == "internal";
}

/// The text between the delimiters of a token of kind String.
QByteArray innerText(QByteArrayView written)
{
    if (written.startsWith('$')) {
        const qsizetype tag = written.indexOf('$', 1) + 1;
        return tag > 0 && written.size() >= 2 * tag
                   ? written.sliced(tag, written.size() - 2 * tag).toByteArray()
                   : QByteArray();
    }
    if (const auto text = unquoteText(written))
        return *text;
    const qsizetype start = written.indexOf('\'') + 1;
    return start > 0 && written.size() > start ? written.sliced(start).chopped(1).toByteArray()
                                               : QByteArray();
}

QStringList takeSearchPath(const TocGraph& graph, SqlReader& reader)
{
    QStringList schemas;
    reader.takeWord("TO");
    reader.takeSymbol('=');
    do {
        if (reader.token().kind == SqlToken::Kind::String) {
            schemas.append(graph.decode(innerText(reader.written())));
            reader.advance();
        } else if (const auto name = reader.takeName()) {
            schemas.append(graph.decode(name->name()));
        }
    } while (reader.takeSymbol(','));
    return schemas;
}

/// CREATE FUNCTION … up to the end of its definition.
Body bodyOf(const TocGraph& graph, const TocEntry& entry)
{
    Body body;
    SqlReader reader(entry.definition());
    reader.takeName();
    while (!reader.atEnd()) {
        if (reader.takeWord("LANGUAGE")) {
            if (reader.isName())
                body.isOpaque = body.isOpaque || isOpaqueLanguage(unquoteName(reader.written()));
            reader.advance();
        } else if (reader.takeWord("SET")) {
            if (reader.takeWord("SEARCH_PATH"))
                body.searchPath = takeSearchPath(graph, reader);
        } else if (reader.takeWord("AS")) {
            if (reader.token().kind == SqlToken::Kind::String)
                body.texts.append(innerText(reader.written()));
        } else if (reader.isWord("ATOMIC")) {
            body.isOpaque = true;
            return body;
        } else {
            reader.skipGroup();
        }
    }
    return body;
}

/// Looks for names in texts and remembers what they mean.
class NameFinder
{
public:
    NameFinder(const TocGraph& graph, const QStringList& searchPath)
        : m_graph(graph)
        , m_searchPath(searchPath)
    {
    }
    void scan(QByteArrayView text, int depth);
    const QList<int>& found() const { return m_found; }

private:
    enum class Expected // by what stands before
    {
        Anything,
        Relation,
        Type,
    };
    bool takeWord(const QByteArray& word);
    void takeSymbol(const SqlReader& reader);
    void scanText(const QByteArray& text, int depth);
    void name(const SqlName& name, bool isCall);
    bool qualified(const QString& schema, const QString& name);
    void unqualified(const QString& name, bool isCall);
    QList<int> visible(const QList<int>& candidates) const;
    void add(int index)
    {
        if (index >= 0 && !m_seen.contains(index)) {
            m_seen.insert(index);
            m_found.append(index);
        }
    }
    void addOnly(const QList<int>& candidates)
    {
        if (candidates.size() == 1)
            add(candidates.constFirst());
    }

    const TocGraph& m_graph;
    const QStringList m_searchPath;
    Expected m_expected = Expected::Anything;
    bool m_inList = false; // of FROM: a comma is followed by a table
    QList<int> m_found;
    QSet<int> m_seen;
};

bool NameFinder::takeWord(const QByteArray& word)
{
    static const QSet<QByteArray> beforeRelations{"from",  "join",  "into",    "update",
                                                  "table", "using", "truncate"};
    static const QSet<QByteArray> endsList{"where", "set",    "on",     "group",
                                           "order", "select", "values", "loop"};
    if (word == "only")
        return true;
    if (beforeRelations.contains(word)) {
        m_expected = Expected::Relation;
        m_inList = word == "from";
        return true;
    }
    if (endsList.contains(word))
        m_inList = false;
    return false;
}

void NameFinder::takeSymbol(const SqlReader& reader)
{
    m_expected = Expected::Anything;
    if (reader.isSymbol(':'))
        m_expected = Expected::Type;
    else if (reader.isSymbol(',') && m_inList)
        m_expected = Expected::Relation;
    else if (reader.isSymbol(';') || reader.isSymbol('(') || reader.isSymbol(')'))
        m_inList = false;
}

void NameFinder::scan(QByteArrayView text, int depth)
{
    SqlReader reader(text);
    m_expected = Expected::Anything;
    m_inList = false;
    while (!reader.atEnd()) {
        const QByteArrayView written = reader.written();
        if (reader.token().kind == SqlToken::Kind::String) {
            scanText(innerText(written), depth);
            reader.advance();
            m_expected = Expected::Anything;
        } else if (reader.token().kind == SqlToken::Kind::Word) {
            const auto taken = reader.takeName();
            if (taken->isQualified() || !takeWord(taken->name())) {
                name(*taken, reader.isSymbol('('));
                m_expected = Expected::Anything;
            }
        } else if (reader.token().kind == SqlToken::Kind::QuotedName) {
            if (written.contains(' ')) // a text, in languages that are not SQL
                scanText(unquoteName(written), depth);
            name(*reader.takeName(), reader.isSymbol('('));
            m_expected = Expected::Anything;
        } else {
            takeSymbol(reader);
            reader.advance();
        }
    }
}

void NameFinder::scanText(const QByteArray& text, int depth)
{
    SqlReader reader(text);
    const auto whole = reader.takeName();
    if (whole && reader.atEnd()) {
        if (whole->isQualified())
            qualified(m_graph.decode(whole->parts.at(0)), m_graph.decode(whole->parts.at(1)));
        else
            addOnly(visible(m_graph.relationsNamed(m_graph.decode(whole->name()))));
        return;
    }
    if (depth >= deepest)
        return;
    const bool wasInList = m_inList;
    scan(text, depth + 1);
    m_inList = wasInList;
}

void NameFinder::name(const SqlName& name, bool isCall)
{
    const QString first = m_graph.decode(name.parts.constFirst());
    if (!name.isQualified())
        unqualified(first, isCall);
    else if (!qualified(first, m_graph.decode(name.parts.at(1))) && m_expected == Expected::Relation)
        unqualified(first, false); // table.column
}

bool NameFinder::qualified(const QString& schema, const QString& name)
{
    const int relation = m_graph.relation(schema, name);
    const int type = m_graph.type(schema, name);
    add(relation);
    add(type);
    const QList<int> functions = m_graph.functions(schema, name);
    for (const int function : functions) // of all arguments: which one, only the server can tell
        add(function);
    return relation >= 0 || type >= 0 || !functions.isEmpty();
}

void NameFinder::unqualified(const QString& name, bool isCall)
{
    if (isCall && m_expected != Expected::Type) {
        const QList<int> functions = visible(m_graph.functionsNamed(name));
        // Several of the same schema differ in their arguments only.
        const bool oneSchema = std::all_of(functions.cbegin(), functions.cend(), [&](int i) {
            return m_graph.entry(i).schema() == m_graph.entry(functions.constFirst()).schema();
        });
        if (oneSchema) {
            for (const int function : functions)
                add(function);
        }
    }
    if (m_expected == Expected::Relation)
        addOnly(visible(m_graph.relationsNamed(name)));
    else if (m_expected == Expected::Type)
        addOnly(visible(m_graph.typesNamed(name)));
}

/// With a search_path of the function: those of the first schema that has one.
QList<int> NameFinder::visible(const QList<int>& candidates) const
{
    for (const QString& schema : m_searchPath) {
        QList<int> here;
        std::copy_if(candidates.cbegin(), candidates.cend(), std::back_inserter(here),
                     [&](int index) { return m_graph.entry(index).schema() == schema; });
        if (!here.isEmpty())
            return here;
    }
    return candidates;
}

} // namespace

QList<int> namedInBody(const TocGraph& graph, int index)
{
    const Body body = bodyOf(graph, graph.entry(index));
    if (body.isOpaque)
        return {};
    NameFinder finder(graph, body.searchPath);
    for (const QByteArray& text : body.texts)
        finder.scan(text, 0);
    QList<int> found = finder.found();
    found.removeAll(index);
    return found;
}

} // namespace tidemark::archive
