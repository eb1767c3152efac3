// SPDX-License-Identifier: GPL-3.0-or-later
// Options of pg_dump and pg_dumpall for which a draft has no field of its own: any that the tool lists, by name.
#pragma once

#include "core/finding.h"
#include "process/toolhelp.h"

#include <QJsonArray>
#include <QList>
#include <QString>

namespace tidemark::backup {

struct ToolOption
{
    QString name;  // without dashes: "no-owner"
    QString value; // empty for a switch

    friend bool operator==(const ToolOption&, const ToolOption&) = default;
};

QJsonArray toJson(const QList<ToolOption>& options);
QList<ToolOption> toolOptionsFromJson(const QJsonArray& array);
/// "no-owner", "rows-per-insert=100", with or without leading dashes.
ToolOption toolOptionFromText(const QString& text);
/// "--rows-per-insert=100"
QString argumentOf(const ToolOption& option);

enum class OptionsOf
{
    PgDump,
    PgDumpAll,
};

/// Those that may be given by name: all that the tool has, without those that Tidemark sets itself.
QList<process::HelpOption> freeOptions(const QList<process::HelpOption>& ofTool, OptionsOf tool = OptionsOf::PgDump);

/// Blockers for options that the tool does not have, that Tidemark sets itself, or that want a value (or none).
core::Findings checkOptions(const QList<ToolOption>& options, const QList<process::HelpOption>& ofTool, OptionsOf tool = OptionsOf::PgDump);

bool hasOption(const QList<ToolOption>& options, const char* name);
/// Empty where it is not given.
QString valueOf(const QList<ToolOption>& options, const char* name);

/// Whether one of them decides, in a way that is not evaluated here, which tables or which parts of them a dump holds: then
/// nothing can be compared with what the server lists.
bool chooseContent(const QList<ToolOption>& options);

} // namespace tidemark::backup
