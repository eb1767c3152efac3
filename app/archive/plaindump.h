// SPDX-License-Identifier: GPL-3.0-or-later
// Dumps in plain SQL: of pg_dump --format=plain, pg_restore --file, pg_dumpall.
#pragma once

#include "archive/dump.h"
#include "archive/plainindex.h"
#include "archive/textsource.h"
#include "core/result.h"
#include "core/runcontext.h"

#include <QString>

#include <functional>
#include <memory>

namespace tidemark::archive {

/// Reads the whole text once, or what an earlier reading has kept about it. `wrapping` says what is around
/// it. Errors as Dump::open; InvalidInput where the text is no dump.
core::Result<std::unique_ptr<Dump>> openPlainDump(const QString& path, Wrapping wrapping,
                                                  const DumpOptions& options,
                                                  const core::RunContext& context);

/// The reading itself. `wrapping` and fileBytes of the contents are left to the caller.
core::Result<PlainIndex> scanPlainText(TextSource& text, const core::RunContext& context,
                                       const std::function<void()>& onRead = {});

} // namespace tidemark::archive
