// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <chrono>

namespace tidemark::ui {

/// How the replication of a profile is watched and shown, as it was chosen last.
struct WatchChoices
{
    std::chrono::seconds interval{2}; // 1 to 60
    bool inBackground = false;        // from the start of the program on, whichever server is looked at
    bool seconds = false;             // the chart shows them
    std::chrono::seconds window{300};

    static WatchChoices of(const Services& services, const QString& profileId);
    void store(Services& services, const QString& profileId) const;
};

} // namespace tidemark::ui
