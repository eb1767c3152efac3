// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/queries/replication.h"
#include "replication/lagsample.h"

namespace tidemark::replication {

/// What should be changed on this server, each with its remedy; the worst first. `sample` is the one that is
/// being made.
core::Findings adviseOn(const postgres::ReplicationRows& rows, const LagSample& sample);

} // namespace tidemark::replication
