// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/sqlhighlighter.h"

#include "archive/sqllexer.h"
#include "ui/common/theme.h"

#include <QSet>
#include <QTextDocument>

#include <algorithm>
#include <optional>

namespace tidemark::ui {

namespace {

constexpr qsizetype longestText = 1 << 20;
constexpr int deepestBody = 2;

/// Those that pg_dump's statements and common bodies are made of; not a complete list of SQL's.
const QSet<QByteArray>& keywords()
{
    static const QSet<QByteArray> words = [] {
        const QByteArray list =
            "ADD AFTER AGGREGATE ALL ALTER ALWAYS AND ANY AS ASC ATTACH AUTHORIZATION BEFORE BEGIN BETWEEN BY CACHE CASCADE CASE CAST "
            "CHECK COLLATE COLLATION COLUMN COMMENT COMMIT CONCURRENTLY CONFLICT CONSTRAINT COPY CREATE CROSS CURRENT_DATE "
            "CURRENT_TIMESTAMP CURRENT_USER CYCLE DATA DATABASE DECLARE DEFAULT DEFERRABLE DEFERRED DEFINER DELETE DESC DISTINCT DO "
            "DOMAIN DROP EACH ELSE ELSIF ENABLE ENCODING END ENUM EVENT EXCEPTION EXCEPT EXCLUDE EXECUTE EXISTS EXTENSION FALSE FETCH FOR "
            "FOREIGN FORCE FROM FULL FUNCTION GENERATED GRANT GROUP HAVING IDENTITY IF IMMEDIATE IMMUTABLE IN INCLUDE INCREMENT INDEX "
            "INHERITS INITIALLY INNER INSERT INSTEAD INTERSECT INTO INVOKER IS JOIN KEY LANGUAGE LATERAL LEAKPROOF LEFT LEVEL LIKE LIMIT "
            "LOGGED LOOP MATCH MATERIALIZED MAXVALUE MINVALUE NATURAL NEW NO NOT NULL NULLS OF OFFSET OLD ON ONLY OPERATOR OPTIONS OR ORDER "
            "OUTER OVER OWNED OWNER PARALLEL PARTITION PERFORM POLICY PRIMARY PRIVILEGES PROCEDURE PUBLICATION RAISE RANGE RECURSIVE "
            "REFERENCES REFRESH REPLACE REPLICA RESTRICT RETURN RETURNING RETURNS REVOKE RIGHT ROLE ROLLBACK ROW ROWS RULE SAFE SCHEMA "
            "SECURITY SELECT SEQUENCE SERVER SESSION SET SETOF STABLE START STATEMENT STATISTICS STORAGE STORED STRICT SUBSCRIPTION "
            "TABLE TABLESPACE TEMPORARY THEN TO TRIGGER TRUE TRUNCATE TYPE UNION UNIQUE UNLOGGED UPDATE USAGE USER USING VALID VALIDATE "
            "VALUES VIEW VOLATILE WHEN WHERE WHILE WINDOW WITH WITHOUT";
        const QList<QByteArray> parts = list.split(' ');
        return QSet<QByteArray>(parts.begin(), parts.end());
    }();
    return words;
}

bool isKeyword(QByteArrayView word)
{
    return word.size() < 24 && keywords().contains(word.toByteArray().toUpper());
}

int lettersIn(QByteArrayView bytes)
{
    return static_cast<int>(QString::fromUtf8(bytes).size());
}

/// Length of the $tag$ that a dollar-quoted text begins and ends with; 0 where it is none.
qsizetype dollarDelimiter(QByteArrayView text)
{
    if (!text.startsWith('$'))
        return 0;
    const qsizetype end = text.sliced(1).indexOf('$') + 2;
    return end >= 2 && text.size() >= 2 * end ? end : 0;
}

std::optional<SqlHighlighter::Look> lookOf(const archive::SqlToken& token, QByteArrayView word)
{
    switch (token.kind) {
    case archive::SqlToken::Kind::Word:
        return isKeyword(word) ? std::optional(SqlHighlighter::Look::Keyword) : std::nullopt;
    case archive::SqlToken::Kind::QuotedName:
        return SqlHighlighter::Look::Name;
    case archive::SqlToken::Kind::String:
        return SqlHighlighter::Look::Text;
    case archive::SqlToken::Kind::Number:
    case archive::SqlToken::Kind::Parameter:
        return SqlHighlighter::Look::Number;
    case archive::SqlToken::Kind::Comment:
        return SqlHighlighter::Look::Comment;
    default:
        return std::nullopt;
    }
}

} // namespace

SqlHighlighter::SqlHighlighter(QTextDocument* document)
    : QSyntaxHighlighter(document)
{
}

void SqlHighlighter::setPalette(const QPalette& palette)
{
    const QColor ground = palette.color(QPalette::Base);
    const bool dark = isDark(palette);
    const std::array<QColor, lookCount> wanted{dark ? QColor(0x7a, 0xa8, 0xff) : QColor(0x1f, 0x4f, 0xb5),
                                               dark ? QColor(0x8f, 0xd0, 0xd8) : QColor(0x0f, 0x6a, 0x74),
                                               dark ? QColor(0x98, 0xc3, 0x79) : QColor(0x3c, 0x76, 0x1f),
                                               dark ? QColor(0xe0, 0xa8, 0x6c) : QColor(0x9a, 0x50, 0x0c),
                                               toneColour(Tone::Muted, palette)};
    for (size_t i = 0; i < wanted.size(); ++i)
        m_formats[i].setForeground(readableOn(wanted[i], ground));
    m_formats[static_cast<size_t>(Look::Keyword)].setFontWeight(QFont::DemiBold);
    m_formats[static_cast<size_t>(Look::Comment)].setFontItalic(true);
    rehighlight();
}

void SqlHighlighter::setSql(const QString& text)
{
    m_spans.clear();
    const QByteArray bytes = text.toUtf8();
    if (bytes.size() > longestText)
        return;
    addSpans(bytes, 0, 0);
}

/// `position` in letters, where the lexer counts bytes.
void SqlHighlighter::addSpans(QByteArrayView sql, int position, int depth)
{
    archive::SqlLexer lexer(sql);
    for (archive::SqlToken token = lexer.next(); token.kind != archive::SqlToken::Kind::End; token = lexer.next()) {
        const QByteArrayView word = lexer.textOf(token);
        const int length = lettersIn(word);
        const qsizetype delimiter = token.unfinished || depth >= deepestBody ? 0 : dollarDelimiter(word);
        if (delimiter > 0) {
            // A function's body is SQL again, more or less.
            const QByteArrayView body = word.sliced(delimiter, word.size() - 2 * delimiter);
            const int edge = lettersIn(word.first(delimiter));
            m_spans.push_back({position, edge, Look::Text});
            addSpans(body, position + edge, depth + 1);
            m_spans.push_back({position + length - edge, edge, Look::Text});
        } else if (const auto look = lookOf(token, word)) {
            m_spans.push_back({position, length, *look});
        }
        position += length;
    }
}

void SqlHighlighter::highlightBlock(const QString& line)
{
    const int first = currentBlock().position();
    const int last = first + static_cast<int>(line.size());
    auto span = std::partition_point(m_spans.begin(), m_spans.end(), [first](const Span& s) { return s.start + s.length <= first; });
    for (; span != m_spans.end() && span->start < last; ++span) {
        const int from = std::max(span->start, first);
        setFormat(from - first, std::min(span->start + span->length, last) - from, m_formats[static_cast<size_t>(span->look)]);
    }
}

} // namespace tidemark::ui
