// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rowform.h"
#include "archive/spillfile.h"
#include "core/result.h"

#include <QByteArrayView>
#include <QString>

#include <functional>
#include <string>
#include <vector>

namespace tidemark::archive {

/// A row that was put aside.
struct SpilledRow
{
    LineHash hash;
    quint64 keyHash = 0;
    qint64 surplus = 0; // as RowSet::Row has it
    QByteArrayView line;
};

/// Rows put aside in a temporary file. One thread. Memory: 64 KB for each partition that is being written.
class RowSpill
{
public:
    /// A part of the rows, which is written, then read.
    struct Partition
    {
        std::vector<SpillFile::Block> blocks;
        std::string waiting; // not written yet; whole rows, as blocks are
        qint64 rows = 0;
        quint64 firstKeyHash = 0;
        bool severalKeys = false; // hashes of keys other than the first were met
    };

    /// Errors: as SpillFile::create.
    static core::Result<RowSpill> create(const QString& folder);

    /// Errors: StorageFull, Io.
    core::Status add(Partition& partition, const SpilledRow& row);
    /// Nothing more will come; what waits is written, its memory freed.
    core::Status finish(Partition& partition);
    /// All rows, after finish(). Stops with the first error of `visit`, which must not keep the line.
    core::Status read(const Partition& partition,
                      const std::function<core::Status(const SpilledRow&)>& visit) const;
    /// Gives the disk space of a partition back where the file system can.
    void discard(const Partition& partition);
    qint64 bytesWritten() const { return m_file.bytesWritten(); }

private:
    explicit RowSpill(SpillFile file)
        : m_file(std::move(file))
    {
    }
    core::Status write(Partition& partition);

    SpillFile m_file;
};

} // namespace tidemark::archive
