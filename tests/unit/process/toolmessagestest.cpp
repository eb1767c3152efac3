// SPDX-License-Identifier: GPL-3.0-or-later
// What pg_dump, pg_restore and psql really say when they fail.
#include "process/toolmessages.h"

#include <QTest>

using namespace tidemark;
using core::ErrorKind;
using core::LogLevel;

Q_DECLARE_METATYPE(tidemark::core::ErrorKind)
Q_DECLARE_METATYPE(tidemark::core::LogLevel)

class ToolMessagesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lines_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<LogLevel>("level");
        const auto row = [](const char* line, LogLevel level) { QTest::newRow(line) << QString::fromUtf8(line) << level; };
        row("pg_dump: error: query failed: ERROR:  permission denied for table secret", LogLevel::Error);
        row("pg_dump: detail: Query was: LOCK TABLE public.secret IN ACCESS SHARE MODE", LogLevel::Error);
        row("pg_restore: error: could not execute query: ERROR:  relation \"categories\" already exists", LogLevel::Error);
        row("psql:dump.sql:12: ERROR:  syntax error at or near \"x\"", LogLevel::Error);
        row("FATAL:  terminating connection due to administrator command", LogLevel::Error);
        row("pg_dump: [archiver (db)] connection to database \"x\" failed: FATAL:  role \"u\" does not exist", LogLevel::Error);
        row("pg_restore: warning: errors ignored on restore: 3", LogLevel::Warning);
        row("pg_dump: hint: Use --disable-triggers", LogLevel::Warning);
        row("psql:dump.sql:3: WARNING:  nothing to do", LogLevel::Warning);
        row("pg_dump: last built-in OID is 16383", LogLevel::Info);
        row("pg_dump: dumping contents of table \"public.actor\"", LogLevel::Info);
        row("pg_restore: creating TABLE \"public.error: x\"", LogLevel::Info);
        row("pg_dump: dumping contents of table \"public.a: error: b\"", LogLevel::Info);
        row("pg_dump: dumping contents of table \"public.ERROR:  FATAL:  WARNING:  \"", LogLevel::Info);
    }
    void lines()
    {
        QFETCH(QString, line);
        const core::LogLine sorted = process::classifyToolLine(line.toUtf8());
        QTEST(sorted.level, "level");
        QCOMPARE(sorted.text, line);
    }

    void linesAreMasked()
    {
        QCOMPARE(process::classifyToolLine("Command was: ALTER ROLE r PASSWORD 'abc';").text, QStringLiteral("Command was: ALTER ROLE r PASSWORD '***';"));
    }

    void failures_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<ErrorKind>("kind");
        const auto row = [](const char* name, const char* text, ErrorKind kind) { QTest::newRow(name) << QString::fromUtf8(text) << kind; };
        row("newer server", "pg_dump: error: aborting because of server version mismatch\n"
            "pg_dump: detail: server version: 18.4; pg_dump version: 15.20 (Debian 15.20-0+deb12u1)", ErrorKind::ToolTooOld);
        row("lock denied", "pg_dump: error: query failed: ERROR:  permission denied for table secret\n"
            "pg_dump: detail: Query was: LOCK TABLE public.secret IN ACCESS SHARE MODE", ErrorKind::PermissionDenied);
        row("schema denied", "pg_dump: error: query failed: ERROR:  permission denied for schema util\n"
            "pg_dump: detail: Query was: LOCK TABLE util.t IN ACCESS SHARE MODE", ErrorKind::PermissionDenied);
        row("sequence denied", "pg_dump: error: query failed: ERROR:  permission denied for sequence sq\n"
            "pg_dump: detail: Query was: SELECT last_value, is_called FROM public.sq", ErrorKind::PermissionDenied);
        row("row security", "pg_dump: error: Dumping the contents of table \"customers\" failed: PQgetResult() failed.\n"
            "pg_dump: detail: Error message from server: ERROR:  query would be affected by row-level security policy for table \"customers\"\n"
            "pg_dump: detail: Command was: COPY app.customers (id, name) TO stdout;", ErrorKind::PermissionDenied);
        row("backend ended", "pg_dump: error: Dumping the contents of table \"t10m\" failed: PQgetResult() failed.\n"
            "pg_dump: detail: Error message from server: FATAL:  terminating connection due to administrator command\n"
            "pg_dump: detail: Command was: COPY public.t10m (id) TO stdout;", ErrorKind::ConnectionFailed);
        row("backend killed", "pg_dump: error: Dumping the contents of table \"t10m\" failed: PQgetCopyData() failed.\n"
            "pg_dump: detail: Error message from server: server closed the connection unexpectedly\n"
            "\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\n"
            "pg_dump: detail: Command was: COPY public.t10m (id) TO stdout;", ErrorKind::ConnectionFailed);
        row("killed while locking", "pg_dump: error: query failed: server closed the connection unexpectedly\n"
            "\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\n"
            "pg_dump: detail: Query was: LOCK TABLE public.t IN ACCESS SHARE MODE", ErrorKind::ConnectionFailed);
        row("disk full", "pg_dump: error: could not write to output file: No space left on device", ErrorKind::StorageFull);
        row("quota", "pg_dump: error: could not write to output file: Disk quota exceeded", ErrorKind::StorageFull);
        row("lock timeout", "pg_dump: error: query failed: ERROR:  canceling statement due to statement timeout\n"
            "pg_dump: detail: Query was: LOCK TABLE public.t1m IN ACCESS SHARE MODE", ErrorKind::Conflict);
        row("lock timeout, German server", "pg_dump: error: query failed: FEHLER:  storniere Anfrage wegen Zeitüberschreitung der Anfrage\n"
            "pg_dump: detail: Query was: LOCK TABLE public.t1m IN ACCESS SHARE MODE", ErrorKind::Conflict);
        row("lock table full", "pg_dump: error: query failed: ERROR:  out of shared memory\n"
            "HINT:  You might need to increase max_locks_per_transaction.\n"
            "pg_dump: detail: Query was: LOCK TABLE public.t1 IN ACCESS SHARE MODE", ErrorKind::QueryFailed);
        row("dropped meanwhile", "pg_dump: error: query failed: ERROR:  relation \"public.t\" does not exist\n"
            "pg_dump: detail: Query was: LOCK TABLE public.t IN ACCESS SHARE MODE", ErrorKind::Conflict);
        row("standby conflict", "pg_dump: error: Dumping the contents of table \"t\" failed: PQgetResult() failed.\n"
            "pg_dump: detail: Error message from server: ERROR:  canceling statement due to conflict with recovery\n"
            "DETAIL:  User query might have needed to see row versions that must be removed.", ErrorKind::QueryFailed);
        row("bad password", "pg_dump: error: connection to server at \"127.0.0.1\", port 56200 failed: FATAL:  password authentication failed for user \"pwuser\"",
            ErrorKind::AuthenticationFailed);
        row("no password", "pg_dump: error: connection to server at \"127.0.0.1\", port 56200 failed: fe_sendauth: no password supplied", ErrorKind::AuthenticationFailed);
        row("no rule", "pg_dump: error: connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  no pg_hba.conf entry for host \"127.0.0.1\", user \"u\", database \"d\", no encryption",
            ErrorKind::AuthenticationFailed);
        row("no database", "pg_dump: error: connection to server on socket \"/run/postgresql/.s.PGSQL.5432\" failed: FATAL:  database \"nosuchdb\" does not exist", ErrorKind::NotFound);
        row("no role", "pg_dump: error: connection to server on socket \"/run/postgresql/.s.PGSQL.5432\" failed: FATAL:  role \"nobody\" does not exist", ErrorKind::AuthenticationFailed);
        row("down", "pg_dump: error: connection to server at \"localhost\" (::1), port 1 failed: Connection refused\n"
            "\tIs the server running on that host and accepting TCP/IP connections?", ErrorKind::ConnectionFailed);
        row("no host", "pg_dump: error: could not translate host name \"nohost\" to address: Name or service not known", ErrorKind::ConnectionFailed);
        row("file refused", "pg_dump: error: could not open output file \"/srv/x.dump\": Permission denied", ErrorKind::Io);
        row("truncated", "pg_restore: error: could not read from input file: end of file", ErrorKind::Corrupt);
        row("flipped bit", "pg_restore: error: could not uncompress data: incorrect data check", ErrorKind::Corrupt);
        row("missing part", "pg_restore: error: could not open input file \"/b/x.dir/3431.dat\": No such file or directory", ErrorKind::Corrupt);
        row("short part", "pg_restore: error: could not close data file \"/b/x.dir/3438.dat\": No such file or directory", ErrorKind::Corrupt);
        row("plain text", "pg_restore: error: input file appears to be a text format dump. Please use psql.", ErrorKind::InvalidInput);
        row("not an archive", "pg_restore: error: input file does not appear to be a valid archive", ErrorKind::InvalidInput);
        row("no archive folder", "pg_restore: error: directory \"x\" does not appear to be a valid archive (\"toc.dat\" does not exist)", ErrorKind::InvalidInput);
        row("empty", "pg_restore: error: input file is too short (read 0, expected 5)", ErrorKind::InvalidInput);
        row("newer archive", "pg_restore: error: unsupported version (1.16) in file header", ErrorKind::ToolTooOld);
        row("no tables", "pg_dump: error: no matching tables were found", ErrorKind::ToolFailed);
        row("old style", "pg_dump: [archiver (db)] query failed: ERROR:  permission denied for relation t", ErrorKind::PermissionDenied);
        row("nothing", "", ErrorKind::ToolFailed);
    }
    void failures()
    {
        QFETCH(QString, text);
        QFETCH(ErrorKind, kind);
        const core::Error error = process::toolFailureFromText(QStringLiteral("pg_dump"), QStringLiteral("pg_dump: saving encoding = UTF8\n") + text);
        QVERIFY2(error.kind == kind, core::factsOf(error.kind).jsonName);
        QVERIFY(!error.message.isEmpty());
        for (const QString& line : text.split(u'\n', Qt::SkipEmptyParts)) {
            if (line.contains(QStringLiteral("error: ")))
                QVERIFY2(error.detail.contains(line), qPrintable(error.detail)); // PostgreSQL's own words
        }
        if (kind != ErrorKind::ToolFailed)
            QVERIFY(!error.hint.isEmpty());
    }

    void theDetailIsShort()
    {
        QString text;
        for (int i = 0; i < 500; ++i)
            text += QStringLiteral("pg_restore: error: number %1\npg_restore: creating x\n").arg(i);
        const core::Error error = process::toolFailureFromText(QStringLiteral("pg_restore"), text);
        QCOMPARE(error.detail.split(u'\n').size(), 12);
        QVERIFY(error.detail.endsWith(QStringLiteral("number 499")));
    }

    void withoutWordsTheExitIsNamed()
    {
        process::Finished finished;
        finished.exitCode = 3;
        const process::Command command(QStringLiteral("/usr/lib/postgresql/15/bin/pg_dump"));
        QCOMPARE(process::toolFailure(command, finished).message, QStringLiteral("pg_dump failed (exit code 3)."));
        finished.signal = 11;
        QVERIFY(process::toolFailure(command, finished).message.contains(QStringLiteral("signal 11")));
        finished.errorOutput = "pg_dump: error: connection to server failed: password=abc";
        QVERIFY(!process::toolFailure(command, finished).detail.contains(QStringLiteral("abc")));
    }
};

QTEST_GUILESS_MAIN(ToolMessagesTest)
#include "toolmessagestest.moc"
