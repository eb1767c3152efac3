// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runcontext.h"
#include "process/toollocator.h"

#include <QList>
#include <QString>

namespace tidemark::process {

/// One option as the program itself lists it.
struct HelpOption
{
    QString name;        // "exclude-table-data"
    QChar letter;        // 'T'; null where there is none
    QString argument;    // "PATTERN", "0-9"; empty for a switch
    QString explanation; // one line, in English
    QString group;       // the headline above it: "Options controlling the output content"
};

/// What `tool --help` says: exactly the options of this version. Errors: ToolFailed where it says nothing that can be read;
/// those of process::run.
core::Result<QList<HelpOption>> readToolHelp(const Tool& tool, const core::RunContext& context);

/// The same out of the text of --help.
QList<HelpOption> parseToolHelp(const QString& text);

} // namespace tidemark::process
