// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a dump in forms that others read.
#pragma once

#include "archive/bytesink.h"
#include "archive/rowcursor.h"
#include "archive/tablecolumns.h"
#include "core/result.h"
#include "core/runcontext.h"

#include <QByteArray>
#include <QList>

namespace tidemark::archive {

enum class RowForm
{
    /// As COPY … WITH (FORMAT csv, HEADER) writes it: quoted as RFC 4180 has it, lines end in \n, NULL is
    /// nothing, an empty text is "". UTF-8; a text that was in SQL_ASCII keeps its bytes.
    Csv,
    /// An object per row, UTF-8. Numbers of the types smallint … double precision and numeric stand as they
    /// are, with all their digits; boolean is true or false; NULL is null; all else is text, NaN and Infinity
    /// too. Bytes that are no text become U+FFFD. A second column of a name is called "name (2)".
    JsonLines,
    /// SET client_encoding, then COPY … FROM stdin with the rows, in the dump's encoding.
    SqlCopy,
    /// SET client_encoding, then one INSERT a row.
    SqlInserts,
};

struct RowExportOptions
{
    RowForm form = RowForm::Csv;
    QByteArray table;         // of SQL: as it is to be written there, quoted: public."Order items"
    QByteArray encoding;      // of the rows: the dump's
    QList<TableColumn> types; // what is known, by name; may be empty: then all is text
    qint64 mostRows = -1;     // all
};

struct RowExportResult
{
    qint64 rows = 0;
    qint64 bytes = 0;
    qint64 replacedValues = 0; // in which bytes became U+FFFD
};

/// Writes the rows of `rows` from its present place on, and reports the bytes of the file as progress.
/// Memory: some times the longest row. Errors of the cursor and the sink; Cancelled.
core::Result<RowExportResult> exportRows(RowCursor& rows, const RowExportOptions& options, ByteSink& sink,
                                         const core::RunContext& context);

} // namespace tidemark::archive
