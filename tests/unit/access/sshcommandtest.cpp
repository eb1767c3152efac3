// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/serveraccess.h"
#include "access/sshcommand.h"
#include "access/tunnelport.h"

#include <QTcpServer>
#include <QTest>

using namespace tidemark;
using access::TunnelEnd;
using store::TunnelSpec;

class SshCommandTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void plain()
    {
        const auto command = access::sshCommand({QStringLiteral("bastion"), {}, {}, {}, {}}, {QStringLiteral("db1"), QStringLiteral("5432")}, 40001);
        QVERIFY2(command, command ? "" : qPrintable(command.error().toText()));
        const QStringList& words = command->arguments();
        QVERIFY(words.contains(QStringLiteral("-N")));
        for (const char* option : {"BatchMode=yes", "ExitOnForwardFailure=yes", "ServerAliveInterval=15", "ServerAliveCountMax=3"})
            QVERIFY(words.contains(QLatin1String(option)));
        QVERIFY(words.contains(QStringLiteral("127.0.0.1:40001:db1:5432")));
        QCOMPARE(words.mid(words.size() - 2), QStringList({QStringLiteral("--"), QStringLiteral("bastion")}));
        for (const char* absent : {"-l", "-p", "-i", "-F"})
            QVERIFY(!words.contains(QLatin1String(absent)));
    }

    void everything()
    {
        const TunnelSpec spec{QStringLiteral("bastion"), QStringLiteral("joe"), QStringLiteral("2222"), QStringLiteral("/my key"), {QStringLiteral("ServerAliveInterval=60")}};
        const auto command = access::sshCommand(spec, {QStringLiteral("fe80::1"), QStringLiteral("5432")}, 40001);
        const QString line = command->toShell();
        QVERIFY(line.contains(QStringLiteral(" -l joe ")));
        QVERIFY(line.contains(QStringLiteral(" -p 2222 ")));
        QVERIFY(line.contains(QStringLiteral(" -i '/my key' -o IdentitiesOnly=yes ")));
        QVERIFY(line.contains(QStringLiteral("127.0.0.1:40001:[fe80::1]:5432")));
        QVERIFY(line.indexOf(QStringLiteral("ServerAliveInterval=60")) < line.indexOf(QStringLiteral("ServerAliveInterval=15"))); // ssh takes the first
    }

    void socket()
    {
        postgres::ConnectionSpec spec;
        spec.host = QStringLiteral("/run/postgresql");
        spec.port = QStringLiteral("5433");
        const auto end = access::tunnelEndOf(spec);
        QCOMPARE(end->describe(), QStringLiteral("/run/postgresql/.s.PGSQL.5433"));
        const auto command = access::sshCommand({QStringLiteral("b"), {}, {}, {}, {}}, *end, 1);
        QVERIFY(command->arguments().contains(QStringLiteral("127.0.0.1:1:/run/postgresql/.s.PGSQL.5433")));
        QCOMPARE(access::throughTunnel(spec, 7).toConninfo(), QStringLiteral("host=/run/postgresql hostaddr=127.0.0.1 port=7 sslmode=disable"));
    }

    void nearEndKeepsTheName()
    {
        postgres::ConnectionSpec spec;
        spec.host = QStringLiteral("db.example");
        spec.hostaddr = QStringLiteral("10.0.0.9");
        spec.sslMode = QStringLiteral("verify-full");
        QCOMPARE(access::tunnelEndOf(spec)->describe(), QStringLiteral("10.0.0.9:5432"));
        QCOMPARE(access::throughTunnel(spec, 40001).toConninfo(), QStringLiteral("host=db.example hostaddr=127.0.0.1 port=40001 sslmode=verify-full"));
    }

    void hostile_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("port");
        QTest::addColumn<QString>("far");
        QTest::addColumn<QString>("farPort");
        const QString good = QStringLiteral("h");
        const QString port = QStringLiteral("22");
        QTest::newRow("empty host") << QString() << good << port << good << port;
        QTest::newRow("option as host") << QStringLiteral("-oProxyCommand=touch /x") << good << port << good << port;
        QTest::newRow("newline in host") << QStringLiteral("a\nb") << good << port << good << port;
        QTest::newRow("option as user") << good << QStringLiteral("-x") << port << good << port;
        QTest::newRow("port out of range") << good << good << QStringLiteral("65536") << good << port;
        QTest::newRow("port with words") << good << good << QStringLiteral("22 -v") << good << port;
        QTest::newRow("no far host") << good << good << port << QString() << port;
        QTest::newRow("two far hosts") << good << good << port << QStringLiteral("a,b") << port;
        QTest::newRow("far host with blank") << good << good << port << QStringLiteral("a b") << port;
        QTest::newRow("no far port") << good << good << port << good << QString();
        QTest::newRow("socket with colon") << good << good << port << QStringLiteral("/a:b/.s") << QString();
    }
    void hostile()
    {
        QFETCH(QString, host);
        QFETCH(QString, user);
        QFETCH(QString, port);
        QFETCH(QString, far);
        QFETCH(QString, farPort);
        const auto command = access::sshCommand({host, user, port, {}, {}}, {far, farPort}, 1);
        QVERIFY(!command);
        QCOMPARE(command.error().kind, core::ErrorKind::InvalidInput);
    }

    void serviceWithoutHostCannotBeForwarded()
    {
        postgres::ConnectionSpec spec;
        spec.service = QStringLiteral("shop");
        QCOMPARE(access::tunnelEndOf(spec).error().kind, core::ErrorKind::InvalidInput);
        spec.host = QStringLiteral("h");
        spec.port = QStringLiteral("1");
        QVERIFY(access::tunnelEndOf(spec));
    }

    void sshMissing()
    {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nonexistent");
        const auto command = access::sshCommand({QStringLiteral("b"), {}, {}, {}, {}}, {QStringLiteral("h"), QStringLiteral("1")}, 1);
        qputenv("PATH", path);
        QCOMPARE(command.error().kind, core::ErrorKind::ToolMissing);
        QVERIFY(command.error().hint.contains(QStringLiteral("openssh-client")));
    }

    void words_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<core::ErrorKind>("kind");
        QTest::newRow("key") << QStringLiteral("joe@b: Permission denied (publickey).") << core::ErrorKind::AuthenticationFailed;
        QTest::newRow("host key") << QStringLiteral("No ED25519 host key is known for b and you have requested strict checking.\nHost key verification failed.") << core::ErrorKind::AuthenticationFailed;
        QTest::newRow("name") << QStringLiteral("ssh: Could not resolve hostname b: Name or service not known") << core::ErrorKind::ConnectionFailed;
        QTest::newRow("other") << QStringLiteral("something new") << core::ErrorKind::ConnectionFailed;
    }
    void words()
    {
        QFETCH(QString, words);
        const core::Error error = access::sshError({QStringLiteral("b"), QStringLiteral("joe"), QStringLiteral("22"), {}, {}}, words);
        QTEST(error.kind, "kind");
        QCOMPARE(error.detail, words);
        QVERIFY(error.hint.contains(QStringLiteral("-p 22 joe@b")));
    }

    void reservedPort()
    {
        auto port = access::TunnelPort::reserve();
        QVERIFY(port.has_value());
        QVERIFY(port->number() > 0);
        QVERIFY(!port->accepts());
        QTcpServer server; // sets SO_REUSEADDR as ssh does
        QVERIFY2(server.listen(QHostAddress::LocalHost, port->number()), qPrintable(server.errorString()));
        QVERIFY(port->accepts());
        server.close();
        QVERIFY(!port->accepts());
        QVERIFY(server.listen(QHostAddress::LocalHost, port->number()));
    }
};

QTEST_GUILESS_MAIN(SshCommandTest)
#include "sshcommandtest.moc"
