// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "backup/cluster/serverlook.h"
#include "core/finding.h"

namespace tidemark::backup::cluster {

/// Holds what the server listed before and after a dump against what is in the file. pg_dumpall takes a
/// moment of its own for each database, so only what was there both times is demanded: a database, role,
/// tablespace or relation of that kind which the file lacks is a Blocker finding. What the file has and the
/// server listed neither time came and went meanwhile: Info.
core::Findings compareServer(const ClusterDumpDraft& draft, const ServerLook& before, const ServerLook& after,
                             const QList<archive::DumpPart>& parts);

} // namespace tidemark::backup::cluster
