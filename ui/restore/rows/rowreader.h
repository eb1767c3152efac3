// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/rows/recoveryfacts.h"
#include "ui/common/inquiry.h"

#include <QList>

#include <map>
#include <memory>
#include <vector>

namespace tidemark::ui {

/// A row that differs, as it lies on the disk: lines of COPY's text form in the backup's encoding.
struct ReadRow
{
    quint32 number = 0;
    QByteArray backup;
    QByteArray live;
    std::vector<int> columns; // of a changed row: those that differ
    bool isCut = false;       // very long values only in their beginning
};

/// Brings rows that differ from the disk when they are looked at, a block at a time, and keeps what was
/// looked at last. GUI thread; the reading is done by workers.
class RowReader : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 keptBytes = 48LL << 20;
    static constexpr qsizetype longestLine = 1 << 20;    // longer rows have their values cut
    static constexpr qsizetype longestValue = 128 << 10; // to this

    explicit RowReader(Services& services, QObject* parent = nullptr);

    /// Null: none. What was read before is forgotten.
    void open(std::shared_ptr<const restore::rows::RecoveryFacts> facts);
    /// Null while it is on its way; blockRead() says when it is there. Valid until the event loop.
    const ReadRow* find(quint32 number);

Q_SIGNALS:
    void blockRead(quint32 first, quint32 last);
    void failed(const tidemark::core::Error& error);

private:
    struct Block
    {
        std::shared_ptr<const std::vector<ReadRow>> rows;
        qint64 bytes = 0;
        quint64 used = 0; // counts up
    };
    void want(std::size_t block);
    void readNext();
    void keep(std::size_t block, std::shared_ptr<const std::vector<ReadRow>> rows);

    std::shared_ptr<const restore::rows::RecoveryFacts> m_facts;
    Inquiry m_inquiry;
    std::map<std::size_t, Block> m_blocks;
    QList<std::size_t> m_wanted; // the last one first
    std::size_t m_reading = 0;
    qint64 m_bytes = 0;
    quint64 m_clock = 0;
};

} // namespace tidemark::ui
