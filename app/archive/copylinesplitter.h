// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts the text form of COPY (the PostgreSQL manual, "COPY", File Formats) into its rows.
#pragma once

#include <QByteArrayView>

namespace tidemark::archive {

/// Takes rows, one COPY line each, without the newline. Views are valid during the call only.
class RowSink
{
public:
    virtual ~RowSink() = default;
    /// A whole row.
    virtual void row(QByteArrayView line) = 0;
    /// A row that reaches over pieces of input comes in parts, then rowEnd(). A part may be empty.
    virtual void rowPart(QByteArrayView part) = 0;
    virtual void rowEnd() = 0;
};

/// Rows are cut wherever the pieces of input are; nothing is buffered, so a row may have any length.
class CopyLineSplitter
{
public:
    explicit CopyLineSplitter(RowSink& sink)
        : m_sink(&sink)
    {
    }

    void add(QByteArrayView bytes);
    /// The input is complete: a last line without newline is a row too, as the rest of the world counts.
    void finish();

    /// The line \. was met; what came before is all the data there is.
    bool sawEndMarker() const { return m_ended; }
    /// Something other than newlines followed the end marker.
    bool sawBytesAfterEnd() const { return m_trailing; }
    /// The bytes of all rows with a newline each.
    qint64 rowBytes() const { return m_rowBytes; }

private:
    void lookAfterEnd(QByteArrayView bytes);
    void holdBack(QByteArrayView part);
    void endHeldRow(QByteArrayView rest);
    void releaseHead();

    RowSink* m_sink;
    bool m_inRow = false; // the present row began in an earlier piece
    int m_headLength = 0; // of a held row: bytes not handed on yet, because they may become the end marker
    char m_head[2] = {};
    bool m_released = false; // parts of the present row were handed on
    bool m_ended = false;
    bool m_trailing = false;
    qint64 m_rowBytes = 0;
};

} // namespace tidemark::archive
