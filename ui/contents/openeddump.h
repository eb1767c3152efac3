// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "catalog/backupset.h"
#include "catalog/setlock.h"
#include "core/finding.h"
#include "ui/contents/contentindex.h"

#include <memory>
#include <optional>

namespace tidemark::ui {

/// A dump that is open for looking inside, with its contents ready to be shown. Immutable; shared with the workers that
/// read its rows.
struct OpenedDump
{
    QString path;     // what was opened: a file, or a folder
    QString dumpPath; // of the dump itself
    std::unique_ptr<archive::Dump> dump;
    std::optional<catalog::BackupSet> set; // that the dump is part of
    catalog::SetLock lock;                 // keeps it in place while it is looked at
    std::unique_ptr<ContentIndex> index;
    core::Findings findings;
    bool restorable = false; // by the restore wizard

    const archive::DumpContents& contents() const { return dump->contents(); }
};

/// For a worker thread. A folder of a backup set, or what archive::Dump::open takes; errors as that has them.
core::Result<std::shared_ptr<const OpenedDump>> openDump(const QString& path, const QString& cacheFolder, const core::RunContext& context);

/// Whether rows of it can be compared with a live table and put back: it is a table of which the dump has rows, a
/// partitioned one those of its partitions.
bool canBringRowsBack(const OpenedDump& dump, int object);

struct DumpFact
{
    QString label;
    QString value;
    QString explanation; // may be empty
};

/// What the head of the page says: what it is, which database, when, by what, how large, whether it is whole.
QList<DumpFact> factsOf(const OpenedDump& dump);
/// "pagila.dump", "shop, 22 Nov 2026 18:30"
QString titleOf(const OpenedDump& dump);

} // namespace tidemark::ui
