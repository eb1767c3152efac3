// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesize.h"
#include "core/finding.h"
#include "core/lsn.h"
#include "postgres/queries/replicationfacts.h"
#include "replication/condition.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace tidemark::replication {

/// Behind the server asked, per stage. Absent where the server does not say (never 0 instead).
struct StageBytes
{
    std::optional<core::ByteSize> sent;
    std::optional<core::ByteSize> write;
    std::optional<core::ByteSize> flush;
    std::optional<core::ByteSize> replay;
};

/// As the server measured it; absent when there was nothing to measure, which is not the same as 0.
struct StageSeconds
{
    std::optional<double> write;
    std::optional<double> flush;
    std::optional<double> replay;
};

/// How old the newest change is that it has replayed, by our own record of when the sender was where: it
/// grows while a standby is stuck and is 0 where it has everything, whatever the server's own measurement
/// says.
struct TimeBehind
{
    double seconds = 0;
    bool atLeast = false; // it is further back than our record goes

    friend bool operator==(const TimeBehind&, const TimeBehind&) = default;
};

enum class Viewpoint
{
    Sender, // as the server that sends to it sees it
    Inside, // as the standby itself sees it: `bytes` are behind what its sender has told it of, and no server
            // seconds are known
    Subscription, // the same for a subscription of this server; what it has applied, only its publisher knows
};

enum class StreamKind
{
    Physical,
    Logical,
};

struct StandbyLag
{
    QString id;   // the same from look to look and over reconnects; not for people
    QString name; // application_name
    QString address;
    QString state;
    QString syncState;
    Viewpoint viewpoint = Viewpoint::Sender;
    Condition condition = Condition::Starting;
    StageBytes bytes;
    StageSeconds seconds;
    /// Seconds since its last reply; from inside: since the last message of its sender. By the clock of the
    /// server asked.
    std::optional<double> replyAge;
    /// From inside, seconds. Not a lag: it grows while nobody writes, too.
    std::optional<double> lastReplayedCommitAge;
    StreamKind kind = StreamKind::Physical;
    QString slot; // the slot that it uses, or used when it was last seen; may be empty
    std::optional<TimeBehind> behind;
    std::optional<double> replayRate; // bytes/s, smoothed over some ten seconds
    std::optional<double>
        catchUpSeconds; // until it has everything at the present rates; absent where it never will, see below
    bool replayPaused = false; // from inside; also where a graver condition comes first
    bool fallsBehind = false;  // WAL is written faster than it replays
    QDateTime lastSeen;        // UTC, server's clock; older than the sample where it is Missing
};

struct SlotLag
{
    QString name;
    QString type;
    bool active = false;
    std::optional<core::ByteSize> retained; // WAL that the slot keeps from being removed
    QString walStatus;
    std::optional<core::ByteSize> safeWalSize;
    SlotCondition condition = SlotCondition::InUse;
    QString database = {};                          // of a logical one
    std::optional<double> inactiveSeconds = {};     // 17+ by the server; before that since we saw it used
    QString invalidation = {};                      // why it was lost: "wal_removed"
    std::optional<core::ByteSize> unconfirmed = {}; // of a logical one: what its reader has not confirmed
    std::optional<double> secondsToLoss = {}; // at the present rate, where max_slot_wal_keep_size limits it
};

enum class ServerRole
{
    Primary,
    Standby,
};

struct LagSample
{
    QDateTime serverTime; // UTC, by the server's clock
    ServerRole role = ServerRole::Primary;
    std::optional<core::Lsn> lsn; // written on a primary, replayed on a standby
    QList<StandbyLag> standbys;   // on a standby: first itself, seen from inside; then those below it, the
                                  // missing last; then subscriptions
    QList<SlotLag> slotLags;
    core::Findings findings;
    /// When the answer came, by our own clocks: its age can always be told.
    QDateTime measuredAt; // UTC; invalid for a sample that no sampler took
    std::chrono::steady_clock::time_point measured;
    std::chrono::milliseconds roundTrip{0};
    bool afterGap = false; // nothing is known of the time before it: no line should be drawn to it
    std::optional<quint32> timeline;
    QString systemIdentifier; // empty where it is not known
    int serverVersion = 0;    // as server_version_num has it
    std::optional<double>
        walRate; // bytes/s: written on a primary, received on a standby; smoothed like replayRate
    /// Settings, archiver, conflicts: read every ten seconds, and whenever the configuration was loaded anew.
    std::optional<postgres::ReplicationFacts> facts;
};

} // namespace tidemark::replication
