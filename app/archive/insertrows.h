// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rowcursor.h"

#include <QByteArray>

namespace tidemark::archive {

/// Backslashes in '…' as the archive's STDSTRINGS entry has it.
enum class Backslash
{
    IsItself, // standard_conforming_strings = on
    Escapes,
};

/// What is known of the columns of a table whose rows are INSERT statements without a list of them.
struct InsertColumn
{
    QByteArray name;
    bool isGenerated = false; // written as DEFAULT; such a column is left out, as COPY leaves it out
};

/// Rows out of INSERT statements as pg_dump writes them with --inserts, --column-inserts and
/// --rows-per-insert. The values are what COPY would have: true is t, B'01' is 01. Memory: four times the
/// longest row.
class InsertRows final : public RowCursor
{
public:
    /// `columns` are asked where a statement does not list them; where their number is another than that of
    /// the values, the columns are called column1, column2 … Reads up to the first row; errors as next().
    static core::Result<std::unique_ptr<RowCursor>>
    open(std::unique_ptr<DataReader> data, const QList<InsertColumn>& columns, Backslash backslash);

    const QList<QByteArray>& columns() const override { return m_columns; }
    core::Result<bool> next() override;
    QByteArrayView copyLine() const override { return m_line; }
    qint64 fileBytesRead() const override { return m_data->fileBytesRead(); }

private:
    struct Parsed;

    InsertRows(std::unique_ptr<DataReader> data, QList<InsertColumn> columns, Backslash backslash);
    core::Result<bool> parseRow();
    core::Status refill();
    core::Status takeRow(Parsed& row);
    void nameColumns(const Parsed& row);
    core::Error damaged(const QString& what) const;

    std::unique_ptr<DataReader> m_data;
    QList<InsertColumn> m_known;
    Backslash m_backslash;
    QByteArray m_buffer;
    qsizetype m_used = 0; // of the buffer
    bool m_inputEnded = false;
    bool m_inStatement = false; // a comma came last: another row of the same statement follows
    bool m_named = false;
    bool m_hasFirst = false; // the first row was read to name the columns
    bool m_ended = false;
    QList<bool> m_leftOut; // of the values as written
    QList<QByteArray> m_columns;
    QByteArray m_line;
    qint64 m_row = 0;
};

} // namespace tidemark::archive
