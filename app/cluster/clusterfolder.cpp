// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/clusterfolder.h"

#include "cluster/serverprocess.h"
#include "core/atomicfile.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace tidemark::cluster {

namespace {

const QLatin1String prefix("tidemark-");

QString newName()
{
    static constexpr char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    QString name = prefix;
    for (int i = 0; i < 8; ++i)
        name.append(QLatin1Char(letters[QRandomGenerator::system()->bounded(static_cast<int>(sizeof letters - 1))]));
    return name;
}

core::Error folderError(int number, const QString& path)
{
    return core::systemError(number, QCoreApplication::translate("cluster::folder", "The folder %1 could not be used.").arg(path));
}

bool isOwnFolder(const QString& path)
{
    struct stat facts{};
    return ::lstat(QFile::encodeName(path).constData(), &facts) == 0 && S_ISDIR(facts.st_mode) && facts.st_uid == ::geteuid();
}

/// Made, or there already; with other people let through but not in where a user of its own runs the server.
core::Status makeOuterFolder(const QString& path, const ServerUser& user)
{
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), 0700) != 0) {
        if (errno != EEXIST)
            return folderError(errno, path);
        return isOwnFolder(path) ? core::Status() : folderError(EACCES, path);
    }
    if (user && ::chmod(name.constData(), 0711) != 0)
        return folderError(errno, path);
    return {};
}

/// The marker is written before anything else: without it, what lies there is not ours.
std::optional<ClusterRecord> markerIn(const ClusterRecord& record)
{
    const auto content = core::readFile(record.markerFile(), 64 << 10);
    if (!content || !isOwnFolder(record.folder))
        return std::nullopt;
    return ClusterRecord::fromJson(QJsonDocument::fromJson(*content).object());
}

bool isMarked(const ClusterRecord& record)
{
    const auto marker = markerIn(record);
    return marker && marker->id == record.id;
}

core::Error notEmpty(const QString& path)
{
    return core::Error{core::ErrorKind::Conflict, QCoreApplication::translate("cluster::folder", "%1 exists already and is not empty.").arg(path), {},
                       QCoreApplication::translate("cluster::folder", "Choose a folder that is new or empty.")};
}

/// Of two that are started for one folder at once, one gets it.
core::Status claimFolder(const ClusterRecord& record)
{
    const QString ours = record.markerFile() + QLatin1Char('.') + record.id.left(6);
    TIDEMARK_TRY(core::writeFileAtomically(ours, QJsonDocument(record.toJson()).toJson(), core::FileMode::Private));
    const core::Status claimed = core::renameDurably(ours, record.markerFile());
    if (claimed)
        return {};
    QFile::remove(ours);
    return claimed.error().kind == core::ErrorKind::Conflict ? notEmpty(record.folder) : claimed;
}

bool isEmptyFolder(const QString& path)
{
    return QDir(path).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

core::Status removeTree(const QString& path)
{
    std::error_code problem;
    // Opens each level relative to the one above and follows no link: the server's user may have put some there.
    std::filesystem::remove_all(QFile::encodeName(path).toStdString(), problem);
    if (problem)
        return core::systemError(problem.value(), QCoreApplication::translate("cluster::folder", "The folder %1 could not be removed.").arg(path));
    return {};
}

/// A remove_all that meets files appearing (a server process in its last breath) fails once; the second time it holds.
core::Status removeTreeTwice(const QString& path)
{
    if (removeTree(path))
        return {};
    return removeTree(path);
}

core::Status emptyTree(const QString& path)
{
    const QFileInfoList entries = QDir(path).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QFileInfo& entry : entries)
        TIDEMARK_TRY(removeTreeTwice(entry.filePath()));
    if (::lchown(QFile::encodeName(path).constData(), ::geteuid(), ::getegid()) != 0 && errno != ENOENT)
        return folderError(errno, path);
    return {};
}

core::Status stopServerOf(const ClusterRecord& record)
{
    constexpr std::chrono::seconds limit{15};
    if (record.postmaster && record.postmaster->liveness() == core::Liveness::Unknown) {
        return core::Error{core::ErrorKind::Conflict,
                           QCoreApplication::translate("cluster::folder", "The server in %1 runs in another container.").arg(record.folder), {},
                           QCoreApplication::translate("cluster::folder", "Stop it there.")};
    }
    // The record knows it even where its folder was removed by hand; the folder knows one that was started just before a crash.
    if (record.postmaster && record.postmaster->liveness() == core::Liveness::Alive)
        TIDEMARK_TRY(stopPostmaster(*record.postmaster, StopMode::Immediate, limit));
    if (const auto postmaster = findPostmaster(record.dataFolder()))
        TIDEMARK_TRY(stopPostmaster(*postmaster, StopMode::Immediate, limit));
    clearAfterServer(record.dataFolder());
    clearAfterServer(record.folder); // a server on its way up has not entered its data folder yet
    return {};
}

core::Status removeMarker(const ClusterRecord& record)
{
    // With the temporary files of a write that was broken off.
    QDir folder(record.folder);
    const QString name = QFileInfo(record.markerFile()).fileName();
    const QStringList markers = folder.entryList({name, name + QStringLiteral(".*")}, QDir::Files | QDir::Hidden);
    for (const QString& marker : markers)
        folder.remove(marker);
    if (record.madeFolder && ::rmdir(QFile::encodeName(record.folder).constData()) != 0 && errno != ENOENT) {
        return core::Error{core::ErrorKind::Conflict,
                           QCoreApplication::translate("cluster::folder", "The folder %1 was left: it holds files that are not the server's.").arg(record.folder), {}, {}};
    }
    if (record.parent == ParentFolder::RemoveWhenEmpty)
        ::rmdir(QFile::encodeName(QFileInfo(record.folder).absolutePath()).constData()); // refused while another is in it
    return {};
}

} // namespace

bool canHoldSocket(const QString& folder)
{
    const QByteArray longest = QFile::encodeName(folder) + "/.s.PGSQL.65535";
    return longest.size() <= longestSocketPath && !folder.contains(QLatin1Char(','));
}

core::Result<QString> newPrivateFolder(const ServerUser& user, const core::RunContext& context)
{
    QStringList bases{QStringLiteral("/var/tmp"), QStringLiteral("/tmp")};
    const QString chosen = qEnvironmentVariable("TMPDIR");
    if (QDir::isAbsolutePath(chosen))
        bases.prepend(QDir::cleanPath(chosen));
    for (const QString& base : std::as_const(bases)) {
        TIDEMARK_TRY(context.checkpoint());
        if (::access(QFile::encodeName(base).constData(), W_OK | X_OK) == 0 && checkReachable(base, user, context))
            return base + QLatin1Char('/') + newName();
    }
    return core::Error{core::ErrorKind::PermissionDenied,
                       QCoreApplication::translate("cluster::folder", "There is no folder for temporary files that can be written."),
                       bases.join(QStringLiteral(", ")),
                       QCoreApplication::translate("cluster::folder", "Let TMPDIR name one.")};
}

core::Result<QString> checkChosenFolder(const QString& folder, const ServerUser& user, const core::RunContext& context)
{
    const bool control = std::any_of(folder.begin(), folder.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
    if (folder.isEmpty() || control) {
        return core::Error{core::ErrorKind::InvalidInput,
                           QCoreApplication::translate("cluster::folder", "A server cannot live in a folder with that name."),
                           core::singleLine(folder),
                           QCoreApplication::translate("cluster::folder", "Choose a name without line breaks and other control characters.")};
    }
    const QString path = QDir::cleanPath(QDir::current().absoluteFilePath(folder));
    const QFileInfo facts(path);
    if (facts.exists() || facts.isSymLink()) {
        if (!facts.isDir() || !isEmptyFolder(path))
            return notEmpty(path);
        if (!isOwnFolder(path))
            return folderError(EACCES, path);
        TIDEMARK_TRY(checkReachable(path, user, context));
        return path;
    }
    const QString parent = QFileInfo(path).absolutePath();
    if (!QFileInfo(parent).isDir())
        return core::Error{core::ErrorKind::NotFound,
                           QCoreApplication::translate("cluster::folder", "There is no folder %1 that it could be made in.").arg(core::singleLine(parent)),
                           {},
                           QCoreApplication::translate("cluster::folder", "Make it first (mkdir -p), or choose a folder below one that is there.")};
    TIDEMARK_TRY(checkReachable(parent, user, context));
    return path;
}

core::Result<QString> chooseSocketFolder(const QString& clusterFolder, const ServerUser& user)
{
    const QString run = clusterFolder + QStringLiteral("/run");
    if (canHoldSocket(run))
        return run;
    QStringList bases;
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (!user && QDir::isAbsolutePath(runtime) && ::access(QFile::encodeName(runtime).constData(), W_OK | X_OK) == 0)
        bases.append(runtime);
    bases.append(QStringLiteral("/tmp"));
    for (const QString& base : std::as_const(bases)) {
        const QString folder = base + QLatin1Char('/') + newName();
        if (canHoldSocket(folder))
            return folder;
    }
    return core::Error{core::ErrorKind::InvalidInput,
                       QCoreApplication::translate("cluster::folder", "The path of the server's socket would be too long."), run,
                       QCoreApplication::translate("cluster::folder", "A socket's path may have %1 bytes. Choose a folder with a shorter path.").arg(longestSocketPath)};
}

core::Status makeClusterFolders(const ClusterRecord& record, const ClusterRegistry& registry, const ServerUser& user)
{
    if (record.parent == ParentFolder::RemoveWhenEmpty)
        TIDEMARK_TRY(makeOuterFolder(QFileInfo(record.folder).absolutePath(), user));
    TIDEMARK_TRY(makeOuterFolder(record.folder, user));
    TIDEMARK_TRY(claimFolder(record));
    TIDEMARK_TRY(registry.write(record));
    TIDEMARK_TRY(makePrivateFolder(record.dataFolder(), user));
    TIDEMARK_TRY(makePrivateFolder(record.runFolder(), user));
    if (record.socketFolder != record.runFolder())
        TIDEMARK_TRY(makePrivateFolder(record.socketFolder, user));
    return {};
}

core::Status addTablespaceFolder(ClusterRecord& record, const ClusterRegistry& registry, const QString& folder)
{
    const QByteArray name = QFile::encodeName(folder);
    const bool made = ::mkdir(name.constData(), 0700) == 0;
    if (!made && errno != EEXIST)
        return folderError(errno, folder);
    if (!made && !isOwnFolder(folder))
        return folderError(EACCES, folder);
    if (!made && !isEmptyFolder(folder))
        return notEmpty(folder);
    if (::chmod(name.constData(), 0700) != 0)
        return folderError(errno, folder);
    record.tablespaces.append({folder, made}); // only now: what is in the record is removed with it
    return registry.write(record);
}

core::Status removeCluster(const ClusterRecord& record, const ClusterRegistry& registry)
{
    if (const auto marker = markerIn(record); marker && marker->id != record.id) {
        registry.forget(record); // another one was quicker, and lives there
        return {};
    }
    TIDEMARK_TRY(stopServerOf(record));
    const bool ownSocketFolder = record.socketFolder != record.runFolder();
    if (ownSocketFolder && QFileInfo(record.socketFolder).fileName().startsWith(prefix))
        TIDEMARK_TRY(removeTreeTwice(record.socketFolder));
    if (isMarked(record)) {
        for (const ClusterRecord::Tablespace& tablespace : record.tablespaces)
            TIDEMARK_TRY(tablespace.made ? removeTreeTwice(tablespace.folder) : emptyTree(tablespace.folder));
        TIDEMARK_TRY(removeTreeTwice(record.dataFolder()));
        TIDEMARK_TRY(removeTreeTwice(record.runFolder()));
    }
    core::Status left = removeMarker(record);
    registry.forget(record);
    return left;
}

} // namespace tidemark::cluster
