// SPDX-License-Identifier: GPL-3.0-or-later
// Which roles the statements of an entry need.
#pragma once

#include "archive/tocgraph.h"

#include <QHash>
#include <QSet>
#include <QString>

namespace tidemark::archive {

/// Adds the owner, and who is named by grants, policies, user mappings, default privileges and settings within
/// the database. Not PUBLIC, nor roles that every server has.
void addRolesOf(const TocGraph& graph, int index, QSet<QString>& roles);

/// The same without the owner, unless the statement names it.
void addNamedRoles(const TocGraph& graph, int index, QSet<QString>& roles);

/// The entry's definition with other roles in place of those that `replaced` names, in grants, policies, user
/// mappings, default privileges and settings. In the archive's encoding. A role with an empty replacement stays.
QByteArray withOtherRoles(const TocGraph& graph, int index, const QHash<QString, QString>& replaced);

} // namespace tidemark::archive
