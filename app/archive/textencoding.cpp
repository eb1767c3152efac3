// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/textencoding.h"

#include <QStringDecoder>
#include <QStringEncoder>

#include <algorithm>
#include <array>
#include <utility>

namespace tidemark::archive {

namespace {

// PostgreSQL's names on the left (its manual, "Character Set Support"), the registered ones on the right.
constexpr std::array<std::pair<const char*, const char*>, 32> converters{{
    {"LATIN1", "ISO-8859-1"},     {"LATIN2", "ISO-8859-2"},
    {"LATIN3", "ISO-8859-3"},     {"LATIN4", "ISO-8859-4"},
    {"LATIN5", "ISO-8859-9"},     {"LATIN6", "ISO-8859-10"},
    {"LATIN7", "ISO-8859-13"},    {"LATIN8", "ISO-8859-14"},
    {"LATIN9", "ISO-8859-15"},    {"LATIN10", "ISO-8859-16"},
    {"ISO_8859_5", "ISO-8859-5"}, {"ISO_8859_6", "ISO-8859-6"},
    {"ISO_8859_7", "ISO-8859-7"}, {"ISO_8859_8", "ISO-8859-8"},
    {"WIN866", "IBM866"},         {"WIN874", "windows-874"},
    {"WIN1250", "windows-1250"},  {"WIN1251", "windows-1251"},
    {"WIN1252", "windows-1252"},  {"WIN1253", "windows-1253"},
    {"WIN1254", "windows-1254"},  {"WIN1255", "windows-1255"},
    {"WIN1256", "windows-1256"},  {"WIN1257", "windows-1257"},
    {"WIN1258", "windows-1258"},  {"KOI8R", "KOI8-R"},
    {"KOI8U", "KOI8-U"},          {"EUC_JP", "EUC-JP"},
    {"EUC_CN", "GB2312"},         {"EUC_KR", "EUC-KR"},
    {"SJIS", "Shift_JIS"},        {"BIG5", "Big5"},
}};

} // namespace

bool TextEncoding::isName(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char sign) {
        return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9') ||
               sign == '-' || sign == '_';
    });
}

TextEncoding::TextEncoding(const QByteArray& name)
    : m_name(name)
{
    for (const auto& [postgres, registered] : converters) {
        if (name == postgres && QStringDecoder(registered).isValid())
            m_converter = registered;
    }
}

QString TextEncoding::decode(QByteArrayView bytes) const
{
    if (isUtf8())
        return QString::fromUtf8(bytes);
    QStringDecoder decoder(m_converter.constData());
    return decoder.decode(bytes);
}

QByteArray TextEncoding::encode(const QString& text) const
{
    if (isUtf8())
        return text.toUtf8();
    QStringEncoder encoder(m_converter.constData());
    return encoder.isValid() ? QByteArray(encoder.encode(text)) : text.toUtf8();
}

} // namespace tidemark::archive
