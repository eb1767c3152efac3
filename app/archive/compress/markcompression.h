// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compression.h"
#include "core/result.h"

#include <QString>

namespace tidemark::archive {

/// Writes into the head of a directory dump's toc.dat how its data files are compressed, as pg_dump does that
/// compresses them itself. pg_restore finds the files without it; but since 16 it looks for their sizes, by
/// which parallel jobs are ordered, only under the ending of the method written there. A head that is not
/// known stays as it is. NotFound, PermissionDenied, Io.
core::Status markCompression(const QString& tocFile, const core::CompressionSpec& compression);

} // namespace tidemark::archive
