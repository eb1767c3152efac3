// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/liverows.h"

namespace tidemark::restore {

namespace {

class LiveRows final : public archive::RowCursor
{
public:
    LiveRows(postgres::Connection& connection, QList<QByteArray> names)
        : m_connection(connection)
        , m_columns(std::move(names))
    {
    }
    ~LiveRows() override { m_connection.endCopyOut(); }

    const QList<QByteArray>& columns() const override { return m_columns; }
    QByteArrayView copyLine() const override { return m_line; }
    qint64 fileBytesRead() const override { return m_bytes; }

    core::Result<bool> next() override
    {
        const core::Result<QByteArrayView> row = m_connection.nextCopyRow();
        if (!row)
            return row.error();
        m_bytes += row->size();
        m_line = row->isEmpty() ? QByteArrayView() : row->chopped(1);
        return !row->isEmpty();
    }

private:
    postgres::Connection& m_connection;
    QList<QByteArray> m_columns;
    QByteArrayView m_line;
    qint64 m_bytes = 0;
};

} // namespace

core::Result<std::unique_ptr<archive::RowCursor>>
liveRows(postgres::Connection& connection, const postgres::LiveTable& table, const QStringList& columns,
         const QList<QByteArray>& names, const QString& encoding)
{
    TIDEMARK_TRY(postgres::beginReadingTable(connection, table, columns, encoding));
    return std::unique_ptr<archive::RowCursor>(std::make_unique<LiveRows>(connection, names));
}

} // namespace tidemark::restore
