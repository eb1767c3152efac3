// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

namespace tidemark::archive {

/// The parts of "COPY schema.table (column, …) FROM stdin;" as pg_dump writes it.
struct CopyStatement
{
    QByteArray target;             // as written, quoted where it must be: public."Order items"
    QByteArray columnText;         // between the parentheses, as written: id, "Full name"
    QList<QByteArray> columnNames; // without quotes, in order; none for a table without columns

    /// Nothing where `statement` is not such a statement. Column names stay bytes in the archive's encoding.
    static std::optional<CopyStatement> parse(const QByteArray& statement);
};

} // namespace tidemark::archive
