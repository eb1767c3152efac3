// SPDX-License-Identifier: GPL-3.0-or-later
// The content of a table as one number that does not depend on the order of its rows.
#pragma once

#include "archive/copylinesplitter.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <memory>
#include <optional>

namespace tidemark::archive {

/// Names the way in which a digest was made: the sum, modulo 2¹²⁸, of XXH3-128 (seed 0) over every COPY line
/// without its newline. Guards against accident, not against forgery.
inline constexpr char digestMethod[] = "xxh3-128-sum/1";

struct ContentDigest
{
    quint64 high = 0;
    quint64 low = 0;

    /// 32 lower-case hexadecimal digits, most significant first.
    QString toHex() const;
    /// Nothing unless `text` is exactly that.
    static std::optional<ContentDigest> fromHex(QStringView text);

    /// Of both row sets together, as of the partitions of a table.
    ContentDigest& operator+=(const ContentDigest& other);
    friend bool operator==(const ContentDigest&, const ContentDigest&) = default;
};

/// What is compared when a table is said to have equal content. The column list that it was made with goes
/// with it.
struct TableContent
{
    qint64 rows = 0;
    qint64 bytes = 0; // of the COPY lines with a newline each
    ContentDigest digest;

    friend bool operator==(const TableContent&, const TableContent&) = default;
};

/// Computes it from COPY's text form, in pieces of any size: the data of an archive (which ends with a line
/// \.) or what a server sends for COPY … TO STDOUT (which does not). Not thread-safe.
class TableDigest final : private RowSink
{
public:
    TableDigest();
    ~TableDigest() override;
    TableDigest(const TableDigest&) = delete;
    TableDigest& operator=(const TableDigest&) = delete;

    void addBytes(QByteArrayView bytes) { m_splitter.add(bytes); }
    /// The content of what was added. Called once, at the end.
    TableContent finish();

    /// As CopyLineSplitter has them; asked after finish().
    bool sawEndMarker() const { return m_splitter.sawEndMarker(); }
    bool sawBytesAfterEnd() const { return m_splitter.sawBytesAfterEnd(); }

private:
    void row(QByteArrayView line) override;
    void rowPart(QByteArrayView part) override;
    void rowEnd() override;

    struct Stream;
    std::unique_ptr<Stream> m_stream; // of a row that comes in parts
    CopyLineSplitter m_splitter;
    qint64 m_rows = 0;
    ContentDigest m_sum;
};

} // namespace tidemark::archive
