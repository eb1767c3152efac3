// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restorestage.h"

#include <QRegularExpression>

namespace tidemark::restore {

namespace {

// Names stand in the tool's chatter, and bodies of functions behind "Command was:": only beginnings of lines count.
constexpr QLatin1String toolName("pg_restore: ");
constexpr QLatin1String errorWord("pg_restore: error: ");
constexpr QLatin1String commandWord("Command was: ");
constexpr QLatin1String unknownSetting("unrecognized configuration parameter");

} // namespace

void ProblemReader::readLine(const QByteArray& line)
{
    static const QRegularExpression from(QStringLiteral("^pg_restore: from TOC entry (\\d+);"));
    const QString text = QString::fromUtf8(line);
    if (const auto match = from.match(text); match.hasMatch()) {
        // Said right before the first error of an entry. Workers talk at once: other lines may come between, and the
        // announcements of two workers before the words of both.
        m_announced.append(m_problems.size());
        m_problems.append(EntryProblem{match.captured(1).toInt(), QString()});
        m_after = After::Chatter;
    } else if (text.startsWith(errorWord)) {
        readError(text.mid(errorWord.size()));
    } else if (text.startsWith(toolName)) {
        m_after = After::Chatter;
        m_current = -1;
    } else if (text.startsWith(commandWord) && m_after != After::Statement) {
        readStatement(text.mid(commandWord.size()));
    } else if (m_after == After::EntryError) {
        m_problems[m_current].message += QLatin1Char('\n') + text; // DETAIL and CONTEXT of the server
    }
}

void ProblemReader::readError(const QString& words)
{
    if (!m_announced.isEmpty()) {
        m_current = m_announced.takeFirst();
        m_problems[m_current].message = words;
    } else if (m_current >= 0) {
        // The second error of an entry comes without an announcement.
        m_problems.append({m_problems.at(m_current).dumpId, words});
        m_current = m_problems.size() - 1;
    } else {
        m_general.append(words);
        m_after = After::GeneralError;
        return;
    }
    m_after = After::EntryError;
}

void ProblemReader::readStatement(const QString& text)
{
    // pg_restore sends settings that an older server does not have, at the start of each connection. It does without.
    if (m_after == After::GeneralError && text.startsWith(QLatin1String("SET ")) && m_general.last().contains(unknownSetting)) {
        m_general.removeLast();
        ++m_harmless;
    }
    m_after = After::Statement;
}

ProblemWeight weigh(const EntryProblem& problem, const archive::Toc& toc)
{
    const archive::TocEntry* entry = toc.byDumpId(problem.dumpId);
    if (!entry)
        return ProblemWeight::Loss;
    if (entry->type() == QLatin1String("ACL") || entry->type() == QLatin1String("DEFAULT ACL"))
        return ProblemWeight::Privilege;
    const bool extensionComment = entry->type() == QLatin1String("COMMENT") && entry->tag().startsWith(QLatin1String("EXTENSION "));
    const bool publicSchema = entry->type() == QLatin1String("SCHEMA") && entry->tag() == QLatin1String("public");
    if (extensionComment || (publicSchema && problem.message.contains(QLatin1String("already exists"))))
        return ProblemWeight::Harmless;
    return ProblemWeight::Loss;
}

} // namespace tidemark::restore
