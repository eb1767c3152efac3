// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restorestage.h"

#include <QRegularExpression>

namespace tidemark::restore {

void ProblemReader::readLine(const QByteArray& line)
{
    static const QRegularExpression from(QStringLiteral("from TOC entry (\\d+);"));
    const QString text = QString::fromUtf8(line);
    if (const auto match = from.match(text); match.hasMatch()) {
        // Said once before the errors of an entry; the errors follow.
        m_entry = match.captured(1).toInt();
        m_afterError = false;
        return;
    }
    if (text.contains(QLatin1String(": error: "))) {
        const QString words = text.mid(text.indexOf(QLatin1String(": error: ")) + 9);
        m_afterError = m_entry != 0;
        if (m_entry != 0)
            m_problems.append({m_entry, words});
        else
            m_general.append(words);
        return;
    }
    // DETAIL and CONTEXT lines of the server follow without the tool's name.
    if (m_afterError && !text.startsWith(QLatin1String("pg_restore:")) && !text.startsWith(QLatin1String("Command was:")))
        m_problems.last().message += QLatin1Char('\n') + text;
    else
        m_afterError = false;
    if (text.startsWith(QLatin1String("pg_restore:")) && !text.contains(QLatin1String("while ")))
        m_entry = 0;
}

ProblemWeight weigh(const EntryProblem& problem, const archive::Toc& toc)
{
    // A newer pg_restore sends settings that an older server does not have.
    if (problem.message.contains(QLatin1String("unrecognized configuration parameter")))
        return ProblemWeight::Harmless;
    const archive::TocEntry* entry = toc.byDumpId(problem.dumpId);
    if (!entry)
        return ProblemWeight::Loss;
    if (entry->type == QLatin1String("ACL") || entry->type == QLatin1String("DEFAULT ACL"))
        return ProblemWeight::Privilege;
    const bool extensionComment = entry->type == QLatin1String("COMMENT") && entry->tag.startsWith(QLatin1String("EXTENSION "));
    const bool publicSchema = entry->type == QLatin1String("SCHEMA") && entry->tag == QLatin1String("public");
    if (extensionComment || (publicSchema && problem.message.contains(QLatin1String("already exists"))))
        return ProblemWeight::Harmless;
    return ProblemWeight::Loss;
}

} // namespace tidemark::restore
