// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/finding.h"
#include "core/verdict.h"

namespace tidemark::restore {

/// What a run came to by its findings: Failed with a blocker, Warnings with a warning, else Ok.
core::Verdict verdictFrom(const core::Findings& findings);

} // namespace tidemark::restore
