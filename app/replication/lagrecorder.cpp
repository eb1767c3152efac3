// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/lagrecorder.h"

#include "replication/secondsbehind.h"

#include <QFileInfo>

#include <utility>

namespace tidemark::replication {

namespace {

constexpr std::chrono::seconds retryAfter{30};

std::optional<double> number(const std::optional<core::ByteSize>& size)
{
    return size ? std::optional(static_cast<double>(size->bytes())) : std::nullopt;
}

store::LagRow rowOf(const StandbyLag& lag)
{
    using store::LagQuantity;
    store::LagRow row;
    row.subject.kind = store::LagSubjectKind::Standby;
    row.subject.id = lag.id;
    row.subject.name = lag.name;
    row.subject.address = lag.address;
    row.subject.slot = lag.slot;
    row.subject.streamKind =
        lag.kind == StreamKind::Physical ? QStringLiteral("physical") : QStringLiteral("logical");
    row.subject.expected = isToBeMissed(lag);
    row.set(LagQuantity::SentBytes, number(lag.bytes.sent));
    row.set(LagQuantity::WriteBytes, number(lag.bytes.write));
    row.set(LagQuantity::FlushBytes, number(lag.bytes.flush));
    row.set(LagQuantity::ReplayBytes, number(lag.bytes.replay));
    row.set(LagQuantity::SecondsBehind, secondsBehind(lag));
    row.set(LagQuantity::ReplyAge, lag.replyAge);
    row.set(LagQuantity::Rate, lag.replayRate);
    return row;
}

QList<store::LagSubject> subjectsOf(const QString& server, const QString& path)
{
    if (!QFileInfo::exists(path))
        return {}; // whoever only reads makes no file
    const auto history = store::LagHistory::open(path);
    const auto subjects =
        history ? history->subjects(server) : core::Result<QList<store::LagSubject>>(history.error());
    return subjects ? *subjects : QList<store::LagSubject>();
}

} // namespace

QString serverKey(const QString& profileId, const QString& label)
{
    return profileId.isEmpty() ? QStringLiteral("name:") + label : profileId;
}

QList<store::LagRow> historyRows(const LagSample& sample)
{
    QList<store::LagRow> rows;
    store::LagRow server;
    server.subject.kind = store::LagSubjectKind::Server;
    server.set(store::LagQuantity::Rate, sample.walRate);
    rows.append(server);
    for (const StandbyLag& lag : sample.standbys) {
        if (lag.condition != Condition::Missing)
            rows.append(rowOf(lag));
    }
    for (const SlotLag& slot : sample.slotLags) {
        store::LagRow row;
        row.subject.kind = store::LagSubjectKind::Slot;
        row.subject.id = row.subject.name = slot.name;
        row.set(store::LagQuantity::RetainedBytes, number(slot.retained));
        rows.append(row);
    }
    for (store::LagRow& row : rows)
        row.afterGap = sample.afterGap;
    return rows;
}

LagRecorder::LagRecorder(QString server, QString path, store::LagRetention retention)
    : m_server(std::move(server))
    , m_path(std::move(path))
    , m_retention(retention)
{
}

void LagRecorder::record(const LagSample& sample)
{
    const auto now = std::chrono::steady_clock::now();
    if (!m_writer) {
        if (m_problem && now - m_triedAt < retryAfter)
            return;
        m_triedAt = now;
        auto writer = store::LagHistoryWriter::open(m_server, m_path, m_retention);
        if (!writer) {
            m_problem = std::move(writer).error();
            return;
        }
        m_writer = *std::move(writer);
        m_problem.reset();
        m_present.clear();
    }
    QList<store::LagRow> rows = historyRows(sample);
    QSet<QString> present;
    for (store::LagRow& row : rows) {
        const QString key = QString::number(static_cast<int>(row.subject.kind)) + row.subject.id;
        row.afterGap = row.afterGap || !m_present.contains(key);
        present.insert(key);
    }
    if (auto written =
            m_writer->write(sample.measuredAt.isValid() ? sample.measuredAt : sample.serverTime, rows);
        !written) {
        m_problem = std::move(written).error();
        m_writer.reset(); // and after a while from the start
        m_triedAt = now;
        return;
    }
    m_present = present;
}

QList<ExpectedStandby> LagRecorder::expectedOf(const QString& server, const QString& path)
{
    QList<ExpectedStandby> expected;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const store::LagSubject& subject : subjectsOf(server, path)) {
        // One that was there for less than a minute was there in passing; one that is gone for a month is no
        // news.
        const bool stayed = subject.firstSeen.secsTo(subject.lastSeen) >= 60;
        if (subject.kind == store::LagSubjectKind::Standby && subject.expected && stayed &&
            subject.lastSeen.daysTo(now) < 30) {
            expected.append(
                {subject.id, subject.name, subject.address, subject.slot,
                 subject.streamKind == QLatin1String("logical") ? StreamKind::Logical : StreamKind::Physical,
                 subject.lastSeen});
        }
    }
    return expected;
}

QStringList LagRecorder::forgottenOf(const QString& server, const QString& path)
{
    QStringList forgotten;
    for (const store::LagSubject& subject : subjectsOf(server, path)) {
        if (subject.kind == store::LagSubjectKind::Standby && !subject.expected)
            forgotten.append(subject.id);
    }
    return forgotten;
}

} // namespace tidemark::replication
