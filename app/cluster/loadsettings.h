// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/serversettings.h"

namespace tidemark::cluster {

/// What this machine can give to a server beside what it does already.
struct MachineShare
{
    int cores = 1;
    qint64 memory = 0; // bytes that are free now, within the limit of a container
    qint64 disk = 0;   // bytes that are free where the server will be; 0: not known

    static MachineShare ofThisMachine(const QString& folder);
};

/// For a server that loads a dump once, is read once, and thrown away: on top of those of
/// ClusterKind::Sandbox.
ServerSettings loadSettings(const MachineShare& share);

} // namespace tidemark::cluster
