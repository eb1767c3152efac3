// SPDX-License-Identifier: GPL-3.0-or-later
// Taking objects out of an opened dump into files: what is asked for, the run, and the same as a command line.
#pragma once

#include "archive/extract.h"
#include "ui/contents/openeddump.h"

#include <memory>

namespace tidemark::ui {

enum class ExtractForm
{
    Sql,
    Csv,
    JsonLines,
};

struct ExtractRequest
{
    std::shared_ptr<const OpenedDump> dump;
    QList<int> objects; // of one part
    QList<int> dataIds; // dump ids of their rows, see rowsOf(); for all forms but Sql
    ExtractForm form = ExtractForm::Sql;
    archive::ExtractOptions options;
    QString target; // a file; for the rows of several tables a folder, with a file for each. Neither may exist.

    bool needsFolder() const { return form != ExtractForm::Sql && dataIds.size() > 1; }
};

struct ExtractOutcome
{
    int files = 0;
    qint64 bytes = 0;
    qint64 rows = -1; // not counted for Sql
    core::Findings findings;
};

/// For a worker thread: which rows the objects have in the dump, with those of partitions.
core::Result<QList<int>> rowsOf(const ExtractRequest& request);
/// For a worker thread. What is written appears under its name when it is whole. Errors as archive::extractSql and
/// archive::extractRowsToFile have them; those of writing; Conflict where the target exists.
core::Result<ExtractOutcome> extract(const ExtractRequest& request, const core::RunContext& context);

/// The same on the command line, for a shell.
QString extractCommand(const ExtractRequest& request);
/// "public.posts.csv", for a file of that object.
QString suggestedFileName(const OpenedDump& dump, int object, ExtractForm form);

} // namespace tidemark::ui
