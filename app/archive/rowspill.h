// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rowform.h"
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

/// Rows put aside in a temporary file that has no name, so that nothing is left of it however the program
/// ends. One thread. Memory: 64 KB for each partition that is being written.
class RowSpill
{
public:
    /// A part of the rows, which is written, then read.
    struct Partition
    {
        struct Block
        {
            qint64 position = 0;
            qint64 length = 0;
        };
        std::vector<Block> blocks;
        std::string waiting; // not written yet; whole rows, as blocks are
        qint64 rows = 0;
        quint64 firstKeyHash = 0;
        bool severalKeys = false; // hashes of keys other than the first were met
    };

    /// `folder` must exist. Errors: NotFound, PermissionDenied, StorageFull, Io.
    static core::Result<RowSpill> create(const QString& folder);

    RowSpill(RowSpill&& other) noexcept;
    RowSpill& operator=(RowSpill&&) = delete;
    RowSpill(const RowSpill&) = delete;
    RowSpill& operator=(const RowSpill&) = delete;
    ~RowSpill();

    /// Errors: StorageFull, Io.
    core::Status add(Partition& partition, const SpilledRow& row);
    /// Nothing more will come; what waits is written, its memory freed.
    core::Status finish(Partition& partition);
    /// All rows, after finish(). Stops with the first error of `visit`, which must not keep the line.
    core::Status read(const Partition& partition,
                      const std::function<core::Status(const SpilledRow&)>& visit) const;
    /// Gives the disk space of a partition back where the file system can.
    void discard(const Partition& partition);
    qint64 bytesWritten() const { return m_end; }

private:
    RowSpill(int descriptor, QString folder);
    core::Status write(Partition& partition);
    core::Error failed(int errorNumber) const;

    int m_descriptor = -1;
    QString m_folder;
    qint64 m_end = 0;
};

} // namespace tidemark::archive
