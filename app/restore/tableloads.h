// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/restoreplan.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace tidemark::restore {

enum class LoadState
{
    Waiting,
    Loading,
    Loaded,
    Failed, // and may be tried again
};

/// A table whose rows a restore brings.
struct TableLoad
{
    int dumpId = 0; // of its rows in the archive
    QString schema;
    QString name;
    qint64 rows = -1;  // in the backup; -1 where it does not say
    qint64 bytes = -1; // of COPY text
    LoadState state = LoadState::Waiting;
};

/// Which tables have their rows already, told from the lines that pg_restore says and a run logs. A value;
/// one thread.
class TableLoads
{
public:
    TableLoads() = default;
    /// Empty where rows do not go through one pg_restore: pg_restore alone says table by table.
    explicit TableLoads(const RestorePlan& plan);

    const QList<TableLoad>& tables() const { return m_tables; } // the largest first
    /// The tables that it is about, by their places; mostly none.
    QList<qsizetype> readLine(const QString& line);

private:
    std::optional<qsizetype> set(qsizetype place, LoadState state);

    QList<TableLoad> m_tables;
    QHash<int, qsizetype> m_byId;
    QHash<QString, qsizetype> m_byName; // `schema.name`, as pg_restore prints it
    qsizetype m_serial = -1;            // without parallel workers only the start of a table is said
};

} // namespace tidemark::restore
