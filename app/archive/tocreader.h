// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/bytesource.h"
#include "archive/toc.h"
#include "core/result.h"

namespace tidemark::archive {

/// Reads header and entries from the position of `source`, which afterwards stands behind them: in a custom
/// archive at the first data block, in a toc.dat at the end. Corrupt with the byte; ToolTooOld for a layout
/// that is too new to be read; InvalidInput for what is no archive or is older than 1.12.
core::Result<Toc> parseToc(ByteSource& source);

} // namespace tidemark::archive
