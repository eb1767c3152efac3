// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/runagain.h"

#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>

namespace tidemark::ui {

namespace {

core::Result<FormerRun> formerRunOf(const QJsonObject& plan, const QDateTime& when)
{
    auto answers = backup::BackupAnswers::fromPlan(plan);
    if (!answers)
        return std::move(answers).error();
    return FormerRun{*std::move(answers), QCoreApplication::translate("ui::runAgain", "As on %1").arg(core::localDateTimeText(when))};
}

bool isDumpOfADatabase(const QJsonObject& plan)
{
    return plan.value(u"kind").toString() == QLatin1String("backup");
}

} // namespace

bool canRunAgain(const store::RunRecord& run)
{
    return run.kind == store::RunKind::Backup && run.state != store::RunState::Running && isDumpOfADatabase(run.plan);
}

bool canRunAgain(const catalog::BackupSet& set)
{
    return set.manifest.kind == catalog::SetKind::Database && isDumpOfADatabase(set.manifest.options);
}

core::Result<FormerRun> formerRun(const store::RunRecord& run)
{
    return formerRunOf(run.plan, run.started);
}

core::Error serverNotListed(const store::RunRecord& run)
{
    return {core::ErrorKind::NotFound, QCoreApplication::translate("ui::runAgain", "The server of this run, %1, is not in the list.").arg(core::singleLine(run.profileName)), {},
            QCoreApplication::translate("ui::runAgain", "Add it, or choose a server and back up there.")};
}

core::Result<FormerRun> formerRun(const catalog::BackupSet& set)
{
    return formerRunOf(set.manifest.options, set.manifest.started);
}

} // namespace tidemark::ui
