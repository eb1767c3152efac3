// SPDX-License-Identifier: GPL-3.0-or-later
// Where a cluster lives on disk, and how it goes again.
#pragma once

#include "cluster/clusterregistry.h"
#include "cluster/unprivileged.h"

namespace tidemark::cluster {

/// Longest socket file that every system takes: sun_path holds 104 to 108 bytes.
constexpr qsizetype longestSocketPath = 100;

/// Whether clients can name a socket in this folder: short enough with the longest port, and without a comma, which libpq
/// reads as the end of one host in a list.
bool canHoldSocket(const QString& folder);

/// A new name below $TMPDIR, /var/tmp or /tmp: the first that the server's user can reach. Nothing is made yet.
core::Result<QString> newPrivateFolder(const ServerUser& user, const core::RunContext& context);

/// The absolute form of a folder that a person chose. It need not exist, but where it does it has to be empty and ours, and
/// the folder it lies in has to exist. Errors: InvalidInput, Conflict, NotFound, PermissionDenied.
core::Result<QString> checkChosenFolder(const QString& folder, const ServerUser& user, const core::RunContext& context);

/// run/ below the cluster's folder where sockets can live there, else a new short name in $XDG_RUNTIME_DIR or /tmp.
/// Error: InvalidInput where no path is short enough.
core::Result<QString> chooseSocketFolder(const QString& clusterFolder, const ServerUser& user);

/// Makes everything that `record` names, with the marker: parent, folder, data/, run/ and the sockets' folder; not its tablespaces.
/// What was made before an error is found and removed through the record. Conflict where another cluster has just been put there.
core::Status makeClusterFolders(const ClusterRecord& record, const ClusterRegistry& registry, const ServerUser& user);

/// Makes the folder of a tablespace, or takes one that is there and empty, and enters it into `record` and the registry. The folder
/// is ours alone, for now. Conflict where it holds something.
core::Status addTablespaceFolder(ClusterRecord& record, const ClusterRegistry& registry, const QString& folder);

/// Ends the cluster's server at once and removes what makeClusterFolders made; foreign files in its folder stay, and are
/// an error. Forgets the entry. Where another cluster lives in the folder nothing else is done. It can be called again, and on what was made only half. Cannot be cancelled.
core::Status removeCluster(const ClusterRecord& record, const ClusterRegistry& registry);

} // namespace tidemark::cluster
