// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/unprivileged.h"

#include "process/toolmessages.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tidemark::cluster {

namespace {

constexpr const char* ownUser = "tidemark";

core::Status makeSystemUser(const core::RunContext& context)
{
    process::Command command(QStringLiteral("useradd"));
    command.addAll({QStringLiteral("--system"), QStringLiteral("--user-group"), QStringLiteral("--no-create-home"),
                    QStringLiteral("--home-dir"), QStringLiteral("/"), QStringLiteral("--shell"),
                    QStringLiteral("/usr/sbin/nologin"), QLatin1String(ownUser)});
    process::RunOptions options;
    options.limit = std::chrono::seconds(30);
    auto finished = process::run(command, options, context);
    if (!finished)
        return std::move(finished).error();
    if (!finished->succeeded())
        return process::toolFailure(command, *finished);
    return {};
}

/// Containers are often run as a number only; initdb refuses that.
bool hasName(uid_t user)
{
    std::vector<char> buffer(16384);
    passwd entry{};
    passwd* found = nullptr;
    return ::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found;
}

} // namespace

ServerUser userByName(const QString& name)
{
    std::vector<char> buffer(16384);
    passwd entry{};
    passwd* found = nullptr;
    const QByteArray nameBytes = name.toUtf8();
    if (::getpwnam_r(nameBytes.constData(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found || entry.pw_uid == 0)
        return std::nullopt;
    // Between fork and exec no user database may be read: the groups are found now.
    int count = 64;
    std::vector<gid_t> groups(static_cast<std::size_t>(count));
    if (::getgrouplist(nameBytes.constData(), entry.pw_gid, groups.data(), &count) < 0) {
        groups.resize(static_cast<std::size_t>(count));
        ::getgrouplist(nameBytes.constData(), entry.pw_gid, groups.data(), &count);
    }
    groups.resize(static_cast<std::size_t>(count));
    return process::RunAs{entry.pw_uid, entry.pw_gid, {groups.begin(), groups.end()}, name, QFile::decodeName(entry.pw_dir)};
}

core::Result<ServerUser> serverUser(const core::RunContext& context)
{
    if (::geteuid() != 0) {
        if (hasName(::geteuid()))
            return ServerUser();
        return core::Error{core::ErrorKind::PermissionDenied,
                           QCoreApplication::translate("cluster::serverUser", "PostgreSQL's servers do not run as a user without a name."),
                           QCoreApplication::translate("cluster::serverUser", "The system knows no name for the user number %1.").arg(::geteuid()),
                           QCoreApplication::translate("cluster::serverUser", "Add that user to /etc/passwd, or start Tidemark as one that is there.")};
    }
    for (const char* name : {"postgres", ownUser}) {
        if (ServerUser user = userByName(QLatin1String(name)))
            return user;
    }
    core::Status made = makeSystemUser(context);
    if (ServerUser user = userByName(QLatin1String(ownUser)))
        return user;
    TIDEMARK_TRY(context.checkpoint());
    return core::Error{core::ErrorKind::PermissionDenied,
                       QCoreApplication::translate("cluster::serverUser", "PostgreSQL does not run as root, and there is no other user for it."),
                       made ? QString() : made.error().toText(),
                       QCoreApplication::translate("cluster::serverUser", "Start Tidemark as an ordinary user, or make one for servers: useradd --system postgres")};
}

core::Status checkReachable(const QString& folder, const ServerUser& user, const core::RunContext& context)
{
    if (!user)
        return {};
    const process::Command command(QStringLiteral("/bin/sh"),
                                   {QStringLiteral("-c"), QStringLiteral("cd -- \"$1\""), QStringLiteral("sh"), folder});
    process::RunOptions options;
    options.runAs = user;
    options.limit = std::chrono::seconds(10);
    auto finished = process::run(command, options, context);
    if (!finished)
        return std::move(finished).error();
    if (finished->succeeded())
        return {};
    return core::Error{core::ErrorKind::PermissionDenied,
                       QCoreApplication::translate("cluster::serverUser", "The server cannot be run in %1.").arg(folder),
                       QCoreApplication::translate("cluster::serverUser", "PostgreSQL does not run as root, so the user %1 runs it, who may not enter that folder.").arg(user->name),
                       QCoreApplication::translate("cluster::serverUser", "Choose a folder that everybody can reach, for instance below /var/tmp.")};
}

core::Status makePrivateFolder(const QString& path, const ServerUser& user)
{
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), 0700) != 0 || ::chmod(name.constData(), 0700) != 0 ||
        (user && ::lchown(name.constData(), user->user, user->group) != 0)) {
        return core::systemError(errno, QCoreApplication::translate("cluster::serverUser", "The folder %1 could not be made.").arg(path));
    }
    return {};
}

} // namespace tidemark::cluster
