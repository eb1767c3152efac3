// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of a base backup's restore share, and the questions they ask.
#pragma once

#include "restore/base/newclusterrun.h"
#include "ui/common/toolsource.h"
#include "ui/services.h"

#include <optional>

namespace tidemark::ui {

struct NewClusterReview
{
    restore::base::NewClusterFacts facts;
    core::Findings findings;
    std::optional<restore::base::NewClusterPlan> plan; // absent while a finding forbids it
    process::ToolSet tools;
};

struct NewClusterState
{
    Services& services;
    store::Profile profile; // in whose history the run is
    restore::base::NewClusterDraft draft;
    std::optional<restore::base::BaseSource> source; // once it was looked at
    std::optional<NewClusterReview> review;

    /// What pages name as the place that is worked on: no server of the list is.
    static store::Profile place();
    /// For people: "Shop server", or the folder.
    QString subject() const;
    /// The same by tidemarkctl.
    QString command() const;
};

/// What a person would see of a folder that a cluster or a tablespace is to go into.
struct TargetFolderLook
{
    bool isFree = false; // new or empty
    bool isThere = false;
    bool hasParent = false;
    qint64 freeBytes = -1; // -1: not known
};

/// A name that is free, below the home, or for root below a folder that the server's user can reach.
QString suggestedClusterFolder(const restore::base::BaseSource& source);

// Below: for worker threads.

core::Result<NewClusterReview> reviewNewCluster(const restore::base::NewClusterDraft& draft,
                                                const ToolSource& tools, const core::RunContext& context);
core::Result<TargetFolderLook> lookAtTargetFolder(const QString& folder);

} // namespace tidemark::ui
