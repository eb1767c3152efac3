// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rolenames.h"

#include "core/quoting.h"

#include <functional>

namespace tidemark::archive {

namespace {

/// Called with the role and where in the definition it is named.
using Visitor = std::function<void(const QString& role, const SqlName& name)>;

/// Names, joined by commas.
void takeList(const TocGraph& graph, SqlReader& reader, const Visitor& visit)
{
    do {
        const bool isBare = reader.token().kind == SqlToken::Kind::Word;
        const auto name = reader.takeName();
        if (!name)
            return;
        const QByteArray role = name->name();
        if (!isBare ||
            (role != "public" && role != "current_user" && role != "session_user" && role != "current_role"))
            visit(graph.decode(role), *name);
    } while (reader.takeSymbol(','));
}

/// Behind these words in every statement of the text, outside of parentheses.
void takeBehind(const TocGraph& graph, const QByteArray& definition, std::initializer_list<const char*> words,
                const Visitor& visit)
{
    SqlReader reader(definition);
    while (!reader.atEnd()) {
        bool taken = false;
        for (const char* word : words)
            taken = taken || reader.takeWord(word);
        if (taken)
            takeList(graph, reader, visit);
        else
            reader.skipGroup();
    }
}

/// ALTER ROLE … IN DATABASE … SET …; among others of the database itself.
void takeSettings(const TocGraph& graph, const QByteArray& definition, const Visitor& visit)
{
    SqlReader reader(definition);
    while (!reader.atEnd()) {
        if (reader.takeWords("ALTER ROLE"))
            takeList(graph, reader, visit);
        while (!reader.atEnd() && !reader.takeSymbol(';'))
            reader.advance();
    }
}

void visitRoles(const TocGraph& graph, int index, const QByteArray& definition, const Visitor& visit)
{
    switch (graph.kind(index)) {
    case EntryKind::Privileges:
        takeBehind(graph, definition, {"TO", "FROM", "AUTHORIZATION"}, visit);
        break;
    case EntryKind::DefaultPrivileges:
        takeBehind(graph, definition, {"TO", "FROM", "ROLE"}, visit);
        break;
    case EntryKind::Policy:
        takeBehind(graph, definition, {"TO"}, visit);
        break;
    case EntryKind::ForeignServer:
        if (graph.entry(index).type() == QLatin1String("USER MAPPING"))
            takeBehind(graph, definition, {"FOR"}, visit);
        break;
    case EntryKind::Database:
        if (graph.entry(index).type() == QLatin1String("DATABASE PROPERTIES"))
            takeSettings(graph, definition, visit);
        break;
    default:
        break;
    }
}

void add(const QString& role, QSet<QString>& roles)
{
    if (!role.isEmpty() && !role.startsWith(QLatin1String("pg_")))
        roles.insert(role);
}

} // namespace

void addRolesOf(const TocGraph& graph, int index, QSet<QString>& roles)
{
    // What belongs to a table has its owner; the headers of plain SQL, which say it, write line breaks in
    // names as spaces.
    const EntryKind kind = graph.kind(index);
    const bool isPart = kind >= EntryKind::TableData && kind <= EntryKind::SequenceOwnedBy;
    if (!graph.isInferred() || (!isPart && !isDecoration(kind)))
        add(graph.entry(index).owner(), roles);
    addNamedRoles(graph, index, roles);
}

void addNamedRoles(const TocGraph& graph, int index, QSet<QString>& roles)
{
    visitRoles(graph, index, graph.entry(index).definition(),
               [&roles](const QString& role, const SqlName&) { add(role, roles); });
}

QByteArray withOtherRoles(const TocGraph& graph, int index, const QHash<QString, QString>& replaced)
{
    const QByteArray definition = graph.entry(index).definition();
    QByteArray text;
    qsizetype done = 0;
    visitRoles(graph, index, definition, [&](const QString& role, const SqlName& name) {
        const QString other = replaced.value(role);
        if (other.isEmpty())
            return;
        text += definition.mid(done, name.start - done) + graph.encode(core::quoteIdentifier(other));
        done = name.start + name.length;
    });
    return text + definition.mid(done);
}

} // namespace tidemark::archive
