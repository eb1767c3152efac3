// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/connectioncheck.h"
#include "access/serveraccess.h"
#include "postgres/queries/server.h"
#include "privatesshd.h"
#include "support/testcluster.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QProcess>
#include <QTcpServer>
#include <QTest>

#include <atomic>
#include <csignal>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace tidemark;
using access::ServerAccess;
using access::Target;
using access::Tunnel;

namespace {

/// The ssh processes on this machine that forward this local port.
int sshProcessesFor(quint16 port)
{
    int count = 0;
    QDirIterator it(QStringLiteral("/proc"), QDir::Dirs | QDir::NoDotAndDotDot);
    while (it.hasNext()) {
        QFile file(it.next() + QStringLiteral("/cmdline"));
        if (it.fileName().toInt() > 0 && file.open(QIODevice::ReadOnly) && file.readAll().contains("127.0.0.1:" + QByteArray::number(port) + ':'))
            ++count;
    }
    return count;
}

class Events
{
public:
    Tunnel::Observer observer()
    {
        return [this](const Tunnel::Event& event) {
            const std::scoped_lock lock(m_mutex);
            m_events.push_back(event);
        };
    }
    std::vector<Tunnel::Event> all() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_events;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<Tunnel::Event> m_events;
};

} // namespace

class TunnelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_sshd = std::make_unique<test::PrivateSshd>();
        QVERIFY2(m_sshd->start(), qPrintable(m_sshd->words()));
    }
    void cleanup() { m_sshd.reset(); }

    void reachesTheServer()
    {
        const Target target = through(m_sshd->spec());
        quint16 port = 0;
        {
            const auto server = ServerAccess::open(target, core::silentContext());
            QVERIFY2(server, server ? "" : qPrintable(server.error().toText() + m_sshd->words()));
            QCOMPARE(server->effectiveSpec().host, target.spec.host); // the name stays
            QCOMPARE(server->effectiveSpec().hostaddr, QStringLiteral("127.0.0.1"));
            port = server->effectiveSpec().port.toUShort();
            QCOMPARE(sshProcessesFor(port), 1);

            auto connection = server->connect({}, {}, {});
            QVERIFY2(connection, connection ? "" : qPrintable(connection.error().toText()));
            const auto facts = postgres::readServerFacts(*connection);
            QCOMPARE(facts->database, QStringLiteral("postgres"));

            process::Command command(toolPath(process::ToolKind::Psql), {QStringLiteral("-XAtc"), QStringLiteral("select 'through'")});
            process::RunOptions options;
            const auto access = server->forTool(QStringLiteral("template1"), QStringLiteral("tidemark/test"));
            access->apply(command, options);
            const auto finished = process::run(command.addOption(QStringLiteral("--dbname"), access->conninfo), options, core::silentContext());
            QCOMPARE(QString::fromLocal8Bit(finished->output + finished->errorOutput), QStringLiteral("through\n"));
        }
        QCOMPARE(sshProcessesFor(port), 0);
    }

    void loopbackOnly()
    {
        const auto server = ServerAccess::open(through(m_sshd->spec()), core::silentContext());
        QVERIFY(server.has_value());
        QFile sockets(QStringLiteral("/proc/net/tcp"));
        QVERIFY(sockets.open(QIODevice::ReadOnly));
        const QByteArray port = ':' + QByteArray::number(server->effectiveSpec().port.toInt(), 16).toUpper().rightJustified(4, '0') + ' ';
        int listening = 0;
        for (const QByteArray& line : sockets.readAll().split('\n')) {
            const QList<QByteArray> fields = line.simplified().split(' ');
            if (fields.size() > 3 && fields.at(3) == "0A" && (fields.at(1) + ' ').endsWith(port)) {
                QCOMPARE(fields.at(1).left(8), QByteArray("0100007F"));
                ++listening;
            }
        }
        QCOMPARE(listening, 1);
    }

    void checkSaysSo()
    {
        const core::Findings findings = access::checkConnection(through(m_sshd->spec()), test::tools(), core::silentContext());
        QStringList ids;
        for (const core::Finding& finding : findings)
            ids.append(finding.id);
        QCOMPARE(ids, QStringList({QStringLiteral("tunnel.ok"), QStringLiteral("connection.ok"), QStringLiteral("encryption.on"),
                                   QStringLiteral("role.readsAll"), QStringLiteral("tool.ok")}));
    }

    void failures_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<core::ErrorKind>("kind");
        QTest::addColumn<QString>("words");
        QTest::newRow("unknown host key") << QStringLiteral("unknown") << core::ErrorKind::AuthenticationFailed << QStringLiteral("Host key verification failed");
        QTest::newRow("changed host key") << QStringLiteral("changed") << core::ErrorKind::AuthenticationFailed << QStringLiteral("IDENTIFICATION HAS CHANGED");
        QTest::newRow("wrong key") << QStringLiteral("stranger") << core::ErrorKind::AuthenticationFailed << QStringLiteral("Permission denied (publickey)");
        QTest::newRow("nobody there") << QStringLiteral("stopped") << core::ErrorKind::ConnectionFailed << QStringLiteral("Connection refused");
        QTest::newRow("no such name") << QStringLiteral("name") << core::ErrorKind::ConnectionFailed << QStringLiteral("Could not resolve hostname");
        QTest::newRow("bad option") << QStringLiteral("option") << core::ErrorKind::InvalidInput << QStringLiteral("Bad configuration option");
    }
    void failures()
    {
        QFETCH(QString, what);
        QFETCH(QString, words);
        store::TunnelSpec spec = m_sshd->spec();
        if (what == u"unknown")
            spec.extraOptions[0] = QStringLiteral("UserKnownHostsFile=/dev/null");
        else if (what == u"stranger")
            spec.identityFile.replace(QStringLiteral("/id"), QStringLiteral("/stranger"));
        else if (what == u"name")
            spec.host = QStringLiteral("no-such-host.invalid");
        else if (what == u"option")
            spec.extraOptions.append(QStringLiteral("NoSuchOption=1"));
        else
            m_sshd->stop();
        if (what == u"changed")
            QVERIFY(m_sshd->changeHostKey() && m_sshd->start());
        QElapsedTimer timer;
        timer.start();
        const auto server = ServerAccess::open(through(spec), core::silentContext());
        QVERIFY(!server);
        QTEST(server.error().kind, "kind");
        QVERIFY2(server.error().detail.contains(words), qPrintable(server.error().detail));
        QVERIFY(!server.error().hint.isEmpty());
        QVERIFY2(timer.elapsed() < 15'000, qPrintable(QString::number(timer.elapsed())));

        const core::Findings findings = access::checkConnection(through(spec), test::tools(), core::silentContext());
        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.first().id, QStringLiteral("connection.failed"));
        QCOMPARE(findings.first().severity, core::Severity::Blocker);
    }

    void farEndRefuses()
    {
        Target target = through(m_sshd->spec());
        target.spec.host = QStringLiteral("127.0.0.1");
        target.spec.port = QString::number(access::TunnelPort::reserve()->number());
        const auto server = ServerAccess::open(target, core::silentContext());
        QVERIFY(server.has_value());
        const auto connection = server->connect({}, {}, {});
        QVERIFY(!connection);
        QCOMPARE(connection.error().kind, core::ErrorKind::ConnectionFailed);
        QVERIFY2(connection.error().message.contains(target.spec.port), qPrintable(connection.error().toText()));
        QVERIFY2(connection.error().detail.contains(QStringLiteral("open failed")), qPrintable(connection.error().toText()));
    }

    void forwardingForbidden()
    {
        m_sshd->stop();
        m_sshd->setMore("AllowTcpForwarding no\nAllowStreamLocalForwarding no\n");
        QVERIFY(m_sshd->start());
        Target target = through(m_sshd->spec());
        target.spec.host = QStringLiteral("127.0.0.1");
        const auto server = ServerAccess::open(target, core::silentContext());
        QVERIFY(server.has_value()); // ssh learns it with the first connection only
        const auto connection = server->connect({}, {}, {});
        QVERIFY(!connection);
        QVERIFY2(connection.error().detail.contains(QStringLiteral("administratively prohibited")), qPrintable(connection.error().toText()));
    }

    void diesAndIsReopenedOnTheSamePort()
    {
        Events events;
        const auto server = ServerAccess::open(through(m_sshd->spec()), core::silentContext(), events.observer());
        QVERIFY(server.has_value());
        const QString port = server->effectiveSpec().port;
        QVERIFY(server->connect({}, {}, {}));

        m_sshd->dropConnections();
        QTRY_COMPARE_WITH_TIMEOUT(events.all().size(), std::size_t(1), 10'000);
        QCOMPARE(events.all().at(0).change, Tunnel::Change::Lost);
        const auto waited = server->connect({}, {}, {}); // waits for the tunnel instead of failing
        QVERIFY2(waited, waited ? "" : qPrintable(waited.error().toText()));
        QCOMPARE(server->effectiveSpec().port, port);
        QTRY_COMPARE_WITH_TIMEOUT(events.all().size(), std::size_t(2), 10'000);
        QCOMPARE(events.all().at(1).change, Tunnel::Change::Restored);
    }

    void awayForAWhile()
    {
        Events events;
        const auto server = ServerAccess::open(through(m_sshd->spec()), core::silentContext(), events.observer());
        QVERIFY(server.has_value());
        m_sshd->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!events.all().empty(), 10'000);
        postgres::SessionOptions options;
        options.connectLimit = std::chrono::milliseconds(1500);
        const auto away = server->connect({}, options, {});
        QVERIFY(!away);
        QCOMPARE(away.error().kind, core::ErrorKind::ConnectionFailed);
        QVERIFY2(away.error().toText().contains(QStringLiteral("ssh")), qPrintable(away.error().toText()));
        QVERIFY(m_sshd->start());
        QVERIFY(server->connect({}, {}, {}));
        QCOMPARE(events.all().size(), std::size_t(2)); // failed attempts in between are not new losses
    }

    void cancelledWhileOpening()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        store::TunnelSpec spec = m_sshd->spec();
        spec.port = QString::number(silent.serverPort());
        std::stop_source stop;
        core::RunContext context;
        context.stop = stop.get_token();
        std::jthread canceller([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(700));
            stop.request_stop();
        });
        QElapsedTimer timer;
        timer.start();
        const auto server = ServerAccess::open(through(spec), context);
        QVERIFY(!server);
        QCOMPARE(server.error().kind, core::ErrorKind::Cancelled);
        QVERIFY2(timer.elapsed() < 4'000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(sshProcessesFor(silent.serverPort()), 0);
    }

    void sshDoesNotOutliveAKilledProgram()
    {
        const store::TunnelSpec spec = m_sshd->spec();
        QProcess program;
        program.start(QCoreApplication::applicationFilePath(), QStringList{QStringLiteral("--hold"), spec.user, spec.port, spec.identityFile} + spec.extraOptions);
        QVERIFY(program.waitForReadyRead(20'000));
        const quint16 port = program.readAllStandardOutput().trimmed().toUShort();
        QCOMPARE(sshProcessesFor(port), 1);
        QCOMPARE(::kill(static_cast<pid_t>(program.processId()), SIGKILL), 0);
        QVERIFY(program.waitForFinished());
        QTRY_COMPARE_WITH_TIMEOUT(sshProcessesFor(port), 0, 5'000);
    }

    void severalThreadsShareIt()
    {
        const auto server = ServerAccess::open(through(m_sshd->spec()), core::silentContext());
        QVERIFY(server.has_value());
        std::atomic<int> good = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 6; ++i)
                threads.emplace_back([&] { good += server->connect({}, {}, {}) ? 1 : 0; });
        }
        QCOMPARE(good.load(), 6);
    }

private:
    static Target through(const store::TunnelSpec& tunnel)
    {
        return {test::TestCluster::shared().spec(), {}, tunnel, QStringLiteral("test")};
    }
    static QString toolPath(process::ToolKind kind)
    {
        const auto tool = test::tools().pick(kind, 0);
        return tool ? tool->path : QString();
    }
    std::unique_ptr<test::PrivateSshd> m_sshd;
};

namespace {

/// What the program does that is killed with its tunnel open.
int hold(const QStringList& arguments)
{
    const store::TunnelSpec spec{QStringLiteral("127.0.0.1"), arguments.at(2), arguments.at(3), arguments.at(4), arguments.mid(5)};
    const auto tunnel = Tunnel::open(spec, {QStringLiteral("127.0.0.1"), QStringLiteral("1")}, core::silentContext(), {});
    if (!tunnel)
        return 1;
    const QByteArray port = QByteArray::number((*tunnel)->localPort()) + '\n';
    (void)!::write(1, port.constData(), static_cast<std::size_t>(port.size()));
    ::pause();
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (QCoreApplication::arguments().value(1) == QStringLiteral("--hold"))
        return hold(QCoreApplication::arguments());
    TunnelTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tunneltest.moc"
