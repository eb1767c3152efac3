// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/streamcompressor.h"

#include "core/atomicfile.h"
#include "core/stopsignal.h"

#include <QCoreApplication>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace tidemark::backup {

namespace {

constexpr int lookEvery = 100; // ms: what we wrote may fail while the tool is silent
constexpr int pipeBytes = 1 << 20; // fewer changes between the tool and us; the system may refuse

core::Error pipeError(int errorNumber)
{
    return core::systemError(errorNumber, QCoreApplication::translate("backup::compress", "The tool's output could not be read."));
}

} // namespace

StreamCompressor::StreamCompressor(Options options, std::stop_token stop)
    : m_options(std::move(options))
    , m_onStop(std::move(stop), [this] {
        m_halt.request_stop();
        m_toolStop.request_stop();
    })
{
}

StreamCompressor::~StreamCompressor()
{
    m_halt.request_stop();
    m_pipe.closeChildEnd();
    if (m_thread.joinable())
        m_thread.join();
}

core::Status StreamCompressor::start()
{
    archive::CompressedWriter::Options writing;
    writing.compression = m_options.compression;
    writing.threads = std::make_shared<archive::CompressorThreads>(m_options.threads);
    writing.stop = m_halt.get_token();
    auto writer = archive::CompressedWriter::create(m_options.file, std::move(writing));
    if (!writer)
        return std::move(writer).error();
    m_writer = *std::move(writer);
    TIDEMARK_TRY(m_pipe.open());
    (void)::fcntl(m_pipe.ownEnd(), F_SETPIPE_SZ, pipeBytes);
    m_thread = std::thread([this] { run(); });
    return {};
}

core::Status StreamCompressor::finish()
{
    m_pipe.closeChildEnd(); // the last one: now the pipe has an end
    if (m_thread.joinable())
        m_thread.join();
    if (m_failure)
        return *m_failure;
    return {};
}

void StreamCompressor::run()
{
    core::Status status = work();
    if (status)
        status = core::flushToDisk(m_options.file);
    if (status)
        return;
    m_failure = std::move(status).error();
    m_toolStop.request_stop();
    m_pipe.closeOwnEnd(); // so that the tool does not wait for us
}

core::Status StreamCompressor::work()
{
    const core::StopSignal halt(m_halt.get_token());
    for (;;) {
        std::array<pollfd, 2> watched{{{m_pipe.ownEnd(), POLLIN, 0}, {halt.descriptor(), POLLIN, 0}}};
        ::poll(watched.data(), watched.size(), lookEvery);
        if (m_halt.stop_requested())
            return core::cancelledError();
        TIDEMARK_TRY(m_writer->status());
        if (watched[0].revents == 0)
            continue;
        const std::span<char> room = m_writer->room();
        const ssize_t count = ::read(m_pipe.ownEnd(), room.data(), room.size());
        if (count < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (count < 0)
            return pipeError(errno);
        if (count == 0)
            return m_writer->finish();
        TIDEMARK_TRY(m_writer->written(static_cast<std::size_t>(count)));
    }
}

} // namespace tidemark::backup
