// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/tocentries.h"

#include "archive/entrystore.h"

namespace tidemark::archive {

TocEntries::TocEntries() = default;

TocEntries::TocEntries(std::initializer_list<EntryFields> entries)
{
    for (const EntryFields& entry : entries)
        append(entry);
}

TocEntries::TocEntries(QSharedDataPointer<EntryStore> store)
    : m_store(std::move(store))
{
}

TocEntries::TocEntries(const TocEntries& other) = default;
TocEntries::TocEntries(TocEntries&& other) noexcept = default;
TocEntries& TocEntries::operator=(const TocEntries& other) = default;
TocEntries& TocEntries::operator=(TocEntries&& other) noexcept = default;
TocEntries::~TocEntries() = default;

TocEntries::const_iterator TocEntries::begin() const
{
    return m_store ? m_store->entries().data() : nullptr;
}

TocEntries::const_iterator TocEntries::end() const
{
    return m_store ? m_store->entries().data() + m_store->entries().size() : nullptr;
}

EntryStore& TocEntries::own()
{
    if (!m_store)
        m_store = new EntryStore;
    return *m_store;
}

void TocEntries::append(const EntryFields& fields)
{
    own().append(fields);
}

void TocEntries::setDataBytes(qsizetype index, qint64 bytes)
{
    own().setDataBytes(index, bytes);
}

void TocEntries::setDependencies(qsizetype index, std::span<const int> dumpIds)
{
    own().setDependencies(index, dumpIds);
}

} // namespace tidemark::archive
