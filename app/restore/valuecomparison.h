// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "archive/rowcursor.h"
#include "catalog/manifest.h"
#include "core/runcontext.h"
#include "postgres/connection.h"
#include "restore/columnmapping.h"
#include "restore/contentcheck.h"
#include "restore/restoresource.h"

#include <memory>

namespace tidemark::restore {

/// Proves by value that restored tables equal the backup where their text cannot: dumps of sessions with
/// another time zone, encoding or form of bytes and money, of servers that print numbers otherwise (before
/// 12), and rows as INSERT statements. Reads the rows of the dump and of the table side by side, which a
/// restore left in the same order: as fast as both can be read. For one thread.
class ValueComparison
{
public:
    /// All of them have to outlive it.
    ValueComparison(const RestoreSource& source, postgres::Connection& connection,
                    const core::RunContext& context);

    /// Looks at those of `results` (which are for `expected`) whose number of rows is right and whose content
    /// is not known to be equal. Those that turn out to be equal match then, also where the rows of
    /// partitions went to other ones of the same root; so do none where the dump's own rows have not the
    /// digest that is expected of them. What cannot be compared stays as it was. Errors: Cancelled;
    /// ConnectionFailed.
    core::Status compare(const QList<catalog::ManifestTable>& expected, QList<TableComparison>& results);

private:
    /// Tables whose rows the dump loads with the same statement: one, or partitions through their root.
    struct Group
    {
        QList<const archive::TocEntry*> entries;
        QList<qsizetype> places; // of the tables in `expected`
    };
    enum class Outcome
    {
        Equal,
        Different, // from what the backup said
        NotKnown,
    };
    QList<Group> groups(const QList<catalog::ManifestTable>& expected) const;
    core::Result<Outcome> compareGroup(const Group& group, const QList<catalog::ManifestTable>& expected);
    core::Result<Outcome> compareRows(const Group& group, const QList<catalog::ManifestTable>& expected);
    core::Result<ColumnMapping> columnsOf(const catalog::ManifestTable& table,
                                          const QList<QByteArray>& names);
    std::unique_ptr<archive::RowCursor> dumpedRows(const Group& group, const QList<QByteArray>& names,
                                                   archive::TableDigest& digest) const;
    std::unique_ptr<archive::RowCursor> restoredRows(const Group& group,
                                                     const QList<catalog::ManifestTable>& expected,
                                                     const QStringList& columns,
                                                     const QList<QByteArray>& names);
    QByteArray encoding() const;
    core::Status openDump();

    const RestoreSource& m_source;
    postgres::Connection& m_connection;
    const core::RunContext& m_context;
    std::unique_ptr<archive::Dump> m_dump;
};

} // namespace tidemark::restore
