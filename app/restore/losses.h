// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/finding.h"
#include "restore/restorescope.h"

#include <QSet>

namespace tidemark::restore {

/// What the target's tables have and the backup's have not: it goes with tables that are replaced. Of the
/// scope what is restored, tied and put back is looked at; `dropped` are dump ids of the target's contents.
core::Findings lossFindings(const RestoreScope& scope, const archive::Toc& source,
                            const TargetContents& target, const QSet<int>& dropped);

/// What new tables and sequences get that the backup says nothing of.
core::Findings defaultPrivilegeFindings(const RestoreScope& scope, const archive::Toc& source,
                                        const TargetContents& target);

} // namespace tidemark::restore
