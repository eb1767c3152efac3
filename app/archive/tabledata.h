// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "core/result.h"

#include <QString>

namespace tidemark::archive {

/// The rows of a table in a dump.
struct TableDataPlace
{
    int part = 0; // index into contents().parts
    const TocEntry* entry = nullptr;
};

/// The rows of the table that `table` means, by the rules of findRelation, in `database` or, where that is
/// empty, in whichever has it. NotFound for what is not there or has no rows of its own; InvalidInput where
/// several are meant. `contents` must outlive the answer.
core::Result<TableDataPlace> findTableData(const DumpContents& contents, const QString& database,
                                           const QString& table);

} // namespace tidemark::archive
