// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "archive/rowexport.h"

#include <QList>
#include <QString>

namespace tidemark::archive {

struct ExtractedRows
{
    int dumpId = 0; // of the TABLE DATA entry
    QString file;   // where it was written to a folder
    RowExportResult result;
};

/// Writes the rows of one TABLE DATA entry. Errors as openRows() and exportRows().
core::Result<ExtractedRows> extractRows(const Dump& dump, int part, const TocEntry& entry, RowForm form,
                                        ByteSink& sink, const core::RunContext& context);
/// Into a new file, which appears when it is whole. Conflict where it exists; StorageFull, Io.
core::Result<ExtractedRows> extractRowsToFile(const Dump& dump, int part, const TocEntry& entry, RowForm form,
                                              const QString& file, const core::RunContext& context);
/// A file for each, SCHEMA.NAME.csv or .jsonl, in a new folder, which appears when all are whole.
core::Result<QList<ExtractedRows>> extractRowsToFolder(const Dump& dump, int part,
                                                       const QList<const TocEntry*>& entries, RowForm form,
                                                       const QString& folder,
                                                       const core::RunContext& context);

} // namespace tidemark::archive
