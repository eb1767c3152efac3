// SPDX-License-Identifier: GPL-3.0-or-later
// The system's ssh: how it is called for a tunnel, and what its words mean. (ssh(1), ssh_config(5))
#pragma once

#include "core/result.h"
#include "process/command.h"
#include "store/profile.h"

#include <QString>

namespace tidemark::access {

/// Where the SSH server is to connect to: as seen from there.
struct TunnelEnd
{
    QString host; // a name, an address, or the path of a socket (then without port)
    QString port;

    QString describe() const;
};

/// `ssh -N -L 127.0.0.1:localPort:…` without any prompt. Its configuration, agent and known_hosts stay in force; a shared
/// connection of the person's (ControlMaster) does not, because a forwarding would outlive us there.
/// Errors: ToolMissing (no ssh), InvalidInput.
core::Result<process::Command> sshCommand(const store::TunnelSpec& tunnel, const TunnelEnd& end, quint16 localPort);

/// Why there is no tunnel, from what ssh said on standard error.
core::Error sshError(const store::TunnelSpec& tunnel, const QString& words);

} // namespace tidemark::access
