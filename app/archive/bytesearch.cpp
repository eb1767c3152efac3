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

// What a word does not begin with.
bool goesOnInWord(char c)
{
    return (c >= '0' && c <= '9') || c == '$';
}

// What it may begin with.
bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<signed char>(c) < 0;
}

// Whether the byte before `end`, outside strings, belongs to a word; `state` is that of the text's beginning.
bool isWordBefore(QByteArrayView text, qsizetype end, const ValuesState& state)
{
    qsizetype i = end - 1;
    while (i >= 0 && goesOnInWord(text[i]))
        --i;
    if (i >= 0)
        return isLetter(text[i]);
    return goesOnInWord(state.previous) ? state.wordBefore : isLetter(state.previous);
}

// Tells, from front to back, which bytes outside strings need the whole of SQL's rules.
class RuledBytes
{
public:
    RuledBytes(QByteArrayView text, const ValuesState& state)
        : m_text(text)
        , m_state(state)
    {
    }
    bool has(qsizetype at)
    {
        switch (m_text[at]) {
        case ';':
        case '"':
        case '\\':
        case '/':
            return true;
        case '$':
            return !isInWord(at);
        case '-':
            return (at > 0 ? m_text[at - 1] : m_state.previous) == '-';
        case '\'':
            return endsWithE(at);
        default:
            return false;
        }
    }

private:
    // The word e alone makes an escape text of what follows.
    bool endsWithE(qsizetype at) const
    {
        const char previous = at > 0 ? m_text[at - 1] : m_state.previous;
        return (previous == 'e' || previous == 'E') &&
               !(at > 0 ? isWordBefore(m_text, at - 1, m_state) : m_state.wordBefore);
    }
    // Of many dollars in one word, the first looks for its beginning.
    bool isInWord(qsizetype at)
    {
        if (at < m_wordEnd)
            return true;
        if (!isWordBefore(m_text, at, m_state))
            return false;
        for (m_wordEnd = at + 1; m_wordEnd < m_text.size() && goesOnInWord(m_text[m_wordEnd]);)
            ++m_wordEnd;
        return true;
    }

    QByteArrayView m_text;
    const ValuesState& m_state; // at its beginning
    qsizetype m_wordEnd = 0;
};

// The state behind `text`.
ValuesState stateBehind(QByteArrayView text, const ValuesState& state, bool inString)
{
    if (text.isEmpty())
        return state;
    return {inString, text.back(), !inString && isWordBefore(text, text.size() - 1, state)};
}

// `inString` is how it stands at `from`, `state` at the beginning.
qsizetype skipValuesPortable(QByteArrayView text, qsizetype from, bool inString, ValuesState& state)
{
    RuledBytes rules(text, state);
    for (qsizetype i = from; i < text.size(); ++i) {
        if (inString) {
            const void* found = std::memchr(text.data() + i, '\'', std::size_t(text.size() - i));
            if (!found)
                break;
            i = static_cast<const char*>(found) - text.data();
            inString = false;
            continue;
        }
        if (rules.has(i))
            return i;
        inString = text[i] == '\'';
    }
    state = stateBehind(text, state, inString);
    return text.size();
}

// `skip` is skipValues() in one of its forms, `isNext` compares.
template <typename Skip, typename IsNext>
__attribute__((always_inline)) inline InsertsWalk walk(QByteArrayView text, qsizetype nextSize, qint64 limit,
                                                       InsertsState& state, Skip skip, IsNext isNext)
{
    InsertsWalk found;
    qsizetype i = 0;
    for (;;) {
        if (!state.inValues) {
            found.end = found.looked = i;
            if (i >= limit) {
                found.stop = InsertsWalk::Stop::AtLimit;
                return found;
            }
            if (text.size() - i < nextSize)
                return found;
            if (!isNext(text.data() + i)) {
                found.stop = InsertsWalk::Stop::Other;
                return found;
            }
            i += nextSize;
            state = {true, {}};
        }
        i += skip(text.sliced(i), state.values);
        found.looked = i;
        if (i == text.size())
            return found;
        if (text[i] != ';') {
            found.stop = InsertsWalk::Stop::Other;
            return found;
        }
        ++i;
        state.inValues = false;
    }
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

// Where there is one of ; " $ \ / or a dash: no two of them end in the same four bits, by which the table is
// read. A byte of more than seven bits reads zero, and is not that.
TIDEMARK_AVX2 inline __m256i interesting(__m256i bytes)
{
    const __m256i table = _mm256_setr_epi8(1, 0, '"', 0, '$', 0, 0, 0, 0, 0, 0, ';', '\\', '-', 0, '/', //
                                           1, 0, '"', 0, '$', 0, 0, 0, 0, 0, 0, ';', '\\', '-', 0, '/');
    return _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, bytes), bytes);
}

// Bit i: the number of bits 0…i is odd.
TIDEMARK_AVX2 inline std::uint64_t parities(std::uint64_t mask)
{
    return std::uint64_t(_mm_cvtsi128_si64(
        _mm_clmulepi64_si128(_mm_set_epi64x(0, std::int64_t(mask)), _mm_set1_epi8(char(0xff)), 0)));
}

// Within a string: goes on to where the quote is near.
TIDEMARK_AVX2 inline qsizetype nearQuote(QByteArrayView text, qsizetype i)
{
    const __m256i quote = _mm256_set1_epi8('\'');
    for (; i + 128 <= text.size(); i += 128) {
        const char* at = text.data() + i;
        const __m256i ab =
            _mm256_or_si256(_mm256_cmpeq_epi8(load(at), quote), _mm256_cmpeq_epi8(load(at + 32), quote));
        const __m256i cd =
            _mm256_or_si256(_mm256_cmpeq_epi8(load(at + 64), quote), _mm256_cmpeq_epi8(load(at + 96), quote));
        const __m256i any = _mm256_or_si256(ab, cd);
        if (!_mm256_testz_si256(any, any))
            break;
    }
    return i;
}

TIDEMARK_AVX2 inline qsizetype skipValuesAvx2(QByteArrayView text, ValuesState& state)
{
    const __m256i lowerCase = _mm256_set1_epi8(0x20);
    std::uint64_t inside = state.inString ? ~std::uint64_t(0) : 0;
    std::uint64_t letterBefore = (state.previous | 0x20) == 'e' ? 1 : 0;
    RuledBytes rules(text, state);
    qsizetype i = 0;
    while (i + 64 <= text.size()) {
        const __m256i a = load(text.data() + i);
        const __m256i b = load(text.data() + i + 32);
        const std::uint64_t quotes = equal(a, b, '\'');
        if ((inside & ~quotes) == ~std::uint64_t(0)) {
            i = nearQuote(text, i + 64);
            continue;
        }
        const std::uint64_t letters =
            equal(_mm256_or_si256(a, lowerCase), _mm256_or_si256(b, lowerCase), 'e');
        const std::uint64_t after = parities(quotes) ^ inside; // in a string once byte i is read
        const std::uint64_t before = (after << 1) | (inside & 1);
        std::uint64_t candidates =
            ~before & (bits(interesting(a), interesting(b)) | (quotes & ((letters << 1) | letterBefore)));
        for (; candidates != 0; candidates &= candidates - 1) {
            const qsizetype at = i + __builtin_ctzll(candidates);
            if (text[at] == ';' || rules.has(at))
                return at;
        }
        inside = (after >> 63) != 0 ? ~std::uint64_t(0) : 0;
        letterBefore = letters >> 63;
        i += 64;
    }
    return skipValuesPortable(text, i, inside != 0, state);
}

struct SkipAvx2
{
    TIDEMARK_AVX2 qsizetype operator()(QByteArrayView text, ValuesState& state) const
    {
        return skipValuesAvx2(text, state);
    }
};

struct IsNextAvx2
{
    QByteArrayView next;
    TIDEMARK_AVX2 bool operator()(const char* at) const
    {
        qsizetype i = 0;
        for (; i + 32 <= next.size(); i += 32) {
            if (!isSame(at + i, next.data() + i))
                return false;
        }
        if (i > 0) // the rest of it with bytes that are known to be the same
            return isSame(at + next.size() - 32, next.data() + next.size() - 32);
        return std::memcmp(at, next.data(), std::size_t(next.size())) == 0;
    }
    TIDEMARK_AVX2 static bool isSame(const char* a, const char* b)
    {
        return _mm256_movemask_epi8(_mm256_cmpeq_epi8(load(a), load(b))) == -1;
    }
};

TIDEMARK_AVX2 InsertsWalk walkInsertsAvx2(QByteArrayView text, QByteArrayView next, qint64 limit,
                                          InsertsState& state)
{
    return walk(text, next.size(), limit, state, SkipAvx2(), IsNextAvx2{next});
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
    return skipValuesPortable(text, 0, state.inString, state);
}

InsertsWalk walkInserts(QByteArrayView text, QByteArrayView next, qint64 limit, InsertsState& state,
                        Instructions use)
{
#if defined(__x86_64__)
    if (use == Instructions::Avx2)
        return walkInsertsAvx2(text, next, limit, state);
#endif
    Q_UNUSED(use);
    const auto skip = [](QByteArrayView values, ValuesState& in) {
        return skipValuesPortable(values, 0, in.inString, in);
    };
    return walk(text, next.size(), limit, state, skip, [next](const char* at) {
        return std::memcmp(at, next.data(), std::size_t(next.size())) == 0;
    });
}

} // namespace tidemark::archive
