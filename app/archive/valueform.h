// SPDX-License-Identifier: GPL-3.0-or-later
// The same value in the words of two sessions: what TimeZone, bytea_output, lc_monetary and
// extra_float_digits change in COPY's text form, and how such words are made comparable.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <string>

namespace tidemark::archive {

/// How the text of a type depends on the settings of the session that printed it. Ranges, arrays and
/// geometric types depend as their elements do.
enum class ValueForm
{
    Text,    // not at all
    Instant, // timestamp with time zone, in DateStyle ISO as every pg_dump prints it
    Bytes,   // hexadecimal or escaped
    ByteArrays,
    Float4,
    Float8,
    Money, // separators and signs of a locale; the digits are the value
    MoneyArrays,
};

/// `type` as format_type() names it: "timestamp(3) with time zone[]". Of a domain: its base type.
ValueForm valueFormOf(const QByteArray& type);

/// Appends what is equal exactly where two values are: in the form of a session that is set to UTC and hex.
/// `field` is a value of a COPY line, still escaped, and not NULL; so is what is appended. What is not of the
/// form is taken as it is. Never fails.
void appendCanonical(ValueForm form, QByteArrayView field, std::string& into);

} // namespace tidemark::archive
