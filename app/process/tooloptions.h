// SPDX-License-Identifier: GPL-3.0-or-later
// Options of a PostgreSQL program for which a draft has no field of its own: any that the program lists, by name.
#pragma once

#include "core/finding.h"
#include "process/toolhelp.h"

#include <QJsonArray>
#include <QList>
#include <QString>

#include <span>

namespace tidemark::process {

struct ToolOption
{
    QString name;  // without dashes: "no-owner"
    QString value; // empty for a switch

    friend bool operator==(const ToolOption&, const ToolOption&) = default;
};

/// Names of options without dashes that Tidemark sets itself, from fields of a draft or for the connection or the run.
using OwnOptions = std::span<const char* const>;

QJsonArray toJson(const QList<ToolOption>& options);
QList<ToolOption> toolOptionsFromJson(const QJsonArray& array);
/// "no-owner", "rows-per-insert=100", with or without leading dashes.
ToolOption toolOptionFromText(const QString& text);
/// "--rows-per-insert=100"
QString argumentOf(const ToolOption& option);

/// Those that may be given by name: all that the tool has, without Tidemark's own.
QList<HelpOption> freeOptions(const QList<HelpOption>& ofTool, OwnOptions own);

/// Blockers for options that the tool does not have, that Tidemark sets itself, or that want a value (or none).
core::Findings checkOptions(const QList<ToolOption>& options, const QList<HelpOption>& ofTool, OwnOptions own, ToolKind tool);

bool hasOption(const QList<ToolOption>& options, const char* name);
/// Empty where it is not given.
QString valueOf(const QList<ToolOption>& options, const char* name);

} // namespace tidemark::process
