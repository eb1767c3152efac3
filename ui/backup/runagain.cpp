// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/runagain.h"

#include "backup/plankind.h"
#include "core/quoting.h"
#include "core/text.h"
#include "restore/restoreanswers.h"

#include <QCoreApplication>

namespace tidemark::ui {

namespace {

template <typename Answers>
core::Result<FormerRun> formerRunOf(core::Result<Answers> answers, const QDateTime& when)
{
    if (!answers)
        return std::move(answers).error();
    return FormerRun{*std::move(answers), QCoreApplication::translate("ui::runAgain", "As on %1").arg(core::localDateTimeText(when))};
}

core::Result<FormerRun> formerRunOf(const QJsonObject& plan, const QDateTime& when)
{
    const auto kind = backup::planKindOf(plan);
    if (!kind)
        return kind.error();
    switch (*kind) {
    case backup::PlanKind::BaseBackup:
        return formerRunOf(backup::base::BaseBackupDraft::fromJson(plan), when);
    case backup::PlanKind::Cluster:
        return formerRunOf(backup::cluster::ClusterDumpDraft::fromJson(plan), when);
    case backup::PlanKind::Database:
        break;
    }
    return formerRunOf(backup::BackupAnswers::fromPlan(plan), when);
}

/// Plans of imported sets are empty, and those of versions before plans had a kind say too little.
bool isKnown(const QJsonObject& plan)
{
    return plan.contains(u"kind") && backup::planKindOf(plan).has_value();
}

} // namespace

bool canRunAgain(const store::RunRecord& run)
{
    if (run.state == store::RunState::Running)
        return false;
    return run.kind == store::RunKind::Restore ? restore::draftOfPlan(run.plan).has_value()
                                               : run.kind == store::RunKind::Backup && isKnown(run.plan);
}

bool canRunAgain(const catalog::BackupSet& set)
{
    return isKnown(set.manifest.options);
}

core::Result<FormerRun> formerRun(const store::RunRecord& run)
{
    if (run.kind == store::RunKind::Restore)
        return formerRunOf(restore::draftOfPlan(run.plan), run.started);
    return formerRunOf(run.plan, run.started);
}

core::Error serverNotListed(const store::RunRecord& run)
{
    return {core::ErrorKind::NotFound,
            QCoreApplication::translate("ui::runAgain", "The server of this run, %1, is not in the list.")
                .arg(core::singleLine(run.profileName)),
            {},
            QCoreApplication::translate("ui::runAgain", "Add it, or choose another server and begin there.")};
}

core::Result<FormerRun> formerRun(const catalog::BackupSet& set)
{
    return formerRunOf(set.manifest.options, set.manifest.started);
}

} // namespace tidemark::ui
