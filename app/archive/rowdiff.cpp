// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowdiff.h"

#include "archive/keycensus.h"
#include "archive/rowmatch.h"
#include "archive/rowpartitions.h"
#include "archive/rowset.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

namespace tidemark::archive {

namespace {

using Clock = std::chrono::steady_clock;

// One of the two streams.
struct Side
{
    RowCursor& cursor;
    qint64 surplus; // of one row: 1 for the dump, -1 for the live table
    qint64 rows = 0;
    bool ended = false;
    LineHash lastKept; // of the row that was put into the window last
    std::string buffer;
};

class RowDiff
{
public:
    RowDiff(RowCursor& dump, RowCursor& live, const RowForm& form, const RowDiffOptions& options,
            DiffSink& sink, const core::RunContext& context)
        : m_form(form)
        , m_options(options)
        , m_sink(sink)
        , m_context(context)
        , m_dump{dump, 1, 0, false, {}, {}}
        , m_live{live, -1, 0, false, {}, {}}
        , m_budget(std::max<qint64>(options.memoryBudget, 256 << 10))
        , m_spilled(form, m_budget, options.spillFolder)
    {
        if (form.hasKey() && options.keys == KeysAre::PerhapsNot)
            m_census.emplace(options.spillFolder);
    }

    core::Result<RowDiffSummary> run()
    {
        TIDEMARK_TRY(readBoth());
        report();
        TIDEMARK_TRY(m_context.checkpoint());
        TIDEMARK_TRY(match());
        RowDiffSummary summary;
        summary.dumpRows = m_dump.rows;
        summary.liveRows = m_live.rows;
        summary.missing = m_counts.missing;
        summary.changed = m_counts.changed;
        summary.extra = m_counts.extra;
        summary.equal = m_dump.rows - m_counts.missing - m_counts.changed;
        summary.otherSettings = m_otherSettings;
        summary.ambiguousKeys = m_counts.ambiguousKeys;
        summary.changesByColumn = m_counts.changesByColumn;
        summary.spilledBytes = m_spilled.bytesWritten();
        return summary;
    }

private:
    core::Status match()
    {
        if (m_spilled.isEmpty()) {
            KeyKnowledge keys;
            if (m_census) {
                auto repeated = m_census->repeated();
                if (!repeated)
                    return std::move(repeated).error();
                keys.repeated = *std::move(repeated);
            }
            return matchRows(m_window, m_form, keys, m_sink, m_counts, m_context);
        }
        while (!m_window.isEmpty())
            TIDEMARK_TRY(m_spilled.takeFrom(m_window));
        m_window.clear();
        core::Progress progress;
        progress.phase = m_options.matchingPhase;
        progress.item = m_options.item;
        m_context.report(progress);
        return m_spilled.match(m_census ? &*m_census : nullptr, m_sink, m_counts, m_context);
    }

    core::Status readBoth()
    {
        for (;;) {
            TIDEMARK_TRY(advance(m_dump));
            TIDEMARK_TRY(advance(m_live));
            if (m_dump.ended || m_live.ended)
                break;
            TIDEMARK_TRY(compareHeads());
        }
        for (Side* side : {&m_dump, &m_live}) {
            while (!side->ended) {
                if (auto kept = put(*side); !kept)
                    return std::move(kept).error();
                TIDEMARK_TRY(advance(*side));
            }
        }
        return {};
    }

    core::Status advance(Side& side)
    {
        if (side.ended)
            return {};
        core::Result<bool> more = side.cursor.next();
        if (!more)
            return std::move(more).error();
        side.ended = !*more;
        if (side.ended)
            return {};
        ++side.rows;
        if (m_census)
            TIDEMARK_TRY(countKey(side));
        if (side.rows % 1024 == 0)
            return checkOn();
        return {};
    }

    core::Status countKey(Side& side)
    {
        const QByteArrayView line = m_form.canonical(side.cursor.copyLine(), side.buffer);
        const quint64 hash = m_form.hashOfKey(m_form.keyOf(line, m_key));
        return m_census->add(side.surplus > 0 ? KeyCensus::Dump : KeyCensus::Live, hash);
    }

    core::Status checkOn()
    {
        TIDEMARK_TRY(m_context.checkpoint());
        const auto now = Clock::now();
        if (now - m_reported < std::chrono::milliseconds(100))
            return {};
        m_reported = now;
        report();
        return {};
    }

    void report()
    {
        core::Progress progress;
        progress.phase = m_options.phase;
        progress.item = m_options.item;
        progress.bytesDone = m_dump.cursor.fileBytesRead() + m_live.cursor.fileBytesRead();
        m_rate.record(Clock::now(), progress.bytesDone);
        progress.bytesPerSecond = m_rate.bytesPerSecond();
        if (m_options.expectedBytes > 0) {
            progress.bytesTotal = std::max(m_options.expectedBytes, progress.bytesDone);
            progress.left = m_rate.timeLeft(*progress.bytesTotal - progress.bytesDone);
            m_fraction = std::max(m_fraction, static_cast<double>(progress.bytesDone) /
                                                  static_cast<double>(*progress.bytesTotal));
            progress.fraction = m_fraction;
        }
        m_context.report(progress);
    }

    // Mostly both streams agree: one comparison of bytes, no hash, nothing kept.
    core::Status compareHeads()
    {
        const QByteArrayView dumpLine = m_dump.cursor.copyLine();
        const QByteArrayView liveLine = m_live.cursor.copyLine();
        if (dumpLine == liveLine)
            return {};
        if (!m_form.isLiteral() &&
            m_form.canonical(dumpLine, m_dump.buffer) == m_form.canonical(liveLine, m_live.buffer)) {
            m_otherSettings = true;
            return {};
        }
        const auto dumpKept = put(m_dump);
        if (!dumpKept)
            return dumpKept.error();
        const auto liveKept = put(m_live);
        if (!liveKept)
            return liveKept.error();
        if (*dumpKept == *liveKept)
            return {};
        // One stream is ahead, because the other has rows of its own. Read on where it is behind, until both
        // are at the same row again.
        return *dumpKept == RowSet::Added::Cancelled ? catchUp(m_dump, m_live) : catchUp(m_live, m_dump);
    }

    core::Status catchUp(Side& behind, const Side& ahead)
    {
        const LineHash goal = ahead.lastKept;
        for (;;) {
            TIDEMARK_TRY(advance(behind));
            if (behind.ended)
                return {};
            const auto kept = put(behind);
            if (!kept)
                return kept.error();
            if (*kept == RowSet::Added::Kept || m_lastHash == goal)
                return {};
        }
    }

    // The present row of a side into the window.
    core::Result<RowSet::Added> put(Side& side)
    {
        const QByteArrayView line = side.cursor.copyLine();
        m_lastHash = m_form.hashOf(m_form.canonical(line, side.buffer));
        const RowSet::Added added = m_window.add(m_lastHash, side.surplus, line);
        if (added == RowSet::Added::Kept)
            side.lastKept = m_lastHash;
        while (m_window.cost() + m_spilled.bufferBytes() > m_budget && !m_window.isEmpty())
            TIDEMARK_TRY(m_spilled.takeFrom(m_window));
        return added;
    }

    const RowForm& m_form;
    const RowDiffOptions& m_options;
    DiffSink& m_sink;
    const core::RunContext& m_context;
    Side m_dump;
    Side m_live;
    qint64 m_budget;
    RowSet m_window;
    LineHash m_lastHash;
    std::string m_key;
    RowPartitions m_spilled;
    std::optional<KeyCensus> m_census;
    DiffCounts m_counts;
    bool m_otherSettings = false;
    core::RateMeter m_rate;
    Clock::time_point m_reported{};
    double m_fraction = 0;
};

} // namespace

core::Result<RowDiffSummary> diffRows(RowCursor& dump, RowCursor& live, const RowForm& form,
                                      const RowDiffOptions& options, DiffSink& sink,
                                      const core::RunContext& context)
{
    return RowDiff(dump, live, form, options, sink, context).run();
}

} // namespace tidemark::archive
