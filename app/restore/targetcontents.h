// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "archive/toc.h"
#include "archive/tocgraph.h"
#include "core/runcontext.h"
#include "process/toollocator.h"

#include <QHash>
#include <QSet>
#include <QString>

#include <tuple>

namespace tidemark::restore {

/// By this an object of a backup is found in another database. Relations and indexes share their names, as on
/// the server.
struct ObjectKey
{
    QString kind;
    QString schema;
    QString tag; // as pg_dump makes it: "orders orders_pkey", "total(numeric)"

    friend bool operator==(const ObjectKey& a, const ObjectKey& b)
    {
        return a.kind == b.kind && a.schema == b.schema && a.tag == b.tag;
    }
};
size_t qHash(const ObjectKey& key, size_t seed = 0);

ObjectKey keyOf(const archive::TocEntry& entry);

/// What an existing database has, as pg_dump describes it: the definitions, and nothing of the rows. The
/// texts are UTF-8. A value.
struct TargetContents
{
    QString database;
    archive::Toc toc;
    QSet<quint32> largeObjects; // of which pg_dump --schema-only says nothing

    /// What a database has before anything is put into it.
    static TargetContents empty(const QString& database);
};

/// Runs pg_dump --schema-only, which waits for locks at most ten seconds. Errors: NotFound where the database
/// is not there; those of the tool, such as PermissionDenied where the role may not read a table.
core::Result<TargetContents> readTargetContents(const QString& database, const access::ServerAccess& server,
                                                const process::Tool& pgDump, const core::RunContext& context);

} // namespace tidemark::restore
