// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/tunnelport.h"

#include <QCoreApplication>

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace tidemark::access {

namespace {

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// The socket calls take every kind of address through this one type.
template <typename Generic, typename Address>
Generic* generic(Address* address)
{
    return reinterpret_cast<Generic*>(address);
}

} // namespace

core::Result<TunnelPort> TunnelPort::reserve()
{
    TunnelPort port;
    port.m_descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    if (port.m_descriptor < 0 || ::setsockopt(port.m_descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        ::bind(port.m_descriptor, generic<const sockaddr>(&address), length) != 0 ||
        ::getsockname(port.m_descriptor, generic<sockaddr>(&address), &length) != 0) {
        return core::systemError(errno, QCoreApplication::translate("access::Tunnel", "No local port is free for the tunnel."));
    }
    port.m_number = ntohs(address.sin_port);
    return port;
}

bool TunnelPort::accepts() const
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0)
        return false;
    const sockaddr_in address = loopback(m_number);
    bool connected = ::connect(descriptor, generic<const sockaddr>(&address), sizeof address) == 0;
    if (!connected && errno == EINPROGRESS) {
        pollfd waited{descriptor, POLLOUT, 0};
        int problem = 0;
        socklen_t length = sizeof problem;
        connected = ::poll(&waited, 1, 50) == 1 && ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &length) == 0 && problem == 0;
    }
    ::close(descriptor);
    return connected;
}

TunnelPort::TunnelPort(TunnelPort&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_number(std::exchange(other.m_number, quint16(0)))
{
}

TunnelPort& TunnelPort::operator=(TunnelPort&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_number, other.m_number);
    return *this;
}

TunnelPort::~TunnelPort()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace tidemark::access
