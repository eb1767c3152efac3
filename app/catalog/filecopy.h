// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runcontext.h"

#include <QString>

#include <functional>

namespace tidemark::catalog {

/// Copies a file to a name that is free, mode 0600, shared with the original where the file system can do
/// that, else inside of the kernel where it can. `copied` hears of bytes as they are written. What is left of
/// a copy that fails is the caller's to remove. Errors: Conflict where `to` exists; StorageFull,
/// PermissionDenied, NotFound, Io, Cancelled; Corrupt where the file grew or shrank meanwhile.
core::Status copyFile(const QString& from, const QString& to, const std::function<void(qint64 bytes)>& copied,
                      const core::RunContext& context);

} // namespace tidemark::catalog
