// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/tocentry.h"

#include <QSharedDataPointer>

#include <initializer_list>
#include <span>

namespace tidemark::archive {

class EntryStore;

/// The entries of a table of contents, in its order, in little memory. Implicitly shared: copies are cheap,
/// and may be read from any thread. An entry, and a pointer to it, is good for as long as the list it is
/// from, or a copy of that, is neither changed nor gone.
class TocEntries
{
public:
    using value_type = TocEntry;
    using const_iterator = const TocEntry*;
    using iterator = const_iterator;

    TocEntries();
    TocEntries(std::initializer_list<EntryFields> entries);
    explicit TocEntries(QSharedDataPointer<EntryStore> store);
    TocEntries(const TocEntries& other);
    TocEntries(TocEntries&& other) noexcept;
    TocEntries& operator=(const TocEntries& other);
    TocEntries& operator=(TocEntries&& other) noexcept;
    ~TocEntries();

    qsizetype size() const { return end() - begin(); }
    bool isEmpty() const { return size() == 0; }
    const TocEntry& at(qsizetype index) const { return begin()[index]; }
    const TocEntry& operator[](qsizetype index) const { return begin()[index]; }
    const TocEntry& first() const { return *begin(); }
    const TocEntry& last() const { return *(end() - 1); }
    const_iterator begin() const;
    const_iterator end() const;
    const_iterator cbegin() const { return begin(); }
    const_iterator cend() const { return end(); }

    void append(const EntryFields& fields);
    void setDataBytes(qsizetype index, qint64 bytes);
    void setDependencies(qsizetype index, std::span<const int> dumpIds);

private:
    EntryStore& own();

    QSharedDataPointer<EntryStore> m_store; // null: no entries
};

} // namespace tidemark::archive
