// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filelock.h"

namespace tidemark::store {

/// Keeps other processes from changing `file` meanwhile, by a lock beside it; makes its folder. They hold it for milliseconds
/// only, so it is waited for. Errors: PermissionDenied, Conflict (after five seconds), Io.
core::Result<core::FileLock> lockForChange(const QString& file);

} // namespace tidemark::store
