// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rowcursor.h"
#include "postgres/queries/livetable.h"

namespace tidemark::restore {

/// The rows of a live table, in these columns; `names` are the same in the encoding of the rows. The
/// connection is the cursor's alone while it lives, and is usable again afterwards. Errors: as
/// postgres::beginReadingTable; Cancelled.
core::Result<std::unique_ptr<archive::RowCursor>>
liveRows(postgres::Connection& connection, const postgres::LiveTable& table, const QStringList& columns,
         const QList<QByteArray>& names, const QString& encoding);

} // namespace tidemark::restore
