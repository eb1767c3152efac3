// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/statementsplitter.h"

#include <array>
#include <cstring>

namespace tidemark::archive {

namespace {

// A longer word is read in pieces. Names have 63 bytes, and key words fewer.
constexpr qsizetype longestWord = 1024;

enum Class : unsigned char
{
    Dull,
    Letter, // may begin a word
    Digit,  // may go on in one
    Special,
};

constexpr std::array<unsigned char, 256> makeClasses()
{
    std::array<unsigned char, 256> table{};
    for (unsigned c = 0; c < 256; ++c) {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
        table[c] = isLetter ? Letter : (c >= '0' && c <= '9') ? Digit : Dull;
    }
    for (const char c : {'\'', '"', '$', '-', '/', '(', ')', ';'})
        table[static_cast<unsigned char>(c)] = Special;
    return table;
}

constexpr std::array<unsigned char, 256> classes = makeClasses();

unsigned char classOf(char c)
{
    return classes[static_cast<unsigned char>(c)];
}

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

bool isInWord(char c)
{
    return classOf(c) == Letter || classOf(c) == Digit || c == '$';
}

bool isKeyword(QByteArrayView word, const char* lowerCase)
{
    return word.size() == qsizetype(std::strlen(lowerCase)) &&
           word.compare(QByteArrayView(lowerCase), Qt::CaseInsensitive) == 0;
}

// -1 where there is none.
qsizetype indexOf(QByteArrayView text, char c, qsizetype from)
{
    if (from >= text.size())
        return -1;
    const void* found = std::memchr(text.data() + from, c, std::size_t(text.size() - from));
    return found ? static_cast<const char*>(found) - text.data() : -1;
}

} // namespace

void StatementSplitter::beginUnit()
{
    m_mode = Mode::Between;
    m_start = 0;
    m_at = 0;
    m_endsWithSemicolon = false;
    m_isCommand = false;
    m_parentheses = 0;
    m_blocks = 0;
    m_commentDepth = 0;
    m_wordCount = 0;
    std::memset(m_firstWords, 0, sizeof m_firstWords);
    m_isInsert = false;
}

void StatementSplitter::forgetBegun(qsizetype count)
{
    m_at -= count;
    m_start = 0;
}

void StatementSplitter::resumeAt(qsizetype position, Resumed where)
{
    m_at = position;
    m_parentheses = 0;
    m_mode = where == Resumed::InComment      ? Mode::LineComment
             : where == Resumed::InEscapeText ? Mode::EscapeText
                                              : Mode::Code;
}

StatementSplitter::Found StatementSplitter::advance(QByteArrayView unit, bool isLast)
{
    m_endsWithSemicolon = false;
    if (m_mode == Mode::Between) {
        const Found found = between(unit, isLast);
        if (m_mode == Mode::Between)
            return found;
    }
    if (m_mode == Mode::LineUnit)
        return lineUnit(unit, isLast);
    while (m_at < unit.size()) {
        Found found = Found::NeedMore;
        const bool goesOn = m_mode == Mode::Code ? code(unit, isLast, found) : enclosed(unit, isLast);
        if (found != Found::NeedMore)
            return found;
        if (!goesOn)
            break;
    }
    if (!isLast)
        return Found::NeedMore;
    m_at = unit.size(); // what is not closed reaches to the end
    return Found::Statement;
}

StatementSplitter::Found StatementSplitter::between(QByteArrayView unit, bool isLast)
{
    while (m_at < unit.size() && isSpace(unit[m_at]))
        ++m_at;
    if (m_at == unit.size())
        return isLast ? Found::Nothing : Found::NeedMore;
    const char c = unit[m_at];
    if (c == '-' && m_at + 1 == unit.size() && !isLast)
        return Found::NeedMore;
    m_start = m_at;
    m_isCommand = c == '\\';
    const bool isComment = c == '-' && m_at + 1 < unit.size() && unit[m_at + 1] == '-';
    m_mode = m_isCommand || isComment ? Mode::LineUnit : Mode::Code;
    return Found::NeedMore;
}

StatementSplitter::Found StatementSplitter::lineUnit(QByteArrayView unit, bool isLast)
{
    const qsizetype end = indexOf(unit, '\n', m_at);
    if (end < 0 && !isLast) {
        m_at = unit.size();
        return Found::NeedMore;
    }
    m_at = end < 0 ? unit.size() : end;
    if (m_at > m_start && unit[m_at - 1] == '\r')
        --m_at;
    return m_isCommand ? Found::Command : Found::Comment;
}

// Outside of everything that is enclosed in something. False: more is needed.
bool StatementSplitter::code(QByteArrayView unit, bool isLast, Found& found)
{
    const char c = unit[m_at];
    switch (classOf(c)) {
    case Dull:
    case Digit:
        ++m_at;
        return true;
    case Letter:
        return word(unit, isLast, found);
    default:
        break;
    }
    const bool hasNext = m_at + 1 < unit.size();
    switch (c) {
    case '\'':
        m_mode = m_backslashEscapes ? Mode::EscapeText : Mode::Text;
        break;
    case '"':
        m_mode = Mode::QuotedName;
        break;
    case '$':
        return dollar(unit, isLast);
    case '-':
        if (!hasNext && !isLast)
            return false;
        if (hasNext && unit[m_at + 1] == '-')
            m_mode = Mode::LineComment;
        break;
    case '/':
        if (!hasNext && !isLast)
            return false;
        if (hasNext && unit[m_at + 1] == '*') {
            m_mode = Mode::BlockComment;
            m_commentDepth = 1;
            ++m_at;
        }
        break;
    case '(':
        ++m_parentheses;
        break;
    case ')':
        m_parentheses -= m_parentheses > 0 ? 1 : 0;
        break;
    default: // a semicolon
        if (m_parentheses == 0 && m_blocks == 0) {
            found = Found::Statement;
            m_endsWithSemicolon = true;
        }
        break;
    }
    ++m_at;
    return true;
}

bool StatementSplitter::word(QByteArrayView unit, bool isLast, Found& found)
{
    qsizetype end = m_at + 1;
    while (end < unit.size() && isInWord(unit[end]))
        ++end;
    if (end == unit.size() && !isLast && end - m_at < longestWord)
        return false;
    const QByteArrayView text = unit.sliced(m_at, end - m_at);
    m_at = end;
    if (text.size() == 1 && (text[0] == 'e' || text[0] == 'E') && end < unit.size() && unit[end] == '\'') {
        m_mode = Mode::EscapeText;
        ++m_at;
        return true;
    }
    noteWord(text);
    if (m_isInsert && m_parentheses == 0 && isKeyword(text, "values"))
        found = Found::Values;
    return true;
}

// psql looks into the bodies of CREATE [OR REPLACE] FUNCTION and PROCEDURE only.
void StatementSplitter::noteWord(QByteArrayView word)
{
    if (m_wordCount == 0)
        m_isInsert = isKeyword(word, "insert");
    if (m_wordCount < 4) {
        for (const char* known : {"create", "function", "procedure", "or", "replace"}) {
            if (isKeyword(word, known))
                m_firstWords[m_wordCount] = known[0];
        }
        ++m_wordCount;
    }
    const auto isRoutine = [this](int at) { return m_firstWords[at] == 'f' || m_firstWords[at] == 'p'; };
    const bool orReplace = m_firstWords[1] == 'o' && m_firstWords[2] == 'r' && isRoutine(3);
    if (m_parentheses != 0 || m_firstWords[0] != 'c' || !(isRoutine(1) || orReplace))
        return;
    if (isKeyword(word, "begin") || (m_blocks > 0 && isKeyword(word, "case")))
        ++m_blocks;
    else if (m_blocks > 0 && isKeyword(word, "end"))
        --m_blocks;
}

// $1, $$…, $tag$… or just a dollar.
bool StatementSplitter::dollar(QByteArrayView unit, bool isLast)
{
    qsizetype end = m_at + 1;
    if (end < unit.size() && classOf(unit[end]) == Letter) {
        while (end < unit.size() && classOf(unit[end]) != Special && isInWord(unit[end]))
            ++end;
    }
    if (end == unit.size() && !isLast && end - m_at < longestWord)
        return false;
    if (end < unit.size() && unit[end] == '$') {
        m_dollarTag = unit.sliced(m_at, end + 1 - m_at).toByteArray();
        m_mode = Mode::DollarText;
        m_at = end + 1;
    } else {
        ++m_at;
    }
    return true;
}

// Looks for the end of what is enclosed. False: more is needed.
bool StatementSplitter::enclosed(QByteArrayView unit, bool isLast)
{
    switch (m_mode) {
    case Mode::BlockComment:
        return blockComment(unit, isLast);
    case Mode::EscapeText:
        return escapeText(unit, isLast);
    case Mode::DollarText:
        return dollarText(unit, isLast);
    default:
        break;
    }
    // A doubled quote ends and begins at once.
    const char last = m_mode == Mode::Text ? '\'' : m_mode == Mode::QuotedName ? '"' : '\n';
    const qsizetype end = indexOf(unit, last, m_at);
    if (end < 0) {
        m_at = unit.size();
        return false;
    }
    m_at = end + 1;
    m_mode = Mode::Code;
    return true;
}

bool StatementSplitter::blockComment(QByteArrayView unit, bool isLast)
{
    for (; m_at < unit.size(); ++m_at) {
        const char c = unit[m_at];
        if (c != '*' && c != '/')
            continue;
        if (m_at + 1 == unit.size()) {
            m_at += isLast ? 1 : 0;
            return false;
        }
        const char next = unit[m_at + 1];
        if (c == '/' && next == '*') {
            ++m_commentDepth;
            ++m_at;
        } else if (c == '*' && next == '/') {
            ++m_at;
            if (--m_commentDepth == 0) {
                ++m_at;
                m_mode = Mode::Code;
                return true;
            }
        }
    }
    return false;
}

bool StatementSplitter::escapeText(QByteArrayView unit, bool isLast)
{
    for (; m_at < unit.size(); ++m_at) {
        const char c = unit[m_at];
        if (c != '\\' && c != '\'')
            continue;
        if (m_at + 1 == unit.size() && !isLast)
            return false;
        if (c == '\\' || (m_at + 1 < unit.size() && unit[m_at + 1] == '\'')) {
            ++m_at;
            continue;
        }
        ++m_at;
        m_mode = Mode::Code;
        return true;
    }
    m_at = unit.size(); // a backslash may be the very last byte
    return false;
}

bool StatementSplitter::dollarText(QByteArrayView unit, bool isLast)
{
    while (m_at < unit.size()) {
        const qsizetype found = indexOf(unit, '$', m_at);
        m_at = found < 0 ? unit.size() : found;
        const QByteArrayView rest = unit.sliced(m_at);
        if (rest.startsWith(m_dollarTag)) {
            m_at += m_dollarTag.size();
            m_mode = Mode::Code;
            return true;
        }
        if (rest.size() < m_dollarTag.size() && !isLast)
            return false; // may become one
        m_at += rest.isEmpty() ? 0 : 1;
    }
    return false;
}

} // namespace tidemark::archive
