// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/serveraccess.h"

#include <QCoreApplication>

#include <utility>

namespace tidemark::access {

core::Result<TunnelEnd> tunnelEndOf(const postgres::ConnectionSpec& spec)
{
    if (!spec.service.isEmpty() && (spec.host.isEmpty() || spec.port.isEmpty())) {
        return core::Error{core::ErrorKind::InvalidInput,
                           QCoreApplication::translate("access::ServerAccess", "Through a tunnel a service needs host and port beside its name."), {},
                           QCoreApplication::translate("access::ServerAccess", "Enter both as the SSH server knows them.")};
    }
    TunnelEnd end{spec.hostaddr.isEmpty() ? spec.host : spec.hostaddr, spec.port};
    if (end.port.isEmpty())
        end.port = qEnvironmentVariable("PGPORT", QStringLiteral("5432"));
    if (end.host.startsWith(u'/'))
        return TunnelEnd{end.host + QStringLiteral("/.s.PGSQL.") + end.port, {}};
    return end;
}

postgres::ConnectionSpec throughTunnel(const postgres::ConnectionSpec& spec, quint16 localPort)
{
    postgres::ConnectionSpec near = spec;
    // `host` stays: certificates, password files and Kerberos go by the real name.
    near.hostaddr = QStringLiteral("127.0.0.1");
    near.port = QString::number(localPort);
    if (spec.host.startsWith(u'/'))
        near.sslMode = QStringLiteral("disable"); // over a socket no server speaks TLS, and ssh encrypts the way there
    return near;
}

core::Result<ServerAccess> ServerAccess::open(const Target& target, const core::RunContext& context, Tunnel::Observer onTunnel)
{
    ServerAccess access;
    access.m_spec = target.spec;
    access.m_password = target.password;
    access.m_label = target.label.isEmpty() ? target.spec.describe() : target.label;
    if (!target.tunnel)
        return access;
    core::Result<TunnelEnd> end = tunnelEndOf(target.spec);
    if (!end)
        return std::move(end).error();
    access.m_end = *end;
    auto tunnel = Tunnel::open(*target.tunnel, *end, context, std::move(onTunnel));
    if (!tunnel)
        return std::move(tunnel).error();
    access.m_tunnel = *std::move(tunnel);
    access.m_spec = throughTunnel(target.spec, access.m_tunnel->localPort());
    return access;
}

core::Error ServerAccess::explained(core::Error error, int mark) const
{
    if (error.kind != core::ErrorKind::ConnectionFailed)
        return error;
    const QString words = m_tunnel->wordsSince(mark);
    if (words.contains(QLatin1String("open failed"))) {
        return {core::ErrorKind::ConnectionFailed,
                QCoreApplication::translate("access::ServerAccess", "The SSH server cannot reach %1.").arg(m_end.describe()), words,
                QCoreApplication::translate("access::ServerAccess", "Host and port are looked up on the SSH server; “localhost” is the SSH server itself. Its administrator may also forbid forwarding.")};
    }
    if (!words.isEmpty())
        error.detail += QLatin1Char('\n') + words;
    return error;
}

core::Result<postgres::Connection> ServerAccess::connect(const QString& database, const postgres::SessionOptions& options, std::stop_token stop) const
{
    const postgres::ConnectionSpec spec = database.isEmpty() ? m_spec : m_spec.withDatabase(database);
    if (!m_tunnel)
        return postgres::Connection::open(spec, m_password, options, std::move(stop));
    TIDEMARK_TRY(m_tunnel->waitUntilOpen(options.connectLimit, stop));
    const int mark = m_tunnel->wordCount();
    auto connection = postgres::Connection::open(spec, m_password, options, std::move(stop));
    if (!connection)
        return explained(std::move(connection).error(), mark);
    return connection;
}

core::Result<ToolAccess> ServerAccess::forTool(const QString& database, const QString& applicationName) const
{
    return toolAccess(database.isEmpty() ? m_spec : m_spec.withDatabase(database), m_password, applicationName);
}

} // namespace tidemark::access
