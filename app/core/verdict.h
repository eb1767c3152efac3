// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

namespace tidemark::core {

/// What a run came to. Never an exit code of a tool: it is judged from what exists afterwards.
enum class Verdict
{
    Ok,
    Warnings,    // done; something should be read
    Differences, // a comparison found some, or a threshold was crossed
    Failed,
    Cancelled,
};

QString verdictName(Verdict verdict); // stable, for JSON and the history
Verdict verdictFromName(const QString& name);
/// 0 ok · 1 failed · 3 warnings · 4 differences · 130 cancelled
int exitCodeOf(Verdict verdict);
Verdict verdictOf(const Error& error);
/// Of several runs that are told as one: ok, warnings, cancelled, differences, failed. What failed is not
/// hidden by what was cancelled after it.
Verdict worseOf(Verdict a, Verdict b);

} // namespace tidemark::core
