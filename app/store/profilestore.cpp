// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/profilestore.h"

#include "core/atomicfile.h"
#include "core/quoting.h"
#include "store/changelock.h"
#include "store/folders.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace tidemark::store {

namespace {

constexpr int knownVersion = 1;
constexpr qint64 largestFile = 16 << 20;

auto byId(const QString& id)
{
    return [id](const Profile& profile) { return profile.id == id; };
}

core::Error corrupt(const QString& path, const QString& detail)
{
    return {core::ErrorKind::Corrupt,
            QCoreApplication::translate("store::ProfileStore", "The file with the connection profiles is damaged."),
            QDir::toNativeSeparators(path) + QStringLiteral(": ") + detail,
            QCoreApplication::translate("store::ProfileStore", "It was left as it is. Correct it, restore it from a backup, or move it away to begin anew.")};
}

core::Error newerVersion(const QString& path)
{
    return {core::ErrorKind::Conflict,
            QCoreApplication::translate("store::ProfileStore", "The connection profiles were written by a newer version of Tidemark and can only be read."),
            QDir::toNativeSeparators(path),
            QCoreApplication::translate("store::ProfileStore", "Use the newer version to change them.")};
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
    Content content;
    content.formatVersion = knownVersion;
    if (!QFileInfo::exists(m_path))
        return content;
    const core::Result<QByteArray> bytes = core::readFile(m_path, largestFile);
    if (!bytes)
        return bytes.error();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return corrupt(m_path, QStringLiteral("%1 (byte %2)").arg(problem.errorString()).arg(problem.offset));
    content.unknown = document.object();
    content.formatVersion = content.unknown.take(u"formatVersion").toInt();
    const QJsonValue list = content.unknown.take(u"profiles");
    if (content.formatVersion < 1 || !list.isArray())
        return corrupt(m_path, QCoreApplication::translate("store::ProfileStore", "This is not a list of connection profiles."));
    const QJsonArray entries = list.toArray();
    for (const QJsonValue& entry : entries) {
        core::Result<Profile> profile = profileFromJson(entry.toObject());
        if (profile)
            content.profiles.append(*std::move(profile));
        else if (content.formatVersion <= knownVersion)
            return corrupt(m_path, profile.error().toText());
        // In a newer file an entry may well be of a form that we cannot know; it is not ours to write back.
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
    m_access = content->formatVersion > knownVersion ? Access::ReadOnly : Access::Writable;
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
    QJsonArray entries;
    for (const Profile& profile : content.profiles)
        entries.append(toJson(profile));
    QJsonObject object = content.unknown;
    object.insert(QStringLiteral("formatVersion"), knownVersion);
    object.insert(QStringLiteral("profiles"), entries);
    // A link (from a folder of dotfiles, say) stays a link: what it points to is replaced.
    const QString canonical = QFileInfo(m_path).canonicalFilePath();
    return core::writeFileAtomically(canonical.isEmpty() ? m_path : canonical, QJsonDocument(object).toJson(), core::FileMode::Private);
}

template <typename Change>
core::Status ProfileStore::change(const Change& apply)
{
    const core::Result<core::FileLock> lock = lockForChange(m_path);
    if (!lock)
        return lock.error();
    core::Result<Content> fresh = read();
    const Content before = m_content;
    take(fresh);
    if (!fresh)
        return fresh.error();
    if (m_access == Access::ReadOnly)
        return newerVersion(m_path);
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
