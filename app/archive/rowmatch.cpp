// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowmatch.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>

namespace tidemark::archive {

namespace {

constexpr quint32 alone = 0xffffffff;
constexpr quint32 ambiguous = 0xfffffffe;

struct KeyOfRow
{
    quint64 hash;
    quint32 row;     // index in the order of coming
    quint32 partner; // the row with the same key on the other side, or one of the above
};

class Matcher
{
public:
    Matcher(const RowForm& form, DiffSink& sink, DiffCounts& counts, const core::RunContext& context)
        : m_form(form)
        , m_sink(sink)
        , m_counts(counts)
        , m_context(context)
    {
    }

    core::Status run(const RowSet& rows, const KeyKnowledge& keys)
    {
        m_rows.reserve(static_cast<std::size_t>(rows.rows()));
        rows.forEach([this](const RowSet::Row& row) { m_rows.push_back(&row); });
        m_keys.reserve(m_rows.size());
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            if (i % 4096 == 0)
                TIDEMARK_TRY(m_context.checkpoint());
            const bool byKey = m_form.hasKey() && !keys.onlyOne;
            m_keys.push_back({byKey ? m_form.hashOfKey(keyOf(*m_rows[i], m_one, m_oneKey)) : 0,
                              static_cast<quint32>(i), keys.onlyOne ? ambiguous : alone});
        }
        if (m_form.hasKey() && !keys.onlyOne)
            TIDEMARK_TRY(pair(keys.repeated));
        return tell();
    }

private:
    QByteArrayView keyOf(const RowSet::Row& row, std::string& lineBuffer, std::string& keyBuffer) const
    {
        return m_form.keyOf(m_form.canonical(row.line(), lineBuffer), keyBuffer);
    }

    core::Status pair(const std::vector<quint64>& repeated)
    {
        std::sort(m_keys.begin(), m_keys.end(), [](const KeyOfRow& a, const KeyOfRow& b) {
            return a.hash != b.hash ? a.hash < b.hash : a.row < b.row;
        });
        std::size_t groups = 0;
        for (std::size_t first = 0; first < m_keys.size();) {
            if (++groups % 4096 == 0)
                TIDEMARK_TRY(m_context.checkpoint());
            std::size_t end = first + 1;
            while (end < m_keys.size() && m_keys[end].hash == m_keys[first].hash)
                ++end;
            if (std::binary_search(repeated.begin(), repeated.end(), m_keys[first].hash))
                markAmbiguous(first, end);
            else if (end - first == 2)
                pairTwo(m_keys[first], m_keys[first + 1]);
            else if (end - first > 2 || std::abs(m_rows[m_keys[first].row]->surplus) > 1)
                pairMany(first, end);
            first = end;
        }
        std::sort(m_keys.begin(), m_keys.end(),
                  [](const KeyOfRow& a, const KeyOfRow& b) { return a.row < b.row; });
        return {};
    }

    void markAmbiguous(std::size_t first, std::size_t end)
    {
        for (std::size_t i = first; i < end; ++i)
            m_keys[i].partner = ambiguous;
        ++m_counts.ambiguousKeys;
    }

    void pairTwo(KeyOfRow& one, KeyOfRow& other)
    {
        const RowSet::Row& first = *m_rows[one.row];
        const RowSet::Row& second = *m_rows[other.row];
        const bool sameKey = keyOf(first, m_one, m_oneKey) == keyOf(second, m_other, m_otherKey);
        if (sameKey && first.surplus + second.surplus == 0 && std::abs(first.surplus) == 1) {
            one.partner = other.row;
            other.partner = one.row;
        } else if (sameKey) {
            one.partner = other.partner = ambiguous;
            ++m_counts.ambiguousKeys;
        } else {
            for (KeyOfRow* lone : {&one, &other})
                markIfRepeated(*lone);
        }
    }

    void markIfRepeated(KeyOfRow& lone)
    {
        if (std::abs(m_rows[lone.row]->surplus) > 1) {
            lone.partner = ambiguous;
            ++m_counts.ambiguousKeys;
        }
    }

    // Rare: a key that is not unique, or keys with the same hash.
    void pairMany(std::size_t first, std::size_t end)
    {
        std::map<std::string, std::vector<std::size_t>> byKey;
        for (std::size_t i = first; i < end; ++i) {
            const QByteArrayView key = keyOf(*m_rows[m_keys[i].row], m_one, m_oneKey);
            byKey[std::string(key.data(), static_cast<std::size_t>(key.size()))].push_back(i);
        }
        for (const auto& [key, places] : byKey) {
            if (places.size() == 1) {
                markIfRepeated(m_keys[places[0]]);
            } else if (places.size() == 2) {
                pairTwo(m_keys[places[0]], m_keys[places[1]]);
            } else {
                for (const std::size_t place : places)
                    m_keys[place].partner = ambiguous;
                ++m_counts.ambiguousKeys;
            }
        }
    }

    core::Status tell()
    {
        for (std::size_t i = 0; i < m_keys.size(); ++i) {
            if (i % 1024 == 0)
                TIDEMARK_TRY(m_context.checkpoint());
            const RowSet::Row& row = *m_rows[m_keys[i].row];
            const quint32 partner = m_keys[i].partner;
            if (partner == alone || partner == ambiguous)
                TIDEMARK_TRY(tellLone(row, partner == ambiguous));
            else if (partner > m_keys[i].row) // at the first of the two
                TIDEMARK_TRY(tellChanged(row, *m_rows[partner]));
        }
        return {};
    }

    core::Status tellLone(const RowSet::Row& row, bool keyIsAmbiguous)
    {
        const DiffRow found{row.line(), m_form.columns(), std::abs(row.surplus), keyIsAmbiguous};
        (row.surplus > 0 ? m_counts.missing : m_counts.extra) += found.times;
        return row.surplus > 0 ? m_sink.missing(found) : m_sink.extra(found);
    }

    core::Status tellChanged(const RowSet::Row& one, const RowSet::Row& other)
    {
        const RowSet::Row& dump = one.surplus > 0 ? one : other;
        const RowSet::Row& live = one.surplus > 0 ? other : one;
        const std::vector<int> columns = m_form.differingColumns(m_form.canonical(dump.line(), m_one),
                                                                 m_form.canonical(live.line(), m_other));
        ++m_counts.changed;
        for (const int column : columns)
            ++m_counts.changesByColumn[static_cast<std::size_t>(column)];
        return m_sink.changed({dump.line(), m_form.columns()}, {live.line(), m_form.columns()}, columns);
    }

    const RowForm& m_form;
    DiffSink& m_sink;
    DiffCounts& m_counts;
    const core::RunContext& m_context;
    std::vector<const RowSet::Row*> m_rows;
    std::vector<KeyOfRow> m_keys;
    std::string m_one;
    std::string m_oneKey;
    std::string m_other;
    std::string m_otherKey;
};

} // namespace

core::Status matchRows(const RowSet& rows, const RowForm& form, const KeyKnowledge& keys, DiffSink& sink,
                       DiffCounts& counts, const core::RunContext& context)
{
    counts.changesByColumn.resize(static_cast<std::size_t>(form.columns()));
    return Matcher(form, sink, counts, context).run(rows, keys);
}

} // namespace tidemark::archive
