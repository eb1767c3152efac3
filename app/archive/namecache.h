// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/entrystore.h"
#include "archive/textencoding.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <cstring>

namespace tidemark::archive {

/// Types, schemas and owners repeat thousands of times: each is decoded and kept once, unless another fell
/// on its place meanwhile.
class NameCache
{
public:
    explicit NameCache(EntryStore& store)
        : m_store(store)
    {
    }

    EntryStore::NameId find(QByteArrayView bytes, const TextEncoding& encoding)
    {
        Place& place = m_places[qHash(bytes) % m_places.size()];
        if (place.bytes.size() != bytes.size() ||
            std::memcmp(place.bytes.constData(), bytes.data(), size_t(bytes.size())) != 0) {
            place.bytes = bytes.toByteArray();
            place.id = m_store.keepName(encoding.decode(bytes));
        }
        return place.id;
    }
    void clear() { m_places.fill({}); }

private:
    struct Place
    {
        QByteArray bytes;
        EntryStore::NameId id = 0;
    };
    EntryStore& m_store;
    std::array<Place, 512> m_places;
};

} // namespace tidemark::archive
