// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/standbyidentity.h"

#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace tidemark::replication {

namespace {

constexpr int mostExpected =
    256; // a server has some dozens; names that change with every connection must not fill the memory

const postgres::SlotRow* slotOf(const postgres::WalSenderRow& sender,
                                const QList<postgres::SlotRow>& slotRows)
{
    const auto found =
        std::find_if(slotRows.begin(), slotRows.end(), [&sender](const postgres::SlotRow& row) {
            return row.activePid != 0 && row.activePid == sender.pid;
        });
    return found == slotRows.end() ? nullptr : &*found;
}

QString plainId(const QString& name, const QString& address)
{
    return name + QLatin1Char('\n') + address;
}

/// The WAL of a base backup, which pg_basebackup fetches through a connection of its own, under whatever name
/// it was given.
bool servesABaseBackup(const postgres::WalSenderRow& row, const postgres::ReplicationRows& rows)
{
    if (row.state == QLatin1String("backup"))
        return true;
    if (row.applicationName == QLatin1String("pg_basebackup") ||
        row.applicationName == QLatin1String("pg_rewind"))
        return true;
    const postgres::SlotRow* slot = slotOf(row, rows.slotRows);
    if (slot && slot->temporary && slot->name.startsWith(QLatin1String("pg_basebackup_")))
        return true;
    return row.visible && !row.replay && !slot &&
           std::any_of(rows.senders.begin(), rows.senders.end(), [&row](const postgres::WalSenderRow& other) {
               return other.state == QLatin1String("backup") &&
                      other.applicationName == row.applicationName &&
                      other.clientAddress == row.clientAddress;
           });
}

/// The workers that copy the tables of a new subscription (their names: manual, "Replication Slot
/// Management").
bool copiesATable(const postgres::WalSenderRow& row)
{
    static const QRegularExpression form(QStringLiteral("^pg_[0-9]+_sync_[0-9]+_[0-9]+$"));
    return form.match(row.applicationName).hasMatch();
}

} // namespace

bool isToBeMissed(const StandbyLag& lag)
{
    const bool numbered = lag.slot.isEmpty() && lag.id.count(QLatin1Char('\n')) > 1;
    return lag.viewpoint == Viewpoint::Sender && !numbered &&
           !(lag.condition == Condition::ReceiverOnly && lag.slot.isEmpty());
}

ExpectedStandby expectedFrom(const StandbyLag& lag)
{
    return {lag.id, lag.name, lag.address, lag.slot, lag.kind, lag.lastSeen};
}

QJsonArray toJson(const QList<ExpectedStandby>& standbys)
{
    QJsonArray array;
    for (const ExpectedStandby& standby : standbys)
        array.append(QJsonObject{{QStringLiteral("id"), standby.id},
                                 {QStringLiteral("name"), standby.name},
                                 {QStringLiteral("address"), standby.address},
                                 {QStringLiteral("slot"), standby.slot},
                                 {QStringLiteral("logical"), standby.kind == StreamKind::Logical},
                                 {QStringLiteral("lastSeen"), standby.lastSeen.toMSecsSinceEpoch()}});
    return array;
}

QList<ExpectedStandby> expectedFromJson(const QJsonArray& standbys)
{
    QList<ExpectedStandby> expected;
    for (const QJsonValue& value : standbys) {
        const QJsonObject standby = value.toObject();
        const QString id = standby.value(u"id").toString();
        if (id.isEmpty())
            continue;
        expected.append({id, standby.value(u"name").toString(), standby.value(u"address").toString(),
                         standby.value(u"slot").toString(),
                         standby.value(u"logical").toBool() ? StreamKind::Logical : StreamKind::Physical,
                         QDateTime::fromMSecsSinceEpoch(standby.value(u"lastSeen").toInteger(), Qt::UTC)});
    }
    return expected;
}

/// A look alone may have met somebody in passing. And a second one of a name may be the same standby, come
/// back while the server has not yet noticed that its former connection is dead: that takes
/// wal_sender_timeout, a minute as a rule.
bool StandbyIdentity::Entry::isFirm() const
{
    const bool numbered = standby.slot.isEmpty() && standby.id.count(QLatin1Char('\n')) > 1;
    return looks >= 2 && (!numbered || !firstSeen.isValid() || firstSeen.secsTo(standby.lastSeen) > 90);
}

QList<postgres::WalSenderRow> StandbyIdentity::standbysOf(const postgres::ReplicationRows& rows)
{
    QList<postgres::WalSenderRow> standbys;
    for (const postgres::WalSenderRow& row : rows.senders) {
        if (!servesABaseBackup(row, rows) && !copiesATable(row))
            standbys.append(row);
    }
    return standbys;
}

QList<SenderIdentity> StandbyIdentity::identify(const QList<postgres::WalSenderRow>& senders,
                                                const QList<postgres::SlotRow>& slotRows)
{
    QList<SenderIdentity> identities;
    QHash<QString, QList<int>> namesakes; // process ids
    for (const postgres::WalSenderRow& row : senders) {
        const postgres::SlotRow* slot = slotOf(row, slotRows);
        SenderIdentity identity;
        if (slot) {
            identity.kind =
                slot->type == QLatin1String("logical") ? StreamKind::Logical : StreamKind::Physical;
            identity.slot = slot->temporary ? QString() : slot->name;
        }
        identity.id = identity.slot.isEmpty() ? plainId(row.applicationName, row.clientAddress)
                                              : QStringLiteral("slot\n") + identity.slot;
        namesakes[identity.id].append(row.pid);
        identities.append(identity);
    }
    QHash<QString, QHash<int, int>> ordinals;
    for (qsizetype i = 0; i < identities.size(); ++i) {
        const QString id = identities.at(i).id;
        const QList<int>& processes = namesakes.value(id);
        if (processes.size() < 2)
            continue;
        QHash<int, int>& given = ordinals[id];
        if (given.isEmpty()) {
            // Whoever had a number keeps it; the others take those that are free.
            const QHash<int, int> former = m_ordinals.value(id);
            for (const int process : processes) {
                if (former.contains(process))
                    given.insert(process, former.value(process));
            }
            for (const int process : processes) {
                int number = 1;
                while (!given.contains(process) && given.values().contains(number))
                    ++number;
                if (!given.contains(process))
                    given.insert(process, number);
            }
        }
        if (const int number = given.value(senders.at(i).pid); number > 1)
            identities[i].id += QLatin1Char('\n') + QString::number(number);
    }
    // One alone is the first of its name, and keeps its number for when the other comes back.
    for (const SenderIdentity& identity : std::as_const(identities)) {
        const QList<int>& processes = namesakes.value(identity.id);
        if (processes.size() == 1 && identity.slot.isEmpty())
            ordinals[identity.id].insert(processes.constFirst(), 1);
    }
    m_ordinals = ordinals;
    return identities;
}

void StandbyIdentity::saw(const StandbyLag& lag)
{
    // pg_receivewal without a slot fetches what it wants and goes: nobody waits for it.
    if (lag.condition == Condition::ReceiverOnly && lag.slot.isEmpty())
        return;
    if (!lag.slot.isEmpty()) {
        // It was given a slot: the one of that name and address that is gone is this one.
        const QString plain = plainId(lag.name, lag.address);
        if (m_entries.contains(plain) && !m_ordinals.contains(plain))
            m_entries.remove(plain);
    }
    Entry& entry = m_entries[lag.id];
    entry.standby = expectedFrom(lag);
    entry.looks = std::min(entry.looks + 1, 2);
    if (entry.looks == 1)
        entry.firstSeen = lag.lastSeen;
    while (m_entries.size() > mostExpected) {
        auto oldest = m_entries.begin();
        for (auto it = m_entries.begin(); it != m_entries.end(); ++it) {
            if (it->standby.lastSeen < oldest->standby.lastSeen)
                oldest = it;
        }
        m_entries.erase(oldest);
    }
}

QList<ExpectedStandby> StandbyIdentity::missing(const QList<StandbyLag>& present)
{
    QList<ExpectedStandby> gone;
    for (auto it = m_entries.begin(); it != m_entries.end();) {
        const bool here = std::any_of(present.begin(), present.end(),
                                      [&it](const StandbyLag& lag) { return lag.id == it.key(); });
        if (!here && !it->isFirm()) {
            it = m_entries.erase(it);
            continue;
        }
        if (!here)
            gone.append(it->standby);
        ++it;
    }
    std::sort(gone.begin(), gone.end(),
              [](const ExpectedStandby& a, const ExpectedStandby& b) { return a.id < b.id; });
    return gone;
}

void StandbyIdentity::expect(const QList<ExpectedStandby>& standbys)
{
    for (const ExpectedStandby& standby : standbys) {
        if (!m_entries.contains(standby.id))
            m_entries.insert(standby.id, {standby, 2, {}});
    }
}

QList<ExpectedStandby> StandbyIdentity::expected() const
{
    QList<ExpectedStandby> standbys;
    for (const Entry& entry : m_entries) {
        if (entry.isFirm())
            standbys.append(entry.standby);
    }
    return standbys;
}

void StandbyIdentity::forget(const QString& id)
{
    m_entries.remove(id);
}

void StandbyIdentity::clear()
{
    m_entries.clear();
    m_ordinals.clear();
}

} // namespace tidemark::replication
