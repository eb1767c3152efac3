// SPDX-License-Identifier: GPL-3.0-or-later
// PostgreSQL's lexical rules, as far as they are needed to find statements and names in text that pg_dump or
// a function's author wrote. Rules: the PostgreSQL manual, "SQL Syntax", Lexical Structure;
// src/fe_utils/psqlscan.l.
#pragma once

#include <QByteArrayView>

namespace tidemark::archive {

struct SqlToken
{
    enum class Kind
    {
        End,
        Space,      // and line breaks
        Comment,    // -- to the end of the line, or nested /* */
        Word,       // keyword or name without quotes
        QuotedName, // with its quotes
        String,     // '…', E'…', B'…', X'…', U&'…', $tag$…$tag$, with what delimits it
        Number,
        Parameter, // $1
        Symbol,    // one character of punctuation or of an operator
    };
    Kind kind = Kind::End;
    qsizetype start = 0;
    qsizetype length = 0;
    bool unfinished = false; // a text, name or comment that the input ends within
};

/// Cuts `text` into tokens that together cover all of it. Never fails: what is not closed reaches to the end.
/// Linear in the size of the text. Does not own the text.
class SqlLexer
{
public:
    explicit SqlLexer(QByteArrayView text)
        : m_text(text)
    {
    }
    /// For `SET standard_conforming_strings = off`: a backslash in '…' escapes.
    void setBackslashEscapes(bool on) { m_backslashEscapes = on; }

    SqlToken next();
    /// As next(), without Space and Comment.
    SqlToken nextSignificant();
    QByteArrayView textOf(const SqlToken& token) const { return m_text.sliced(token.start, token.length); }

private:
    QByteArrayView m_text;
    qsizetype m_position = 0;
    bool m_backslashEscapes = false;
};

} // namespace tidemark::archive
