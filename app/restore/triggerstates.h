// SPDX-License-Identifier: GPL-3.0-or-later
// A partition has copies of the triggers of the tables above it. Of such a copy a dump says only whether it
// fires, and only where that is not as with the one above. Source: PostgreSQL's src/bin/pg_dump/pg_dump.c,
// getTriggers() and dumpTrigger().
#pragma once

#include "archive/tocgraph.h"

#include <QList>

namespace tidemark::restore {

/// ALTER TABLE partition DISABLE TRIGGER … and the like.
bool isTriggerState(const archive::TocGraph& graph, int index);
/// The trigger, of a table above, of whose copy this is the state; -1 where the contents do not have it.
int triggerOfState(const archive::TocGraph& graph, int state);
/// The states of all copies of this trigger.
QList<int> statesOfTrigger(const archive::TocGraph& graph, int trigger);
/// Behind everything else, those of lower partitions last: what is said of a table holds for all below it.
void putStatesLast(const archive::TocGraph& graph, QList<int>& indexes);

} // namespace tidemark::restore
