// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/saverestore.h"

#include "core/quoting.h"
#include "jobs/shellscript.h"
#include "restore/restoreanswers.h"
#include "ui/common/savecommanddialog.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tidemark::ui {

namespace {

QStringList argumentsOf(const RestoreState& state, const QString& confirmed)
{
    restore::RestoreDraft draft = state.effective();
    draft.confirmed = confirmed;
    draft.source = QFileInfo(draft.source).absoluteFilePath();
    QStringList arguments;
    if (!state.isSandbox && draft.target != restore::TargetKind::SqlFile) {
        // A profile that is not saved (one of the demo's) is known to this window only.
        const auto stored = state.services.profiles.find(state.profile.id);
        arguments.append(stored ? QStringLiteral("--profile=") + stored->name
                                : QStringLiteral("--connection=") + state.profile.spec.toConninfo());
    }
    arguments += restore::commandArguments(draft);
    if (state.isSandbox)
        arguments.append(QStringLiteral("--into-sandbox"));
    if (state.isSandbox && state.trust == restore::drill::Trust::Superuser)
        arguments.append(QStringLiteral("--trusted"));
    if (state.review && state.review->safety && state.savesFirst &&
        draft.target == restore::TargetKind::ExistingDatabase)
        arguments.append(QStringLiteral("--backup-first=") + state.review->safety->draft.destination);
    return arguments;
}

} // namespace

QString tidemarkCommand(const RestoreState& state)
{
    return jobs::shellLines({{}, {argumentsOf(state, {})}}).trimmed();
}

void openSaveCommand(const RestoreState& state, const QString& confirmed, QWidget* parent)
{
    const restore::RestoreDraft draft = state.effective();
    const QString target = draft.target == restore::TargetKind::SqlFile ? QFileInfo(draft.file).fileName()
                                                                        : draft.targetDatabase;
    const QString title = QCoreApplication::translate("ui::SaveCommand", "Restore %1 into %2")
                              .arg(core::singleLine(state.source ? state.source->database() : QString()),
                                   core::singleLine(target));
    (new SaveCommandDialog(state.services, {title, {argumentsOf(state, confirmed)}}, {}, parent))->open();
}

} // namespace tidemark::ui
