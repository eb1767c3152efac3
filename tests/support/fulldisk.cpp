// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fulldisk.h"

#include "core/atomicfile.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdlib>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace tidemark::test {

namespace {

QString fillerFile(const QString& path)
{
    return path + QStringLiteral("/.filler");
}

} // namespace

core::Result<SmallDisk> SmallDisk::mount(qint64 bytes)
{
    char path[] = "/var/tmp/tidemark-disk-XXXXXX";
    if (!::mkdtemp(path))
        return core::systemError(errno, QStringLiteral("no folder to mount on"));
    const QByteArray options = "mode=0777,size=" + QByteArray::number(bytes);
    if (::mount("tidemark-test", path, "tmpfs", MS_NOSUID | MS_NODEV, options.constData()) != 0) {
        const int problem = errno;
        ::rmdir(path);
        return core::systemError(problem, QStringLiteral("a small file system cannot be mounted here"));
    }
    ::chmod(path, 0777); // the mount point itself must not keep the server's user out either
    return SmallDisk(QFile::decodeName(path));
}

SmallDisk::SmallDisk(SmallDisk&& other) noexcept : m_path(std::exchange(other.m_path, QString())) {}

SmallDisk::~SmallDisk()
{
    if (m_path.isEmpty())
        return;
    const QByteArray path = QFile::encodeName(m_path);
    if (::umount2(path.constData(), MNT_DETACH) == 0)
        ::rmdir(path.constData());
}

core::Status SmallDisk::fill(qint64 bytesLeft) const
{
    struct statvfs facts{};
    if (::statvfs(QFile::encodeName(m_path).constData(), &facts) != 0)
        return core::systemError(errno, m_path);
    qint64 toWrite = static_cast<qint64>(facts.f_bavail * facts.f_frsize) - bytesLeft;
    QFile file(fillerFile(m_path));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return core::Error{core::ErrorKind::Io, file.errorString(), {}, {}};
    const QByteArray block(4096, 'x');
    for (; toWrite >= block.size(); toWrite -= block.size()) {
        if (file.write(block) != block.size())
            return core::Error{core::ErrorKind::Io, file.errorString(), {}, {}};
    }
    return {};
}

void SmallDisk::makeRoom() const
{
    QFile::remove(fillerFile(m_path));
}

} // namespace tidemark::test
