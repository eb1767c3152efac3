// SPDX-License-Identifier: GPL-3.0-or-later
// A backslash outside of quotes is a command to psql, which may run programs; a dump from elsewhere may have
// one in any text, and in its rows.
#pragma once

#include <QByteArray>

namespace tidemark::archive {

/// Between begin() and end() psql takes nothing for a command of its own: what is between cannot know the key
/// (manual, psql, \restrict; psql of PostgreSQL 13.22, 14.19, 15.14, 16.10, 17.6 and newer; an older one says
/// that it does not know the command). Other commands of ours go outside.
class PsqlGuard
{
public:
    PsqlGuard();

    QByteArray begin() const { return "\\restrict " + m_key + '\n'; }
    QByteArray end() const { return "\\unrestrict " + m_key + '\n'; }

private:
    QByteArray m_key;
};

} // namespace tidemark::archive
