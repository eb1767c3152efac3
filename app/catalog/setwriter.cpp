// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/setwriter.h"

#include "catalog/setname.h"
#include "core/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <sys/stat.h>
#include <utility>

namespace tidemark::catalog {

namespace {

constexpr char lockFileName[] = ".tidemark.lock";

core::Error folderError(int errorNumber, const QString& path)
{
    return core::systemError(errorNumber, QCoreApplication::translate("catalog::SetWriter", "The folder %1 cannot be created.").arg(path));
}

/// Like mkdir -p, with the system's reason when it fails. New folders are private: a dump holds everything.
core::Status makeFolders(const QString& path)
{
    if (QFileInfo(path).isDir())
        return {};
    const QString parent = QFileInfo(path).path();
    if (parent != path)
        TIDEMARK_TRY(makeFolders(parent));
    if (::mkdir(QFile::encodeName(path).constData(), 0700) != 0 && errno != EEXIST)
        return folderError(errno, path);
    if (!QFileInfo(path).isDir())
        return folderError(ENOTDIR, path);
    return {};
}

/// The first free name of "…T020000Z", "…T020000Z-2" …: two runs may start in the same second.
QString freeName(const QString& folder, const QString& base)
{
    for (int attempt = 1;; ++attempt) {
        const QString name = folder + QLatin1Char('/') + (attempt == 1 ? base : QStringLiteral("%1-%2").arg(base).arg(attempt));
        if (!QFileInfo::exists(name) && !QFileInfo::exists(name + QLatin1String(partialSuffix)))
            return name;
    }
}

} // namespace

SetWriter::SetWriter(core::FileLock lock, QString partial, QString final)
    : m_lock(std::move(lock))
    , m_partial(std::move(partial))
    , m_final(std::move(final))
{
}

SetWriter::SetWriter(SetWriter&& other) noexcept
    : m_lock(std::move(other.m_lock))
    , m_partial(std::move(other.m_partial))
    , m_final(std::move(other.m_final))
    , m_removed(std::move(other.m_removed))
    , m_open(std::exchange(other.m_open, false))
{
}

SetWriter::~SetWriter()
{
    // Only ever what create() made: an empty path would mean the working folder.
    if (m_open && m_partial.endsWith(QLatin1String(partialSuffix)))
        QDir(m_partial).removeRecursively();
}

QString SetPlace::folder() const
{
    return QDir(destination).absolutePath() + QLatin1Char('/') + pathComponent(server) + QLatin1Char('/') + subjectFolder(kind, database);
}

core::Result<SetWriter> SetWriter::create(const SetPlace& place, const QDateTime& started, const QString& runId)
{
    const QString folder = place.folder();
    TIDEMARK_TRY(makeFolders(folder));
    core::Result<core::FileLock> lock = core::FileLock::tryAcquire(folder + QLatin1Char('/') + QLatin1String(lockFileName));
    if (!lock) {
        return lock.error().within(QCoreApplication::translate("catalog::SetWriter", "Another backup of %1 is being written to this folder.").arg(place.kind == SetKind::Database ? place.database : place.server));
    }
    QList<Leftover> removed = removeLeftovers(folder);
    const QString final = freeName(folder, setFolderName(started));
    const QString partial = final + QLatin1String(partialSuffix);
    if (::mkdir(QFile::encodeName(partial).constData(), 0700) != 0)
        return folderError(errno, partial);
    SetWriter writer(std::move(*lock), partial, final);
    writer.m_removed = std::move(removed);
    TIDEMARK_TRY(markPartial(partial, runId));
    return writer;
}

QString SetWriter::filePath(const QString& name) const
{
    return m_partial + QLatin1Char('/') + name;
}

core::Status SetWriter::finish(const Manifest& manifest)
{
    TIDEMARK_TRY(core::writeFileAtomically(filePath(QLatin1String(manifestFileName)), manifest.toJson(), core::FileMode::Private));
    TIDEMARK_TRY(unmarkPartial(m_partial));
    TIDEMARK_TRY(core::flushTreeToDisk(m_partial));
    TIDEMARK_TRY(core::renameDurably(m_partial, m_final));
    m_open = false;
    return {};
}

} // namespace tidemark::catalog
