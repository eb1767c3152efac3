// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rowcursor.h"

namespace tidemark::archive {

/// Rows in COPY's text form. Memory: a quarter of a megabyte, or twice the longest row, which PostgreSQL
/// holds below one gigabyte.
class CopyRows final : public RowCursor
{
public:
    CopyRows(std::unique_ptr<DataReader> data, QList<QByteArray> columns);

    const QList<QByteArray>& columns() const override { return m_columns; }
    core::Result<bool> next() override;
    QByteArrayView copyLine() const override { return m_line; }
    qint64 fileBytesRead() const override { return m_data->fileBytesRead(); }

private:
    core::Result<bool> readLine();
    core::Status refill();
    core::Status readPastEnd();
    core::Error damaged(const QString& what) const;

    std::unique_ptr<DataReader> m_data;
    QList<QByteArray> m_columns;
    std::vector<char> m_buffer;
    std::size_t m_next = 0;     // where the next line begins
    std::size_t m_searched = 0; // up to here it has no end
    std::size_t m_end = 0;      // of what is filled
    bool m_inputEnded = false;
    bool m_ended = false;
    qint64 m_row = 0;
    QByteArrayView m_line;
};

} // namespace tidemark::archive
