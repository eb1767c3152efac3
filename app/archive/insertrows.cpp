// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/insertrows.h"

#include "archive/archiveerror.h"
#include "archive/sqllexer.h"
#include "archive/sqlnames.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::archive {

namespace {

constexpr qsizetype bufferBytes = 64 * 1024;
// A value has at most one gigabyte, and is written with every quote doubled.
constexpr qsizetype longestRow = qsizetype(3) << 30;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

bool isWord(QByteArrayView text, const char* upperCase)
{
    return text.compare(QByteArrayView(upperCase), Qt::CaseInsensitive) == 0;
}

std::optional<QByteArray> textOf(QByteArrayView written, Backslash backslash)
{
    if (backslash == Backslash::Escapes && written.startsWith('\''))
        return unquoteText(QByteArray("E") + written.toByteArray());
    const bool isBits = written.startsWith('B') || written.startsWith('b');
    return unquoteText(isBits ? written.sliced(1) : written);
}

} // namespace

// One row as it is written.
struct InsertRows::Parsed
{
    Values values;
    QList<bool> isDefault; // of each value
    std::optional<QList<QByteArray>> listed;
    bool isLast = false; // of its statement
    qsizetype end = 0;   // in the buffer
};

namespace {

// Reads tokens up to the end of what is there. Every take… is false where something else stands there, or
// the text ends: then `hungry` says that more of it is needed to tell.
class Reader
{
public:
    Reader(QByteArrayView text, Backslash backslash, bool isAll)
        : m_lexer(text)
        , m_backslash(backslash)
        , m_size(text.size())
        , m_isAll(isAll)
    {
        m_lexer.setBackslashEscapes(backslash == Backslash::Escapes);
        advance();
    }

    bool hungry() const { return !m_isAll && m_token.start + m_token.length >= m_size; }
    bool atEnd() const { return m_token.kind == SqlToken::Kind::End; }
    qsizetype position() const { return m_token.start; }
    QByteArrayView written() const { return m_lexer.textOf(m_token); }

    bool takeWord(const char* upperCase)
    {
        if (m_token.kind != SqlToken::Kind::Word || !isWord(written(), upperCase))
            return false;
        advance();
        return true;
    }
    bool takeSymbol(char symbol)
    {
        if (m_token.kind != SqlToken::Kind::Symbol || written() != QByteArrayView(&symbol, 1))
            return false;
        advance();
        return true;
    }
    std::optional<QByteArray> takeName()
    {
        if (m_token.kind != SqlToken::Kind::Word && m_token.kind != SqlToken::Kind::QuotedName)
            return std::nullopt;
        QByteArray name = unquoteName(written());
        advance();
        return name;
    }
    bool takeValue(Values& values, QList<bool>& isDefault);

private:
    void advance() { m_token = m_lexer.nextSignificant(); }
    bool takeWordValue(Values& values, QList<bool>& isDefault);

    SqlLexer m_lexer;
    SqlToken m_token{SqlToken::Kind::Space, 0, 0, false};
    Backslash m_backslash;
    qsizetype m_size;
    bool m_isAll;
};

bool Reader::takeWordValue(Values& values, QList<bool>& isDefault)
{
    const QByteArrayView word = written();
    Value value;
    if (isWord(word, "TRUE"))
        value = "t";
    else if (isWord(word, "FALSE"))
        value = "f";
    else if (!isWord(word, "NULL") && !isWord(word, "DEFAULT"))
        return false;
    isDefault.append(isWord(word, "DEFAULT"));
    values.push_back(std::move(value));
    advance();
    return true;
}

bool Reader::takeValue(Values& values, QList<bool>& isDefault)
{
    if (m_token.kind == SqlToken::Kind::Word)
        return takeWordValue(values, isDefault);
    if (m_token.kind == SqlToken::Kind::String) {
        std::optional<QByteArray> text = textOf(written(), m_backslash);
        if (!text)
            return false;
        values.emplace_back(std::move(*text));
    } else {
        QByteArray number;
        if (m_token.kind == SqlToken::Kind::Symbol && (written() == "-" || written() == "+")) {
            number = written().toByteArray();
            advance();
        }
        if (m_token.kind != SqlToken::Kind::Number)
            return false;
        values.emplace_back(number + written().toByteArray());
    }
    isDefault.append(false);
    advance();
    return true;
}

} // namespace

InsertRows::InsertRows(std::unique_ptr<DataReader> data, QList<InsertColumn> columns, Backslash backslash)
    : m_data(std::move(data))
    , m_known(std::move(columns))
    , m_backslash(backslash)
{
    for (const InsertColumn& column : std::as_const(m_known)) {
        if (!column.isGenerated)
            m_columns.append(column.name);
    }
}

core::Result<std::unique_ptr<RowCursor>>
InsertRows::open(std::unique_ptr<DataReader> data, const QList<InsertColumn>& columns, Backslash backslash)
{
    std::unique_ptr<InsertRows> rows(new InsertRows(std::move(data), columns, backslash));
    const core::Result<bool> first = rows->parseRow();
    if (!first)
        return first.error();
    rows->m_hasFirst = *first;
    rows->m_ended = !*first;
    return std::unique_ptr<RowCursor>(std::move(rows));
}

core::Error InsertRows::damaged(const QString& what) const
{
    return {core::ErrorKind::Corrupt, tr("The rows of a table are damaged."),
            tr("Row %1: %2.").arg(QString::number(m_row + 1), what),
            tr("Do not rely on this file. Make a new backup, or use another one that passes the check.")};
}

core::Result<bool> InsertRows::next()
{
    if (m_hasFirst) {
        m_hasFirst = false;
        return true;
    }
    if (m_ended)
        return false;
    core::Result<bool> found = parseRow();
    m_ended = !found || !*found;
    if (m_ended)
        m_line.clear();
    return found;
}

core::Status InsertRows::refill()
{
    m_buffer.remove(0, m_used);
    m_used = 0;
    const qsizetype had = m_buffer.size();
    if (had >= longestRow)
        return damaged(tr("it is longer than a row can be"));
    // Doubling, so that a long row is not looked through again and again.
    m_buffer.resize(std::max(bufferBytes, had * 2));
    qsizetype filled = had;
    while (filled < m_buffer.size() && !m_inputEnded) {
        const core::Result<std::size_t> count =
            m_data->read({m_buffer.data() + filled, std::size_t(m_buffer.size() - filled)});
        if (!count)
            return count.error();
        m_inputEnded = *count == 0;
        filled += qsizetype(*count);
    }
    m_buffer.resize(filled);
    return {};
}

namespace {

// INSERT INTO name [(columns)] [OVERRIDING … VALUE] VALUES. True where that, or DEFAULT VALUES, was there.
template <typename ParsedRow> bool takeHead(Reader& reader, ParsedRow& row, bool& isDefaultValues)
{
    if (!reader.takeWord("INSERT") || !reader.takeWord("INTO") || !reader.takeName())
        return false;
    while (reader.takeSymbol('.')) {
        if (!reader.takeName())
            return false;
    }
    if (reader.takeSymbol('(')) {
        row.listed.emplace();
        do {
            std::optional<QByteArray> name = reader.takeName();
            if (!name)
                return false;
            row.listed->append(*name);
        } while (reader.takeSymbol(','));
        if (!reader.takeSymbol(')'))
            return false;
    }
    if (reader.takeWord("OVERRIDING") &&
        ((!reader.takeWord("SYSTEM") && !reader.takeWord("USER")) || !reader.takeWord("VALUE")))
        return false;
    isDefaultValues = reader.takeWord("DEFAULT");
    return reader.takeWord("VALUES");
}

template <typename ParsedRow> bool takeValues(Reader& reader, ParsedRow& row)
{
    if (!reader.takeSymbol('('))
        return false;
    do {
        if (!reader.takeValue(row.values, row.isDefault))
            return false;
    } while (reader.takeSymbol(','));
    return reader.takeSymbol(')');
}

} // namespace

core::Result<bool> InsertRows::parseRow()
{
    for (;;) {
        Parsed row;
        Reader reader(QByteArrayView(m_buffer).sliced(m_used), m_backslash, m_inputEnded);
        if (reader.atEnd() && m_inputEnded && !m_inStatement)
            return false;
        bool isDefaultValues = false;
        bool fine = m_inStatement || takeHead(reader, row, isDefaultValues);
        fine = fine && (isDefaultValues || takeValues(reader, row));
        if (fine && !isDefaultValues && reader.takeSymbol(',')) {
            row.end = m_used + reader.position();
        } else if (fine) {
            if (reader.takeWord("ON"))
                fine = reader.takeWord("CONFLICT") && reader.takeWord("DO") && reader.takeWord("NOTHING");
            row.isLast = true;
            // The token behind the semicolon is not looked at: it may not be there yet.
            row.end = m_used + reader.position() + 1;
            fine = fine && reader.written() == ";";
        }
        if (fine && (row.isLast || !reader.hungry())) {
            TIDEMARK_TRY(takeRow(row));
            return true;
        }
        if (m_inputEnded)
            return damaged(tr("it is not as pg_dump writes it"));
        if (!fine && !reader.hungry())
            return damaged(tr("it is not as pg_dump writes it"));
        TIDEMARK_TRY(refill());
    }
}

core::Status InsertRows::takeRow(Parsed& row)
{
    if (!m_named)
        nameColumns(row);
    if (row.isDefault != m_leftOut && !(row.isDefault.isEmpty() && m_columns.isEmpty()))
        return damaged(tr("it has other columns than the rows before"));
    m_line.clear();
    bool isFirst = true;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
        if (m_leftOut.at(qsizetype(i)))
            continue;
        if (!isFirst)
            m_line.append('\t');
        isFirst = false;
        appendCopyValue(row.values[i], m_line);
    }
    m_used = row.end;
    m_inStatement = !row.isLast;
    ++m_row;
    return {};
}

void InsertRows::nameColumns(const Parsed& row)
{
    m_named = true;
    m_leftOut = row.isDefault;
    QList<QByteArray> names;
    if (row.listed) {
        names = *row.listed;
    } else {
        for (const InsertColumn& column : std::as_const(m_known))
            names.append(column.name);
    }
    m_columns.clear();
    const bool fits = names.size() == m_leftOut.size();
    for (qsizetype i = 0; i < m_leftOut.size(); ++i) {
        if (!m_leftOut.at(i))
            m_columns.append(fits ? names.at(i) : "column" + QByteArray::number(i + 1));
    }
}

} // namespace tidemark::archive
