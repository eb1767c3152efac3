// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/foreigndata.h"

#include "core/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <unistd.h>

namespace tidemark::cluster {

namespace {

core::Error conversionError(const QString& path)
{
    return core::systemError(
        errno,
        QCoreApplication::translate("cluster::LocalCluster", "The server's files could not be prepared: %1")
            .arg(path));
}

bool isWorthKeeping(const QString& name)
{
    return name.endsWith(QLatin1String(".conf"));
}

} // namespace

core::Status replaceConfiguration(const QString& dataFolder, FormerConfiguration former)
{
    for (const char* file :
         {"postgresql.conf", "postgresql.auto.conf", "pg_hba.conf", "pg_ident.conf", "recovery.conf",
          "recovery.signal", "standby.signal", "postmaster.pid", "postmaster.opts"}) {
        const QString name = QLatin1String(file);
        const QByteArray path = QFile::encodeName(dataFolder + QLatin1Char('/') + name);
        const bool keeps = former == FormerConfiguration::KeepCopies && isWorthKeeping(name);
        const int done = keeps ? ::rename(path.constData(), (path + formerSuffix).constData())
                               : ::unlink(path.constData());
        if (done != 0 && errno != ENOENT)
            return conversionError(QFile::decodeName(path));
    }
    const auto write = [&dataFolder](const char* name, const QByteArray& text) {
        return core::writeFileAtomically(dataFolder + QLatin1Char('/') + QLatin1String(name), text,
                                         core::FileMode::Private);
    };
    TIDEMARK_TRY(write("postgresql.conf", "lc_messages = 'C'\nmax_prepared_transactions = 200\n"));
    TIDEMARK_TRY(write("postgresql.auto.conf", ""));
    TIDEMARK_TRY(write("pg_ident.conf", ""));
    return write("pg_hba.conf", "local all all trust\n");
}

ServerSettings settingsNeededBy(const QString& dataFolder)
{
    const QFileInfoList entries =
        QDir(dataFolder + QStringLiteral("/pg_tblspc")).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
    const bool isInPlace = std::any_of(entries.begin(), entries.end(),
                                       [](const QFileInfo& entry) { return !entry.isSymLink(); });
    return isInPlace ? ServerSettings{{QStringLiteral("allow_in_place_tablespaces"), QStringLiteral("on")}}
                     : ServerSettings();
}

core::Status giveTreeTo(const QString& folder, const ServerUser& user)
{
    if (!user)
        return {};
    QDirIterator walk(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                      QDirIterator::Subdirectories);
    QStringList paths;
    while (walk.hasNext())
        paths.append(walk.next());
    paths.append(folder); // last: from then on its owner can move things about
    for (const QString& path : std::as_const(paths)) {
        if (::lchown(QFile::encodeName(path).constData(), user->user, user->group) != 0)
            return conversionError(path);
    }
    return {};
}

core::Status takeFolder(const QString& folder, const ServerUser& user)
{
    if (user && ::lchown(QFile::encodeName(folder).constData(), ::geteuid(), ::getegid()) != 0)
        return conversionError(folder);
    return {};
}

} // namespace tidemark::cluster
