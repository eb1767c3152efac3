// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commandline.h"
#include "cli/connect.h"
#include "restore/drill/drilldraft.h"

namespace tidemark::cli {

enum class TrialSanity
{
    Ask,
    Leave,
};

struct TrialOptions
{
    QString database; // of a dump of a whole server; empty: all of them
    restore::drill::Trust trust = restore::drill::Trust::BySource;
    int jobs = 0; // 0: as many as fit
    TrialSanity sanity = TrialSanity::Ask;
};

/// Restores each on trial, prints what it came to, and notes it: into a server of its own, or on `chosen`.
/// Errors: of a single source those of jobs::runDrill(); of several Cancelled alone, the others are printed.
core::Result<Outcome> restoreOnTrial(const QStringList& sources, const TrialOptions& options,
                                     const OpenServer* chosen, Invocation& invocation);

} // namespace tidemark::cli
