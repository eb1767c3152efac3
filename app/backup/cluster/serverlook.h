// SPDX-License-Identifier: GPL-3.0-or-later
// What a server holds at a moment, as far as a dump of all of it must hold it too.
#pragma once

#include "access/serveraccess.h"
#include "backup/cluster/clusterdumpdraft.h"
#include "core/runcontext.h"
#include "postgres/queries/relations.h"
#include "postgres/queries/wholeserver.h"

#include <QHash>
#include <QList>

#include <optional>

namespace tidemark::backup::cluster {

struct DatabaseLook
{
    quint32 oid = 0;
    QString name;
    QList<postgres::Relation> relations;
    QList<postgres::ReadObstacle> obstacles;
    std::optional<core::Error> refusal; // why it could not be looked into; the lists are empty then

    core::ByteSize tableBytes() const; // what a dump has to read
};

struct ServerLook
{
    QList<DatabaseLook> databases; // those to dump, in the order in which they are
    QStringList excluded;          // databases that the patterns leave out
    QStringList halfDropped;       // that nobody can connect to any more
    QStringList emptyPatterns;     // of the draft: those that mean no database
    postgres::ServerGlobals globals;
    bool readsRolePasswords = false;

    core::ByteSize tableBytes() const;
};

enum class Obstacles
{
    Read,
    Leave,
};

/// Lists databases, and connects to each that is to be dumped, one after the other. Errors: those of the
/// connection that `first` is, and Cancelled. That a single database cannot be looked into is no error, see
/// DatabaseLook.
core::Result<ServerLook> lookAtServer(const ClusterDumpDraft& draft, postgres::Connection& first,
                                      const access::ServerAccess& server, Obstacles obstacles,
                                      const core::RunContext& context);

} // namespace tidemark::backup::cluster
