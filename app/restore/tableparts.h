// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/toc.h"

#include <QList>
#include <QStringList>

namespace tidemark::restore {

struct TableData
{
    QList<const archive::TocEntry*> entries; // none where the archive has no rows of the table
    QStringList absent; // for people: partitions that the archive defines, and has no rows of
};

/// The entries that hold the rows of a table: its own, or those of all partitions below it.
TableData dataOfTable(const archive::Toc& toc, const archive::TocEntry& table);

} // namespace tidemark::restore
