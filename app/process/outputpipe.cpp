// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/outputpipe.h"

#include <QCoreApplication>

#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace tidemark::process {

namespace {

constexpr qsizetype blockSize = 64 << 10; // what a pipe holds

void closeDescriptor(int& descriptor)
{
    if (descriptor >= 0)
        ::close(std::exchange(descriptor, -1));
}

/// A program started without standard descriptors gets theirs for its first pipe: the child would overwrite one end with
/// the other.
void moveAboveStandard(int& descriptor)
{
    if (descriptor > STDERR_FILENO)
        return;
    const int higher = ::fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    ::close(std::exchange(descriptor, higher));
}

} // namespace

OutputPipe::~OutputPipe()
{
    closeDescriptor(m_ownEnd);
    closeDescriptor(m_childEnd);
}

core::Status OutputPipe::open()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return core::systemError(errno, QCoreApplication::translate("process::run", "A pipe could not be made."));
    m_ownEnd = ends[0];
    m_childEnd = ends[1];
    moveAboveStandard(m_ownEnd);
    moveAboveStandard(m_childEnd);
    if (m_ownEnd < 0 || m_childEnd < 0 || ::fcntl(m_ownEnd, F_SETFL, O_NONBLOCK) != 0)
        return core::systemError(errno, QCoreApplication::translate("process::run", "A pipe could not be made."));
    return {};
}

void OutputPipe::closeChildEnd()
{
    closeDescriptor(m_childEnd);
}

void OutputPipe::closeOwnEnd()
{
    closeDescriptor(m_ownEnd);
}

void OutputPipe::readSome(const std::function<void(QByteArrayView)>& sink)
{
    if (m_ownEnd < 0)
        return;
    char block[blockSize];
    const ssize_t length = ::read(m_ownEnd, block, sizeof block);
    if (length > 0)
        sink(QByteArrayView(block, length));
    else if (length == 0 || (errno != EAGAIN && errno != EINTR))
        closeDescriptor(m_ownEnd);
}

void OutputPipe::readRest(const std::function<void(QByteArrayView)>& sink)
{
    int left = 0;
    if (m_ownEnd < 0 || ::ioctl(m_ownEnd, FIONREAD, &left) != 0)
        return;
    while (left > 0 && m_ownEnd >= 0) {
        const int before = left;
        readSome([&](QByteArrayView bytes) {
            left -= static_cast<int>(bytes.size());
            sink(bytes);
        });
        if (left == before)
            return;
    }
}

} // namespace tidemark::process
