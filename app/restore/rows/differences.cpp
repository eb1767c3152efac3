// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/differences.h"

#include <cstring>

namespace tidemark::restore::rows {

namespace {

constexpr std::size_t blockBytes = 256 << 10;

// Before each row's lines, in memory's own form: the file is ours alone and gone with the program.
struct Head
{
    qint64 times;
    qint64 backupLength;
    qint64 liveLength;
    qint32 kind;
    qint32 keyIsAmbiguous;
};

} // namespace

core::Result<std::unique_ptr<Differences>> Differences::create(const QString& folder)
{
    auto file = archive::SpillFile::create(folder);
    if (!file)
        return std::move(file).error();
    return std::unique_ptr<Differences>(new Differences(*std::move(file)));
}

core::Status Differences::add(const DifferingRow& row)
{
    const Head head{row.times, row.backup.size(), row.live.size(), static_cast<qint32>(row.kind),
                    row.keyIsAmbiguous ? 1 : 0};
    m_waiting.append(reinterpret_cast<const char*>(&head), sizeof head);
    m_waiting.append(row.backup.data(), static_cast<std::size_t>(row.backup.size()));
    m_waiting.append(row.live.data(), static_cast<std::size_t>(row.live.size()));
    m_count += row.times;
    return m_waiting.size() >= blockBytes ? write() : core::Status();
}

core::Status Differences::finish()
{
    return m_waiting.empty() ? core::Status() : write();
}

core::Status Differences::write()
{
    auto block = m_file.append(m_waiting.data(), m_waiting.size());
    if (!block)
        return std::move(block).error();
    m_blocks.push_back(*block);
    m_waiting.clear();
    return {};
}

core::Status Differences::forEach(const std::function<core::Status(qint64, const DifferingRow&)>& visit) const
{
    qint64 number = 0;
    std::string bytes;
    for (const archive::SpillFile::Block& block : m_blocks) {
        TIDEMARK_TRY(m_file.read(block, bytes));
        const char* at = bytes.data();
        const char* const end = at + bytes.size();
        while (at < end) {
            Head head;
            std::memcpy(&head, at, sizeof head);
            at += sizeof head;
            const DifferingRow row{static_cast<RowKind>(head.kind), QByteArrayView(at, head.backupLength),
                                   QByteArrayView(at + head.backupLength, head.liveLength), head.times,
                                   head.keyIsAmbiguous != 0};
            at += head.backupLength + head.liveLength;
            TIDEMARK_TRY(visit(number, row));
            number += row.times;
        }
    }
    return {};
}

core::Status DifferencesSink::missing(const archive::DiffRow& dump)
{
    if (!m_kinds.testFlag(RowKind::Missing))
        return {};
    return m_into.add({RowKind::Missing, dump.line, {}, dump.times, dump.keyIsAmbiguous});
}

core::Status DifferencesSink::changed(const archive::DiffRow& dump, const archive::DiffRow& live,
                                      const std::vector<int>& /*columns*/)
{
    if (!m_kinds.testFlag(RowKind::Changed))
        return {};
    return m_into.add({RowKind::Changed, dump.line, live.line, 1, false});
}

core::Status DifferencesSink::extra(const archive::DiffRow& live)
{
    if (!m_kinds.testFlag(RowKind::Extra))
        return {};
    return m_into.add({RowKind::Extra, {}, live.line, live.times, live.keyIsAmbiguous});
}

} // namespace tidemark::restore::rows
