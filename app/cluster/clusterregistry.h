// SPDX-License-Identifier: GPL-3.0-or-later
// What we started, written down before it exists, so that a crash at any moment leaves nothing that cannot be found.
#pragma once

#include "cluster/clusterkind.h"
#include "core/processidentity.h"
#include "core/result.h"

#include <QDateTime>
#include <QList>

namespace tidemark::cluster {

/// One cluster, as its registry entry and the marker file in its folder hold it. Both are written by us alone: the server's
/// user cannot change them, so their paths can be trusted when we are root.
struct ClusterRecord
{
    /// A tablespace's folder, filled by us alone.
    struct Tablespace
    {
        QString folder;   // absolute
        bool made = true; // false: it was there, empty, and stays
    };

    QString id;
    ClusterKind kind = ClusterKind::Sandbox;
    QString folder;       // absolute; holds data/, run/ and the marker
    QString socketFolder; // absolute; run/ below `folder`, or a short one of its own
    bool madeFolder = true; // false: it was there, empty, and stays
    ParentFolder parent = ParentFolder::Keep;
    bool kept = false;      // runs on after its owner on purpose
    QString label;          // for people: what is in it; of kept ones
    QString database;       // to connect to
    QString user = QStringLiteral("postgres"); // to connect as: a superuser
    QList<Tablespace> tablespaces;
    int major = 0;          // of the server; 0 in entries of an older Tidemark
    quint16 port = 0;
    QDateTime made;         // UTC; invalid in entries of an older Tidemark
    core::ProcessIdentity owner;
    std::optional<core::ProcessIdentity> postmaster; // once started

    QString dataFolder() const;
    QString runFolder() const;
    QString logFile() const;
    QString markerFile() const;
    QJsonObject toJson() const;
    static std::optional<ClusterRecord> fromJson(const QJsonObject& object);
};

/// The folder that lists this user's clusters: $TIDEMARK_STATE_DIR, else tidemark/clusters below $XDG_STATE_HOME or
/// ~/.local/state, else one below the temporary folder. A value; any thread.
class ClusterRegistry
{
public:
    static core::Result<ClusterRegistry> open();

    const QString& folder() const { return m_folder; }
    QList<ClusterRecord> list() const;
    /// Writes the entry, and again the marker where the cluster's folder has its own (see makeClusterFolders).
    core::Status write(const ClusterRecord& record) const;
    void forget(const ClusterRecord& record) const;

private:
    explicit ClusterRegistry(QString folder) : m_folder(std::move(folder)) {}
    QString entryFile(const QString& id) const;
    QString m_folder;
};

} // namespace tidemark::cluster
