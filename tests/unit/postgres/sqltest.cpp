// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/sql.h"

#include <QTest>

using namespace tidemark;
using postgres::Rows;
using postgres::Sql;

class SqlTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hostileNamesStayNames()
    {
        Sql statement("DROP TABLE ");
        statement.identifier(QStringLiteral("x\"; DROP DATABASE y; --")).add(" CASCADE");
        QCOMPARE(statement.text(), QByteArray("DROP TABLE \"x\"\"; DROP DATABASE y; --\" CASCADE"));
        QCOMPARE(Sql("").qualified(QStringLiteral("a.b"), QStringLiteral("c\"d")).text(), QByteArray("\"a.b\".\"c\"\"d\""));
        QCOMPARE(Sql("").literalValue(QStringLiteral("it's \\")).text(), QByteArray("E'it''s \\\\'"));
        QCOMPARE(Sql("").identifier(QStringLiteral("größe")).text(), QByteArray("\"größe\""));
        QCOMPARE(Sql("(").identifiers({QStringLiteral("a"), QStringLiteral("B c"), QStringLiteral("\"")}).add(")").text(),
                 QByteArray("(\"a\", \"B c\", \"\"\"\")"));
        QCOMPARE(Sql("").identifiers({}).text(), QByteArray());
    }

    void statementsJoin()
    {
        Sql first("SELECT 1");
        first.add("; ").add(Sql("SELECT 2"));
        QCOMPARE(first.text(), QByteArray("SELECT 1; SELECT 2"));
        QCOMPARE(Sql::script("any 'thing").text(), QByteArray("any 'thing"));
    }

    void rows()
    {
        const Rows rows(2, {QStringLiteral("a"), std::nullopt, QStringLiteral("t"), QStringLiteral("-9007199254740993")});
        QCOMPARE(rows.count(), 2);
        QCOMPARE(rows.text(0, 0), QStringLiteral("a"));
        QVERIFY(rows.isNull(0, 1));
        QCOMPARE(rows.text(0, 1), QString());
        QVERIFY(rows.flag(1, 0));
        QVERIFY(!rows.flag(0, 1));
        QCOMPARE(rows.number(1, 1), Q_INT64_C(-9007199254740993));
        QCOMPARE(Rows().count(), 0);
    }
};

QTEST_GUILESS_MAIN(SqlTest)
#include "sqltest.moc"
