// SPDX-License-Identifier: GPL-3.0-or-later
// Tables out of a dump of any format, as SQL that psql runs, with all that they need; no server takes part.
#pragma once

#include "archive/bytesink.h"
#include "archive/dump.h"
#include "archive/entrysql.h"
#include "archive/selection.h"

namespace tidemark::archive {

enum class ExtractContent
{
    Closure,  // the objects and all that they need
    DataOnly, // the rows of what was chosen
};

struct ExtractOptions
{
    ExtractContent content = ExtractContent::Closure;
    SelectionOptions selection;
    EntrySqlOptions sql;
};

struct ExtractReport
{
    Selection selection; // for DataOnly of the rows alone
    qint64 bytes = 0;    // written
};

/// What would be extracted. `part` is an index into the dump's parts, `chosen` are dump ids of it. Errors as
/// selectEntries().
core::Result<Selection> selectForExtract(const Dump& dump, int part, const QList<int>& chosen,
                                         const ExtractOptions& options);

/// Writes it: pre-data with its privileges and comments, rows in an order in which they can be loaded,
/// post-data with its own. The text is in the dump's encoding and runs under psql with ON_ERROR_STOP in an
/// empty database whose server has the roles and tablespaces that the selection names, behind a PsqlGuard. Progress counts bytes
/// of the file, phase by table. Errors: as selectEntries(), Dump::openData and the sink; Cancelled.
core::Result<ExtractReport> extractSql(const Dump& dump, int part, const QList<int>& chosen,
                                       const ExtractOptions& options, ByteSink& sink,
                                       const core::RunContext& context);

/// The text, without a PsqlGuard, of a selection that was made for this part of the dump, whatever was taken out of it since; large
/// objects too, as far as the selection makes them. Bytes written. Errors as extractSql().
core::Result<qint64> writeSelection(const Dump& dump, int part, const Selection& selection,
                                    const EntrySqlOptions& options, ByteSink& sink,
                                    const core::RunContext& context);

/// The entries of a selection that hold rows of tables.
QList<const TocEntry*> dataEntries(const Toc& toc, const Selection& selection);

} // namespace tidemark::archive
