// SPDX-License-Identifier: GPL-3.0-or-later
// The history of replication: what comes out is what went in, steps keep peaks and gaps, old things go,
// others may read.
#include "store/laghistorywriter.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace tidemark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using store::LagHistory;
using store::LagHistoryWriter;
using store::LagPoint;
using store::LagQuantity;
using store::LagSubjectKind;

namespace {

const QString server = u"the \"server\" ü\n"_s;
constexpr qint64 start = 1'700'000'400'000; // a multiple of ten minutes

QDateTime at(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
}

store::LagRow row(const QString& standby, std::optional<double> replay, bool afterGap = false)
{
    store::LagRow row;
    row.subject.id = standby;
    row.subject.name = standby;
    row.set(LagQuantity::ReplayBytes, replay);
    row.afterGap = afterGap;
    return row;
}

/// Nothing where it fails: the test then says so by its comparison.
QList<LagPoint> replay(const LagHistory& history, const QString& standby, qint64 from, qint64 to, int points)
{
    return history
        .series(server, LagSubjectKind::Standby, standby, LagQuantity::ReplayBytes, at(from), at(to), points)
        .value_or(QList<LagPoint>());
}

} // namespace

class LagHistoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void whatWentInComesOut();
    void stepsKeepPeaks();
    void stepsSayTheSameAsLooks();
    void gapsStayGaps();
    void oldLooksGoAndStepsStay();
    void oneWritesOthersRead();
    void aKilledWriterLosesNothing();
    void aClockSetBack();
    void theSizeIsBounded();
    void subjectsAreRemembered();
    void aNewerFileIsNotWritten();
    void aMillionPointsAreRead();

private:
    QString path() const { return m_folder->filePath(u"lag.sqlite"_s); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void LagHistoryTest::whatWentInComesOut()
{
    auto writer = LagHistoryWriter::open(server, path());
    QVERIFY2(writer, qPrintable(writer ? QString() : writer.error().toText()));
    for (int i = 0; i < 20; ++i) {
        const auto written = writer->write(at(start + i * 1000), {row(u"a"_s, i), row(u"b"_s, std::nullopt)});
        QVERIFY2(written, qPrintable(written ? QString() : written.error().toText()));
    }
    const QList<LagPoint> points = replay(writer->reader(), u"a"_s, start + 3000, start + 7000, 1000);
    QCOMPARE(points.size(), 5);
    QCOMPARE(points.first().time, start + 3000);
    QCOMPARE(points.first().mean, 3.0);
    QCOMPARE(points.last().greatest, 7.0);
    QVERIFY(replay(writer->reader(), u"b"_s, start, start + 20'000, 1000).isEmpty()); // unknown is no 0
    QVERIFY(replay(writer->reader(), u"nobody"_s, start, start + 20'000, 1000).isEmpty());
    QVERIFY(replay(writer->reader(), u"a"_s, start + 20'000, start, 1000).isEmpty());
    QCOMPARE(writer->reader().servers().value_or(QStringList()), QStringList{server});
}

void LagHistoryTest::stepsKeepPeaks()
{
    auto writer = LagHistoryWriter::open(server, path());
    QVERIFY(writer);
    for (int i = 0; i < 3 * 3600; ++i)
        QVERIFY(writer->write(at(start + i * 1000), {row(u"a"_s, i == 5000 ? 1e9 : 100)}));
    const QList<LagPoint> points = replay(writer->reader(), u"a"_s, start, start + 3 * 3'600'000, 18);
    QVERIFY2(points.size() >= 18 && points.size() <= 20, qPrintable(QString::number(points.size())));
    const auto peak =
        std::max_element(points.begin(), points.end(),
                         [](const LagPoint& a, const LagPoint& b) { return a.greatest < b.greatest; });
    QCOMPARE(peak->greatest, 1e9);
    QCOMPARE(peak->least, 100.0);
    QVERIFY(peak->time <= start + 5'000'000 && peak->time + 600'000 > start + 5'000'000);
    QVERIFY(qAbs(peak->mean - (599 * 100.0 + 1e9) / 600) < 1);
    QVERIFY(
        std::none_of(points.begin() + 1, points.end(), [](const LagPoint& point) { return point.afterGap; }));
}

void LagHistoryTest::stepsSayTheSameAsLooks()
{
    auto writer = LagHistoryWriter::open(server, path());
    QVERIFY(writer);
    double sum = 0;
    for (int i = 0; i < 7200; ++i) {
        sum += (i * 37) % 1000;
        QVERIFY(writer->write(at(start + i * 1000), {row(u"a"_s, (i * 37) % 1000)}));
    }
    for (const int wanted : {12, 120, 720, 7200}) {
        const QList<LagPoint> points =
            replay(writer->reader(), u"a"_s, start, start + 7200 * 1000 - 1, wanted);
        QVERIFY2(std::abs(points.size() - wanted) <= 1, qPrintable(QString::number(points.size())));
        double mean = 0;
        for (const LagPoint& point : points)
            mean += point.mean / static_cast<double>(points.size());
        QVERIFY2(qAbs(mean - sum / 7200) < 0.5, qPrintable(QString::number(mean)));
    }
}

void LagHistoryTest::gapsStayGaps()
{
    auto writer = LagHistoryWriter::open(server, path());
    QVERIFY(writer);
    // An hour without a look, and some looks that know nothing.
    for (int i = 0; i < 600; ++i)
        QVERIFY(writer->write(at(start + i * 1000),
                              {row(u"a"_s, i >= 300 && i < 400 ? std::nullopt : std::optional(1.0))}));
    for (int i = 0; i < 600; ++i)
        QVERIFY(writer->write(at(start + 4'200'000 + i * 1000), {row(u"a"_s, 1, i == 0)}));
    const auto gaps = [](const QList<LagPoint>& points) {
        return std::count_if(points.begin(), points.end(),
                             [](const LagPoint& point) { return point.afterGap; });
    };
    const qint64 end = start + 4'800'000;
    const QList<LagPoint> fine = replay(writer->reader(), u"a"_s, start, end, 100'000);
    QCOMPARE(fine.size(), 1100);
    QCOMPARE(gaps(fine), 2);
    QCOMPARE(gaps(replay(writer->reader(), u"a"_s, start, end, 480)), 2); // steps of 10 s
    const QList<LagPoint> coarse =
        replay(writer->reader(), u"a"_s, start, end, 8); // ten minutes: the short one does not show
    QCOMPARE(coarse.size(), 2);
    QCOMPARE(gaps(coarse), 1);
}

void LagHistoryTest::oldLooksGoAndStepsStay()
{
    store::LagRetention retention;
    retention.raw = 1h;
    retention.tenSeconds = 3h;
    retention.minutes = 6h;
    retention.tenMinutes = 12h;
    auto writer = LagHistoryWriter::open(server, path(), retention);
    QVERIFY(writer);
    for (int i = 0; i < 14 * 360; ++i) // 14 h, every 10 s
        QVERIFY(writer->write(at(start + i * 10'000), {row(u"a"_s, i)}));
    const qint64 end = start + 14 * 3'600'000;
    const auto of = [&](qint64 hoursFrom, qint64 hoursTo, int points) {
        return replay(writer->reader(), u"a"_s, end - hoursFrom * 3'600'000, end - hoursTo * 3'600'000,
                      points);
    };
    QVERIFY(of(14, 13, 10'000).isEmpty());
    QVERIFY(std::abs(of(11, 10, 10'000).size() - 6) <= 1); // ten minutes is what there is
    QVERIFY(std::abs(of(5, 4, 10'000).size() - 60) <= 1);
    QVERIFY(std::abs(of(1, 0, 10'000).size() - 360) <= 8);
    const QList<LagPoint> whole = of(12, 0, 1000);
    QVERIFY(whole.size() >= 71);
    QVERIFY(qAbs(whole.first().time - (end - 12 * 3'600'000)) <= 600'000);
    QVERIFY(qAbs(whole.last().time - end) <= 600'000); // what is in no step yet is there too
}

void LagHistoryTest::oneWritesOthersRead()
{
    auto writer = LagHistoryWriter::open(server, path());
    QVERIFY(writer);
    auto second = LagHistoryWriter::open(server, path());
    QVERIFY(!second);
    QCOMPARE(second.error().kind, core::ErrorKind::Conflict);
    auto other = LagHistoryWriter::open(u"another server"_s, path());
    QVERIFY(other);
    // Another thread reads while this one writes; both get on.
    std::atomic<bool> failed = false;
    std::atomic<qsizetype> seen = 0;
    std::jthread reading([&](const std::stop_token& stop) {
        const auto reader = LagHistory::open(path());
        failed = !reader;
        while (reader && !stop.stop_requested()) {
            const auto points =
                reader->series(server, LagSubjectKind::Standby, u"a"_s, LagQuantity::ReplayBytes, at(start),
                               at(start + 10'000'000), 100'000);
            failed = failed || !points || points->size() < seen;
            seen = points ? points->size() : 0;
        }
    });
    for (int i = 0; i < 500; ++i) {
        QVERIFY(writer->write(at(start + i * 1000), {row(u"a"_s, i)}));
        QVERIFY(other->write(at(start + i * 1000), {row(u"a"_s, -i)}));
    }
    QTRY_COMPARE(seen.load(), 500);
    reading.request_stop();
    reading.join();
    QVERIFY(!failed);
}

void LagHistoryTest::aKilledWriterLosesNothing()
{
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        auto writer = LagHistoryWriter::open(server, path());
        for (int i = 0; writer && i < 100; ++i)
            (void)writer->write(at(start + i * 1000), {row(u"a"_s, i)});
        (void)!::write(ready[1], "x", 1);
        for (;;)
            ::pause();
    }
    char byte = 0;
    QCOMPARE(::read(ready[0], &byte, 1), 1);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    // The lock is free, the looks are there.
    auto writer = LagHistoryWriter::open(server, path());
    QVERIFY2(writer, qPrintable(writer ? QString() : writer.error().toText()));
    QCOMPARE(replay(writer->reader(), u"a"_s, start, start + 1'000'000, 100'000).size(), 100);
    ::close(ready[0]);
    ::close(ready[1]);
}

void LagHistoryTest::aClockSetBack()
{
    auto writer = LagHistoryWriter::open(server, path());
    QVERIFY(writer);
    for (int i = 0; i < 3600; ++i)
        QVERIFY(writer->write(at(start + i * 1000), {row(u"a"_s, 1)}));
    for (int i = 0; i < 1800; ++i) // half an hour again
        QVERIFY(writer->write(at(start + 1'800'000 + i * 1000), {row(u"a"_s, 2)}));
    const QList<LagPoint> points = replay(writer->reader(), u"a"_s, start, start + 3'599'999, 6);
    QCOMPARE(points.size(), 6);
    QCOMPARE(points.first().mean, 1.0);
    QCOMPARE(points.last().mean, 2.0);
}

void LagHistoryTest::theSizeIsBounded()
{
    store::LagRetention retention;
    retention.mostBytes = 512 << 10;
    auto writer = LagHistoryWriter::open(server, path(), retention);
    QVERIFY(writer);
    for (int i = 0; i < 10'000; ++i) {
        QList<store::LagRow> rows;
        for (int standby = 0; standby < 4; ++standby)
            rows.append(row(QString::number(standby), i + 0.5));
        QVERIFY(writer->write(at(start + i * 1000), rows));
    }
    QVERIFY2(QFileInfo(path()).size() < 3 << 19, qPrintable(QString::number(QFileInfo(path()).size())));
    QVERIFY(replay(writer->reader(), u"0"_s, start + 9'990'000, start + 10'000'000, 1000).size() >=
            9); // the newest stay
    QVERIFY(!replay(writer->reader(), u"0"_s, start, start + 600'000, 1000)
                 .isEmpty()); // of the oldest, their steps
}

void LagHistoryTest::subjectsAreRemembered()
{
    {
        auto writer = LagHistoryWriter::open(server, path());
        QVERIFY(writer);
        store::LagRow one = row(u"a"_s, 1);
        one.subject.name = u"berlin"_s;
        QVERIFY(writer->write(at(start), {one}));
        one.subject.name = u"Berlin 'new'"_s;
        QVERIFY(writer->write(at(start + 1000), {one, row(u"b"_s, 1)}));
        QVERIFY(writer->reader().forget(server, u"b"_s));
    }
    const auto history = LagHistory::open(path());
    QVERIFY(history);
    const auto subjects = history->subjects(server);
    QVERIFY(subjects);
    QCOMPARE(subjects->size(), 2);
    QCOMPARE(subjects->at(0).name, u"Berlin 'new'"_s);
    QVERIFY(subjects->at(0).expected);
    QVERIFY(!subjects->at(1).expected);
    const auto span = history->span(server);
    QVERIFY(span && span->has_value());
    QCOMPARE((*span)->first, at(start));
    QVERIFY(!LagHistory::open(path())->span(u"unknown"_s)->has_value());
}

void LagHistoryTest::aNewerFileIsNotWritten()
{
    {
        auto writer = LagHistoryWriter::open(server, path());
        QVERIFY(writer);
        QVERIFY(writer->write(at(start), {row(u"a"_s, 1)}));
    }
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(60)); // user_version, SQLite's manual, "Database File Format"
    QCOMPARE(file.write(QByteArray("\0\0\0\x63", 4)), 4);
    file.close();
    const auto writer = LagHistoryWriter::open(server, path());
    QVERIFY(!writer);
    QCOMPARE(writer.error().kind, core::ErrorKind::Conflict);
    const auto reader = LagHistory::open(path());
    QVERIFY(reader);
    QCOMPARE(replay(*reader, u"a"_s, start, start + 1000, 10).size(), 1);
}

void LagHistoryTest::aMillionPointsAreRead()
{
    store::LagRetention retention;
    retention.raw = std::chrono::hours(24 * 30);
    auto writer = LagHistoryWriter::open(server, path(), retention);
    QVERIFY(writer);
    // Ten standbys at 1 s are a look each second; here one write has many looks' worth of work, so a
    // hundredth of it.
    constexpr int looks = 20'000;
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < looks; ++i)
        QVERIFY(writer->write(at(start + i * 1000), {row(u"a"_s, i)}));
    qInfo("one look: %.3f ms", static_cast<double>(clock.elapsed()) / looks);
    clock.restart();
    const auto points = replay(writer->reader(), u"a"_s, start, start + looks * 1000, 1'000'000);
    qInfo("%lld points: %lld ms", static_cast<long long>(points.size()),
          static_cast<long long>(clock.elapsed()));
    QCOMPARE(points.size(), looks);
    QVERIFY2(clock.elapsed() < 500, qPrintable(QString::number(clock.elapsed())));
}

QTEST_GUILESS_MAIN(LagHistoryTest)
#include "laghistorytest.moc"
