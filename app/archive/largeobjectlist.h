// SPDX-License-Identifier: GPL-3.0-or-later
// blobs.toc, blobs_N.toc: the list of large objects of a dump in the directory or tar format.
#pragma once

#include "archive/datareader.h"

#include <QByteArray>
#include <QString>

#include <array>
#include <optional>

namespace tidemark::archive {

struct ListedObject
{
    quint32 oid = 0;
    QByteArray file; // begins with "blob_", has no "/"
};

/// Reads it line by line; `list` must outlive it, `name` is for messages.
class LargeObjectList
{
public:
    LargeObjectList(DataReader& list, QString name)
        : m_list(list)
        , m_name(std::move(name))
    {
    }
    /// Nothing after the last. Corrupt for a line that is no such line.
    core::Result<std::optional<ListedObject>> next();

private:
    core::Result<std::optional<QByteArray>> nextLine();
    core::Error damaged(const QByteArray& line) const;

    DataReader& m_list;
    QString m_name;
    std::array<char, 4096> m_buffer = {};
    std::size_t m_filled = 0;
    std::size_t m_used = 0;
};

} // namespace tidemark::archive
