// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/secretreader.h"

#include "store/secretstore.h"

#include <QEventLoop>

namespace tidemark::store {

core::Result<core::Secret> readSecretBlocking(const Profile& profile, std::chrono::milliseconds limit)
{
    // Nothing to ask for: then the keychain is not woken up, and no prompt of it appears.
    if (!profile.passwordSaved)
        return core::Secret();
    SecretStore secrets(SecretStore::Use::Keychain, limit);
    QEventLoop loop;
    core::Result<core::Secret> answer = core::Secret();
    secrets.read(profile, [&](core::Result<core::Secret> result) {
        answer = std::move(result);
        loop.quit();
    });
    loop.exec(); // bounded: the store answers within the limit whatever the keychain does
    return answer;
}

} // namespace tidemark::store
