// SPDX-License-Identifier: GPL-3.0-or-later
// What was answered before a restore, for another time and for another program.
#pragma once

#include "core/result.h"
#include "restore/restoredraft.h"

#include <QJsonObject>

namespace tidemark::restore {

/// Everything but what was typed to allow a loss: that is said anew every time.
QJsonObject toJson(const RestoreDraft& draft);
/// Fields that are missing keep their defaults, also words that only a newer version knows; `existing` is
/// Stop where rows would be lost.
RestoreDraft draftFromJson(const QJsonObject& object);

/// Those of an earlier run, from its stored plan. Errors: InvalidInput where it does not say.
core::Result<RestoreDraft> draftOfPlan(const QJsonObject& plan);

/// `restore` with every option that these answers come to, for tidemarkctl: its arguments behind those that
/// name the server. What is left to the defaults is not named.
QStringList commandArguments(const RestoreDraft& draft);

} // namespace tidemark::restore
