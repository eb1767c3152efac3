// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/textsource.h"

#include "archive/framedtext.h"
#include "archive/gziptext.h"
#include "archive/rawfile.h"
#include "archive/readahead.h"
#include "archive/rowsskipper.h"

#include <algorithm>
#include <cstring>

namespace tidemark::archive {

namespace {

class FileText final : public TextSource
{
public:
    explicit FileText(std::unique_ptr<RawFile> file)
        : m_file(std::move(file))
        , m_skipper(*m_file)
    {
    }
    core::Result<std::size_t> read(std::span<char> into) override { return m_file->read(into); }
    qint64 fileBytesRead() const override { return m_file->position(); }
    std::size_t sendTo(int descriptor, std::size_t most) override { return m_file->sendTo(descriptor, most); }
    core::Result<qint64> skipCopyRows(qint64 position) override
    {
        const core::Result<qint64> found = m_skipper.skipCopyRows(position);
        if (!found || *found <= 0)
            return found;
        // With the byte before, which belongs to the mark.
        return m_file->seek(*found - 1) ? *found - 1 : -1;
    }
    core::Result<qint64> skipInserts(qint64 position, QByteArrayView beginning) override
    {
        const core::Result<qint64> found = m_skipper.skipInserts(position, beginning);
        if (found && *found > 0 && !m_file->seek(*found))
            return qint64(-1);
        return found;
    }

private:
    std::unique_ptr<RawFile> m_file;
    RowsSkipper m_skipper;
};

class BytesText final : public TextSource
{
public:
    explicit BytesText(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
    }
    core::Result<std::size_t> read(std::span<char> into) override
    {
        const std::size_t count = std::min(into.size(), std::size_t(m_bytes.size() - m_at));
        if (count > 0)
            std::memcpy(into.data(), m_bytes.constData() + m_at, count);
        m_at += qsizetype(count);
        return count;
    }
    qint64 fileBytesRead() const override { return m_at; }

private:
    QByteArray m_bytes;
    qsizetype m_at = 0;
};

} // namespace

core::Result<std::unique_ptr<TextSource>> openText(const QString& path, Wrapping wrapping,
                                                   const ResumePoint& from)
{
    core::Result<std::unique_ptr<RawFile>> file = RawFile::open(path, from.filePosition);
    if (!file)
        return file.error();
    std::unique_ptr<TextSource> text;
    switch (wrapping) {
    case Wrapping::None:
        return std::unique_ptr<TextSource>(std::make_unique<FileText>(std::move(*file)));
    case Wrapping::Gzip: {
        core::Result<std::unique_ptr<TextSource>> gzip = openGzipText(std::move(*file), from);
        if (!gzip)
            return gzip;
        text = std::move(*gzip);
        break;
    }
    case Wrapping::Zstd:
        text = openFramedText(std::move(*file), Compression::Zstd);
        break;
    case Wrapping::Lz4:
        text = openFramedText(std::move(*file), Compression::Lz4);
        break;
    }
    return std::unique_ptr<TextSource>(std::make_unique<ReadAhead>(std::move(text), from.textPosition));
}

std::unique_ptr<TextSource> textOverBytes(QByteArray bytes)
{
    return std::make_unique<BytesText>(std::move(bytes));
}

} // namespace tidemark::archive
