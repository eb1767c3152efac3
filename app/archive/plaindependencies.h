// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/toc.h"

namespace tidemark::archive {

/// Adds what a plain dump does not tell: the dependencies of every entry, found by the names in its
/// definition. pg_dump writes them with their schema, so that they are hardly ever ambiguous; what it writes
/// as text constants, the bodies of functions above all, is not looked into, as pg_dump does not. Linear in
/// the size of the definitions.
void inferDependencies(Toc& toc);

/// Whether the dependencies in a plain dump are all that an archive would have: what pg_restore --verbose
/// writes, whereas pg_dump --verbose writes a few of them only.
bool hasAllDependencies(const Toc& toc);

} // namespace tidemark::archive
