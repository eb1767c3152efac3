// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/setremoval.h"

#include "catalog/ownfiles.h"
#include "catalog/setlock.h"
#include "catalog/setname.h"
#include "core/atomicfile.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QStorageInfo>

#include <sys/stat.h>
#include <unistd.h>

namespace tidemark::catalog {

namespace {

/// Marks a folder that is being deleted. Another name than that of what is being made: who cleans up after a
/// backup removes folders whole, and here strangers may be inside.
constexpr char removalMark[] = ".tidemark-removing";
constexpr qint64 largestManifest = 256 << 20;
constexpr int deepest = 4;

QString tr(const char* text)
{
    return QCoreApplication::translate("catalog::removal", text);
}

core::Result<Manifest> manifestOf(const QString& folder)
{
    const auto json =
        core::readFile(folder + QLatin1Char('/') + QLatin1String(manifestFileName), largestManifest);
    if (!json)
        return json.error();
    auto manifest = Manifest::fromJson(*json);
    if (!manifest) {
        core::Error error = manifest.error().within(
            tr("It is not known which files belong to the backup in %1, so nothing is deleted.").arg(folder));
        error.hint = tr("Look into the folder, and delete it with a file manager.");
        return error;
    }
    return manifest;
}

/// Whether a desktop's trash takes what lies here: the home's for the same file system, else one at the top
/// of the disk.
bool hasTrash(const QString& folder)
{
    struct stat here
    {
    };
    struct stat home
    {
    };
    if (::stat(QFile::encodeName(folder).constData(), &here) != 0)
        return false;
    if (::stat(QFile::encodeName(QDir::homePath()).constData(), &home) == 0 && here.st_dev == home.st_dev)
        return true;
    const QStorageInfo disk(folder);
    if (!disk.isValid() || disk.isReadOnly() || disk.isRoot())
        return false;
    const QString own = QStringLiteral("%1/.Trash-%2").arg(disk.rootPath()).arg(::getuid());
    return QFileInfo(own).isWritable() ||
           (!QFileInfo::exists(own) && QFileInfo(disk.rootPath()).isWritable());
}

bool provesSomething(const BackupSet& set)
{
    return set.isUsable() && set.isReachable() && set.proven() != Proven::Written;
}

bool sameSubject(const Manifest& a, const Manifest& b)
{
    const bool sameServer = a.systemIdentifier.isEmpty() || b.systemIdentifier.isEmpty()
                                ? a.server == b.server
                                : a.systemIdentifier == b.systemIdentifier;
    return sameServer && a.kind == b.kind && a.database == b.database && a.coverage == b.coverage &&
           holdsGlobalsOnly(a) == holdsGlobalsOnly(b);
}

QString partialName(const QString& folder)
{
    for (int attempt = 1;; ++attempt) {
        const QString name = folder + (attempt == 1 ? QString() : QStringLiteral("-%1").arg(attempt)) +
                             QLatin1String(partialSuffix);
        if (!QFileInfo::exists(name))
            return name;
    }
}

/// Of a folder that was renamed already. Its files go first, its manifest last: until then it is known what
/// is its own.
core::Result<QStringList> deleteRenamed(const QString& partial, const SetLock& lock)
{
    auto manifest = manifestOf(partial);
    const bool gone =
        !manifest && manifest.error().kind == core::ErrorKind::NotFound; // it was the last step but one
    if (!manifest && !gone)
        return std::move(manifest).error();
    if (!gone)
        TIDEMARK_TRY(removeOwnFiles(lock.descriptor(), *manifest, partial));
    for (const QLatin1String name :
         {QLatin1String(checksFileName), QLatin1String(manifestFileName), QLatin1String(removalMark)})
        (void)::unlinkat(lock.descriptor(), name.data(), 0);
    if (::rmdir(QFile::encodeName(partial).constData()) == 0) {
        (void)core::flushToDisk(QFileInfo(partial).path());
        return QStringList();
    }
    // Strangers stay where they were.
    QString original = partial.chopped(static_cast<qsizetype>(qstrlen(partialSuffix)));
    for (int attempt = 2; QFileInfo::exists(original); ++attempt)
        original = partial.chopped(static_cast<qsizetype>(qstrlen(partialSuffix))) +
                   QStringLiteral("-%1").arg(attempt);
    TIDEMARK_TRY(core::renameDurably(partial, original));
    return strangersIn(original, Manifest());
}

core::Result<RemovalReport> toTrash(const QString& folder)
{
    RemovalReport report{folder, RemovalWay::Trash, {}, {}};
    if (QFile::moveToTrash(folder, &report.trashPath))
        return report;
    return core::Error{core::ErrorKind::Conflict,
                       tr("The backup in %1 cannot be moved to the trash. Nothing was deleted.").arg(folder),
                       {},
                       tr("Where there is no trash it can only be deleted for good.")};
}

core::Result<RemovalReport> forGood(const QString& folder, const SetLock& lock)
{
    const QString mark = folder + QLatin1Char('/') + QLatin1String(removalMark);
    TIDEMARK_TRY(core::writeFileAtomically(mark, QByteArray(), core::FileMode::Private));
    const QString partial = partialName(folder);
    if (const core::Status renamed = core::renameDurably(folder, partial); !renamed) {
        (void)QFile::remove(mark);
        return renamed.error();
    }
    auto strangers = deleteRenamed(partial, lock);
    if (!strangers) {
        core::Error error = strangers.error().within(
            tr("The backup is deleted in part. What is left of it is in %1, which no list shows.")
                .arg(partial));
        error.hint = tr("The rest is deleted when Tidemark starts the next time.");
        return error;
    }
    return RemovalReport{folder, RemovalWay::Permanent, {}, *std::move(strangers)};
}

int finish(const QString& folder, int depth)
{
    int count = 0;
    const QFileInfoList found =
        QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QFileInfo& inner : found) {
        const QString path = inner.filePath();
        if (!path.endsWith(QLatin1String(partialSuffix))) {
            if (depth > 0 && !QFileInfo::exists(path + QLatin1Char('/') + QLatin1String(manifestFileName)))
                count += finish(path, depth - 1);
            continue;
        }
        if (!QFileInfo::exists(path + QLatin1Char('/') + QLatin1String(removalMark)))
            continue;
        const auto lock = SetLock::alone(path); // somebody may be at it
        if (lock && deleteRenamed(path, *lock))
            ++count;
    }
    return count;
}

} // namespace

core::Result<QList<RemovalFacts>> removalFacts(const QStringList& folders, const QList<BackupSet>& all)
{
    QList<RemovalFacts> facts;
    QSet<QString> going;
    for (const QString& folder : folders) {
        auto set = inspectSet(folder);
        if (!set)
            return std::move(set).error();
        TIDEMARK_TRY(manifestOf(folder));
        if (going.contains(set->folder))
            continue;
        going.insert(set->folder);
        RemovalFacts one;
        one.strangers = strangersIn(set->folder, set->manifest);
        one.canTrash = one.strangers.isEmpty() && hasTrash(set->folder);
        one.set = *std::move(set);
        facts.append(one);
    }
    for (RemovalFacts& one : facts) {
        if (!provesSomething(one.set))
            continue;
        one.lastProven = std::none_of(all.begin(), all.end(), [&](const BackupSet& other) {
            return !going.contains(other.folder) && provesSomething(other) &&
                   sameSubject(one.set.manifest, other.manifest);
        });
    }
    return facts;
}

core::Result<RemovalReport> removeSet(const QString& folder, RemovalWay way)
{
    const QString path = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    const auto lock = SetLock::alone(path);
    if (!lock)
        return lock.error();
    const auto manifest = manifestOf(path);
    if (!manifest)
        return manifest.error();
    if (way == RemovalWay::Permanent)
        return forGood(path, *lock);
    const QStringList strangers = strangersIn(path, *manifest);
    if (!strangers.isEmpty()) {
        return core::Error{
            core::ErrorKind::Conflict,
            tr("The backup in %1 cannot be moved to the trash: in its folder there is also what does not "
               "belong to it.")
                .arg(path),
            core::singleLine(strangers.mid(0, 5).join(QStringLiteral(", "))),
            tr("Move that elsewhere, or delete the backup for good: then it stays where it is.")};
    }
    return toTrash(path);
}

int finishRemovals(const QString& destination)
{
    return finish(destination, deepest);
}

} // namespace tidemark::catalog
