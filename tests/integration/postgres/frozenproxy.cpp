// SPDX-License-Identifier: GPL-3.0-or-later
#include "frozenproxy.h"

#include <QFile>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

namespace tidemark::test {

namespace {

int connectToSocket(const QString& path)
{
    const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(path).constData(), sizeof address.sun_path);
    if (::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0)
        return server;
    ::close(server);
    return -1;
}

/// False once one side has closed.
bool carry(int from, int to)
{
    char block[65536];
    const ssize_t length = ::read(from, block, sizeof block);
    for (ssize_t done = 0; done < length;) {
        const ssize_t n = ::send(to, block + done, static_cast<std::size_t>(length - done), MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        done += n;
    }
    return length > 0;
}

} // namespace

FrozenProxy::FrozenProxy(const QString& socketPath)
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(m_listener, 8) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        qFatal("no port for the proxy");
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this, socketPath](const std::stop_token& stop) { serve(stop, socketPath); });
}

FrozenProxy::~FrozenProxy()
{
    m_thread.request_stop();
    m_thread.join();
    ::close(m_listener);
}

void FrozenProxy::serve(const std::stop_token& stop, const QString& socketPath)
{
    std::vector<pollfd> watched{{m_listener, POLLIN, 0}}; // then pairs: client, server
    while (!stop.stop_requested()) {
        if (m_frozen) {
            ::usleep(20'000);
            continue;
        }
        if (::poll(watched.data(), watched.size(), 20) <= 0)
            continue;
        for (std::size_t i = 1; i + 1 < watched.size(); i += 2) {
            bool open = watched[i].fd >= 0;
            if (open && watched[i].revents != 0)
                open = carry(watched[i].fd, watched[i + 1].fd);
            if (open && watched[i + 1].revents != 0)
                open = carry(watched[i + 1].fd, watched[i].fd);
            if (!open && watched[i].fd >= 0) {
                ::close(watched[i].fd);
                ::close(watched[i + 1].fd);
                watched[i].fd = watched[i + 1].fd = -1;
            }
        }
        if (watched[0].revents != 0) {
            const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            const int server = connectToSocket(socketPath);
            if (client >= 0 && server >= 0) {
                watched.push_back({client, POLLIN, 0});
                watched.push_back({server, POLLIN, 0});
            }
        }
    }
    for (std::size_t i = 1; i < watched.size(); ++i) {
        if (watched[i].fd >= 0)
            ::close(watched[i].fd);
    }
}

} // namespace tidemark::test
