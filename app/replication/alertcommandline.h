// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace tidemark::replication {

/// A program and its arguments as one line that a person edits: words apart by spaces; quotes keep spaces,
/// three of them are one. No shell reads it.
QString alertCommandLine(const QStringList& words);
QStringList alertCommandWords(const QString& line);

} // namespace tidemark::replication
