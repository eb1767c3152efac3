// SPDX-License-Identifier: GPL-3.0-or-later
// A base backup becomes a server of this machine that stays: what is wanted, what is there, and what will be
// done.
#pragma once

#include "core/finding.h"
#include "core/runcontext.h"
#include "process/toollocator.h"
#include "restore/base/basecopy.h"

#include <QJsonObject>
#include <QList>
#include <QPair>

namespace tidemark::restore::base {

enum class AfterCheck
{
    Stop, // the cluster is there, stopped
    LetRun,
};

/// Nothing is checked here.
struct NewClusterDraft
{
    QString source; // as openBase() takes it
    QString folder; // new or empty; gets data/ (the data directory) and run/ (log and socket)
    /// Which tablespace goes where: its folder on the server, its name or its OID, and a new or empty folder.
    /// The others go into folder/tablespace-OID.
    QList<QPair<QString, QString>> tablespaces;
    quint16 port = 0; // 0: a free one
    AfterCheck after = AfterCheck::Stop;
};

/// One file system that is written to.
struct SpaceNeed
{
    QString folder; // one on it
    qint64 needed = 0;
    qint64 free = -1; // -1: cannot be told
};

/// Why it cannot be done as it is wanted.
struct Obstacle
{
    QString id; // of the finding: "cluster.target", "cluster.tablespace", "cluster.space", "cluster.tool",
                // "cluster.incremental"
    core::Error error;
};

struct NewClusterFacts
{
    BaseSource source;
    QString folder; // absolute
    TablespacePlaces places;
    QList<SpaceNeed> space;
    QList<Obstacle> obstacles;
    QString serverUser; // who runs the server; empty: the user who runs Tidemark
};

/// Looks at backup, target and programs, after what killed runs left was removed. Errors: those of
/// openBase(), Cancelled.
core::Result<NewClusterFacts> gatherFacts(const NewClusterDraft& draft, const process::ToolSet& tools,
                                          const core::RunContext& context);
core::Findings validate(const NewClusterDraft& draft, const NewClusterFacts& facts);

/// Exactly what will be done; a value.
struct NewClusterPlan
{
    NewClusterDraft draft;
    NewClusterFacts facts;

    QString runId;

    QString dataFolder() const { return facts.folder + QStringLiteral("/data"); }
    QJsonObject toJson() const;
};

/// Error: that of the first obstacle; nothing was touched.
core::Result<NewClusterPlan> makePlan(const NewClusterDraft& draft, const NewClusterFacts& facts);

/// The command line that does the same.
QStringList commandArguments(const NewClusterDraft& draft);

} // namespace tidemark::restore::base
