// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

namespace tidemark::access {

/// A TCP port of 127.0.0.1 that stays ours: it is bound here without listening, so the system gives it to nobody else,
/// while ssh (which sets SO_REUSEADDR as we do) may listen on it, end, and listen again.
class TunnelPort
{
public:
    static core::Result<TunnelPort> reserve();

    TunnelPort(TunnelPort&& other) noexcept;
    TunnelPort& operator=(TunnelPort&& other) noexcept;
    TunnelPort(const TunnelPort&) = delete;
    TunnelPort& operator=(const TunnelPort&) = delete;
    ~TunnelPort();

    quint16 number() const { return m_number; }
    /// Whether somebody listens there now.
    bool accepts() const;

private:
    TunnelPort() = default;
    int m_descriptor = -1;
    quint16 m_number = 0;
};

} // namespace tidemark::access
