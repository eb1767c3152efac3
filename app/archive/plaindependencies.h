// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/toc.h"

namespace tidemark::archive {

/// Fills in what a plain dump does not tell: the dependencies of every entry, found by the names in its
/// definition. pg_dump writes them with their schema, so that they are hardly ever ambiguous; what it writes
/// as text constants, the bodies of functions above all, is not looked into, as pg_dump does not. Linear in
/// the size of the definitions.
void inferDependencies(Toc& toc);

} // namespace tidemark::archive
