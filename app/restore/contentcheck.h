// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/manifest.h"
#include "core/runcontext.h"
#include "postgres/connection.h"

namespace tidemark::restore {

/// One table after a restore, held against what the backup said.
struct TableComparison
{
    QString schema;
    QString name;
    qint64 expectedRows = 0;
    qint64 rows = -1; // -1: could not be read
    QString digest;
    bool comparable = true; // false: the backup has no digest (rows dumped as INSERT statements)
    bool matches = false;
    QString problem; // why it could not be read
};

/// Reads every table of the list over COPY, in the session settings of a dump, and compares rows and digests. Reads as
/// many bytes as the dump held. Reports progress from 0 to 1.
core::Result<QList<TableComparison>> compareContent(postgres::Connection& connection, const QList<catalog::ManifestTable>& expected,
                                                    const core::RunContext& context);

} // namespace tidemark::restore
