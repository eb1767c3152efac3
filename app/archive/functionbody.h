// SPDX-License-Identifier: GPL-3.0-or-later
// What a function's text names. pg_dump does not look into texts: this is a guess, and told as one.
#pragma once

#include "archive/tocgraph.h"

#include <QList>

namespace tidemark::archive {

/// Entries that the body of the function at `index` probably uses: qualified names, names in texts that are
/// names as a whole ('app.codes', for nextval), statements in texts (for EXECUTE), and names without schema
/// where the function's own search_path or there being only one of it says which is meant. Without
/// repetitions. Empty for functions in C, of the server, and with BEGIN ATOMIC, whose dependencies pg_dump
/// records.
QList<int> namedInBody(const TocGraph& graph, int index);

} // namespace tidemark::archive
