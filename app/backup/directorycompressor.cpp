// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/directorycompressor.h"

#include "archive/compress/markcompression.h"
#include "core/atomicfile.h"
#include "core/stopsignal.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tidemark::backup {

namespace {

using core::CompressionMethod;

constexpr std::size_t memoryForFrames = 120UL << 20;
constexpr int mostOpenFiles = 32;
constexpr std::chrono::milliseconds whileGrowing{10};
constexpr std::chrono::milliseconds whileEnding{2};
constexpr std::chrono::milliseconds whileNothing{1000};
constexpr std::chrono::milliseconds whileBlind{200};
constexpr qsizetype flushedOneByOne = 256;

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::compress", text);
}

/// "3361.dat" and "blob_16403.dat": what is compressed where pg_dump itself compresses.
bool isDataFile(QByteArrayView name)
{
    if (!name.endsWith(".dat"))
        return false;
    name.chop(4);
    if (name.startsWith("blob_"))
        name = name.sliced(5);
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

core::Status checkReadable(const DirectoryCompressor::Options& options)
{
    const CompressionMethod method = options.compression.method;
    if (method == CompressionMethod::None || method == CompressionMethod::Gzip || options.restoreMajor >= 16)
        return {};
    return core::Error{core::ErrorKind::InvalidInput,
                       tr("pg_restore %1 cannot read files that %2 compressed.").arg(options.restoreMajor).arg(core::compressionName(method)),
                       {}, tr("Choose gzip, or the tools of PostgreSQL 16 or newer.")};
}

} // namespace

DirectoryCompressor::DirectoryCompressor(Options options, std::stop_token stop)
    : m_options(std::move(options))
    , m_onStop(std::move(stop), [this] {
        m_halt.request_stop();
        m_toolStop.request_stop();
    })
{
}

DirectoryCompressor::~DirectoryCompressor()
{
    m_halt.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

core::Status DirectoryCompressor::start()
{
    TIDEMARK_TRY(checkReadable(m_options));
    if (::mkdir(QFile::encodeName(m_options.folder).constData(), 0700) != 0 && errno != EEXIST)
        return core::systemError(errno, tr("“%1” could not be made.").arg(m_options.folder));
    TIDEMARK_TRY(m_watch.open(m_options.folder));
    m_writing.compression = m_options.compression;
    m_writing.threads = std::make_shared<archive::CompressorThreads>(m_options.threads);
    m_writing.frameThreads = 1; // there are several files at a time
    m_writing.stop = m_halt.get_token();
    m_mostOpen = std::clamp(static_cast<int>(memoryForFrames / archive::memoryOfFrame(m_options.compression)), 1, mostOpenFiles);
    m_thread = std::thread([this, toolEnded = m_toolEnded.get_token()] { run(toolEnded); });
    return {};
}

core::Status DirectoryCompressor::finish()
{
    m_toolEnded.request_stop();
    if (m_thread.joinable())
        m_thread.join();
    if (m_failure)
        return *m_failure;
    return {};
}

DirectoryCompressor::Stats DirectoryCompressor::stats() const
{
    return {m_bytesIn.load(), m_bytesOut.load(), m_files.load()};
}

void DirectoryCompressor::run(const std::stop_token& toolEnded)
{
    core::Status status = work(toolEnded);
    if (status)
        status = flush();
    if (!status) {
        m_failure = std::move(status).error();
        m_toolStop.request_stop();
    }
    // What is half-made goes before the caller looks at the folder.
    m_growing.clear();
    m_closed.clear();
    m_ending.clear();
}

core::Status DirectoryCompressor::work(const std::stop_token& toolEnded)
{
    const core::StopSignal halt(m_halt.get_token());
    const core::StopSignal ended(toolEnded);
    bool isMoreThere = false;
    for (;;) {
        // The end is heard once; what the watch tells after that is about ourselves.
        std::array<pollfd, 3> watched{{{m_toolHasEnded ? -1 : m_watch.descriptor(), POLLIN, 0},
                                       {m_toolHasEnded ? -1 : ended.descriptor(), POLLIN, 0},
                                       {halt.descriptor(), POLLIN, 0}}};
        ::poll(watched.data(), watched.size(), isMoreThere ? 0 : static_cast<int>(patience().count()));
        if (m_halt.stop_requested())
            return core::cancelledError();
        if (!m_toolHasEnded)
            takeChanges();
        if (!m_toolHasEnded && toolEnded.stop_requested())
            noticeTheEnd();
        auto more = advanceAll();
        if (!more)
            return std::move(more).error();
        isMoreThere = *more;
        TIDEMARK_TRY(settle());
        count();
        if (m_toolHasEnded && isIdle())
            return mark();
    }
}

std::chrono::milliseconds DirectoryCompressor::patience() const
{
    if (!m_ending.empty() || !m_closed.empty())
        return whileEnding;
    if (m_watch.descriptor() < 0)
        return whileBlind;
    return m_growing.empty() ? whileNothing : whileGrowing;
}

void DirectoryCompressor::takeChanges()
{
    const FolderWatch::Changes changes = m_watch.take();
    for (const FolderWatch::Change& change : changes.list) {
        if (!isDataFile(change.name))
            continue;
        if (change.isClosed)
            noticeClosing(change.name);
        else
            noticeFile(change.name);
    }
    if (changes.someAreMissing)
        lookThroughFolder();
}

void DirectoryCompressor::noticeFile(const QByteArray& name)
{
    if (m_options.compression.method == CompressionMethod::None || m_known.contains(name))
        return;
    m_known.insert(name);
    m_growing.push_back(std::make_unique<GrowingFile>(m_options.folder, name));
}

void DirectoryCompressor::noticeClosing(const QByteArray& name)
{
    const auto found = std::find_if(m_growing.begin(), m_growing.end(), [&](const auto& file) { return file->name() == name; });
    if (found == m_growing.end())
        return; // closed by ourselves
    addClosed(std::move(*found));
    m_growing.erase(found);
}

void DirectoryCompressor::addClosed(std::unique_ptr<GrowingFile> file)
{
    file->close();
    if (file->isOpen())
        m_closed.push_front(std::move(file));
    else
        m_closed.push_back(std::move(file));
}

void DirectoryCompressor::lookThroughFolder()
{
    QDirIterator entries(m_options.folder, QDir::Files | QDir::Hidden);
    while (entries.hasNext()) {
        entries.next();
        const QByteArray name = QFile::encodeName(entries.fileName());
        if (isDataFile(name))
            noticeFile(name);
    }
}

void DirectoryCompressor::noticeTheEnd()
{
    m_toolHasEnded = true;
    lookThroughFolder(); // whatever the watch has not told
    for (std::unique_ptr<GrowingFile>& file : m_growing)
        addClosed(std::move(file));
    m_growing.clear();
}

core::Result<bool> DirectoryCompressor::advanceAll()
{
    bool isMoreThere = false;
    for (const std::unique_ptr<GrowingFile>& file : m_growing) {
        if (!file->isOpen() && m_open >= m_mostOpen)
            continue;
        auto more = advance(*file);
        if (!more)
            return more;
        isMoreThere = isMoreThere || *more;
    }
    auto more = advanceFirstClosed();
    if (!more)
        return more;
    return isMoreThere || *more;
}

core::Result<bool> DirectoryCompressor::advanceFirstClosed()
{
    if (m_closed.empty() || (!m_closed.front()->isOpen() && m_open >= m_mostOpen))
        return false;
    auto more = advance(*m_closed.front());
    if (!more)
        return more;
    const State state = m_closed.front()->state();
    if (state == State::Ending)
        m_ending.push_back(std::move(m_closed.front()));
    else if (state == State::Done)
        m_known.remove(m_closed.front()->name());
    if (state != State::Closed)
        m_closed.pop_front();
    return true;
}

core::Result<bool> DirectoryCompressor::advance(GrowingFile& file)
{
    const bool wasOpen = file.isOpen();
    auto step = file.advance(m_writing);
    if (!step)
        return std::move(step).error();
    m_open += !wasOpen && file.isOpen() ? 1 : 0;
    m_bytesIn += step->bytesRead;
    return step->isMoreThere;
}

core::Status DirectoryCompressor::settle()
{
    for (std::unique_ptr<GrowingFile>& file : m_ending) {
        TIDEMARK_TRY(file->settle());
        if (file->state() != State::Done)
            continue;
        --m_open;
        m_settledOut += file->bytesOut();
        ++m_files;
        m_known.remove(file->name());
        file.reset();
    }
    m_ending.erase(std::remove(m_ending.begin(), m_ending.end(), nullptr), m_ending.end());
    return {};
}

void DirectoryCompressor::count()
{
    qint64 bytes = m_settledOut;
    for (const auto& file : m_growing)
        bytes += file->bytesOut();
    for (const auto& file : m_ending)
        bytes += file->bytesOut();
    if (!m_closed.empty())
        bytes += m_closed.front()->bytesOut();
    m_bytesOut = bytes;
}

core::Status DirectoryCompressor::mark() const
{
    const QString toc = m_options.folder + QLatin1String("/toc.dat");
    if (m_files == 0 || !QFile::exists(toc)) // a tool that failed early
        return {};
    return archive::markCompression(toc, m_options.compression);
}

core::Status DirectoryCompressor::flush() const
{
    const QStringList names = QDir(m_options.folder).entryList(QDir::Files | QDir::Hidden);
    if (names.size() <= flushedOneByOne) {
        for (const QString& name : names)
            TIDEMARK_TRY(core::flushToDisk(m_options.folder + QLatin1Char('/') + name));
        return core::flushToDisk(m_options.folder);
    }
    // One by one, very many files take minutes.
    const int folder = ::open(QFile::encodeName(m_options.folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int problem = folder < 0 || ::syncfs(folder) != 0 ? errno : 0;
    if (folder >= 0)
        ::close(folder);
    if (problem != 0)
        return core::systemError(problem, tr("“%1” could not be written to the disk.").arg(m_options.folder));
    return {};
}

} // namespace tidemark::backup
