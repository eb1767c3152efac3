// SPDX-License-Identifier: GPL-3.0-or-later
// Each finding where it belongs, with its remedy, and nowhere else.
#include "replication/lagmodel.h"

#include <QtTest>

using namespace tidemark;
using namespace Qt::StringLiterals;
using core::Lsn;
using postgres::ReplicationRows;
using replication::LagModel;

namespace {

/// A primary with one synchronous standby, where there is nothing to complain of.
ReplicationRows wellKept()
{
    ReplicationRows rows;
    rows.serverTime = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, Qt::UTC);
    rows.current = Lsn(0x3000000);
    rows.facts = postgres::ReplicationFacts();
    rows.facts->settings = {{u"synchronous_standby_names"_s, u"berlin"_s, std::nullopt},
                            {u"synchronous_commit"_s, u"on"_s, std::nullopt},
                            {u"max_slot_wal_keep_size"_s, u"10GB"_s, qint64(10) << 30},
                            {u"archive_mode"_s, u"on"_s, std::nullopt},
                            {u"max_wal_senders"_s, u"10"_s, 10},
                            {u"wal_sender_timeout"_s, u"1min"_s, 60'000},
                            {u"wal_keep_size"_s, u"0"_s, 0}};
    rows.facts->archiver.lastArchivedAge = 5;
    postgres::WalSenderRow berlin;
    berlin.pid = 1;
    berlin.applicationName = u"berlin"_s;
    berlin.state = u"streaming"_s;
    berlin.syncState = u"sync"_s;
    berlin.sent = berlin.write = berlin.flush = berlin.replay = rows.current;
    berlin.replyAgeSeconds = 0.1;
    rows.senders = {berlin};
    postgres::SlotRow slot;
    slot.name = u"berlin"_s;
    slot.type = u"physical"_s;
    slot.active = true;
    slot.activePid = 1;
    slot.restart = rows.current;
    rows.slotRows = {slot};
    return rows;
}

void setTo(ReplicationRows& rows, const QString& name, const QString& text, std::optional<qint64> number = {})
{
    for (postgres::SettingRow& row : rows.facts->settings) {
        if (row.name == name) {
            row = {name, text, number};
            return;
        }
    }
    rows.facts->settings.append({name, text, number});
}

QStringList idsOf(const ReplicationRows& rows)
{
    QStringList ids;
    for (const core::Finding& finding : LagModel().judge(rows).findings) {
        ids.append(finding.id);
        if (finding.sentence.isEmpty() || finding.hint.isEmpty() || finding.sentence.contains(u"%1") ||
            finding.hint.contains(u"%1"))
            ids.append(u"badly said"_s);
    }
    return ids;
}

} // namespace

class LagAdviceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingToSay() { QCOMPARE(idsOf(wellKept()), QStringList()); }
    void findings_data();
    void findings();
    void dropsAreQuoted();
};

using Change = void (*)(ReplicationRows&);

void LagAdviceTest::findings_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QStringList>("ids");
    const auto add = [](const char* name, Change change, const QStringList& ids) {
        QTest::newRow(name) << change << ids;
    };
    add("commits wait",
        [](ReplicationRows& rows) {
            rows.senders.clear();
            rows.slotRows.clear();
        },
        {u"sync.nobody"_s});
    add("too few of the first",
        [](ReplicationRows& rows) {
            setTo(rows, u"synchronous_standby_names"_s, u"FIRST 2 (berlin, madrid)"_s);
        },
        {u"sync.tooFew"_s});
    add("too few of any",
        [](ReplicationRows& rows) {
            setTo(rows, u"synchronous_standby_names"_s, u" any\t2(berlin, madrid, oslo)"_s);
            rows.senders[0].syncState = u"quorum"_s;
        },
        {u"sync.tooFew"_s});
    add("too few, old form",
        [](ReplicationRows& rows) { setTo(rows, u"synchronous_standby_names"_s, u"2 (*)"_s); },
        {u"sync.tooFew"_s});
    add("enough of the first",
        [](ReplicationRows& rows) {
            setTo(rows, u"synchronous_standby_names"_s, u"FIRST 1 (berlin, madrid)"_s);
        },
        {});
    add("enough of any",
        [](ReplicationRows& rows) {
            setTo(rows, u"synchronous_standby_names"_s, u"ANY 2 (berlin, madrid)"_s);
            rows.senders[0].syncState = u"quorum"_s;
            postgres::WalSenderRow madrid = rows.senders[0];
            madrid.pid = 2;
            madrid.applicationName = u"madrid"_s;
            rows.senders.append(madrid);
        },
        {});
    add("a list is the first one",
        [](ReplicationRows& rows) { setTo(rows, u"synchronous_standby_names"_s, u"2, berlin, madrid"_s); },
        {});
    add("a quoted name is no number",
        [](ReplicationRows& rows) {
            setTo(rows, u"synchronous_standby_names"_s, u"\"FIRST 2 (\", berlin"_s);
        },
        {});
    add("anybody", [](ReplicationRows& rows) { setTo(rows, u"synchronous_standby_names"_s, u"*"_s); }, {});
    add("commits do not wait",
        [](ReplicationRows& rows) {
            rows.senders.clear();
            rows.slotRows.clear();
            setTo(rows, u"synchronous_commit"_s, u"local"_s);
        },
        {});
    add("no names",
        [](ReplicationRows& rows) {
            rows.senders.clear();
            rows.slotRows.clear();
            setTo(rows, u"synchronous_standby_names"_s, {});
        },
        {});
    add("a receiver is waited for", [](ReplicationRows& rows) { rows.senders[0].replay.reset(); },
        {u"sync.receiver"_s});
    add("a silent one is waited for", [](ReplicationRows& rows) { rows.senders[0].replyAgeSeconds = 100; },
        {u"sync.silent"_s});
    add("no limit", [](ReplicationRows& rows) { setTo(rows, u"max_slot_wal_keep_size"_s, u"-1"_s, -1); },
        {u"slot.noLimit"_s});
    add("unused without limit",
        [](ReplicationRows& rows) {
            setTo(rows, u"max_slot_wal_keep_size"_s, u"-1"_s, -1);
            rows.slotRows[0].active = false;
            rows.slotRows[0].activePid = 0;
        },
        {u"slot.unused"_s, u"slot.noLimit"_s});
    add("unused with a limit", [](ReplicationRows& rows) { rows.slotRows[0].active = false; }, {});
    add("holding WAL",
        [](ReplicationRows& rows) {
            rows.slotRows[0].active = false;
            rows.slotRows[0].restart = Lsn(0);
            rows.current = Lsn(quint64(1) << 30);
            rows.senders[0].replay = rows.current;
        },
        {u"slot.unused"_s});
    add("lost", [](ReplicationRows& rows) { rows.slotRows[0].walStatus = u"lost"_s; }, {u"slot.lost"_s});
    add("invalidated", [](ReplicationRows& rows) { rows.slotRows[0].invalidation = u"idle_timeout"_s; },
        {u"slot.lost"_s});
    add("endangered", [](ReplicationRows& rows) { rows.slotRows[0].walStatus = u"unreserved"_s; },
        {u"slot.endangered"_s});
    add("archiver fails", [](ReplicationRows& rows) { rows.facts->archiver.lastFailedAge = 2; },
        {u"archiver.failing"_s});
    add("archiver failed and does again",
        [](ReplicationRows& rows) { rows.facts->archiver.lastFailedAge = 20; }, {});
    add("archiver behind", [](ReplicationRows& rows) { rows.facts->archiver.waitingFiles = 500; },
        {u"archiver.behind"_s});
    add("nothing is archived",
        [](ReplicationRows& rows) {
            rows.facts->archiver.lastFailedAge = 2;
            setTo(rows, u"archive_mode"_s, u"off"_s);
        },
        {});
    add("no sender left", [](ReplicationRows& rows) { setTo(rows, u"max_wal_senders"_s, u"1"_s, 1); },
        {u"senders.exhausted"_s});
    add("no timeout", [](ReplicationRows& rows) { setTo(rows, u"wal_sender_timeout"_s, u"0"_s, 0); },
        {u"senders.noTimeout"_s});
    add("no slot",
        [](ReplicationRows& rows) {
            rows.slotRows.clear();
            setTo(rows, u"archive_mode"_s, u"off"_s);
        },
        {u"standby.noSlot"_s});
    add("pooler", [](ReplicationRows& rows) { rows.throughPooler = true; }, {u"connection.pooler"_s});
    add("hidden",
        [](ReplicationRows& rows) {
            rows.senders[0].visible = false;
            rows.user = u"me"_s;
        },
        {u"privilege.monitor"_s});
    add("cancelled queries",
        [](ReplicationRows& rows) {
            rows.inRecovery = true;
            rows.facts->conflicts.snapshot = 7;
            setTo(rows, u"hot_standby_feedback"_s, u"off"_s);
        },
        {u"standby.conflicts"_s});
    add("never asks its sender",
        [](ReplicationRows& rows) {
            rows.inRecovery = true;
            rows.receiver = postgres::WalReceiverRow();
            setTo(rows, u"wal_receiver_timeout"_s, u"0"_s, 0);
        },
        {u"standby.noTimeout"_s});
    add("waits for ever",
        [](ReplicationRows& rows) {
            rows.inRecovery = true;
            setTo(rows, u"max_standby_streaming_delay"_s, u"-1"_s, -1);
        },
        {u"standby.waitsForever"_s});
    add("hidden subscriptions",
        [](ReplicationRows& rows) {
            rows.user = u"me"_s;
            rows.facts->subscriptions = 1;
            rows.facts->mayReadSubscriptions = false;
        },
        {u"privilege.subscriptions"_s});
    add("hidden ids of subscriptions",
        [](ReplicationRows& rows) {
            rows.facts->subscriptions = 1;
            rows.facts->mayReadSubscriptionIds = false;
        },
        {});
    add("subscription",
        [](ReplicationRows& rows) {
            rows.subscriptions = {{u"s"_s, true, false, {}, {}, {}}};
            rows.facts->subscriptionErrors = {{u"s"_s, 3, 1}};
        },
        {u"subscription.down"_s});
}

void LagAdviceTest::findings()
{
    QFETCH(Change, change);
    QFETCH(QStringList, ids);
    ReplicationRows rows = wellKept();
    change(rows);
    QCOMPARE(idsOf(rows), ids);
}

void LagAdviceTest::dropsAreQuoted()
{
    ReplicationRows rows = wellKept();
    rows.slotRows[0].name = u"it's"_s;
    rows.slotRows[0].walStatus = u"lost"_s;
    const core::Findings findings = LagModel().judge(rows).findings;
    QCOMPARE(findings.size(), 1);
    QVERIFY2(findings.first().hint.contains(u"pg_drop_replication_slot('it''s');"_s),
             qPrintable(findings.first().hint));
}

QTEST_GUILESS_MAIN(LagAdviceTest)
#include "lagadvicetest.moc"
