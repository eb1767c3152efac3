// SPDX-License-Identifier: GPL-3.0-or-later
// What commands share that hold a table of a backup against a live one.
#pragma once

#include "archive/dump.h"
#include "core/result.h"
#include "restore/tablediff.h"

namespace tidemark::cli {

struct FoundTable
{
    int part = 0;
    int dumpId = 0;
};

/// In the only database of the dump, or in the one that has the table, or in the one that is named as the
/// live one.
core::Result<FoundTable> findTable(const archive::Dump& dump, const QString& table, const QString& database);
/// Names separated by commas, by the rules of SQL: a name without quotes means its lower-case form. `option`
/// is for the error.
core::Result<QStringList> columnList(const QString& text, const QString& option, const QString& subcommand);
/// --live: a table, or schema.table.
core::Status readLiveName(const QString& text, const QString& subcommand, restore::TableDiffOptions& options);

} // namespace tidemark::cli
