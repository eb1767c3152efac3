// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tidemark::cluster {

enum class ClusterKind
{
    Sandbox,   // thrown away: no fsync, tuned for loading, no replication
    Demo,      // thrown away: no fsync, small, ready for standbys
    Recovered, // durable: holds data that somebody wants back
};

QString clusterKindName(ClusterKind kind); // stable, for files: "sandbox"
ClusterKind clusterKindFromName(const QString& name);

enum class StopMode
{
    Fast,      // ends the sessions and writes a checkpoint
    Immediate, // ends at once; the next start recovers. For what is removed anyway
};

/// What becomes of the folder that a cluster's own folder was put into.
enum class ParentFolder
{
    Keep,
    RemoveWhenEmpty, // it is made, and goes with the last cluster in it
};

} // namespace tidemark::cluster
