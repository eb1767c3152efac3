// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/sqlerror.h"

#include <QTest>

using namespace tidemark;
using core::ErrorKind;

Q_DECLARE_METATYPE(tidemark::core::ErrorKind)

class PostgresErrorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connecting_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("message"); // what it has to say, in part
        const auto row = [](const char* name, const char* words, ErrorKind kind, const char* message) {
            QTest::newRow(name) << QString::fromUtf8(words) << kind << QString::fromUtf8(message);
        };
        row("password", "connection to server at \"127.0.0.1\", port 56200 failed: FATAL:  password authentication failed for user \"pwuser\"",
            ErrorKind::AuthenticationFailed, "password");
        row("password, then without TLS", "connection to server at \"h\", port 5432 failed: FATAL:  password authentication failed for user \"u\"\n"
            "connection to server at \"h\", port 5432 failed: FATAL:  no pg_hba.conf entry for host \"10.0.0.9\", user \"u\", database \"d\", no encryption",
            ErrorKind::AuthenticationFailed, "refused the password");
        row("no password", "connection to server at \"127.0.0.1\", port 5432 failed: fe_sendauth: no password supplied", ErrorKind::AuthenticationFailed, "none was given");
        row("peer", "connection to server on socket \"/run/postgresql/.s.PGSQL.5432\" failed: FATAL:  Peer authentication failed for user \"postgres\"",
            ErrorKind::AuthenticationFailed, "operating-system user");
        row("no rule", "connection to server at \"h\", port 5432 failed: FATAL:  no pg_hba.conf entry for host \"10.0.0.9\", user \"u\", database \"d\", SSL encryption",
            ErrorKind::AuthenticationFailed, "no rule");
        row("rule rejects", "FATAL:  pg_hba.conf rejects connection for host \"10.0.0.9\", user \"u\", database \"d\", SSL encryption", ErrorKind::AuthenticationFailed, "forbids");
        row("no login", "FATAL:  role \"readers\" is not permitted to log in", ErrorKind::AuthenticationFailed, "may not log in");
        row("no role", "connection to server on socket \"/s/.s.PGSQL.5432\" failed: FATAL:  role \"nobody\" does not exist", ErrorKind::AuthenticationFailed, "no such user");
        row("no database", "connection to server on socket \"/s/.s.PGSQL.5432\" failed: FATAL:  database \"nosuchdb\" does not exist", ErrorKind::NotFound, "no such database");
        row("a database called role", "FATAL:  database \"my role \" does not exist", ErrorKind::NotFound, "no such database");
        row("no CONNECT", "FATAL:  permission denied for database \"d\"\nDETAIL:  User does not have CONNECT privilege.", ErrorKind::PermissionDenied, "may not connect");
        row("not accepting", "FATAL:  database \"template0\" is not currently accepting connections", ErrorKind::ConnectionFailed, "accepts no connections");
        row("refused", "connection to server at \"localhost\" (::1), port 1 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?",
            ErrorKind::ConnectionFailed, "Nothing answers");
        row("no socket", "connection to server on socket \"/tmp/.s.PGSQL.1\" failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?",
            ErrorKind::ConnectionFailed, "socket");
        row("socket denied", "connection to server on socket \"/tmp/.s.PGSQL.1\" failed: Permission denied\n\tIs the server running locally and accepting connections on that socket?",
            ErrorKind::PermissionDenied, "socket");
        row("no host", "could not translate host name \"nohost\" to address: Name or service not known", ErrorKind::ConnectionFailed, "no such host");
        row("name server", "could not translate host name \"h\" to address: Temporary failure in name resolution", ErrorKind::ConnectionFailed, "name server");
        row("late", "timeout expired", ErrorKind::ConnectionFailed, "in time");
        row("late, kernel", "connection to server at \"10.255.255.1\", port 5432 failed: Connection timed out", ErrorKind::ConnectionFailed, "in time");
        row("no route", "connection to server at \"10.0.0.1\", port 5432 failed: No route to host", ErrorKind::ConnectionFailed, "no way");
        row("no network", "connection to server at \"10.0.0.1\", port 5432 failed: Network is unreachable", ErrorKind::ConnectionFailed, "no way");
        row("no TLS", "connection to server at \"h\", port 5432 failed: server does not support SSL, but SSL was required", ErrorKind::ConnectionFailed, "does not offer");
        row("unknown authority", "connection to server at \"h\", port 5432 failed: SSL error: certificate verify failed", ErrorKind::ConnectionFailed, "not signed");
        row("wrong name", "connection to server at \"h\", port 5432 failed: server certificate for \"localhost\" does not match host name \"h\"", ErrorKind::ConnectionFailed, "another host name");
        row("no root file", "connection to server at \"h\", port 5432 failed: root certificate file \"/x/root.crt\" does not exist\nEither provide the file or change sslmode to disable server certificate verification.",
            ErrorKind::ConnectionFailed, "root certificate");
        row("own certificate", "connection to server at \"h\", port 5432 failed: could not open certificate file \"/x.crt\": No such file or directory", ErrorKind::ConnectionFailed, "certificate");
        row("own key", "connection to server at \"h\", port 5432 failed: certificate present, but not private key file \"/x.key\"", ErrorKind::ConnectionFailed, "key");
        row("key open to others", "private key file \"/x.key\" has group or world access; file must have permissions u=rw (0600) or less", ErrorKind::ConnectionFailed, "key");
        row("full", "FATAL:  sorry, too many clients already", ErrorKind::ConnectionFailed, "slot");
        row("reserved", "FATAL:  remaining connection slots are reserved for non-replication superuser connections", ErrorKind::ConnectionFailed, "slot");
        row("role's limit", "FATAL:  too many connections for role \"u\"", ErrorKind::ConnectionFailed, "slot");
        row("starting", "FATAL:  the database system is starting up", ErrorKind::ConnectionFailed, "starting");
        row("stopping", "FATAL:  the database system is shutting down", ErrorKind::ConnectionFailed, "shutting down");
        row("no PostgreSQL", "connection to server at \"h\", port 80 failed: received invalid response to SSL negotiation: H", ErrorKind::ConnectionFailed, "not PostgreSQL");
        row("no PostgreSQL, old", "expected authentication request from server, but received S", ErrorKind::ConnectionFailed, "not PostgreSQL");
        row("service", "definition of service \"nosuch\" not found", ErrorKind::NotFound, "service");
        row("bad port", "invalid port number: \"99999\"", ErrorKind::InvalidInput, "");
        row("bad mode", "invalid sslmode value: \"never\"", ErrorKind::InvalidInput, "");
        row("anything", "something nobody has seen", ErrorKind::ConnectionFailed, "Cannot connect to d on h");
    }
    void connecting()
    {
        QFETCH(QString, words);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, message);
        const core::Error error = postgres::connectError(QStringLiteral("d on h"), words + u'\n', false);
        QVERIFY2(error.kind == kind, qPrintable(QLatin1String(core::factsOf(error.kind).jsonName) + u' ' + error.message));
        QVERIFY2(error.message.contains(message), qPrintable(error.message));
        QCOMPARE(error.detail, words); // PostgreSQL's own words, whole
        if (QLatin1String(QTest::currentDataTag()) != QLatin1String("anything"))
            QVERIFY(!error.hint.isEmpty());
    }

    void states_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<ErrorKind>("kind");
        const auto row = [](const char* state, ErrorKind kind) { QTest::newRow(state) << QString::fromLatin1(state) << kind; };
        row("42501", ErrorKind::PermissionDenied);
        row("42P04", ErrorKind::Conflict);
        row("42P01", ErrorKind::NotFound);
        row("3D000", ErrorKind::NotFound);
        row("42601", ErrorKind::QueryFailed);
        row("53100", ErrorKind::StorageFull);
        row("53300", ErrorKind::ConnectionFailed);
        row("55006", ErrorKind::Conflict);
        row("55P03", ErrorKind::Conflict); // lock_not_available
        row("57014", ErrorKind::QueryFailed);
        row("57P01", ErrorKind::ConnectionFailed);
        row("57P03", ErrorKind::ConnectionFailed);
        row("28P01", ErrorKind::AuthenticationFailed);
        row("08006", ErrorKind::ConnectionFailed);
        row("58030", ErrorKind::Io);
        row("XX001", ErrorKind::Corrupt);
        row("XX002", ErrorKind::Corrupt);
        row("XX000", ErrorKind::QueryFailed);
        row("", ErrorKind::QueryFailed);
    }
    void states()
    {
        QFETCH(QString, state);
        QTEST(postgres::kindOfSqlState(state), "kind");
    }

    void serverMessages()
    {
        const core::Error error = postgres::errorFromServer(QStringLiteral("what"), {QStringLiteral("42501"), QStringLiteral("keine Berechtigung"), QStringLiteral("d"), QStringLiteral("h")});
        QCOMPARE(error.kind, ErrorKind::PermissionDenied); // by its state: the words may be in any language
        QCOMPARE(error.message, QStringLiteral("what"));
        QCOMPARE(error.detail, QStringLiteral("keine Berechtigung\nd"));
        QCOMPARE(error.hint, QStringLiteral("h"));
    }
};

QTEST_GUILESS_MAIN(PostgresErrorTest)
#include "postgreserrortest.moc"
