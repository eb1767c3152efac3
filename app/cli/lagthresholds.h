// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "replication/lagsample.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace tidemark::cli {

/// A limit in bytes, in seconds, or in both.
struct LagLimit
{
    std::optional<core::ByteSize> bytes;
    std::optional<double> seconds;

    bool isSet() const { return bytes || seconds; }
};
/// "64MB", "30s", or several of them. Units: B, kB, MB, GB, TB (of 1024, as in PostgreSQL's settings), ms, s,
/// min, h. Error: InvalidInput.
core::Result<LagLimit> parseLagLimit(const QStringList& texts, const QString& option,
                                     const QString& command = QStringLiteral("lag"));

/// As monitoring plugins number them.
enum class LagLevel
{
    Ok,
    Warning,
    Critical,
    Unknown,
};
QString lagLevelName(LagLevel level); // "ok", "warning", "critical", "unknown"

struct LagJudgement
{
    LagLevel level = LagLevel::Ok;
    QStringList reasons; // of the worst level first
};

/// The bytes and seconds that count for a standby: those to replay; of a receiver those to write.
std::optional<core::ByteSize> countedBytes(const replication::StandbyLag& lag);
/// Absent where nothing is known: never 0 for that.
std::optional<double> countedSeconds(const replication::StandbyLag& lag);
/// Standbys and subscribers that this server sends to and hears of; receivers that do not replay are none.
int connectedStandbys(const replication::LagSample& sample);

/// Distances against the limits. A standby of which none can be known (missing, silent, disconnected) is past
/// any limit, as are a slot that is lost or about to be, and commits that wait; a slot that nobody reads from
/// counts as a standby that far behind. A primary without any standby is a warning. One that we may not see,
/// that has no sender that could be heard of, or of which the time would count and is not known, is Unknown.
/// Without limits only that last is said.
LagJudgement judgeLimits(const replication::LagSample& sample, const LagLimit& warn,
                         const LagLimit& critical);
/// Fewer connected standbys than that are critical.
void judgeCount(const replication::LagSample& sample, int least, LagJudgement& judgement);
/// The same as judgeLimits() and states besides: stalled and paused ones, slots that are lost or hold WAL,
/// archiving that fails, a primary without any standby.
LagJudgement judgeHealth(const replication::LagSample& sample, const LagLimit& warn,
                         const LagLimit& critical);

/// A figure's label is the standby's name; of namesakes with slot, address or number.
/// "LAG OK - … | 'berlin bytes'=0B;67108864;;0 …" (Monitoring Plugins Development Guidelines).
QString nagiosLine(const replication::LagSample& sample, const LagJudgement& judgement, const LagLimit& warn,
                   const LagLimit& critical);

} // namespace tidemark::cli
