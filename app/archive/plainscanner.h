// SPDX-License-Identifier: GPL-3.0-or-later
// Goes once through the text of a plain dump: tells statements, comments and commands, and where data are,
// without looking at the data any closer than it must.
#pragma once

#include "archive/bytesearch.h"
#include "archive/statementsplitter.h"
#include "archive/textsource.h"
#include "core/runcontext.h"

#include <QByteArray>
#include <QByteArrayView>

#include <functional>
#include <memory>

namespace tidemark::archive {

/// Rows within the text.
struct DataRange
{
    qint64 offset = 0;
    qint64 bytes = 0;
    bool isWhole = true; // false: the text ends within
};

/// Takes what is found, in order. Views are valid during the call. A gap is the white space before a unit.
class PlainEvents
{
public:
    virtual ~PlainEvents() = default;
    virtual void comment(QByteArrayView gap, QByteArrayView line) = 0;
    virtual void command(QByteArrayView gap, QByteArrayView line) = 0;
    /// Not whole where the text ends within it, or where it is longer than 16 MB: then only part of it is
    /// here.
    virtual void statement(QByteArrayView gap, QByteArrayView text, bool isWhole) = 0;
    /// Where the whole statement that comes next stands in the text.
    virtual void nextStatementIsAt(const DataRange& range) { Q_UNUSED(range); }
    /// The rows behind COPY … FROM stdin;
    virtual void copyData(QByteArrayView statement, const DataRange& range) = 0;
    /// INSERT statements one after the other that begin with the same words up to VALUES.
    virtual void insertData(QByteArrayView beginning, const DataRange& range) = 0;
    /// The end of the text.
    virtual void finished(QByteArrayView gap) = 0;
    /// Asked now and then: an error ends the scan.
    virtual core::Status status() const { return {}; }
};

class PlainScanner
{
public:
    PlainScanner(TextSource& source, PlainEvents& events);

    /// To the end of the text. `onRead` is called every few megabytes. Errors: the source's; Cancelled.
    core::Status run(const core::RunContext& context, const std::function<void()>& onRead = {});
    /// Lines end with CR LF, as the first one does.
    bool hasCrLf() const { return m_hasCrLf; }
    /// Read so far; after run(), of the whole text.
    qint64 textBytes() const { return m_endPosition; }

private:
    enum class Mode
    {
        Text,
        Values,  // of an INSERT statement
        LineEnd, // behind COPY … FROM stdin;
        CopyRows,
        Done,
    };

    bool scanText();
    bool scanValues();
    bool scanLineEnd();
    bool scanCopyRows();
    bool takeRepeatedInsert(bool& needsMore);
    void takeStatement(QByteArrayView unit);
    void beginInsert(QByteArrayView unit);
    void endInserts(QByteArrayView gap);
    void beginUnit(qsizetype index);
    core::Status refill();
    core::Status skipRows();
    core::Status skipInserts();
    void noteLineBreaks();
    QByteArrayView view(qsizetype from) const { return {m_buffer.get() + from, m_end - from}; }
    qint64 positionOf(qsizetype index) const { return m_endPosition - (m_end - index); }

    TextSource& m_source;
    PlainEvents& m_events;
    StatementSplitter m_splitter;
    Mode m_mode = Mode::Text;

    // [m_keep, m_end) is what is there; what is read next goes behind m_head.
    std::unique_ptr<char[]> m_buffer;
    qsizetype m_head;
    qsizetype m_keep; // in Text, where the unit begins
    qsizetype m_at;   // elsewhere, what was not looked at
    qsizetype m_end;
    qint64 m_endPosition = 0; // in the text, of m_end
    bool m_isLast = false;
    bool m_isCut = false; // the beginning of the unit was let go
    bool m_hasCrLf = false;
    bool m_isFirstRead = true;
    bool m_hasSkipped = false;

    QByteArray m_copyStatement;
    qint64 m_copyStart = 0;
    bool m_backslashEscapes = false;
    bool m_inInsert = false;      // the unit is an INSERT statement behind the word VALUES
    QByteArray m_insertBeginning; // not empty while INSERT statements follow each other
    qint64 m_insertStart = 0;
    qint64 m_insertEnd = 0; // of the last whole one
    qint64 m_skipInsertsFrom = 0;
    ValuesState m_values;
};

} // namespace tidemark::archive
