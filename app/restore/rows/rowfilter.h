// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/textencoding.h"
#include "restore/rows/differences.h"

#include <QSet>

namespace tidemark::restore::rows {

/// Which of the rows that differ are wanted, as far as that can be told without a server: by kind, keys and
/// text.
class RowFilter
{
public:
    RowFilter(const RecoveryDraft& draft, const TableDiffFacts& compared);

    bool matches(const DifferingRow& row) const;

private:
    bool hasWantedKey(const archive::Values& values) const;
    bool containsText(const archive::Values& values) const;

    RowKinds m_kinds;
    std::vector<int> m_key;
    qsizetype m_columns;
    QSet<QByteArray> m_keys; // as COPY lines
    QString m_text;
    archive::TextEncoding m_encoding;
};

/// Whether this can only be one SQL expression: everything that is opened in it is closed in it, and it does
/// not end the statement that it is put into. Whether it makes sense, the server says. InvalidInput.
core::Status checkCondition(const QString& condition);

} // namespace tidemark::restore::rows
