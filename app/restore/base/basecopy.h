// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/finding.h"
#include "core/runcontext.h"
#include "restore/base/basesource.h"

#include <QHash>

namespace tidemark::restore::base {

/// Where each tablespace goes: an absolute path of an empty folder, by OID.
using TablespacePlaces = QHash<QString, QString>;

/// Lays out the files of a base backup in an empty data directory: copied from a plain one (shared with it
/// where the file system can), or unpacked from tar files, compressed or not; tablespaces into their places,
/// which are made where they are missing. Reports a fraction from 0 to 1. Errors: Corrupt where something is
/// missing or damaged; those of writing; Cancelled.
core::Status layOutBase(const BaseSource& source, const QString& dataFolder, const TablespacePlaces& places,
                        const core::RunContext& context);

/// Reads every byte of what was laid out, and holds it against the backup's own manifest; then makes it ready
/// for a server. Where something is wrong the findings have a Blocker. Errors: as
/// archive::readBackBaseBackup.
core::Result<core::Findings> checkLaidOut(const BaseSource& source, const QString& dataFolder,
                                          const core::RunContext& context);

/// The same context for a part of a run: fractions from 0 to 1 become those between `from` and `to`. The
/// original has to outlive it.
core::RunContext shareOf(const core::RunContext& context, double from, double to);

} // namespace tidemark::restore::base
