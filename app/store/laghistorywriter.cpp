// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/laghistorywriter.h"

#include "core/filelock.h"
#include "store/lagtables.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QVariant>

#include <algorithm>

namespace tidemark::store {

namespace {

constexpr qint64 tidyEvery = 60'000;
constexpr int seenEvery = 60'000; // how often "last seen" is written

QString text(const QString& value)
{
    return value.isNull() ? QStringLiteral("") : value;
}

QVariant cell(const std::optional<double>& value)
{
    return value ? QVariant(*value) : QVariant(QMetaType::fromType<double>());
}

qint64 roundedDown(qint64 time, qint64 step)
{
    return time - time % step;
}

/// Makes steps out of the table below: least of the least, greatest of the greatest, means by weight.
QString makeStatement(std::size_t step)
{
    const bool fromLooks = step == 1;
    QString columns;
    for (std::size_t i = 0; i < lagQuantities; ++i) {
        const QString name = lagColumn(static_cast<LagQuantity>(i));
        columns += fromLooks ? QStringLiteral(", min(%1), avg(%1), max(%1)").arg(name)
                             : QStringLiteral(", min(%1_least), sum(%1_mean * looks) / sum(CASE WHEN %1_mean "
                                              "IS NOT NULL THEN looks END), max(%1_greatest)")
                                   .arg(name);
    }
    const QString width = QString::number(lagSteps[step].milliseconds);
    return QStringLiteral(
               "INSERT OR REPLACE INTO %1 SELECT subject, time / %2 * %2, max(gap), sum(looks)%3 FROM %4"
               " WHERE subject = ? AND time >= ? AND time < ? GROUP BY time / %2")
        .arg(QLatin1String(lagSteps[step].table), width, columns, QLatin1String(lagSteps[step - 1].table));
}

} // namespace

struct LagHistoryWriter::State
{
    struct Known
    {
        qint64 id = 0;
        LagSubject subject;
        qint64 seenWritten = 0;
    };
    State(LagHistory openHistory, core::FileLock held)
        : history(std::move(openHistory))
        , lock(std::move(held))
    {
    }
    const SqliteFile& file() const { return history.m_database->file; }

    core::Status begin(const QString& name);
    core::Status insert(qint64 time, const LagRow& row);
    core::Result<qint64> subjectId(qint64 time, const LagSubject& subject);
    core::Status makeAgainFrom(qint64 time);
    core::Status makeSteps(qint64 time);
    core::Status forgetOld(qint64 time);
    core::Status shrink();
    core::Result<QList<qint64>> subjectIds() const;

    LagHistory history;
    core::FileLock lock;
    LagRetention retention;
    qint64 server = 0;
    QHash<QString, Known> known; // by kind and key
    std::optional<QSqlQuery> inserting;
    qint64 last = 0;
    qint64 tidied = 0;
};

LagHistoryWriter::LagHistoryWriter(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
LagHistoryWriter::LagHistoryWriter(LagHistoryWriter&&) noexcept = default;
LagHistoryWriter& LagHistoryWriter::operator=(LagHistoryWriter&&) noexcept = default;
LagHistoryWriter::~LagHistoryWriter() = default;

core::Result<LagHistoryWriter> LagHistoryWriter::open(const QString& server, const QString& path,
                                                      const LagRetention& retention)
{
    (void)QDir().mkpath(QFileInfo(path).absolutePath()); // where it fails, the lock says so
    const QByteArray hash =
        QCryptographicHash::hash(server.toUtf8(), QCryptographicHash::Sha1).toHex().left(16);
    auto lock = core::FileLock::tryAcquire(path + QLatin1Char('.') + QString::fromLatin1(hash) +
                                           QStringLiteral(".lock"));
    if (!lock)
        return std::move(lock).error();
    auto history = LagHistory::open(path);
    if (!history)
        return std::move(history).error();
    if (history->m_database->readOnly) {
        return core::Error{core::ErrorKind::Conflict,
                           QCoreApplication::translate("store::LagHistory",
                                                       "The history of replication was written by a newer "
                                                       "version of Tidemark and can only be read."),
                           {},
                           QCoreApplication::translate("store::LagHistory", "Use the newer version.")};
    }
    auto state = std::make_unique<State>(*std::move(history), *std::move(lock));
    state->retention = retention;
    TIDEMARK_TRY(state->begin(server));
    return LagHistoryWriter(std::move(state));
}

core::Status LagHistoryWriter::State::begin(const QString& name)
{
    TIDEMARK_TRY(file().inTransaction(lagWriteFailed(), [&]() -> core::Status {
        auto done = file().run(QStringLiteral("INSERT INTO servers (name) VALUES (?) ON CONFLICT DO NOTHING"),
                               {text(name)}, lagWriteFailed());
        return done ? core::Status() : core::Status(std::move(done).error());
    }));
    const auto id = history.m_database->serverId(text(name));
    if (!id)
        return id.error();
    server = *id;
    QString marks;
    for (std::size_t i = 0; i < lagQuantities; ++i)
        marks += QStringLiteral(", ?");
    auto prepared = file().prepare(
        QStringLiteral("INSERT OR REPLACE INTO looks VALUES (?, ?, ?, 1%1)").arg(marks), lagWriteFailed());
    if (!prepared)
        return std::move(prepared).error();
    inserting = *std::move(prepared);
    return {};
}

core::Result<qint64> LagHistoryWriter::State::subjectId(qint64 time, const LagSubject& subject)
{
    Known& entry = known[QString::number(static_cast<int>(subject.kind)) + subject.id];
    const bool changed = entry.subject.name != subject.name || entry.subject.address != subject.address ||
                         entry.subject.slot != subject.slot;
    if (entry.id != 0 && !changed && time - entry.seenWritten < seenEvery && time >= entry.seenWritten)
        return entry.id;
    const int kind = static_cast<int>(subject.kind);
    // A standby that was said to be gone and is here again is expected again.
    auto done =
        file().run(QStringLiteral("INSERT INTO subjects (server, kind, key, name, address, slot, "
                                  "stream_kind, first_seen, last_seen, expected)"
                                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (server, kind, key) DO "
                                  "UPDATE SET name = excluded.name, address = excluded.address,"
                                  " slot = excluded.slot, stream_kind = excluded.stream_kind, last_seen = "
                                  "max(last_seen, excluded.last_seen), expected = excluded.expected"),
                   {server, kind, text(subject.id), text(subject.name), text(subject.address),
                    text(subject.slot), text(subject.streamKind), time, time, subject.expected ? 1 : 0},
                   lagWriteFailed());
    if (!done)
        return std::move(done).error();
    auto row = file().run(QStringLiteral("SELECT id FROM subjects WHERE server = ? AND kind = ? AND key = ?"),
                          {server, kind, text(subject.id)}, lagWriteFailed());
    if (!row)
        return std::move(row).error();
    entry = {row->next() ? row->value(0).toLongLong() : 0, subject, time};
    return entry.id;
}

core::Status LagHistoryWriter::State::insert(qint64 time, const LagRow& row)
{
    const auto subject = subjectId(time, row.subject);
    if (!subject)
        return subject.error();
    QVariantList values{*subject, time, row.afterGap ? 1 : 0};
    for (const std::optional<double>& value : row.values)
        values.append(cell(value));
    return file().execute(*inserting, values, lagWriteFailed());
}

core::Status LagHistoryWriter::write(const QDateTime& time, const QList<LagRow>& rows)
{
    const qint64 now = time.toMSecsSinceEpoch();
    State& state = *m_state;
    const bool setBack = now < state.last;
    const bool tidy = now - state.tidied >= tidyEvery || setBack;
    const auto look = [&]() -> core::Status {
        if (setBack)
            TIDEMARK_TRY(state.makeAgainFrom(now));
        for (const LagRow& row : rows)
            TIDEMARK_TRY(state.insert(now, row));
        if (!tidy)
            return {};
        TIDEMARK_TRY(state.makeSteps(now));
        return state.forgetOld(now);
    };
    TIDEMARK_TRY(state.file().inTransaction(lagWriteFailed(), look));
    state.last = now;
    if (tidy) {
        state.tidied = now;
        return state.shrink();
    }
    return {};
}

core::Status LagHistoryWriter::State::makeAgainFrom(qint64 time)
{
    // What comes now lies in steps that were made already.
    auto done = file().run(QStringLiteral("UPDATE made SET until = min(until, ?) WHERE server = ?"),
                           {roundedDown(time, lagSteps.back().milliseconds), server}, lagWriteFailed());
    return done ? core::Status() : core::Status(std::move(done).error());
}

core::Result<QList<qint64>> LagHistoryWriter::State::subjectIds() const
{
    auto rows =
        file().run(QStringLiteral("SELECT id FROM subjects WHERE server = ?"), {server}, lagReadFailed());
    if (!rows)
        return std::move(rows).error();
    QList<qint64> ids;
    while (rows->next())
        ids.append(rows->value(0).toLongLong());
    return ids;
}

core::Status LagHistoryWriter::State::makeSteps(qint64 time)
{
    const auto subjects = subjectIds();
    if (!subjects)
        return subjects.error();
    for (std::size_t step = 1; step < lagSteps.size(); ++step) {
        const auto from = history.m_database->madeUntil(server, step);
        if (!from)
            return from.error();
        const qint64 until = roundedDown(time, lagSteps[step].milliseconds);
        if (until <= *from)
            continue;
        auto making = file().prepare(makeStatement(step), lagWriteFailed());
        if (!making)
            return std::move(making).error();
        for (const qint64 subject : *subjects)
            TIDEMARK_TRY(file().execute(*making, {subject, *from, until}, lagWriteFailed()));
        auto done = file().run(QStringLiteral("INSERT OR REPLACE INTO made VALUES (?, ?, ?)"),
                               {server, lagSteps[step].milliseconds, until}, lagWriteFailed());
        if (!done)
            return std::move(done).error();
    }
    return {};
}

core::Status LagHistoryWriter::State::forgetOld(qint64 time)
{
    const auto subjects = subjectIds();
    if (!subjects)
        return subjects.error();
    const std::array<std::chrono::seconds, lagSteps.size()> kept{retention.raw, retention.tenSeconds,
                                                                 retention.minutes, retention.tenMinutes};
    for (std::size_t step = 0; step < lagSteps.size(); ++step) {
        auto removing = file().prepare(QStringLiteral("DELETE FROM %1 WHERE subject = ? AND time < ?")
                                           .arg(QLatin1String(lagSteps[step].table)),
                                       lagWriteFailed());
        if (!removing)
            return std::move(removing).error();
        const qint64 before = time - std::chrono::milliseconds(kept[step]).count();
        for (const qint64 subject : *subjects)
            TIDEMARK_TRY(file().execute(*removing, {subject, before}, lagWriteFailed()));
    }
    auto done = file().run(QStringLiteral("DELETE FROM subjects WHERE server = ? AND last_seen < ?"),
                           {server, time - std::chrono::milliseconds(retention.tenMinutes).count()},
                           lagWriteFailed());
    if (!done)
        return std::move(done).error();
    if (done->numRowsAffected() > 0)
        known.clear();
    return {};
}

core::Status LagHistoryWriter::State::shrink()
{
    constexpr int rounds = 8; // the rest a minute later
    for (int round = 0; round < rounds; ++round) {
        auto size = file().run(QStringLiteral("SELECT (page_count - freelist_count) * page_size FROM "
                                              "pragma_page_count, pragma_freelist_count, pragma_page_size"),
                               {}, lagReadFailed());
        if (!size)
            return std::move(size).error();
        if (!size->next() || size->value(0).toLongLong() <= retention.mostBytes)
            return {};
        size->finish();
        const auto subjects = subjectIds();
        if (!subjects)
            return subjects.error();
        // A tenth of the finest step that has anything, the oldest first.
        bool removed = false;
        for (std::size_t step = 0; step < lagSteps.size() && !removed; ++step) {
            const QString table = QLatin1String(lagSteps[step].table);
            const auto removeOldest = [&]() -> core::Status {
                for (const qint64 subject : *subjects) {
                    auto done = file().run(
                        QStringLiteral("DELETE FROM %1 WHERE subject = ? AND time <= (SELECT min(time) + "
                                       "(max(time) - min(time)) / 10 FROM %1 WHERE subject = ?)")
                            .arg(table),
                        {subject, subject}, lagWriteFailed());
                    if (!done)
                        return std::move(done).error();
                    removed = removed || done->numRowsAffected() > 0;
                }
                return {};
            };
            TIDEMARK_TRY(file().inTransaction(lagWriteFailed(), removeOldest));
        }
        if (!removed)
            return {};
    }
    return {};
}

const LagHistory& LagHistoryWriter::reader() const
{
    return m_state->history;
}

} // namespace tidemark::store
