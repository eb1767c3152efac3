// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/logins.h"

#include <QTest>

using namespace tidemark;

class LoginsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesAreRead()
    {
        const QByteArray role = QByteArray("Chief \"of\"\n1: = 'ü'").toHex();
        const QByteArray output = "\nPostgreSQL stand-alone backend 15.20\nbackend> \t 1: tidemark_role\t(typeid = 25, len = -1, typmod = -1, byval = f)\n"
                                  "\t----\n\t 1: tidemark_role = \"" +
                                  role +
                                  "\"\t(typeid = 25, len = -1, typmod = -1, byval = f)\n\t----\n"
                                  "\t 1: tidemark_role = \"706f737467726573\"\t(typeid = 25)\n"
                                  "backend> \t 1: tidemark_database = \"74656d706c61746531\"\t(typeid = 25)\n";
        const postgres::Logins logins = postgres::parseLogins(output);
        QCOMPARE(logins.superusers, (QStringList{QStringLiteral("Chief \"of\"\n1: = 'ü'"), QStringLiteral("postgres")}));
        QCOMPARE(logins.databases, QStringList{QStringLiteral("template1")});
    }

    void othersAreLeftOut()
    {
        const postgres::Logins logins = postgres::parseLogins("\t 1: tidemark_role = \"ff00\"\n" // no UTF-8
                                                              "\t 1: tidemark_role = \"\"\n"
                                                              "\t 1: tidemark_role = \"zz\"\n"
                                                              "\t 11: tidemark_role = \"41\"\n"
                                                              "ERROR:  1: tidemark_roles = \"41\"\n");
        QVERIFY(logins.superusers.isEmpty() && logins.databases.isEmpty());
        QVERIFY(postgres::parseLogins({}).superusers.isEmpty());
    }

    void aStatementIsALine()
    {
        QCOMPARE(postgres::loginStatements().count('\n'), 2);
        QCOMPARE(postgres::makeLoginStatement(QStringLiteral("a\"b")), QByteArray("CREATE ROLE \"a\"\"b\" SUPERUSER LOGIN\n"));
    }
};

QTEST_APPLESS_MAIN(LoginsTest)
#include "loginstest.moc"
