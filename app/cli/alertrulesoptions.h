// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commandline.h"
#include "replication/alertpolicy.h"
#include "replication/watchsettings.h"

namespace tidemark::cli {

/// The options that change the rules of alerts.
void addAlertRulesOptions(QCommandLineParser& parser);
/// Whether one of them is given.
bool changesAlertRules(const Invocation& invocation);
/// The rules with what is given. Error: InvalidInput.
core::Result<replication::AlertRules> alertRulesFrom(const Invocation& invocation,
                                                     const replication::AlertRules& before);
/// Whether one of the options is given that say how the window watches.
bool changesWatching(const Invocation& invocation);
/// The settings with what is given. Error: InvalidInput.
core::Result<replication::WatchSettings> watchSettingsFrom(const Invocation& invocation,
                                                           const replication::WatchSettings& before);
/// Each rule, how it is set, and the option that sets it; values as the options take them.
QStringList alertRulesLines(const replication::AlertRules& rules, const replication::WatchSettings& watching);

} // namespace tidemark::cli
