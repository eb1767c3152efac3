// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rowcursor.h"
#include "core/result.h"

#include <QByteArrayView>

#include <vector>

namespace tidemark::archive {

/// A row that was found to differ. Valid during the call only.
struct DiffRow
{
    QByteArrayView line; // COPY's text form, in the encoding of the rows, as that side printed it
    qsizetype columns = 0;
    qint64 times = 1; // equal rows; more than one only without a key or where the key is ambiguous
    /// Other rows have the same key, so it is not said which became which.
    bool keyIsAmbiguous = false;

    /// In the order of the compared columns. None for a line that is no COPY line.
    Values values() const
    {
        Values taken;
        if (!decodeCopyLine(line, columns, taken))
            taken.clear();
        return taken;
    }
};

/// Takes differences as they are found: in the order of the rows where memory was enough, else in none. All
/// on the thread of the comparison. An error ends it.
class DiffSink
{
public:
    virtual ~DiffSink() = default;
    /// Only in the dump.
    virtual core::Status missing(const DiffRow& dump) = 0;
    /// The same key, other values in these columns (indexes into the compared columns).
    virtual core::Status changed(const DiffRow& dump, const DiffRow& live,
                                 const std::vector<int>& columns) = 0;
    /// Only in the live table.
    virtual core::Status extra(const DiffRow& live) = 0;
};

} // namespace tidemark::archive
