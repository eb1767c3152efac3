// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/backupset.h"

#include <optional>

namespace tidemark::catalog {

/// The set that a path is, or whose dump it is; none for dumps from elsewhere. A damaged one is one too, see
/// inspectSet().
std::optional<BackupSet> setAround(const QString& path);

} // namespace tidemark::catalog
