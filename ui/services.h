// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/target.h"
#include "core/result.h"
#include "jobs/recordedruns.h"
#include "process/toollocator.h"
#include "store/preferences.h"
#include "store/profilestore.h"
#include "store/secretstore.h"
#include "ui/common/dialogs.h"

#include <functional>

namespace tidemark::ui {

class Activities;
class TaskRunner;

/// What the parts of the window need from outside. main() builds one and passes references; there are no globals.
/// GUI thread.
struct Services
{
    store::ProfileStore& profiles;
    store::SecretStore& secrets;
    store::Preferences& preferences;
    TaskRunner& tasks;
    Activities& activities; // the runs that the activity panel shows
    QString historyPath;
    /// Looked for once at the start, in the background; empty until then, see toolsReady.
    process::ToolSet tools = {};
    bool toolsReady = false;
    /// Questions to the person; tests put their own answers here.
    Dialogs dialogs = Dialogs::native();
};

/// A profile with its password, ready for a worker thread. Answers through `done` from the event loop.
void resolveTarget(Services& services, const store::Profile& profile, std::function<void(core::Result<access::Target>)> done);
jobs::RunOwner ownerOf(const Services& services, const store::Profile& profile);

} // namespace tidemark::ui
