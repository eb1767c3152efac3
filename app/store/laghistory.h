// SPDX-License-Identifier: GPL-3.0-or-later
// What was measured of replication, for 90 days: every look for a day, then steps of 10 s, 1 min and 10 min
// with their least, mean and greatest values.
#pragma once

#include "core/result.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <array>
#include <chrono>
#include <memory>
#include <optional>

namespace tidemark::store {

enum class LagQuantity
{
    SentBytes, // behind, per stage
    WriteBytes,
    FlushBytes,
    ReplayBytes,
    SecondsBehind, // by our own record, see replication::TimeBehind
    ReplyAge,      // seconds
    Rate,          // bytes/s: replayed by a standby, written by a server
    RetainedBytes, // by a slot
};
constexpr std::size_t lagQuantities = 8;

enum class LagSubjectKind
{
    Server,
    Standby,
    Slot,
};

/// Whose curve it is. `id` is empty for the server itself, a slot's name for a slot,
/// replication::StandbyLag::id for a standby.
struct LagSubject
{
    LagSubjectKind kind = LagSubjectKind::Standby;
    QString id;
    QString name; // for people, as it was last
    QString address;
    QString slot;
    QString streamKind;  // of a standby: "physical", "logical"
    QDateTime firstSeen; // UTC, our clock
    QDateTime lastSeen;
    bool expected = true; // a standby that was said to be gone for good, or was there in passing, is not
};

/// The values of one subject at one look. What is not known is absent, and stays so.
struct LagRow
{
    LagSubject subject;
    std::array<std::optional<double>, lagQuantities> values;
    bool afterGap = false; // nothing is known of the time before it

    void set(LagQuantity quantity, std::optional<double> value)
    {
        values[static_cast<std::size_t>(quantity)] = value;
    }
};

struct LagPoint
{
    qint64 time = 0; // milliseconds since 1970, UTC, our clock; of a step: its begin
    double least = 0;
    double mean = 0;
    double greatest = 0;
    bool afterGap = false; // no line belongs between it and the point before
};

/// Where a server's curves begin and how they were stored, for a chart's range.
struct LagSpan
{
    QDateTime first;
    QDateTime last;
};

/// Reads the file, while another thread or process may be writing it. Used by the thread that opened it.
class LagHistory
{
public:
    /// Makes the file where there is none. Errors: those of History::open.
    static core::Result<LagHistory> open(const QString& path = defaultPath());
    static QString defaultPath(); // dataFolder()/lag.sqlite

    LagHistory(LagHistory&&) noexcept;
    LagHistory& operator=(LagHistory&&) noexcept;
    ~LagHistory();

    core::Result<QList<LagSubject>> subjects(const QString& server) const;
    core::Result<QStringList> servers() const;
    core::Result<std::optional<LagSpan>> span(const QString& server) const;
    /// The curve from `from` to `to` (inclusive), in the order of time, from the finest step that is kept for
    /// all of that time and that is not finer than `maxPoints` asks for; joined further until at most about
    /// `maxPoints` are left. Each point has the least and greatest value of its time, so that no peak is
    /// lost. `standby` is a LagSubject::id.
    core::Result<QList<LagPoint>> series(const QString& server, LagSubjectKind kind, const QString& standby,
                                         LagQuantity quantity, const QDateTime& from, const QDateTime& to,
                                         int maxPoints) const;

    /// A standby that will not come back: it is not expected any more. Any process may say so.
    core::Status forget(const QString& server, const QString& standby) const;

private:
    friend class LagHistoryWriter;
    struct Database;
    explicit LagHistory(std::unique_ptr<Database> database);
    std::unique_ptr<Database> m_database;
};

} // namespace tidemark::store
