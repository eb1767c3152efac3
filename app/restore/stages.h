// SPDX-License-Identifier: GPL-3.0-or-later
// pg_restore applies all privileges at the very end. An index on a function then fails for want of USAGE on a
// schema, although dump and server are right. So a restore runs in three stages, each with the privileges and
// comments of what it creates, the last two in one run of the tool where it has parallel workers, and entries that
// fail are tried again once the others are there.
#pragma once

#include "archive/toc.h"

#include <QList>
#include <QSet>

#include <array>

namespace tidemark::restore {

enum class StageKind
{
    PreData,
    Data,
    PostData,
    Several, // of them in one run of the tool, which goes by its own knowledge of what needs what
};

struct Stage
{
    StageKind kind = StageKind::PreData;
    QList<int> dumpIds; // in the archive's order
};

/// Every entry of the archive in exactly one stage, but for those about the database itself.
std::array<Stage, 3> stagesOf(const archive::Toc& toc);

/// The same of these entries alone; rows in the order `loadOrder` has, as far as it names them.
std::array<Stage, 3> stagesOf(const archive::Toc& toc, const QSet<int>& dumpIds, const QList<int>& loadOrder);

/// These in two runs: with parallel workers an index is then built as soon as its table is loaded. What the tool
/// does not know to need rows waits for the second: a check of a domain or a trigger of a partitioned table depends
/// on no entry with rows, so workers would make it before rows are loaded that it refuses or changes.
std::array<Stage, 2> together(const archive::Toc& toc, const QList<Stage>& stages);

/// Whether an entry is restored at all: not what is about the database itself, nor the settings of the dump,
/// which are applied in any case.
bool isRestored(const archive::TocEntry& entry);

/// The text of a pg_restore --use-list file.
QByteArray listFile(const QList<int>& dumpIds);

} // namespace tidemark::restore
