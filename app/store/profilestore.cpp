// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/profilestore.h"

#include "core/quoting.h"
#include "store/folders.h"
#include "store/listfile.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace tidemark::store {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("store::ProfileStore", text);
}

auto byId(const QString& id)
{
    return [id](const Profile& profile) { return profile.id == id; };
}

ListFile fileAt(const QString& path)
{
    return ListFile(
        path,
        {QStringLiteral("profiles"), tr("The file with the connection profiles is damaged."),
         tr("The connection profiles were written by a newer version of Tidemark and can only be read."),
         tr("This is not a list of connection profiles."), [](const QJsonObject& entry) -> core::Status {
             if (const auto profile = profileFromJson(entry); !profile)
                 return profile.error();
             return {};
         }});
}

core::Error noSuchProfile()
{
    return {core::ErrorKind::NotFound, QCoreApplication::translate("store::ProfileStore", "There is no such connection profile any more."), {}, {}};
}

core::Status nameIsFree(const QList<Profile>& profiles, const Profile& wanted)
{
    const bool taken = std::any_of(profiles.begin(), profiles.end(),
                                   [&](const Profile& other) { return other.id != wanted.id && other.name == wanted.name; });
    if (!taken)
        return {};
    return core::Error{core::ErrorKind::Conflict,
                       QCoreApplication::translate("store::ProfileStore", "There is a connection named “%1” already.").arg(wanted.name),
                       {}, QCoreApplication::translate("store::ProfileStore", "Choose another name.")};
}

} // namespace

ProfileStore::ProfileStore(QString path) : m_path(std::move(path)) {}

QString ProfileStore::defaultPath()
{
    return configFolder() + QStringLiteral("/profiles.json");
}

core::Result<ProfileStore::Content> ProfileStore::read() const
{
    auto file = fileAt(m_path).read();
    if (!file)
        return std::move(file).error();
    Content content{{}, file->unknown, file->formatVersion};
    for (const QJsonObject& entry : std::as_const(file->entries)) {
        if (auto profile = profileFromJson(entry))
            content.profiles.append(*std::move(profile));
    }
    return content;
}

void ProfileStore::take(const core::Result<Content>& content)
{
    if (!content) {
        m_access = Access::Unusable;
        m_content = {};
        return;
    }
    m_content = *content;
    m_access = ListFile::Content{{}, {}, content->formatVersion}.isNewer() ? Access::ReadOnly : Access::Writable;
}

core::Status ProfileStore::load()
{
    const core::Result<Content> content = read();
    take(content);
    if (!content)
        return content.error();
    return {};
}

core::Status ProfileStore::write(const Content& content) const
{
    ListFile::Content file{{}, content.unknown, content.formatVersion};
    for (const Profile& profile : content.profiles)
        file.entries.append(toJson(profile));
    return fileAt(m_path).write(file);
}

template <typename Change>
core::Status ProfileStore::change(const Change& apply)
{
    const auto lock = fileAt(m_path).lock();
    if (!lock)
        return lock.error();
    core::Result<Content> fresh = read();
    const Content before = m_content;
    take(fresh);
    if (!fresh)
        return fresh.error();
    if (m_access == Access::Writable) // else write() says so
        TIDEMARK_TRY(apply(fresh->profiles, before.profiles));
    TIDEMARK_TRY(write(*fresh));
    take(fresh);
    return {};
}

core::Result<Profile> ProfileStore::find(const QString& idOrName) const
{
    const QList<Profile>& all = m_content.profiles;
    auto found = std::find_if(all.begin(), all.end(), byId(idOrName));
    if (found == all.end())
        found = std::find_if(all.begin(), all.end(), [&](const Profile& profile) { return profile.name == idOrName; });
    if (found != all.end())
        return *found;
    QStringList names;
    for (const Profile& profile : all)
        names.append(profile.name);
    return core::Error{core::ErrorKind::NotFound,
                       QCoreApplication::translate("store::ProfileStore", "There is no connection profile “%1”.").arg(core::singleLine(idOrName)),
                       {},
                       names.isEmpty() ? QCoreApplication::translate("store::ProfileStore", "There are none yet: add one first.")
                                       : QCoreApplication::translate("store::ProfileStore", "There are: %1").arg(names.join(QStringLiteral(", ")))};
}

core::Status ProfileStore::add(const Profile& profile)
{
    TIDEMARK_TRY(validate(profile));
    return change([&](QList<Profile>& profiles, const QList<Profile>&) -> core::Status {
        TIDEMARK_TRY(nameIsFree(profiles, profile));
        if (std::any_of(profiles.begin(), profiles.end(), byId(profile.id))) {
            return core::Error{core::ErrorKind::Conflict,
                               QCoreApplication::translate("store::ProfileStore", "This connection profile is there already."), {}, {}};
        }
        profiles.append(profile);
        return {};
    });
}

core::Status ProfileStore::update(const Profile& profile)
{
    TIDEMARK_TRY(validate(profile));
    return change([&](QList<Profile>& profiles, const QList<Profile>& seen) -> core::Status {
        const auto stored = std::find_if(profiles.begin(), profiles.end(), byId(profile.id));
        if (stored == profiles.end())
            return noSuchProfile();
        const auto known = std::find_if(seen.begin(), seen.end(), byId(profile.id));
        if (known != seen.end() && *known != *stored) {
            return core::Error{core::ErrorKind::Conflict,
                               QCoreApplication::translate("store::ProfileStore", "“%1” was changed by another process meanwhile.").arg(stored->name),
                               {}, QCoreApplication::translate("store::ProfileStore", "Look at it again, then repeat your change.")};
        }
        TIDEMARK_TRY(nameIsFree(profiles, profile));
        *stored = profile;
        return {};
    });
}

core::Status ProfileStore::remove(const QString& id)
{
    return change([&](QList<Profile>& profiles, const QList<Profile>&) -> core::Status {
        if (profiles.removeIf(byId(id)) == 0)
            return noSuchProfile();
        return {};
    });
}

} // namespace tidemark::store
