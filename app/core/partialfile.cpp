// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/partialfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace tidemark::core {

namespace {

constexpr qsizetype bufferBytes = 256 << 10;

Error fileError(int errorNumber, const QString& path)
{
    return systemError(errorNumber, QCoreApplication::translate("core::AtomicFile", "Cannot write %1.").arg(path));
}

} // namespace

Result<PartialFile> PartialFile::create(const QString& path, FileMode mode)
{
    if (QFileInfo::exists(path))
        return fileError(EEXIST, path);
    for (int attempt = 0;; ++attempt) {
        const QString temporary = path + QLatin1String(".partial-") + QString::number(QRandomGenerator::system()->generate(), 36);
        const int descriptor = ::open(QFile::encodeName(temporary).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                                      mode == FileMode::Private ? 0600 : 0644);
        if (descriptor >= 0)
            return PartialFile(path, temporary, descriptor);
        if (errno != EEXIST || attempt == 100)
            return fileError(errno, path);
    }
}

PartialFile::PartialFile(QString path, QString temporary, int descriptor)
    : m_path(std::move(path)), m_temporary(std::move(temporary)), m_descriptor(descriptor)
{
}

PartialFile::PartialFile(PartialFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_temporary(std::exchange(other.m_temporary, {})), m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_buffer(std::move(other.m_buffer))
{
}

PartialFile::~PartialFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_temporary.isEmpty())
        ::unlink(QFile::encodeName(m_temporary).constData());
}

Status PartialFile::write(QByteArrayView bytes)
{
    m_buffer.append(bytes);
    return m_buffer.size() < bufferBytes ? Status() : flush();
}

Status PartialFile::flush()
{
    qsizetype written = 0;
    while (written < m_buffer.size()) {
        const ssize_t n = ::write(m_descriptor, m_buffer.constData() + written, static_cast<std::size_t>(m_buffer.size() - written));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fileError(errno, m_path);
        written += n;
    }
    m_buffer.clear();
    return {};
}

Status PartialFile::commit()
{
    TIDEMARK_TRY(flush());
    if (::fsync(m_descriptor) != 0 && errno != EINVAL) // what is no regular file cannot be flushed
        return fileError(errno, m_path);
    const int closed = ::close(std::exchange(m_descriptor, -1));
    if (closed != 0 && errno != EINTR) // some network file systems tell only now
        return fileError(errno, m_path);
    TIDEMARK_TRY(renameDurably(m_temporary, m_path));
    m_temporary.clear();
    return {};
}

} // namespace tidemark::core
