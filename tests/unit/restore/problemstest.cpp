// SPDX-License-Identifier: GPL-3.0-or-later
// Messages of real runs of pg_restore 15 (data/), serial and with four workers, into a database that was in the way.
#include "restore/restorestage.h"
#include "restore/toolbreak.h"

#include <QFile>
#include <QSet>
#include <QTest>

#include <csignal>

using namespace tidemark;
using restore::EntryProblem;
using restore::ProblemReader;
using restore::ProblemWeight;
using restore::weigh;

namespace {

ProblemReader readAll(const QByteArray& text)
{
    ProblemReader reader;
    for (const QByteArray& line : text.split('\n'))
        reader.readLine(line);
    return reader;
}

ProblemReader readFile(const char* name)
{
    QFile file(QStringLiteral(TIDEMARK_DATA "/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no %s", name);
    return readAll(file.readAll());
}

QList<int> entriesOf(const ProblemReader& reader)
{
    QList<int> ids;
    for (const EntryProblem& problem : reader.problems())
        ids.append(problem.dumpId);
    return ids;
}

QString messageOf(const ProblemReader& reader, int id)
{
    for (const EntryProblem& problem : reader.problems()) {
        if (problem.dumpId == id)
            return problem.message;
    }
    return QStringLiteral("none");
}

archive::Toc tocWith(int id, const char* type, const char* tag)
{
    archive::EntryFields entry;
    entry.dumpId = id;
    entry.type = QLatin1String(type);
    entry.tag = QLatin1String(tag);
    archive::Toc toc;
    toc.entries = {entry};
    return toc;
}

} // namespace

class ProblemsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void serialRun()
    {
        const ProblemReader reader = readFile("pg_restore_serial.txt");
        QCOMPARE(entriesOf(reader), (QList<int>{215, 216, 217, 3364, 3215, 3219, 3374}));
        QCOMPARE(reader.generalErrors(), QStringList());
        QVERIFY(messageOf(reader, 215).contains(QStringLiteral("relation \"a\" already exists")));
        QVERIFY(!messageOf(reader, 215).contains(QStringLiteral("CREATE TABLE")));
        QCOMPARE(messageOf(reader, 3364), QStringLiteral("COPY failed for table \"c\": ERROR:  null value in column \"extra\" of relation \"c\" violates not-null constraint\n"
                                                         "DETAIL:  Failing row contains (1, null).\nCONTEXT:  COPY c, line 1: \"1\""));
        QVERIFY(messageOf(reader, 3215).endsWith(QStringLiteral("DETAIL:  Key (id)=(5) is duplicated.")));
        QVERIFY(messageOf(reader, 3374).contains(QStringLiteral("role \"gone\"")));
    }

    void parallelRun()
    {
        const ProblemReader reader = readFile("pg_restore_parallel.txt");
        QCOMPARE(entriesOf(reader), (QList<int>{215, 216, 217, 3364, 3215, 3219, 3374}));
        QCOMPARE(reader.generalErrors(), QStringList());
        QVERIFY(messageOf(reader, 3219).contains(QStringLiteral("no unique constraint")));
    }

    void workersThatTalkAtOnce()
    {
        // Lines are whole, but those of two workers may come in any order.
        const ProblemReader chatter = readAll("pg_restore: from TOC entry 10; 2606 1 CONSTRAINT a a_pkey postgres\n"
                                              "pg_restore: finished item 99 TABLE DATA z\n"
                                              "pg_restore: error: could not execute query: ERROR:  first\n"
                                              "Command was: ALTER TABLE a\n    ADD x;\n");
        QCOMPARE(entriesOf(chatter), QList<int>{10});
        QCOMPARE(chatter.generalErrors(), QStringList());
        QVERIFY(messageOf(chatter, 10).contains(QStringLiteral("first")));
        const ProblemReader both = readAll("pg_restore: from TOC entry 10; 2606 1 CONSTRAINT a a_pkey postgres\n"
                                           "pg_restore: from TOC entry 11; 2606 2 CONSTRAINT b b_pkey postgres\n"
                                           "pg_restore: error: could not execute query: ERROR:  first\n"
                                           "pg_restore: error: could not execute query: ERROR:  second\n");
        QCOMPARE(entriesOf(both), (QList<int>{10, 11})); // neither is lost: it would pass for restored
        QCOMPARE(both.generalErrors(), QStringList());
    }

    void severalErrorsOfOneEntry()
    {
        const ProblemReader reader = readAll("pg_restore: from TOC entry 5; 1259 1 TABLE t postgres\n"
                                             "pg_restore: error: could not set default_tablespace to ts: ERROR:  no such tablespace\n"
                                             "pg_restore: error: could not execute query: ERROR:  second\n"
                                             "Command was: CREATE TABLE t ();\n");
        QCOMPARE(entriesOf(reader), (QList<int>{5, 5}));
    }

    void errorsOfTheWholeRun()
    {
        const ProblemReader cut = readAll("pg_restore: processing data for table \"public.a\"\n"
                                          "pg_restore: error: could not read from input file: end of file\n");
        QVERIFY(cut.problems().isEmpty());
        QCOMPARE(cut.generalErrors(), QStringList{QStringLiteral("could not read from input file: end of file")});
        // Also after an entry that failed.
        const ProblemReader later = readAll("pg_restore: from TOC entry 5; 1259 1 TABLE t postgres\n"
                                            "pg_restore: error: could not execute query: ERROR:  x\nCommand was: X;\n"
                                            "pg_restore: creating TABLE \"public.u\"\n"
                                            "pg_restore: error: could not read from input file: end of file\n");
        QCOMPARE(entriesOf(later), QList<int>{5});
        QCOMPARE(later.generalErrors().size(), 1);
    }

    void namesAndBodiesAreNoMessages()
    {
        const ProblemReader reader = readAll("pg_restore: creating TABLE \"public.x: error: y\"\n"
                                             "pg_restore: processing data for table \"from TOC entry 7; : error: \"\n"
                                             "pg_restore: from TOC entry 5; 1255 1 FUNCTION f() postgres\n"
                                             "pg_restore: error: could not execute query: ERROR:  x\n"
                                             "Command was: CREATE FUNCTION f() AS $$\n"
                                             "-- somebody: error: in a comment\n"
                                             "DETAIL:  of the body\n"
                                             "$$;\n");
        QCOMPARE(entriesOf(reader), QList<int>{5});
        QCOMPARE(messageOf(reader, 5), QStringLiteral("could not execute query: ERROR:  x"));
        QCOMPARE(reader.generalErrors(), QStringList());
    }

    void settingsThatAnOlderServerDoesNotHave()
    {
        // pg_restore 17 and newer begin every connection so; it changes nothing.
        const ProblemReader reader = readAll("pg_restore: connecting to database for restore\n"
                                             "pg_restore: while INITIALIZING:\n"
                                             "pg_restore: error: could not execute query: ERROR:  unrecognized configuration parameter \"transaction_timeout\"\n"
                                             "Command was: SET transaction_timeout = 0;\n"
                                             "pg_restore: creating TABLE \"public.a\"\n");
        QVERIFY(reader.problems().isEmpty());
        QCOMPARE(reader.generalErrors(), QStringList());
        QVERIFY(reader.metErrors());
        QVERIFY(!readAll("pg_restore: creating TABLE \"public.a\"\n").metErrors());
        // A statement of the dump that needs such a setting is another matter.
        const ProblemReader other = readAll("pg_restore: error: could not execute query: ERROR:  unrecognized configuration parameter \"x\"\n"
                                            "Command was: CREATE FUNCTION f() SET x = 1;\n");
        QCOMPARE(other.generalErrors().size(), 1);
    }

    void weights()
    {
        const auto of = [](const char* type, const char* tag, const char* message) { return weigh({1, QLatin1String(message)}, tocWith(1, type, tag)); };
        QCOMPARE(of("TABLE", "t", "ERROR:  x"), ProblemWeight::Loss);
        QCOMPARE(of("TABLE DATA", "t", "ERROR:  x"), ProblemWeight::Loss);
        QCOMPARE(of("INDEX", "t_i", "relation \"t_i\" already exists"), ProblemWeight::Loss);
        QCOMPARE(of("ACL", "TABLE t", "role \"r\" does not exist"), ProblemWeight::Privilege);
        QCOMPARE(of("DEFAULT ACL", "DEFAULT PRIVILEGES FOR TABLES", "x"), ProblemWeight::Privilege);
        QCOMPARE(of("COMMENT", "EXTENSION plpgsql", "must be owner of extension plpgsql"), ProblemWeight::Harmless);
        QCOMPARE(of("COMMENT", "TABLE t", "x"), ProblemWeight::Loss);
        QCOMPARE(of("SCHEMA", "public", "schema \"public\" already exists"), ProblemWeight::Harmless);
        QCOMPARE(of("SCHEMA", "public", "permission denied"), ProblemWeight::Loss);
        QCOMPARE(of("SCHEMA", "app", "schema \"app\" already exists"), ProblemWeight::Loss);
        // The function is not there then: that is no harmless thing.
        QCOMPARE(of("FUNCTION", "f()", "ERROR:  unrecognized configuration parameter \"jit\""), ProblemWeight::Loss);
        QCOMPARE(weigh({2, QStringLiteral("x")}, tocWith(1, "TABLE", "t")), ProblemWeight::Loss); // an entry nobody knows
    }

    void serverTrouble_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<bool>("isTrouble");
        QTest::newRow("memory") << "could not execute query: ERROR:  out of memory\nDETAIL:  Failed on request" << true;
        QTest::newRow("locks") << "COPY failed for table \"t\": ERROR:  out of shared memory" << true;
        QTest::newRow("somebody") << "could not execute query: ERROR:  canceling statement due to user request" << true;
        QTest::newRow("tool") << "pg_restore: creating x\npg_restore: error: out of memory" << true;
        QTest::newRow("sessions") << "FATAL:  sorry, too many clients already" << true;
        QTest::newRow("content") << "ERROR:  invalid input syntax for type integer: \"out of memory\"" << false;
        QTest::newRow("size") << "ERROR:  invalid memory alloc request size 18446744073709551613" << false;
    }

    void serverTrouble()
    {
        QFETCH(QString, message);
        QTEST(restore::isServerTrouble(message), "isTrouble");
    }

    void endedBySignal()
    {
        process::Finished finished;
        for (const int signal : {SIGSEGV, SIGBUS, SIGABRT}) {
            finished.signal = signal;
            QCOMPARE(restore::endedBySignal(QStringLiteral("x"), finished).kind, core::ErrorKind::Corrupt);
        }
        for (const int signal : {SIGKILL, SIGTERM}) {
            finished.signal = signal;
            QCOMPARE(restore::endedBySignal(QStringLiteral("x"), finished).kind, core::ErrorKind::Io);
        }
    }
};

QTEST_GUILESS_MAIN(ProblemsTest)
#include "problemstest.moc"
