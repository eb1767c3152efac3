// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/bytesearch.h"

#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#define TIDEMARK_AVX2 __attribute__((target("avx2,pclmul,bmi")))
#endif

namespace tidemark::archive {

namespace {

qsizetype findEndMarkPortable(QByteArrayView text, qsizetype from)
{
    const qsizetype last = text.size() - 1; // a \ there has nothing behind it
    while (from < last) {
        const void* found = std::memchr(text.data() + from, '\\', std::size_t(last - from));
        if (!found)
            return -1;
        from = static_cast<const char*>(found) - text.data();
        if (text[from + 1] == '.')
            return from;
        ++from;
    }
    return -1;
}

// Outside strings.
bool needsRules(char c, char previous)
{
    switch (c) {
    case ';':
    case '"':
    case '$':
    case '\\':
    case '/':
        return true;
    case '-':
        return previous == '-';
    case '\'':
        return previous == 'e' || previous == 'E';
    default:
        return false;
    }
}

qsizetype skipValuesPortable(QByteArrayView text, qsizetype from, ValuesState& state)
{
    for (qsizetype i = from; i < text.size(); ++i) {
        if (state.inString) {
            const void* found = std::memchr(text.data() + i, '\'', std::size_t(text.size() - i));
            if (!found)
                return text.size();
            i = static_cast<const char*>(found) - text.data();
            state = {false, '\''};
            continue;
        }
        const char c = text[i];
        if (needsRules(c, state.previous))
            return i;
        state = {c == '\'', c};
    }
    return text.size();
}

#if defined(__x86_64__)

// clang-format off
TIDEMARK_AVX2 inline __m256i load(const char* at) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)); }
TIDEMARK_AVX2 inline std::uint64_t bits(__m256i low, __m256i high)
{
    return std::uint64_t(std::uint32_t(_mm256_movemask_epi8(low))) |
           (std::uint64_t(std::uint32_t(_mm256_movemask_epi8(high))) << 32);
}
TIDEMARK_AVX2 inline std::uint64_t equal(__m256i a, __m256i b, char c)
{
    const __m256i wanted = _mm256_set1_epi8(c);
    return bits(_mm256_cmpeq_epi8(a, wanted), _mm256_cmpeq_epi8(b, wanted));
}
TIDEMARK_AVX2 inline __m256i marks(const char* at)
{
    return _mm256_and_si256(_mm256_cmpeq_epi8(load(at), _mm256_set1_epi8('\\')),
                            _mm256_cmpeq_epi8(load(at + 1), _mm256_set1_epi8('.')));
}
// clang-format on

TIDEMARK_AVX2 qsizetype findEndMarkAvx2(QByteArrayView text)
{
    qsizetype i = 0;
    for (; i + 129 <= text.size(); i += 128) {
        const char* at = text.data() + i;
        const __m256i a = marks(at);
        const __m256i b = marks(at + 32);
        const __m256i c = marks(at + 64);
        const __m256i d = marks(at + 96);
        const __m256i any = _mm256_or_si256(_mm256_or_si256(a, b), _mm256_or_si256(c, d));
        if (_mm256_testz_si256(any, any))
            continue;
        if (const std::uint64_t first = bits(a, b))
            return i + __builtin_ctzll(first);
        return i + 64 + __builtin_ctzll(bits(c, d));
    }
    return findEndMarkPortable(text, i);
}

// Non-zero bytes where there is one of ; " $ \ / : what the tables say for the two halves of the byte.
TIDEMARK_AVX2 inline __m256i ruled(__m256i bytes)
{
    const __m256i low = _mm256_setr_epi8(0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 2, 4, 0, 0, 1, //
                                         0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 2, 4, 0, 0, 1);
    const __m256i high = _mm256_setr_epi8(0, 0, 1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, //
                                          0, 0, 1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m256i nibble = _mm256_set1_epi8(0x0f);
    return _mm256_and_si256(_mm256_shuffle_epi8(low, _mm256_and_si256(bytes, nibble)),
                            _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble)));
}

TIDEMARK_AVX2 inline std::uint64_t ruledBits(__m256i a, __m256i b)
{
    const __m256i zero = _mm256_setzero_si256();
    return ~bits(_mm256_cmpeq_epi8(ruled(a), zero), _mm256_cmpeq_epi8(ruled(b), zero));
}

// Bit i: the number of bits 0…i is odd.
TIDEMARK_AVX2 inline std::uint64_t parities(std::uint64_t mask)
{
    return std::uint64_t(_mm_cvtsi128_si64(
        _mm_clmulepi64_si128(_mm_set_epi64x(0, std::int64_t(mask)), _mm_set1_epi8(char(0xff)), 0)));
}

TIDEMARK_AVX2 qsizetype skipValuesAvx2(QByteArrayView text, ValuesState& state)
{
    const __m256i lowerCase = _mm256_set1_epi8(0x20);
    std::uint64_t inside = state.inString ? ~std::uint64_t(0) : 0;
    std::uint64_t dashBefore = state.previous == '-' ? 1 : 0;
    std::uint64_t letterBefore = (state.previous | 0x20) == 'e' ? 1 : 0;
    qsizetype i = 0;
    for (; i + 64 <= text.size(); i += 64) {
        const __m256i a = load(text.data() + i);
        const __m256i b = load(text.data() + i + 32);
        const std::uint64_t quotes = equal(a, b, '\'');
        const std::uint64_t dashes = equal(a, b, '-');
        const std::uint64_t letters =
            equal(_mm256_or_si256(a, lowerCase), _mm256_or_si256(b, lowerCase), 'e');
        const std::uint64_t after = parities(quotes) ^ inside; // in a string once byte i is read
        const std::uint64_t before = (after << 1) | (inside & 1);
        const std::uint64_t stops = ~before & (ruledBits(a, b) | (dashes & ((dashes << 1) | dashBefore)) |
                                               (quotes & ((letters << 1) | letterBefore)));
        if (stops != 0)
            return i + __builtin_ctzll(stops);
        inside = (after >> 63) != 0 ? ~std::uint64_t(0) : 0;
        dashBefore = dashes >> 63;
        letterBefore = letters >> 63;
    }
    if (i > 0)
        state = {inside != 0, text[i - 1]};
    return skipValuesPortable(text, i, state);
}

#endif

} // namespace

Instructions bestInstructions()
{
#if defined(__x86_64__)
    static const bool has = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("pclmul") != 0 &&
                            __builtin_cpu_supports("bmi") != 0;
    return has ? Instructions::Avx2 : Instructions::Portable;
#else
    return Instructions::Portable;
#endif
}

qsizetype findEndMark(QByteArrayView text, Instructions use)
{
#if defined(__x86_64__)
    if (use == Instructions::Avx2)
        return findEndMarkAvx2(text);
#endif
    Q_UNUSED(use);
    return findEndMarkPortable(text, 0);
}

qsizetype skipValues(QByteArrayView text, ValuesState& state, Instructions use)
{
#if defined(__x86_64__)
    if (use == Instructions::Avx2)
        return skipValuesAvx2(text, state);
#endif
    Q_UNUSED(use);
    return skipValuesPortable(text, 0, state);
}

} // namespace tidemark::archive
