// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/bytesource.h"
#include "archive/tarreader.h"
#include "core/runcontext.h"

#include <functional>

namespace tidemark::restore::base {

enum class MemberVisit
{
    GoOn,
    Stop,
};

/// Calls `visit` for each member of a tar file, compressed or not, with the source at its bytes. `bytesRead`
/// hears how far the file itself was read. Errors: Corrupt where it is damaged or cut off, those of reading
/// and of `visit`, Cancelled.
core::Status visitTar(
    const QString& file,
    const std::function<core::Result<MemberVisit>(const archive::TarMember&, archive::ByteSource&)>& visit,
    const core::RunContext& context, const std::function<void(qint64 more)>& bytesRead = {});

} // namespace tidemark::restore::base
