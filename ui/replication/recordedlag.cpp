// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/recordedlag.h"

#include "core/quoting.h"

#include <QFileInfo>

namespace tidemark::ui {

namespace {

std::vector<ChartPoint> pointsOf(const QList<store::LagPoint>& recorded)
{
    std::vector<ChartPoint> points;
    points.reserve(static_cast<std::size_t>(recorded.size()));
    for (const store::LagPoint& point : recorded) {
        if (point.afterGap && !points.empty())
            points.push_back(ChartPoint::gap(points.back().time + 1));
        points.push_back({point.time, point.least, point.mean, point.greatest});
    }
    return points;
}

/// The server's own curve has a point for each look at which it was reached.
std::vector<std::pair<qint64, qint64>> outagesOf(const QList<store::LagPoint>& recorded)
{
    std::vector<std::pair<qint64, qint64>> outages;
    for (qsizetype i = 1; i < recorded.size(); ++i) {
        if (recorded.at(i).afterGap)
            outages.emplace_back(recorded.at(i - 1).time, recorded.at(i).time);
    }
    return outages;
}

} // namespace

core::Result<RecordedLag> readRecordedLag(const QString& path, const QString& server,
                                          store::LagQuantity quantity, qint64 from, qint64 to, int most,
                                          const core::RunContext& context)
{
    RecordedLag lag;
    if (!QFileInfo::exists(path))
        return lag;
    auto history = store::LagHistory::open(path);
    if (!history)
        return std::move(history).error();
    auto subjects = history->subjects(server);
    if (!subjects)
        return std::move(subjects).error();
    const QDateTime begin = QDateTime::fromMSecsSinceEpoch(from, Qt::UTC);
    const QDateTime end = QDateTime::fromMSecsSinceEpoch(to, Qt::UTC);
    for (const store::LagSubject& subject : *subjects) {
        TIDEMARK_TRY(context.checkpoint());
        if (subject.kind == store::LagSubjectKind::Slot || subject.lastSeen < begin)
            continue;
        const bool isServer = subject.kind == store::LagSubjectKind::Server;
        auto points = history->series(server, subject.kind, subject.id,
                                      isServer ? store::LagQuantity::Rate : quantity, begin, end, most);
        if (!points)
            return std::move(points).error();
        if (isServer) {
            lag.outages = outagesOf(*points);
        } else if (!points->isEmpty()) {
            lag.series.insert(subject.id, pointsOf(*points));
            lag.names.insert(subject.id, core::singleLine(subject.name));
        }
    }
    return lag;
}

} // namespace tidemark::ui
