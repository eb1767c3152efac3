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
    QList<EntryProblem> problems() const { return m_problems; }
    /// Errors that belong to no entry: the archive or the connection failed.
    QStringList generalErrors() const { return m_general; }

private:
    int m_entry = 0;
    bool m_afterError = false;
    QList<EntryProblem> m_problems;
    QStringList m_general;
};

enum class ProblemWeight
{
    Harmless, // the result is what it should be
    Privilege, // a grant is missing, the data is there
    Loss,      // an object or rows are missing
};

ProblemWeight weigh(const EntryProblem& problem, const archive::Toc& toc);

} // namespace tidemark::restore
