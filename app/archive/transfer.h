// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/bytesink.h"
#include "archive/datareader.h"
#include "core/runcontext.h"

#include <functional>

namespace tidemark::archive {

struct Transferred
{
    qint64 bytes = 0;
    char last = '\0'; // byte
};

/// All that `from` still has, to `to`; from the file to the descriptor without a copy here where the system
/// can do that. `onMoved` is called every megabyte or less. Errors: those of both; Cancelled.
core::Result<Transferred> transfer(DataReader& from, ByteSink& to, const core::RunContext& context,
                                   const std::function<void()>& onMoved = {});

} // namespace tidemark::archive
