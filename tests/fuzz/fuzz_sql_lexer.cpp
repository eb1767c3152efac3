// SPDX-License-Identifier: GPL-3.0-or-later
// Any text, cut into tokens: they cover all of it, each is what its kind says, and none depends on more than
// the text from its beginning to its end and the little behind it that the rules name.
#include "archive/sqllexer.h"

#include <QByteArray>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

using namespace tidemark::archive;
using Kind = SqlToken::Kind;

namespace {

enum class Backslash
{
    IsItself,
    Escapes,
};

void check(bool holds)
{
    if (!holds)
        std::abort();
}

bool isSame(const SqlToken& a, const SqlToken& b)
{
    return a.kind == b.kind && a.start == b.start && a.length == b.length && a.unfinished == b.unfinished;
}

bool isSpace(char c)
{
    return QByteArrayView(" \t\n\v\f\r").contains(c);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isOfName(char c)
{
    return isDigit(c) || c == '_' || c == '$' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (static_cast<unsigned char>(c) & 0x80) != 0;
}

std::vector<SqlToken> tokensOf(QByteArrayView text, Backslash backslash)
{
    SqlLexer lexer(text);
    lexer.setBackslashEscapes(backslash == Backslash::Escapes);
    std::vector<SqlToken> tokens;
    qsizetype covered = 0;
    for (;;) {
        const SqlToken token = lexer.next();
        check(token.start == covered);
        if (token.kind == Kind::End) {
            check(token.length == 0 && !token.unfinished && covered == text.size());
            check(isSame(lexer.next(), token));
            return tokens;
        }
        check(token.length > 0 && token.length <= text.size() - covered);
        covered += token.length;
        check(!token.unfinished || covered == text.size());
        tokens.push_back(token);
    }
}

// Behind the quote that ends what begins at `from`; -1. Strings that follow on another line are not looked
// at.
qsizetype behindQuote(QByteArrayView text, qsizetype from, char quote, Backslash backslash)
{
    bool isOpen = true;
    for (qsizetype i = from; i < text.size(); ++i) {
        if (isOpen && text[i] == '\\' && backslash == Backslash::Escapes)
            ++i;
        else if (text[i] == quote)
            isOpen = !isOpen;
        else if (!isOpen)
            return i;
    }
    return isOpen ? -1 : text.size();
}

void checkDollars(QByteArrayView text, bool unfinished)
{
    const qsizetype tag = text.indexOf('$', 1) + 1;
    check(tag >= 2);
    for (qsizetype i = 1; i < tag - 1; ++i)
        check(isOfName(text[i]) && (i > 1 || !isDigit(text[i])));
    const qsizetype end = text.indexOf(text.first(tag), tag);
    check(unfinished ? end < 0 : end == text.size() - tag);
}

void checkString(QByteArrayView text, bool unfinished, Backslash backslash)
{
    if (text[0] == '$')
        return checkDollars(text, unfinished);
    const qsizetype quote = text.indexOf('\'');
    check(quote >= 0 && quote <= 2);
    const char letter = quote == 0 ? '\0' : char(text[0] | 0x20);
    check(quote == 0 ||
          (quote == 1 ? QByteArrayView("benx").contains(letter) : letter == 'u' && text[1] == '&'));
    if (quote == 1 && letter == 'e')
        backslash = Backslash::Escapes;
    else if (quote > 0 && letter != 'n')
        backslash = Backslash::IsItself;
    qsizetype at = behindQuote(text, quote + 1, '\'', backslash);
    while (at >= 0 && at < text.size()) {
        bool isOnAnotherLine = false;
        for (; at < text.size() && isSpace(text[at]); ++at)
            isOnAnotherLine = isOnAnotherLine || text[at] == '\n' || text[at] == '\r';
        check(isOnAnotherLine && at < text.size() && text[at] == '\'');
        at = behindQuote(text, at + 1, '\'', backslash);
    }
    check((at < 0) == unfinished);
}

void checkComment(QByteArrayView text, bool unfinished)
{
    if (text.startsWith("--"))
        return check(!unfinished && !text.contains('\n') && !text.contains('\r'));
    check(text.startsWith("/*"));
    int depth = 0;
    for (qsizetype i = 0; i + 1 < text.size(); ++i) {
        const QByteArrayView two = text.sliced(i, 2);
        if (two != QByteArrayView("/*") && two != QByteArrayView("*/"))
            continue;
        check(i == 0 || depth > 0);
        depth += two[0] == '/' ? 1 : -1;
        ++i;
    }
    check((depth > 0) == unfinished && (unfinished || text.endsWith("*/")));
}

void checkNumber(QByteArrayView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isSign = (text[i] == '-' || text[i] == '+') && i > 0 && (text[i - 1] | 0x20) == 'e';
        check(isDigit(text[i]) || text[i] == '.' || (text[i] | 0x20) == 'e' || isSign);
    }
    check(std::count(text.begin(), text.end(), '.') <= 1 && isDigit(text[text[0] == '.' ? 1 : 0]));
}

void checkKind(QByteArrayView text, const SqlToken& token, Backslash backslash)
{
    check(!token.unfinished || token.kind == Kind::Comment || token.kind == Kind::String ||
          token.kind == Kind::QuotedName);
    switch (token.kind) {
    case Kind::End:
        break; // tokensOf() has seen to that
    case Kind::Space:
        return check(std::all_of(text.begin(), text.end(), isSpace));
    case Kind::Comment:
        return checkComment(text, token.unfinished);
    case Kind::Word:
        return check(!isDigit(text[0]) && text[0] != '$' && std::all_of(text.begin(), text.end(), isOfName));
    case Kind::QuotedName: {
        const qsizetype quote = text.indexOf('"');
        check(quote == 0 || (quote == 2 && (text[0] | 0x20) == 'u' && text[1] == '&'));
        const qsizetype end = behindQuote(text, quote + 1, '"', Backslash::IsItself);
        return check(end == (token.unfinished ? -1 : text.size()));
    }
    case Kind::String:
        return checkString(text, token.unfinished, backslash);
    case Kind::Number:
        return checkNumber(text);
    case Kind::Parameter:
        return check(text.size() > 1 && text[0] == '$' && std::all_of(text.begin() + 1, text.end(), isDigit));
    case Kind::Symbol:
        return check(text.size() == 1 && !isSpace(text[0]) && !QByteArrayView("'\"").contains(text[0]) &&
                     (text[0] == '$' || !isOfName(text[0])));
    }
}

// What comes before a token and what comes behind it are nothing to it.
void checkCuts(QByteArrayView text, const std::vector<SqlToken>& tokens, std::size_t at, Backslash backslash)
{
    const SqlToken& token = tokens[at];
    if (text[token.start] != '.') { // the second dot of 1..2 parts the first from the number
        const std::vector<SqlToken> before = tokensOf(text.first(token.start + token.length), backslash);
        check(before.size() == at + 1 && std::equal(before.begin(), before.end(), tokens.begin(), isSame));
    }
    std::vector<SqlToken> behind = tokensOf(text.sliced(token.start), backslash);
    for (SqlToken& other : behind)
        other.start += token.start;
    check(behind.size() == tokens.size() - at &&
          std::equal(behind.begin(), behind.end(), tokens.begin() + long(at), isSame));
}

void checkSignificant(QByteArrayView text, const std::vector<SqlToken>& tokens, Backslash backslash)
{
    SqlLexer lexer(text);
    lexer.setBackslashEscapes(backslash == Backslash::Escapes);
    for (const SqlToken& token : tokens) {
        if (token.kind != Kind::Space && token.kind != Kind::Comment)
            check(isSame(lexer.nextSignificant(), token));
    }
    check(lexer.nextSignificant().kind == Kind::End);
}

void checkText(QByteArrayView text, Backslash backslash)
{
    const std::vector<SqlToken> tokens = tokensOf(text, backslash);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        checkKind(text.sliced(tokens[i].start, tokens[i].length), tokens[i], backslash);
        // One ends where it must, so the next is of another kind.
        check(i == 0 || tokens[i].kind != tokens[i - 1].kind ||
              (tokens[i].kind != Kind::Space && tokens[i].kind != Kind::Word));
    }
    checkSignificant(text, tokens, backslash);
    const std::size_t step = 1 + tokens.size() / 16; // all of a short one
    for (std::size_t i = tokens.size() % step; i < tokens.size(); i += step)
        checkCuts(text, tokens, i, backslash);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArrayView text(reinterpret_cast<const char*>(data), qsizetype(size));
    checkText(text, Backslash::IsItself);
    checkText(text, Backslash::Escapes);
    return 0;
}
