// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/compress/compressedwriter.h"

#include <QCoreApplication>
#include <QFile>
#include <QtEndian>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <isa-l/crc.h>
#include <unistd.h>
#include <utility>

namespace tidemark::archive {

namespace {

using core::CompressionMethod;

// RFC 1952: deflate, no name, no time, written by no system in particular.
constexpr std::array<char, 10> gzipHeader{'\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0, '\xff'};
constexpr qint64 diskBlock = 8LL << 20;

bool isFrame(CompressionMethod method)
{
    return method == CompressionMethod::Lz4 || method == CompressionMethod::Zstd;
}

core::Error writeError(int errorNumber, const QString& name)
{
    return core::systemError(errorNumber,
                             QCoreApplication::translate("archive", "Cannot write %1.").arg(name));
}

} // namespace

core::Result<std::unique_ptr<CompressedWriter>> CompressedWriter::create(const QString& path, Options options)
{
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return writeError(errno, path);
    std::unique_ptr<CompressedWriter> writer = onto(descriptor, path, std::move(options));
    writer->m_createdPath = path;
    return writer;
}

std::unique_ptr<CompressedWriter> CompressedWriter::onto(int descriptor, const QString& name, Options options)
{
    if (!options.threads)
        options.threads = std::make_shared<CompressorThreads>();
    return std::unique_ptr<CompressedWriter>(new CompressedWriter(descriptor, name, std::move(options)));
}

CompressedWriter::CompressedWriter(int descriptor, const QString& name, Options options)
    : m_name(name)
    , m_options(std::move(options))
    , m_descriptor(descriptor)
{
    const int threads = m_options.frameThreads > 0 ? m_options.frameThreads : m_options.threads->count();
    if (isFrame(m_options.compression.method))
        m_frame = Encoder::createFrame(m_options.compression, threads);
}

CompressedWriter::~CompressedWriter()
{
    m_abandoned = true;
    bool isWhole = false;
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_jobs == 0; });
        isWhole = m_closed && !m_failure;
    }
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!isWhole && !m_createdPath.isEmpty())
        ::unlink(QFile::encodeName(m_createdPath).constData());
}

core::Status CompressedWriter::status() const
{
    const std::lock_guard lock(m_mutex);
    if (m_failure)
        return *m_failure;
    return {};
}

std::span<char> CompressedWriter::room()
{
    if (!m_piece)
        m_piece = m_options.threads->takePiece();
    return {m_piece->in.get() + m_piece->size, CompressorThreads::pieceBytes - m_piece->size};
}

core::Status CompressedWriter::written(std::size_t count)
{
    m_piece->size += count;
    m_bytesIn.fetch_add(qint64(count), std::memory_order_relaxed);
    if (m_piece->size < CompressorThreads::pieceBytes)
        return {};
    return post(Encoder::Place::Within);
}

core::Status CompressedWriter::write(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const std::span<char> into = room();
        const auto count = std::min(bytes.size(), qsizetype(into.size()));
        std::memcpy(into.data(), bytes.data(), std::size_t(count));
        TIDEMARK_TRY(written(std::size_t(count)));
        bytes = bytes.sliced(count);
    }
    return {};
}

core::Status CompressedWriter::post(Encoder::Place place)
{
    TIDEMARK_TRY(status());
    const bool isAdmitted = !m_options.stop.stop_requested() && m_options.threads->admit(m_options.stop);
    const std::lock_guard lock(m_mutex);
    if (!isAdmitted) {
        m_failure = m_failure.value_or(core::cancelledError());
        return *m_failure;
    }
    m_piece->place = place;
    Piece* const piece = m_piece.get();
    m_queue.push_back(std::move(m_piece));
    ++m_jobs;
    m_options.threads->post([this, piece] { work(piece); });
    return {};
}

core::Status CompressedWriter::end()
{
    m_ended = true;
    room(); // an empty last piece where there is none
    return post(Encoder::Place::Last);
}

bool CompressedWriter::isDone() const
{
    const std::lock_guard lock(m_mutex);
    return m_jobs == 0;
}

core::Status CompressedWriter::finish()
{
    if (!m_ended)
        TIDEMARK_TRY(end());
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_jobs == 0; });
    lock.unlock();
    return status();
}

void CompressedWriter::encode(Piece& piece)
{
    const std::span<const char> in(piece.in.get(), piece.size);
    if (m_frame) {
        piece.fault = m_frame->encode(in, piece.place, piece.out);
    } else if (m_options.compression.method == CompressionMethod::Gzip) {
        const int level = levelOf(m_options.compression);
        std::unique_ptr<Encoder> deflate = m_options.threads->takeDeflate(level);
        piece.fault = deflate->encode(in, piece.place, piece.out);
        m_options.threads->giveBack(level, std::move(deflate));
    }
}

void CompressedWriter::work(Piece* piece)
{
    // Pieces of a frame are encoded in their order, just before they are written.
    if (!m_frame && !m_abandoned)
        encode(*piece);
    std::unique_lock lock(m_mutex);
    piece->encoded = true;
    writeReady(lock);
    --m_jobs;
    m_changed.notify_all();
}

void CompressedWriter::writeReady(std::unique_lock<std::mutex>& lock)
{
    if (m_writing)
        return;
    m_writing = true;
    while (!m_queue.empty() && m_queue.front()->encoded) {
        std::unique_ptr<Piece> piece = std::move(m_queue.front());
        m_queue.pop_front();
        const bool isWanted = !m_failure && !m_abandoned;
        lock.unlock();
        core::Status status = isWanted ? put(*piece) : core::Status();
        m_options.threads->release(std::move(piece));
        lock.lock();
        if (!status && !m_failure)
            m_failure = std::move(status).error();
    }
    m_writing = false;
}

core::Status CompressedWriter::put(Piece& piece)
{
    if (m_options.stop.stop_requested())
        return core::cancelledError();
    if (m_frame)
        encode(piece);
    if (piece.fault != nullptr)
        return core::Error{core::ErrorKind::Internal,
                           QCoreApplication::translate("archive", "%1 could not be compressed.").arg(m_name),
                           QLatin1String(piece.fault),
                           {}};
    const bool isGzip = m_options.compression.method == CompressionMethod::Gzip;
    if (isGzip && !m_begun)
        TIDEMARK_TRY(putBytes(gzipHeader));
    m_begun = true;
    const std::span<const char> in(piece.in.get(), piece.size);
    TIDEMARK_TRY(putBytes(m_options.compression.method == CompressionMethod::None ? in : piece.out.bytes()));
    if (isGzip)
        m_checksum = crc32_gzip_refl(m_checksum, reinterpret_cast<const uint8_t*>(in.data()), in.size());
    return piece.place == Encoder::Place::Last ? putEnd() : core::Status();
}

core::Status CompressedWriter::putEnd()
{
    if (m_options.compression.method == CompressionMethod::Gzip) {
        const std::array<quint32, 2> trailer{qToLittleEndian(m_checksum),
                                             qToLittleEndian(quint32(bytesIn()))};
        TIDEMARK_TRY(putBytes({reinterpret_cast<const char*>(trailer.data()), sizeof trailer}));
    }
    const int closed = ::close(std::exchange(m_descriptor, -1));
    if (closed != 0 && errno != EINTR) // some network file systems tell only now
        return writeError(errno, m_name);
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    return {};
}

core::Status CompressedWriter::putBytes(std::span<const char> bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(m_descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return writeError(errno, m_name);
        bytes = bytes.subspan(std::size_t(count));
        m_bytesOut.fetch_add(count, std::memory_order_relaxed);
    }
    // The disk may begin at once; who flushes in the end then waits for little.
    const qint64 out = bytesOut();
    if (out - m_onTheWay >= diskBlock) {
        ::sync_file_range(m_descriptor, m_onTheWay, out - m_onTheWay, SYNC_FILE_RANGE_WRITE);
        m_onTheWay = out;
    }
    return {};
}

} // namespace tidemark::archive
