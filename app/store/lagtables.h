// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of the lag history, for the one who writes them and those who read.
#pragma once

#include "store/laghistory.h"
#include "store/sqlitefile.h"

#include <QStringList>

#include <array>

namespace tidemark::store {

/// A step in which values are kept; `milliseconds` is 0 for the looks themselves.
struct LagStep
{
    const char* table;
    qint64 milliseconds;
};
constexpr std::array<LagStep, 4> lagSteps{
    {{"looks", 0}, {"steps10s", 10'000}, {"steps1min", 60'000}, {"steps10min", 600'000}}};

struct LagHistory::Database
{
    SqliteFile file;
    bool readOnly = false;

    /// 0 where there is none.
    core::Result<qint64> serverId(const QString& server) const;
    /// Until when (exclusive) a step is made of the one below it; 0 where nothing is.
    core::Result<qint64> madeUntil(qint64 server, std::size_t step) const;
};

/// The column of a quantity in `looks`; in the other tables it has _least, _mean and _greatest behind it.
QString lagColumn(LagQuantity quantity);
core::Status createLagTables(const SqliteFile& file);
QString lagReadFailed();
QString lagWriteFailed();

} // namespace tidemark::store
