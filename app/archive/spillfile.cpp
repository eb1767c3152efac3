// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/spillfile.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

int openUnnamed(const QString& folder)
{
    const int unnamed = ::open(QFile::encodeName(folder).constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (unnamed >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return unnamed;
    // A file system that knows only files with a name.
    QByteArray path = QFile::encodeName(folder) + "/.tidemark-rows-XXXXXX";
    const int named = ::mkostemp(path.data(), O_CLOEXEC);
    if (named >= 0)
        ::unlink(path.constData());
    return named;
}

} // namespace

core::Result<SpillFile> SpillFile::create(const QString& folder)
{
    const int descriptor = openUnnamed(folder);
    if (descriptor < 0)
        return SpillFile(-1, folder).failed(errno);
    return SpillFile(descriptor, folder);
}

SpillFile::SpillFile(int descriptor, QString folder)
    : m_descriptor(descriptor)
    , m_folder(std::move(folder))
{
}

SpillFile::SpillFile(SpillFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_folder(std::move(other.m_folder))
    , m_end(other.m_end)
{
}

SpillFile::~SpillFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

core::Error SpillFile::failed(int errorNumber) const
{
    core::Error error =
        core::systemError(errorNumber, tr("Rows that differ could not be put aside in %1.").arg(m_folder));
    error.hint = error.kind == core::ErrorKind::StorageFull
                     ? tr("Make room there, or choose another folder for temporary files (TMPDIR). At most "
                          "as much is needed as both tables have as text.")
                     : tr("Choose another folder for temporary files (TMPDIR).");
    return error;
}

core::Result<SpillFile::Block> SpillFile::append(const char* bytes, std::size_t size)
{
    const Block block{m_end, static_cast<qint64>(size)};
    for (std::size_t done = 0; done < size;) {
        const ssize_t written = ::pwrite(m_descriptor, bytes + done, size - done, m_end);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failed(written < 0 ? errno : ENOSPC);
        done += static_cast<std::size_t>(written);
        m_end += written;
    }
    return block;
}

core::Status SpillFile::read(const Block& block, std::string& into) const
{
    into.resize(static_cast<std::size_t>(block.length));
    for (qint64 got = 0; got < block.length;) {
        const ssize_t count = ::pread(m_descriptor, into.data() + got,
                                      static_cast<std::size_t>(block.length - got), block.position + got);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return failed(count < 0 ? errno : EIO);
        got += count;
    }
    return {};
}

void SpillFile::discard(const Block& block)
{
    (void)::fallocate(m_descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, block.position, block.length);
}

} // namespace tidemark::archive
