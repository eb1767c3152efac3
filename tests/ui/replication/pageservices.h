// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/activity/activities.h"
#include "ui/common/task.h"
#include "ui/services.h"

#include <QTemporaryDir>

namespace tidemark::test {

/// What a page needs from outside, in a folder of its own, without a keychain.
struct PageServices
{
    QTemporaryDir folder;
    store::ProfileStore profiles{folder.filePath(QStringLiteral("profiles.json"))};
    store::SecretStore secrets{store::SecretStore::Use::MemoryOnly};
    store::Preferences preferences{folder.filePath(QStringLiteral("preferences.ini"))};
    ui::TaskRunner tasks;
    ui::Activities activities;
    ui::Services services{profiles, secrets, preferences, tasks, activities, folder.filePath(QStringLiteral("history.db")), {}, false, {}};
};

inline store::Profile profileFor(const QString& name, const postgres::ConnectionSpec& spec)
{
    store::Profile profile = store::Profile::create(name);
    profile.spec = spec;
    return profile;
}

} // namespace tidemark::test
