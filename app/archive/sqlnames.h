// SPDX-License-Identifier: GPL-3.0-or-later
// Names in SQL: read from tokens, with and without quotes and schema, and taken apart.
#pragma once

#include "archive/sqllexer.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace tidemark::archive {

/// What a name in SQL means: without its quotes, or in lower case where it has none. Only ASCII letters are
/// folded, as PostgreSQL does for multi-byte encodings.
QByteArray unquoteName(QByteArrayView written);
/// In quotes where it must be: where it is not made of lower-case letters, digits and _ only. Key words are
/// put into quotes too, unless they can name a column or table without.
QByteArray quoteNameIfNeeded(const QByteArray& name);
/// The characters of a text constant, '…' with doubled apostrophes or E'…'; nothing for any other form.
std::optional<QByteArray> unquoteText(QByteArrayView written);

/// "a", "a.b", "a.b.c" with the quotes taken off.
struct SqlName
{
    QList<QByteArray> parts; // at least one
    qsizetype start = 0;     // where it was written, in the text that was read
    qsizetype length = 0;

    const QByteArray& name() const { return parts.constLast(); }
    bool isQualified() const { return parts.size() > 1; }
    QByteArray schema() const { return isQualified() ? parts.at(parts.size() - 2) : QByteArray(); }
};

/// Walks over what is significant in a statement. Never fails; a text that is no SQL ends early. Does not own
/// the text.
class SqlReader
{
public:
    explicit SqlReader(QByteArrayView text)
        : m_text(text)
        , m_lexer(text)
    {
        advance();
    }

    /// The present token; of kind End behind the last.
    const SqlToken& token() const { return m_token; }
    QByteArrayView written() const { return m_lexer.textOf(m_token); }
    bool atEnd() const { return m_token.kind == SqlToken::Kind::End; }
    void advance() { m_token = m_lexer.nextSignificant(); }

    /// Whether the present token is this key word, in any case and without quotes.
    bool isWord(const char* upperCase) const;
    bool isSymbol(char symbol) const;
    bool isName() const
    {
        return m_token.kind == SqlToken::Kind::Word || m_token.kind == SqlToken::Kind::QuotedName;
    }
    /// Goes past it if it is there. Several words, one space between each, are taken all or up to the first
    /// that is another.
    bool takeWord(const char* upperCase);
    bool takeWords(const char* upperCase);
    bool takeSymbol(char symbol);
    /// A name of any number of parts, key words included; nothing, with nothing taken, where none is.
    std::optional<SqlName> takeName();
    /// From "(" or "[" past the one that closes it; elsewhere past one token.
    void skipGroup();

    QByteArrayView text() const { return m_text; }
    /// What is written from there up to the present token, without white space at the ends.
    QByteArray since(qsizetype start) const;

private:
    QByteArrayView m_text;
    SqlLexer m_lexer;
    SqlToken m_token;
};

} // namespace tidemark::archive
