// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plainscanner.h"

#include "archive/copystatement.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tidemark::archive {

namespace {

// Fits into the second-level cache together with what else is in use, so that bytes are there when they are
// searched.
constexpr qsizetype readBytes = 256 * 1024;
constexpr qsizetype firstHead = 64 * 1024;
constexpr qsizetype longestUnit = 16 << 20;
constexpr qint64 reportEvery = 32 << 20;
constexpr qsizetype firstLines = 4096; // tell what line breaks are like
constexpr qint64 skipAfter = 1 << 20;
constexpr qint64 leastSkipped = 8 << 20;
constexpr qint64 skipPause = 64 << 20;

bool turnsBackslashEscapesOn(QByteArrayView statement)
{
    return statement.contains(QByteArrayView("off"));
}

qsizetype lineBreakLength(QByteArrayView text)
{
    return text.startsWith('\n') ? 1 : text.startsWith("\r\n") ? 2 : 0;
}

} // namespace

PlainScanner::PlainScanner(TextSource& source, PlainEvents& events)
    : m_source(source)
    , m_events(events)
    , m_buffer(new char[std::size_t(firstHead + readBytes)])
    , m_head(firstHead)
    , m_keep(firstHead)
    , m_at(firstHead)
    , m_end(firstHead)
{
}

core::Status PlainScanner::run(const core::RunContext& context, const std::function<void()>& onRead)
{
    qint64 reported = 0;
    while (m_mode != Mode::Done) {
        TIDEMARK_TRY(context.checkpoint());
        TIDEMARK_TRY(m_events.status());
        TIDEMARK_TRY(skipRows());
        TIDEMARK_TRY(refill());
        if (onRead && m_endPosition - reported >= reportEvery) {
            reported = m_endPosition;
            onRead();
        }
        bool goesOn = true;
        while (goesOn && m_mode != Mode::Done) {
            switch (m_mode) {
            case Mode::Text:
                goesOn = scanText();
                break;
            case Mode::Values:
                goesOn = scanValues();
                break;
            case Mode::LineEnd:
                goesOn = scanLineEnd();
                break;
            case Mode::CopyRows:
                goesOn = scanCopyRows();
                break;
            case Mode::Done:
                break;
            }
        }
    }
    return {};
}

// In rows that are many, several processors look ahead.
core::Status PlainScanner::skipRows()
{
    if (m_mode != Mode::CopyRows)
        return skipInserts();
    if (positionOf(m_at) - m_copyStart < skipAfter || m_isLast)
        return {};
    const core::Result<qint64> reached = m_source.skipCopyRows(positionOf(m_at));
    if (!reached)
        return reached.error();
    if (*reached < 0)
        return {};
    m_at = m_keep = m_end;
    m_endPosition = *reached;
    m_hasSkipped = true;
    return {};
}

// From the end of the last statement, whatever was read of the next.
core::Status PlainScanner::skipInserts()
{
    if (m_insertBeginning.isEmpty() || m_backslashEscapes || m_hasCrLf || m_isLast ||
        m_insertEnd - m_insertStart < skipAfter || m_insertEnd < m_skipInsertsFrom)
        return {};
    const core::Result<qint64> reached = m_source.skipInserts(m_insertEnd, m_insertBeginning);
    if (!reached)
        return reached.error();
    if (*reached < m_insertEnd + leastSkipped)
        m_skipInsertsFrom = m_insertEnd + skipPause; // these are not simple: looking ahead is wasted
    if (*reached < 0)
        return {};
    m_insertEnd = *reached;
    m_endPosition = *reached;
    m_at = m_end;
    beginUnit(m_end);
    return {};
}

// Reads behind what has to be kept.
core::Status PlainScanner::refill()
{
    const qsizetype kept = m_end - m_keep;
    if (kept > m_head) {
        const qsizetype head = std::max(2 * m_head, kept);
        std::unique_ptr<char[]> larger(new char[std::size_t(head + readBytes)]);
        std::memcpy(larger.get() + head - kept, m_buffer.get() + m_keep, std::size_t(kept));
        m_buffer = std::move(larger);
        m_head = head;
    } else if (kept > 0) {
        std::memmove(m_buffer.get() + m_head - kept, m_buffer.get() + m_keep, std::size_t(kept));
    }
    const qsizetype moved = m_head - m_end;
    m_keep += moved;
    m_at += moved;
    m_end = m_head;
    const qsizetype least = m_isFirstRead ? firstLines : 1;
    do {
        const core::Result<std::size_t> count =
            m_source.read({m_buffer.get() + m_end, std::size_t(m_head + readBytes - m_end)});
        if (!count)
            return count.error();
        m_end += qsizetype(*count);
        m_endPosition += qint64(*count);
        m_isLast = *count == 0;
    } while (m_end - m_head < least && !m_isLast);
    if (std::exchange(m_hasSkipped, false) && !m_isLast)
        ++m_at; // no mark begins there; it is what is before one
    if (std::exchange(m_isFirstRead, false))
        noteLineBreaks();
    return {};
}

void PlainScanner::noteLineBreaks()
{
    const QByteArrayView text = view(m_keep);
    const qsizetype lineEnd = text.indexOf('\n');
    m_hasCrLf = lineEnd > 0 && text[lineEnd - 1] == '\r';
    if (text.startsWith("\xef\xbb\xbf")) // what editors put before UTF-8
        m_keep += 3;
}

void PlainScanner::beginUnit(qsizetype index)
{
    m_keep = index;
    m_isCut = false;
    m_inInsert = false;
    m_splitter.beginUnit();
    m_mode = Mode::Text;
}

// All of these return false where more of the text is needed.

bool PlainScanner::scanText()
{
    bool needsMore = false;
    if (takeRepeatedInsert(needsMore))
        return true;
    if (needsMore)
        return false;
    const QByteArrayView unit = view(m_keep);
    const StatementSplitter::Found found = m_splitter.advance(unit, m_isLast);
    if (found == StatementSplitter::Found::NeedMore) {
        if (m_inInsert || unit.size() > longestUnit) {
            const qsizetype done = m_splitter.scanned();
            m_keep += done;
            m_splitter.forgetBegun(done);
            m_isCut = true;
        }
        return false;
    }
    if (found == StatementSplitter::Found::Values) {
        if (!m_inInsert && !m_isCut)
            beginInsert(unit);
        return true;
    }
    if (found == StatementSplitter::Found::Statement) {
        takeStatement(unit);
        return true;
    }
    const qsizetype start = found == StatementSplitter::Found::Nothing ? unit.size() : m_splitter.start();
    const QByteArrayView gap = unit.first(start);
    endInserts(gap);
    if (found == StatementSplitter::Found::Nothing) {
        m_events.finished(gap);
        m_mode = Mode::Done;
        return true;
    }
    const QByteArrayView line = unit.sliced(start, m_splitter.end() - start);
    if (found == StatementSplitter::Found::Comment)
        m_events.comment(gap, line);
    else
        m_events.command(gap, line);
    beginUnit(m_keep + m_splitter.end());
    return true;
}

void PlainScanner::takeStatement(QByteArrayView unit)
{
    const qsizetype end = m_keep + m_splitter.end();
    if (m_inInsert) {
        m_insertEnd = positionOf(end);
        if (!m_splitter.endsWithSemicolon()) {
            m_events.insertData(m_insertBeginning, {m_insertStart, m_insertEnd - m_insertStart, false});
            m_insertBeginning.clear();
        }
        return beginUnit(end);
    }
    const QByteArrayView gap = unit.first(m_splitter.start());
    const QByteArrayView text = unit.sliced(gap.size(), m_splitter.end() - gap.size());
    endInserts(gap);
    const bool isWhole = m_splitter.endsWithSemicolon() && !m_isCut;
    if (isWhole && text.startsWith("COPY ") && CopyStatement::parse(text.toByteArray())) {
        m_copyStatement = text.toByteArray();
        m_mode = Mode::LineEnd;
        m_at = m_keep = end;
        return;
    }
    if (text.startsWith("SET standard_conforming_strings")) {
        m_backslashEscapes = turnsBackslashEscapesOn(text);
        m_splitter.setBackslashEscapes(m_backslashEscapes);
    }
    if (isWhole) {
        const qint64 start = positionOf(m_keep + gap.size());
        m_events.nextStatementIsAt({start, positionOf(end) - start, true});
    }
    m_events.statement(gap, text, isWhole);
    beginUnit(end);
}

// The usual case of an INSERT dump: the same words again, on the next line.
bool PlainScanner::takeRepeatedInsert(bool& needsMore)
{
    const bool isAtStart = m_splitter.scanned() == 0 && !m_inInsert && !m_isCut;
    if (m_insertBeginning.isEmpty() || !isAtStart || m_backslashEscapes)
        return false;
    const QByteArrayView unit = view(m_keep);
    if (unit.size() < m_insertBeginning.size() + 2 && !m_isLast) {
        needsMore = true;
        return false;
    }
    const qsizetype gap = lineBreakLength(unit);
    if (gap == 0 || !unit.sliced(gap).startsWith(m_insertBeginning))
        return false;
    m_at = m_keep + gap + m_insertBeginning.size();
    m_inInsert = true;
    m_values = {};
    m_mode = Mode::Values;
    return true;
}

void PlainScanner::beginInsert(QByteArrayView unit)
{
    const qsizetype start = m_splitter.start();
    const QByteArrayView beginning = unit.sliced(start, m_splitter.scanned() - start);
    if (beginning != m_insertBeginning) {
        endInserts(unit.first(start));
        m_insertBeginning = beginning.toByteArray();
        m_insertStart = positionOf(m_keep + start);
        m_insertEnd = m_insertStart;
        m_source.keepPointBefore(m_insertStart);
    }
    m_inInsert = true;
    if (m_backslashEscapes)
        return;
    m_at = m_keep + m_splitter.scanned();
    m_values = {};
    m_mode = Mode::Values;
}

// `gap` follows the last of them.
void PlainScanner::endInserts(QByteArrayView gap)
{
    if (m_insertBeginning.isEmpty())
        return;
    m_insertEnd += lineBreakLength(gap);
    m_events.insertData(m_insertBeginning, {m_insertStart, m_insertEnd - m_insertStart, true});
    m_insertBeginning.clear();
}

bool PlainScanner::scanValues()
{
    const qsizetype stop = m_at + skipValues(view(m_at), m_values);
    if (stop == m_end) {
        m_at = m_keep = m_end;
        if (!m_isLast)
            return false;
        m_events.insertData(m_insertBeginning, {m_insertStart, m_endPosition - m_insertStart, false});
        m_insertBeginning.clear();
        beginUnit(m_end);
        return true;
    }
    const char c = m_buffer[std::size_t(stop)];
    if (c == ';') {
        m_insertEnd = positionOf(stop + 1);
        beginUnit(stop + 1);
        return true;
    }
    beginUnit(stop);
    m_inInsert = true;
    using Resumed = StatementSplitter::Resumed;
    if (c == '-')
        m_splitter.resumeAt(1, Resumed::InComment);
    else if (c == '\'')
        m_splitter.resumeAt(1, Resumed::InEscapeText);
    else
        m_splitter.resumeAt(0, Resumed::Plain);
    return true;
}

bool PlainScanner::scanLineEnd()
{
    const qsizetype found = view(m_at).indexOf('\n');
    if (found < 0 && !m_isLast) {
        m_at = m_keep = m_end;
        return false;
    }
    m_at = m_keep = found < 0 ? m_end : m_at + found + 1;
    m_copyStart = positionOf(m_at);
    m_source.keepPointBefore(m_copyStart);
    m_mode = Mode::CopyRows;
    return true;
}

// The end is the line \. and nothing else counts: pg_dump doubles every backslash in the values.
bool PlainScanner::scanCopyRows()
{
    for (;;) {
        const qsizetype found = findEndMark(view(m_at));
        if (found < 0) {
            if (m_isLast) {
                m_events.copyData(m_copyStatement, {m_copyStart, m_endPosition - m_copyStart, false});
                beginUnit(m_end);
                return true;
            }
            const bool mayBegin = m_end > m_at && m_buffer[std::size_t(m_end - 1)] == '\\';
            m_at = mayBegin ? m_end - 1 : m_end;
            break;
        }
        m_at += found;
        if (positionOf(m_at) != m_copyStart && m_buffer[std::size_t(m_at - 1)] != '\n') {
            m_at += 2;
            continue;
        }
        const QByteArrayView behind = view(m_at + 2);
        if (!m_isLast && (behind.isEmpty() || behind == QByteArrayView("\r")))
            break; // what follows decides
        if (!behind.isEmpty() && behind != QByteArrayView("\r") && lineBreakLength(behind) == 0) {
            m_at += 2;
            continue;
        }
        m_events.copyData(m_copyStatement, {m_copyStart, positionOf(m_at) - m_copyStart, true});
        beginUnit(m_at + 2);
        return true;
    }
    m_keep = positionOf(m_at) > m_copyStart ? m_at - 1 : m_at; // the byte before decides too
    return false;
}

} // namespace tidemark::archive
