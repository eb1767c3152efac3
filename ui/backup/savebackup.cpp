// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/savebackup.h"

#include "backup/backuparguments.h"
#include "backup/pgdumpscript.h"
#include "core/quoting.h"
#include "ui/common/presetnamedialog.h"
#include "ui/common/savecommanddialog.h"

#include <QCoreApplication>

namespace tidemark::ui {

namespace {

/// A profile that is not saved (one of the demo's) is known to this window only.
backup::NamedServer serverOf(const BackupState& state)
{
    if (const auto stored = state.services.profiles.find(state.profile.id))
        return {backup::NamedServer::By::Profile, stored->name};
    return {backup::NamedServer::By::Conninfo, state.profile.spec.toConninfo()};
}

QString titleOf(const BackupState& state)
{
    const int count = static_cast<int>(state.databases.size());
    QString what = state.databases.value(0);
    if (state.choice == backup::Databases::All)
        what = QCoreApplication::translate("ui::SaveCommand", "all databases");
    else if (count != 1)
        what = QCoreApplication::translate("ui::SaveCommand", "%n database(s)", nullptr, count);
    return QCoreApplication::translate("ui::SaveCommand", "Back up %1 of %2").arg(core::singleLine(what), core::singleLine(state.profile.name));
}

} // namespace

void openSaveCommand(const BackupState& state, QWidget* parent)
{
    const jobs::CommandCalls calls{titleOf(state), backup::backupArguments(state.answers(), serverOf(state))};
    const bool canBeStock = state.review && !state.review->plans.isEmpty() && !state.profile.tunnel;
    const QString stock = canBeStock ? backup::pgDumpScript(state.review->plans, state.profile.spec) : QString();
    (new SaveCommandDialog(state.services, calls, stock, parent))->open();
}

void openSavePreset(const BackupState& state, QWidget* parent)
{
    const store::Preset preset{{}, QLatin1String(backup::databaseAnswersKind), state.profile.id, state.answers().toJson()};
    (new PresetNameDialog(store::PresetStore::beside(state.services.profiles.path()), preset, {}, state.profile.name, parent))->open();
}

} // namespace tidemark::ui
