// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/toc.h"
#include "catalog/manifest.h"
#include "core/progress.h"

#include <QHash>
#include <QSet>

#include <optional>

namespace tidemark::restore {

/// Of the progress bar: restoring. The rest is looking at the result.
inline constexpr double restoreShare = 0.8;
inline constexpr double comparedShare = 0.96; // when every table was read again

/// The dump id in a line in which a parallel pg_restore says that it is done with an entry.
std::optional<int> finishedEntry(const QByteArray& line);

/// True progress of a restore: finished entries, table data weighed by its size in the archive. Fed with
/// pg_restore's verbose lines on the thread of the run.
class RestoreProgress
{
public:
    RestoreProgress(const archive::Toc& toc, const catalog::Manifest* manifest);

    void readLine(const QByteArray& line);
    /// Everything of these entries counts as done, whatever the tool said about them.
    void finish(const QList<int>& dumpIds);
    core::Progress progress(const QString& phase);

private:
    void finishEntry(int dumpId);

    QHash<int, qint64> m_weights;
    QHash<int, QString> m_names;
    QHash<QString, int> m_tableData; // `"schema.name"` as pg_restore prints it → TABLE DATA entry
    QSet<int> m_done;
    std::optional<int> m_current; // without parallel workers only the start of an entry is said
    QString m_item;
    qint64 m_total = 0;
    qint64 m_finished = 0;
    core::RateMeter m_meter;
};

} // namespace tidemark::restore
