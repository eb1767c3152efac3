// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/ownfiles.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QSet>

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tidemark::catalog {

namespace {

constexpr int deepest = 64; // folders within each other
constexpr qsizetype mostStrangers = 1000;
constexpr char tablespaceLinks[] = "/pg_tblspc"; // below a base backup's folder

/// Whether a link at this place is the base backup's own: pg_tblspc/16400.
bool isTablespaceLink(const Manifest& manifest, const QString& name)
{
    const QString parent = name.section(QLatin1Char('/'), 0, -2);
    if (manifest.kind != SetKind::BaseBackup || parent != manifest.dumpFile + QLatin1String(tablespaceLinks))
        return false;
    const QString last = name.section(QLatin1Char('/'), -1);
    return !last.isEmpty() && std::all_of(last.begin(), last.end(), [](QChar c) {
        return c >= QLatin1Char('0') && c <= QLatin1Char('9');
    });
}

/// Folders that belong to the set though no file is in them: a server's data directory has such.
bool isWithinDump(const Manifest& manifest, const QString& name)
{
    if (manifest.dumpFile.isEmpty())
        return false;
    if (name == manifest.dumpFile || name.startsWith(manifest.dumpFile + QLatin1Char('/')))
        return true;
    if (!manifest.base)
        return false;
    const auto& spaces = manifest.base->tablespaces;
    return std::any_of(spaces.begin(), spaces.end(), [&name](const ManifestTablespace& space) {
        return !space.folder.isEmpty() && !space.folder.startsWith(QLatin1Char('/')) &&
               (name == space.folder || name.startsWith(space.folder + QLatin1Char('/')) ||
                space.folder.startsWith(name + QLatin1Char('/')));
    });
}

struct Search
{
    const Manifest& manifest;
    QSet<QString> files;
    QSet<QString> folders; // in which files of the set are
    QStringList strangers;
};

void lookAround(const QString& folder, const QString& prefix, int depth, Search& search)
{
    const QFileInfoList found = QDir(folder).entryInfoList(
        QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System, QDir::Name);
    for (const QFileInfo& info : found) {
        if (search.strangers.size() >= mostStrangers)
            return;
        const QString name = prefix + info.fileName();
        if (info.isSymLink()) {
            if (!isTablespaceLink(search.manifest, name))
                search.strangers.append(name);
        } else if (info.isDir()) {
            if (depth > 0 && (search.folders.contains(name) || isWithinDump(search.manifest, name)))
                lookAround(info.filePath(), name + QLatin1Char('/'), depth - 1, search);
            else
                search.strangers.append(name);
        } else if (!search.files.contains(name)) {
            search.strangers.append(name);
        }
    }
}

core::Error cannotDelete(int errorNumber, const QString& path)
{
    return core::systemError(
        errorNumber, QCoreApplication::translate("catalog::removal", "%1 cannot be deleted.").arg(path));
}

/// The folder of `name`, opened step by step so that none of them is a link; -1 where one is, or is not
/// there.
int openParent(int descriptor, const QString& name)
{
    int parent = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    const QStringList parts = name.split(QLatin1Char('/'));
    for (qsizetype i = 0; parent >= 0 && i + 1 < parts.size(); ++i) {
        const int inner = ::openat(parent, QFile::encodeName(parts.at(i)).constData(),
                                   O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        ::close(parent);
        parent = inner;
    }
    return parent;
}

core::Status removeFile(int descriptor, const QString& name, const QString& folder)
{
    const int parent = openParent(descriptor, name);
    if (parent < 0)
        return {};
    const auto close = qScopeGuard([parent] { ::close(parent); });
    const QByteArray last = QFile::encodeName(name.section(QLatin1Char('/'), -1));
    struct stat status
    {
    };
    if (::fstatat(parent, last.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
        return {};
    if (::unlinkat(parent, last.constData(), 0) != 0 && errno != ENOENT)
        return cannotDelete(errno, folder + QLatin1Char('/') + name);
    return {};
}

/// Removes what is empty below, bottom up, and links to tablespaces. `descriptor` is taken over.
void removeEmptyFolders(int descriptor, const Manifest& manifest, const QString& name, int depth)
{
    DIR* listing = ::fdopendir(descriptor);
    if (!listing) {
        ::close(descriptor);
        return;
    }
    const auto close = qScopeGuard([listing] { ::closedir(listing); });
    QList<QByteArray> names;
    while (const dirent* entry = ::readdir(listing))
        names.append(QByteArray(entry->d_name));
    for (const QByteArray& one : std::as_const(names)) {
        if (one == "." || one == "..")
            continue;
        const QString inner = name + QLatin1Char('/') + QFile::decodeName(one);
        struct stat status
        {
        };
        if (::fstatat(descriptor, one.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISLNK(status.st_mode) && isTablespaceLink(manifest, inner)) {
            (void)::unlinkat(descriptor, one.constData(), 0);
        } else if (S_ISDIR(status.st_mode) && depth > 0) {
            const int below =
                ::openat(descriptor, one.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            if (below >= 0)
                removeEmptyFolders(below, manifest, inner, depth - 1);
            (void)::unlinkat(descriptor, one.constData(), AT_REMOVEDIR);
        }
    }
}

} // namespace

QStringList strangersIn(const QString& folder, const Manifest& manifest)
{
    Search search{manifest, {QLatin1String(manifestFileName), QLatin1String(checksFileName)}, {}, {}};
    for (const ManifestFile& file : manifest.files) {
        search.files.insert(file.name);
        for (qsizetype slash = file.name.indexOf(QLatin1Char('/')); slash > 0;
             slash = file.name.indexOf(QLatin1Char('/'), slash + 1))
            search.folders.insert(file.name.left(slash));
    }
    lookAround(folder, {}, deepest, search);
    return search.strangers;
}

core::Status removeOwnFiles(int descriptor, const Manifest& manifest, const QString& folder)
{
    QSet<QString> roots; // the folders at the top of the set
    for (const ManifestFile& file : manifest.files) {
        TIDEMARK_TRY(removeFile(descriptor, file.name, folder));
        if (file.name.contains(QLatin1Char('/')))
            roots.insert(file.name.section(QLatin1Char('/'), 0, 0));
    }
    for (const QString& root : std::as_const(roots)) {
        const QByteArray name = QFile::encodeName(root);
        const int inner =
            ::openat(descriptor, name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner >= 0)
            removeEmptyFolders(inner, manifest, root, deepest);
        (void)::unlinkat(descriptor, name.constData(), AT_REMOVEDIR);
    }
    return {};
}

} // namespace tidemark::catalog
