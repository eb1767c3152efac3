// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/runcontext.h"
#include "core/verdict.h"
#include "restore/rows/recoveryplan.h"

#include <QJsonObject>

namespace tidemark::restore::rows {

struct RecoveredTable
{
    TableName table;
    bool isParent = false;
    qint64 inserted = 0;
    qint64 updated = 0;
    qint64 deleted = 0;
    qint64 refused = 0;
    qint64 different = 0;  // written, and not as in the backup when read back
    QStringList sequences; // that were set forward
};

/// A row that was written, by its key.
struct WrittenKey
{
    qsizetype table = 0; // index into the report's tables
    RowKind kind = RowKind::Missing;
    QStringList key;
};

struct RecoveryReport
{
    core::Verdict verdict = core::Verdict::Ok;
    core::Findings findings;
    QString database;
    QList<RecoveredTable> tables; // in the order of writing, the chosen table last
    QList<RefusedRow> refused;    // the first 1000 of each table
    qint64 ambiguous = 0;         // wanted, and left alone because they share their key with others
    QList<WrittenKey> keys;       // the first 100 000
    QList<QStringList> keyNames;  // of each table
    QString undoFile;             // empty where nothing was written
    QString keysFile;             // every key that was written, as JSON lines
    std::chrono::milliseconds duration{0};

    qint64 written() const;
    QJsonObject toJson() const;
};

/// "inserted", "updated", "deleted": for JSON and logs.
QString writtenText(RowKind kind);

/// In one transaction: stages the rows, locks the live ones, refuses what changed since the comparison or
/// collides, writes, reads back, and before the commit puts the undo script and the list of keys on the disk,
/// next to each other, readable for their owner only. Blocks; for a worker thread. Every error says, or by
/// its kind means, that nothing was written; where the connection is lost at the commit, the server is asked
/// what became of it, and if it cannot be told the error says how to find out and the undo script stays.
/// Cancelled: nothing was written.
core::Result<RecoveryReport> run(const RecoveryPlan& plan, const access::ServerAccess& server,
                                 const core::RunContext& context);

} // namespace tidemark::restore::rows
