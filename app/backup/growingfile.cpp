// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/growingfile.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace tidemark::backup {

namespace {

// A file takes a block of the disk at least; pg_restore looks for the plain file first, and reads both in one folder.
constexpr qint64 worthIt = 4096;
constexpr int piecesAtATime = 16; // so that no file keeps the others waiting
constexpr qint64 lookEvery = 32LL << 20;
// To give back what was just written costs writing it to the disk first, which a file that is soon removed never pays.
constexpr quint64 shortOfRoom = 8ULL << 30;
constexpr qint64 diskBlock = 4096;
constexpr auto pieceBytes = static_cast<qint64>(archive::CompressorThreads::pieceBytes);

} // namespace

GrowingFile::GrowingFile(const QString& folder, const QByteArray& name)
    : m_name(name)
    , m_path(folder + QLatin1Char('/') + QFile::decodeName(name))
{
}

GrowingFile::~GrowingFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

core::Error GrowingFile::failed(int errorNumber) const
{
    return core::systemError(errorNumber, QCoreApplication::translate("backup::compress", "“%1” could not be read.").arg(m_path));
}

void GrowingFile::close()
{
    if (m_state == State::Growing)
        m_state = State::Closed;
}

core::Status GrowingFile::begin(const archive::CompressedWriter::Options& options)
{
    const QByteArray path = QFile::encodeName(m_path);
    m_descriptor = ::open(path.constData(), O_RDWR | O_CLOEXEC | O_NOFOLLOW); // giving back is writing
    if (m_descriptor < 0 && (errno == EACCES || errno == EROFS || errno == EPERM)) {
        m_canGiveBack = false;
        m_descriptor = ::open(path.constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    }
    if (m_descriptor < 0)
        return failed(errno);
    const QString ending = QString::fromLatin1(core::compressionEnding(options.compression.method));
    auto writer = archive::CompressedWriter::create(m_path + ending, options);
    if (!writer)
        return std::move(writer).error();
    m_writer = *std::move(writer);
    return {};
}

core::Status GrowingFile::readPiece(qint64 available)
{
    const std::span<char> room = m_writer->room();
    const auto wanted = std::min(room.size(), static_cast<std::size_t>(available));
    ssize_t count = 0;
    do {
        count = ::pread(m_descriptor, room.data(), wanted, m_position);
    } while (count < 0 && errno == EINTR);
    if (count <= 0)
        return failed(count < 0 ? errno : EIO); // shorter than it was: not the tool's doing
    m_position += count;
    return m_writer->written(static_cast<std::size_t>(count));
}

core::Result<GrowingFile::Step> GrowingFile::advance(const archive::CompressedWriter::Options& options)
{
    Step step;
    struct stat facts{};
    if (m_writer)
        TIDEMARK_TRY(m_writer->status());
    // By name before it is begun, so that a file that only waits costs no descriptor.
    if ((isOpen() ? ::fstat(m_descriptor, &facts) : ::lstat(QFile::encodeName(m_path).constData(), &facts)) != 0)
        return failed(errno);
    if (m_state == State::Closed && !isOpen() && facts.st_size <= worthIt) {
        m_state = State::Done;
        return step;
    }
    const auto least = m_state == State::Growing ? pieceBytes : qint64(1);
    if (facts.st_size - m_position >= least && !isOpen())
        TIDEMARK_TRY(begin(options));
    const qint64 before = m_position;
    for (int i = 0; i < piecesAtATime && facts.st_size - m_position >= least; ++i)
        TIDEMARK_TRY(readPiece(facts.st_size - m_position));
    step.bytesRead = m_position - before;
    step.isMoreThere = facts.st_size - m_position >= least;
    if (m_state == State::Closed && m_position == facts.st_size) {
        TIDEMARK_TRY(m_writer->end());
        m_state = State::Ending;
    } else {
        giveBack();
    }
    return step;
}

void GrowingFile::giveBack()
{
    if (!m_canGiveBack || m_position - m_looked < lookEvery)
        return;
    m_looked = m_position;
    struct statvfs disk{};
    if (::fstatvfs(m_descriptor, &disk) != 0 || quint64(disk.f_bavail) * disk.f_frsize >= shortOfRoom)
        return;
    const qint64 end = m_position - m_position % diskBlock;
    if (::fallocate(m_descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, m_givenBack, end - m_givenBack) == 0)
        m_givenBack = end;
    else
        m_canGiveBack = errno == EINTR; // this file system cannot
}

core::Status GrowingFile::settle()
{
    if (!m_writer->isDone())
        return {};
    TIDEMARK_TRY(m_writer->finish());
    if (::unlink(QFile::encodeName(m_path).constData()) != 0)
        return core::systemError(errno, QCoreApplication::translate("backup::compress", "“%1” could not be removed.").arg(m_path));
    ::close(std::exchange(m_descriptor, -1));
    m_state = State::Done;
    return {};
}

} // namespace tidemark::backup
