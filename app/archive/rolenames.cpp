// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rolenames.h"

namespace tidemark::archive {

namespace {

void add(const QString& role, QSet<QString>& roles)
{
    if (!role.isEmpty() && !role.startsWith(QLatin1String("pg_")))
        roles.insert(role);
}

/// Names, joined by commas.
void takeList(const TocGraph& graph, SqlReader& reader, QSet<QString>& roles)
{
    do {
        const bool isBare = reader.token().kind == SqlToken::Kind::Word;
        const auto name = reader.takeName();
        if (!name)
            return;
        const QByteArray role = name->name();
        if (!isBare ||
            (role != "public" && role != "current_user" && role != "session_user" && role != "current_role"))
            add(graph.decode(role), roles);
    } while (reader.takeSymbol(','));
}

/// Behind these words in every statement of the text, outside of parentheses.
void takeBehind(const TocGraph& graph, const QByteArray& definition, std::initializer_list<const char*> words,
                QSet<QString>& roles)
{
    SqlReader reader(definition);
    while (!reader.atEnd()) {
        bool taken = false;
        for (const char* word : words)
            taken = taken || reader.takeWord(word);
        if (taken)
            takeList(graph, reader, roles);
        else
            reader.skipGroup();
    }
}

} // namespace

void addRolesOf(const TocGraph& graph, int index, QSet<QString>& roles)
{
    const TocEntry& entry = graph.entry(index);
    add(entry.owner(), roles);
    switch (graph.kind(index)) {
    case EntryKind::Privileges:
        takeBehind(graph, entry.definition(), {"TO", "FROM", "AUTHORIZATION"}, roles);
        break;
    case EntryKind::DefaultPrivileges:
        takeBehind(graph, entry.definition(), {"TO", "FROM", "ROLE"}, roles);
        break;
    case EntryKind::Policy:
        takeBehind(graph, entry.definition(), {"TO"}, roles);
        break;
    case EntryKind::ForeignServer:
        if (entry.type() == QLatin1String("USER MAPPING"))
            takeBehind(graph, entry.definition(), {"FOR"}, roles);
        break;
    default:
        break;
    }
}

} // namespace tidemark::archive
