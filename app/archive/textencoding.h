// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of an archive are in the encoding that its ENCODING entry names (pg_dump's --encoding).
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace tidemark::archive {

/// Decodes bytes of one PostgreSQL encoding. UTF8 and SQL_ASCII are read as UTF-8; so is a name that is not
/// known or that this Qt cannot convert, with U+FFFD in place of what is no UTF-8.
class TextEncoding
{
public:
    TextEncoding() = default;
    /// Letters, digits, - and _: whatever is not may not be written into a script.
    static bool isName(QByteArrayView text);
    /// `name` as PostgreSQL writes it: "UTF8", "LATIN1", "WIN1252".
    explicit TextEncoding(const QByteArray& name);

    const QByteArray& name() const { return m_name; }
    /// Or read as such.
    bool isUtf8() const { return m_converter.isEmpty(); }
    QString decode(QByteArrayView bytes) const;
    QByteArray encode(const QString& text) const;

private:
    QByteArray m_name = "UTF8";
    QByteArray m_converter; // the name that QStringDecoder knows; empty for UTF-8
};

} // namespace tidemark::archive
