// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes of partitions that are parts of an index above, in a table of contents.
#pragma once

#include "archive/tocgraph.h"

#include <QList>
#include <QSet>
#include <QString>

namespace tidemark::restore {

struct AttachedIndex
{
    int attach = -1; // the INDEX ATTACH
    int index = -1;  // of the partition, or its constraint that has one; -1 where the contents do not have it
    int above = -1;  // the same of the table above
};
QList<AttachedIndex> attachedIndexes(const archive::TocGraph& graph);

/// "schema.table index" of those that not every partition has a part of. The server takes such an index for
/// not valid, as it was where the contents come from.
QSet<QString> partlyAttachedIndexes(const archive::TocGraph& graph);

} // namespace tidemark::restore
