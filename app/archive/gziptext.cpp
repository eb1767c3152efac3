// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/gziptext.h"

#include "archive/archiveerror.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cstring>
#include <isa-l.h>
#include <type_traits>
#include <vector>
#include <xxhash.h>
#include <zstd.h>

namespace tidemark::archive {

namespace {

constexpr std::size_t inputBytes = 256 * 1024;
// ISA-L may give back bytes that it took out of the input before the present one.
constexpr std::size_t historyBytes = 16;
constexpr std::size_t headerBytes = 16;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

// All that ISA-L knows is in this struct, history included; the two pointers are set before every call.
static_assert(std::is_trivially_copyable_v<inflate_state>);

// A state goes back into a library that trusts it, so it has to be the one that was taken out: the same
// layout, the same bytes.
quint64 layoutMark()
{
    const std::array<quint64, 4> facts{
        sizeof(inflate_state), offsetof(inflate_state, tmp_out_buffer),
        offsetof(inflate_state, dist_huff_code),
        quint64(ISAL_MAJOR_VERSION * 10000 + ISAL_MINOR_VERSION * 100 + ISAL_PATCH_VERSION)};
    return XXH3_64bits(facts.data(), sizeof facts);
}

class GzipText final : public TextSource
{
public:
    explicit GzipText(std::unique_ptr<RawFile> file)
        : m_file(std::move(file))
        , m_state(std::make_unique<inflate_state>())
        , m_input(historyBytes + inputBytes)
    {
        restart();
    }

    bool resume(const QByteArray& packed);
    core::Result<std::size_t> read(std::span<char> into) override;
    qint64 fileBytesRead() const override { return m_file->position() - qint64(m_end - m_at); }
    bool isCutShort() const override { return m_cutShort; }
    bool mark(ResumePoint& point) override;

private:
    enum class Where
    {
        BeforeMember,
        InMember,
        AtEnd,
    };

    void restart();
    core::Status refill();
    core::Status lookForMember();
    core::Result<std::size_t> inflate(std::span<char> into);
    core::Error damaged(int result) const;

    std::unique_ptr<RawFile> m_file;
    std::unique_ptr<inflate_state> m_state;
    std::vector<uint8_t> m_input; // bytes that were read before, then those from m_at to m_end
    std::size_t m_at = historyBytes;
    std::size_t m_end = historyBytes;
    bool m_fileEnded = false;
    bool m_first = true;
    bool m_cutShort = false;
    Where m_where = Where::BeforeMember;
};

void GzipText::restart()
{
    isal_inflate_init(m_state.get());
    m_state->crc_flag = ISAL_GZIP;
}

bool GzipText::resume(const QByteArray& packed)
{
    QByteArray state(qsizetype(headerBytes + sizeof(inflate_state)), Qt::Uninitialized);
    const std::size_t size = ZSTD_decompress(state.data(), std::size_t(state.size()), packed.constData(),
                                             std::size_t(packed.size()));
    if (ZSTD_isError(size) != 0 || size != std::size_t(state.size()))
        return false;
    quint64 layout = 0;
    quint64 hash = 0;
    std::memcpy(&layout, state.constData(), sizeof layout);
    std::memcpy(&hash, state.constData() + sizeof layout, sizeof hash);
    if (layout != layoutMark() || hash != XXH3_64bits(state.constData() + headerBytes, sizeof(inflate_state)))
        return false;
    std::memcpy(m_state.get(), state.constData() + headerBytes, sizeof(inflate_state));
    m_where = Where::InMember;
    m_first = false;
    return true;
}

bool GzipText::mark(ResumePoint& point)
{
    if (m_where == Where::AtEnd)
        return false;
    point.filePosition = fileBytesRead();
    if (m_where == Where::BeforeMember) {
        point.state.clear();
        return true;
    }
    point.state.resize(qsizetype(sizeof(inflate_state)));
    std::memcpy(point.state.data(), m_state.get(), sizeof(inflate_state));
    return true;
}

core::Status GzipText::refill()
{
    const std::size_t left = m_end - m_at;
    const std::size_t kept = std::min(m_end, historyBytes + left);
    std::memmove(m_input.data() + historyBytes + left - kept, m_input.data() + m_end - kept, kept);
    m_at = historyBytes;
    m_end = historyBytes + left;
    const core::Result<std::size_t> count =
        m_file->read({reinterpret_cast<char*>(m_input.data()) + m_end, m_input.size() - m_end});
    if (!count)
        return count.error();
    m_end += *count;
    m_fileEnded = *count == 0;
    return {};
}

core::Status GzipText::lookForMember()
{
    while (m_end - m_at < 2 && !m_fileEnded)
        TIDEMARK_TRY(refill());
    const bool isMember = m_end - m_at >= 2 && m_input[m_at] == 0x1f && m_input[m_at + 1] == 0x8b;
    if (!isMember && m_first) {
        if (m_end - m_at >= 2)
            return damaged(ISAL_INVALID_WRAPPER);
        m_cutShort = true;
    }
    m_where = isMember ? Where::InMember : Where::AtEnd;
    m_first = false;
    if (isMember)
        restart();
    return {};
}

core::Result<std::size_t> GzipText::read(std::span<char> into)
{
    while (m_where != Where::AtEnd) {
        if (m_where == Where::BeforeMember) {
            TIDEMARK_TRY(lookForMember());
            continue;
        }
        core::Result<std::size_t> count = inflate(into);
        if (!count || *count > 0)
            return count;
    }
    return std::size_t(0);
}

core::Result<std::size_t> GzipText::inflate(std::span<char> into)
{
    uint8_t* const from = m_input.data() + m_at;
    m_state->next_in = from;
    m_state->avail_in = uint32_t(m_end - m_at);
    m_state->next_out = reinterpret_cast<uint8_t*>(into.data());
    m_state->avail_out = uint32_t(std::min<std::size_t>(into.size(), 1U << 30));
    const uint32_t room = m_state->avail_out;
    const int result = isal_inflate(m_state.get());
    if (result < 0 || result == ISAL_NEED_DICT)
        return damaged(result);
    m_at = std::size_t(m_state->next_in - m_input.data());
    if (m_at > m_end)
        return damaged(ISAL_INVALID_BLOCK);
    const std::size_t produced = room - m_state->avail_out;
    if (m_state->block_state == ISAL_BLOCK_FINISH) {
        m_where = Where::BeforeMember;
    } else if (produced == 0 && m_at == m_end) {
        if (m_fileEnded) {
            m_cutShort = true;
            m_where = Where::AtEnd;
        } else {
            TIDEMARK_TRY(refill());
        }
    } else if (produced == 0 && m_state->next_in == from) {
        return damaged(ISAL_INVALID_BLOCK); // neither taken nor given: it would be so for ever
    }
    return produced;
}

core::Error GzipText::damaged(int result) const
{
    const char* what = result == ISAL_INCORRECT_CHECKSUM ? QT_TR_NOOP("the checksum of gzip is wrong")
                       : result == ISAL_INVALID_WRAPPER  ? QT_TR_NOOP("there is no gzip header")
                                                         : QT_TR_NOOP("the gzip data are invalid");
    return damagedAt({m_file->path(), fileBytesRead(), m_file->size()}, tr(what));
}

} // namespace

QByteArray packState(const QByteArray& state)
{
    if (state.size() != qsizetype(sizeof(inflate_state)))
        return {};
    inflate_state copy;
    std::memcpy(&copy, state.constData(), sizeof copy);
    copy.next_in = nullptr;
    copy.next_out = nullptr;
    copy.avail_in = 0;
    copy.avail_out = 0;
    QByteArray plain(qsizetype(headerBytes + sizeof copy), Qt::Uninitialized);
    const quint64 layout = layoutMark();
    const quint64 hash = XXH3_64bits(&copy, sizeof copy);
    std::memcpy(plain.data(), &layout, sizeof layout);
    std::memcpy(plain.data() + sizeof layout, &hash, sizeof hash);
    std::memcpy(plain.data() + headerBytes, &copy, sizeof copy);
    QByteArray packed(qsizetype(ZSTD_compressBound(std::size_t(plain.size()))), Qt::Uninitialized);
    const std::size_t size = ZSTD_compress(packed.data(), std::size_t(packed.size()), plain.constData(),
                                           std::size_t(plain.size()), 1);
    if (ZSTD_isError(size) != 0)
        return {};
    packed.resize(qsizetype(size));
    packed.squeeze();
    return packed;
}

core::Result<std::unique_ptr<TextSource>> openGzipText(std::unique_ptr<RawFile> file, const ResumePoint& from)
{
    const Place place{file->path(), from.filePosition, file->size()};
    auto text = std::make_unique<GzipText>(std::move(file));
    if (!from.state.isEmpty() && !text->resume(from.state))
        return damagedAt(place, tr("what was kept about the file does not fit it"));
    return std::unique_ptr<TextSource>(std::move(text));
}

} // namespace tidemark::archive
