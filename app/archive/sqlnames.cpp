// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/sqlnames.h"

#include <QSet>

#include <algorithm>

namespace tidemark::archive {

namespace {

// The manual, appendix "SQL Key Words": reserved, and those that cannot name a function or a type.
const QSet<QByteArray>& keywordsInQuotes()
{
    static const QSet<QByteArray> words = [] {
        const QByteArray text =
            "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit "
            "boolean "
            "both case cast char character check coalesce collate collation column concurrently constraint "
            "create "
            "cross current_catalog current_date current_role current_schema current_time current_timestamp "
            "current_user dec decimal default deferrable desc distinct do else end except exists extract "
            "false "
            "fetch float for foreign freeze from full grant greatest group grouping having ilike in "
            "initially "
            "inner inout int integer intersect interval into is isnull join json json_array json_arrayagg "
            "json_object json_objectagg lateral leading least left like limit localtime localtimestamp "
            "merge_action national natural nchar none normalize not notnull null nullif numeric offset on "
            "only or "
            "order out outer overlaps overlay placing position precision primary real references returning "
            "right "
            "row select session_user setof similar smallint some substring symmetric system_user table "
            "tablesample then time timestamp to trailing treat trim true union unique user using values "
            "varchar "
            "variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest "
            "xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable";
        const QList<QByteArray> list = text.split(' ');
        return QSet<QByteArray>(list.cbegin(), list.cend());
    }();
    return words;
}

bool equalsFolded(QByteArrayView written, const char* upperCase)
{
    return written.size() == static_cast<qsizetype>(qstrlen(upperCase)) &&
           qstrnicmp(written.data(), upperCase, static_cast<std::size_t>(written.size())) == 0;
}

std::optional<char> simpleEscape(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case '\\':
    case '\'':
    case '"':
        return c;
    default:
        return std::nullopt;
    }
}

} // namespace

QByteArray unquoteName(QByteArrayView written)
{
    const qsizetype quote = written.indexOf('"');
    if (quote < 0) {
        QByteArray name = written.toByteArray();
        std::transform(name.cbegin(), name.cend(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
        return name;
    }
    QByteArray name = written.sliced(quote + 1).toByteArray();
    if (name.endsWith('"'))
        name.chop(1);
    return name.replace("\"\"", "\"");
}

QByteArray quoteNameIfNeeded(const QByteArray& name)
{
    const bool plain = !name.isEmpty() && !(name.at(0) >= '0' && name.at(0) <= '9') &&
                       std::all_of(name.cbegin(), name.cend(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                       });
    if (plain && !keywordsInQuotes().contains(name))
        return name;
    QByteArray quoted = name;
    return '"' + quoted.replace('"', "\"\"") + '"';
}

std::optional<QByteArray> unquoteText(QByteArrayView written)
{
    const bool escapes = written.startsWith('E') || written.startsWith('e');
    if (escapes)
        written = written.sliced(1);
    if (written.size() < 2 || written.front() != '\'' || written.back() != '\'')
        return std::nullopt;
    const QByteArrayView inner = written.sliced(1, written.size() - 2);
    QByteArray text;
    text.reserve(inner.size());
    for (qsizetype i = 0; i < inner.size(); ++i) {
        const char c = inner[i];
        if (escapes && c == '\\' && i + 1 < inner.size()) {
            const auto meant = simpleEscape(inner[++i]);
            if (!meant)
                return std::nullopt;
            text.append(*meant);
            continue;
        }
        text.append(c);
        if (c == '\'')
            ++i; // the second of two
    }
    return text;
}

bool SqlReader::isWord(const char* upperCase) const
{
    return m_token.kind == SqlToken::Kind::Word && equalsFolded(written(), upperCase);
}

bool SqlReader::isSymbol(char symbol) const
{
    return m_token.kind == SqlToken::Kind::Symbol && m_text[m_token.start] == symbol;
}

bool SqlReader::takeWord(const char* upperCase)
{
    if (!isWord(upperCase))
        return false;
    advance();
    return true;
}

bool SqlReader::takeWords(const char* upperCase)
{
    for (const QByteArray& word : QByteArray(upperCase).split(' ')) {
        if (!takeWord(word.constData()))
            return false;
    }
    return true;
}

bool SqlReader::takeSymbol(char symbol)
{
    if (!isSymbol(symbol))
        return false;
    advance();
    return true;
}

std::optional<SqlName> SqlReader::takeName()
{
    if (!isName())
        return std::nullopt;
    SqlName name;
    name.start = m_token.start;
    for (;;) {
        name.parts.append(unquoteName(written()));
        name.length = m_token.start + m_token.length - name.start;
        advance();
        if (!isSymbol('.'))
            return name;
        const SqlLexer afterName = m_lexer;
        const SqlToken dot = m_token;
        advance();
        if (!isName()) {
            m_lexer = afterName;
            m_token = dot;
            return name;
        }
    }
}

void SqlReader::skipGroup()
{
    qsizetype depth = 0;
    do {
        if (isSymbol('(') || isSymbol('['))
            ++depth;
        else if (isSymbol(')') || isSymbol(']'))
            --depth;
        advance();
    } while (depth > 0 && !atEnd());
}

QByteArray SqlReader::since(qsizetype start) const
{
    return m_text.sliced(start, m_token.start - start).trimmed().toByteArray();
}

} // namespace tidemark::archive
