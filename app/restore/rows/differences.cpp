// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/differences.h"

#include <algorithm>
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
    qint64 columns; // numbers behind the lines, 4 bytes each
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
    const Head head{row.times,
                    row.backup.size(),
                    row.live.size(),
                    static_cast<qint32>(row.kind),
                    row.keyIsAmbiguous ? 1 : 0,
                    static_cast<qint64>(row.columns.size())};
    m_waiting.append(reinterpret_cast<const char*>(&head), sizeof head);
    m_waiting.append(row.backup.data(), static_cast<std::size_t>(row.backup.size()));
    m_waiting.append(row.live.data(), static_cast<std::size_t>(row.live.size()));
    if (!row.columns.empty())
        m_waiting.append(reinterpret_cast<const char*>(row.columns.data()), row.columns.size() * sizeof(int));
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
    m_blocks.push_back({*block, m_written});
    m_written = m_count;
    m_waiting.clear();
    return {};
}

core::Status Differences::forEach(const Visitor& visit) const
{
    std::string bytes;
    for (const Block& block : m_blocks)
        TIDEMARK_TRY(visitBlock(block, bytes, visit));
    return {};
}

std::size_t Differences::blockOf(qint64 number) const
{
    const auto behind =
        std::upper_bound(m_blocks.begin(), m_blocks.end(), number,
                         [](qint64 wanted, const Block& block) { return wanted < block.first; });
    return static_cast<std::size_t>(behind - m_blocks.begin()) - 1;
}

core::Status Differences::forEachIn(std::size_t block, const Visitor& visit) const
{
    std::string bytes;
    return visitBlock(m_blocks[block], bytes, visit);
}

core::Status Differences::visitBlock(const Block& block, std::string& bytes, const Visitor& visit) const
{
    TIDEMARK_TRY(m_file.read(block.place, bytes));
    qint64 number = block.first;
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    while (at < end) {
        Head head;
        std::memcpy(&head, at, sizeof head);
        at += sizeof head;
        DifferingRow row{static_cast<RowKind>(head.kind), QByteArrayView(at, head.backupLength),
                         QByteArrayView(at + head.backupLength, head.liveLength), head.times,
                         head.keyIsAmbiguous != 0};
        at += head.backupLength + head.liveLength;
        row.columns.resize(static_cast<std::size_t>(head.columns));
        if (head.columns > 0)
            std::memcpy(row.columns.data(), at, row.columns.size() * sizeof(int));
        at += row.columns.size() * sizeof(int);
        TIDEMARK_TRY(visit(number, row));
        number += row.times;
    }
    return {};
}

core::Status DifferencesSink::missing(const archive::DiffRow& dump)
{
    const bool wanted = m_kinds.testFlag(RowKind::Missing);
    if (!wanted && !m_guards)
        return {};
    return (wanted ? m_into : *m_guards)
        .add({RowKind::Missing, dump.line, {}, dump.times, dump.keyIsAmbiguous});
}

core::Status DifferencesSink::changed(const archive::DiffRow& dump, const archive::DiffRow& live,
                                      const std::vector<int>& columns)
{
    if (!m_kinds.testFlag(RowKind::Changed))
        return {};
    return m_into.add({RowKind::Changed, dump.line, live.line, 1, false, columns});
}

core::Status DifferencesSink::extra(const archive::DiffRow& live)
{
    if (!m_kinds.testFlag(RowKind::Extra))
        return {};
    return m_into.add({RowKind::Extra, {}, live.line, live.times, live.keyIsAmbiguous});
}

} // namespace tidemark::restore::rows
