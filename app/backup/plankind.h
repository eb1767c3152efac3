// SPDX-License-Identifier: GPL-3.0-or-later
// Drafts as JSON, in files and preferences: each says what it is a plan for, so that it reaches whoever can
// read it.
#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QString>

namespace tidemark::backup {

enum class PlanKind
{
    Database,
    BaseBackup,
    Cluster,
};

QString planKindName(PlanKind kind); // "backup", "baseBackup", "clusterDump": stable

/// The fields that every plan begins with.
QJsonObject planHead(PlanKind kind);
/// Error: InvalidInput for a kind that is not known here, and for a form that only a newer Tidemark can read.
core::Result<PlanKind> planKindOf(const QJsonObject& plan);
/// The same where only one kind can be meant.
core::Status checkPlan(const QJsonObject& plan, PlanKind expected);

} // namespace tidemark::backup
