// SPDX-License-Identifier: GPL-3.0-or-later
// The contents of large objects in plain SQL, where pg_dump writes each as calls of functions, a line each:
// lo_open, any number of lowrite with a bytea in hexadecimal digits, lo_close.
#pragma once

#include "archive/datareader.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

namespace tidemark::archive {

class PlainLargeObjects final : public LargeObjectReader
{
public:
    /// `text` gives the statements, with LF alone between them. `file` is named in errors. A line that is
    /// none of these is Corrupt.
    PlainLargeObjects(std::unique_ptr<DataReader> text, QString file);

    core::Result<quint32> nextObject() override;
    core::Result<std::size_t> read(std::span<char> into) override;
    qint64 fileBytesRead() const override { return m_text->fileBytesRead(); }

private:
    /// The next line without its end; the text has ended where `m_ended`.
    core::Result<QByteArray> nextLine();
    core::Error unknown(const QByteArray& line) const;

    const std::unique_ptr<DataReader> m_text;
    const QString m_file;
    std::vector<char> m_buffer;
    std::size_t m_used = 0;
    std::size_t m_filled = 0;
    QByteArray m_bytes; // of the present object, decoded and not yet given
    qsizetype m_given = 0;
    bool m_inObject = false;
    bool m_ended = false;
};

} // namespace tidemark::archive
