// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/finding.h"
#include "postgres/queries/soundness.h"

#include <QSet>

namespace tidemark::restore {

/// How findings of soundness are told apart: "schema.table index", "schema.sequence".
QString keyOf(const postgres::Unsoundness& found);

/// What people should know of the restored tables. `asInBackup` is, by keyOf(), what was like that in the
/// backup as well.
core::Findings soundnessFindings(const QList<postgres::Unsoundness>& found, const QSet<QString>& asInBackup);

} // namespace tidemark::restore
