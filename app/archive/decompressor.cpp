// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/decompressor.h"

#include <algorithm>
#include <cstring>
#include <isa-l/igzip_lib.h>
#include <limits>
#include <lz4frame.h>
#include <new>
#include <zstd.h>
#include <zstd_errors.h>

namespace tidemark::archive {

namespace {

uint32_t clamped(std::size_t size)
{
    return uint32_t(std::min<std::size_t>(size, std::numeric_limits<uint32_t>::max()));
}

class Copier final : public Decompressor
{
public:
    void reset() override {}
    Step run(std::span<const char> in, std::span<char> out) override
    {
        const std::size_t count = std::min(in.size(), out.size());
        if (count > 0)
            std::memcpy(out.data(), in.data(), count);
        return {count, count, false, nullptr};
    }
};

// ISA-L inflates about twice as fast as zlib and checks the same checksums.
class Inflater final : public Decompressor
{
public:
    /// ISAL_ZLIB or ISAL_GZIP.
    explicit Inflater(uint32_t wrapper)
        : m_wrapper(wrapper)
    {
        Inflater::reset();
    }

    void reset() override
    {
        isal_inflate_init(m_state.get());
        m_state->crc_flag = m_wrapper;
    }

    Step run(std::span<const char> in, std::span<char> out) override
    {
        if (m_state->block_state == ISAL_BLOCK_FINISH)
            return {0, 0, true, nullptr};
        // The library takes its input through a pointer to bytes that it does not change.
        m_state->next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(in.data()));
        m_state->avail_in = clamped(in.size());
        m_state->next_out = reinterpret_cast<uint8_t*>(out.data());
        m_state->avail_out = clamped(out.size());
        const uint32_t inBefore = m_state->avail_in;
        const uint32_t outBefore = m_state->avail_out;
        const int result = isal_inflate(m_state.get());
        if (result < 0 || result == ISAL_NEED_DICT)
            return {0, 0, false, faultText(result)};
        const bool ended = m_state->block_state == ISAL_BLOCK_FINISH;
        // The library reads ahead by up to eight bytes and keeps what it did not need.
        if (ended && m_state->read_in_length >= 8)
            return {0, 0, false, "bytes follow the end"};
        return {inBefore - m_state->avail_in, outBefore - m_state->avail_out, ended, nullptr};
    }

private:
    static const char* faultText(int result)
    {
        switch (result) {
        case ISAL_INVALID_BLOCK:
            return "invalid deflate block";
        case ISAL_INVALID_SYMBOL:
            return "invalid deflate symbol";
        case ISAL_INVALID_LOOKBACK:
            return "distance too far back";
        case ISAL_INVALID_WRAPPER:
            return "invalid header";
        case ISAL_UNSUPPORTED_METHOD:
            return "unknown compression method in the header";
        case ISAL_INCORRECT_CHECKSUM:
            return "incorrect checksum";
        case ISAL_NEED_DICT:
            return "the header asks for a dictionary";
        default:
            return "inflate failed";
        }
    }

    uint32_t m_wrapper;
    std::unique_ptr<inflate_state> m_state = std::make_unique<inflate_state>();
};

class Lz4Decompressor final : public Decompressor
{
public:
    Lz4Decompressor()
    {
        LZ4F_dctx* context = nullptr;
        if (LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION)) != 0)
            throw std::bad_alloc();
        m_context.reset(context);
    }

    void reset() override
    {
        LZ4F_resetDecompressionContext(m_context.get());
        m_ended = false;
    }

    Step run(std::span<const char> in, std::span<char> out) override
    {
        if (m_ended)
            return {0, 0, true, nullptr};
        std::size_t consumed = in.size();
        std::size_t produced = out.size();
        const std::size_t result =
            LZ4F_decompress(m_context.get(), out.data(), &produced, in.data(), &consumed, nullptr);
        if (LZ4F_isError(result) != 0)
            return {0, 0, false, LZ4F_getErrorName(result)};
        m_ended = result == 0;
        return {consumed, produced, m_ended, nullptr};
    }

private:
    struct Free
    {
        void operator()(LZ4F_dctx* context) const { LZ4F_freeDecompressionContext(context); }
    };
    std::unique_ptr<LZ4F_dctx, Free> m_context;
    bool m_ended = false;
};

class ZstdDecompressor final : public Decompressor
{
public:
    ZstdDecompressor()
        : m_stream(ZSTD_createDStream())
    {
        if (!m_stream)
            throw std::bad_alloc();
    }

    void reset() override
    {
        ZSTD_DCtx_reset(m_stream.get(), ZSTD_reset_session_only);
        m_ended = false;
    }

    Step run(std::span<const char> in, std::span<char> out) override
    {
        if (m_ended)
            return {0, 0, true, nullptr};
        ZSTD_inBuffer input{in.data(), in.size(), 0};
        ZSTD_outBuffer output{out.data(), out.size(), 0};
        const std::size_t result = ZSTD_decompressStream(m_stream.get(), &output, &input);
        if (ZSTD_isError(result) != 0)
            return {0, 0, false, ZSTD_getErrorName(result)};
        m_ended = result == 0;
        return {input.pos, output.pos, m_ended, nullptr};
    }

private:
    struct Free
    {
        void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
    };
    std::unique_ptr<ZSTD_DStream, Free> m_stream;
    bool m_ended = false;
};

} // namespace

std::unique_ptr<Decompressor> Decompressor::create(Compression method)
{
    switch (method) {
    case Compression::None:
        break;
    case Compression::Gzip:
        return std::make_unique<Inflater>(uint32_t(ISAL_ZLIB));
    case Compression::Lz4:
        return std::make_unique<Lz4Decompressor>();
    case Compression::Zstd:
        return std::make_unique<ZstdDecompressor>();
    }
    return std::make_unique<Copier>();
}

std::unique_ptr<Decompressor> Decompressor::createForFile(Compression method)
{
    return method == Compression::Gzip ? std::make_unique<Inflater>(uint32_t(ISAL_GZIP)) : create(method);
}

} // namespace tidemark::archive
