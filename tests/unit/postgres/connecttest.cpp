// SPDX-License-Identifier: GPL-3.0-or-later
// Connecting to what does not answer: every wait has its limit, and a stop request ends it.
#include "postgres/connection.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <clocale>
#include <cstring>
#include <dlfcn.h>
#include <netdb.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace tidemark;
using namespace std::chrono_literals;
using core::ErrorKind;
using postgres::Connection;
using postgres::ConnectionSpec;
using postgres::SessionOptions;

/// Stands before the C library's: a name server that takes its time.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result)
{
    using Function = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
    if (node && std::strcmp(node, "slow.example") == 0) {
        ::sleep(4);
        return EAI_AGAIN;
    }
    static const auto next = reinterpret_cast<Function>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return next(node, service, hints, result);
}

namespace {

/// Accepts connections (the kernel does) and never says a word.
class SilentServer
{
public:
    SilentServer()
    {
        m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        if (::bind(m_socket, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(m_socket, 16) != 0 ||
            ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &length) != 0)
            qFatal("no socket");
        m_port = ntohs(address.sin_port);
    }
    ~SilentServer() { ::close(m_socket); }
    ConnectionSpec spec() const
    {
        ConnectionSpec spec;
        spec.host = QStringLiteral("127.0.0.1");
        spec.port = QString::number(m_port);
        spec.user = QStringLiteral("u");
        return spec;
    }
    int descriptor() const { return m_socket; }

private:
    int m_socket = -1;
    int m_port = 0;
};

ConnectionSpec slowHost()
{
    ConnectionSpec spec;
    spec.host = QStringLiteral("slow.example");
    spec.user = QStringLiteral("u");
    return spec;
}

core::Result<Connection> connectWithin(const ConnectionSpec& spec, std::chrono::milliseconds limit, std::stop_token stop = {})
{
    SessionOptions options;
    options.connectLimit = limit;
    return Connection::open(spec, core::Secret(), options, std::move(stop));
}

} // namespace

class ConnectTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        std::setlocale(LC_MESSAGES, "C");
        for (const char* name : {"PGHOST", "PGPORT", "PGUSER", "PGSERVICE", "PGDATABASE", "PGSSLMODE"})
            qunsetenv(name);
    }

    void limits_data()
    {
        QTest::addColumn<QString>("where");
        QTest::newRow("silent server") << QStringLiteral("silent");
        QTest::newRow("slow name server") << QStringLiteral("slow");
        QTest::newRow("black hole") << QStringLiteral("hole");
    }
    void limits()
    {
        QFETCH(QString, where);
        const SilentServer silent;
        ConnectionSpec spec = where == QLatin1String("slow") ? slowHost() : silent.spec();
        if (where == QLatin1String("hole"))
            spec.host = QStringLiteral("203.0.113.1"); // documentation's, routed nowhere
        QElapsedTimer timer;
        timer.start();
        auto late = connectWithin(spec, 300ms);
        QVERIFY(!late);
        QCOMPARE(late.error().kind, ErrorKind::ConnectionFailed);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));

        std::stop_source source;
        std::jthread other([&] {
            std::this_thread::sleep_for(100ms);
            source.request_stop();
        });
        timer.start();
        auto stopped = connectWithin(spec, 30s, source.get_token());
        QVERIFY(!stopped);
        if (where != QLatin1String("hole")) // where the network says so at once, there is nothing to stop
            QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }

    void stopBefore()
    {
        std::stop_source source;
        source.request_stop();
        QCOMPARE(connectWithin(slowHost(), 30s, source.get_token()).error().kind, ErrorKind::Cancelled);
    }

    void refusals()
    {
        const SilentServer silent;
        ConnectionSpec spec = silent.spec();
        spec.port = QStringLiteral("1");
        QCOMPARE(connectWithin(spec, 5s).error().kind, ErrorKind::ConnectionFailed);
        QVERIFY(connectWithin(spec, 5s).error().message.contains(QStringLiteral("Nothing answers")));
        spec.port = QStringLiteral("99999999");
        QCOMPARE(connectWithin(spec, 5s).error().kind, ErrorKind::InvalidInput);
        spec = {};
        spec.host = QStringLiteral("/nonexistent");
        QVERIFY(connectWithin(spec, 5s).error().message.contains(QStringLiteral("socket")));
        spec = {};
        spec.service = QStringLiteral("nosuch");
        QCOMPARE(connectWithin(spec, 5s).error().kind, ErrorKind::NotFound);
        spec = silent.spec();
        spec.more.insert(QStringLiteral("nosuchkeyword"), QStringLiteral("1"));
        QVERIFY(!connectWithin(spec, 5s));
    }

    void whatIsNoPostgres()
    {
        const SilentServer server;
        std::jthread web([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                const int client = ::accept(server.descriptor(), nullptr, nullptr);
                if (client < 0)
                    return;
                char request[64];
                (void)!::read(client, request, sizeof request);
                (void)!::write(client, "HTTP/1.1 400 Bad Request\r\n\r\n", 28);
                ::close(client);
            }
        });
        ConnectionSpec spec = server.spec();
        const auto connection = connectWithin(spec, 5s);
        web.request_stop();
        ::shutdown(server.descriptor(), SHUT_RDWR);
        QVERIFY(!connection);
        QCOMPARE(connection.error().kind, ErrorKind::ConnectionFailed);
        QVERIFY2(connection.error().message.contains(QStringLiteral("not PostgreSQL")), qPrintable(connection.error().toText()));
    }
};

QTEST_GUILESS_MAIN(ConnectTest)
#include "connecttest.moc"
