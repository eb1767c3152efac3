// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QPointer>

#include <functional>

namespace tidemark::ui {

/// resolveTarget() for a page that may be gone when the answer comes; then nothing is called. `begin` is a
/// member of it that takes the target, `fail` one that takes an error.
template <typename Page, typename Begin, typename Fail>
void resolveTargetFor(Page* page, Services& services, const store::Profile& profile, Begin begin, Fail fail)
{
    QPointer<Page> guard(page);
    resolveTarget(services, profile, [guard, begin, fail](const core::Result<access::Target>& target) {
        if (!guard)
            return;
        if (target)
            std::invoke(begin, guard.data(), *target);
        else
            std::invoke(fail, guard.data(), target.error());
    });
}

} // namespace tidemark::ui
