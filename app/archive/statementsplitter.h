// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace tidemark::archive {

/// Finds the ends of statements in a script as psql reads it (src/fe_utils/psqlscan.l, src/bin/psql), piece
/// by piece: a unit is a statement, or, where a statement could begin, a comment to the end of the line or a
/// backslash command. The text of the present unit is held by the caller; every byte is looked at a bounded
/// number of times, however the pieces are cut.
class StatementSplitter
{
public:
    enum class Found
    {
        NeedMore,  // the unit does not end in what is there
        Nothing,   // white space up to the end of the text
        Comment,   // -- …, without the line break
        Command,   // \…, without the line break
        Statement, // with its semicolon
        Values,    // an INSERT statement was read up to and with the word VALUES
    };

    /// `unit` begins where the present unit begins, white space before it included, and is the one of the
    /// last call with more behind it. `isLast`: there will be no more.
    Found advance(QByteArrayView unit, bool isLast);
    /// After Comment, Command or Statement: the unit's first byte that is no space, and its end. Without
    /// forgetBegun() only.
    qsizetype start() const { return m_start; }
    qsizetype end() const { return m_at; }
    bool endsWithSemicolon() const { return m_endsWithSemicolon; }

    /// The next unit begins at the next byte.
    void beginUnit();
    /// `count` bytes, not more than scanned(), were taken off the beginning of the unit, which is too long.
    void forgetBegun(qsizetype count);
    qsizetype scanned() const { return m_at; }
    /// After Values: something else has read up to `position`, where a comment, a text with backslashes or
    /// something plain begins.
    enum class Resumed
    {
        Plain,
        InComment,    // behind the second dash
        InEscapeText, // behind its quote
    };
    void resumeAt(qsizetype position, Resumed where);

    /// For `SET standard_conforming_strings = off`.
    void setBackslashEscapes(bool on) { m_backslashEscapes = on; }

private:
    enum class Mode
    {
        Between,
        LineUnit,
        Code,
        LineComment,
        BlockComment,
        Text,
        EscapeText,
        QuotedName,
        DollarText,
    };

    Found between(QByteArrayView unit, bool isLast);
    Found lineUnit(QByteArrayView unit, bool isLast);
    bool code(QByteArrayView unit, bool isLast, Found& found);
    bool word(QByteArrayView unit, bool isLast, Found& found);
    bool dollar(QByteArrayView unit, bool isLast);
    bool enclosed(QByteArrayView unit, bool isLast);
    bool blockComment(QByteArrayView unit, bool isLast);
    bool escapeText(QByteArrayView unit, bool isLast);
    bool dollarText(QByteArrayView unit, bool isLast);
    void noteWord(QByteArrayView word);

    Mode m_mode = Mode::Between;
    qsizetype m_start = 0;
    qsizetype m_at = 0;
    bool m_backslashEscapes = false;
    bool m_endsWithSemicolon = false;
    bool m_isCommand = false;
    int m_parentheses = 0;
    int m_blocks = 0; // BEGIN ATOMIC … END and CASE … END within
    int m_commentDepth = 0;
    int m_wordCount = 0;
    char m_firstWords[4] = {}; // initials of the key words that introduce a function's body
    bool m_isInsert = false;
    QByteArray m_dollarTag; // with both dollars
};

} // namespace tidemark::archive
