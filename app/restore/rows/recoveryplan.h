// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/queries/rowrecovery.h"
#include "restore/rows/recoveryfacts.h"
#include "restore/rows/refusedrow.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

#include <functional>
#include <memory>
#include <vector>

namespace tidemark::restore::rows {

struct RowCounts
{
    qint64 missing = 0;
    qint64 changed = 0;
    qint64 extra = 0;
    qint64 refused = 0;
    qint64 toWrite() const { return missing + changed + extra; }
};

/// What is done to one table.
struct PlannedTable
{
    TableName backupTable;
    TableName liveTable;
    QString encoding; // of the rows
    postgres::RecoveryTarget target;
    postgres::RecoveryTable facts;
    QStringList keyNames; // what identifies a row for people; all columns without a key
    std::shared_ptr<const Differences> rows;
    std::shared_ptr<const Differences> guards; // as of RecoveryFacts; may be null
    std::vector<bool> chosen;                  // by the numbers of rows
    postgres::Pairs pairs = postgres::Pairs::Refuse;
    RowCounts counts;
    qint64 equalNow = 0;   // without a key: live rows equal to those that are to be inserted
    bool isParent = false; // brought along
};

/// Exactly what will be done. A value, which shares the rows that were put aside.
struct RecoveryPlan
{
    RecoveryDraft draft;
    QString runId;
    QString database;
    QList<PlannedTable> tables; // in the order of writing: parents first, the chosen table last
    core::Findings findings;
    QList<RefusedRow> refused; // of the chosen table, the first ones
    qint64 ambiguous = 0;      // rows that are wanted and share their key with others: left alone

    qint64 rowsToWrite() const;
    /// All of the tables, where none is to fire.
    QList<postgres::TableTrigger> triggersToSwitch() const;
    QString applicationName() const;
    QJsonObject toJson() const; // without rows
};

/// Stages the rows in a transaction that is rolled back, to find what collides; nothing stays on the server.
/// Errors: the first blocker of validate(); InvalidInput for a condition that the server does not take; as a
/// connection's.
core::Result<RecoveryPlan> makePlan(const archive::Dump& dump, const RecoveryDraft& draft,
                                    const RecoveryFacts& facts, postgres::Connection& connection,
                                    const core::RunContext& context);

/// Which of the rows that differ meet a condition of a person, by their numbers: for looking through them.
/// Rows whose key is ambiguous meet none. Nothing stays on the server. Errors: as makePlan.
core::Result<std::vector<bool>> rowsMeeting(const QString& condition, const RecoveryDraft& draft,
                                            const archive::Dump& dump, const RecoveryFacts& facts,
                                            postgres::Connection& connection,
                                            const core::RunContext& context);

/// A name for the undo script: time, database and table.
QString undoFileName(const QString& database, const QString& table, const QDateTime& when);

} // namespace tidemark::restore::rows
