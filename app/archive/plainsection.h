// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/plainheader.h"
#include "archive/plainscanner.h"
#include "archive/textencoding.h"
#include "archive/toc.h"

#include <QByteArray>
#include <QList>

namespace tidemark::archive {

/// What stands under one header of a plain dump, being collected, and made into an entry.
class PlainSection
{
public:
    enum class Piece
    {
        Comment,
        Statement,
    };

    PlainSection(QList<PlainHeader> readings, QByteArray accessMethod)
        : m_readings(std::move(readings))
        , m_accessMethod(std::move(accessMethod))
    {
    }
    void setTocLine(const PlainTocLine& line, const QList<int>& dependencies)
    {
        m_tocLine = line;
        m_dependencies = dependencies;
    }

    /// The type by the likeliest reading.
    const QByteArray& type() const { return m_readings.constFirst().type; }
    bool isTableData() const { return type() == "TABLE DATA"; }
    bool isLargeObjects() const { return type() == "BLOBS"; }

    void add(Piece piece, QByteArrayView gap, QByteArrayView text);
    void addCopyData(QByteArrayView statement, const DataRange& range);
    void addInsertData(QByteArrayView beginning, const DataRange& range);
    /// A statement among those that write them.
    void addLargeObjects(const DataRange& statement) { extend(statement); }
    bool hasCopyData() const { return !m_copyStatement.isEmpty(); }
    /// The statement that was cut short is no definition.
    void dropText();

    /// `gap` follows the last piece. The dump id is 0 where no --verbose told it.
    EntryFields toEntry(QByteArrayView gap, const TextEncoding& encoding) const;

private:
    struct Part
    {
        Piece piece;
        qsizetype gapStart; // in m_text
        qsizetype start;
        qsizetype end;
    };

    void extend(const DataRange& range);
    QByteArrayView textOf(const Part& part) const
    {
        return QByteArrayView(m_text).sliced(part.start, part.end - part.start);
    }
    QByteArray definition(QByteArrayView gap, QByteArray& ownerStatement) const;
    PlainHeader header(const QByteArray& statements) const;

    QList<PlainHeader> m_readings; // never empty
    QByteArray m_accessMethod;
    PlainTocLine m_tocLine;
    QList<int> m_dependencies;
    QByteArray m_text;
    QList<Part> m_parts;
    QByteArray m_copyStatement;
    QByteArray m_insertBeginning;
    DataRange m_range;
    bool m_hasRange = false;
};

} // namespace tidemark::archive
