// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/laghistory.h"

#include "store/folders.h"
#include "store/lagtables.h"

#include <QVariant>

#include <algorithm>

namespace tidemark::store {

namespace {

constexpr int knownVersion = 1;

/// What series() looks for, resolved.
struct Wanted
{
    qint64 server = 0;
    qint64 subject = 0;
    QString column;
    qint64 from = 0;
    qint64 to = 0;
    qint64 width = 0; // of a point, in milliseconds; 0: every look
};

/// The points of a curve as they come, in the order of time: those of one width become one, and a time
/// without values a gap.
class Curve
{
public:
    Curve(qint64 width, qint64 capacity)
        : m_width(width)
    {
        m_points.reserve(static_cast<qsizetype>(std::min<qint64>(capacity, 1 << 20)));
    }

    void add(qint64 time, bool gap, qint64 looks, const QVariant& least, const QVariant& mean,
             const QVariant& greatest)
    {
        if (mean.isNull()) {
            m_gap = true;
            return;
        }
        const qint64 begin = m_width > 0 ? time / m_width * m_width : time;
        LagPoint point{begin, least.toDouble(), mean.toDouble(), greatest.toDouble(), gap || m_gap};
        m_gap = false;
        if (!m_points.isEmpty() && m_points.constLast().time == begin) {
            LagPoint& last = m_points.last();
            last.least = std::min(last.least, point.least);
            last.greatest = std::max(last.greatest, point.greatest);
            last.mean = (last.mean * static_cast<double>(m_looks) + point.mean * static_cast<double>(looks)) /
                        static_cast<double>(m_looks + looks);
            m_looks += looks;
            return;
        }
        // A pause that is shorter than a point's width would not be seen, and would tear the curve apart.
        if (!m_points.isEmpty() && m_width > 0 && begin - m_points.constLast().time <= m_width)
            point.afterGap = false;
        m_looks = looks;
        m_points.append(point);
    }
    QList<LagPoint> take() { return std::move(m_points); }

private:
    qint64 m_width;
    QList<LagPoint> m_points;
    qint64 m_looks = 0; // in the last point
    bool m_gap = false;
};

core::Status readStep(const SqliteFile& file, std::size_t step, const Wanted& wanted, qint64 from, qint64 to,
                      Curve& curve)
{
    if (from > to)
        return {};
    const bool joined = lagSteps[step].milliseconds > 0;
    const QString least = joined ? wanted.column + QStringLiteral("_least") : wanted.column;
    const QString mean = joined ? wanted.column + QStringLiteral("_mean") : wanted.column;
    const QString greatest = joined ? wanted.column + QStringLiteral("_greatest") : wanted.column;
    const QString columns = joined ? QStringLiteral("time, gap, looks, %1, %2, %3").arg(least, mean, greatest)
                                   : QStringLiteral("time, gap, 1, %1").arg(mean);
    auto rows = file.run(
        QStringLiteral("SELECT %1 FROM %2 WHERE subject = ? AND time >= ? AND time <= ? ORDER BY time")
            .arg(columns, QLatin1String(lagSteps[step].table)),
        {wanted.subject, from, to}, lagReadFailed());
    if (!rows)
        return std::move(rows).error();
    while (rows->next()) {
        const QVariant value = rows->value(3);
        if (joined)
            curve.add(rows->value(0).toLongLong(), rows->value(1).toInt() != 0, rows->value(2).toLongLong(),
                      value, rows->value(4), rows->value(5));
        else
            curve.add(rows->value(0).toLongLong(), rows->value(1).toInt() != 0, 1, value, value, value);
    }
    return {};
}

/// The first time that a step has of the subject.
core::Result<std::optional<qint64>> firstOf(const SqliteFile& file, std::size_t step, qint64 subject)
{
    auto rows = file.run(
        QStringLiteral("SELECT min(time) FROM %1 WHERE subject = ?").arg(QLatin1String(lagSteps[step].table)),
        {subject}, lagReadFailed());
    if (!rows)
        return std::move(rows).error();
    if (!rows->next() || rows->value(0).isNull())
        return std::optional<qint64>();
    return std::optional(rows->value(0).toLongLong());
}

/// The coarsest step that is fine enough, or a coarser one where only that one goes back far enough.
core::Result<std::size_t> chooseStep(const SqliteFile& file, const Wanted& wanted)
{
    std::size_t chosen = 0;
    for (std::size_t step = 1; step < lagSteps.size(); ++step) {
        if (lagSteps[step].milliseconds <= wanted.width)
            chosen = step;
    }
    for (std::size_t step = chosen + 1; step < lagSteps.size(); ++step) {
        const auto mine = firstOf(file, chosen, wanted.subject);
        const auto coarser = firstOf(file, step, wanted.subject);
        if (!mine)
            return mine.error();
        if (!coarser)
            return coarser.error();
        const bool reaches = *mine && **mine <= wanted.from;
        if (!reaches && *coarser && (!*mine || **coarser + lagSteps[step].milliseconds < **mine))
            chosen = step;
    }
    return chosen;
}

} // namespace

LagHistory::LagHistory(std::unique_ptr<Database> database)
    : m_database(std::move(database))
{
}
LagHistory::LagHistory(LagHistory&&) noexcept = default;
LagHistory& LagHistory::operator=(LagHistory&&) noexcept = default;
LagHistory::~LagHistory() = default;

QString LagHistory::defaultPath()
{
    return dataFolder() + QStringLiteral("/lag.sqlite");
}

core::Result<LagHistory> LagHistory::open(const QString& path)
{
    auto database = std::make_unique<Database>();
    TIDEMARK_TRY(database->file.open(path));
    const SqliteFile& file = database->file;
    // A look is worth no disk flush of its own: a killed process loses nothing by this, a power cut some
    // seconds.
    if (auto done = file.run(QStringLiteral("PRAGMA synchronous = NORMAL"), {}, lagReadFailed()); !done)
        return std::move(done).error();
    const core::Result<int> version = file.userVersion();
    if (!version)
        return version.error();
    if (*version < knownVersion) {
        TIDEMARK_TRY(file.inTransaction(lagWriteFailed(), [&]() -> core::Status {
            const core::Result<int> now = file.userVersion();
            if (!now)
                return now.error();
            return *now < knownVersion ? createLagTables(file) : core::Status();
        }));
    }
    database->readOnly = *version > knownVersion;
    return LagHistory(std::move(database));
}

core::Result<QStringList> LagHistory::servers() const
{
    auto rows =
        m_database->file.run(QStringLiteral("SELECT name FROM servers ORDER BY name"), {}, lagReadFailed());
    if (!rows)
        return std::move(rows).error();
    QStringList names;
    while (rows->next())
        names.append(rows->value(0).toString());
    return names;
}

core::Result<QList<LagSubject>> LagHistory::subjects(const QString& server) const
{
    auto rows =
        m_database->file.run(QStringLiteral("SELECT kind, key, subjects.name, address, slot, stream_kind, "
                                            "first_seen, last_seen, expected FROM subjects"
                                            " JOIN servers ON servers.id = subjects.server WHERE "
                                            "servers.name = ? ORDER BY kind, subjects.name, key"),
                             {server}, lagReadFailed());
    if (!rows)
        return std::move(rows).error();
    QList<LagSubject> subjects;
    while (rows->next()) {
        LagSubject subject;
        subject.kind = static_cast<LagSubjectKind>(
            std::clamp(rows->value(0).toInt(), 0, static_cast<int>(LagSubjectKind::Slot)));
        subject.id = rows->value(1).toString();
        subject.name = rows->value(2).toString();
        subject.address = rows->value(3).toString();
        subject.slot = rows->value(4).toString();
        subject.streamKind = rows->value(5).toString();
        subject.firstSeen = QDateTime::fromMSecsSinceEpoch(rows->value(6).toLongLong(), Qt::UTC);
        subject.lastSeen = QDateTime::fromMSecsSinceEpoch(rows->value(7).toLongLong(), Qt::UTC);
        subject.expected = rows->value(8).toInt() != 0;
        subjects.append(subject);
    }
    return subjects;
}

core::Result<std::optional<LagSpan>> LagHistory::span(const QString& server) const
{
    const auto all = subjects(server);
    if (!all)
        return all.error();
    if (all->isEmpty())
        return std::optional<LagSpan>();
    LagSpan span{all->constFirst().firstSeen, all->constFirst().lastSeen};
    for (const LagSubject& subject : *all) {
        span.first = std::min(span.first, subject.firstSeen);
        span.last = std::max(span.last, subject.lastSeen);
    }
    return std::optional(span);
}

core::Status LagHistory::forget(const QString& server, const QString& standby) const
{
    return m_database->file.inTransaction(lagWriteFailed(), [&]() -> core::Status {
        auto done = m_database->file.run(
            QStringLiteral("UPDATE subjects SET expected = 0 WHERE server = (SELECT id FROM servers WHERE "
                           "name = ?) AND kind = ? AND key = ?"),
            {server, static_cast<int>(LagSubjectKind::Standby), standby}, lagWriteFailed());
        return done ? core::Status() : core::Status(std::move(done).error());
    });
}

core::Result<QList<LagPoint>> LagHistory::series(const QString& server, LagSubjectKind kind,
                                                 const QString& standby, LagQuantity quantity,
                                                 const QDateTime& from, const QDateTime& to,
                                                 int maxPoints) const
{
    const SqliteFile& file = m_database->file;
    auto found = file.run(
        QStringLiteral("SELECT servers.id, subjects.id FROM subjects JOIN servers ON servers.id = "
                       "subjects.server WHERE servers.name = ? AND kind = ? AND key = ?"),
        {server, static_cast<int>(kind), standby.isNull() ? QStringLiteral("") : standby}, lagReadFailed());
    if (!found)
        return std::move(found).error();
    if (!found->next() || from > to)
        return QList<LagPoint>();
    Wanted wanted{found->value(0).toLongLong(), found->value(1).toLongLong(), lagColumn(quantity),
                  from.toMSecsSinceEpoch(),     to.toMSecsSinceEpoch(),       0};
    found->finish();
    const qint64 asked = (wanted.to - wanted.from + std::max(maxPoints, 1) - 1) / std::max(maxPoints, 1);
    wanted.width = asked < 1000 ? 0 : asked; // looks are a second apart at least
    const auto chosen = chooseStep(file, wanted);
    if (!chosen)
        return chosen.error();
    // A whole number of steps, so that each lies in one point.
    const qint64 whole = std::max<qint64>(lagSteps[*chosen].milliseconds, 1000);
    if (wanted.width > 0 || *chosen > 0)
        wanted.width = std::max<qint64>((wanted.width + whole - 1) / whole, 1) * whole;
    // What is not yet in the chosen step is taken from those below it.
    Curve curve(wanted.width, wanted.width > 0 ? (wanted.to - wanted.from) / wanted.width + 2 : 4096);
    qint64 begin = *chosen > 0 ? wanted.from - wanted.from % lagSteps[*chosen].milliseconds : wanted.from;
    for (std::size_t step = *chosen; step > 0; --step) {
        const auto until = m_database->madeUntil(wanted.server, step);
        if (!until)
            return until.error();
        if (*until <= begin)
            continue;
        TIDEMARK_TRY(readStep(file, step, wanted, begin, std::min(wanted.to, *until - 1), curve));
        begin = *until;
    }
    TIDEMARK_TRY(readStep(file, 0, wanted, begin, wanted.to, curve));
    return curve.take();
}

} // namespace tidemark::store
