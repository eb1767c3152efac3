// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/datareader.h"

#include <QString>

#include <memory>
#include <vector>

namespace tidemark::archive {

/// COPY data of an archive, up to and without the line \. that must end it. Corrupt where that line is
/// missing, or is followed by anything but empty lines. Memory: a quarter of a megabyte.
class EndMarkerReader final : public DataReader
{
public:
    /// `name` is that of the file, for messages.
    EndMarkerReader(std::unique_ptr<DataReader> data, QString name);

    core::Result<std::size_t> read(std::span<char> into) override;
    qint64 fileBytesRead() const override { return m_data->fileBytesRead(); }

private:
    core::Status refill();
    core::Status readToEnd();
    void findMarker();
    core::Error damaged() const;

    std::unique_ptr<DataReader> m_data;
    QString m_name;
    std::vector<char> m_buffer;
    std::size_t m_given = 0; // of the buffer
    std::size_t m_safe = 0;  // up to here it holds data; what follows may be a part of the marker
    std::size_t m_end = 0;   // what is filled
    bool m_isFirst = true;   // nothing was given away yet: the buffer begins a line
    bool m_sawMarker = false;
    bool m_trailing = false; // something else follows it
};

} // namespace tidemark::archive
