// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/finding.h"
#include "core/runcontext.h"

#include <QMap>
#include <QString>

namespace tidemark::restore::base {

/// A Blocker for each tablespace that the server knows and that has no files below its data directory: the
/// backup is without them. pg_basebackup leaves in-place tablespaces out of tar files (seen with 15).
core::Findings missingTablespaces(const QMap<QString, QString>& namesByOid, const QString& dataFolder);

} // namespace tidemark::restore::base
