// SPDX-License-Identifier: GPL-3.0-or-later
// Eight hours of watching in seconds: what a server says goes through model, history and alerts on a clock
// that runs fast, with files as on a real disk; the memory stays what it was.
#include "postgres/queries/replication.h"
#include "replication/alertwatch.h"
#include "replication/lagjson.h"
#include "replication/lagmodel.h"
#include "replication/lagrecorder.h"
#include "support/memoryheld.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

using namespace tidemark;
using namespace Qt::StringLiterals;
using core::Lsn;
using postgres::ReplicationRows;
using postgres::SlotRow;
using postgres::WalSenderRow;
using replication::AlertCause;
using replication::AlertEvent;
using replication::LagSample;

namespace {

constexpr int standbys = 6;
constexpr int interval = 5; // seconds
constexpr int looks = 8 * 3600 / interval;
constexpr int looksPerHour = looks / 8;
constexpr int looksPerMinute = looksPerHour / 60;
constexpr quint64 written = 1'000'000; // between two looks
constexpr quint64 base = 0x3000000;

QDateTime at(int look)
{
    return QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + qint64(look) * interval * 1000, Qt::UTC);
}

/// A server on which everything happens that makes something remember: standbys reconnect under other
/// process ids, the fourth is away five minutes of each hour, the third does not replay for ten, the fifth
/// leaves a slot behind, and backups and receivers of ever new names pass.
ReplicationRows rowsAt(int look)
{
    const int minute = look / looksPerMinute % 60;
    const quint64 head = base + static_cast<quint64>(look) * written;
    ReplicationRows rows;
    rows.serverTime = at(look);
    rows.current = Lsn(head);
    for (int i = 0; i < standbys; ++i) {
        const bool away = (i == 3 && minute >= 20 && minute < 25) || (i == 4 && minute >= 30);
        const bool stuck = i == 2 && minute >= 40 && minute < 50;
        const int stopped = look - look % looksPerHour + 40 * looksPerMinute; // when it stopped replaying
        const int pid = 1000 + i + look / 600 * standbys;
        const quint64 replayed =
            stuck ? base + static_cast<quint64>(stopped) * written : head - static_cast<quint64>(i) * 5000;
        if (!away) {
            WalSenderRow row;
            row.pid = pid;
            row.applicationName = u"standby %1"_s.arg(i);
            row.clientAddress = u"10.0.0.%1"_s.arg(i);
            row.state = u"streaming"_s;
            row.sent = row.write = row.flush = Lsn(head);
            row.replay = Lsn(replayed);
            row.replyAgeSeconds = 0.5;
            rows.senders.append(row);
        }
        if (i % 2 == 0) {
            SlotRow slot;
            slot.name = u"slot_%1"_s.arg(i);
            slot.type = u"physical"_s;
            slot.active = !away;
            slot.activePid = away ? 0 : pid;
            slot.walStatus = u"reserved"_s;
            slot.restart = Lsn(away ? base : replayed);
            rows.slotRows.append(slot);
        }
    }
    WalSenderRow passing;
    passing.pid = 90'000 + look / 50;
    passing.applicationName = u"receiver %1"_s.arg(look / 50);
    passing.state = u"streaming"_s;
    passing.sent = passing.write = passing.flush = Lsn(head);
    rows.senders.append(passing);
    return rows;
}

} // namespace

class LagSoakTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eightHours();
};

void LagSoakTest::eightHours()
{
    QTemporaryDir folder;
    const QString historyPath = folder.filePath(u"lag.sqlite"_s);
    replication::LagModel model;
    replication::LagRecorder recorder(u"server"_s, historyPath);
    replication::AlertWatch alerts(u"server"_s, u"Blog"_s, {}, folder.filePath(u"alerts.sqlite"_s));
    QHash<AlertCause, int> raised;
    QHash<AlertCause, int> ended;
    qint64 printed = 0;
    qint64 settled = 0; // after two hours: what is kept at all is there then
    int reached = 0;
    const auto fed = [&](const core::Result<LagSample>& sample, const QDateTime& now) {
        for (const AlertEvent& event : alerts.feed(sample, now))
            ++(event.kind == AlertEvent::Kind::Raised ? raised : ended)[event.alert.cause];
    };
    for (int look = 0; look < looks; ++look) {
        if (look == 2 * looksPerHour)
            settled = test::heldKilobytes();
        if (look % (looksPerHour / 2) >=
            looksPerHour / 2 - looksPerMinute) { // for a minute of each half hour
            model.interrupted();
            fed(core::Error{core::ErrorKind::ConnectionFailed, u"gone"_s, {}, {}}, at(look));
            continue;
        }
        ++reached;
        LagSample sample = model.judge(rowsAt(look));
        sample.measuredAt = at(look);
        recorder.record(sample);
        if (recorder.problem())
            QFAIL(qPrintable(recorder.problem()->toText()));
        printed += QJsonDocument(replication::toJson(sample)).toJson(QJsonDocument::Compact).size();
        fed(sample, at(look));
    }
    const qint64 grown = test::heldKilobytes() - settled;
    qInfo("held after two hours: %lld kB; six hours later %lld kB more", settled, grown);
    QVERIFY2(grown < 2048, qPrintable(u"%1 kB more"_s.arg(grown)));
    QVERIFY(!alerts.problem());

    // It was no idle run: each hour had its alerts, and each of them ended.
    for (const AlertCause cause :
         {AlertCause::StandbyMissing, AlertCause::StandbyStuck, AlertCause::ServerUnreachable}) {
        QVERIFY2(raised.value(cause) >= 8, qPrintable(replication::alertCauseName(cause)));
        QVERIFY2(raised.value(cause) - ended.value(cause) <= 1,
                 qPrintable(replication::alertCauseName(cause)));
    }
    QVERIFY(printed > reached * 1000LL);

    const auto history = store::LagHistory::open(historyPath);
    QVERIFY(history);
    const auto points = history->series(u"server"_s, store::LagSubjectKind::Slot, u"slot_0"_s,
                                        store::LagQuantity::RetainedBytes, at(0), at(looks), 2 * looks);
    QVERIFY(points);
    QCOMPARE(points->size(), qsizetype(reached));
}

QTEST_GUILESS_MAIN(LagSoakTest)
#include "lagsoaktest.moc"
