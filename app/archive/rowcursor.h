// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of one table out of a dump, or out of a server's COPY, one after the other.
#pragma once

#include "archive/datareader.h"
#include "archive/dump.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <memory>
#include <optional>
#include <vector>

namespace tidemark::archive {

/// A value as PostgreSQL prints it, in the dump's encoding; nothing is NULL.
using Value = std::optional<QByteArray>;
using Values = std::vector<Value>;

/// Memory: the longest row, and a window. Used by one thread at a time.
class RowCursor
{
public:
    virtual ~RowCursor() = default;
    /// In the order of the values, without quotes, in the dump's encoding.
    virtual const QList<QByteArray>& columns() const = 0;
    /// Goes to the next row; false after the last. Corrupt where a row has not as many values as there are
    /// columns or is not what COPY or INSERT write; else as DataReader::read.
    virtual core::Result<bool> next() = 0;
    /// The present row in COPY's text form, without newline. Valid until next().
    virtual QByteArrayView copyLine() const = 0;
    virtual qint64 fileBytesRead() const = 0;
};

/// Takes one line of COPY's text form apart (the PostgreSQL manual, "COPY", Text Format). False where a value
/// cannot be such a form or there are not exactly `columns` values; `into` is then undefined.
bool decodeCopyLine(QByteArrayView line, qsizetype columns, Values& into);
/// Appends the text form of one value.
void appendCopyValue(const Value& value, QByteArray& line);

/// The rows of an entry, whether dumped as COPY or as INSERT statements. NotFound as Dump::openData; Corrupt.
core::Result<std::unique_ptr<RowCursor>> openRows(const Dump& dump, int part, const TocEntry& entry,
                                                  const core::RunContext& context);
/// Over INSERT statements; `entry` says whose they are, for the columns where the statements do not list them,
/// and may be null where nobody asks for their names. Reads up to the first row.
core::Result<std::unique_ptr<RowCursor>> insertRows(std::unique_ptr<DataReader> data, const Toc& toc,
                                                    const TocEntry* entry);
/// Over COPY's text form from anywhere, also without the line \. at its end.
std::unique_ptr<RowCursor> copyRows(std::unique_ptr<DataReader> data, QList<QByteArray> columns);

} // namespace tidemark::archive
