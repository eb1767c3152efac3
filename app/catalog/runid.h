// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace tidemark::catalog {

/// "20261122T020000Z-1a2b3c4d": sortable, and different for two runs in one second.
QString newRunId(const QDateTime& now);
/// What the tools and sessions of a run are called on the server (application_name).
QString applicationNameOf(const QString& runId);

} // namespace tidemark::catalog
