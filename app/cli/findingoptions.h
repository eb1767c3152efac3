// SPDX-License-Identifier: GPL-3.0-or-later
// The subjects say what can be done in the words of window and command alike; here the command's options are
// named.
#pragma once

#include "core/error.h"
#include "core/finding.h"

namespace tidemark::cli {

/// The options of `restore` that answer a finding of that id: "--on-conflict keep|replace|empty|append";
/// empty where none does.
QString restoreOptionsFor(const QString& findingId);

/// Hints that name the options.
core::Findings withRestoreOptions(core::Findings findings);
/// The same for the error that the first blocker of them became.
core::Error withRestoreOptions(core::Error error, const core::Findings& findings);

} // namespace tidemark::cli
