// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plainnames.h"

namespace tidemark::archive {

namespace {

// "dbname='a\'b'" and what else libpq takes.
QByteArray databaseOfConninfo(const QByteArray& conninfo)
{
    const QByteArray key = "dbname=";
    const qsizetype at = conninfo.indexOf(key);
    if (at < 0)
        return {};
    QByteArray name;
    qsizetype i = at + key.size();
    const bool isQuoted = i < conninfo.size() && conninfo.at(i) == '\'';
    for (i += isQuoted ? 1 : 0; i < conninfo.size(); ++i) {
        const char c = conninfo.at(i);
        if (c == (isQuoted ? '\'' : ' '))
            break;
        if (c == '\\' && i + 1 < conninfo.size())
            ++i;
        name.append(conninfo.at(i));
    }
    return name;
}

GlobalStatement named(const char* type, SqlReader& reader)
{
    const auto name = reader.takeName();
    return {type, name ? name->name() : QByteArray()};
}

GlobalStatement alterRole(SqlReader& reader)
{
    GlobalStatement found = named("ROLE", reader);
    if (reader.isWord("SET") || reader.isWord("RESET") || reader.isWord("IN"))
        found.type = "ROLE SETTING";
    return found;
}

// GRANT a TO b, or GRANT … ON … TO b.
GlobalStatement grant(SqlReader& reader)
{
    const auto first = reader.takeName();
    GlobalStatement found{"ROLE MEMBERSHIP", first ? first->name() : QByteArray()};
    for (; !reader.atEnd(); reader.advance()) {
        if (reader.takeWord("ON"))
            return {"ACL", reader.since(reader.token().start).isEmpty() ? QByteArray() : found.name};
        if (reader.isWord("TO") || reader.isWord("FROM"))
            break;
    }
    return found;
}

} // namespace

std::optional<SqlName> tableOfData(QByteArrayView statement)
{
    SqlReader reader(statement);
    if (!reader.takeWord("COPY") && !(reader.takeWord("INSERT") && reader.takeWord("INTO")))
        return std::nullopt;
    return reader.takeName();
}

QByteArray databaseOfConnect(QByteArrayView command)
{
    QByteArray argument = command.toByteArray().trimmed();
    const qsizetype space = argument.indexOf(' ');
    if (space < 0)
        return {};
    argument = argument.sliced(space + 1).trimmed();
    if (argument.startsWith("-reuse-previous=on "))
        argument = argument.sliced(19).trimmed();
    const bool isQuoted = argument.size() >= 2 && argument.startsWith('"') && argument.endsWith('"');
    if (!isQuoted)
        return argument.startsWith("dbname=") ? databaseOfConninfo(argument) : argument;
    argument = argument.sliced(1, argument.size() - 2).replace("\"\"", "\"");
    return argument.contains("dbname=") ? databaseOfConninfo(argument) : argument;
}

std::optional<GlobalStatement> readGlobalStatement(QByteArrayView statement)
{
    SqlReader reader(statement);
    if (reader.takeWord("CREATE")) {
        if (reader.takeWord("ROLE") || reader.takeWord("USER"))
            return named("ROLE", reader);
        if (reader.takeWord("TABLESPACE"))
            return named("TABLESPACE", reader);
        return GlobalStatement{"OTHER", {}};
    }
    if (reader.takeWord("ALTER")) {
        if (reader.takeWord("ROLE") || reader.takeWord("USER"))
            return alterRole(reader);
        if (reader.takeWord("TABLESPACE"))
            return named("TABLESPACE", reader);
        if (reader.takeWord("DATABASE"))
            return named("DATABASE SETTING", reader);
        return GlobalStatement{"OTHER", {}};
    }
    if (reader.takeWord("GRANT") || reader.takeWord("REVOKE"))
        return grant(reader);
    if (reader.takeWords("COMMENT ON")) {
        reader.advance();
        return named("COMMENT", reader);
    }
    if (reader.takeWords("SECURITY LABEL"))
        return GlobalStatement{"SECURITY LABEL", {}};
    return std::nullopt;
}

} // namespace tidemark::archive
