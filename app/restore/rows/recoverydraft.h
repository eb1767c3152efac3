// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/tablediff.h"

#include <QFlags>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <memory>
#include <vector>

namespace tidemark::restore::rows {

enum class RowKind
{
    Missing = 1, // only in the backup: to be inserted
    Changed = 2, // to be set back
    Extra = 4,   // only in the live table: to be deleted
};
Q_DECLARE_FLAGS(RowKinds, RowKind)
Q_DECLARE_OPERATORS_FOR_FLAGS(RowKinds)

enum class Triggers
{
    Fire,
    /// ALTER TABLE … DISABLE TRIGGER inside the transaction, each as it was afterwards: the owner may do
    /// that. Foreign keys stay checked, which session_replication_role = replica would not do.
    Off,
};

enum class Conflicts
{
    Skip, // and report
    Stop, // nothing is written
};

enum class Parents
{
    Leave, // rows that need them are conflicts
    Bring, // missing rows that foreign keys refer to, out of the same backup
};

/// What a page or the command line has filled in. Nothing is checked here; see validate().
struct RecoveryDraft
{
    QString source;        // the dump, for the record
    QString database;      // the live one; empty: the connection's own
    int part = 0;          // of the dump
    int dumpId = 0;        // of the table
    TableDiffOptions diff; // key, live table, memory
    RowKinds kinds = RowKind::Missing;
    QStringList columns;     // of changed rows; empty: all that differ
    QList<QStringList> keys; // values of the key's columns; empty: every row
    QString text;            // rows that contain this in any value, whatever the case; empty: every row
    /// Rows by their numbers in the facts; null: every row that the rest lets through.
    std::shared_ptr<const std::vector<bool>> ticked;
    QString condition; // SQL, on the values of the backup (of rows that are only live: on theirs)
    Triggers triggers = Triggers::Fire;
    Conflicts conflicts = Conflicts::Skip;
    Parents parents = Parents::Leave;
    QString undoFile; // of a script that takes it all back; must not exist
    std::chrono::milliseconds lockLimit{10'000};
};

} // namespace tidemark::restore::rows
