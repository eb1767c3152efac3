// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/rowfilter.h"

#include "archive/sqllexer.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore::rows {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::rows", text);
}

core::Error notACondition(const QString& why)
{
    return {core::ErrorKind::InvalidInput,
            tr("This is not a condition: %1").arg(why),
            {},
            tr("A condition is one SQL expression about the columns of the backup, as after WHERE: author_id "
               "= 7 AND created_at >= '2026-11-01'.")};
}

} // namespace

RowFilter::RowFilter(const RecoveryDraft& draft, const TableDiffFacts& compared)
    : m_kinds(draft.kinds)
    , m_key(compared.mapping.key)
    , m_columns(compared.mapping.columns.size())
    , m_text(draft.text)
    , m_encoding(compared.encoding.toLatin1())
{
    for (const QStringList& key : draft.keys) {
        QByteArray line;
        for (qsizetype i = 0; i < key.size(); ++i) {
            if (i > 0)
                line += '\t';
            archive::appendCopyValue(m_encoding.encode(key.at(i)), line);
        }
        m_keys.insert(line);
    }
}

bool RowFilter::matches(const DifferingRow& row) const
{
    if (!m_kinds.testFlag(row.kind))
        return false;
    if (m_keys.isEmpty() && m_text.isEmpty())
        return true;
    archive::Values values;
    if (!archive::decodeCopyLine(row.kind == RowKind::Extra ? row.live : row.backup, m_columns, values))
        return false;
    return (m_keys.isEmpty() || hasWantedKey(values)) && (m_text.isEmpty() || containsText(values));
}

bool RowFilter::hasWantedKey(const archive::Values& values) const
{
    QByteArray line;
    for (std::size_t i = 0; i < m_key.size(); ++i) {
        if (i > 0)
            line += '\t';
        archive::appendCopyValue(values[static_cast<std::size_t>(m_key[i])], line);
    }
    return m_keys.contains(line);
}

bool RowFilter::containsText(const archive::Values& values) const
{
    return std::any_of(values.begin(), values.end(), [this](const archive::Value& value) {
        return value && m_encoding.decode(*value).contains(m_text, Qt::CaseInsensitive);
    });
}

core::Status checkCondition(const QString& condition)
{
    const QByteArray text = condition.toUtf8();
    archive::SqlLexer lexer(text);
    QByteArray open;
    bool empty = true;
    for (;;) {
        const archive::SqlToken token = lexer.nextSignificant();
        if (token.kind == archive::SqlToken::Kind::End)
            break;
        empty = false;
        if (token.unfinished)
            return notACondition(tr("a text or a comment in it does not end."));
        if (token.kind == archive::SqlToken::Kind::Parameter)
            return notACondition(tr("there is no value for %1.").arg(QString::fromUtf8(lexer.textOf(token))));
        if (token.kind != archive::SqlToken::Kind::Symbol)
            continue;
        const char symbol = lexer.textOf(token).front();
        if (symbol == ';')
            return notACondition(tr("it has a semicolon."));
        if (symbol == '(' || symbol == '[')
            open += symbol == '(' ? ')' : ']';
        if (symbol != ')' && symbol != ']')
            continue;
        if (open.isEmpty() || open.back() != symbol)
            return notACondition(tr("a bracket is closed that was not opened."));
        open.chop(1);
    }
    if (!open.isEmpty())
        return notACondition(tr("a bracket is not closed."));
    // A comment that ends the text, and is open, would take what follows it along.
    archive::SqlLexer whole(text);
    for (archive::SqlToken token = whole.next(); token.kind != archive::SqlToken::Kind::End;
         token = whole.next()) {
        if (token.kind == archive::SqlToken::Kind::Comment && token.unfinished)
            return notACondition(tr("a text or a comment in it does not end."));
    }
    return empty ? core::Status(notACondition(tr("it is empty."))) : core::Status();
}

} // namespace tidemark::restore::rows
