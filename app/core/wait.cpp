// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wait.h"

#include <condition_variable>
#include <mutex>

namespace tidemark::core {

void sleepFor(std::chrono::milliseconds time, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, time, [] { return false; });
}

} // namespace tidemark::core
