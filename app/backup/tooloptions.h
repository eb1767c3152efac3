// SPDX-License-Identifier: GPL-3.0-or-later
// Options of pg_dump and pg_dumpall for which a draft has no field of its own: any that the tool lists, by name.
#pragma once

#include "process/tooloptions.h"

namespace tidemark::backup {

using process::argumentOf;
using process::hasOption;
using process::toJson;
using process::ToolOption;
using process::toolOptionFromText;
using process::toolOptionsFromJson;
using process::valueOf;

enum class OptionsOf
{
    PgDump,
    PgDumpAll,
};

/// Those that may be given by name: all that the tool has, without those that Tidemark sets itself.
QList<process::HelpOption> freeOptions(const QList<process::HelpOption>& ofTool, OptionsOf tool = OptionsOf::PgDump);

/// Blockers for options that the tool does not have, that Tidemark sets itself, or that want a value (or none).
core::Findings checkOptions(const QList<ToolOption>& options, const QList<process::HelpOption>& ofTool, OptionsOf tool = OptionsOf::PgDump);

/// Whether one of them decides, in a way that is not evaluated here, which tables or which parts of them a dump holds: then
/// nothing can be compared with what the server lists.
bool chooseContent(const QList<ToolOption>& options);

} // namespace tidemark::backup
