// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/linkproxy.h"

#include <QFile>

#include <arpa/inet.h>
#include <cstring>
#include <list>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace tidemark::test {

namespace {

constexpr int tick = 50; // milliseconds

bool sendAll(int descriptor, const char* bytes, ssize_t count)
{
    for (ssize_t sent = 0; sent < count;) {
        const ssize_t now =
            ::send(descriptor, bytes + sent, static_cast<std::size_t>(count - sent), MSG_NOSIGNAL);
        if (now <= 0)
            return false;
        sent += now;
    }
    return true;
}

/// BackendKeyData (manual, "Message Formats"): 'K', length 12, process id, key.
void replaceKey(char* bytes, ssize_t count)
{
    static constexpr char head[] = {'K', 0, 0, 0, 12};
    for (ssize_t at = 0; at + 13 <= count; ++at) {
        if (std::memcmp(bytes + at, head, sizeof head) == 0)
            std::memset(bytes + at + 5, 0x2a, 8);
    }
}

} // namespace

LinkProxy::LinkProxy(const postgres::ConnectionSpec& server)
    : m_server(server)
    , m_socket(QFile::encodeName(server.host + QStringLiteral("/.s.PGSQL.") + server.port))
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(m_listener, 8) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        ::close(m_listener);
        m_listener = -1;
        return;
    }
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

LinkProxy::~LinkProxy()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
    if (m_listener >= 0)
        ::close(m_listener);
}

postgres::ConnectionSpec LinkProxy::spec() const
{
    postgres::ConnectionSpec through = m_server;
    through.host = QStringLiteral("127.0.0.1");
    through.port = QString::number(m_port);
    through.more.insert(QStringLiteral("sslmode"), QStringLiteral("disable"));
    through.more.insert(QStringLiteral("gssencmode"), QStringLiteral("disable"));
    return through;
}

int LinkProxy::connectToServer() const
{
    const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, m_socket.constData(), sizeof address.sun_path - 1);
    if (::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0)
        return server;
    ::close(server);
    return -1;
}

void LinkProxy::work(const std::stop_token& stop)
{
    std::list<std::jthread> links;
    while (!stop.stop_requested()) {
        pollfd waiting{m_listener, POLLIN, 0};
        if (::poll(&waiting, 1, tick) != 1 || m_mode == Mode::Hold)
            continue;
        const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0)
            links.emplace_back([this, client](const std::stop_token& end) { serve(client, end); });
    }
}

void LinkProxy::serve(int client, const std::stop_token& stop) const
{
    const int server = connectToServer();
    char bytes[16384];
    bool open = server >= 0;
    while (open && !stop.stop_requested()) {
        pollfd ends[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        if (m_mode == Mode::Hold) {
            ::poll(nullptr, 0, tick);
            continue;
        }
        if (::poll(ends, 2, tick) <= 0 || m_mode == Mode::Hold)
            continue;
        for (int i = 0; i < 2 && open; ++i) {
            if (ends[i].revents == 0)
                continue;
            const ssize_t count = ::recv(ends[i].fd, bytes, sizeof bytes, 0);
            if (count > 0 && i == 1 && m_mode == Mode::Pooler)
                replaceKey(bytes, count);
            open = count > 0 && sendAll(ends[1 - i].fd, bytes, count);
        }
    }
    ::close(client);
    if (server >= 0)
        ::close(server);
}

} // namespace tidemark::test
