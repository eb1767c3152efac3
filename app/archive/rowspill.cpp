// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowspill.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace tidemark::archive {

namespace {

constexpr std::size_t blockSize = 64 * 1024;

// Before each line. Read by the process that wrote it only.
struct Header
{
    LineHash hash;
    quint64 keyHash;
    qint64 surplus;
    qint64 length;
};

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

core::Result<RowSpill> RowSpill::create(const QString& folder)
{
    const int descriptor = openUnnamed(folder);
    if (descriptor < 0)
        return RowSpill(-1, folder).failed(errno);
    return RowSpill(descriptor, folder);
}

RowSpill::RowSpill(int descriptor, QString folder)
    : m_descriptor(descriptor)
    , m_folder(std::move(folder))
{
}

RowSpill::RowSpill(RowSpill&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_folder(std::move(other.m_folder))
    , m_end(other.m_end)
{
}

RowSpill::~RowSpill()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

core::Error RowSpill::failed(int errorNumber) const
{
    core::Error error =
        core::systemError(errorNumber, tr("Rows that differ could not be put aside in %1.").arg(m_folder));
    error.hint = error.kind == core::ErrorKind::StorageFull
                     ? tr("Make room there, or choose another folder for temporary files (TMPDIR). At most "
                          "as much is needed "
                          "as both tables have as text.")
                     : tr("Choose another folder for temporary files (TMPDIR).");
    return error;
}

core::Status RowSpill::add(Partition& partition, const SpilledRow& row)
{
    const Header header{row.hash, row.keyHash, row.surplus, row.line.size()};
    if (partition.rows == 0)
        partition.firstKeyHash = row.keyHash;
    partition.severalKeys = partition.severalKeys || row.keyHash != partition.firstKeyHash;
    ++partition.rows;
    partition.waiting.append(reinterpret_cast<const char*>(&header), sizeof header);
    partition.waiting.append(row.line.data(), static_cast<std::size_t>(row.line.size()));
    return partition.waiting.size() < blockSize ? core::Status() : write(partition);
}

core::Status RowSpill::finish(Partition& partition)
{
    if (!partition.waiting.empty())
        TIDEMARK_TRY(write(partition));
    partition.waiting = std::string();
    return {};
}

core::Status RowSpill::write(Partition& partition)
{
    const char* at = partition.waiting.data();
    auto left = static_cast<qint64>(partition.waiting.size());
    const qint64 position = m_end;
    while (left > 0) {
        const ssize_t written = ::pwrite(m_descriptor, at, static_cast<std::size_t>(left), m_end);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failed(written < 0 ? errno : ENOSPC);
        at += written;
        left -= written;
        m_end += written;
    }
    partition.blocks.push_back({position, m_end - position});
    if (partition.waiting.size() > 2 * blockSize)
        partition.waiting = std::string(); // a long row: its memory is not kept
    partition.waiting.clear();
    return {};
}

core::Status RowSpill::read(const Partition& partition,
                            const std::function<core::Status(const SpilledRow&)>& visit) const
{
    std::string block;
    for (const Partition::Block& place : partition.blocks) {
        block.resize(static_cast<std::size_t>(place.length));
        for (qint64 got = 0; got < place.length;) {
            const ssize_t count = ::pread(m_descriptor, block.data() + got,
                                          static_cast<std::size_t>(place.length - got), place.position + got);
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                return failed(count < 0 ? errno : EIO);
            got += count;
        }
        for (std::size_t at = 0; at + sizeof(Header) <= block.size();) {
            Header header{};
            std::memcpy(&header, block.data() + at, sizeof header);
            at += sizeof header;
            if (header.length < 0 || static_cast<std::size_t>(header.length) > block.size() - at)
                return failed(EIO);
            TIDEMARK_TRY(
                visit({header.hash, header.keyHash, header.surplus, {block.data() + at, header.length}}));
            at += static_cast<std::size_t>(header.length);
        }
    }
    return {};
}

void RowSpill::discard(const Partition& partition)
{
    for (const Partition::Block& place : partition.blocks)
        (void)::fallocate(m_descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, place.position,
                          place.length);
}

} // namespace tidemark::archive
