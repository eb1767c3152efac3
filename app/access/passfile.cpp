// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/passfile.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tidemark::access {

namespace {

core::Error passFileError(int errorNumber)
{
    return core::systemError(errorNumber, QCoreApplication::translate("access::PassFile", "The password cannot be handed to the PostgreSQL program."));
}

core::Status writeAll(int descriptor, const QByteArray& bytes)
{
    qsizetype written = 0;
    while (written < bytes.size()) {
        const ssize_t n = ::write(descriptor, bytes.constData() + written, static_cast<std::size_t>(bytes.size() - written));
        if (n < 0 && errno != EINTR)
            return passFileError(errno);
        written += n > 0 ? n : 0;
    }
    return {};
}

} // namespace

core::Result<PassFile> PassFile::create(const core::Secret& password, Where where)
{
    const core::Result<QString> escaped = core::escapePassfileField(QString::fromUtf8(password.reveal()));
    if (!escaped)
        return escaped.error();
    QByteArray line = "*:*:*:*:" + escaped->toUtf8() + '\n';
    const auto wipe = qScopeGuard([&line] { ::explicit_bzero(line.data(), static_cast<std::size_t>(line.size())); });
    if (where == Where::Memory) {
        if (auto file = inMemory(line))
            return file;
        // No memfd_create(2), or no /proc to reach it through: then a file has to do.
    }
    return onDisk(line);
}

core::Result<PassFile> PassFile::inMemory(const QByteArray& line)
{
    PassFile file;
    file.m_descriptor = ::memfd_create("", MFD_CLOEXEC);
    if (file.m_descriptor < 0)
        return passFileError(errno);
    // libpq ignores a password file that others might read, and what others may do is said by the mode here too.
    if (::fchmod(file.m_descriptor, 0600) != 0)
        return passFileError(errno);
    file.m_path = QStringLiteral("/proc/self/fd/%1").arg(file.m_descriptor);
    TIDEMARK_TRY(writeAll(file.m_descriptor, line));
    if (::access(QFile::encodeName(file.m_path).constData(), R_OK) != 0)
        return passFileError(errno);
    return file;
}

core::Result<PassFile> PassFile::onDisk(const QByteArray& line)
{
    PassFile file;
    QString folder = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (folder.isEmpty() || !QFileInfo(folder).isWritable()) {
        QByteArray made = QFile::encodeName(QDir::tempPath()) + "/tidemark-XXXXXX";
        if (!::mkdtemp(made.data())) // 0700
            return passFileError(errno);
        folder = file.m_folder = QFile::decodeName(made);
    }
    QByteArray name = QFile::encodeName(folder) + "/tidemark-pass-XXXXXX";
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC); // 0600
    if (descriptor < 0)
        return passFileError(errno);
    file.m_path = file.m_file = QFile::decodeName(name);
    const core::Status written = writeAll(descriptor, line);
    ::close(descriptor);
    if (!written)
        return written.error();
    return file;
}

PassFile::PassFile(PassFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_path(std::exchange(other.m_path, {}))
    , m_file(std::exchange(other.m_file, {}))
    , m_folder(std::exchange(other.m_folder, {}))
{
}

PassFile& PassFile::operator=(PassFile&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_path, other.m_path);
    std::swap(m_file, other.m_file);
    std::swap(m_folder, other.m_folder);
    return *this;
}

PassFile::~PassFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_file.isEmpty())
        QFile::remove(m_file);
    if (!m_folder.isEmpty())
        QDir().rmdir(m_folder);
}

} // namespace tidemark::access
