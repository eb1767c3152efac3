// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesize.h"
#include "core/finding.h"
#include "core/lsn.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace tidemark::replication {

/// What is the case with a standby, by rule; each has its sentence in conditionSentence().
enum class Condition
{
    Starting,     // connected, has not reported anything yet
    Streaming,    // follows closely
    Idle,         // caught up, nothing to send
    CatchingUp,   // behind, and seen moving
    Behind,       // behind; whether it moves cannot be said yet (the first looks)
    Stalled,      // behind, and not moving
    Silent,       // has not answered for too long
    Paused,       // replay was paused by an administrator
    ReceiverOnly, // pg_receivewal: stores WAL, does not replay
    NoPrivilege,  // our role may not see it
    Disconnected, // on a standby: its receiver is not connected
};

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

enum class Viewpoint
{
    Sender, // as the server that sends to it sees it
    Inside, // as the standby itself sees it: `bytes` are behind what its sender has told it of, and no seconds are known
};

struct StandbyLag
{
    QString id;   // the same from look to look while the standby stays connected; not for people
    QString name; // application_name
    QString address;
    QString state;
    QString syncState;
    Viewpoint viewpoint = Viewpoint::Sender;
    Condition condition = Condition::Starting;
    StageBytes bytes;
    StageSeconds seconds;
    /// Seconds since its last reply; from inside: since the last message of its sender. By the clock of the server asked.
    std::optional<double> replyAge;
    /// From inside, seconds. Not a lag: it grows while nobody writes, too.
    std::optional<double> lastReplayedCommitAge;
};

struct SlotLag
{
    QString name;
    QString type;
    bool active = false;
    std::optional<core::ByteSize> retained; // WAL that the slot keeps from being removed
    QString walStatus;
    std::optional<core::ByteSize> safeWalSize;
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
    QList<StandbyLag> standbys;   // on a standby: first itself, seen from inside, then those below it
    QList<SlotLag> slotLags;
    core::Findings findings;
};

} // namespace tidemark::replication
