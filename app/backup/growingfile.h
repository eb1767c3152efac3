// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/compress/compressedwriter.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace tidemark::backup {

/// A data file that a dump tool writes, or has written, and the compressed one beside it. One thread.
class GrowingFile
{
public:
    enum class State
    {
        Growing, // the tool still has it
        Closed,  // it is whole, and there is something to be read
        Ending,  // all of it is read; some is on its way into the compressed file
        Done,    // compressed and removed, or too small to be worth it
    };
    struct Step
    {
        qint64 bytesRead = 0;
        bool isMoreThere = false; // at once
    };

    GrowingFile(const QString& folder, const QByteArray& name);
    GrowingFile(const GrowingFile&) = delete;
    GrowingFile& operator=(const GrowingFile&) = delete;
    ~GrowingFile();

    const QByteArray& name() const { return m_name; }
    State state() const { return m_state; }
    /// The tool has closed it.
    void close();
    /// Has begun and is not done: keeps two files open, and memory for a frame.
    bool isOpen() const { return m_descriptor >= 0; }
    /// What the compressed file has grown to.
    qint64 bytesOut() const { return m_writer ? m_writer->bytesOut() : 0; }

    /// Compresses some of what is there. A growing file is taken in whole pieces, and not begun before there is one.
    core::Result<Step> advance(const archive::CompressedWriter::Options& options);
    /// Ending: looks whether it is over, and then removes the original.
    core::Status settle();

private:
    core::Status begin(const archive::CompressedWriter::Options& options);
    core::Status readPiece(qint64 available);
    /// What was read need not stay on the disk, where room is short.
    void giveBack();
    core::Error failed(int errorNumber) const;

    QByteArray m_name;
    QString m_path;
    State m_state = State::Growing;
    int m_descriptor = -1;
    std::unique_ptr<archive::CompressedWriter> m_writer;
    qint64 m_position = 0;
    qint64 m_looked = 0;    // position at which free space was looked at
    qint64 m_givenBack = 0; // up to there
    bool m_canGiveBack = true;
};

} // namespace tidemark::backup
