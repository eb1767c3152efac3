// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/connectionspec.h"

#include <QTest>

using namespace tidemark;
using postgres::ConnectionSpec;

class ConnectionSpecTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keywordString()
    {
        const auto parsed = postgres::parseConninfo(QStringLiteral("host=db1 port=5433 dbname='my db' user=u sslmode=verify-full sslrootcert=/r sslcert=/c sslkey=/k "
                                                                   "options='-c a=b' hostaddr=10.0.0.1 connect_timeout=5 passfile=/p"));
        QVERIFY(parsed.has_value());
        const ConnectionSpec& spec = parsed->spec;
        QCOMPARE(spec.host, QStringLiteral("db1"));
        QCOMPARE(spec.hostaddr, QStringLiteral("10.0.0.1"));
        QCOMPARE(spec.port, QStringLiteral("5433"));
        QCOMPARE(spec.database, QStringLiteral("my db"));
        QCOMPARE(spec.user, QStringLiteral("u"));
        QCOMPARE(spec.sslMode, QStringLiteral("verify-full"));
        QCOMPARE(spec.sslRootCert, QStringLiteral("/r"));
        QCOMPARE(spec.sslCert, QStringLiteral("/c"));
        QCOMPARE(spec.sslKey, QStringLiteral("/k"));
        QCOMPARE(spec.options, QStringLiteral("-c a=b"));
        QCOMPARE(spec.more, (QMap<QString, QString>{{QStringLiteral("connect_timeout"), QStringLiteral("5")}, {QStringLiteral("passfile"), QStringLiteral("/p")}}));
        QVERIFY(parsed->password.isEmpty());
        QVERIFY(postgres::parseConninfo(spec.toConninfo())->spec == spec);
    }

    void uri()
    {
        const auto parsed = postgres::parseConninfo(QStringLiteral("postgresql://me:s%40cret@db1:5433/my%20db?sslmode=require&application_name=x"));
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->spec.host, QStringLiteral("db1"));
        QCOMPARE(parsed->spec.database, QStringLiteral("my db"));
        QCOMPARE(parsed->spec.user, QStringLiteral("me"));
        QCOMPARE(parsed->password.reveal(), QByteArray("s@cret"));
        QVERIFY(!parsed->spec.toConninfo().contains(QStringLiteral("cret")));
        const auto six = postgres::parseConninfo(QStringLiteral("postgres://[::1]:5432/d"));
        QCOMPARE(six->spec.host, QStringLiteral("::1"));
    }

    void hostileValuesComeBack()
    {
        ConnectionSpec spec;
        spec.host = QStringLiteral("/run/my sockets");
        spec.database = QStringLiteral("it's a \\ \"db\" dbname=other\nx");
        spec.user = QStringLiteral("größe");
        const auto back = postgres::parseConninfo(spec.toConninfo());
        QVERIFY(back.has_value());
        QVERIFY(back->spec == spec);
    }

    void garbage_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"nonsense", "host=a nosuchkeyword=1", "host='open", "postgresql://h/d?nosuch=1", "dbname=x="})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void garbage()
    {
        QFETCH(QString, text);
        const auto parsed = postgres::parseConninfo(text);
        if (text == QLatin1String("dbname=x=")) {
            QCOMPARE(parsed->spec.database, QStringLiteral("x=")); // libpq takes it
            return;
        }
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().kind, core::ErrorKind::InvalidInput);
        QVERIFY(!parsed.error().detail.isEmpty());
        QVERIFY(!parsed.error().hint.isEmpty());
    }

    void emptyIsEmpty()
    {
        QVERIFY(postgres::parseConninfo(QString())->spec == ConnectionSpec());
        QCOMPARE(ConnectionSpec().toConninfo(), QString());
        QVERIFY(ConnectionSpec().toKeywords().isEmpty());
    }

    void otherSecretsAreLeftOut()
    {
        // There is no way to hand them to a tool but its arguments, and a profile is a readable file.
        for (const QString& text : {QStringLiteral("host=h sslpassword=geheim"), QStringLiteral("postgresql://h/d?sslpassword=geheim")}) {
            const auto parsed = postgres::parseConninfo(text);
            QVERIFY(parsed.has_value());
            QCOMPARE(parsed->secretsLeftOut, QStringList{QStringLiteral("sslpassword")});
            QVERIFY(parsed->spec.more.isEmpty());
            QVERIFY(parsed->password.isEmpty());
        }
    }

    void secretsNeverLeaveASpec()
    {
        ConnectionSpec spec;
        spec.more = {{QStringLiteral("password"), QStringLiteral("geheim")}, {QStringLiteral("sslpassword"), QStringLiteral("geheim")},
                     {QStringLiteral("connect_timeout"), QStringLiteral("5")}};
        QCOMPARE(spec.toKeywords().keys(), QStringList{QStringLiteral("connect_timeout")});
        QVERIFY(!spec.toConninfo().contains(QStringLiteral("geheim")));
    }

    void description()
    {
        ConnectionSpec spec;
        QCOMPARE(spec.describe(), QStringLiteral("the local server"));
        spec.service = QStringLiteral("s");
        QCOMPARE(spec.describe(), QStringLiteral("service s"));
        spec.host = QStringLiteral("db1");
        spec.port = QStringLiteral("5432");
        QCOMPARE(spec.describe(), QStringLiteral("db1:5432"));
        QCOMPARE(spec.withDatabase(QStringLiteral("a\nb")).describe(), QStringLiteral("a\\nb on db1:5432"));
        QVERIFY(spec.database.isEmpty());
        spec.host.clear();
        spec.service.clear();
        spec.hostaddr = QStringLiteral("10.0.0.1");
        QCOMPARE(spec.describe(), QStringLiteral("10.0.0.1:5432"));
    }
};

QTEST_GUILESS_MAIN(ConnectionSpecTest)
#include "connectionspectest.moc"
