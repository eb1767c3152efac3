// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/copystatement.h"

namespace tidemark::archive {

namespace {

class Scanner
{
public:
    explicit Scanner(const QByteArray& text)
        : m_text(text)
    {
    }

    bool take(const char* literal)
    {
        const QByteArray wanted(literal);
        if (m_text.mid(m_at, wanted.size()) != wanted)
            return false;
        m_at += wanted.size();
        return true;
    }
    void skipSpaces()
    {
        while (m_at < m_text.size() && m_text.at(m_at) == ' ')
            ++m_at;
    }
    // One identifier, quoted or not, without its quotes.
    std::optional<QByteArray> takeName()
    {
        if (m_at < m_text.size() && m_text.at(m_at) == '"')
            return takeQuoted();
        const qsizetype from = m_at;
        while (m_at < m_text.size() && QByteArrayView(" ,.()\";").indexOf(m_text.at(m_at)) < 0)
            ++m_at;
        if (m_at == from)
            return std::nullopt;
        return m_text.mid(from, m_at - from);
    }
    qsizetype at() const { return m_at; }
    QByteArray since(qsizetype from) const { return m_text.mid(from, m_at - from); }

private:
    std::optional<QByteArray> takeQuoted()
    {
        QByteArray name;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text.at(m_at) != '"') {
                name.append(m_text.at(m_at));
            } else if (m_at + 1 < m_text.size() && m_text.at(m_at + 1) == '"') {
                name.append('"');
                ++m_at;
            } else {
                ++m_at;
                return name;
            }
        }
        return std::nullopt;
    }

    QByteArray m_text;
    qsizetype m_at = 0;
};

} // namespace

std::optional<CopyStatement> CopyStatement::parse(const QByteArray& statement)
{
    Scanner scanner(statement);
    if (!scanner.take("COPY "))
        return std::nullopt;
    CopyStatement parts;
    const qsizetype targetStart = scanner.at();
    do {
        if (!scanner.takeName())
            return std::nullopt;
    } while (scanner.take("."));
    parts.target = scanner.since(targetStart);
    scanner.skipSpaces();
    if (scanner.take("(")) {
        const qsizetype columnStart = scanner.at();
        qsizetype columnEnd = columnStart;
        do {
            scanner.skipSpaces();
            const std::optional<QByteArray> name = scanner.takeName();
            if (!name)
                return std::nullopt;
            parts.columnNames.append(*name);
            columnEnd = scanner.at();
        } while (scanner.take(","));
        parts.columnText = statement.mid(columnStart, columnEnd - columnStart);
        if (!scanner.take(")"))
            return std::nullopt;
    }
    scanner.skipSpaces();
    if (scanner.take("WITH OIDS")) // PostgreSQL 11 and older
        scanner.skipSpaces();
    if (!scanner.take("FROM stdin"))
        return std::nullopt;
    return parts;
}

} // namespace tidemark::archive
