// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quoting.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace tidemark::core {

namespace {

/// Breaks lines, or turns the direction of what stands beside it.
bool disturbsItsLine(QChar c)
{
    const char16_t code = c.unicode();
    return code == 0x2028 || code == 0x2029 || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

} // namespace

QString quoteIdentifier(const QString& name)
{
    QString quoted = name;
    quoted.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + quoted + QLatin1Char('"');
}

QString quoteLiteral(const QString& value)
{
    QString quoted = value;
    quoted.replace(QLatin1Char('\''), QLatin1String("''"));
    if (!quoted.contains(QLatin1Char('\\')))
        return QLatin1Char('\'') + quoted + QLatin1Char('\'');
    quoted.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    return QLatin1String("E'") + quoted + QLatin1Char('\'');
}

QString quoteQualified(const QString& schema, const QString& name)
{
    return quoteIdentifier(schema) + QLatin1Char('.') + quoteIdentifier(name);
}

QString exactPattern(const QString& name)
{
    // Inside double quotes the wildcards of psql patterns lose their meaning (psql manual, "Patterns").
    return quoteIdentifier(name);
}

QString exactPattern(const QString& schema, const QString& name)
{
    return quoteQualified(schema, name);
}

QString quoteShell(const QString& word)
{
    static const QRegularExpression harmless(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    if (harmless.match(word).hasMatch() && !word.endsWith(QLatin1Char('\n')))
        return word;
    QString quoted = word;
    quoted.replace(QLatin1Char('\''), QLatin1String("'\\''"));
    return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

QString quoteConninfo(const QString& value)
{
    // Bare where that reads the same: these strings are shown to people, inside a shell's quotes.
    static const QRegularExpression harmless(QStringLiteral("^[A-Za-z0-9_@%+:,./-]+\\z"));
    if (harmless.match(value).hasMatch())
        return value;
    QString quoted = value;
    quoted.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    quoted.replace(QLatin1Char('\''), QLatin1String("\\'"));
    return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

QString percentEncodeFileName(const QString& name)
{
    QByteArray encoded;
    const QByteArray utf8 = name.toUtf8();
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const char c = utf8.at(i);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || (c == '.' && i > 0);
        if (plain) {
            encoded.append(c);
        } else {
            encoded.append('%');
            encoded.append(QByteArray(1, c).toHex().toUpper());
        }
    }
    return QString::fromLatin1(encoded);
}

Result<QString> escapePassfileField(const QString& field)
{
    if (field.contains(QLatin1Char('\n')) || field.contains(QLatin1Char('\r')) || field.contains(QChar(0))) {
        return Error{ErrorKind::InvalidInput,
                     QCoreApplication::translate("core::Quoting", "A password file cannot hold a line break."), {},
                     QCoreApplication::translate(
                         "core::Quoting", "Change the password, or log in another way (certificate, peer, GSSAPI).")};
    }
    QString escaped = field;
    escaped.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    escaped.replace(QLatin1Char(':'), QLatin1String("\\:"));
    return escaped;
}

QString singleLine(const QString& text)
{
    QString line;
    line.reserve(text.size());
    for (const QChar c : text) {
        if (c == QLatin1Char('\n'))
            line += QLatin1String("\\n");
        else if (c == QLatin1Char('\r'))
            line += QLatin1String("\\r");
        else if (c == QLatin1Char('\t'))
            line += QLatin1String("\\t");
        else if (c.unicode() < 0x20 || (c.unicode() >= 0x7F && c.unicode() < 0xA0))
            line += QStringLiteral("\\x%1").arg(static_cast<uint>(c.unicode()), 2, 16, QLatin1Char('0'));
        else if (disturbsItsLine(c))
            line += QStringLiteral("\\u%1").arg(static_cast<uint>(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            line += c;
    }
    return line;
}

} // namespace tidemark::core
