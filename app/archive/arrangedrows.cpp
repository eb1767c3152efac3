// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/arrangedrows.h"

#include <QCoreApplication>

#include <vector>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

class ArrangedRows final : public RowCursor
{
public:
    ArrangedRows(QList<RowSource> sources, QList<QByteArray> columns)
        : m_sources(std::move(sources))
        , m_columns(std::move(columns))
    {
    }

    const QList<QByteArray>& columns() const override { return m_columns; }
    QByteArrayView copyLine() const override
    {
        return m_asItIs ? m_present->copyLine() : QByteArrayView(m_line);
    }
    qint64 fileBytesRead() const override
    {
        return m_bytesBefore + (m_present ? m_present->fileBytesRead() : 0);
    }

    core::Result<bool> next() override
    {
        for (;;) {
            if (!m_present) {
                if (m_opened == m_sources.size())
                    return false;
                TIDEMARK_TRY(open());
            }
            core::Result<bool> more = m_present->next();
            if (!more)
                return more;
            if (*more)
                break;
            m_bytesBefore += m_present->fileBytesRead();
            m_present.reset();
        }
        if (!m_asItIs)
            TIDEMARK_TRY(arrange());
        return true;
    }

private:
    core::Status open()
    {
        auto source = m_sources[m_opened++]();
        if (!source)
            return std::move(source).error();
        m_present = *std::move(source);
        m_asItIs = m_present->columns() == m_columns;
        m_order.clear();
        for (const QByteArray& column : m_columns) {
            const qsizetype index = m_present->columns().indexOf(column);
            if (index < 0) {
                return core::Error{core::ErrorKind::NotFound,
                                   tr("Some of the table's rows in the backup have no column “%1”.")
                                       .arg(QString::fromUtf8(column)),
                                   {},
                                   {}};
            }
            m_order.push_back(static_cast<std::size_t>(index));
        }
        return {};
    }

    core::Status arrange()
    {
        const QByteArrayView line = m_present->copyLine();
        m_bounds.assign(1, 0);
        if (!m_present->columns().isEmpty()) {
            for (qsizetype tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', tab + 1))
                m_bounds.push_back(tab + 1);
            m_bounds.push_back(line.size() + 1);
        }
        if (static_cast<qsizetype>(m_bounds.size()) != m_present->columns().size() + 1) {
            return core::Error{
                core::ErrorKind::Corrupt,
                tr("A row of the table is damaged."),
                tr("It has %1 values where there are %2 columns.")
                    .arg(QString::number(m_bounds.size() - 1), QString::number(m_present->columns().size())),
                {}};
        }
        m_line.resize(0);
        for (std::size_t i = 0; i < m_order.size(); ++i) {
            if (i > 0)
                m_line.append('\t');
            const std::size_t field = m_order[i];
            m_line.append(line.sliced(m_bounds[field], m_bounds[field + 1] - 1 - m_bounds[field]));
        }
        return {};
    }

    QList<RowSource> m_sources;
    QList<QByteArray> m_columns;
    qsizetype m_opened = 0;
    std::unique_ptr<RowCursor> m_present;
    qint64 m_bytesBefore = 0;
    bool m_asItIs = true;
    std::vector<std::size_t> m_order; // per column: its place in the present source
    std::vector<qsizetype>
        m_bounds; // where each field of the present line starts; behind the last one its end + 1
    QByteArray m_line;
};

} // namespace

std::unique_ptr<RowCursor> arrangedRows(QList<RowSource> sources, QList<QByteArray> columns)
{
    return std::make_unique<ArrangedRows>(std::move(sources), std::move(columns));
}

} // namespace tidemark::archive
