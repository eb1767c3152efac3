// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/verdict.h"

#include <algorithm>

namespace tidemark::restore {

core::Verdict verdictFrom(const core::Findings& findings)
{
    if (core::hasBlocker(findings))
        return core::Verdict::Failed;
    const bool isWarned = std::any_of(findings.cbegin(), findings.cend(), [](const core::Finding& finding) {
        return finding.severity == core::Severity::Warning;
    });
    return isWarned ? core::Verdict::Warnings : core::Verdict::Ok;
}

} // namespace tidemark::restore
