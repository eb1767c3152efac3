// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rowcursor.h"

#include <QList>

#include <functional>
#include <memory>

namespace tidemark::archive {

/// Opens one source of rows; may be asked once.
using RowSource = std::function<core::Result<std::unique_ptr<RowCursor>>()>;

/// The rows of several sources, one after the other, each with these columns in this order, whatever the
/// order of the source's own columns is and whatever it has besides. One source is open at a time. NotFound
/// where a source lacks a column; Corrupt where one of its rows lacks a value; else as the sources.
std::unique_ptr<RowCursor> arrangedRows(QList<RowSource> sources, QList<QByteArray> columns);

} // namespace tidemark::archive
