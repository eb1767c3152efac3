// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/copyrows.h"

#include "archive/archiveerror.h"

#include <QCoreApplication>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace tidemark::archive {

namespace {

constexpr std::size_t bufferBytes = 256UL * 1024;
// COPY cannot write a longer row: a string buffer of PostgreSQL's ends at one gigabyte.
constexpr std::size_t longestRow = 1UL << 30;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

// Eight bytes at a time: in a word, the high bit of every byte that is a tab.
qsizetype countTabs(QByteArrayView line)
{
    constexpr quint64 ones = 0x0101010101010101ULL;
    constexpr quint64 low = 0x7f7f7f7f7f7f7f7fULL;
    qsizetype count = 0;
    const char* at = line.data();
    const char* const end = at + line.size();
    for (; end - at >= 8; at += 8) {
        quint64 word = 0;
        std::memcpy(&word, at, sizeof word);
        word ^= ones * '\t';
        count += std::popcount(~(((word & low) + low) | word | low));
    }
    return count + std::count(at, end, '\t');
}

} // namespace

CopyRows::CopyRows(std::unique_ptr<DataReader> data, QList<QByteArray> columns)
    : m_data(std::move(data))
    , m_columns(std::move(columns))
    , m_buffer(bufferBytes)
{
}

core::Error CopyRows::damaged(const QString& what) const
{
    return {core::ErrorKind::Corrupt, tr("The rows of a table are damaged."),
            tr("Row %1: %2.").arg(QString::number(m_row), what),
            tr("Do not rely on this file. Make a new backup, or use another one that passes the check.")};
}

core::Result<bool> CopyRows::next()
{
    m_line = {};
    core::Result<bool> found = m_ended ? core::Result<bool>(false) : readLine();
    if (!found || !*found) {
        m_ended = true;
        return found;
    }
    ++m_row;
    if (m_line.size() == 2 && m_line[0] == '\\' && m_line[1] == '.') {
        m_line = {};
        m_ended = true;
        TIDEMARK_TRY(readPastEnd());
        return false;
    }
    const qsizetype values = m_columns.isEmpty() && m_line.isEmpty() ? 0 : countTabs(m_line) + 1;
    if (values != m_columns.size()) {
        m_ended = true;
        return damaged(tr("it has %1 values for %2 columns").arg(values).arg(m_columns.size()));
    }
    return true;
}

core::Result<bool> CopyRows::readLine()
{
    for (;;) {
        const char* const from = m_buffer.data() + m_searched;
        const void* const found = m_end > m_searched ? std::memchr(from, '\n', m_end - m_searched) : nullptr;
        if (found != nullptr) {
            const auto end = std::size_t(static_cast<const char*>(found) - m_buffer.data());
            m_line = {m_buffer.data() + m_next, qsizetype(end - m_next)};
            m_next = end + 1;
            m_searched = m_next;
            return true;
        }
        m_searched = m_end;
        if (m_inputEnded) {
            // A last line without a newline is a row, too.
            m_line = {m_buffer.data() + m_next, qsizetype(m_end - m_next)};
            m_next = m_end;
            return !m_line.isEmpty();
        }
        TIDEMARK_TRY(refill());
    }
}

core::Status CopyRows::refill()
{
    if (m_next > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_next, m_end - m_next);
        m_searched -= m_next;
        m_end -= m_next;
        m_next = 0;
    }
    if (m_end == m_buffer.size()) {
        if (m_end >= longestRow)
            return damaged(tr("it is longer than a row can be"));
        m_buffer.resize(m_buffer.size() * 2);
    }
    const core::Result<std::size_t> count = m_data->read({m_buffer.data() + m_end, m_buffer.size() - m_end});
    if (!count)
        return count.error();
    m_inputEnded = *count == 0;
    m_end += *count;
    return {};
}

// Nothing but empty lines may follow the line \.
core::Status CopyRows::readPastEnd()
{
    for (;;) {
        const auto from = m_buffer.cbegin() + std::ptrdiff_t(m_next);
        const auto to = m_buffer.cbegin() + std::ptrdiff_t(m_end);
        if (!std::all_of(from, to, [](char c) { return c == '\n'; }))
            return damaged(tr("rows follow the end of the rows"));
        m_next = m_end;
        m_searched = m_end;
        if (m_inputEnded)
            return {};
        TIDEMARK_TRY(refill());
    }
}

std::unique_ptr<RowCursor> copyRows(std::unique_ptr<DataReader> data, QList<QByteArray> columns)
{
    return std::make_unique<CopyRows>(std::move(data), std::move(columns));
}

} // namespace tidemark::archive
