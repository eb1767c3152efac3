// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowform.h"

#include <QRandomGenerator>

#include <cstring>
#include <xxhash.h>

namespace tidemark::archive {

namespace {

const char* endOfField(const char* at, const char* end)
{
    const void* tab = at < end ? std::memchr(at, '\t', static_cast<std::size_t>(end - at)) : nullptr;
    return tab ? static_cast<const char*>(tab) : end;
}

bool isNull(const char* field, const char* end)
{
    return end - field == 2 && field[0] == '\\' && field[1] == 'N';
}

void append(const char* from, const char* to, std::string& into)
{
    into.append(from, static_cast<std::size_t>(to - from));
}

} // namespace

RowForm::RowForm(std::vector<ValueForm> forms, std::vector<int> key)
    : m_forms(std::move(forms))
    , m_key(std::move(key))
    , m_seed(QRandomGenerator::global()->generate64())
{
    for (std::size_t i = 0; i < m_forms.size(); ++i) {
        if (m_forms[i] != ValueForm::Text)
            m_typedColumns = static_cast<int>(i) + 1;
    }
    m_keyIsFirstColumns = true;
    for (std::size_t i = 0; i < m_key.size(); ++i)
        m_keyIsFirstColumns = m_keyIsFirstColumns && m_key[i] == static_cast<int>(i);
}

QByteArrayView RowForm::canonical(QByteArrayView line, std::string& buffer) const
{
    if (isLiteral())
        return line;
    buffer.clear();
    const char* at = line.data();
    const char* const end = at + line.size();
    const char* copied = at;
    for (std::size_t column = 0; column < static_cast<std::size_t>(m_typedColumns); ++column) {
        const char* const fieldEnd = endOfField(at, end);
        if (m_forms[column] != ValueForm::Text && !isNull(at, fieldEnd)) {
            append(copied, at, buffer);
            appendCanonical(m_forms[column], {at, fieldEnd - at}, buffer);
            copied = fieldEnd;
        }
        if (fieldEnd == end)
            break;
        at = fieldEnd + 1;
    }
    append(copied, end, buffer);
    return {buffer.data(), static_cast<qsizetype>(buffer.size())};
}

QByteArrayView RowForm::keyOf(QByteArrayView canonicalLine, std::string& buffer) const
{
    if (m_key.empty())
        return canonicalLine;
    const char* at = canonicalLine.data();
    const char* const end = at + canonicalLine.size();
    if (m_keyIsFirstColumns) {
        const char* keyEnd = endOfField(at, end);
        for (std::size_t i = 1; i < m_key.size() && keyEnd < end; ++i)
            keyEnd = endOfField(keyEnd + 1, end);
        return {at, keyEnd - at};
    }
    // The order of the key's columns may be another than the table's.
    std::vector<const char*> bounds{at};
    while (at < end) {
        const char* const fieldEnd = endOfField(at, end);
        bounds.push_back(fieldEnd + 1);
        at = fieldEnd + 1;
    }
    buffer.clear();
    for (const int column : m_key) {
        const auto index = static_cast<std::size_t>(column);
        if (index + 1 < bounds.size())
            append(bounds[index], bounds[index + 1] - 1, buffer);
        buffer.push_back('\t');
    }
    return {buffer.data(), static_cast<qsizetype>(buffer.size())};
}

std::vector<int> RowForm::differingColumns(QByteArrayView one, QByteArrayView other) const
{
    std::vector<int> columns;
    const char* atOne = one.data();
    const char* const endOne = atOne + one.size();
    const char* atOther = other.data();
    const char* const endOther = atOther + other.size();
    for (int column = 0; column < static_cast<int>(m_forms.size()); ++column) {
        const char* const fieldOne = endOfField(atOne, endOne);
        const char* const fieldOther = endOfField(atOther, endOther);
        if (QByteArrayView(atOne, fieldOne - atOne) != QByteArrayView(atOther, fieldOther - atOther))
            columns.push_back(column);
        atOne = fieldOne < endOne ? fieldOne + 1 : endOne;
        atOther = fieldOther < endOther ? fieldOther + 1 : endOther;
    }
    return columns;
}

LineHash RowForm::hashOf(QByteArrayView canonicalLine) const
{
    const XXH128_hash_t hash =
        XXH3_128bits_withSeed(canonicalLine.data(), static_cast<std::size_t>(canonicalLine.size()), m_seed);
    return {hash.high64, hash.low64};
}

quint64 RowForm::hashOfKey(QByteArrayView key) const
{
    return XXH3_64bits_withSeed(key.data(), static_cast<std::size_t>(key.size()), m_seed);
}

} // namespace tidemark::archive
