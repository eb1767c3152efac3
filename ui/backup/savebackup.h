// SPDX-License-Identifier: GPL-3.0-or-later
// What a backup wizard's answers can be kept as.
#pragma once

#include "ui/backup/backupstate.h"

class QWidget;

namespace tidemark::ui {

struct BaseBackupState;
struct ClusterDumpState;

/// Opens the dialog that shows and saves them as a command; the script of stock programs is there once the review has plans.
void openSaveCommand(const BackupState& state, QWidget* parent);
void openSaveCommand(const BaseBackupState& state, QWidget* parent);
void openSaveCommand(const ClusterDumpState& state, QWidget* parent);
/// Opens the dialog that saves them under a name.
void openSavePreset(const BackupState& state, QWidget* parent);

} // namespace tidemark::ui
