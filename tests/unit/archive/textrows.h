// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/diffsink.h"
#include "archive/rowcursor.h"

#include <QList>
#include <QSet>

#include <functional>

namespace tidemark::test {

/// Rows out of a list of COPY lines.
class TextRows final : public archive::RowCursor
{
public:
    TextRows(QList<QByteArray> columns, QList<QByteArray> lines)
        : m_columns(std::move(columns))
        , m_lines(std::move(lines))
    {
    }
    const QList<QByteArray>& columns() const override { return m_columns; }
    core::Result<bool> next() override
    {
        ++m_at;
        if (m_at < m_lines.size())
            m_bytes += m_lines.at(m_at).size() + 1;
        if (m_at < m_lines.size() || !m_error)
            return m_at < m_lines.size();
        return *m_error;
    }
    QByteArrayView copyLine() const override { return m_lines.at(m_at); }
    qint64 fileBytesRead() const override { return m_bytes; }
    /// Instead of an end.
    void failWith(const core::Error& error) { m_error = error; }

private:
    QList<QByteArray> m_columns;
    QList<QByteArray> m_lines;
    qsizetype m_at = -1;
    qint64 m_bytes = 0;
    std::optional<core::Error> m_error;
};

/// Keeps everything, as text.
class KeptDiff final : public archive::DiffSink
{
public:
    core::Status missing(const archive::DiffRow& dump) override { return keep(missingRows, dump); }
    core::Status extra(const archive::DiffRow& live) override { return keep(extraRows, live); }
    core::Status changed(const archive::DiffRow& dump, const archive::DiffRow& live,
                         const std::vector<int>& columns) override
    {
        QByteArray text = dump.line.toByteArray() + " -> " + live.line.toByteArray() + " in";
        for (const int column : columns)
            text += ' ' + QByteArray::number(column);
        changedRows.append(text);
        return {};
    }
    QList<QByteArray> missingRows;
    QList<QByteArray> changedRows;
    QList<QByteArray> extraRows;
    QSet<QByteArray> ambiguous;

private:
    core::Status keep(QList<QByteArray>& into, const archive::DiffRow& row)
    {
        for (qint64 i = 0; i < row.times; ++i)
            into.append(row.line.toByteArray());
        if (row.keyIsAmbiguous)
            ambiguous.insert(row.line.toByteArray());
        return {};
    }
};

} // namespace tidemark::test
