// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/services.h"

namespace tidemark::ui {

void resolveTarget(Services& services, const store::Profile& profile, std::function<void(core::Result<access::Target>)> done)
{
    services.secrets.read(profile, [profile, done = std::move(done)](core::Result<core::Secret> secret) {
        if (!secret) {
            done(std::move(secret).error());
            return;
        }
        done(access::Target{profile.spec, *std::move(secret), profile.tunnel, profile.name});
    });
}

jobs::RunOwner ownerOf(const Services& services, const store::Profile& profile)
{
    return {profile.id, profile.name, services.historyPath};
}

} // namespace tidemark::ui
