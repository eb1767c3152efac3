// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/readback.h"
#include "catalog/manifest.h"

namespace tidemark::catalog {

/// What was read back, as a manifest has it.
QList<ManifestTable> contentTables(const archive::ReadBack& content);

} // namespace tidemark::catalog
