// SPDX-License-Identifier: GPL-3.0-or-later
// Every way in which Tidemark writes a foreign name into another language. There is no second place for this.
#pragma once

#include "core/result.h"

#include <QString>
#include <QStringList>

namespace tidemark::core {

/// "posts" → "posts" in double quotes, always quoted, inner quotes doubled. Not for text with NUL.
QString quoteIdentifier(const QString& name);
/// A string constant that means the same whatever standard_conforming_strings says (E'' where a backslash is inside).
QString quoteLiteral(const QString& value);
/// schema.name, both quoted.
QString quoteQualified(const QString& schema, const QString& name);
/// A pattern for pg_dump -t/-n that matches exactly this name: quoted, so that * ? . and case mean themselves.
QString exactPattern(const QString& schema, const QString& name);
QString exactPattern(const QString& name);
/// A word for a POSIX shell; left bare where nothing needs quoting.
QString quoteShell(const QString& word);
/// A value in a libpq keyword/value string: 'it\'s'; left bare where nothing needs quoting.
QString quoteConninfo(const QString& value);
/// A file name made from any text: everything but letters, digits, "-", "_" and inner dots as %XX of its UTF-8.
QString percentEncodeFileName(const QString& name);
/// One field of a password file: ":" and "\" escaped. Newlines cannot be represented and are an error.
Result<QString> escapePassfileField(const QString& field);
/// One line for people: control characters, line breaks and turns of direction shown as their escape (\n, \x07, \u202e).
QString singleLine(const QString& text);

} // namespace tidemark::core
