// SPDX-License-Identifier: GPL-3.0-or-later
// What was recorded of a server's replication, as a chart shows it. For a worker thread.
#pragma once

#include "core/runcontext.h"
#include "store/laghistory.h"
#include "ui/common/chartseries.h"

#include <QHash>

namespace tidemark::ui {

struct RecordedLag
{
    QHash<QString, std::vector<ChartPoint>> series; // by replication::StandbyLag::id
    QHash<QString, QString> names;                  // for people
    std::vector<std::pair<qint64, qint64>> outages; // when nobody looked
};

/// From `from` to `to`, milliseconds since 1970; at most about `most` points each. Empty where nothing was
/// recorded.
core::Result<RecordedLag> readRecordedLag(const QString& path, const QString& server,
                                          store::LagQuantity quantity, qint64 from, qint64 to, int most,
                                          const core::RunContext& context);

} // namespace tidemark::ui
