// SPDX-License-Identifier: GPL-3.0-or-later
// What PlainScanner does, once more, one byte after the other and with all of the text at hand: slow, and too
// simple to be wrong. BEGIN ATOMIC is left out.
#pragma once

#include "archive/copystatement.h"
#include "tellunits.h"

namespace tidemark::archive {

class SlowScan
{
public:
    explicit SlowScan(QByteArray text)
        : m_text(std::move(text))
    {
    }

    /// An INSERT statement that is whole.
    struct Insert
    {
        QByteArray beginning;
        qsizetype start = 0;
        qsizetype end = 0;
    };
    QList<Insert> inserts;

    /// The lines of Tell.
    QStringList run()
    {
        for (;;) {
            while (is(isSpace))
                ++m_at;
            m_start = m_at;
            if (m_at == m_text.size())
                break;
            if (here() == '\\' || isAt("--"))
                lineUnit();
            else
                statement();
        }
        endInserts();
        m_tell.finished({});
        return m_tell.lines;
    }

private:
    static bool isSpace(char c) { return c != '\0' && QByteArrayView(" \t\n\v\f\r").contains(c); }
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }
    static bool isLetter(char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || quint8(c) >= 0x80;
    }
    static bool isInWord(char c) { return isLetter(c) || isDigit(c) || c == '$'; }
    bool is(bool (*kind)(char)) const { return m_at < m_text.size() && kind(m_text.at(m_at)); }
    char here() const { return m_at < m_text.size() ? m_text.at(m_at) : '\0'; }
    bool isAt(const char* wanted) const { return QByteArrayView(m_text).sliced(m_at).startsWith(wanted); }
    QByteArray since(qsizetype from) const { return m_text.mid(from, m_at - from); }

    void lineUnit()
    {
        endInserts();
        const bool isCommand = here() == '\\';
        while (m_at < m_text.size() && here() != '\n')
            ++m_at;
        if (m_at > m_start && m_text.at(m_at - 1) == '\r')
            --m_at;
        if (isCommand)
            m_tell.command({}, since(m_start));
        else
            m_tell.comment({}, since(m_start));
    }

    void statement()
    {
        int parentheses = 0;
        bool counts = true; // parentheses; behind VALUES only once there is something odd
        bool isInsert = false;
        int words = 0;
        QByteArray beginning;
        while (m_at < m_text.size()) {
            const char c = here();
            const qsizetype from = m_at;
            if (isLetter(c)) {
                while (is(isInWord))
                    ++m_at;
                const QByteArray word = since(from).toLower();
                if (word == "e" && here() == '\'') {
                    quoted('\'', true);
                    counts = true;
                    continue;
                }
                isInsert = words++ == 0 ? word == "insert" : isInsert;
                if (isInsert && beginning.isEmpty() && parentheses == 0 && word == "values") {
                    beginning = since(m_start);
                    counts = m_escapes;
                }
                continue;
            }
            if (c == '\'') {
                quoted('\'', m_escapes);
                continue;
            }
            if (c == ';' && (parentheses == 0 || !counts)) {
                ++m_at;
                return ended(beginning, true);
            }
            if (c == '"' || c == '$' || c == '/' || c == '\\' || isAt("--"))
                counts = true;
            if (c == '"')
                quoted('"', false);
            else if (c == '$')
                dollar();
            else if (isAt("--"))
                to("\n");
            else if (isAt("/*"))
                blockComment();
            else
                ++m_at;
            if (counts && c == '(')
                ++parentheses;
            if (counts && c == ')' && parentheses > 0)
                --parentheses;
        }
        ended(beginning, false);
    }

    void quoted(char quote, bool escapes)
    {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (escapes && here() == '\\') {
                ++m_at;
            } else if (here() == quote) {
                ++m_at;
                if (here() != quote || m_at == m_text.size())
                    return;
            }
        }
        m_at = m_text.size();
    }

    void to(const QByteArray& end)
    {
        const qsizetype found = m_text.indexOf(end, m_at);
        m_at = found < 0 ? m_text.size() : found + end.size();
    }

    void dollar()
    {
        const qsizetype from = m_at++;
        if (is(isLetter)) {
            while (is(isLetter) || is(isDigit))
                ++m_at;
        }
        if (here() != '$') {
            m_at = from + 1;
            return;
        }
        ++m_at;
        to(since(from));
    }

    void blockComment()
    {
        int depth = 0;
        while (m_at < m_text.size()) {
            const int change = isAt("/*") ? 1 : isAt("*/") ? -1 : 0;
            m_at += change == 0 ? 1 : 2;
            depth += change;
            if (change != 0 && depth == 0)
                return;
        }
    }

    void ended(const QByteArray& beginning, bool isWhole)
    {
        if (beginning.isEmpty()) {
            endInserts();
            const QByteArray text = since(m_start);
            if (isWhole && text.startsWith("COPY ") && CopyStatement::parse(text))
                return rows(text);
            if (text.startsWith("SET standard_conforming_strings"))
                m_escapes = text.contains("off");
            return m_tell.statement({}, text, isWhole);
        }
        if (beginning != m_beginning) {
            endInserts();
            m_beginning = beginning;
            m_insertStart = m_start;
        }
        m_insertEnd = m_at;
        if (isWhole) {
            inserts.append({beginning, m_start, m_at});
        } else {
            m_tell.insertData(m_beginning, {m_insertStart, m_at - m_insertStart, false});
            m_beginning.clear();
        }
    }

    void endInserts()
    {
        if (m_beginning.isEmpty())
            return;
        const QByteArrayView gap = QByteArrayView(m_text).sliced(m_insertEnd, m_start - m_insertEnd);
        m_insertEnd += gap.startsWith("\r\n") ? 2 : gap.startsWith('\n') ? 1 : 0;
        m_tell.insertData(m_beginning, {m_insertStart, m_insertEnd - m_insertStart, true});
        m_beginning.clear();
    }

    void rows(const QByteArray& statement)
    {
        to("\n");
        const qsizetype from = m_at;
        while (m_at < m_text.size()) {
            const qsizetype lineStart = m_at;
            to("\n");
            QByteArray line = since(lineStart);
            if (line == "\\.\n" || line == "\\.\r\n" || line == "\\.\r" || line == "\\.") {
                m_at = lineStart;
                m_tell.copyData(statement, {from, m_at - from, true});
                m_at += 2;
                return;
            }
        }
        m_tell.copyData(statement, {from, m_at - from, false});
    }

    const QByteArray m_text;
    Tell m_tell;
    qsizetype m_at = 0;
    qsizetype m_start = 0; // of the unit
    bool m_escapes = false;
    QByteArray m_beginning; // of INSERT statements that follow each other
    qsizetype m_insertStart = 0;
    qsizetype m_insertEnd = 0;
};

} // namespace tidemark::archive
