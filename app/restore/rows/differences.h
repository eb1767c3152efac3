// SPDX-License-Identifier: GPL-3.0-or-later
// The rows in which a table of a backup and the live one differ, put aside so that one can look through them,
// choose, and put them back.
#pragma once

#include "archive/diffsink.h"
#include "archive/spillfile.h"
#include "restore/rows/recoverydraft.h"

#include <functional>
#include <vector>

namespace tidemark::restore::rows {

/// Lines are COPY's text form in the encoding of the backup, in the order of the compared columns. Valid
/// during the call only.
struct DifferingRow
{
    RowKind kind = RowKind::Missing;
    QByteArrayView backup; // empty of an extra row
    QByteArrayView live;   // as the comparison saw it; empty of a missing row
    qint64 times = 1;      // equal rows
    bool keyIsAmbiguous = false;
    std::vector<int> columns =
        {}; // of a changed row: those that differ, by their place among the compared ones
};

/// In a file without a name. Memory: 256 KB, and 24 bytes for each 256 KB of rows. Written by one thread;
/// once finished it may be read by several.
class Differences
{
public:
    using Visitor = std::function<core::Status(qint64 number, const DifferingRow& row)>;

    /// Errors: as archive::SpillFile::create.
    static core::Result<std::unique_ptr<Differences>> create(const QString& folder);

    core::Status add(const DifferingRow& row);
    core::Status finish();
    /// Equal rows have as many numbers in a row.
    qint64 count() const { return m_count; }
    /// In the order of their coming, with the first number of each. An error of `visit` ends it.
    core::Status forEach(const Visitor& visit) const;
    /// Rows lie in blocks of about 256 KB, or of one row where that is larger. Which of them has the row of
    /// this number, which must be below count().
    std::size_t blockOf(qint64 number) const;
    /// As forEach, of one block.
    core::Status forEachIn(std::size_t block, const Visitor& visit) const;

private:
    explicit Differences(archive::SpillFile file)
        : m_file(std::move(file))
    {
    }
    struct Block
    {
        archive::SpillFile::Block place;
        qint64 first = 0; // number
    };
    core::Status write();
    core::Status visitBlock(const Block& block, std::string& bytes, const Visitor& visit) const;

    archive::SpillFile m_file;
    std::vector<Block> m_blocks;
    std::string m_waiting;
    qint64 m_written = 0; // numbers of rows that are in blocks
    qint64 m_count = 0;
};

/// Fills them from a comparison.
class DifferencesSink final : public archive::DiffSink
{
public:
    /// `guards`: takes the missing rows where `kinds` does not have them; may be null.
    DifferencesSink(Differences& into, RowKinds kinds, Differences* guards)
        : m_into(into)
        , m_kinds(kinds)
        , m_guards(guards)
    {
    }
    core::Status missing(const archive::DiffRow& dump) override;
    core::Status changed(const archive::DiffRow& dump, const archive::DiffRow& live,
                         const std::vector<int>& columns) override;
    core::Status extra(const archive::DiffRow& live) override;

private:
    Differences& m_into;
    RowKinds m_kinds;
    Differences* m_guards;
};

} // namespace tidemark::restore::rows
