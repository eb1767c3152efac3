// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runcontext.h"

#include <QString>

namespace tidemark::catalog {

/// Of a file as it is now, in lower-case hexadecimal, as manifests have it. Errors: Io, Cancelled.
core::Result<QString> sha256Of(const QString& path, const core::RunContext& context);

} // namespace tidemark::catalog
