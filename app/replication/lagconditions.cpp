// SPDX-License-Identifier: GPL-3.0-or-later
// One table: a condition, its stable name, its title, its sentence.
#include "replication/lagmodel.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tidemark::replication {

namespace {

struct Row
{
    Condition condition;
    const char* name;
    const char* title;
    const char* sentence;
};

constexpr std::array<Row, 11> rows{{
    {Condition::Starting, "starting", QT_TRANSLATE_NOOP("replication", "Starting"),
     QT_TRANSLATE_NOOP("replication", "Is connected and has not yet said how far it is.")},
    {Condition::Streaming, "streaming", QT_TRANSLATE_NOOP("replication", "Streaming"),
     QT_TRANSLATE_NOOP("replication", "Follows closely.")},
    {Condition::Idle, "idle", QT_TRANSLATE_NOOP("replication", "Idle"),
     QT_TRANSLATE_NOOP("replication", "Has everything; nothing is being written.")},
    {Condition::CatchingUp, "catchingUp", QT_TRANSLATE_NOOP("replication", "Catching up"),
     QT_TRANSLATE_NOOP("replication", "Is behind, and moving.")},
    {Condition::Behind, "behind", QT_TRANSLATE_NOOP("replication", "Behind"),
     QT_TRANSLATE_NOOP("replication", "Is behind. Whether it moves will show within seconds.")},
    {Condition::Stalled, "stalled", QT_TRANSLATE_NOOP("replication", "Stalled"),
     QT_TRANSLATE_NOOP("replication", "Is behind and does not move. Replay may be paused or delayed there, or a long query, a full disk or a stopped process may hold it: look at the standby's log.")},
    {Condition::Silent, "silent", QT_TRANSLATE_NOOP("replication", "Silent"),
     QT_TRANSLATE_NOOP("replication", "Nothing has been heard for too long. The network or the other server may be down; the figures are old.")},
    {Condition::Paused, "paused", QT_TRANSLATE_NOOP("replication", "Paused"),
     QT_TRANSLATE_NOOP("replication", "Replay was paused on this standby. Go on with: SELECT pg_wal_replay_resume();")},
    {Condition::ReceiverOnly, "receiverOnly", QT_TRANSLATE_NOOP("replication", "Receiver only"),
     QT_TRANSLATE_NOOP("replication", "Stores the WAL and does not replay it (pg_receivewal, an archive).")},
    {Condition::NoPrivilege, "noPrivilege", QT_TRANSLATE_NOOP("replication", "Not visible"),
     QT_TRANSLATE_NOOP("replication", "This role may not see the standby's state. Let an administrator grant pg_monitor to it.")},
    {Condition::Disconnected, "disconnected", QT_TRANSLATE_NOOP("replication", "Disconnected"),
     QT_TRANSLATE_NOOP("replication", "Receives nothing from another server. Unless it is fed from an archive alone, look at primary_conninfo and at the standby's log.")},
}};

const Row& rowOf(Condition condition)
{
    return *std::find_if(rows.begin(), rows.end(), [condition](const Row& row) { return row.condition == condition; });
}

} // namespace

QString conditionName(Condition condition)
{
    return QLatin1String(rowOf(condition).name);
}

QString conditionTitle(Condition condition)
{
    return QCoreApplication::translate("replication", rowOf(condition).title);
}

QString conditionSentence(Condition condition)
{
    return QCoreApplication::translate("replication", rowOf(condition).sentence);
}

} // namespace tidemark::replication
