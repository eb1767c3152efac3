// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/printer.h"
#include "core/sanityquery.h"

#include <QList>

namespace tidemark::cli {

/// One line for each query: both answers side by side, and what that means. Rows of answers that differ
/// follow.
void printSanityResults(const QList<core::SanityResult>& results, const QString& sourceTitle,
                        const QString& targetTitle, Printer& printer);

} // namespace tidemark::cli
