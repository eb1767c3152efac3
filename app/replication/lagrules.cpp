// SPDX-License-Identifier: GPL-3.0-or-later
// One row per condition: its stable name, its title, its sentence, and the rule by which it is said.
#include "replication/lagrules.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tidemark::replication {

namespace {

enum class Weight
{
    Well,
    Trouble,
};

template <typename Kind> struct Row
{
    Kind condition;
    Weight weight;
    const char* name;
    const char* title;
    const char* sentence;
    const char* rule;
};

constexpr std::array<Row<Condition>, 16> rows{{
    {Condition::Starting, Weight::Well, "starting", QT_TRANSLATE_NOOP("replication", "Starting"),
     QT_TRANSLATE_NOOP("replication", "Is connected and has not yet said how far it is."),
     QT_TRANSLATE_NOOP("replication", "The server has a row for it, without any position that it has "
                                      "reported; after 35 s of that it is silent.")},
    {Condition::Streaming, Weight::Well, "streaming", QT_TRANSLATE_NOOP("replication", "Streaming"),
     QT_TRANSLATE_NOOP("replication", "Follows closely."),
     QT_TRANSLATE_NOOP("replication", "At most 1 MiB behind, and moving or level within the last 12 s.")},
    {Condition::Idle, Weight::Well, "idle", QT_TRANSLATE_NOOP("replication", "Idle"),
     QT_TRANSLATE_NOOP("replication", "Has everything; nothing is being written."),
     QT_TRANSLATE_NOOP("replication",
                       "Level, and the server has measured no times: there was nothing to measure.")},
    {Condition::CatchingUp, Weight::Well, "catchingUp", QT_TRANSLATE_NOOP("replication", "Catching up"),
     QT_TRANSLATE_NOOP("replication", "Is behind, and moving."),
     QT_TRANSLATE_NOOP(
         "replication",
         "More than 1 MiB behind, and its replay position was seen to move within the last 12 s.")},
    {Condition::Behind, Weight::Well, "behind", QT_TRANSLATE_NOOP("replication", "Behind"),
     QT_TRANSLATE_NOOP("replication", "Is behind. Whether it moves will show within seconds."),
     QT_TRANSLATE_NOOP(
         "replication",
         "More than 1 MiB behind, and not yet watched for long enough to tell catching up from stalled.")},
    {Condition::Stalled, Weight::Trouble, "stalled", QT_TRANSLATE_NOOP("replication", "Stalled"),
     QT_TRANSLATE_NOOP("replication",
                       "Is behind and does not move. Replay may be paused or delayed there, or a long query, "
                       "a full disk or a stopped process may hold it: look at the standby's log."),
     QT_TRANSLATE_NOOP(
         "replication",
         "Behind by any distance, and its replay position has not moved for 12 s; more than 1 MiB behind, "
         "for 3.5 s where it has answered meanwhile, or was sent WAL and has not answered. A subscriber's "
         "for 2 min: while it "
         "applies a transaction it reports nothing.")},
    {Condition::Silent, Weight::Trouble, "silent", QT_TRANSLATE_NOOP("replication", "Silent"),
     QT_TRANSLATE_NOOP("replication", "Nothing has been heard for too long. The network or the other server "
                                      "may be down; the figures are old."),
     QT_TRANSLATE_NOOP("replication",
                       "Its last reply is older than 35 s, a subscriber's than 2 min; from inside, the last "
                       "message of its sender is older than half of wal_receiver_timeout and 5 s, "
                       "a subscription's than 2 min.")},
    {Condition::Unheard, Weight::Trouble, "unheard", QT_TRANSLATE_NOOP("replication", "Not heard of"),
     QT_TRANSLATE_NOOP(
         "replication",
         "Nothing has been heard from its sender for a while, and it does not ask: "
         "wal_receiver_timeout is 0. Whether the sender has nothing to send or is cut off cannot "
         "be told from here. Set it on this standby, to 60s for instance, or watch the sender."),
     QT_TRANSLATE_NOOP("replication",
                       "Seen from inside only: it has replayed all that has arrived, "
                       "wal_receiver_timeout is 0, and the last message of its sender is older "
                       "than 35 s.")},
    {Condition::Paused, Weight::Trouble, "paused", QT_TRANSLATE_NOOP("replication", "Paused"),
     QT_TRANSLATE_NOOP("replication",
                       "Replay was paused on this standby. Go on with: SELECT pg_wal_replay_resume();"),
     QT_TRANSLATE_NOOP("replication", "Seen from inside only: the standby says that replay is paused, or "
                                      "will be with the next record, and "
                                      "it is neither disconnected nor silent.")},
    {Condition::Delayed, Weight::Well, "delayed", QT_TRANSLATE_NOOP("replication", "Delayed by setting"),
     QT_TRANSLATE_NOOP("replication", "Is held back by recovery_min_apply_delay, as it was set up."),
     QT_TRANSLATE_NOOP("replication",
                       "Seen from inside only: recovery_min_apply_delay is set, WAL arrives, and what waits "
                       "to be replayed does so, by Tidemark's own record, for no longer than that delay and "
                       "a minute.")},
    {Condition::ReceiverOnly, Weight::Well, "receiverOnly", QT_TRANSLATE_NOOP("replication", "Receiver only"),
     QT_TRANSLATE_NOOP("replication", "Stores the WAL and does not replay it (pg_receivewal, an archive)."),
     QT_TRANSLATE_NOOP("replication", "It reports what it has written and never a replay position.")},
    {Condition::Missing, Weight::Trouble, "missing", QT_TRANSLATE_NOOP("replication", "Missing"),
     QT_TRANSLATE_NOOP("replication", "Was connected before and is not now. Look whether it runs and what "
                                      "its log says; if it will not come back, say so, and drop its slot."),
     QT_TRANSLATE_NOOP(
         "replication",
         "Seen here before under its slot, or its name and address, and the server has no row for it now.")},
    {Condition::NoPrivilege, Weight::Trouble, "noPrivilege", QT_TRANSLATE_NOOP("replication", "Not visible"),
     QT_TRANSLATE_NOOP(
         "replication",
         "This role may not see the standby's state. Let an administrator grant pg_monitor to it."),
     QT_TRANSLATE_NOOP("replication", "The server hides state and positions from this role.")},
    {Condition::Disconnected, Weight::Trouble, "disconnected",
     QT_TRANSLATE_NOOP("replication", "Disconnected"),
     QT_TRANSLATE_NOOP("replication", "Receives nothing from another server. Unless it is fed from an "
                                      "archive alone, look at primary_conninfo and at the standby's log."),
     QT_TRANSLATE_NOOP("replication", "Seen from inside only: no WAL receiver runs, where it is not fed from "
                                      "an archive alone, or no worker of "
                                      "an enabled subscription.")},
    {Condition::FromArchive, Weight::Well, "fromArchive", QT_TRANSLATE_NOOP("replication", "From an archive"),
     QT_TRANSLATE_NOOP(
         "replication",
         "Restores WAL from an archive, as it was set up. How far the primary is ahead cannot be "
         "seen from here."),
     QT_TRANSLATE_NOOP("replication",
                       "Seen from inside only: no WAL receiver runs, restore_command is set and "
                       "primary_conninfo is empty.")},
    {Condition::Disabled, Weight::Well, "disabled", QT_TRANSLATE_NOOP("replication", "Disabled"),
     QT_TRANSLATE_NOOP("replication", "This subscription is switched off; its slot goes on to hold WAL on "
                                      "the publisher. Switch it on with ALTER SUBSCRIPTION … ENABLE."),
     QT_TRANSLATE_NOOP("replication", "A subscription of this server that is not enabled.")},
}};

constexpr std::array<Row<SlotCondition>, 5> slotRows{{
    {SlotCondition::InUse, Weight::Well, "inUse", QT_TRANSLATE_NOOP("replication", "In use"),
     QT_TRANSLATE_NOOP("replication", "Somebody reads from it."),
     QT_TRANSLATE_NOOP("replication",
                       "The server says that it is active, or keeps it in step with the primary's.")},
    {SlotCondition::Unused, Weight::Well, "unused", QT_TRANSLATE_NOOP("replication", "Unused"),
     QT_TRANSLATE_NOOP("replication", "Nobody reads from it now; it keeps little."),
     QT_TRANSLATE_NOOP("replication", "Not active, and not holding WAL.")},
    {SlotCondition::HoldingWal, Weight::Trouble, "holdingWal",
     QT_TRANSLATE_NOOP("replication", "Holding WAL"),
     QT_TRANSLATE_NOOP(
         "replication",
         "Nobody reads from it, and the server keeps WAL for it: until max_slot_wal_keep_size is reached and "
         "the slot is lost, or without that limit until its disk is full. Bring its reader back, or drop it: "
         "SELECT pg_drop_replication_slot('…');"),
     QT_TRANSLATE_NOOP("replication", "Not active, and more than 64 MiB of WAL are kept for it, or more than "
                                      "half of what max_slot_wal_keep_size allows.")},
    {SlotCondition::Endangered, Weight::Trouble, "endangered", QT_TRANSLATE_NOOP("replication", "Endangered"),
     QT_TRANSLATE_NOOP(
         "replication",
         "It is further behind than max_slot_wal_keep_size allows: at the next checkpoint the server may "
         "remove WAL that it needs, and it is lost. Let its reader catch up now, or raise the setting."),
     QT_TRANSLATE_NOOP("replication", "wal_status is unreserved.")},
    {SlotCondition::Lost, Weight::Trouble, "lost", QT_TRANSLATE_NOOP("replication", "Lost"),
     QT_TRANSLATE_NOOP("replication", "WAL that it needs is gone. Drop it; its standby needs a new base "
                                      "backup, or its subscription a new copy."),
     QT_TRANSLATE_NOOP("replication", "wal_status is lost, or the server says why it was invalidated.")},
}};

template <typename Table, typename Kind> const auto& rowOf(const Table& table, Kind condition)
{
    return *std::find_if(table.begin(), table.end(),
                         [condition](const auto& row) { return row.condition == condition; });
}

QString said(const char* text)
{
    return QCoreApplication::translate("replication", text);
}

template <typename Kind, typename Table> QList<Kind> conditionsOf(const Table& table)
{
    QList<Kind> all;
    for (const auto& row : table)
        all.append(row.condition);
    return all;
}

template <typename Table> QString markdownTable(const Table& table)
{
    QString text =
        QStringLiteral("| State | In JSON | It means | It is said when |\n| --- | --- | --- | --- |\n");
    for (const auto& row : table)
        text += QStringLiteral("| **%1** | `%2` | %3 | %4 |\n")
                    .arg(QString::fromUtf8(row.title), QString::fromUtf8(row.name),
                         QString::fromUtf8(row.sentence), QString::fromUtf8(row.rule));
    return text;
}

} // namespace

const QList<Condition>& allConditions()
{
    static const QList<Condition> all = conditionsOf<Condition>(rows);
    return all;
}

QString conditionName(Condition condition)
{
    return QLatin1String(rowOf(rows, condition).name);
}

QString conditionTitle(Condition condition)
{
    return said(rowOf(rows, condition).title);
}

QString conditionSentence(Condition condition)
{
    return said(rowOf(rows, condition).sentence);
}

QString conditionRule(Condition condition)
{
    return said(rowOf(rows, condition).rule);
}

bool isTrouble(Condition condition)
{
    return rowOf(rows, condition).weight == Weight::Trouble;
}

const QList<SlotCondition>& allSlotConditions()
{
    static const QList<SlotCondition> all = conditionsOf<SlotCondition>(slotRows);
    return all;
}

QString slotConditionName(SlotCondition condition)
{
    return QLatin1String(rowOf(slotRows, condition).name);
}

QString slotConditionTitle(SlotCondition condition)
{
    return said(rowOf(slotRows, condition).title);
}

QString slotConditionSentence(SlotCondition condition)
{
    return said(rowOf(slotRows, condition).sentence);
}

QString slotConditionRule(SlotCondition condition)
{
    return said(rowOf(slotRows, condition).rule);
}

bool isTrouble(SlotCondition condition)
{
    return rowOf(slotRows, condition).weight == Weight::Trouble;
}

QString rulesAsMarkdown()
{
    return QStringLiteral(
               "# Replication: what the states mean\n\n"
               "Bytes lead: an idle or a paused standby lies in seconds. All times are those of the server "
               "that is asked, so clocks that differ\n"
               "between machines do no harm. What is not known is shown as not known, never as 0.\n\n"
               "\"Level\" means at most 40 bytes behind: the header of a WAL page may be counted on one side "
               "and not yet on the other.\n"
               "\"Seconds behind\" is how long ago the server was where the standby is now, by Tidemark's "
               "own record of looks.\n\n"
               "## Standbys and subscribers\n\n") +
           markdownTable(rows) + QStringLiteral("\n## Replication slots\n\n") + markdownTable(slotRows) +
           QStringLiteral("\nRows of running base backups, and of the first copy of a subscription's tables, "
                          "are no standbys and are left out.\n");
}

} // namespace tidemark::replication
