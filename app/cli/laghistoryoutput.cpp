// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/laghistoryoutput.h"

#include "cli/connect.h"
#include "core/quoting.h"
#include "core/text.h"
#include "replication/lagrecorder.h"
#include "store/alertlog.h"
#include "store/laghistory.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QMap>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace tidemark::cli {

namespace {

using store::LagQuantity;

constexpr int mostPoints = 100'000; // of each curve

constexpr std::array<std::pair<LagQuantity, const char*>, store::lagQuantities> columns{
    {{LagQuantity::SentBytes, "sent"},
     {LagQuantity::WriteBytes, "write"},
     {LagQuantity::FlushBytes, "flush"},
     {LagQuantity::ReplayBytes, "replay"},
     {LagQuantity::SecondsBehind, "seconds"},
     {LagQuantity::ReplyAge, "replyAge"},
     {LagQuantity::Rate, "rate"},
     {LagQuantity::RetainedBytes, "retained"}}};

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::lag", text);
}

/// "2026-11-22", "2026-11-22T10:00:00Z", "-24h" before now, or empty.
std::optional<QDateTime> momentOf(const QString& text, const QDateTime& whenEmpty, const QDateTime& now)
{
    if (text.isEmpty())
        return whenEmpty;
    static const QRegularExpression before(QStringLiteral("^-([0-9]{1,6})(s|min|h|d)$"));
    if (const QRegularExpressionMatch match = before.match(text); match.hasMatch()) {
        const qint64 factor = match.captured(2) == u"s"     ? 1
                              : match.captured(2) == u"min" ? 60
                              : match.captured(2) == u"h"   ? 3600
                                                            : 86400;
        return now.addSecs(-match.captured(1).toLongLong() * factor);
    }
    const QDateTime time =
        QDateTime::fromString(text, Qt::ISODateWithMs); // local time where no zone is named
    return time.isValid() ? std::optional(time.toUTC()) : std::nullopt;
}

QString csvCell(QString text)
{
    // Excel and its kin take a cell that begins so for a formula.
    if (!text.isEmpty() && QStringLiteral("=+-@").contains(text.at(0)))
        text.prepend(QLatin1Char('\''));
    if (text.contains(QLatin1Char('"')) || text.contains(QLatin1Char(',')) ||
        text.contains(QLatin1Char('\n')) || text.contains(QLatin1Char('\r')))
        return QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    return text;
}

QString kindName(store::LagSubjectKind kind)
{
    switch (kind) {
    case store::LagSubjectKind::Server:
        return QStringLiteral("server");
    case store::LagSubjectKind::Slot:
        return QStringLiteral("slot");
    case store::LagSubjectKind::Standby:
        break;
    }
    return QStringLiteral("standby");
}

struct Row
{
    std::array<std::optional<store::LagPoint>, store::lagQuantities> points;

    /// Nothing was seen between it and the one before. (A value that is known for the first time is no gap of
    /// those that were.)
    bool isAfterGap() const
    {
        return std::all_of(points.begin(), points.end(),
                           [](const auto& point) { return !point || point->afterGap; });
    }
};

core::Result<QMap<qint64, Row>> rowsOf(const store::LagHistory& history, const QString& server,
                                       const store::LagSubject& subject, const QDateTime& from,
                                       const QDateTime& to)
{
    QMap<qint64, Row> rows;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto points =
            history.series(server, subject.kind, subject.id, columns[i].first, from, to, mostPoints);
        if (!points)
            return points.error();
        for (const store::LagPoint& point : *points) {
            Row& row = rows[point.time];
            row.points[i] = point;
        }
    }
    return rows;
}

QString cellOf(double value)
{
    return QString::number(value, 'g', 15);
}

void printCsv(Printer& printer, const store::LagSubject& subject, const QMap<qint64, Row>& rows)
{
    for (auto it = rows.begin(); it != rows.end(); ++it) {
        QStringList cells{core::isoUtc(QDateTime::fromMSecsSinceEpoch(it.key(), Qt::UTC)),
                          kindName(subject.kind), csvCell(subject.name), csvCell(subject.address)};
        for (const auto& point : it->points)
            cells.append(point ? cellOf(point->mean) : QString());
        for (const auto& point : it->points)
            cells << (point ? cellOf(point->least) : QString())
                  << (point ? cellOf(point->greatest) : QString());
        cells.append(it->isAfterGap() ? QStringLiteral("1") : QString());
        printer.line(cells.join(QLatin1Char(',')));
    }
}

QJsonObject jsonOf(const store::LagSubject& subject, const QMap<qint64, Row>& rows)
{
    QJsonArray points;
    for (auto it = rows.begin(); it != rows.end(); ++it) {
        QJsonObject point{
            {QStringLiteral("time"), core::isoUtc(QDateTime::fromMSecsSinceEpoch(it.key(), Qt::UTC))}};
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (!it->points[i])
                continue;
            const QString name = QLatin1String(columns[i].second);
            point.insert(name, it->points[i]->mean);
            point.insert(name + QStringLiteral("Least"), it->points[i]->least);
            point.insert(name + QStringLiteral("Greatest"), it->points[i]->greatest);
        }
        if (it->isAfterGap())
            point.insert(QStringLiteral("afterGap"), true);
        points.append(point);
    }
    return {{QStringLiteral("kind"), kindName(subject.kind)},
            {QStringLiteral("name"), subject.name},
            {QStringLiteral("address"), subject.address},
            {QStringLiteral("points"), points}};
}

core::Error nothingRecorded(const QString& server)
{
    return {core::ErrorKind::NotFound,
            tr("Nothing was recorded of %1.").arg(server),
            {},
            tr("The window records while its Replication page watches the server; so does: "
               "tidemarkctl lag --watch --record")};
}

/// What is known here of the server that was named.
struct Recorded
{
    QString label; // for people
    QString server;
    store::LagHistory history;
    QList<store::LagSubject> subjects;
};

core::Result<Recorded> openRecorded(Invocation& invocation)
{
    auto named = nameServer(invocation);
    if (!named)
        return std::move(named).error();
    const QString server = replication::serverKey(named->profileId, named->label);
    auto history = store::LagHistory::open();
    if (!history)
        return std::move(history).error();
    auto subjects = history->subjects(server);
    if (!subjects)
        return std::move(subjects).error();
    return Recorded{named->label, server, *std::move(history), *std::move(subjects)};
}

} // namespace

core::Result<Outcome> printLagHistory(Invocation& invocation)
{
    const QStringList ends = invocation.value("history").split(QStringLiteral(".."));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto from = ends.size() == 2 ? momentOf(ends.at(0), QDateTime::fromMSecsSinceEpoch(0, Qt::UTC), now)
                                       : std::nullopt;
    const auto to = ends.size() == 2 ? momentOf(ends.at(1), now, now) : std::nullopt;
    if (!from || !to || *from > *to)
        return usageError(tr("--history is FROM..TO: dates, ISO times, or -24h before now; an empty end is "
                             "the first or the last."),
                          QStringLiteral("lag"));
    const auto recorded = openRecorded(invocation);
    if (!recorded)
        return recorded.error();
    if (recorded->subjects.isEmpty())
        return nothingRecorded(recorded->label);
    const auto span = recorded->history.span(recorded->server);
    const QDateTime begin = span && span->has_value() ? std::max(*from, (*span)->first) : *from;
    QStringList titles{QStringLiteral("time"), QStringLiteral("kind"), QStringLiteral("name"),
                       QStringLiteral("address")};
    for (const auto& column : columns)
        titles.append(QLatin1String(column.second));
    for (const auto& column : columns)
        titles << QLatin1String(column.second) + QStringLiteral("_least")
               << QLatin1String(column.second) + QStringLiteral("_greatest");
    titles.append(QStringLiteral("after_gap"));
    invocation.printer.line(titles.join(QLatin1Char(',')));
    QJsonArray curves;
    for (const store::LagSubject& subject : recorded->subjects) {
        TIDEMARK_TRY(invocation.context.checkpoint());
        const auto rows = rowsOf(recorded->history, recorded->server, subject, begin, *to);
        if (!rows)
            return rows.error();
        printCsv(invocation.printer, subject, *rows);
        if (!invocation.printer.isText())
            curves.append(jsonOf(subject, *rows));
    }
    return Outcome{core::Verdict::Ok,
                   {{QStringLiteral("server"), recorded->label}, {QStringLiteral("curves"), curves}}};
}

namespace {

/// Those that only the alerts that last know of: nothing was recorded of this server.
core::Result<QStringList> forgetInAlerts(const QString& server, const QString& name, QStringList& missed)
{
    QStringList forgotten;
    if (!QFileInfo::exists(store::AlertLog::defaultPath()))
        return forgotten;
    auto log = store::AlertLog::open();
    if (!log)
        return std::move(log).error();
    const auto lasting = log->lasting(server);
    if (!lasting)
        return lasting.error();
    for (const store::LoggedAlert& alert : *lasting) {
        QList<replication::ExpectedStandby> kept = replication::expectedFromJson(alert.standbys);
        for (const replication::ExpectedStandby& standby : std::as_const(kept))
            missed.append(core::singleLine(standby.name));
        const auto gone = kept.removeIf(
            [&name](const replication::ExpectedStandby& standby) { return standby.name == name; });
        if (gone == 0)
            continue;
        TIDEMARK_TRY(log->setStandbys(alert.id, replication::toJson(kept)));
        forgotten.append(name);
    }
    return forgotten;
}

} // namespace

core::Result<Outcome> forgetStandby(Invocation& invocation)
{
    const auto recorded = openRecorded(invocation);
    if (!recorded)
        return recorded.error();
    const QString name = invocation.value("forget");
    QStringList missed;
    const auto ofAlerts = forgetInAlerts(recorded->server, name, missed);
    if (!ofAlerts)
        return ofAlerts.error();
    if (recorded->subjects.isEmpty() && missed.isEmpty())
        return nothingRecorded(recorded->label);
    QStringList forgotten = *ofAlerts;
    for (const store::LagSubject& subject : recorded->subjects) {
        if (subject.kind != store::LagSubjectKind::Standby || !subject.expected)
            continue;
        if (subject.name == name) {
            TIDEMARK_TRY(recorded->history.forget(recorded->server, subject.id));
            forgotten.append(subject.id);
        }
        missed.append(core::singleLine(subject.name));
    }
    missed.removeDuplicates();
    if (forgotten.isEmpty())
        return core::Error{core::ErrorKind::NotFound,
                           tr("No standby %1 would be missed.").arg(core::singleLine(name)),
                           {},
                           missed.isEmpty() ? QString()
                                            : tr("These would: %1.").arg(missed.join(QLatin1String(", ")))};
    invocation.printer.line(tr("%1 is not missed any more, until it comes back. Who watches already goes by "
                               "that at the next start.")
                                .arg(core::singleLine(name)));
    return Outcome{core::Verdict::Ok,
                   {{QStringLiteral("server"), recorded->label}, {QStringLiteral("forgotten"), name}}};
}

} // namespace tidemark::cli
