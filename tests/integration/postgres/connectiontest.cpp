// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to a real server: limits, stops, lost servers, and what a session is pinned to.
#include "frozenproxy.h"
#include "postgres/queries/databaseadmin.h"
#include "support/testcluster.h"

#include <QElapsedTimer>
#include <QTemporaryFile>
#include <QTest>

#include <csignal>
#include <thread>
#include <unistd.h>

using namespace tidemark;
using namespace std::chrono_literals;
using core::ErrorKind;
using postgres::Connection;
using postgres::SessionOptions;
using postgres::Sql;
using test::TestCluster;

namespace {

const QString failed = QStringLiteral("It failed.");

core::Result<Connection> connectWith(std::stop_token stop, const SessionOptions& options = {}, const postgres::ConnectionSpec& spec = TestCluster::shared().spec())
{
    return Connection::open(spec, core::Secret(), options, std::move(stop));
}

QString value(Connection& connection, const QByteArray& statement)
{
    const auto rows = connection.query(Sql::script(statement), {}, failed);
    return rows ? rows->cell(0, 0).value_or(QStringLiteral("NULL")) : rows.error().toText();
}

/// The statements that a server process of that number is at.
QString running(int pid)
{
    return TestCluster::shared().value(QStringLiteral("postgres"), QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid = %1").arg(pid));
}

/// Requests a stop after a while.
class Later
{
public:
    explicit Later(std::chrono::milliseconds delay)
        : m_thread([this, delay] {
            std::this_thread::sleep_for(delay);
            timer.start();
            m_source.request_stop();
        })
    {
    }
    std::stop_token token() const { return m_source.get_token(); }
    QElapsedTimer timer;

private:
    std::stop_source m_source;
    std::jthread m_thread;
};

} // namespace

class ConnectionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { TestCluster::shared(); }

    void facts()
    {
        auto connection = connectWith({});
        QVERIFY(connection.has_value());
        QCOMPARE(connection->databaseName(), QStringLiteral("postgres"));
        QCOMPARE(connection->userName(), QStringLiteral("postgres"));
        QCOMPARE(connection->serverVersion().major(), TestCluster::shared().local().major());
        QCOMPARE(value(*connection, "SELECT pg_backend_pid()").toInt(), connection->backendPid());
        QVERIFY(!connection->isEncrypted());
        QVERIFY(connection->isUsable());
    }

    void theSessionIsPinned()
    {
        // Everything that could change what is read, set the other way round for this database.
        TestCluster& cluster = TestCluster::shared();
        QVERIFY(cluster.createDatabase(QStringLiteral("pinned")));
        for (const char* setting :
             {"\"DateStyle\" = 'SQL, DMY'", "\"IntervalStyle\" = 'iso_8601'", "\"TimeZone\" = 'Asia/Tokyo'", "extra_float_digits = -5",
              "bytea_output = 'escape'", "quote_all_identifiers = on", "search_path = pg_catalog, public", "statement_timeout = 200", "lock_timeout = 200",
              "idle_in_transaction_session_timeout = 200", "idle_session_timeout = 200", "client_encoding = 'LATIN1'"})
            QVERIFY(cluster.script(QStringLiteral("postgres"), QStringLiteral("ALTER DATABASE pinned SET %1").arg(QLatin1String(setting))));
        SessionOptions options;
        options.applicationName = QStringLiteral("tidemark/test");
        auto connection = connectWith({}, options, cluster.spec(QStringLiteral("pinned")));
        QVERIFY(connection.has_value());
        QCOMPARE(value(*connection, "SHOW search_path"), QString());
        QCOMPARE(value(*connection, "SHOW client_encoding"), QStringLiteral("UTF8"));
        QCOMPARE(value(*connection, "SHOW application_name"), QStringLiteral("tidemark/test"));
        QCOMPARE(value(*connection, "SELECT '2026-11-22 01:02:03+00'::timestamptz"), QStringLiteral("2026-11-22 01:02:03+00"));
        QCOMPARE(value(*connection, "SELECT '1 day 2 hours'::interval"), QStringLiteral("1 day 02:00:00"));
        QCOMPARE(value(*connection, "SELECT 0.1::float8 + 0.2::float8"), QStringLiteral("0.30000000000000004"));
        QCOMPARE(value(*connection, "SELECT '\\xff00'::bytea"), QStringLiteral("\\xff00"));
        QCOMPARE(value(*connection, "SELECT 'pg_catalog.pg_class'::regclass"), QStringLiteral("pg_class"));
        QCOMPARE(value(*connection, "SELECT 1.5::money"), QStringLiteral("$1.50"));
        QCOMPARE(value(*connection, "SELECT 'größe数'"), QStringLiteral("größe数"));
        QCOMPARE(value(*connection, "SELECT 'x' FROM pg_sleep(0.5)"), QStringLiteral("x")); // no statement_timeout
        QVERIFY(connection->query("BEGIN", {}, failed).has_value());
        QTest::qSleep(500);
        QCOMPARE(value(*connection, "SELECT 1"), QStringLiteral("1")); // nor one inside a transaction
        QVERIFY(connection->query("COMMIT", {}, failed).has_value());
        QTest::qSleep(500);
        QCOMPARE(value(*connection, "SELECT 1"), QStringLiteral("1")); // nor between statements
        for (const char* name : {"lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout"})
            QCOMPARE(value(*connection, QByteArray("SHOW ") + name), QStringLiteral("0"));
    }

    void nullIsNotEmpty()
    {
        auto connection = connectWith({});
        const auto rows = connection->query("SELECT NULL, '', 'x', NULL", {}, failed);
        QVERIFY(rows.has_value());
        QVERIFY(rows->isNull(0, 0));
        QVERIFY(!rows->isNull(0, 1));
        QCOMPARE(rows->cell(0, 1), QString());
        QCOMPARE(rows->text(0, 2), QStringLiteral("x"));
        const auto bound = connection->query("SELECT $1::text IS NULL, $2 = ''", {std::nullopt, QStringLiteral("")}, failed);
        QVERIFY(bound->flag(0, 0));
        QVERIFY(bound->flag(0, 1));
        const auto hostile = connection->query("SELECT $1::text", {QStringLiteral("'; DROP TABLE x; -- \\ größe")}, failed);
        QCOMPARE(hostile->text(0, 0), QStringLiteral("'; DROP TABLE x; -- \\ größe"));
    }

    void noPartOfATextIsLost()
    {
        // The server would see a text that ends at the NUL: another name.
        auto connection = connectWith({});
        const QString cut = QStringLiteral("postgres") + QChar(0) + QStringLiteral("x");
        const auto bound = connection->query("SELECT $1::text", {cut}, failed);
        QVERIFY(!bound);
        QCOMPARE(bound.error().kind, ErrorKind::InvalidInput);
        QVERIFY(!connection->query(Sql("SELECT ").literalValue(cut), {}, failed));
        QCOMPARE(value(*connection, "SELECT 1"), QStringLiteral("1"));
    }

    void errorsOfStatements()
    {
        auto connection = connectWith({});
        const auto error = connection->query("SELECT * FROM no_such_table", {}, failed).error();
        QCOMPARE(error.kind, ErrorKind::NotFound);
        QCOMPARE(error.message, failed);
        QVERIFY(error.detail.contains(QStringLiteral("no_such_table")));
        const auto script = connection->execute("SELECT 1; SELECT 1/0; SELECT 2", failed, 5s);
        QVERIFY(!script);
        QVERIFY(script.error().detail.contains(QStringLiteral("division")));
        QCOMPARE(value(*connection, "SELECT 1"), QStringLiteral("1"));
    }

    void noticesStayAway()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        const int before = ::dup(STDERR_FILENO);
        ::dup2(file.handle(), STDERR_FILENO);
        auto connection = connectWith({});
        const bool done = connection && connection->execute("DROP TABLE IF EXISTS no_such_table; DO $$BEGIN RAISE WARNING 'heard'; END$$", failed, 5s);
        ::dup2(before, STDERR_FILENO);
        ::close(before);
        QVERIFY(done);
        QCOMPARE(file.size(), 0);
    }

    void aLateStatementIsCancelled()
    {
        auto connection = connectWith({});
        QElapsedTimer timer;
        timer.start();
        const auto late = connection->query("SELECT pg_catalog.pg_sleep(60)", {}, failed, 300ms);
        QVERIFY(!late);
        QCOMPARE(late.error().kind, ErrorKind::QueryFailed);
        QVERIFY(late.error().detail.contains(QStringLiteral("cancelled")));
        QVERIFY2(timer.elapsed() >= 290 && timer.elapsed() < 1300, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(running(connection->backendPid()), QStringLiteral("0"));
        QVERIFY(connection->isUsable());
        QCOMPARE(value(*connection, "SELECT 42"), QStringLiteral("42"));
        SessionOptions options;
        options.statementLimit = 200ms; // of the session
        auto other = connectWith({}, options);
        QVERIFY(!other->query("SELECT pg_catalog.pg_sleep(60)", {}, failed));
        QCOMPARE(value(*other, "SELECT 42"), QStringLiteral("42"));
    }

    void stopDuringAStatement()
    {
        Later later(300ms);
        auto connection = connectWith(later.token());
        QVERIFY(connection.has_value());
        const int pid = connection->backendPid();
        const auto stopped = connection->query("SELECT pg_catalog.pg_sleep(60)", {}, failed);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
        QVERIFY2(later.timer.elapsed() < 1000, qPrintable(QString::number(later.timer.elapsed())));
        QCOMPARE(running(pid), QStringLiteral("0"));
        QCOMPARE(connection->query("SELECT 1", {}, failed).error().kind, ErrorKind::Cancelled); // it stays stopped
    }

    void stopWhileWaitingForALock()
    {
        TestCluster& cluster = TestCluster::shared();
        QVERIFY(cluster.script(QStringLiteral("postgres"), QStringLiteral("CREATE TABLE locked(a int)")));
        auto holder = cluster.connect();
        QVERIFY(holder->execute("BEGIN; LOCK TABLE public.locked", failed, 5s));
        Later later(200ms);
        auto connection = connectWith(later.token());
        QCOMPARE(connection->query("SELECT * FROM public.locked", {}, failed).error().kind, ErrorKind::Cancelled);
        QVERIFY(later.timer.elapsed() < 1000);
    }

    void copyOut()
    {
        auto connection = connectWith({});
        QByteArray text;
        QVERIFY(connection->copyOut("COPY (SELECT 1, NULL, E'a\\tb' UNION ALL SELECT 2, 'x', '') TO STDOUT", [&](QByteArrayView row) -> core::Status {
            text.append(row);
            text.append('|');
            return {};
        }, failed));
        QCOMPARE(text, QByteArray("1\t\\N\ta\\tb\n|2\tx\t\n|"));
        QVERIFY(connection->copyOut("COPY (SELECT 1 WHERE false) TO STDOUT", [](QByteArrayView) -> core::Status { return core::cancelledError(); }, failed));
        const auto wrong = connection->copyOut("SELECT 1", [](QByteArrayView) -> core::Status { return {}; }, failed);
        QCOMPARE(wrong.error().kind, ErrorKind::Internal);
        QCOMPARE(value(*connection, "SELECT 1"), QStringLiteral("1"));
        // An error after the first rows is no end of the rows.
        qint64 rows = 0;
        const auto broken = connection->copyOut("COPY (SELECT 1 / (i - 50000) FROM pg_catalog.generate_series(1, 100000) i) TO STDOUT", [&](QByteArrayView) -> core::Status {
            ++rows;
            return {};
        }, failed);
        QVERIFY(!broken);
        QVERIFY(broken.error().detail.contains(QStringLiteral("division")));
        QCOMPARE(rows, 49999);
        QCOMPARE(value(*connection, "SELECT 1"), QStringLiteral("1"));
    }

    void copyThatNobodyAskedFor()
    {
        auto connection = connectWith({});
        for (const char* statement : {"COPY (SELECT 1) TO STDOUT", "CREATE TEMPORARY TABLE t(a int); COPY t FROM STDIN"}) {
            const auto status = connection->execute(Sql::script(statement), failed, 5s);
            QVERIFY2(!status, statement);
            QCOMPARE(status.error().kind, ErrorKind::QueryFailed);
            QVERIFY(connection->isUsable());
            QCOMPARE(value(*connection, "SELECT 1"), QStringLiteral("1"));
            QVERIFY(!connection->copyOut("COPY pg_catalog.pg_am FROM STDIN", [](QByteArrayView) -> core::Status { return {}; }, failed));
            QCOMPARE(value(*connection, "SELECT 1"), QStringLiteral("1"));
        }
    }

    void aSinkCanEndACopy()
    {
        auto connection = connectWith({});
        const int pid = connection->backendPid();
        int rows = 0;
        QElapsedTimer timer;
        timer.start();
        const auto ended = connection->copyOut("COPY (SELECT pg_catalog.generate_series(1, 100000000)) TO STDOUT", [&](QByteArrayView) -> core::Status {
            if (++rows < 10)
                return {};
            return core::Error{ErrorKind::StorageFull, QStringLiteral("mine"), {}, {}};
        }, failed);
        QCOMPARE(ended.error().kind, ErrorKind::StorageFull);
        QCOMPARE(ended.error().message, QStringLiteral("mine"));
        QCOMPARE(rows, 10);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(running(pid), QStringLiteral("0"));
        QCOMPARE(value(*connection, "SELECT 7"), QStringLiteral("7"));
    }

    void stopDuringACopy_data()
    {
        QTest::addColumn<QByteArray>("statement");
        QTest::newRow("rows come without end") << QByteArray("COPY (SELECT pg_catalog.generate_series(1, 1000000000)) TO STDOUT");
        QTest::newRow("rows come slowly") << QByteArray("COPY (SELECT pg_catalog.pg_sleep(0.1) FROM pg_catalog.generate_series(1, 1000)) TO STDOUT");
        QTest::newRow("no row comes") << QByteArray("COPY (SELECT pg_catalog.pg_sleep(60)) TO STDOUT");
    }
    void stopDuringACopy()
    {
        QFETCH(QByteArray, statement);
        Later later(400ms);
        auto connection = connectWith(later.token());
        const int pid = connection->backendPid();
        const auto stopped = connection->copyOut(Sql::script(statement), [](QByteArrayView) -> core::Status { return {}; }, failed);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
        QVERIFY2(later.timer.elapsed() < 1000, qPrintable(QString::number(later.timer.elapsed())));
        QCOMPARE(running(pid), QStringLiteral("0"));
    }

    void endedByAnAdministrator()
    {
        auto connection = connectWith({});
        std::jthread other([pid = connection->backendPid()] {
            std::this_thread::sleep_for(200ms);
            (void)TestCluster::shared().value(QStringLiteral("postgres"), QStringLiteral("SELECT pg_terminate_backend(%1)").arg(pid));
        });
        const auto ended = connection->query("SELECT pg_catalog.pg_sleep(60)", {}, failed);
        QVERIFY(!ended);
        QCOMPARE(ended.error().kind, ErrorKind::ConnectionFailed);
        QVERIFY(ended.error().detail.contains(QStringLiteral("administrator")));
        QVERIFY(!connection->isUsable());
        QCOMPARE(connection->query("SELECT 1", {}, failed).error().kind, ErrorKind::ConnectionFailed);
    }

    void aCutCableHoldsNobody()
    {
        TestCluster& cluster = TestCluster::shared();
        postgres::ConnectionSpec spec = cluster.spec();
        test::FrozenProxy proxy(spec.host + QStringLiteral("/.s.PGSQL.") + spec.port);
        spec.host = QStringLiteral("127.0.0.1");
        spec.port = QString::number(proxy.port());
        auto connection = connectWith({}, {}, spec);
        QVERIFY2(connection.has_value(), qPrintable(connection ? QString() : connection.error().toText()));
        Later later(500ms);
        auto stopped = connectWith(later.token(), {}, spec);
        QVERIFY(stopped.has_value());
        proxy.freeze();
        QElapsedTimer timer;
        timer.start();
        const auto late = connection->query("SELECT 1", {}, failed, 200ms);
        QVERIFY(!late);
        QCOMPARE(late.error().kind, ErrorKind::ConnectionFailed);
        QVERIFY(!connection->isUsable());
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
        timer.start();
        QCOMPARE(stopped->query("SELECT 1", {}, failed).error().kind, ErrorKind::Cancelled);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void movedConnectionsWork()
    {
        auto first = connectWith({});
        auto second = connectWith({});
        const int pid = first->backendPid();
        *second = std::move(*first);
        QCOMPARE(value(*second, "SELECT pg_catalog.pg_backend_pid()").toInt(), pid);
        const Connection third = std::move(*second);
        QCOMPARE(third.backendPid(), pid);
    }

    void killedServer()
    {
        auto own = TestCluster::start();
        QVERIFY2(own.has_value(), qPrintable(own ? QString() : own.error().toText()));
        for (const bool copying : {false, true}) {
            auto connection = own->connect();
            QVERIFY(connection.has_value());
            std::jthread other([&] {
                std::this_thread::sleep_for(300ms);
                (void)own->stop(cluster::StopMode::Immediate);
            });
            QElapsedTimer timer;
            timer.start();
            core::Status ended;
            if (copying) {
                ended = connection->copyOut("COPY (SELECT pg_catalog.generate_series(1, 1000000000)) TO STDOUT", [](QByteArrayView) -> core::Status { return {}; }, failed);
            } else if (auto rows = connection->query("SELECT pg_catalog.pg_sleep(60)", {}, failed); !rows) {
                ended = rows.error();
            }
            QVERIFY(timer.elapsed() < 10'000);
            QVERIFY(!ended);
            QCOMPARE(ended.error().kind, ErrorKind::ConnectionFailed);
            QVERIFY(!connection->isUsable());
            other.join();
            QVERIFY(own->startAgain());
        }
    }

    void passwords()
    {
        auto own = TestCluster::start();
        QVERIFY(own.has_value());
        QVERIFY(own->script(QStringLiteral("postgres"), QStringLiteral("CREATE ROLE pwuser LOGIN PASSWORD 's:e\\c''ret'; CREATE ROLE nologin")));
        QVERIFY(own->listenOnTcp());
        const auto as = [&](const char* user, const QString& password, const QString& database = QStringLiteral("postgres")) {
            return Connection::open(own->tcpSpec(database, QLatin1String(user)), password.isEmpty() ? core::Secret() : core::Secret(password), {}, {});
        };
        QVERIFY(as("pwuser", QStringLiteral("s:e\\c'ret")).has_value());
        const auto wrong = as("pwuser", QStringLiteral("wrong"));
        QCOMPARE(wrong.error().kind, ErrorKind::AuthenticationFailed);
        QVERIFY(!wrong.error().toText().contains(QStringLiteral("wrong")));
        QCOMPARE(as("pwuser", {}).error().kind, ErrorKind::AuthenticationFailed);
        QCOMPARE(as("nobody", QStringLiteral("x")).error().kind, ErrorKind::AuthenticationFailed);
        QCOMPARE(as("pwuser", QStringLiteral("s:e\\c'ret"), QStringLiteral("no such db")).error().kind, ErrorKind::NotFound);
        postgres::ConnectionSpec tls = own->tcpSpec(QStringLiteral("postgres"), QStringLiteral("pwuser"));
        tls.sslMode = QStringLiteral("require");
        const auto refused = Connection::open(tls, core::Secret(QStringLiteral("s:e\\c'ret")), {}, {});
        QVERIFY(refused.error().message.contains(QStringLiteral("encrypted")));
        QVERIFY(own->script(QStringLiteral("postgres"), QStringLiteral("REVOKE CONNECT ON DATABASE postgres FROM public")));
        QCOMPARE(as("pwuser", QStringLiteral("s:e\\c'ret")).error().kind, ErrorKind::PermissionDenied);
    }
};

QTEST_GUILESS_MAIN(ConnectionTest)
#include "connectiontest.moc"
