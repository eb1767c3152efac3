// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/definitiontarget.h"

namespace tidemark::archive {

namespace {

/// Past tokens, groups in parentheses as one, until the word comes; then past it.
bool skipPast(SqlReader& reader, const char* word)
{
    while (!reader.atEnd() && !reader.isSymbol(';')) {
        if (reader.takeWord(word))
            return true;
        reader.skipGroup();
    }
    return false;
}

std::optional<SqlName> takeTable(SqlReader& reader)
{
    reader.takeWord("ONLY");
    return reader.takeName();
}

/// ALTER [FOREIGN] TABLE [ONLY] x …, ALTER DOMAIN x …, ALTER VIEW x …; the reader stands behind the name.
std::optional<SqlName> takeAltered(SqlReader& reader)
{
    if (!reader.takeWord("ALTER"))
        return std::nullopt;
    reader.takeWord("FOREIGN");
    reader.takeWord("MATERIALIZED");
    reader.advance();
    if (reader.takeWord("IF"))
        reader.takeWord("EXISTS");
    return takeTable(reader);
}

QByteArray takeColumn(SqlReader& reader)
{
    if (!skipPast(reader, "COLUMN"))
        return {};
    const auto column = reader.takeName();
    return column ? column->name() : QByteArray();
}

DefinitionTarget readForeignKey(SqlReader reader)
{
    DefinitionTarget target;
    target.subject = takeAltered(reader);
    if (skipPast(reader, "REFERENCES"))
        target.other = takeTable(reader);
    return target;
}

DefinitionTarget readAttach(SqlReader reader)
{
    DefinitionTarget target;
    target.other = takeAltered(reader);
    if (skipPast(reader, "PARTITION"))
        target.subject = reader.takeName();
    return target;
}

DefinitionTarget readOn(SqlReader reader)
{
    DefinitionTarget target;
    if (reader.isWord("ALTER")) // a trigger of a partition that is switched on or off
        target.subject = takeAltered(reader);
    else if (skipPast(reader, "ON"))
        target.subject = takeTable(reader);
    return target;
}

DefinitionTarget readRule(SqlReader reader)
{
    DefinitionTarget target;
    reader.takeWord("CREATE");
    if (reader.takeWord("OR"))
        reader.takeWord("REPLACE");
    if (reader.takeWord("RULE")) {
        if (skipPast(reader, "TO"))
            target.subject = reader.takeName();
    } else if (reader.takeWord("VIEW") || reader.takeWords("RECURSIVE VIEW")) {
        target.subject = reader.takeName(); // what a view does, apart from its columns
    }
    return target;
}

DefinitionTarget readStatistics(SqlReader reader)
{
    DefinitionTarget target;
    if (skipPast(reader, "FROM"))
        target.subject = takeTable(reader);
    return target;
}

DefinitionTarget readOwnedBy(SqlReader reader)
{
    DefinitionTarget target;
    target.subject = takeAltered(reader);
    if (!reader.takeWords("OWNED BY"))
        return target;
    target.other = reader.takeName();
    if (target.other && target.other->isQualified())
        target.column = target.other->parts.takeLast();
    return target;
}

DefinitionTarget readSequence(SqlReader reader)
{
    DefinitionTarget target;
    if (!reader.isWord("ALTER"))
        return target;
    target.subject = takeAltered(reader);
    target.column = takeColumn(reader);
    target.isIdentity = true;
    return target;
}

/// COMMENT ON TRIGGER x ON y, and others that name what they are a part of.
DefinitionTarget readComment(SqlReader reader)
{
    DefinitionTarget target;
    if (!reader.takeWords("COMMENT ON") || !(reader.takeWord("TRIGGER") || reader.takeWord("RULE") ||
                                             reader.takeWord("POLICY") || reader.takeWord("CONSTRAINT")))
        return target;
    reader.takeName();
    if (reader.takeWord("ON") && !reader.isWord("DOMAIN"))
        target.subject = reader.takeName();
    return target;
}

} // namespace

DefinitionTarget targetOf(EntryKind kind, QByteArrayView definition)
{
    SqlReader reader(definition);
    DefinitionTarget target;
    switch (kind) {
    case EntryKind::Default:
        target.subject = takeAltered(reader);
        target.column = takeColumn(reader);
        return target;
    case EntryKind::Constraint:
    case EntryKind::CheckConstraint:
    case EntryKind::RowSecurity:
        target.subject = takeAltered(reader);
        return target;
    case EntryKind::ForeignKey:
        return readForeignKey(reader);
    case EntryKind::TableAttach:
    case EntryKind::IndexAttach:
        return readAttach(reader);
    case EntryKind::Trigger:
    case EntryKind::Index:
    case EntryKind::Policy:
        return readOn(reader);
    case EntryKind::Comment:
        return readComment(reader);
    case EntryKind::Rule:
        return readRule(reader);
    case EntryKind::Statistics:
        return readStatistics(reader);
    case EntryKind::SequenceOwnedBy:
        return readOwnedBy(reader);
    case EntryKind::Sequence:
        return readSequence(reader);
    default:
        return target;
    }
}

QByteArray withSubject(EntryKind kind, QByteArrayView definition, QByteArrayView subject)
{
    const auto found = targetOf(kind, definition).subject;
    if (!found)
        return {};
    return definition.first(found->start).toByteArray() + subject.toByteArray() +
           definition.sliced(found->start + found->length).toByteArray();
}

} // namespace tidemark::archive
