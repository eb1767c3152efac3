// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/target.h"
#include "access/toolaccess.h"
#include "access/tunnel.h"
#include "core/result.h"
#include "core/runcontext.h"
#include "postgres/connection.h"

#include <QString>

#include <memory>
#include <stop_token>

namespace tidemark::access {

/// A server within reach: owns the tunnel, where there is one, and opens connections and tool environments. The const
/// calls may come from several threads at once; the object has to outlive what it opened.
class ServerAccess
{
public:
    /// Opens the tunnel, where the target has one, and waits until it forwards; otherwise touches no network.
    /// Errors: those of Tunnel::open.
    static core::Result<ServerAccess> open(const Target& target, const core::RunContext& context, Tunnel::Observer onTunnel = {});

    /// A new connection; an empty name means the target's own database. Where the tunnel is just being reopened it waits
    /// for that within the connect limit. Errors: those of Connection::open and of the tunnel.
    core::Result<postgres::Connection> connect(const QString& database, const postgres::SessionOptions& options, std::stop_token stop) const;
    core::Result<ToolAccess> forTool(const QString& database, const QString& applicationName) const;

    /// What libpq is given: the target's, or its near end through the tunnel, where `host` stays the real name.
    const postgres::ConnectionSpec& effectiveSpec() const { return m_spec; }
    const QString& label() const { return m_label; }

private:
    ServerAccess() = default;
    core::Error explained(core::Error error, int mark) const;

    postgres::ConnectionSpec m_spec;
    core::Secret m_password;
    QString m_label;
    TunnelEnd m_end;
    std::unique_ptr<Tunnel> m_tunnel;
};

/// The far end that a tunnel for this spec needs. Error: InvalidInput where the spec does not say it.
core::Result<TunnelEnd> tunnelEndOf(const postgres::ConnectionSpec& spec);
/// The spec as it is given to libpq when the tunnel ends at this local port.
postgres::ConnectionSpec throughTunnel(const postgres::ConnectionSpec& spec, quint16 localPort);

} // namespace tidemark::access
