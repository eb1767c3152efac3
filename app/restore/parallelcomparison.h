// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "restore/contentcheck.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace tidemark::restore {

/// Reads restored tables over several connections while others are still being restored, and compares them
/// with the backup. Tables become ready one by one; large ones are read in parts, whose digests add up.
/// Reading takes the weakest lock, one table's at a time, so it can wait for a key that is being built, and
/// be waited for, but never in a circle. Made, told and finished by one thread; the readers are its own.
class ParallelComparison
{
public:
    /// `server` has to outlive it. `parts`: whether the server reads a part of a table without the rest of it
    /// (14 and newer). `encoding`: the dump's.
    enum class LargeTables
    {
        Whole,
        InParts,
    };
    ParallelComparison(const access::ServerAccess& server, QString database,
                       QList<catalog::ManifestTable> expected, const QByteArray& encoding, int readers,
                       LargeTables large, std::stop_token stop);
    /// Ends the readers, whatever they do.
    ~ParallelComparison();
    ParallelComparison(const ParallelComparison&) = delete;
    ParallelComparison& operator=(const ParallelComparison&) = delete;

    /// Its rows are there, by its place in `expected`. Told again it changes nothing.
    void tableIsReady(qsizetype place);
    /// All that are left. Returns when everything was read; tables that had not all their rows while
    /// others were restored (a retry may have filled them later) are read once more. Progress goes to
    /// `context`, from `from` to `to`. Errors: Cancelled; where no reader could connect or stay connected.
    core::Result<QList<TableComparison>> finish(const core::RunContext& context, double from, double to);

private:
    struct Part
    {
        qsizetype place = 0;
        qint64 fromPage = 0;
        qint64 toPage = -1; // -1: to the end
        bool isDivided = false;
    };
    struct Table
    {
        bool isReady = false;
        bool isEarly = false; // while others were restored
        int partsLeft = 0;
        archive::TableContent content;
        TableComparison result;
    };

    void work(const std::stop_token& stop);
    void read(postgres::Connection& connection, Part part);
    void divide(postgres::Connection& connection, Part& part);
    void add(const Part& part, const core::Status& status, const archive::TableContent& content,
             bool isUsable);
    core::Status wait(const core::RunContext& context, double from, double to);
    enum class When
    {
        Early, // others are still restored
        AtLast,
    };
    void makeReady(qsizetype place, When when);
    bool readEarlyOnesAgain();

    const access::ServerAccess& m_server;
    const QString m_database;
    const QList<catalog::ManifestTable> m_expected;
    const QString m_encoding;
    const LargeTables m_large;
    std::stop_token m_stop;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Part> m_parts;
    std::vector<Table> m_tables;
    qsizetype m_left = 0;
    qint64 m_bytesDone = 0;
    int m_working = 0;
    bool m_isClosed = false;
    core::Status m_problem;
    std::vector<std::jthread> m_readers; // last: they use the rest
};

} // namespace tidemark::restore
