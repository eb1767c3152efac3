// SPDX-License-Identifier: GPL-3.0-or-later
// What TocEntries shares: for the archive reader alone.
#pragma once

#include "archive/largepages.h"
#include "archive/tocentry.h"

#include <QByteArrayView>
#include <QHash>
#include <QSharedData>

#include <span>
#include <vector>

namespace tidemark::archive {

class TextEncoding;

/// The entries of one table of contents and the texts in them. Filled by one thread, entry by entry; not
/// movable, because the entries refer to it.
class EntryStore final : public QSharedData
{
public:
    using NameId = quint32; // of a text that many entries have; 0 is the empty one

    EntryStore() = default;
    EntryStore(const EntryStore& other); // makes every entry anew
    EntryStore& operator=(const EntryStore&) = delete;

    const std::vector<TocEntry, LargePageAllocator<TocEntry>>& entries() const { return m_entries; }
    void reserve(qsizetype count) { m_entries.reserve(std::size_t(count)); }

    void append(const EntryFields& fields);
    void setDataBytes(qsizetype index, qint64 bytes) { at(index).m_facts.dataBytes = bytes; }
    void setDependencies(qsizetype index, std::span<const int> dumpIds);

    /// One after the other what makes an entry, in the order in which an archive has it; what is left out is
    /// empty. Afterwards either setFacts or, where it did not become one, dropLast.
    void begin() { m_entries.emplace_back(this); }
    void setTag(QByteArrayView bytes, const TextEncoding& encoding);
    void setDefinition(QByteArrayView text) { last().m_definition = kept(text); }
    void setDropStatement(QByteArrayView text) { last().m_dropStatement = kept(text); }
    void setCopyStatement(QByteArrayView text) { last().m_copyStatement = kept(text); }
    void setType(NameId name) { last().m_type = name; }
    void setSchema(NameId name) { last().m_schema = name; }
    void setOwner(NameId name) { last().m_owner = name; }
    void setTablespace(NameId name) { last().m_tablespace = name; }
    void setAccessMethod(NameId name) { last().m_accessMethod = name; }
    void setFileName(NameId name) { last().m_fileName = name; }
    void setDependencies(std::span<const int> dumpIds) { keep(dumpIds, last()); }
    void setFacts(const EntryFacts& facts) { last().m_facts = facts; }
    void dropLast() { m_entries.pop_back(); }

    /// Whoever knows that a text repeats keeps it once.
    NameId keepName(const QString& name);
    const QString& name(NameId id) const { return m_names[id]; }

private:
    friend class TocEntry;
    TocEntry& at(qsizetype index) { return m_entries[std::size_t(index)]; }
    TocEntry& last() { return m_entries.back(); }
    TocEntry::Bytes kept(QByteArrayView text);
    void keep(std::span<const int> dumpIds, TocEntry& entry);
    NameId repeatedName(const QString& name);

    std::vector<TocEntry, LargePageAllocator<TocEntry>> m_entries;
    std::vector<QString> m_names = {QString()};
    QHash<QString, NameId> m_repeated; // those that came with fields
    SlicePool<QByteArray> m_bytes;
    SlicePool<QString> m_texts;
    std::vector<int> m_dependencies;
};

} // namespace tidemark::archive
