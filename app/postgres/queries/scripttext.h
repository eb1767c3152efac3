// SPDX-License-Identifier: GPL-3.0-or-later
// Statements of our own between those of a dump, as text for a script that psql runs.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace tidemark::postgres {

/// Nothing is kept unless commitText() is reached.
QByteArray beginText();
QByteArray commitText();
/// One row with the number by which transactionOutcome() knows the transaction.
QByteArray transactionIdText();
/// Of the text that follows.
QByteArray clientEncodingText(const QString& encoding);
/// All of them at once, so that they may point to each other; not what inherits from them. UTF-8. Empty for
/// none.
QByteArray truncateText(const QList<std::pair<QString, QString>>& tables);

/// Of large objects that are there.
QByteArray unlinkText(const QList<quint32>& largeObjects);

} // namespace tidemark::postgres
