// SPDX-License-Identifier: GPL-3.0-or-later
// Values to COPY's text form and back.
#include "archive/rowcursor.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace tidemark::archive {

namespace {

bool isOctal(char c)
{
    return c >= '0' && c <= '7';
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// What \b, \f … stand for; a letter without meaning stands for itself.
char controlOf(char letter)
{
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    default:
        return letter;
    }
}

// `at` stands behind the backslash; goes behind what belongs to it.
char decodeEscape(const char*& at, const char* end)
{
    if (isOctal(*at)) {
        int value = 0;
        for (int digits = 0; digits < 3 && at < end && isOctal(*at); ++digits)
            value = value * 8 + (*at++ - '0');
        return char(value & 0xff);
    }
    if (*at == 'x' && end - at > 1 && hexDigit(at[1]) >= 0) {
        ++at;
        int value = 0;
        for (int digits = 0; digits < 2 && at < end && hexDigit(*at) >= 0; ++digits)
            value = value * 16 + hexDigit(*at++);
        return char(value);
    }
    return controlOf(*at++);
}

// False for a backslash with nothing behind it.
bool decodeValue(QByteArrayView field, Value& into)
{
    if (field.size() == 2 && field[0] == '\\' && field[1] == 'N') {
        into.reset();
        return true;
    }
    if (!into)
        into.emplace();
    into->resize(0); // keeps the room that it has
    const char* at = field.data();
    const char* const end = at + field.size();
    while (at < end) {
        const void* const found = std::memchr(at, '\\', std::size_t(end - at));
        const char* const backslash = found == nullptr ? end : static_cast<const char*>(found);
        into->append(at, backslash - at);
        at = backslash;
        if (at == end)
            break;
        if (++at == end)
            return false;
        into->append(decodeEscape(at, end));
    }
    return true;
}

char letterOf(char c)
{
    switch (c) {
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\v':
        return 'v';
    case '\\':
        return '\\';
    default:
        return '\0';
    }
}

} // namespace

bool decodeCopyLine(QByteArrayView line, qsizetype columns, Values& into)
{
    into.resize(std::size_t(std::max<qsizetype>(columns, 0)));
    if (columns <= 0)
        return line.isEmpty();
    const char* at = line.data();
    const char* const end = at + line.size();
    for (qsizetype i = 0; i < columns; ++i) {
        const bool isLast = i + 1 == columns;
        const void* const found = at == end ? nullptr : std::memchr(at, '\t', std::size_t(end - at));
        if ((found == nullptr) != isLast)
            return false;
        const char* const fieldEnd = isLast ? end : static_cast<const char*>(found);
        if (!decodeValue({at, fieldEnd - at}, into[std::size_t(i)]))
            return false;
        at = isLast ? end : fieldEnd + 1;
    }
    return true;
}

void appendCopyValue(const Value& value, QByteArray& line)
{
    if (!value) {
        line.append("\\N", 2);
        return;
    }
    const char* from = value->constData();
    const char* const end = from + value->size();
    for (const char* at = from; at < end; ++at) {
        // All that need a letter are below the space, or the backslash.
        if (*at != '\\' && (static_cast<unsigned char>(*at) >= ' ' || letterOf(*at) == '\0'))
            continue;
        line.append(from, at - from);
        line.append('\\');
        line.append(letterOf(*at));
        from = at + 1;
    }
    line.append(from, end - from);
}

} // namespace tidemark::archive
