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

SecretPlace writeSecretBlocking(const Profile& profile, const core::Secret& secret, std::chrono::milliseconds limit)
{
    SecretStore secrets(SecretStore::Use::Keychain, limit);
    QEventLoop loop;
    SecretPlace place = SecretPlace::Memory;
    secrets.write(profile, secret, [&](SecretPlace kept) {
        place = kept;
        loop.quit();
    });
    loop.exec();
    return place;
}

void removeSecretBlocking(const Profile& profile, std::chrono::milliseconds limit)
{
    SecretStore secrets(SecretStore::Use::Keychain, limit);
    QEventLoop loop;
    secrets.remove(profile, [&](const core::Status&) { loop.quit(); });
    loop.exec();
}

} // namespace tidemark::store
