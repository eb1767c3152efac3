// SPDX-License-Identifier: GPL-3.0-or-later
// Fills a history with 7 days of looks (the last one at 1 s, those before at 10 s, which is what is kept of
// them), reads it as a chart does, and prints what that took as JSON.
// lagprobe FILE STANDBYS [SERVER]
#include "store/laghistorywriter.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <cstdlib>

using namespace tidemark;
using store::LagQuantity;

namespace {

[[noreturn]] void fail(const core::Error& error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.toText()));
    std::exit(1);
}

double residentMegabytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return static_cast<double>(file.readAll().split(' ').value(1).toLongLong()) * 4096 / 1e6;
}

QList<store::LagRow> lookAt(qint64 number, int standbys)
{
    QList<store::LagRow> rows;
    for (int i = 0; i < standbys; ++i) {
        store::LagRow row;
        row.subject.id = QStringLiteral("slot\nreceiver%1").arg(i);
        row.subject.name = QStringLiteral("receiver%1").arg(i);
        const auto value = static_cast<double>((number * 7919 + i * 104'729) % 50'000'000);
        row.set(LagQuantity::SentBytes, value / 10);
        row.set(LagQuantity::WriteBytes, value / 5);
        row.set(LagQuantity::FlushBytes, value / 2);
        row.set(LagQuantity::ReplayBytes, value);
        row.set(LagQuantity::SecondsBehind, value / 1e6);
        row.set(LagQuantity::ReplyAge, 0.5);
        row.set(LagQuantity::Rate, 1e6);
        rows.append(row);
    }
    return rows;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 3 && argc != 4)
        return 2;
    const QString path = QString::fromLocal8Bit(argv[1]);
    const int standbys = std::atoi(argv[2]);
    const QString server = argc == 4 ? QString::fromLocal8Bit(argv[3]) : QStringLiteral("server");
    constexpr qint64 day = 86'400'000;
    const qint64 end = QDateTime::currentMSecsSinceEpoch();
    auto writer = store::LagHistoryWriter::open(server, path);
    if (!writer)
        fail(writer.error());
    QElapsedTimer clock;
    clock.start();
    qint64 looks = 0;
    for (qint64 time = end - 7 * day; time < end; time += time < end - day ? 10'000 : 1000, ++looks) {
        if (auto written =
                writer->write(QDateTime::fromMSecsSinceEpoch(time, Qt::UTC), lookAt(looks, standbys));
            !written)
            fail(written.error());
    }
    const double writeMilliseconds = static_cast<double>(clock.elapsed()) / static_cast<double>(looks);

    const auto history = store::LagHistory::open(path);
    if (!history)
        fail(history.error());
    QList<QList<store::LagPoint>> shown; // as a chart holds them
    const auto read = [&](int standby, qint64 from, int points) {
        auto series = history->series(server, store::LagSubjectKind::Standby,
                                      QStringLiteral("slot\nreceiver%1").arg(standby),
                                      LagQuantity::ReplayBytes, QDateTime::fromMSecsSinceEpoch(from, Qt::UTC),
                                      QDateTime::fromMSecsSinceEpoch(end, Qt::UTC), points);
        if (!series)
            fail(series.error());
        shown.append(*series);
    };
    clock.restart();
    read(0, end - 7 * day, 2000);
    const double weekMilliseconds = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    for (int i = 1; i < standbys; ++i)
        read(i, end - 7 * day, 2000);
    const double resident = residentMegabytes();
    shown.clear();
    clock.restart();
    qsizetype points = 0;
    for (int i = 0; i < standbys; ++i) {
        read(i, end - day, 1'000'000);
        points += shown.constLast().size();
    }
    const QJsonObject found{
        {QStringLiteral("residentMegabytes"), resident},
        {QStringLiteral("fileMegabytes"), static_cast<double>(QFileInfo(path).size()) / 1e6},
        {QStringLiteral("weekMilliseconds"), weekMilliseconds},
        {QStringLiteral("dayMilliseconds"), static_cast<double>(clock.nsecsElapsed()) / 1e6},
        {QStringLiteral("dayPoints"), points},
        {QStringLiteral("writeMilliseconds"), writeMilliseconds}};
    std::puts(QJsonDocument(found).toJson(QJsonDocument::Compact).constData());
    return 0;
}
