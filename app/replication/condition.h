// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tidemark::replication {

/// What is the case with a standby, by rule; each has its sentence in lagrules.h.
enum class Condition
{
    Starting,     // connected, has not reported anything yet
    Streaming,    // follows closely
    Idle,         // caught up, nothing to send
    CatchingUp,   // behind, and seen moving
    Behind,       // behind; whether it moves cannot be said yet (the first looks)
    Stalled,      // behind, and not moving
    Silent,       // has not answered for too long
    Unheard,      // the same, and whether that means anything cannot be known
    Paused,       // replay was paused by an administrator
    Delayed,      // recovery_min_apply_delay holds it back
    ReceiverOnly, // pg_receivewal: stores WAL, does not replay
    Missing,      // was here before, is not connected now
    NoPrivilege,  // our role may not see it
    Disconnected, // seen from inside: its receiver is not connected
    FromArchive,  // seen from inside: it was set up to restore WAL from an archive, without a sender
    Disabled,     // a subscription that is switched off
};

enum class SlotCondition
{
    InUse,      // somebody reads from it
    Unused,     // nobody does, and it keeps little
    HoldingWal, // nobody does, or only slowly, and it keeps much
    Endangered, // the server may remove WAL that it needs at the next checkpoint
    Lost,       // can never be used again
};

} // namespace tidemark::replication
