// SPDX-License-Identifier: GPL-3.0-or-later
// What initdb makes is the same every time, and takes seconds: a copy of it is kept beside the registry.
#pragma once

#include "cluster/clusterregistry.h"
#include "cluster/servertool.h"

namespace tidemark::cluster {

/// The kept copy of a fresh data directory, for one set of server programs (their files, not just their
/// version) and one list of arguments of initdb. It belongs to us alone; each file's checksum is compared on
/// the way. A value; any thread, and several processes at the same time.
class ClusterTemplate
{
public:
    ClusterTemplate(const ClusterRegistry& registry, const ServerTools& tools,
                    const QStringList& initArguments);

    /// Fills `dataFolder`, which exists and is empty. False where there is no copy, or where it is damaged
    /// (then it is removed), or when cancelled; the folder is empty again then, and of `user`.
    bool copyTo(const QString& dataFolder, const ServerUser& user, const core::RunContext& context) const;
    /// Makes the copy of a data directory that initdb has just made, and that no server has been started on.
    core::Status keepCopyOf(const QString& dataFolder, const ServerUser& user,
                            const core::RunContext& context) const;

    const QString& folder() const { return m_folder; } // it need not exist

private:
    QString m_folder;
};

} // namespace tidemark::cluster
