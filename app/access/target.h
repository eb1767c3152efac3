// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"
#include "postgres/connectionspec.h"
#include "store/profile.h"

#include <QString>

#include <optional>

namespace tidemark::access {

/// A server that a run is to reach, with everything resolved that needs a person or a keychain. The password is empty
/// where libpq is to find one by itself (password file, service file, PGPASSWORD, or none is needed).
struct Target
{
    postgres::ConnectionSpec spec;
    core::Secret password;
    std::optional<store::TunnelSpec> tunnel;
    QString label; // for people: the profile's name
};

/// The target of a profile.
inline Target targetOf(const store::Profile& profile, const core::Secret& password)
{
    return {profile.spec, password, profile.tunnel, profile.name};
}

} // namespace tidemark::access
