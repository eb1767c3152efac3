// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/digestthread.h"

#include <algorithm>
#include <cstring>
#include <openssl/evp.h>
#include <utility>

namespace tidemark::archive {

namespace {

constexpr std::size_t pieceBytes = 512UL * 1024;
constexpr std::size_t mostJobs = 16;

struct FreeContext
{
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

} // namespace

struct DigestThread::Hasher
{
    std::unique_ptr<EVP_MD_CTX, FreeContext> sha256;
    std::unique_ptr<TableDigest> table;
    Outcome outcome;

    explicit Hasher(FileHash fileHash)
    {
        if (fileHash == FileHash::None)
            return;
        sha256.reset(EVP_MD_CTX_new());
        if (sha256 && EVP_DigestInit_ex(sha256.get(), EVP_sha256(), nullptr) != 1)
            sha256.reset();
    }
    void addFile(QByteArrayView bytes)
    {
        if (sha256 && EVP_DigestUpdate(sha256.get(), bytes.data(), std::size_t(bytes.size())) != 1)
            sha256.reset();
    }
    void addTable(QByteArrayView bytes)
    {
        if (!table)
            table = std::make_unique<TableDigest>();
        table->addBytes(bytes);
    }
    void endTable()
    {
        addTable({});
        const TableContent content = table->finish();
        outcome.tables.push_back({content, table->sawEndMarker(), table->sawBytesAfterEnd()});
        table.reset();
    }
    Outcome finish()
    {
        QByteArray hash(EVP_MD_size(EVP_sha256()), '\0');
        if (sha256 &&
            EVP_DigestFinal_ex(sha256.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr) == 1)
            outcome.sha256 = hash;
        return std::move(outcome);
    }
};

DigestThread::DigestThread(FileHash fileHash)
    : m_hasher(std::make_unique<Hasher>(fileHash))
    , m_thread([this] { run(); })
{
}

DigestThread::~DigestThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_abandoned = true;
    }
    close();
}

void DigestThread::addFileBytes(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const qsizetype count = std::min(bytes.size(), qsizetype(pieceBytes));
        Piece piece = takePiece();
        std::memcpy(piece.get(), bytes.data(), std::size_t(count));
        post({Job::Kind::FileBytes, std::move(piece), std::size_t(count)});
        bytes = bytes.sliced(count);
    }
}

DigestThread::Piece DigestThread::takePiece()
{
    const std::lock_guard lock(m_mutex);
    if (m_free.empty())
        return std::make_unique_for_overwrite<char[]>(pieceBytes); // untouched pages cost nothing
    Piece piece = std::move(m_free.back());
    m_free.pop_back();
    return piece;
}

std::span<char> DigestThread::room()
{
    if (!m_piece)
        m_piece = takePiece();
    return {m_piece.get() + m_filled, pieceBytes - m_filled};
}

void DigestThread::written(std::size_t count)
{
    m_filled += count;
    if (m_filled == pieceBytes)
        post({Job::Kind::TableBytes, std::move(m_piece), std::exchange(m_filled, 0)});
}

void DigestThread::endTable()
{
    post({Job::Kind::TableEnd, std::move(m_piece), std::exchange(m_filled, 0)});
}

DigestThread::Outcome DigestThread::finish()
{
    close();
    return m_hasher->finish();
}

void DigestThread::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void DigestThread::post(Job job)
{
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_jobs.size() < mostJobs; });
        m_jobs.push_back(std::move(job));
    }
    m_changed.notify_all();
}

void DigestThread::run()
{
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_closed || !m_jobs.empty(); });
            if (m_abandoned || m_jobs.empty())
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        m_changed.notify_all();
        work(job);
    }
}

void DigestThread::work(Job& job)
{
    if (job.bytes) {
        const QByteArrayView bytes(job.bytes.get(), qsizetype(job.size));
        if (job.kind == Job::Kind::FileBytes)
            m_hasher->addFile(bytes);
        else
            m_hasher->addTable(bytes);
        const std::lock_guard lock(m_mutex);
        m_free.push_back(std::move(job.bytes));
    }
    if (job.kind == Job::Kind::TableEnd)
        m_hasher->endTable();
}

} // namespace tidemark::archive
