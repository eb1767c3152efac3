// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commandline.h"
#include "replication/alertpolicy.h"

namespace tidemark::cli {

/// The options that change the rules of alerts.
void addAlertRulesOptions(QCommandLineParser& parser);
/// Whether one of them is given.
bool changesAlertRules(const Invocation& invocation);
/// The rules with what is given. Error: InvalidInput.
core::Result<replication::AlertRules> alertRulesFrom(const Invocation& invocation,
                                                     const replication::AlertRules& before);
/// Each rule, how it is set, and the option that sets it; values as the options take them.
QStringList alertRulesLines(const replication::AlertRules& rules);

} // namespace tidemark::cli
