// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/savebackup.h"

#include "backup/backuparguments.h"
#include "backup/base/basebackuparguments.h"
#include "backup/pgdumpscript.h"
#include "core/quoting.h"
#include "ui/backup/base/basebackupstate.h"
#include "ui/backup/cluster/clusterdumpstate.h"
#include "ui/common/presetnamedialog.h"
#include "ui/common/savecommanddialog.h"

#include <QCoreApplication>

namespace tidemark::ui {

namespace {

/// A profile that is not saved (one of the demo's) is known to this window only.
backup::NamedServer serverOf(const Services& services, const store::Profile& profile)
{
    if (const auto stored = services.profiles.find(profile.id))
        return {backup::NamedServer::By::Profile, stored->name};
    return {backup::NamedServer::By::Conninfo, profile.spec.toConninfo()};
}

QString titleOf(const QString& what, const store::Profile& profile)
{
    return QCoreApplication::translate("ui::SaveCommand", "Back up %1 of %2").arg(core::singleLine(what), core::singleLine(profile.name));
}

QString databasesOf(const BackupState& state)
{
    const int count = static_cast<int>(state.databases.size());
    if (state.choice == backup::Databases::All)
        return QCoreApplication::translate("ui::SaveCommand", "all databases");
    return count == 1 ? state.databases.constFirst() : QCoreApplication::translate("ui::SaveCommand", "%n database(s)", nullptr, count);
}

/// `arguments`: what tidemarkctl is told behind the server.
template <typename State>
void openCommand(const State& state, const QString& what, const QStringList& arguments, QWidget* parent)
{
    const backup::NamedServer server = serverOf(state.services, state.profile);
    const QString option = server.by == backup::NamedServer::By::Profile ? QStringLiteral("--profile") : QStringLiteral("--connection");
    const jobs::CommandCalls calls{titleOf(what, state.profile), {QStringList{option, server.text} + arguments}};
    (new SaveCommandDialog(state.services, calls, {}, parent))->open();
}

} // namespace

void openSaveCommand(const BackupState& state, QWidget* parent)
{
    const jobs::CommandCalls calls{titleOf(databasesOf(state), state.profile), backup::backupArguments(state.answers(), serverOf(state.services, state.profile))};
    const bool canBeStock = state.review && !state.review->plans.isEmpty() && !state.profile.tunnel;
    const QString stock = canBeStock ? backup::pgDumpScript(state.review->plans, state.profile.spec) : QString();
    (new SaveCommandDialog(state.services, calls, stock, parent))->open();
}

void openSaveCommand(const BaseBackupState& state, QWidget* parent)
{
    openCommand(state, QCoreApplication::translate("ui::SaveCommand", "the whole server"), backup::base::commandArguments(state.effective()), parent);
}

void openSaveCommand(const ClusterDumpState& state, QWidget* parent)
{
    const bool isWhole = state.draft.content == backup::cluster::Content::Everything;
    const QString what = isWhole ? QCoreApplication::translate("ui::SaveCommand", "all databases") : QCoreApplication::translate("ui::SaveCommand", "the roles and tablespaces");
    openCommand(state, what, backup::cluster::commandArguments(state.effective()), parent);
}

void openSavePreset(const BackupState& state, QWidget* parent)
{
    const store::Preset preset{{}, QLatin1String(backup::databaseAnswersKind), state.profile.id, state.answers().toJson()};
    (new PresetNameDialog(store::PresetStore::beside(state.services.profiles.path()), preset, {}, state.profile.name, parent))->open();
}

} // namespace tidemark::ui
