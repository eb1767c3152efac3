// SPDX-License-Identifier: GPL-3.0-or-later
// Tables beside their originals, in another schema or under other names. Names stand in definitions,
// functions and literals, so that no text is rewritten: the server renames, in a database of its own, from
// which a dump is taken.
#pragma once

#include "restore/restorerun.h"

namespace tidemark::restore {

/// The relations that move: what was chosen, partitions of it, and tables that were brought along for foreign
/// keys.
QList<archive::Relation> movedRelations(const archive::Toc& source, const archive::Selection& selection);

/// What is in the way: names that the schema has, or that two of the tables share.
core::Findings besideFindings(const RestoreDraft& draft, const RestoreFacts& facts);

/// Restores what is chosen into a scratch database, moves it there, and restores a dump of that into the
/// target, where everything else that is needed stays as it is. Foreign keys to tables that stay are made
/// last, NOT VALID where rows break them; one that cannot be made is a warning. The scratch database is
/// dropped in any case, and new roles where nothing came into the target. The rows lie in scratchFolder() meanwhile.
/// Errors: Io where that cannot be written; else they and the target's state as run() has them.
core::Result<RestoreReport> runBeside(const RestorePlan& plan, const access::ServerAccess& server,
                                      const core::RunContext& context);

} // namespace tidemark::restore
