// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/compress/encoder.h"

#include <isa-l/igzip_lib.h>
#include <lz4frame.h>
#include <new>
#include <vector>
#include <zlib.h>
#include <zstd.h>

namespace tidemark::archive {

namespace {

constexpr std::size_t leastRoom = 64UL * 1024;
constexpr int mostIgzipLevel = 3;
// The levels above keep windows of 32 MB and more, for little: they do as this one does.
constexpr int mostZstdLevel = 19;
constexpr std::size_t megabyte = 1UL << 20;

// What cannot be made smaller takes a little more room than before.
std::size_t roomFor(std::size_t size)
{
    return size + size / 64 + leastRoom;
}

class IgzipDeflate final : public Encoder
{
public:
    explicit IgzipDeflate(int level)
        : m_level(uint32_t(level))
        , m_levelBuffer(bufferOf(level))
    {
    }

    const char* encode(std::span<const char> piece, Place place, GrowingBuffer& out) override
    {
        isal_zstream& stream = *m_stream;
        isal_deflate_init(&stream);
        stream.level = m_level;
        stream.level_buf = m_levelBuffer.data();
        stream.level_buf_size = uint32_t(m_levelBuffer.size());
        stream.flush = place == Place::Last ? NO_FLUSH : FULL_FLUSH;
        stream.end_of_stream = place == Place::Last ? 1 : 0;
        // The library takes its input through a pointer to bytes that it does not change.
        stream.next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(piece.data()));
        stream.avail_in = uint32_t(piece.size());
        std::size_t wanted = roomFor(piece.size());
        do {
            const std::span<char> room = out.room(wanted);
            stream.next_out = reinterpret_cast<uint8_t*>(room.data());
            stream.avail_out = uint32_t(room.size());
            if (isal_deflate(&stream) != COMP_OK)
                return "deflate failed";
            out.added(room.size() - stream.avail_out);
            wanted = leastRoom;
        } while (stream.avail_out == 0 || stream.avail_in > 0 ||
                 (place == Place::Last && stream.internal_state.state != ZSTATE_END));
        return nullptr;
    }

private:
    static std::size_t bufferOf(int level)
    {
        switch (level) {
        case 1:
            return ISAL_DEF_LVL1_DEFAULT;
        case 2:
            return ISAL_DEF_LVL2_DEFAULT;
        default:
            return ISAL_DEF_LVL3_DEFAULT;
        }
    }

    uint32_t m_level;
    std::vector<uint8_t> m_levelBuffer;
    std::unique_ptr<isal_zstream> m_stream = std::make_unique<isal_zstream>();
};

class ZlibDeflate final : public Encoder
{
public:
    explicit ZlibDeflate(int level)
    {
        if (deflateInit2(&m_stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    ZlibDeflate(const ZlibDeflate&) = delete;
    ZlibDeflate& operator=(const ZlibDeflate&) = delete;
    ~ZlibDeflate() override { deflateEnd(&m_stream); }

    const char* encode(std::span<const char> piece, Place place, GrowingBuffer& out) override
    {
        deflateReset(&m_stream);
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
        m_stream.avail_in = uInt(piece.size());
        std::size_t wanted = roomFor(piece.size());
        do {
            const std::span<char> room = out.room(wanted);
            m_stream.next_out = reinterpret_cast<Bytef*>(room.data());
            m_stream.avail_out = uInt(room.size());
            const int result = deflate(&m_stream, place == Place::Last ? Z_FINISH : Z_FULL_FLUSH);
            if (result == Z_STREAM_ERROR)
                return "deflate failed";
            out.added(room.size() - m_stream.avail_out);
            wanted = leastRoom;
        } while (m_stream.avail_out == 0);
        return nullptr;
    }

private:
    z_stream m_stream = {};
};

class Lz4Frame final : public Encoder
{
public:
    explicit Lz4Frame(int level)
    {
        LZ4F_cctx* context = nullptr;
        if (LZ4F_isError(LZ4F_createCompressionContext(&context, LZ4F_VERSION)) != 0)
            throw std::bad_alloc();
        m_context.reset(context);
        m_preferences.compressionLevel = level;
        m_preferences.frameInfo.blockSizeID = LZ4F_max256KB;
        m_preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
    }

    const char* encode(std::span<const char> piece, Place place, GrowingBuffer& out) override
    {
        if (!m_begun) {
            const std::span<char> room = out.room(LZ4F_HEADER_SIZE_MAX);
            if (const char* fault =
                    added(LZ4F_compressBegin(m_context.get(), room.data(), room.size(), &m_preferences), out))
                return fault;
            m_begun = true;
        }
        const std::span<char> room = out.room(LZ4F_compressBound(piece.size(), &m_preferences));
        if (const char* fault = added(LZ4F_compressUpdate(m_context.get(), room.data(), room.size(),
                                                          piece.data(), piece.size(), nullptr),
                                      out))
            return fault;
        if (place == Place::Within)
            return nullptr;
        const std::span<char> rest = out.room(LZ4F_compressBound(0, &m_preferences));
        return added(LZ4F_compressEnd(m_context.get(), rest.data(), rest.size(), nullptr), out);
    }

private:
    static const char* added(std::size_t result, GrowingBuffer& out)
    {
        if (LZ4F_isError(result) != 0)
            return LZ4F_getErrorName(result);
        out.added(result);
        return nullptr;
    }

    struct Free
    {
        void operator()(LZ4F_cctx* context) const { LZ4F_freeCompressionContext(context); }
    };
    std::unique_ptr<LZ4F_cctx, Free> m_context;
    LZ4F_preferences_t m_preferences = LZ4F_INIT_PREFERENCES;
    bool m_begun = false;
};

class ZstdFrame final : public Encoder
{
public:
    ZstdFrame(int level, int threads)
        : m_context(ZSTD_createCCtx())
    {
        if (!m_context)
            throw std::bad_alloc();
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_compressionLevel, level);
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_checksumFlag, 1);
        // A library built without threads refuses both, and works.
        if (threads > 1) {
            ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_nbWorkers, threads);
            ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_jobSize, int(4 * megabyte));
        }
    }

    const char* encode(std::span<const char> piece, Place place, GrowingBuffer& out) override
    {
        ZSTD_inBuffer input{piece.data(), piece.size(), 0};
        const ZSTD_EndDirective directive = place == Place::Last ? ZSTD_e_end : ZSTD_e_continue;
        std::size_t rest = 0;
        do {
            const std::span<char> room = out.room(leastRoom);
            ZSTD_outBuffer output{room.data(), room.size(), 0};
            rest = ZSTD_compressStream2(m_context.get(), &output, &input, directive);
            if (ZSTD_isError(rest) != 0)
                return ZSTD_getErrorName(rest);
            out.added(output.pos);
        } while (input.pos < input.size || (place == Place::Last && rest > 0));
        return nullptr;
    }

private:
    struct Free
    {
        void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    };
    std::unique_ptr<ZSTD_CCtx, Free> m_context;
};

// So that all of a frame's threads together stay below 150 MB.
int zstdThreads(const core::CompressionSpec& spec, int wanted)
{
    const std::size_t each = memoryOfFrame(spec) + 2 * 4 * megabyte;
    return std::clamp(wanted, 1, int(std::max<std::size_t>(1, 128 * megabyte / each)));
}

} // namespace

std::unique_ptr<Encoder> Encoder::createDeflate(int level)
{
    if (level <= mostIgzipLevel)
        return std::make_unique<IgzipDeflate>(std::max(level, 1));
    return std::make_unique<ZlibDeflate>(level);
}

std::unique_ptr<Encoder> Encoder::createFrame(const core::CompressionSpec& spec, int threads)
{
    if (spec.method == core::CompressionMethod::Lz4)
        return std::make_unique<Lz4Frame>(levelOf(spec));
    return std::make_unique<ZstdFrame>(levelOf(spec), zstdThreads(spec, threads));
}

int levelOf(const core::CompressionSpec& spec)
{
    switch (spec.method) {
    case core::CompressionMethod::None:
        break;
    case core::CompressionMethod::Gzip:
        // Ten times as fast as zlib's default, for a few percent of size.
        return spec.level.value_or(1);
    case core::CompressionMethod::Lz4:
        return spec.level.value_or(1);
    case core::CompressionMethod::Zstd:
        return std::min(spec.level.value_or(ZSTD_CLEVEL_DEFAULT), mostZstdLevel);
    }
    return 0;
}

std::size_t memoryOfFrame(const core::CompressionSpec& spec)
{
    if (spec.method != core::CompressionMethod::Zstd)
        return megabyte;
    // Measured with zstd 1.5.4, upwards.
    const int level = levelOf(spec);
    return (level <= 4    ? 8UL
            : level <= 9  ? 24UL
            : level <= 12 ? 48UL
            : level <= 18 ? 72UL
                          : 112UL) *
           megabyte;
}

} // namespace tidemark::archive
