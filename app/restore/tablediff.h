// SPDX-License-Identifier: GPL-3.0-or-later
// A table of a backup against a live table, without a copy of the one on the server of the other.
#pragma once

#include "archive/diffsink.h"
#include "archive/dump.h"
#include "archive/rowdiff.h"
#include "core/runcontext.h"
#include "core/verdict.h"
#include "postgres/connection.h"
#include "restore/columnmapping.h"
#include "restore/scratchfolder.h"

#include <QJsonObject>

#include <chrono>
#include <functional>
#include <memory>

namespace tidemark::restore {

struct TableDiffOptions
{
    QStringList key;    // columns that identify a row; empty: the primary key
    QString liveSchema; // empty: as in the backup
    QString liveName;
    qint64 memoryBudget = 256LL << 20;
    QString spillFolder = scratchFolder(); // for rows that do not fit
};

struct TableName
{
    QString schema;
    QString name;
    QString toText() const; // for people: schema.name
};

struct DiffReport
{
    TableName backupTable;
    TableName liveTable;
    ColumnMapping mapping;
    archive::RowDiffSummary rows;
    core::Findings findings; // the mapping's too
    std::chrono::milliseconds duration{0};

    bool areRowsEqual() const { return rows.missing + rows.changed + rows.extra == 0; }
    /// Differences where rows differ; Warnings where only columns do; else Ok.
    core::Verdict verdict() const;
    /// Counts, columns and findings; without the rows, which the sink got.
    QJsonObject toJson() const;
};

/// What a table of a backup is compared with, looked up but not read yet.
struct TableDiffFacts
{
    TableName backupTable;
    postgres::LiveTable live;
    ColumnMapping mapping;
    QString encoding; // of the backup's rows
};

/// Makes the sink once it is known what is compared.
using DiffSinkMaker = std::function<std::unique_ptr<archive::DiffSink>(const TableDiffFacts&)>;

/// `dumpId` is the table's entry in that part of the dump, or its data's. The rows of a partitioned table are
/// those of all its partitions. The live table is read by one COPY, in the settings and the encoding of a
/// dump. Errors: InvalidInput for what is no table, and as mapColumns; NotFound where one of the two is not
/// there or the backup has no rows of it; as Dump::openData, postgres::beginReadingTable and
/// archive::diffRows.
core::Result<DiffReport> diffTable(const archive::Dump& dump, int part, int dumpId,
                                   postgres::Connection& connection, const TableDiffOptions& options,
                                   const DiffSinkMaker& makeSink, const core::RunContext& context);

} // namespace tidemark::restore
