// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "store/profile.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace tidemark::store {

/// The profiles of this person, in one JSON file that the window and the command line share. Every change locks the
/// file, reads it afresh, applies that one change and replaces it whole, so that nothing another process wrote is lost.
/// Used by one thread at a time. A file that cannot be understood is never written to.
class ProfileStore
{
public:
    enum class Access
    {
        Writable,
        ReadOnly, // the file is of a newer version
        Unusable, // the file cannot be read; see load()
    };

    explicit ProfileStore(QString path = defaultPath());
    static QString defaultPath(); // configFolder()/profiles.json

    /// Reads the file afresh; a missing one means no profiles. Errors: Corrupt, PermissionDenied, Io.
    core::Status load();
    Access access() const { return m_access; }
    const QString& path() const { return m_path; }

    const QList<Profile>& profiles() const { return m_content.profiles; }
    /// By id, else by name. Error: NotFound with the names there are as hint.
    core::Result<Profile> find(const QString& idOrName) const;

    /// Errors of the three: InvalidInput; Conflict (name taken, file of a newer version, changed meanwhile by another
    /// process); NotFound; Corrupt; PermissionDenied, StorageFull, Io. After each of them profiles() shows the file as it is.
    core::Status add(const Profile& profile);
    /// Replaces the profile of the same id.
    core::Status update(const Profile& profile);
    core::Status remove(const QString& id);

private:
    struct Content
    {
        QList<Profile> profiles;
        QJsonObject unknown; // fields of the file besides formatVersion and profiles
        int formatVersion = 0;
    };
    core::Result<Content> read() const;
    core::Status write(const Content& content) const;
    template <typename Change> core::Status change(const Change& apply);
    void take(const core::Result<Content>& content);

    QString m_path;
    Content m_content;
    Access m_access = Access::Writable;
};

} // namespace tidemark::store
