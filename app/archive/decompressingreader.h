// SPDX-License-Identifier: GPL-3.0-or-later
// What a file holds that gzip, zstd or lz4 compressed, in one piece or several.
#pragma once

#include "archive/bytesource.h"
#include "archive/datareader.h"
#include "archive/decompressor.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace tidemark::archive {

/// Several gzip members, zstd or lz4 frames one after the other are one stream, as for the programs of that
/// name; zeros after the last (as a tape leaves them) are passed over. Memory: half a megabyte and the window
/// of the method. Corrupt where it ends within a member, or other bytes follow.
class DecompressingReader final : public DataReader
{
public:
    /// `name` is for messages.
    DecompressingReader(std::unique_ptr<DataReader> input, Compression method, QString name);

    core::Result<std::size_t> read(std::span<char> into) override;
    qint64 fileBytesRead() const override { return m_input->fileBytesRead() - qint64(m_in.size() - m_used); }

private:
    core::Result<std::size_t> readMembers(std::span<char> into);
    core::Status refill();
    core::Status beginMember();
    core::Error damaged(const QString& what) const;

    std::unique_ptr<DataReader> m_input;
    std::unique_ptr<Decompressor> m_decompressor;
    Compression m_method;
    QString m_name;
    std::vector<char> m_in;
    std::size_t m_used = 0;
    bool m_inMember = true; // the first member must be there
    bool m_inputEnded = false;
    qint64 m_consumed = 0; // compressed bytes
    std::optional<core::Error> m_failure;
};

/// A stream over what a compressed `file` holds; it opens anew as often as needed.
OpenStream decompressedStream(const ByteSource& file, Compression method);

} // namespace tidemark::archive
