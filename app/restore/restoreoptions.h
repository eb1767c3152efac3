// SPDX-License-Identifier: GPL-3.0-or-later
// Options of pg_restore by name. Some of them choose what is restored; those hold in every way of restoring.
#pragma once

#include "process/tooloptions.h"
#include "restore/restoredraft.h"

namespace tidemark::restore {

/// For a choice by name: all that pg_restore has, without those that Tidemark sets itself.
QList<process::HelpOption> freeOptions(const QList<process::HelpOption>& ofTool);

/// Blockers for what pg_restore does not have, what Tidemark sets itself, and what psql has nothing for where
/// it does the work. `ofTool` is empty for psql.
core::Findings optionFindings(const RestoreDraft& draft, const QList<process::HelpOption>& ofTool,
                              bool isThroughPgRestore);

/// Those that pg_restore itself is given.
QList<process::ToolOption> passedOn(const QList<process::ToolOption>& options);

} // namespace tidemark::restore
