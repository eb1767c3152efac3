// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "store/profile.h"
#include "store/secretstore.h"

#include <chrono>

namespace tidemark::store {

/// The saved password of a profile, for main() of the command line only: it runs an event loop of its own until the
/// keychain has answered or the limit is over. Needs a QCoreApplication, on its thread. Results as SecretStore::read.
core::Result<core::Secret> readSecretBlocking(const Profile& profile, std::chrono::milliseconds limit = std::chrono::seconds(10));

/// The same way round for writing and forgetting; see SecretStore.
SecretPlace writeSecretBlocking(const Profile& profile, const core::Secret& secret, std::chrono::milliseconds limit = std::chrono::seconds(10));
void removeSecretBlocking(const Profile& profile, std::chrono::milliseconds limit = std::chrono::seconds(10));

} // namespace tidemark::store
