// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/restore/restorestate.h"

class QWidget;

namespace tidemark::ui {

/// What was chosen, as a line for a shell; without a password, and without the name that confirms a loss.
QString tidemarkCommand(const RestoreState& state);
/// "Save as command…". `confirmed` is the name that was typed where rows are lost; without it the command
/// refuses.
void openSaveCommand(const RestoreState& state, const QString& confirmed, QWidget* parent);

} // namespace tidemark::ui
