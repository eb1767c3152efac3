// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/tabledigest.h"
#include "archive/toc.h"
#include "catalog/manifest.h"
#include "core/runcontext.h"
#include "postgres/connection.h"

namespace tidemark::restore {

/// What became of a table.
enum class TableResult
{
    Hidden, // who restores may not read all of its rows
    Unreadable,
    RowsDiffer,
    ContentDiffers,
    RowsOnly, // their number is right; that their content is could not be proven
    Equal,
};

/// One table after a restore, held against what the backup said.
struct TableComparison
{
    QString schema;
    QString name;
    qint64 expectedRows = 0;
    qint64 rows = -1; // -1: could not be read
    QString digest;
    bool comparable = true; // false: nothing is known that its content could be compared with
    bool matches = false;   // the content is equal
    QString problem;        // why it could not be read
    bool isHidden = false;  // who restores may not read all of its rows

    TableResult result() const;
};

qsizetype countOf(const QList<TableComparison>& tables, TableResult result);

/// One for each table, where the text of a dump fills a table in several places.
QList<catalog::ManifestTable> mergedByTable(const QList<catalog::ManifestTable>& tables);

/// The table of a list, without what is found out about it.
TableComparison expectationOf(const catalog::ManifestTable& table);
/// "equal", "rows only" where nothing is known of the content, "not readable" or "different".
QString contentWord(const TableComparison& table);
/// Holds what was read against what was expected.
void judgeContent(TableComparison& result, const catalog::ManifestTable& table,
                  const archive::TableContent& content);

/// Reads every table of the list over COPY, in the session settings of a dump, and compares rows and digests.
/// Reads as many bytes as the dump held, in the dump's `encoding`. Reports progress from 0 to 1.
core::Result<QList<TableComparison>> compareContent(postgres::Connection& connection,
                                                    const QList<catalog::ManifestTable>& expected,
                                                    const QByteArray& encoding,
                                                    const core::RunContext& context);

/// Adds what the tables have now, before rows are added to them, to what is expected of them; digests are
/// sums.
core::Status addPresentRows(postgres::Connection& connection, QList<catalog::ManifestTable>& expected,
                            const QByteArray& encoding, const core::RunContext& context);

/// Adds the other partitions of tables whose rows go in through a root, as empty ones, where `restored` (dump
/// ids) makes them: see judgeTogether().
void addPartitionsBeside(QList<catalog::ManifestTable>& expected, const archive::Toc& source,
                         const QSet<int>& restored);
/// Rows that go in through the root of a partitioned table may end up in other partitions than before: hashes
/// of some types differ from database to database. Such partitions are equal where all of them together are.
/// `results` are those for `expected`, `source` is what was restored.
void judgeTogether(QList<TableComparison>& results, const QList<catalog::ManifestTable>& expected,
                   const archive::Toc& source);

} // namespace tidemark::restore
