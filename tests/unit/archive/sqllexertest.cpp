// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/sqllexer.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QTest>

using namespace tidemark::archive;
using Kind = SqlToken::Kind;

class SqlLexerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokens_data();
    void tokens();
    void backslashesEscapeWhenTold();
    void everyCutIsCoveredToo();
    void significantOnly();
    void staysLinear_data();
    void staysLinear();
};

static char letterOf(Kind kind)
{
    switch (kind) {
    case Kind::End:
        return '.';
    case Kind::Space:
        return ' ';
    case Kind::Comment:
        return 'c';
    case Kind::Word:
        return 'w';
    case Kind::QuotedName:
        return 'q';
    case Kind::String:
        return 's';
    case Kind::Number:
        return 'n';
    case Kind::Parameter:
        return 'p';
    case Kind::Symbol:
        return 'y';
    }
    return '?';
}

/// One line per token: a letter for its kind, ! where it is not finished, and its text.
static QByteArray shown(QByteArrayView text, bool backslashes = false)
{
    SqlLexer lexer(text);
    lexer.setBackslashEscapes(backslashes);
    QByteArray lines;
    for (SqlToken token = lexer.next(); token.kind != Kind::End; token = lexer.next()) {
        if (token.kind == Kind::Space)
            continue;
        lines += letterOf(token.kind);
        lines += token.unfinished ? '!' : ':';
        lines += lexer.textOf(token).toByteArray() + '\n';
    }
    return lines;
}

void SqlLexerTest::tokens_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const char* text, const char* expected) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
    };
    row("nothing", "", "");
    row("words", "SELECT a_1$ Ünï", "w:SELECT\nw:a_1$\nw:Ünï\n");
    row("quoted names", "\"a\"\"b\".\"; --\"", "q:\"a\"\"b\"\ny:.\nq:\"; --\"\n");
    row("unicode name", "U&\"d\\0061t\" u", "q:U&\"d\\0061t\"\nw:u\n");
    row("text", "'it''s' ''", "s:'it''s'\ns:''\n");
    row("a backslash is nothing special", "'a\\' b", "s:'a\\'\nw:b\n");
    row("escapes", "E'a\\'b' e'\\\\' x", "s:E'a\\'b'\ns:e'\\\\'\nw:x\n");
    row("other texts", "B'01' X'ff' N'n' U&'\\0041' x", "s:B'01'\ns:X'ff'\ns:N'n'\ns:U&'\\0041'\nw:x\n");
    row("text goes on in the next line", "E'a'\n '\\'b' c", "s:E'a'\n '\\'b'\nw:c\n");
    row("but not in the same", "'a' 'b'", "s:'a'\ns:'b'\n");
    row("a word before a text", "type'x'", "w:type\ns:'x'\n");
    row("dollar quotes", "$$a'b$$ $x$ $$ $y$ $x$;", "s:$$a'b$$\ns:$x$ $$ $y$ $x$\ny:;\n");
    row("a tag that begins alike", "$ab$ $a$ $abc$ $ab$ab$ x", "s:$ab$ $a$ $abc$ $ab$\nw:ab$\nw:x\n");
    row("dollars that are none", "a$b$c $1$2 $ $a b", "w:a$b$c\np:$1\np:$2\ny:$\ny:$\nw:a\nw:b\n");
    row("comments", "a--b 'c\nd/* e /* f */ g */h", "w:a\nc:--b 'c\nw:d\nc:/* e /* f */ g */\nw:h\n");
    row("a comment cuts an operator", "a+--b", "w:a\ny:+\nc:--b\n");
    row("a carriage return ends it", "--b\r\nc", "c:--b\nw:c\n");
    row("numbers", "1 1.5 .5 1e10 1.e-3 1..10 1e",
        "n:1\nn:1.5\nn:.5\nn:1e10\nn:1.e-3\nn:1\ny:.\nn:.10\nn:1\nw:e\n");
    row("symbols", "a::int[]=(-1)", "w:a\ny::\ny::\nw:int\ny:[\ny:]\ny:=\ny:(\ny:-\nn:1\ny:)\n");
    row("open text", "a 'b", "w:a\ns!'b\n");
    row("open escape", "E'b\\'", "s!E'b\\'\n");
    row("open escape at the end", "E'b\\", "s!E'b\\\n");
    row("open name", "\"b\"\"", "q!\"b\"\"\n");
    row("open dollar", "$a$ $a", "s!$a$ $a\n");
    row("open comment", "/* /* */", "c!/* /* */\n");
    QTest::newRow("any byte") << QByteArray("a\0\x01\xff;", 5)
                              << QByteArray("w:a\ny:\0\ny:\x01\nw:\xff\ny:;\n", 20);
}

void SqlLexerTest::tokens()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(shown(text), expected);
}

void SqlLexerTest::backslashesEscapeWhenTold()
{
    QCOMPARE(shown("'a\\' b' c", true), "s:'a\\' b'\nw:c\n");
    QCOMPARE(shown("B'\\' x", true), "s:B'\\'\nw:x\n");
    QCOMPARE(shown("N'\\'' x", true), "s:N'\\''\nw:x\n");
}

void SqlLexerTest::everyCutIsCoveredToo()
{
    const QByteArray text = "a 'b''c'\n'd' E'\\'' $x$ $ $x$ \"q\"\"\" U&\"u\" /* /* */ */ --c\n 1.5e-3 $1 ;";
    for (qsizetype length = 0; length <= text.size(); ++length) {
        const QByteArrayView cut = QByteArrayView(text).first(length);
        SqlLexer lexer(cut);
        qsizetype at = 0;
        for (SqlToken token = lexer.next(); token.kind != Kind::End; token = lexer.next()) {
            QCOMPARE(token.start, at);
            QVERIFY(token.length > 0);
            at += token.length;
            QVERIFY(!token.unfinished || at == length);
        }
        QCOMPARE(at, length);
        QCOMPARE(lexer.next().kind, Kind::End);
    }
}

void SqlLexerTest::significantOnly()
{
    SqlLexer lexer(" /* a */ -- b\n c --d");
    const SqlToken token = lexer.nextSignificant();
    QCOMPARE(lexer.textOf(token).toByteArray(), "c");
    QCOMPARE(lexer.nextSignificant().kind, Kind::End);
}

void SqlLexerTest::staysLinear_data()
{
    QTest::addColumn<QByteArray>("text");
    constexpr qsizetype many = 2'000'000;
    const QByteArray tag = '$' + QByteArray(many / 2, 'a') + '$';
    QTest::newRow("a long tag that comes again and again, almost")
        << tag + QByteArray('$' + QByteArray(1000, 'a') + 'b').repeated(many / 1000);
    QTest::newRow("dollars") << "$a$" + QByteArray(many, '$');
    QTest::newRow("open tags") << QByteArray("$a ").repeated(many);
    QTest::newRow("line breaks behind texts") << QByteArray("'a' \n").repeated(many) + "b";
    QTest::newRow("comments that open") << QByteArray("/*").repeated(many);
}

void SqlLexerTest::staysLinear()
{
    QFETCH(QByteArray, text);
    QElapsedTimer timer;
    timer.start();
    SqlLexer lexer(text);
    while (lexer.next().kind != Kind::End) {
    }
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(SqlLexerTest)
#include "sqllexertest.moc"
