// SPDX-License-Identifier: GPL-3.0-or-later
// What of an archive is not restored, by the draft's wish or for want of what it needs.
#pragma once

#include "core/finding.h"
#include "restore/restoredraft.h"
#include "restore/roleplan.h"

#include <QSet>

namespace tidemark::restore {

/// Rows that cannot be read.
struct DamagedTable
{
    int dumpId = 0; // of the entry with the rows
    QString schema;
    QString name; // of large objects empty
    QString reason;
};

struct LeftOut
{
    QSet<int> dumpIds;
    core::Findings findings;
};

/// Of the entries `among`, or of all where that is null.
LeftOut leftOutOf(const RestoreDraft& draft, const archive::Toc& toc, const RolePlan& roles,
                  const QList<DamagedTable>& damaged, const QSet<int>* among = nullptr);

/// In which section an entry is restored: of a comment or grant that of the latest thing that it is about.
StageKind sectionOf(const archive::TocGraph& graph, int index);

} // namespace tidemark::restore
