// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/localcluster.h"

namespace tidemark::cluster {

/// The embedded demo: a primary with the sample database `blog_db` and a streaming standby. Removed with the object, which
/// one thread uses at a time, unless it is kept.
class DemoClusters
{
public:
    static QString databaseName();

    /// Returns when the standby has replayed the sample, after some seconds. `folder` is new or empty and gets primary/ and
    /// standby/; empty: a private one. Errors as of LocalCluster::create; nothing is left behind then, nor when cancelled.
    static core::Result<DemoClusters> start(const QString& folder, const process::ToolSet& tools, const core::RunContext& context);
    /// Stops and removes the demo that was kept in this folder, by whatever process of this user. Error: NotFound.
    static core::Status stopKept(const QString& folder);

    const QString& folder() const { return m_folder; }
    postgres::ConnectionSpec primarySpec() const { return m_primary.spec(databaseName()); }
    postgres::ConnectionSpec standbySpec() const { return m_standby.spec(databaseName()); }
    LocalCluster& primary() { return m_primary; }
    LocalCluster& standby() { return m_standby; }

    /// Stops both and removes every trace. The object is of no use afterwards.
    core::Status stop();
    /// Lets both run on when the object goes.
    core::Status keep();

private:
    DemoClusters(QString folder, LocalCluster primary, LocalCluster standby);
    QString m_folder;
    LocalCluster m_primary;
    LocalCluster m_standby; // goes first: its receiver would only complain of the primary's absence
};

} // namespace tidemark::cluster
