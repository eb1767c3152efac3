// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

namespace tidemark::catalog {

/// What a run left behind that ended before its set was whole.
struct Leftover
{
    QString folder; // removed
    QString runId;  // empty where its mark does not say
};

/// Removes the ".partial" folders in a database's folder and names them. Only to be called by who holds the
/// folder's lock: then nobody can be at work in them. Folders that carry no mark of Tidemark are left
/// alone, but for empty ones of a set's name. Also ends what was begun to be deleted.
QList<Leftover> removeLeftovers(const QString& databaseFolder);

/// Marks a partial folder as ours, of that run.
core::Status markPartial(const QString& partialFolder, const QString& runId);
/// The whole set is not partial any more.
core::Status unmarkPartial(const QString& partialFolder);

} // namespace tidemark::catalog
