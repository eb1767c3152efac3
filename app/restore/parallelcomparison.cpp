// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/parallelcomparison.h"

#include "postgres/queries/tablecontent.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore {

namespace {

constexpr qint64 partBytes = 64LL << 20; // of COPY text; some seconds at most
constexpr std::chrono::milliseconds tick{200};

} // namespace

ParallelComparison::ParallelComparison(const access::ServerAccess& server, QString database,
                                       QList<catalog::ManifestTable> expected, const QByteArray& encoding,
                                       int readers, LargeTables large, std::stop_token stop)
    : m_server(server)
    , m_database(std::move(database))
    , m_expected(std::move(expected))
    , m_encoding(QString::fromLatin1(encoding))
    , m_large(large)
    , m_stop(std::move(stop))
    , m_tables(static_cast<std::size_t>(m_expected.size()))
    , m_left(m_expected.size())
{
    for (qsizetype i = 0; i < m_expected.size(); ++i)
        m_tables[static_cast<std::size_t>(i)].result = expectationOf(m_expected.at(i));
    m_working = std::max(1, readers);
    for (int i = 0; i < m_working; ++i)
        m_readers.emplace_back([this](const std::stop_token& ended) { work(ended); });
}

ParallelComparison::~ParallelComparison()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
        m_parts.clear();
    }
    for (std::jthread& reader : m_readers)
        reader.request_stop();
    m_changed.notify_all();
}

void ParallelComparison::tableIsReady(qsizetype place)
{
    makeReady(place, When::Early);
}

void ParallelComparison::makeReady(qsizetype place, When when)
{
    if (place < 0 || place >= m_expected.size())
        return;
    const std::lock_guard lock(m_mutex);
    Table& table = m_tables[static_cast<std::size_t>(place)];
    if (table.isReady)
        return;
    table.isReady = true;
    table.isEarly = when == When::Early;
    table.partsLeft = 1;
    // The largest first, so that none is left over for one reader alone at the end.
    const auto at = std::find_if(m_parts.begin(), m_parts.end(), [&](const Part& part) {
        return !part.isDivided && m_expected.at(part.place).bytes < m_expected.at(place).bytes;
    });
    m_parts.insert(at, Part{place, 0, -1, false});
    m_changed.notify_all();
}

/// Stops for the run's sake and for this object's: a reader may be waiting for a lock of the restore.
void ParallelComparison::work(const std::stop_token& stop)
{
    std::stop_source both;
    const std::stop_callback forRun(m_stop, [&both] { both.request_stop(); });
    const std::stop_callback forUs(stop, [&both] { both.request_stop(); });
    std::optional<postgres::Connection> connection;
    core::Status status;
    for (;;) {
        Part part;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, both.get_token(), [&] { return !m_parts.empty() || m_isClosed; });
            if (m_parts.empty() || both.stop_requested())
                break;
            part = m_parts.front();
            m_parts.pop_front();
        }
        if (!connection) {
            postgres::SessionOptions options;
            options.statementLimit = std::chrono::hours(24);
            auto opened = m_server.connect(m_database, options, both.get_token());
            if (opened)
                connection.emplace(*std::move(opened));
            else
                status = opened.error();
        }
        if (connection)
            read(*connection, part);
        if (!connection || !connection->isUsable()) {
            if (status)
                status = core::Error{
                    core::ErrorKind::ConnectionFailed,
                    QCoreApplication::translate("restore::contentCheck",
                                                "The server went away while the content was compared."),
                    {},
                    {}};
            const std::lock_guard lock(m_mutex);
            m_parts.push_front(part);
            break;
        }
    }
    const std::lock_guard lock(m_mutex);
    --m_working;
    if (!status && m_problem)
        m_problem = status;
    m_changed.notify_all();
}

void ParallelComparison::divide(postgres::Connection& connection, Part& part)
{
    const catalog::ManifestTable& table = m_expected.at(part.place);
    const bool isLarge = table.bytes > partBytes + partBytes / 2;
    if (part.isDivided || !isLarge || m_large == LargeTables::Whole || table.columns.isEmpty())
        return;
    part.isDivided = true;
    const auto pages = postgres::tablePages(connection, table.schema, table.name);
    const qint64 wanted = (table.bytes + partBytes - 1) / partBytes;
    if (!pages || *pages < 2 * wanted)
        return;
    const qint64 step = *pages / wanted;
    const std::lock_guard lock(m_mutex);
    Table& state = m_tables[static_cast<std::size_t>(part.place)];
    for (qint64 i = wanted - 1; i >= 1; --i) {
        m_parts.push_front({part.place, i * step, i + 1 < wanted ? (i + 1) * step : -1, true});
        ++state.partsLeft;
    }
    part.toPage = step;
    m_changed.notify_all();
}

void ParallelComparison::read(postgres::Connection& connection, Part part)
{
    divide(connection, part);
    const catalog::ManifestTable& table = m_expected.at(part.place);
    archive::TableDigest digest;
    const auto sink = [&digest](QByteArrayView row) -> core::Status {
        digest.addBytes(row);
        return {};
    };
    const bool isWhole = part.fromPage == 0 && part.toPage < 0;
    const core::Status status =
        isWhole ? postgres::copyTable(connection, table.schema, table.name, table.columns, sink, m_encoding)
                : postgres::copyTablePages(connection, table.schema, table.name, table.columns, part.fromPage,
                                           part.toPage, sink, m_encoding);
    add(part, status, digest.finish(), connection.isUsable());
}

void ParallelComparison::add(const Part& part, const core::Status& status,
                             const archive::TableContent& content, bool isUsable)
{
    if (!status && (!isUsable || status.error().kind == core::ErrorKind::Cancelled))
        return; // read again by another, or not at all
    const std::lock_guard lock(m_mutex);
    Table& state = m_tables[static_cast<std::size_t>(part.place)];
    if (!status)
        state.result.problem =
            status.error().detail.isEmpty() ? status.error().message : status.error().detail;
    state.content.rows += content.rows;
    state.content.bytes += content.bytes;
    state.content.digest += content.digest;
    m_bytesDone += content.bytes;
    if (--state.partsLeft > 0)
        return;
    if (state.result.problem.isEmpty())
        judgeContent(state.result, m_expected.at(part.place), state.content);
    --m_left;
    m_changed.notify_all();
}

core::Status ParallelComparison::wait(const core::RunContext& context, double from, double to)
{
    qint64 total = 1;
    for (const catalog::ManifestTable& table : m_expected)
        total += table.bytes;
    core::RateMeter meter;
    std::unique_lock lock(m_mutex);
    while (m_left > 0) {
        m_changed.wait_for(lock, tick);
        const qint64 done = m_bytesDone;
        const bool nobody = m_working == 0 && m_left > 0;
        lock.unlock();
        TIDEMARK_TRY(context.checkpoint());
        if (nobody)
            return m_problem ? core::Status(core::Error{
                                   core::ErrorKind::Internal, QStringLiteral("comparison"), {}, {}})
                             : m_problem;
        core::Progress progress;
        progress.phase =
            QCoreApplication::translate("restore::contentCheck", "Comparing the content with the backup");
        progress.bytesDone = std::min(done, total);
        progress.bytesTotal = total;
        meter.record(std::chrono::steady_clock::now(), done);
        progress.bytesPerSecond = meter.bytesPerSecond();
        progress.left = meter.timeLeft(std::max<qint64>(0, total - done));
        progress.fraction =
            from + (to - from) * static_cast<double>(progress.bytesDone) / static_cast<double>(total);
        context.report(progress);
        lock.lock();
    }
    return {};
}

/// What failed may have been tried again after it was read.
bool ParallelComparison::readEarlyOnesAgain()
{
    QList<qsizetype> again;
    {
        const std::lock_guard lock(m_mutex);
        for (std::size_t i = 0; i < m_tables.size(); ++i) {
            Table& table = m_tables[i];
            // A COPY is all or nothing, so the right number of rows is all of them.
            const bool isWhole =
                table.result.problem.isEmpty() && table.result.rows == table.result.expectedRows;
            if (!table.isEarly || isWhole)
                continue;
            again.append(static_cast<qsizetype>(i));
            table = Table();
            table.result = expectationOf(m_expected.at(again.constLast()));
            ++m_left;
        }
    }
    for (const qsizetype place : std::as_const(again))
        makeReady(place, When::AtLast);
    return !again.isEmpty();
}

core::Result<QList<TableComparison>> ParallelComparison::finish(const core::RunContext& context, double from,
                                                                double to)
{
    for (qsizetype i = 0; i < m_expected.size(); ++i)
        makeReady(i, When::AtLast);
    TIDEMARK_TRY(wait(context, from, to));
    if (readEarlyOnesAgain())
        TIDEMARK_TRY(wait(context, to, to));
    QList<TableComparison> results;
    const std::lock_guard lock(m_mutex);
    for (const Table& table : m_tables)
        results.append(table.result);
    return results;
}

} // namespace tidemark::restore
