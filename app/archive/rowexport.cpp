// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowexport.h"

#include "archive/sqlnames.h"
#include "archive/textencoding.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringDecoder>

#include <algorithm>
#include <chrono>
#include <memory>

namespace tidemark::archive {

namespace {

constexpr qsizetype flushBytes = 256 * 1024;
constexpr std::chrono::milliseconds reportInterval{100};

enum class ColumnKind
{
    Text,
    Number,
    Boolean,
};

ColumnKind kindOf(const QByteArray& type)
{
    const QByteArray name =
        type.left(type.indexOf('(') < 0 ? type.size() : type.indexOf('(')).trimmed().toLower();
    static const QList<QByteArray> numbers = {"smallint",         "integer", "bigint", "real",
                                              "double precision", "numeric", "oid"};
    if (name == "boolean")
        return ColumnKind::Boolean;
    // An array's brackets may stand behind the parentheses.
    return numbers.contains(name) && !type.contains('[') ? ColumnKind::Number : ColumnKind::Text;
}

// What JSON allows as a number, so not NaN, Infinity, +1, .5 or 007.
bool isJsonNumber(const QByteArray& text)
{
    qsizetype at = text.startsWith('-') ? 1 : 0;
    const auto digits = [&text, &at] {
        const qsizetype from = at;
        while (at < text.size() && text.at(at) >= '0' && text.at(at) <= '9')
            ++at;
        return at - from;
    };
    const qsizetype first = at;
    const qsizetype whole = digits();
    if (whole == 0 || (whole > 1 && text.at(first) == '0'))
        return false;
    if (at < text.size() && text.at(at) == '.') {
        ++at;
        if (digits() == 0)
            return false;
    }
    if (at < text.size() && (text.at(at) == 'e' || text.at(at) == 'E')) {
        ++at;
        if (at < text.size() && (text.at(at) == '+' || text.at(at) == '-'))
            ++at;
        if (digits() == 0)
            return false;
    }
    return at == text.size();
}

void appendJsonText(const QByteArray& utf8, QByteArray& out)
{
    static const char hex[] = "0123456789abcdef";
    out.append('"');
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.append('\\').append(c);
        } else if (c == '\n') {
            out.append("\\n", 2);
        } else if (c == '\t') {
            out.append("\\t", 2);
        } else if (byte < 0x20 || byte == 0x7f) {
            out.append("\\u00", 4).append(hex[byte >> 4U]).append(hex[byte & 0xfU]);
        } else {
            out.append(c);
        }
    }
    out.append('"');
}

void appendCsvValue(const Value& value, bool isOnly, QByteArray& out)
{
    if (!value)
        return;
    const bool special = std::any_of(value->cbegin(), value->cend(),
                                     [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; });
    // The lone \. would end the rows for COPY FROM.
    if (!special && !value->isEmpty() && !(isOnly && *value == "\\.")) {
        out.append(*value);
        return;
    }
    out.append('"').append(QByteArray(*value).replace('"', "\"\"")).append('"');
}

void appendSqlValue(const Value& value, ColumnKind kind, QByteArray& out)
{
    if (!value) {
        out.append("NULL");
        return;
    }
    if (kind == ColumnKind::Number && isJsonNumber(*value)) {
        out.append(*value);
        return;
    }
    out.append('\'').append(QByteArray(*value).replace('\'', "''")).append('\'');
}

class Exporter
{
public:
    Exporter(RowCursor& rows, const RowExportOptions& options, ByteSink& sink)
        : m_rows(rows)
        , m_options(options)
        , m_sink(sink)
        , m_encoding(options.encoding.isEmpty() ? QByteArray("UTF8") : options.encoding)
        , m_keepsBytes(options.form != RowForm::JsonLines &&
                       (m_encoding.name() == "UTF8" || m_encoding.name() == "SQL_ASCII"))
    {
    }
    core::Result<RowExportResult> run(const core::RunContext& context);

private:
    void begin();
    core::Status addRow();
    void end();
    core::Status flush();
    QByteArray toUtf8(const QByteArray& bytes);
    QByteArray columnList() const;
    void addJsonRow(const QList<QByteArray>& keys);

    RowCursor& m_rows;
    const RowExportOptions& m_options;
    ByteSink& m_sink;
    TextEncoding m_encoding;
    bool m_keepsBytes; // no value has to be converted
    QList<ColumnKind> m_kinds;
    QList<QByteArray> m_keys; // of JSON, with quotes and colon
    Values m_values;
    QByteArray m_out;
    RowExportResult m_result;
};

QByteArray Exporter::toUtf8(const QByteArray& bytes)
{
    const bool isAscii =
        std::all_of(bytes.cbegin(), bytes.cend(), [](char c) { return static_cast<signed char>(c) >= 0; });
    if (isAscii)
        return bytes;
    const QString text = m_encoding.decode(bytes);
    if (text.contains(QChar::ReplacementCharacter) && !bytes.contains("\xef\xbf\xbd"))
        ++m_result.replacedValues;
    return text.toUtf8();
}

QByteArray Exporter::columnList() const
{
    QList<QByteArray> names;
    for (const QByteArray& name : m_rows.columns())
        names.append(quoteNameIfNeeded(name));
    return names.join(", ");
}

void Exporter::begin()
{
    QHash<QByteArray, QByteArray> types;
    for (const TableColumn& column : m_options.types)
        types.insert(column.name, column.type);
    QHash<QByteArray, int> seen;
    for (const QByteArray& name : m_rows.columns()) {
        m_kinds.append(kindOf(types.value(name)));
        const int count = ++seen[name];
        const QByteArray unique = count == 1 ? name : name + " (" + QByteArray::number(count) + ')';
        QByteArray key;
        appendJsonText(toUtf8(unique), key);
        m_keys.append(key + ':');
    }
    const QByteArray head =
        "SET client_encoding = '" + m_encoding.name() + "';\nSET standard_conforming_strings = on;\n";
    switch (m_options.form) {
    case RowForm::Csv:
        for (qsizetype i = 0; i < m_rows.columns().size(); ++i) {
            if (i > 0)
                m_out.append(',');
            const QByteArray& name = m_rows.columns().at(i);
            appendCsvValue(m_keepsBytes ? name : toUtf8(name), m_rows.columns().size() == 1, m_out);
        }
        m_out.append('\n');
        break;
    case RowForm::JsonLines:
        break;
    case RowForm::SqlCopy: {
        const QByteArray list = m_rows.columns().isEmpty() ? QByteArray() : "(" + columnList() + ") ";
        m_out.append(head + "COPY " + m_options.table + ' ' + list + "FROM stdin;\n");
        break;
    }
    case RowForm::SqlInserts:
        m_out.append(head);
        break;
    }
    m_result.replacedValues = 0;
}

void Exporter::addJsonRow(const QList<QByteArray>& keys)
{
    m_out.append('{');
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        if (i > 0)
            m_out.append(',');
        m_out.append(keys.at(qsizetype(i)));
        const Value& value = m_values[i];
        const ColumnKind kind = m_kinds.at(qsizetype(i));
        if (!value)
            m_out.append("null");
        else if (kind == ColumnKind::Boolean && (*value == "t" || *value == "f"))
            m_out.append(*value == "t" ? "true" : "false");
        else if (kind == ColumnKind::Number && isJsonNumber(*value))
            m_out.append(*value);
        else
            appendJsonText(toUtf8(*value), m_out);
    }
    m_out.append("}\n");
}

core::Status Exporter::addRow()
{
    if (m_options.form == RowForm::SqlCopy) {
        m_out.append(m_rows.copyLine()).append('\n');
        return {};
    }
    if (!decodeCopyLine(m_rows.copyLine(), m_rows.columns().size(), m_values)) {
        return core::Error{
            core::ErrorKind::Corrupt,
            QCoreApplication::translate("archive", "The rows of a table are damaged."),
            QCoreApplication::translate("archive", "Row %1 cannot be read.").arg(m_result.rows + 1),
            {}};
    }
    if (m_options.form == RowForm::JsonLines) {
        addJsonRow(m_keys);
        return {};
    }
    if (m_options.form == RowForm::Csv) {
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            if (i > 0)
                m_out.append(',');
            if (m_values[i] && !m_keepsBytes)
                m_values[i] = toUtf8(*m_values[i]);
            appendCsvValue(m_values[i], m_values.size() == 1, m_out);
        }
        m_out.append('\n');
        return {};
    }
    m_out.append("INSERT INTO " + m_options.table);
    if (m_values.empty()) {
        m_out.append(" DEFAULT VALUES;\n");
        return {};
    }
    m_out.append(" (" + columnList() + ") OVERRIDING SYSTEM VALUE VALUES (");
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        if (i > 0)
            m_out.append(", ");
        appendSqlValue(m_values[i], m_kinds.at(qsizetype(i)), m_out);
    }
    m_out.append(");\n");
    return {};
}

void Exporter::end()
{
    if (m_options.form == RowForm::SqlCopy)
        m_out.append("\\.\n");
}

core::Status Exporter::flush()
{
    TIDEMARK_TRY(m_sink.write(m_out));
    m_result.bytes += m_out.size();
    m_out.resize(0);
    return {};
}

core::Result<RowExportResult> Exporter::run(const core::RunContext& context)
{
    core::Progress progress;
    progress.phase = QCoreApplication::translate("archive", "Writing rows");
    auto lastReport = std::chrono::steady_clock::now();
    begin();
    while (m_options.mostRows < 0 || m_result.rows < m_options.mostRows) {
        const core::Result<bool> next = m_rows.next();
        if (!next)
            return next.error();
        if (!*next)
            break;
        TIDEMARK_TRY(addRow());
        ++m_result.rows;
        if (m_out.size() < flushBytes)
            continue;
        TIDEMARK_TRY(flush());
        TIDEMARK_TRY(context.checkpoint());
        const auto now = std::chrono::steady_clock::now();
        if (now - lastReport >= reportInterval) {
            lastReport = now;
            progress.bytesDone = m_rows.fileBytesRead();
            context.report(progress);
        }
    }
    end();
    TIDEMARK_TRY(flush());
    return m_result;
}

} // namespace

core::Result<RowExportResult> exportRows(RowCursor& rows, const RowExportOptions& options, ByteSink& sink,
                                         const core::RunContext& context)
{
    return Exporter(rows, options, sink).run(context);
}

} // namespace tidemark::archive
