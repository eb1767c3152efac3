// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quoting.h"

#include <QProcess>
#include <QSet>
#include <QTest>

using namespace tidemark;

class QuotingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void identifiers()
    {
        QCOMPARE(core::quoteIdentifier(QStringLiteral("posts")), QStringLiteral("\"posts\""));
        QCOMPARE(core::quoteIdentifier(QStringLiteral("a\"; DROP TABLE x; --")), QStringLiteral("\"a\"\"; DROP TABLE x; --\""));
        QCOMPARE(core::quoteIdentifier(QString()), QStringLiteral("\"\""));
        QCOMPARE(core::quoteQualified(QStringLiteral("S.1"), QStringLiteral("t\"")), QStringLiteral("\"S.1\".\"t\"\"\""));
        QCOMPARE(core::exactPattern(QStringLiteral("a*?")), QStringLiteral("\"a*?\""));
        QCOMPARE(core::exactPattern(QStringLiteral("a.b"), QStringLiteral("C")), QStringLiteral("\"a.b\".\"C\""));
    }

    void literals()
    {
        QCOMPARE(core::quoteLiteral(QStringLiteral("it's")), QStringLiteral("'it''s'"));
        // A backslash would mean itself or an escape, as standard_conforming_strings says: E'' means one thing always.
        QCOMPARE(core::quoteLiteral(QStringLiteral("a\\'b")), QStringLiteral("E'a\\\\''b'"));
        QCOMPARE(core::quoteLiteral(QString()), QStringLiteral("''"));
    }

    void shellWordsComeBack_data()
    {
        QTest::addColumn<QString>("word");
        for (const QString& word :
             {QString(), QStringLiteral("plain"), QStringLiteral("with space"), QStringLiteral("it's"), QStringLiteral("''"),
              QStringLiteral("$HOME `id` $(id)"), QStringLiteral("a\nb"), QStringLiteral("ends in newline\n"), QStringLiteral("x\n"),
              QStringLiteral("~root"), QStringLiteral("*"), QStringLiteral("a;b&c|d<e>f"), QStringLiteral("\\"), QStringLiteral("\"q\""),
              QStringLiteral("!history"), QStringLiteral("#no comment"), QStringLiteral("-n"), QStringLiteral("größe 数"), QStringLiteral("{a,b}"),
              QStringLiteral("host='x' password='***'"), QStringLiteral("tab\there")})
            QTest::newRow(qPrintable(QString(word).replace(u'\n', u'~') + QStringLiteral("|"))) << word;
    }
    void shellWordsComeBack()
    {
        QFETCH(QString, word);
        QProcess shell;
        shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QStringLiteral("printf '%s|' ") + core::quoteShell(word)});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), word + u'|');
    }

    void shellWordsStayReadable()
    {
        QCOMPARE(core::quoteShell(QStringLiteral("--file=/tmp/a_b-c.dump")), QStringLiteral("--file=/tmp/a_b-c.dump"));
    }

    void conninfoValues()
    {
        QCOMPARE(core::quoteConninfo(QStringLiteral("it's a \\ b")), QStringLiteral("'it\\'s a \\\\ b'"));
        QCOMPARE(core::quoteConninfo(QString()), QStringLiteral("''"));
    }

    void fileNames()
    {
        QCOMPARE(core::percentEncodeFileName(QStringLiteral("blog_db-1.2")), QStringLiteral("blog_db-1.2"));
        QCOMPARE(core::percentEncodeFileName(QStringLiteral("..")), QStringLiteral("%2E."));
        QCOMPARE(core::percentEncodeFileName(QStringLiteral("a/b%c")), QStringLiteral("a%2Fb%25c"));
        QCOMPARE(core::percentEncodeFileName(QStringLiteral("ä数")), QStringLiteral("%C3%A4%E6%95%B0"));
        QCOMPARE(core::percentEncodeFileName(QStringLiteral("a b\n")), QStringLiteral("a%20b%0A"));
        // Names that differ must not meet in one file, on no file system.
        QSet<QString> seen;
        for (const QString& name : {QStringLiteral("a b"), QStringLiteral("a%20b"), QStringLiteral("a_b"), QStringLiteral("a+b")})
            seen.insert(core::percentEncodeFileName(name));
        QCOMPARE(seen.size(), 4);
    }

    void passfileFields()
    {
        QCOMPARE(core::escapePassfileField(QStringLiteral("a:b\\c")).value(), QStringLiteral("a\\:b\\\\c"));
        for (const QString& bad : {QStringLiteral("a\nb"), QStringLiteral("a\r"), QString(QChar(0))}) {
            const auto field = core::escapePassfileField(bad);
            QVERIFY(!field);
            QCOMPARE(field.error().kind, core::ErrorKind::InvalidInput);
            QVERIFY(!field.error().hint.isEmpty());
        }
    }

    void singleLines_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QStringLiteral("größe 数 🐘") << QStringLiteral("größe 数 🐘");
        QTest::newRow("breaks") << QStringLiteral("a\nb\rc\td") << QStringLiteral("a\\nb\\rc\\td");
        QTest::newRow("escape sequence") << QStringLiteral("\x1b[31mred\x07\x7f") << QStringLiteral("\\x1b[31mred\\x07\\x7f");
        // Terminals obey these too, and labels break their lines at them.
        QTest::newRow("C1") << QStringLiteral("a\u009b31m\u0085b") << QStringLiteral("a\\x9b31m\\x85b");
        QTest::newRow("separators") << QStringLiteral("a\u2028b\u2029c") << QStringLiteral("a\\u2028b\\u2029c");
        // Text that turns its neighbours around can make one name look like another.
        QTest::newRow("direction") << QStringLiteral("a\u202eb\u2066c") << QStringLiteral("a\\u202eb\\u2066c");
    }
    void singleLines()
    {
        QFETCH(QString, text);
        QTEST(core::singleLine(text), "shown");
    }
};

QTEST_GUILESS_MAIN(QuotingTest)
#include "quotingtest.moc"
