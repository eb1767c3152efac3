// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/valueform.h"

#include "archive/instanttext.h"

#include <array>
#include <charconv>
#include <system_error>

namespace tidemark::archive {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool inInstant(char c)
{
    return isDigit(c) || isLetter(c) || c == ':' || c == '.' || c == '+' || c == '-' || c == ' ';
}

bool inNumber(char c)
{
    return isDigit(c) || isLetter(c) || c == '.' || c == '+' || c == '-';
}

int hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

void append(QByteArrayView bytes, std::string& into)
{
    into.append(bytes.data(), static_cast<std::size_t>(bytes.size()));
}

// What stands between the values of an array, a range or a point is kept, so the places of the values are
// too.
template <typename InToken, typename AppendToken>
void appendTokens(QByteArrayView field, std::string& into, InToken inToken, AppendToken appendToken)
{
    qsizetype at = 0;
    while (at < field.size()) {
        const qsizetype start = at;
        while (at < field.size() && inToken(field[at]))
            ++at;
        if (at > start)
            appendToken(field.sliced(start, at - start), into);
        const qsizetype between = at;
        while (at < field.size() && !inToken(field[at]))
            ++at;
        append(field.sliced(between, at - between), into);
    }
}

// The shortest digits that read back as the same number, as servers from 12 on print it.
template <typename Number> void appendNumber(QByteArrayView token, std::string& into)
{
    const bool negative = token.front() == '-';
    if (token.size() <= (negative ? 1 : 0) || !isDigit(token[negative ? 1 : 0]))
        return append(token, into); // NaN, Infinity
    Number value = 0;
    const char* const end = token.data() + token.size();
    const auto parsed = std::from_chars(token.data(), end, value);
    if (parsed.ec != std::errc() || parsed.ptr != end)
        return append(token, into);
    std::array<char, 64> text{};
    const auto printed = std::to_chars(text.data(), text.data() + text.size(), value);
    into.append(text.data(), static_cast<std::size_t>(printed.ptr - text.data()));
}

// A value out of a COPY line (the PostgreSQL manual, "COPY", Text Format); only what a server writes.
void unescapeField(QByteArrayView field, std::string& into)
{
    for (qsizetype at = 0; at < field.size(); ++at) {
        char c = field[at];
        if (c == '\\' && at + 1 < field.size()) {
            switch (field[++at]) {
            case 'b':
                c = '\b';
                break;
            case 'f':
                c = '\f';
                break;
            case 'n':
                c = '\n';
                break;
            case 'r':
                c = '\r';
                break;
            case 't':
                c = '\t';
                break;
            case 'v':
                c = '\v';
                break;
            default:
                c = field[at];
            }
        }
        into.push_back(c);
    }
}

void appendHexByte(unsigned char byte, std::string& into)
{
    constexpr char digits[] = "0123456789abcdef";
    into.push_back(digits[byte >> 4]);
    into.push_back(digits[byte & 15]);
}

// "Binary Data Types" in the manual: \ooo and \\ in the escape format.
bool appendEscapedBytesAsHex(const std::string& text, std::string& into)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            appendHexByte(static_cast<unsigned char>(text[at]), into);
        } else if (at + 1 < text.size() && text[at + 1] == '\\') {
            appendHexByte('\\', into);
            ++at;
        } else {
            unsigned value = 0;
            if (at + 3 >= text.size())
                return false;
            for (std::size_t digit = 1; digit <= 3; ++digit) {
                const char c = text[at + digit];
                if (c < '0' || c > '7')
                    return false;
                value = value * 8 + static_cast<unsigned>(c - '0');
            }
            if (value > 255)
                return false;
            appendHexByte(static_cast<unsigned char>(value), into);
            at += 3;
        }
    }
    return true;
}

// As COPY has it: the backslash of \x doubled. `value` is not escaped.
void appendBytes(const std::string& value, std::string& into)
{
    const std::size_t before = into.size();
    into += "\\\\x";
    bool ok = true;
    if (value.size() >= 2 && value[0] == '\\' && value[1] == 'x') {
        for (std::size_t at = 2; at < value.size() && ok; ++at) {
            const int digit = hexDigit(value[at]);
            ok = digit >= 0;
            if (ok)
                into.push_back("0123456789abcdef"[digit]);
        }
    } else {
        ok = appendEscapedBytesAsHex(value, into);
    }
    if (!ok) {
        into.resize(before);
        into += value;
    }
}

// Already hexadecimal: nothing has to be taken apart.
bool isPlainHex(QByteArrayView field)
{
    return field.size() >= 3 && field[0] == '\\' && field[1] == '\\' && field[2] == 'x';
}

// Fraction digits differ between locales and are not stored: -$1,234.50 is -123450 hundredths, whatever they
// are.
void appendMoney(const std::string& value, std::string& into)
{
    bool negative = false;
    bool anyDigit = false;
    std::string digits;
    for (const char c : value) {
        if (isDigit(c)) {
            anyDigit = true;
            if (c != '0' || !digits.empty())
                digits.push_back(c);
        }
        negative = negative || c == '-' || c == '(';
    }
    if (!anyDigit) {
        into += value;
        return;
    }
    if (negative && !digits.empty())
        into.push_back('-');
    into += digits.empty() ? "0" : digits;
}

// The values of an array ("Arrays" in the manual, Array Input and Output Syntax), each by `appendValue` and
// in quotes; NULL without. What is around them is kept.
template <typename AppendValue>
void appendArray(const std::string& text, std::string& into, AppendValue appendValue)
{
    std::string value;
    std::size_t at = text.empty() || text[0] != '[' ? 0 : text.find('=');
    if (at == std::string::npos)
        at = 0;
    into.append(text, 0, at);
    while (at < text.size()) {
        const char c = text[at];
        if (c == '{' || c == '}' || c == ',' || c == '=') {
            into.push_back(c);
            ++at;
            continue;
        }
        value.clear();
        const bool quoted = c == '"';
        if (quoted)
            ++at;
        while (at < text.size() && (quoted ? text[at] != '"' : text[at] != ',' && text[at] != '}')) {
            if (text[at] == '\\' && at + 1 < text.size())
                ++at;
            value.push_back(text[at++]);
        }
        if (quoted && at < text.size())
            ++at;
        if (!quoted && value == "NULL") {
            into += value;
            continue;
        }
        into.push_back('"');
        appendValue(value, into);
        into.push_back('"');
    }
}

} // namespace

ValueForm valueFormOf(const QByteArray& type)
{
    QByteArray element = type;
    bool isArray = false;
    while (element.endsWith("[]")) {
        element.chop(2);
        isArray = true;
    }
    if (const qsizetype open = element.indexOf('('); open >= 0) {
        if (const qsizetype close = element.indexOf(')', open); close >= 0)
            element.remove(open, close - open + 1);
    }
    if (element == "timestamp with time zone" || element == "tstzrange" || element == "tstzmultirange")
        return ValueForm::Instant;
    if (element == "bytea")
        return isArray ? ValueForm::ByteArrays : ValueForm::Bytes;
    if (element == "real")
        return ValueForm::Float4;
    for (const char* name :
         {"double precision", "point", "line", "lseg", "box", "path", "polygon", "circle"}) {
        if (element == name)
            return ValueForm::Float8;
    }
    if (element == "money")
        return isArray ? ValueForm::MoneyArrays : ValueForm::Money;
    return ValueForm::Text;
}

void appendCanonical(ValueForm form, QByteArrayView field, std::string& into)
{
    std::string value;
    switch (form) {
    case ValueForm::Text:
        return append(field, into);
    case ValueForm::Instant:
        return appendTokens(field, into, inInstant, appendInUtc);
    case ValueForm::Float4:
        return appendTokens(field, into, inNumber, appendNumber<float>);
    case ValueForm::Float8:
        return appendTokens(field, into, inNumber, appendNumber<double>);
    case ValueForm::Bytes:
        if (isPlainHex(field))
            return append(field, into);
        break;
    case ValueForm::ByteArrays:
    case ValueForm::Money:
    case ValueForm::MoneyArrays:
        break;
    }
    unescapeField(field, value);
    if (form == ValueForm::Bytes)
        appendBytes(value, into);
    else if (form == ValueForm::ByteArrays)
        appendArray(value, into, appendBytes);
    else if (form == ValueForm::Money)
        appendMoney(value, into);
    else
        appendArray(value, into, appendMoney);
}

} // namespace tidemark::archive
