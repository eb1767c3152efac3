// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about one object of a dump, as texts.
#pragma once

#include "ui/contents/openeddump.h"

namespace tidemark::ui {

/// Owner, tablespace, section, size, rows, value of a sequence, comment and the like; nothing that is not known.
QList<DumpFact> objectFacts(const OpenedDump& dump, int object);
/// Its statement, followed by those of what belongs to it (defaults, comments, privileges), in the dump's order.
QString definitionOf(const OpenedDump& dump, int object);
/// "tidemarkctl inspect …", for a shell: the same on the command line.
QString commandFor(const OpenedDump& dump, int object);

} // namespace tidemark::ui
