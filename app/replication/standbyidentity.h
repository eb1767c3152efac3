// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/queries/replication.h"
#include "replication/lagsample.h"

#include <QHash>
#include <QJsonArray>
#include <QList>
#include <QString>

namespace tidemark::replication {

/// A standby that was here once, and is to be here.
struct ExpectedStandby
{
    QString id;
    QString name;
    QString address;
    QString slot;
    StreamKind kind = StreamKind::Physical;
    QDateTime lastSeen; // UTC
};
/// One that should be missed when it is gone: neither a passing receiver nor a namesake that has only a
/// number.
bool isToBeMissed(const StandbyLag& lag);
ExpectedStandby expectedFrom(const StandbyLag& lag);
QJsonArray toJson(const QList<ExpectedStandby>& standbys);
QList<ExpectedStandby> expectedFromJson(const QJsonArray& standbys); // those without an id are left out

struct SenderIdentity
{
    QString id;
    QString slot;
    StreamKind kind = StreamKind::Physical;
};

/// Which row of a look is which standby of the look before: by slot, else by name and address; process ids
/// change. Those that share both are numbered. Rows of base backups and of a subscription's first copy are no
/// standbys.
class StandbyIdentity
{
public:
    /// The rows that are standbys.
    static QList<postgres::WalSenderRow> standbysOf(const postgres::ReplicationRows& rows);

    /// One for each of these rows, in their order.
    QList<SenderIdentity> identify(const QList<postgres::WalSenderRow>& senders,
                                   const QList<postgres::SlotRow>& slotRows);
    /// Remembers one that is here: seen twice, it is expected from then on.
    void saw(const StandbyLag& lag);
    /// Those that are expected and are not among `present`.
    QList<ExpectedStandby> missing(const QList<StandbyLag>& present);

    void expect(const QList<ExpectedStandby>& standbys);
    QList<ExpectedStandby> expected() const;
    void forget(const QString& id);
    void clear();

private:
    struct Entry
    {
        ExpectedStandby standby;
        int looks = 0;
        QDateTime firstSeen;

        bool isFirm() const;
    };
    QHash<QString, Entry> m_entries;
    QHash<QString, QHash<int, int>> m_ordinals; // of namesakes: process id -> number
};

} // namespace tidemark::replication
