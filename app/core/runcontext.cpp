// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runcontext.h"

namespace tidemark::core {

Status RunContext::checkpoint() const
{
    if (stopRequested())
        return cancelledError();
    return {};
}

void RunContext::report(const Progress& progress) const
{
    if (onProgress)
        onProgress(progress);
}

void RunContext::log(LogLevel level, const QString& text) const
{
    if (onLog)
        onLog({level, text});
}

RunContext silentContext()
{
    return {};
}

} // namespace tidemark::core
