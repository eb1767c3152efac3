// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <stop_token>

namespace tidemark::core {

/// Sleeps, but no longer than until a stop is requested.
void sleepFor(std::chrono::milliseconds time, const std::stop_token& stop);

} // namespace tidemark::core
