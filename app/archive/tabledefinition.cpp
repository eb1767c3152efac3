// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/tabledefinition.h"

#include <algorithm>
#include <array>

namespace tidemark::archive {

namespace {

bool isAnyWord(const SqlReader& reader, std::initializer_list<const char*> words)
{
    return reader.token().kind == SqlToken::Kind::Word &&
           std::any_of(words.begin(), words.end(), [&](const char* word) { return reader.isWord(word); });
}

bool endsColumn(const SqlReader& reader)
{
    return reader.atEnd() || reader.isSymbol(',') || reader.isSymbol(')');
}

bool beginsConstraint(const SqlReader& reader)
{
    return isAnyWord(reader, {"COLLATE", "DEFAULT", "NOT", "NULL", "CONSTRAINT", "CHECK", "GENERATED",
                              "PRIMARY", "UNIQUE", "REFERENCES", "OPTIONS", "STORAGE", "COMPRESSION"});
}

/// Of a table, behind a comma.
bool beginsTableConstraint(const SqlReader& reader)
{
    if (!reader.isWord("EXCLUDE"))
        return isAnyWord(reader, {"CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN", "LIKE"});
    SqlReader ahead = reader; // the only one that may name a column without quotes
    ahead.advance();
    return ahead.isWord("USING") || ahead.isSymbol('(');
}

QByteArray takeType(SqlReader& reader)
{
    const qsizetype start = reader.token().start;
    // A type may be spelt with words that mean something else behind it; the first always belongs to it.
    for (bool first = true; !endsColumn(reader) && (first || !beginsConstraint(reader)); first = false)
        reader.skipGroup();
    return reader.since(start);
}

/// Up to the next constraint of the column. A bare NULL or NOT within CASE … END belongs to the expression.
QByteArray takeExpression(SqlReader& reader)
{
    const qsizetype start = reader.token().start;
    qsizetype cases = 0;
    for (bool first = true; !endsColumn(reader); first = false) {
        if (cases == 0 && !first && beginsConstraint(reader))
            break;
        if (reader.isWord("CASE"))
            ++cases;
        else if (reader.isWord("END"))
            --cases;
        reader.skipGroup();
    }
    return reader.since(start);
}

QByteArray withoutParentheses(QByteArray text)
{
    if (text.startsWith('(') && text.endsWith(')'))
        text = text.mid(1, text.size() - 2).trimmed();
    return text;
}

void takeGenerated(SqlReader& reader, ColumnDefinition& column)
{
    const bool always = reader.takeWord("ALWAYS");
    if (!always)
        reader.takeWords("BY DEFAULT");
    reader.takeWord("AS");
    if (reader.takeWord("IDENTITY")) {
        column.identity = always ? ColumnDefinition::Identity::Always : ColumnDefinition::Identity::ByDefault;
        if (reader.isSymbol('('))
            reader.skipGroup();
        return;
    }
    const qsizetype start = reader.token().start;
    reader.skipGroup();
    column.generatedExpression = withoutParentheses(reader.since(start));
    // Without a word it is virtual, since there is such a thing.
    column.generated = reader.takeWord("STORED") ? ColumnDefinition::Generated::Stored
                                                 : ColumnDefinition::Generated::Virtual;
    reader.takeWord("VIRTUAL");
}

void takeConstraint(SqlReader& reader, ColumnDefinition& column)
{
    const qsizetype start = reader.token().start;
    if (reader.takeWord("CONSTRAINT"))
        reader.takeName();
    if (reader.takeWord("NOT")) {
        column.notNull = reader.takeWord("NULL");
        reader.takeWords("NO INHERIT");
        return;
    }
    while (!endsColumn(reader)) {
        reader.skipGroup();
        // REFERENCES … ON DELETE SET DEFAULT or SET NULL is one constraint.
        const bool isAction = reader.isWord("SET");
        if (isAction)
            reader.advance();
        else if (reader.isWord("NOT") || beginsConstraint(reader))
            break;
    }
    column.constraints.append(reader.since(start));
}

void takeColumnPart(SqlReader& reader, ColumnDefinition& column)
{
    if (reader.takeWord("COLLATE")) {
        const qsizetype start = reader.token().start;
        reader.takeName();
        column.collation = reader.since(start);
    } else if (reader.takeWord("DEFAULT")) {
        column.defaultExpression = takeExpression(reader);
    } else if (reader.takeWord("GENERATED")) {
        takeGenerated(reader, column);
    } else if (reader.takeWord("NULL")) {
        column.notNull = false;
    } else if (reader.takeWord("OPTIONS")) {
        reader.skipGroup();
    } else if (isAnyWord(reader, {"STORAGE", "COMPRESSION"})) {
        reader.advance();
        reader.takeName();
    } else if (isAnyWord(reader, {"NOT", "CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "REFERENCES"})) {
        takeConstraint(reader, column);
    } else {
        reader.skipGroup(); // something newer than this reader
    }
}

std::optional<ColumnDefinition> takeColumn(SqlReader& reader, bool isTyped)
{
    if (!reader.isName())
        return std::nullopt;
    ColumnDefinition column;
    column.name = unquoteName(reader.written());
    reader.advance();
    if (isTyped)
        reader.takeWords("WITH OPTIONS");
    else
        column.type = takeType(reader);
    while (!endsColumn(reader))
        takeColumnPart(reader, column);
    return column;
}

bool takeElements(SqlReader& reader, TableDefinition& table)
{
    const bool isTyped = table.ofType || table.partitionOf;
    while (!reader.isSymbol(')')) {
        if (beginsTableConstraint(reader)) {
            const qsizetype start = reader.token().start;
            while (!endsColumn(reader))
                reader.skipGroup();
            table.constraints.append(reader.since(start));
        } else {
            auto column = takeColumn(reader, isTyped);
            if (!column)
                return false;
            table.columns.append(std::move(*column));
        }
        if (reader.atEnd())
            return false;
        reader.takeSymbol(',');
    }
    reader.advance();
    return true;
}

void takeParents(SqlReader& reader, TableDefinition& table)
{
    if (!reader.takeWord("INHERITS") || !reader.takeSymbol('('))
        return;
    while (const auto parent = reader.takeName()) {
        table.inherits.append(*parent);
        if (!reader.takeSymbol(','))
            break;
    }
}

} // namespace

std::optional<TableDefinition> readTableDefinition(QByteArrayView definition)
{
    SqlReader reader(definition);
    if (!reader.takeWord("CREATE"))
        return std::nullopt;
    while (isAnyWord(reader, {"UNLOGGED", "FOREIGN", "GLOBAL", "LOCAL", "TEMPORARY", "TEMP"}))
        reader.advance();
    if (!reader.takeWord("TABLE"))
        return std::nullopt;
    if (reader.takeWord("IF"))
        reader.takeWords("NOT EXISTS");
    const auto name = reader.takeName();
    if (!name)
        return std::nullopt;
    TableDefinition table;
    table.name = *name;
    if (reader.takeWord("OF"))
        table.ofType = reader.takeName();
    else if (reader.takeWords("PARTITION OF"))
        table.partitionOf = reader.takeName();
    if (reader.takeSymbol('(')) {
        if (!takeElements(reader, table))
            return std::nullopt;
    } else if (!table.ofType && !table.partitionOf) {
        return std::nullopt;
    }
    takeParents(reader, table);
    return table;
}

} // namespace tidemark::archive
