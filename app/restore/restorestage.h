// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/runcontext.h"
#include "restore/restoreplan.h"

namespace tidemark::restore {

/// An entry that pg_restore could not restore, with the server's words.
struct EntryProblem
{
    int dumpId = 0;
    QString message;
};

/// Reads pg_restore's verbose messages: which entries failed, and with which words. One run of the tool each.
class ProblemReader
{
public:
    void readLine(const QByteArray& line);
    /// An entry whose words were not recognised is there too, with an empty message.
    QList<EntryProblem> problems() const { return m_problems; }
    /// Errors that belong to no entry: the archive or the connection failed.
    QStringList generalErrors() const { return m_general; }
    /// Whether errors were met, if only ones without consequence: then the tool's exit code says no more.
    bool metErrors() const { return !m_problems.isEmpty() || !m_general.isEmpty() || m_harmless > 0; }

private:
    enum class After
    {
        Chatter,
        EntryError,   // what follows without the tool's name belongs to it
        GeneralError,
        Statement, // after "Command was:"; it may have many lines
    };
    void readError(const QString& words);
    void readStatement(const QString& text);

    After m_after = After::Chatter;
    qsizetype m_current = -1;       // the problem whose words come
    QList<qsizetype> m_announced;   // problems whose words are still to come
    QList<EntryProblem> m_problems;
    QStringList m_general;
    int m_harmless = 0;
};

enum class ProblemWeight
{
    Harmless, // the result is what it should be
    Privilege, // a grant is missing, the data is there
    Loss,      // an object or rows are missing
};

ProblemWeight weigh(const EntryProblem& problem, const archive::Toc& toc);

} // namespace tidemark::restore
