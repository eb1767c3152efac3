// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tidemark::store {

/// Tells one process from another that got its number later: start time and boot are part of it (proc(5)).
struct ProcessIdentity
{
    qint64 processId = 0;
    qint64 startTicks = 0; // clock ticks after boot
    QString bootId;

    static ProcessIdentity own();
    bool isAlive() const;
};

} // namespace tidemark::store
