// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secret.h"

#include <cstring>

namespace tidemark::core {

Secret::~Secret()
{
    // Only the last owner wipes: copies share the bytes.
    if (!m_bytes.isEmpty() && m_bytes.isDetached())
        explicit_bzero(m_bytes.data(), static_cast<std::size_t>(m_bytes.size()));
}

} // namespace tidemark::core
