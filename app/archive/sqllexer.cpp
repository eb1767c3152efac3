// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/sqllexer.h"

#include <optional>

namespace tidemark::archive {

namespace {

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

// Every byte of a multi-byte character may stand in a name.
bool startsName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool continuesTag(char c)
{
    return startsName(c) || isDigit(c);
}

bool continuesName(char c)
{
    return continuesTag(c) || c == '$';
}

/// What the characters between two apostrophes mean.
enum class Escapes
{
    None,
    Backslash,
};

/// A position in the text. Every function starts at m_at and leaves it behind what it is named after.
class Scan
{
public:
    Scan(QByteArrayView text, qsizetype at)
        : m_text(text)
        , m_at(at)
    {
    }

    SqlToken::Kind token(bool backslashEscapes);
    qsizetype at() const { return m_at; }
    bool unfinished() const { return m_unfinished; }

private:
    char peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    bool isAt(const char* literal) const { return m_text.sliced(m_at).startsWith(QByteArrayView(literal)); }
    template <typename Predicate> void skipWhile(Predicate predicate)
    {
        while (m_at < m_text.size() && predicate(m_text[m_at]))
            ++m_at;
    }
    void toEnd()
    {
        m_at = m_text.size();
        m_unfinished = true;
    }

    std::optional<SqlToken::Kind> prefixed(bool backslashEscapes);
    SqlToken::Kind string(qsizetype prefix, Escapes escapes);
    SqlToken::Kind quotedName(qsizetype prefix);
    SqlToken::Kind dollar();
    SqlToken::Kind number();
    void apostrophes(Escapes escapes);
    bool continuesInNextLine() const;
    void blockComment();

    QByteArrayView m_text;
    qsizetype m_at;
    bool m_unfinished = false;
};

SqlToken::Kind Scan::token(bool backslashEscapes)
{
    const char c = peek();
    if (isSpace(c)) {
        skipWhile(isSpace);
        return SqlToken::Kind::Space;
    }
    if (isAt("--")) {
        skipWhile([](char in) { return !isLineEnd(in); });
        return SqlToken::Kind::Comment;
    }
    if (isAt("/*")) {
        blockComment();
        return SqlToken::Kind::Comment;
    }
    if (c == '\'')
        return string(0, backslashEscapes ? Escapes::Backslash : Escapes::None);
    if (c == '"')
        return quotedName(0);
    if (c == '$')
        return dollar();
    if (isDigit(c) || (c == '.' && isDigit(peek(1))))
        return number();
    if (startsName(c)) {
        if (const auto kind = prefixed(backslashEscapes))
            return *kind;
        skipWhile(continuesName);
        return SqlToken::Kind::Word;
    }
    ++m_at;
    return SqlToken::Kind::Symbol;
}

/// A letter or two that belong to the quote behind them.
std::optional<SqlToken::Kind> Scan::prefixed(bool backslashEscapes)
{
    const char next = peek(1);
    switch (peek()) {
    case 'e':
    case 'E':
        if (next == '\'')
            return string(1, Escapes::Backslash);
        break;
    case 'n':
    case 'N':
        if (next == '\'')
            return string(1, backslashEscapes ? Escapes::Backslash : Escapes::None);
        break;
    case 'b':
    case 'B':
    case 'x':
    case 'X':
        if (next == '\'')
            return string(1, Escapes::None);
        break;
    case 'u':
    case 'U':
        if (next == '&' && peek(2) == '\'')
            return string(2, Escapes::None);
        if (next == '&' && peek(2) == '"')
            return quotedName(2);
        break;
    default:
        break;
    }
    return std::nullopt;
}

SqlToken::Kind Scan::string(qsizetype prefix, Escapes escapes)
{
    m_at += prefix;
    apostrophes(escapes);
    // A text may go on behind a line break, under the rules of its beginning.
    while (!m_unfinished && continuesInNextLine()) {
        m_at = m_text.indexOf('\'', m_at);
        apostrophes(escapes);
    }
    return SqlToken::Kind::String;
}

void Scan::apostrophes(Escapes escapes)
{
    for (++m_at; m_at < m_text.size(); ++m_at) {
        const char c = m_text[m_at];
        if (c == '\\' && escapes == Escapes::Backslash) {
            ++m_at;
        } else if (c == '\'') {
            ++m_at;
            if (peek() != '\'')
                return;
        }
    }
    toEnd();
}

bool Scan::continuesInNextLine() const
{
    bool sawLineEnd = false;
    for (qsizetype i = m_at; i < m_text.size(); ++i) {
        const char c = m_text[i];
        if (c == '\'')
            return sawLineEnd;
        if (!isSpace(c))
            return false;
        sawLineEnd = sawLineEnd || isLineEnd(c);
    }
    return false;
}

SqlToken::Kind Scan::quotedName(qsizetype prefix)
{
    for (m_at += prefix + 1; m_at < m_text.size(); ++m_at) {
        if (m_text[m_at] != '"')
            continue;
        ++m_at;
        if (peek() != '"')
            return SqlToken::Kind::QuotedName;
    }
    toEnd();
    return SqlToken::Kind::QuotedName;
}

SqlToken::Kind Scan::dollar()
{
    const qsizetype start = m_at++;
    if (isDigit(peek())) {
        skipWhile(isDigit);
        return SqlToken::Kind::Parameter;
    }
    if (startsName(peek()))
        skipWhile(continuesTag);
    if (peek() != '$') {
        m_at = start + 1;
        return SqlToken::Kind::Symbol;
    }
    const QByteArrayView tag = m_text.sliced(start, ++m_at - start);
    // A tag has no $ within, so a comparison never reaches beyond the next candidate: linear.
    while ((m_at = m_text.indexOf('$', m_at)) >= 0) {
        if (m_text.sliced(m_at).startsWith(tag)) {
            m_at += tag.size();
            return SqlToken::Kind::String;
        }
        ++m_at;
    }
    toEnd();
    return SqlToken::Kind::String;
}

SqlToken::Kind Scan::number()
{
    skipWhile(isDigit);
    if (peek() == '.' && peek(1) != '.') { // 1..10 is a range of PL/pgSQL
        ++m_at;
        skipWhile(isDigit);
    }
    if (peek() == 'e' || peek() == 'E') {
        const qsizetype sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
        if (isDigit(peek(1 + sign))) {
            m_at += 1 + sign;
            skipWhile(isDigit);
        }
    }
    return SqlToken::Kind::Number;
}

void Scan::blockComment()
{
    m_at += 2;
    for (qsizetype depth = 1; m_at < m_text.size();) {
        if (isAt("*/")) {
            m_at += 2;
            if (--depth == 0)
                return;
        } else if (isAt("/*")) {
            m_at += 2;
            ++depth;
        } else {
            ++m_at;
        }
    }
    toEnd();
}

} // namespace

SqlToken SqlLexer::next()
{
    SqlToken token;
    token.start = m_position;
    if (m_position >= m_text.size())
        return token;
    Scan scan(m_text, m_position);
    token.kind = scan.token(m_backslashEscapes);
    token.unfinished = scan.unfinished();
    m_position = scan.at();
    token.length = m_position - token.start;
    return token;
}

SqlToken SqlLexer::nextSignificant()
{
    SqlToken token = next();
    while (token.kind == SqlToken::Kind::Space || token.kind == SqlToken::Kind::Comment)
        token = next();
    return token;
}

} // namespace tidemark::archive
