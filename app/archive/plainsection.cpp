// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plainsection.h"

#include "archive/sqlnames.h"

#include <QSet>

#include <algorithm>

namespace tidemark::archive {

namespace {

// What pg_dump writes before the header of the next object.
bool isSetting(QByteArrayView statement)
{
    return statement.startsWith("SET default_tablespace ") ||
           statement.startsWith("SET default_table_access_method ") ||
           statement.startsWith("SET default_with_oids ") ||
           statement.startsWith("SET SESSION AUTHORIZATION ");
}

bool isOwnerStatement(QByteArrayView statement)
{
    return statement.startsWith("ALTER ") && statement.contains(QByteArrayView(" OWNER TO "));
}

// pg_dump writes two line breaks before and behind a definition; it may begin and end with more of its own.
qsizetype lineBreaksOf(QByteArrayView gap)
{
    const qsizetype count = qsizetype(std::count(gap.begin(), gap.end(), '\n'));
    return std::clamp<qsizetype>(count - 2, 0, 4);
}

// All names, quoted or not, as they are.
QSet<QByteArray> namesIn(QByteArrayView statements)
{
    QSet<QByteArray> names;
    SqlLexer lexer(statements);
    for (SqlToken token = lexer.nextSignificant(); token.kind != SqlToken::Kind::End;
         token = lexer.nextSignificant()) {
        if (token.kind == SqlToken::Kind::Word || token.kind == SqlToken::Kind::QuotedName)
            names.insert(unquoteName(lexer.textOf(token)));
    }
    return names;
}

int likelihood(const PlainHeader& header, const QSet<QByteArray>& namesInHeader)
{
    int points = sectionOfType(header.type) ? 4 : 0;
    const auto isThere = [&](const QByteArray& name) { return namesInHeader.contains(name); };
    points += header.schema.isEmpty() ? 1 : isThere(header.schema) ? 2 : 0;
    points += isThere(header.tag) ? 2 : 0;
    points += isThere(header.owner) ? 1 : 0;
    points += isThere(header.tablespace) ? 1 : 0;
    return points;
}

// Line breaks in names, which headers have as spaces.
void putLineBreaksBack(QByteArray& text, const QByteArray& name)
{
    const QByteArray printed = nameInHeader(name);
    const qsizetype at = text.indexOf(printed);
    if (at >= 0)
        text.replace(at, printed.size(), name);
}

} // namespace

void PlainSection::add(Piece piece, QByteArrayView gap, QByteArrayView text)
{
    Part part{piece, m_text.size(), 0, 0};
    m_text.append(gap);
    part.start = m_text.size();
    m_text.append(text);
    part.end = m_text.size();
    m_parts.append(part);
}

void PlainSection::dropText()
{
    m_text.clear();
    m_parts.clear();
}

void PlainSection::addCopyData(QByteArrayView statement, const DataRange& range)
{
    m_copyStatement = statement.toByteArray() + '\n';
    m_range = range;
    m_hasRange = true;
}

void PlainSection::addInsertData(QByteArrayView beginning, const DataRange& range)
{
    m_insertBeginning = beginning.toByteArray();
    extend(range);
}

void PlainSection::extend(const DataRange& range)
{
    if (m_hasRange) {
        m_range.bytes = range.offset + range.bytes - m_range.offset;
        m_range.isWhole = range.isWhole;
    } else {
        m_range = range;
    }
    m_hasRange = true;
}

// Everything but the settings for the next object, and but who owns it, which has a field of its own.
QByteArray PlainSection::definition(QByteArrayView gap, QByteArray& ownerStatement) const
{
    if (isTableData()) {
        // pg_dump says so where rows can only be loaded through the partitioned table.
        const auto root = std::find_if(m_parts.cbegin(), m_parts.cend(), [this](const Part& part) {
            return textOf(part).startsWith("-- load via partition root ");
        });
        return root == m_parts.cend() ? QByteArray() : textOf(*root).toByteArray();
    }
    qsizetype count = m_parts.size();
    const auto dropLast = [&] {
        const Part& part = m_parts.at(--count);
        gap = QByteArrayView(m_text).sliced(part.gapStart, part.start - part.gapStart);
    };
    while (count > 0 && isSetting(textOf(m_parts.at(count - 1))))
        dropLast();
    const auto lastIsOwner = [&] { return count > 0 && isOwnerStatement(textOf(m_parts.at(count - 1))); };
    const bool hasMany = type() == "BLOB METADATA";
    if (lastIsOwner()) {
        ownerStatement = textOf(m_parts.at(count - 1)).toByteArray();
        do
            dropLast();
        while (hasMany && lastIsOwner());
    }
    if (count == 0)
        return {};
    const Part& first = m_parts.constFirst();
    const QByteArrayView before = QByteArrayView(m_text).sliced(first.gapStart, first.start - first.gapStart);
    return QByteArray(lineBreaksOf(before), '\n') +
           m_text.sliced(first.start, m_parts.at(count - 1).end - first.start) +
           QByteArray(lineBreaksOf(gap), '\n');
}

// The reading that the statements bear out.
PlainHeader PlainSection::header(const QByteArray& statements) const
{
    PlainHeader best = m_readings.constFirst();
    const bool mayHoldBreaks =
        (best.tag.contains(' ') || best.schema.contains(' ') || best.owner.contains(' ')) &&
        statements.contains('"') && statements.contains('\n');
    if (m_readings.size() == 1 && !mayHoldBreaks)
        return best;
    const QSet<QByteArray> names = namesIn(statements);
    QSet<QByteArray> printed;
    QList<QByteArray> broken;
    for (const QByteArray& name : names) {
        printed.insert(nameInHeader(name));
        if (name.contains('\n') || name.contains('\r'))
            broken.append(name);
    }
    int most = -1;
    for (const PlainHeader& reading : m_readings) {
        const int points = likelihood(reading, printed);
        if (points > most) {
            most = points;
            best = reading;
        }
    }
    for (const QByteArray& name : std::as_const(broken)) {
        for (QByteArray* field : {&best.tag, &best.schema, &best.owner, &best.tablespace})
            putLineBreaksBack(*field, name);
    }
    return best;
}

EntryFields PlainSection::toEntry(QByteArrayView gap, const TextEncoding& encoding) const
{
    EntryFields entry;
    QByteArray ownerStatement;
    entry.definition = definition(gap, ownerStatement);
    const PlainHeader names = header(entry.definition + ownerStatement + m_copyStatement + m_insertBeginning);
    entry.dumpId = m_tocLine.dumpId;
    entry.catalogTableOid = m_tocLine.catalogTableOid;
    entry.catalogOid = m_tocLine.catalogOid;
    entry.dependencies = m_dependencies;
    entry.tag = encoding.decode(names.tag);
    entry.type = QString::fromLatin1(names.type);
    entry.section = sectionOfType(names.type).value_or(Section::PreData);
    entry.schema = encoding.decode(names.schema);
    entry.owner = encoding.decode(names.owner);
    entry.tablespace = encoding.decode(names.tablespace);
    const bool isPartitioned = entry.definition.contains("\nPARTITION BY ");
    if (names.type == "MATERIALIZED VIEW" || (names.type == "TABLE" && !isPartitioned))
        entry.accessMethod = QString::fromUtf8(m_accessMethod);
    entry.copyStatement = m_copyStatement;
    entry.hasData = isTableData() || isLargeObjects();
    if (m_hasRange) {
        entry.offsetState = OffsetState::Known;
        entry.offset = m_range.offset;
        entry.dataBytes = m_range.bytes;
    }
    return entry;
}

} // namespace tidemark::archive
