// SPDX-License-Identifier: GPL-3.0-or-later
// Which roles the statements of an entry need.
#pragma once

#include "archive/tocgraph.h"

#include <QSet>
#include <QString>

namespace tidemark::archive {

/// Adds the owner, and who is named by grants, policies, user mappings and default privileges. Not PUBLIC,
/// nor roles that every server has.
void addRolesOf(const TocGraph& graph, int index, QSet<QString>& roles);

} // namespace tidemark::archive
