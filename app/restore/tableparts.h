// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/toc.h"

#include <QList>

namespace tidemark::restore {

/// The entries that hold the rows of a table: its own, or those of all partitions below it. None where the archive has
/// no rows of it.
QList<const archive::TocEntry*> dataOfTable(const archive::Toc& toc, const archive::TocEntry& table);

} // namespace tidemark::restore
